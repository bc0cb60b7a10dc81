//! A scanner for leaked secrets, in every form in which they tend to leak.
//!
//! Looks for card numbers, tracks, PINs, clear PIN blocks and keys as ASCII, as hex of ASCII, as BCD at both
//! nibble offsets, as lists of byte values, in base64 at every alignment, and as F35, 57 and 5A hold them. Short
//! secrets (PINs) count only where no digit stands beside them: six digits turn up in any long number.

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One secret, by a name that may be told.
#[derive(Clone, Debug)]
pub(crate) struct Secret {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits of a card number.
    Pan,
    /// Track 2 with `=`.
    Track,
    /// Digits of a PIN.
    Pin,
    /// Hex of a key or clear PIN block.
    Bytes,
}

/// A secret in one form.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Found only where no digit stands beside it.
    alone: bool,
}

/// Something found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Leak {
    pub(crate) name: String,
    pub(crate) at: usize,
}

pub(crate) struct Scanner {
    needles: Vec<Needle>,
    automaton: AhoCorasick,
}

impl Scanner {
    pub(crate) fn new(secrets: &[Secret]) -> Self {
        let needles: Vec<Needle> = secrets.iter().flat_map(forms).collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(needles.iter().map(|needle| &needle.bytes))
            .expect("an automaton");
        Self { needles, automaton }
    }

    pub(crate) fn needles(&self) -> &[Needle] {
        &self.needles
    }

    pub(crate) fn scan(&self, hay: &[u8]) -> Vec<Leak> {
        let beside = |at: Option<&u8>| at.is_some_and(u8::is_ascii_hexdigit);
        self.automaton
            .find_overlapping_iter(hay)
            .filter_map(|found| {
                let needle = &self.needles[found.pattern().as_usize()];
                let crowded = beside(found.start().checked_sub(1).and_then(|at| hay.get(at)))
                    || beside(hay.get(found.end()));
                (!needle.alone || !crowded).then(|| Leak { name: needle.name.clone(), at: found.start() })
            })
            .collect()
    }
}

fn forms(secret: &Secret) -> Vec<Needle> {
    let Secret { name, kind, text } = secret;
    let mut needles = Vec::new();
    let mut add = |form: &str, bytes: Vec<u8>, alone: bool| {
        needles.push(Needle { name: format!("{name} as {form}"), bytes, alone });
    };
    match kind {
        Kind::Pin => {
            add("digits", text.clone().into_bytes(), true);
            add("hex of ASCII", hex(text.as_bytes()).into_bytes(), true);
        }
        Kind::Pan | Kind::Track | Kind::Bytes => {
            add("ASCII", text.clone().into_bytes(), false);
            add("hex of ASCII", hex(text.as_bytes()).into_bytes(), false);
            for (form, bytes) in base64_forms(text.as_bytes()) {
                add(&format!("base64 of ASCII, {form}"), bytes, false);
            }
            let nibbles = nibbles(text);
            for (offset, packed) in [(0, pack(&nibbles)), (1, pack(nibbles.get(1..).unwrap_or_default()))] {
                add(&format!("BCD from nibble {offset}"), packed.clone(), false);
                add(&format!("hex of BCD from nibble {offset}"), hex(&packed).into_bytes(), false);
                for separator in [", ", ","] {
                    let list: Vec<String> = packed.iter().map(u8::to_string).collect();
                    add(
                        &format!("byte values from nibble {offset}"),
                        list.join(separator).into_bytes(),
                        false,
                    );
                }
                for (form, bytes) in base64_forms(&packed) {
                    add(&format!("base64 of BCD from nibble {offset}, {form}"), bytes, false);
                }
            }
        }
    }
    needles
}

/// Digits and hex digits as nibbles; the separator of a track as D.
fn nibbles(text: &str) -> Vec<u8> {
    let digit = |c: char| {
        if c == '=' { 0xD } else { c.to_digit(16).map_or(0, |d| u8::try_from(d).expect("a nibble")) }
    };
    text.chars().map(digit).collect()
}

/// Whole bytes of nibbles; an odd one at the end is left out.
fn pack(nibbles: &[u8]) -> Vec<u8> {
    nibbles.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}

/// What of the base64 text stays the same whatever stands in front and behind, at each alignment.
fn base64_forms(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    (0..3_usize)
        .map(|pad| {
            let mut padded = vec![0; pad];
            padded.extend_from_slice(bytes);
            let encoded = STANDARD.encode(&padded);
            let start = [0, 2, 3][pad];
            let end = padded.len() / 3 * 4;
            (format!("alignment {pad}"), encoded.as_bytes()[start..end].to_vec())
        })
        .collect()
}

/// The secrets of the shipped fixtures.
pub(crate) fn fixtures() -> Vec<Secret> {
    let root = crate::support::root();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("readable");
    let mut secrets = Vec::new();
    let value = |line: &str| line.split_once(": ").map(|(_, v)| v.trim().trim_matches('"').to_owned());
    let (mut card, mut pan) = (String::new(), String::new());
    for line in read("fixtures/cards/test.yaml").lines() {
        let Some(value) = value(line) else { continue };
        let key = line.trim().trim_start_matches("- ").split(':').next().unwrap_or_default();
        let name = format!("{key} of {card}");
        match key {
            "name" => card = value,
            "pan" => {
                pan.clone_from(&value);
                secrets.push(Secret { name, kind: Kind::Pan, text: value });
            }
            "track2" => secrets.push(Secret { name, kind: Kind::Track, text: value }),
            "pin" => {
                secrets.push(Secret {
                    name: format!("PIN blocks of {card}"),
                    kind: Kind::Bytes,
                    text: block(&value, Some(&pan)),
                });
                secrets.push(Secret {
                    name: format!("plain PIN blocks of {card}"),
                    kind: Kind::Bytes,
                    text: block(&value, None),
                });
                secrets.push(Secret { name, kind: Kind::Pin, text: value });
            }
            "issuer_master_key" => secrets.push(Secret { name, kind: Kind::Bytes, text: value }),
            _ => {}
        }
    }
    for line in read("fixtures/keys/test.yaml").lines().filter(|line| !line.starts_with('#')) {
        let Some(value) = value(line) else { continue };
        let key = line.split(':').next().unwrap_or_default().to_owned();
        let kind = if key.contains("key") { Kind::Bytes } else { Kind::Pin };
        secrets.push(Secret { name: key, kind, text: value });
    }
    secrets
}

/// A clear PIN block in hex: format 0 with the card number, or the PIN alone.
fn block(pin: &str, pan: Option<&str>) -> String {
    let plain = format!("{:02}{pin:F<14}", pin.len());
    let Some(pan) = pan else { return plain };
    let twelve = &pan[pan.len() - 13..pan.len() - 1];
    let other = format!("0000{twelve}");
    plain
        .chars()
        .zip(other.chars())
        .map(|(a, b)| {
            char::from_digit(a.to_digit(16).expect("hex") ^ b.to_digit(16).expect("hex"), 16)
                .expect("a nibble")
        })
        .collect::<String>()
        .to_uppercase()
}
