//! Damage of every kind is refused with its line; what is whole reads back as written.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn head() -> Head {
    Head {
        format: FORMAT,
        harness: "tearproof 0".to_owned(),
        seed: 1,
        feature: FeatureText { path: "a.feature".into(), sha256: "00".into(), text: "功能: 甲\n".into() },
        scenario: ScenarioHead {
            name: "甲".into(),
            line: 3,
            language: "zh-CN".into(),
            case: "A-001".into(),
            chapter: Some(1),
            tags: vec![],
        },
        bench: "virtual".into(),
        rig: json!({"bench": "virtual"}),
        profile: json!({}),
        places: std::collections::BTreeMap::new(),
        terminal: "reference".into(),
        token_key: "0".into(),
    }
}

fn sample() -> Vec<u8> {
    written(head()).close(10)
}

fn written(head: Head) -> Pen {
    let mut pen = Pen::open(head);
    let first = pen.write(5, Lane::Power, None, Event::PowerIs { port: Port::Terminal, on: false });
    pen.write(9, Lane::Host, Some(first), Event::HostCrashed);
    pen.write(9, Lane::Screen, None, Event::PaperLine { text: "金额 12.00".into() });
    pen
}

#[test]
fn a_record_that_nobody_keeps_is_the_one_that_would_read_back() {
    assert_eq!(written(head()).close_unwritten(10), Record::read(&sample()));
    let other = || written(Head { format: FORMAT + 1, ..head() });
    let trouble = other().close_unwritten(10).expect_err("another form");
    assert_eq!(trouble, RecordError::Version { says: FORMAT + 1 });
    assert_eq!(Record::read(&other().close(10)), Err(trouble));
}

#[test]
fn a_whole_record_reads_back_as_written() {
    let record = Record::read(&sample()).expect("whole");
    assert_eq!(record.entries().len(), 5);
    assert_eq!(record.head().scenario.case, "A-001");
    let crash = record.lane(Lane::Host).next().expect("written");
    assert_eq!((crash.n, crash.lane_n, crash.cause), (3, 1, Some(2)));
}

/// A record whose lines were changed and whose chain was made anew.
fn forged(change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut chain = crate::text::ORIGIN;
    let mut out = Vec::new();
    for line in String::from_utf8(sample()).expect("text").lines() {
        let at = crate::text::PREFIX.len() + 64 + crate::text::INFIX.len();
        let rest = change(&line[at..]);
        chain = crate::text::link(&chain, rest.as_bytes());
        out.extend_from_slice(crate::text::PREFIX.as_bytes());
        out.extend_from_slice(&chain);
        out.extend_from_slice(crate::text::INFIX.as_bytes());
        out.extend_from_slice(rest.as_bytes());
        out.push(b'\n');
    }
    out
}

#[test]
fn fields_that_no_event_has_are_refused() {
    assert!(Record::read(&forged(str::to_owned)).is_ok());
    for (field, with) in [
        (r#""on":false"#, r#""on":false,"off":true"#),
        (r#""case":"A-001""#, r#""case":"A-001","by":"hand""#),
        (r#""seed":1"#, r#""seed":1,"speed":1"#),
    ] {
        let trouble = Record::read(&forged(|line| line.replace(field, with))).expect_err("unknown field");
        assert!(trouble.to_string().contains("unknown field"), "{trouble}");
    }
}

#[test]
fn amounts_that_no_bench_moves_are_refused() {
    let written = |fen: i64| {
        let mut pen = Pen::open(head());
        let leg = |account: &str, amount_fen| Leg { account: account.into(), amount_fen };
        let key = TxnKey { terminal: "1".into(), batch: "1".into(), stan: "1".into() };
        let note = PostingNote {
            book: Book::Issuer,
            number: 1,
            class: "sale".into(),
            key,
            original: None,
            rrn: "1".into(),
            card: "card".into(),
            legs: vec![leg("cardholder", -fen), leg("clearing-acquirer", fen)],
        };
        pen.write(1, Lane::Issuer, None, Event::Posted(Box::new(note)));
        pen
    };
    let read = |fen: i64| Record::read(&written(fen).close(2));
    assert!(read(MOST_FEN).is_ok());
    assert_eq!(written(MOST_FEN + 1).close_unwritten(2), read(MOST_FEN + 1));
    let trouble = read(MOST_FEN + 1).expect_err("too much").to_string();
    assert!(trouble.starts_with("line 2") && trouble.contains("no amount"), "{trouble}");
}

#[test]
fn a_record_is_known_as_it_stood() {
    let record = Record::read(&sample()).expect("whole");
    let stood = record.until(3);
    assert_eq!((stood.entries().len(), stood.head()), (3, record.head()));
    assert_eq!(stood.entries(), &record.entries()[..3]);
}

#[test]
fn every_changed_byte_is_refused() {
    let whole = sample();
    for place in 0..whole.len() {
        for flip in [0x01, 0x80] {
            let mut bytes = whole.clone();
            bytes[place] ^= flip;
            let trouble = Record::read(&bytes).expect_err("a byte was changed");
            assert!(trouble.to_string().starts_with("line "), "{trouble}");
        }
    }
}

#[test]
fn every_truncation_is_refused_at_line_ends_too() {
    let whole = sample();
    for end in 0..whole.len() {
        let trouble = Record::read(&whole[..end]).expect_err("something is missing");
        assert!(trouble.to_string().starts_with("line "), "{trouble}");
    }
}

#[test]
fn removed_doubled_swapped_and_appended_lines_are_refused() {
    let whole = sample();
    let lines: Vec<&[u8]> = whole.split_inclusive(|b| *b == b'\n').collect();
    for i in 0..lines.len() {
        let removed: Vec<u8> =
            lines.iter().enumerate().filter(|(n, _)| *n != i).flat_map(|(_, l)| l.to_vec()).collect();
        Record::read(&removed).expect_err("a line is missing");
        let mut doubled = lines.clone();
        doubled.insert(i, lines[i]);
        Record::read(&doubled.concat()).expect_err("a line stands twice");
        if i > 0 {
            let mut swapped = lines.clone();
            swapped.swap(i - 1, i);
            Record::read(&swapped.concat()).expect_err("two lines are swapped");
        }
    }
}

#[test]
fn the_line_of_the_damage_is_named() {
    let whole = sample();
    let text = String::from_utf8(whole).expect("utf-8").replace("金额 12.00", "金额 92.00");
    assert_eq!(Record::read(text.as_bytes()), Err(RecordError::Chain { line: 4 }));
}

#[test]
fn another_form_is_refused_by_name_before_anything_else_in_it() {
    let record = Pen::open(Head { format: 99, ..head() }).close(0);
    assert_eq!(Record::read(&record), Err(RecordError::Version { says: 99 }));
    // What the head of another form holds is not known here.
    let of_old = |line: &str| line.replace(r#""format":3"#, r#""format":1,"bygone":true"#);
    assert_eq!(Record::read(&forged(of_old)), Err(RecordError::Version { says: 1 }));
    let told = RecordError::Version { says: 1 }.to_string();
    assert!(told.contains("form 1") && told.contains(&format!("form {FORMAT}")), "{told}");
}

#[test]
fn a_record_quotes_lines_by_their_numbers() {
    let whole = head().feature;
    let quoted = whole.quoting([(1, "功能: 甲"), (3, "  场景: 乙")]);
    assert_eq!(quoted.text, "1 | 功能: 甲\n3 |   场景: 乙\n");
    assert_eq!((quoted.path, quoted.sha256), (whole.path, whole.sha256));
}

#[test]
fn the_transcript_forgets_amounts_times_and_numbers_but_not_codes() {
    let write = |at: u64, amount: &str, code: &str| {
        let mut pen = Pen::open(head());
        let fields = vec![("11".to_owned(), amount.to_owned()), ("39".to_owned(), code.to_owned())];
        let event =
            Event::Answer { ticket: at, class: "sale".into(), code: code.into(), fields, deviation: None };
        pen.write(at, Lane::Host, None, event);
        pen.write(at, Lane::Paper, None, Event::PaperLine { text: format!("金额 {amount}") });
        canonical(&Record::read(&pen.close(at)).expect("whole"))
    };
    assert_eq!(write(1, "1.00", "00"), write(7, "23.45", "00"));
    assert_ne!(write(1, "1.00", "00"), write(1, "1.00", "51"));
}

#[test]
fn tokens_compare_within_a_key_only() {
    let (one, two) = (TokenKey::from_seed(1), TokenKey::from_seed(2));
    assert_eq!(one.token("6228480000000016"), one.token("6228480000000016"));
    assert_ne!(one.token("6228480000000016"), one.token("6228480000000024"));
    assert_ne!(one.token("6228480000000016"), two.token("6228480000000016"));
    assert!(!format!("{one:?}").contains("6228"));
}

proptest! {
    #[test]
    fn any_text_survives_the_record(text in ".*") {
        let mut pen = Pen::open(head());
        pen.write(1, Lane::Screen, None, Event::PaperLine { text: text.clone() });
        let record = Record::read(&pen.close(2)).expect("whole");
        prop_assert_eq!(&record.entries()[1].event, &Event::PaperLine { text });
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Record::read(&bytes);
    }
}
