//! What the desk writes down, through its front door: card data masked, loose ends named.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::path::Path;
use std::sync::LazyLock;

use device::{Hidden, Screen, ScreenKind};
use journal::{Event, FORMAT, FeatureText, Head, LinkState, Port, Record, ScenarioHead, Sighting, TokenKey};
use proptest::prelude::*;
use rig::{Act, Desk, DeskSetup, Fault, FaultKind, Happening, Lasting, Moment, Stand};
use source::Text;
use wire::{Envelope, Message, Mti};

static STAND: LazyLock<Stand> = LazyLock::new(|| {
    let text = |path: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = std::fs::read_to_string(root.join(path)).expect("shipped");
        Text { name: path.to_owned(), text }
    };
    let fixture = |kind: &str, name: &str| Ok(text(&format!("fixtures/{kind}/{name}.yaml")));
    Stand::gather(&text("rigs/virtual.yaml"), None, &fixture).expect("shipped")
});

fn desk(tokens: TokenKey) -> Desk {
    let head = Head {
        format: FORMAT,
        harness: "test".into(),
        seed: 1,
        feature: FeatureText { path: String::new(), sha256: String::new(), text: String::new() },
        scenario: ScenarioHead {
            name: String::new(),
            line: 1,
            language: "en".into(),
            case: String::new(),
            chapter: None,
            tags: vec![],
        },
        bench: "virtual".into(),
        rig: serde_json::Value::Null,
        profile: serde_json::Value::Null,
        places: std::collections::BTreeMap::new(),
        terminal: "reference".into(),
        token_key: String::new(),
    };
    Desk::new(DeskSetup { stand: STAND.clone(), head, tokens })
}

/// Bytes and reading of a record in which these things happened.
fn record(happenings: Vec<Happening>) -> (String, Record) {
    record_under(TokenKey::from_seed(1), happenings)
}

fn record_under(tokens: TokenKey, happenings: Vec<Happening>) -> (String, Record) {
    let mut desk = desk(tokens);
    for happening in happenings {
        desk.happened(1, happening, &mut Vec::new());
    }
    let bytes = desk.close(2, true);
    let record = Record::read(&bytes).expect("the record is whole");
    (String::from_utf8(bytes).expect("a record is text"), record)
}

fn sightings(record: &Record) -> Vec<Sighting> {
    let seen = |e: &journal::Entry| match &e.event {
        Event::Sighting(seen) => Some(seen.clone()),
        _ => None,
    };
    record.entries().iter().filter_map(seen).collect()
}

/// What stands in the record of a line of paper, and the digits that could be read of each number on it.
fn printed(line: &str) -> (String, Vec<usize>) {
    let (_, record) = record(vec![Happening::PaperLine(line.to_owned())]);
    let paper = record.entries().iter().find_map(|e| match &e.event {
        Event::PaperLine { text } => Some(text.clone()),
        _ => None,
    });
    (paper.expect("it was printed"), sightings(&record).iter().map(|seen| seen.clear_digits).collect())
}

#[test]
fn numbers_are_masked_where_they_stand_however_they_are_written() {
    let cases: &[(&str, &str, &[usize])] = &[
        ("CARD  6228480900000016  OK", "CARD  622848******0016  OK", &[16]),
        ("6228 4809-0000 0016", "6228 48**-**** 0016", &[16]),
        ("622848******0016", "622848******0016", &[10]),
        ("**28480900000016", "************0016", &[14]),
        ("622848*0900000016", "622848*******0016", &[16]),
        ("622848090000XXXX", "622848******XXXX", &[12]),
        ("622848xx00##0016", "622848xx**##0016", &[12]),
        ("••••••0900000016", "••••••******0016", &[10]),
        ("62284809000", "622848*****", &[11]),
        ("６２２８４８０９００００００１６", "６２２８４８******００１６", &[16]),
        ("6228480900000016 6225880400000049", "622848******0016 622588******0049", &[16, 16]),
        ("6228480900000016/6228480900000016", "622848******0016/622848******0016", &[16, 16]),
        ("000123 622848090000XXXX 12", "000123 622848******XXXX 12", &[12]),
        ("6228480900000016=30122200000012345", "622848******0016=*****************", &[16]),
        ("622848******0016D3012 2200 TEL 12", "622848******0016D**** **** TEL 12", &[10]),
        ("B6228480900000016^WANG/FANG^3012220", "B622848******0016^****/****^*******", &[16]),
        ("*** DUPLICATE ***", "*** DUPLICATE ***", &[]),
        ("AMOUNT: RMB 120.00", "AMOUNT: RMB 120.00", &[]),
        ("BALANCE 000000000000 *** 0000", "BALANCE 000000000000 *** 0000", &[]),
        ("REF 606109000001 TRACE 000123", "REF 606109000001 TRACE 000123", &[]),
    ];
    for (line, masked, clear) in cases {
        let (paper, mut seen) = printed(line);
        seen.sort_unstable();
        assert_eq!((paper.as_str(), seen.as_slice()), (*masked, *clear), "{line}");
    }
}

#[test]
fn tokens_are_made_with_the_key_that_the_desk_was_given() {
    for (key, other) in [([7; 32], [8; 32]), ([8; 32], [7; 32])] {
        let (key, other) = (TokenKey::from_bytes(key), TokenKey::from_bytes(other));
        let line = Happening::PaperLine("6228480900000016".to_owned());
        let (_, record) = record_under(key.clone(), vec![line]);
        let token = sightings(&record).first().expect("it was seen").card.clone();
        assert_eq!(token, key.token("6228480900000016"));
        assert_ne!(token, other.token("6228480900000016"));
        assert_eq!(record.head().token_key, key.id());
    }
}

#[test]
fn a_screen_is_masked_like_paper() {
    let screen = Screen { kind: ScreenKind::Confirm, lines: vec!["CARD 622848090000XXXX".into()] };
    let (text, record) = record(vec![Happening::Shown(screen)]);
    assert!(text.contains("CARD 622848******XXXX"));
    assert_eq!(sightings(&record).len(), 1);
}

#[test]
fn a_sentence_or_trouble_that_names_a_card_number_is_masked_too() {
    let mut desk = desk(TokenKey::from_seed(1));
    let said = "Then the paper says \"6228480900000016\"";
    desk.step(1, 6, said);
    desk.expect(1, 6, said, journal::Expectation::NothingSent);
    desk.note_trouble(1, said);
    let bytes = desk.close(2, true);
    let text = String::from_utf8(bytes).expect("a record is text");
    assert!(!text.contains("6228480900000016"), "{text}");
    assert_eq!(text.matches("622848******0016").count(), 3, "{text}");
}

fn request(field_63: &str) -> (String, Record) {
    record(vec![Happening::Connected { line: 1 }, sale(field_63)])
}

/// A sale that reaches the host.
fn sale(field_63: &str) -> Happening {
    sale_with(&[(63, field_63)])
}

/// A sale with these fields besides.
fn sale_with(fields: &[(u8, &str)]) -> Happening {
    let mut message = Message::new(Mti::new(0x0200));
    message.set_text(3, "000000");
    message.set_text(4, "000000012000");
    message.set_text(11, "000001");
    message.set_text(41, &STAND.rig.terminal.id);
    message.set_text(42, &STAND.rig.terminal.merchant);
    message.set_text(60, "22000001000");
    for (number, text) in fields {
        message.set_text(*number, text);
    }
    let body = STAND.dialect.encode(&message).expect("it can be sent");
    let bytes = STAND.dialect.frame(&Envelope::default(), &body).expect("it can be framed");
    Happening::Reached { line: 1, to_host: true, bytes: Hidden::new(bytes) }
}

#[test]
fn a_card_number_in_a_field_that_is_not_made_for_it_is_sighted_and_masked() {
    let (text, record) = request("CUP6225880400000049=2808");
    assert!(!text.contains("6225880400000049"), "{text}");
    assert!(text.contains(r#"["63.2","622588******0049=***"],["63.3","*"]"#), "{text}");
    let seen = sightings(&record);
    let [Sighting { place, context, clear_digits: 16, .. }] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!(place, "field.63.2");
    assert_eq!(context, "sale");
}

#[test]
fn a_card_number_that_runs_across_sub_fields_is_found_too() {
    let (text, record) = request("6225880400000049");
    assert!(text.contains(r#"["63.1","622"],["63.2","588******0049"]"#), "{text}");
    assert_eq!(sightings(&record).len(), 1);
}

#[test]
fn what_is_said_to_be_enciphered_is_so_unless_it_stands_on_the_card() {
    let own = STAND.wallet.cards().first().expect("a card").track2.expose();
    let by_chance = own.replace("3012", "3013");
    let shortened = own.strip_suffix('5').expect("ends in 5");
    for (track, says_sealed, encoding) in [
        (by_chance.as_str(), true, "sealed"),
        (own, true, "bcd"),
        (own, false, "bcd"),
        (&by_chance, false, "bcd"),
        (shortened, true, "bcd"),
    ] {
        let how = if says_sealed { "2610000000000000" } else { "2600000000000000" };
        // The host has no key to open it with.
        let (_, record) =
            record(vec![Happening::Connected { line: 1 }, sale_with(&[(35, track), (53, how)])]);
        let seen = sightings(&record);
        let [Sighting { place, encoding: found, .. }] = seen.as_slice() else { panic!("{seen:?}") };
        assert_eq!((place.as_str(), found.as_str()), ("field.35", encoding), "says so: {says_sealed}");
    }
}

#[test]
fn a_slip_that_is_never_cut_is_written_down_as_broken_off() {
    let lines = ["TYPE: SALE", "AMOUNT: RMB 120.00"].map(|line| Happening::PaperLine(line.to_owned()));
    let (_, record) = record(lines.into());
    let slips: Vec<_> = record
        .entries()
        .iter()
        .filter_map(|e| match &e.event {
            Event::Slip(slip) => Some((slip.lines, slip.complete)),
            _ => None,
        })
        .collect();
    assert_eq!(slips, [(2, false)]);
}

#[test]
fn an_answer_that_waits_for_a_cut_nobody_confirms_is_trouble() {
    let troubles = |confirmed: bool| {
        let (mut desk, mut acts) = (desk(TokenKey::from_seed(1)), Vec::new());
        let cut = Fault { kind: FaultKind::LineDown, moment: Moment::Now, lasting: Lasting::UntilMended };
        desk.happened(0, Happening::PowerIs { port: Port::Terminal, on: true }, &mut acts);
        desk.arm(0, cut, &mut acts).expect("it can be armed");
        for happening in [Happening::Connected { line: 1 }, sale("CUP")] {
            desk.happened(1, happening, &mut acts);
        }
        let mut now = 1;
        while let Some(due) = desk.next_due() {
            now = due;
            desk.wake(now, &mut acts);
        }
        assert!(!acts.iter().any(|act| matches!(act, Act::Answer { .. })), "the answer waits");
        if confirmed {
            desk.happened(now, Happening::LinkIs(LinkState::Down), &mut acts);
            assert!(acts.iter().any(|act| matches!(act, Act::Answer { .. })), "the answer may go");
        }
        let record = Record::read(&desk.close(now, true)).expect("whole");
        record.entries().iter().filter(|e| matches!(e.event, Event::Trouble { .. })).count()
    };
    assert_eq!((troubles(false), troubles(true)), (1, 0));
}

/// A card's number as somebody may print it: which digits are masked and how, and what stands around it.
fn rendered() -> impl Strategy<Value = (usize, String, Vec<usize>)> {
    let cards = STAND.wallet.cards().len();
    let cell = (0_u8..4, 0_usize..4, prop::sample::select(vec!["", "", "", "", " ", "-", "  "]));
    let around = prop::sample::select(vec!["", "CARD ", "卡号: ", "0012 ", "** ", "(", "X "]);
    (0..cards, prop::collection::vec(cell, 19), around.clone(), around).prop_map(
        |(card, cells, before, behind)| {
            let pan = STAND.wallet.cards().get(card).expect("in range").pan.clone();
            let mut text: Vec<char> = before.chars().collect();
            let mut places = Vec::new();
            for (digit, (masked, how, separator)) in pan.expose().chars().zip(cells) {
                if masked == 0 {
                    text.push(*['*', 'X', '#', '•'].get(how).expect("in range"));
                } else {
                    places.push(text.len());
                    text.push(digit);
                }
                text.extend(separator.chars());
            }
            text.extend(behind.chars().rev());
            (card, text.into_iter().collect(), places)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_more_than_six_and_four_digits_of_any_card_are_ever_shown((_, text, places) in rendered()) {
        let (paper, _) = printed(&text);
        let (before, after): (Vec<char>, Vec<char>) = (text.chars().collect(), paper.chars().collect());
        prop_assert_eq!(before.len(), after.len(), "every character stays where it is");
        let still = |place: &&usize| before.get(**place) == after.get(**place);
        prop_assert!(places.iter().filter(still).count() <= 10, "{} became {}", text, paper);
        let other = before.iter().zip(&after).filter(|(b, a)| b != a);
        prop_assert!(other.into_iter().all(|(b, a)| b.is_ascii_digit() && *a == '*'), "{}", paper);
    }
}
