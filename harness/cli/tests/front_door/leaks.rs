//! Nothing that the command writes or says holds a card number, track, PIN, PIN block or key.

use crate::scanner::{Kind, Scanner, Secret, fixtures};
use crate::support::{files, tearproof};

#[test]
fn planted_leaks_of_every_form_are_found() {
    let secrets = fixtures();
    assert!(secrets.len() >= 4 * 6 + 2, "{} secrets in the fixtures", secrets.len());
    let scanner = Scanner::new(&secrets);
    for needle in scanner.needles() {
        let hay = [b"some text <", needle.bytes.as_slice(), b"> more text"].concat();
        let found = scanner.scan(&hay);
        assert!(found.iter().any(|leak| leak.name == needle.name && leak.at == 11), "{}", needle.name);
    }
}

#[test]
fn planted_leaks_as_messages_hold_them_are_found() {
    let scanner = Scanner::new(&fixtures());
    let track = "6228480900000016D30122200000012345";
    let packed = |digits: &str| -> Vec<u8> {
        let nibbles: Vec<u8> =
            digits.chars().map(|c| u8::try_from(c.to_digit(16).expect("hex")).expect("a nibble")).collect();
        nibbles.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0xF)).collect()
    };
    let hays: [(&str, Vec<u8>); 5] = [
        ("F35 in a frame", [&[0x02, 0x00, 0x34][..], &packed(track), &[0x12]].concat()),
        ("57 in F55", [&[0x57, 0x11][..], &packed(track)].concat()),
        ("5A in F55", [&[0x5A, 0x08][..], &packed("6228480900000016")].concat()),
        ("5A shifted by a nibble", packed("F62284809000000160")),
        ("57 as text", format!("57 11 {track}").into_bytes()),
    ];
    for (name, hay) in hays {
        assert!(!scanner.scan(&hay).is_empty(), "{name}");
    }
    assert!(scanner.scan(b"622848******0016 and 24681012 and 1246810").is_empty(), "masked numbers are none");
}

/// A card number as a log would have it that shows what is sent to the printer: a list of ASCII values.
fn printed_bytes(secret: &Secret) -> String {
    secret.text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_run_leaks_nothing_into_papers_records_or_logs() {
    let secrets = fixtures();
    let scanner = Scanner::new(&secrets);
    let runs = [
        ("strict", None),
        ("strict", Some("M23")),
        ("strict", Some("M08")),
        ("strict", Some("M50")),
        ("iso87", Some("M23")),
        ("iso87-hex", None),
    ];
    for (profile, defect) in runs {
        let temp = tempfile::tempdir().expect("a folder");
        let mut command = tearproof();
        command.env("RUST_LOG", "trace").args(["run", "--profile", profile, "--out"]).arg(temp.path());
        if let Some(id) = defect {
            command.args(["--defect", id]);
        }
        let output = command.output().expect("the binary starts");
        assert!(!output.stderr.is_empty(), "the log is on");
        let mut told = vec![("stdout".to_owned(), output.stdout), ("stderr".to_owned(), output.stderr)];
        for file in files(temp.path()) {
            told.push((file.display().to_string(), std::fs::read(&file).expect("readable")));
        }
        assert!(told.len() > 180, "records, verdicts and papers: {}", told.len());
        for (place, bytes) in told {
            let leaks = scanner.scan(&bytes);
            assert!(leaks.is_empty(), "{place}: {leaks:?}");
            let text = String::from_utf8_lossy(&bytes);
            for secret in secrets.iter().filter(|secret| secret.kind == Kind::Pan) {
                assert!(!text.contains(&printed_bytes(secret)), "{place}: {} as printed bytes", secret.name);
            }
        }
    }
}
