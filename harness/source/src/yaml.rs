//! Reading YAML into a type, with the exact place of what is wrong.
//!
//! `serde_yaml` reads; when it refuses, its position can be off (duplicate keys, unclosed brackets), so the
//! text is parsed once more by `serde-saphyr`, whose positions hold. No defaults are filled in here and no
//! file is opened.

use serde::de::DeserializeOwned;

use crate::{Flaw, Place};

/// Reads one YAML document.
///
/// # Errors
/// A [`Flaw`] at the place where the text stops fitting `T`: bad syntax, unknown or duplicate key, wrong
/// type, missing key.
pub fn read_yaml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Flaw> {
    serde_yaml::from_str::<T>(text).map_err(|first| explain::<T>(file, text, &first))
}

fn explain<T: DeserializeOwned>(file: &str, text: &str, first: &serde_yaml::Error) -> Flaw {
    let second = serde_saphyr::from_str::<T>(text).err();
    let place = second
        .as_ref()
        .and_then(serde_saphyr::Error::location)
        .map(|at| Place { line: at.line() as usize, column: at.column() as usize })
        .or_else(|| first.location().map(|at| Place { line: at.line(), column: at.column() }));
    let reason = reason_of(&first.to_string());
    let hint = hint_for(&reason);
    match place {
        Some(place) => Flaw::at(file, text, place, reason, hint),
        None => Flaw::of_file(file, reason, hint),
    }
}

/// The parser's sentence without its own position, which the [`Flaw`] states better.
fn reason_of(sentence: &str) -> String {
    let cut = sentence.find(" at line ").unwrap_or(sentence.len());
    sentence.get(..cut).unwrap_or(sentence).to_owned()
}

fn hint_for(reason: &str) -> &'static str {
    if reason.contains("unknown field") || reason.contains("unknown variant") {
        "check the spelling against the names listed; nothing else is understood here"
    } else if reason.contains("duplicate") {
        "the key stands twice in this block; keep one of the two"
    } else if reason.contains("missing field") {
        "add the key to this block"
    } else if reason.contains("invalid type") || reason.contains("invalid value") {
        "write a value of the expected type; quote a value that must stay a text"
    } else {
        "check indentation, brackets and quotes on this line and the one above"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape is read")]
    struct Lamp {
        colour: String,
        watts: u32,
    }

    fn flaw(text: &str) -> Flaw {
        read_yaml::<Lamp>("lamp.yaml", text).expect_err("the text is flawed")
    }

    #[test]
    fn each_kind_of_flaw_names_its_place_and_reason() {
        let cases = [
            ("colour: red\nwats: 3\n", 2, "unknown field `wats`"),
            ("colour: red\nwatts: many\n", 2, "invalid type"),
            ("colour: red\nwatts: 3\ncolour: blue\n", 3, "duplicate"),
            ("colour: red\n  watts: 3\n", 2, "mapping values are not allowed"),
        ];
        for (text, line, reason) in cases {
            let flaw = flaw(text);
            assert_eq!(flaw.place.map(|p| p.line), Some(line), "{flaw}");
            assert!(flaw.reason.contains(reason), "{flaw}");
            assert!(!flaw.hint.is_empty());
        }
    }

    #[test]
    fn a_missing_key_is_named() {
        assert!(flaw("colour: red\n").reason.contains("missing field `watts`"));
    }
}
