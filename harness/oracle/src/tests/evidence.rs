//! Evidence on a sale: each part is found when it is there, and missed when it is not.

use journal::*;

use crate::story::*;

const WHEN: [(&str, &str); 4] =
    [("12", "093012"), ("13", "0302"), ("38", "A12345"), ("42", "100000000000001")];

/// A sale of 120.00 with all its papers, each of which can be spoilt.
#[derive(Clone, Copy, Default)]
struct Spoilt {
    no_time: bool,
    no_slip: bool,
    other_date: bool,
    broken_slip: bool,
    other_amount_at_issuer: bool,
    no_message: bool,
}

fn story(spoilt: Spoilt, demand: EvidencePart) -> Story {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    let booked = if spoilt.other_amount_at_issuer { 11_900 } else { 12_000 };
    story.post_legs(Book::Issuer, sale, false, booked, 0);
    if !spoilt.no_message {
        story.text(Movement::Charged, 12_000);
    }
    story.post_legs(Book::Acquirer, sale, false, 12_000, 46);
    let fields: Vec<(&str, &str)> =
        WHEN.into_iter().filter(|(path, _)| !(spoilt.no_time && *path == "12")).collect();
    story.answer_with(sale, "00", &fields);
    story.show("approved", sale);
    story.cashier(intent, Belief::Done);
    story.cardholder(intent, Belief::Done);
    if !spoilt.no_slip {
        for text in ["MID: 100000000000001", if spoilt.other_date { "2026/03/03" } else { "2026/03/02" }] {
            story.put(Lane::Paper, Event::PaperLine { text: text.into() });
        }
        story.slip_as(sale, |slip| {
            slip.auth = Some("A12345".into());
            slip.complete = !spoilt.broken_slip;
        });
    }
    story.expect(Expectation::Evidence { nth: 1, names: vec![demand] });
    story
}

/// Whether the sentence is met.
fn is_met(spoilt: Spoilt, demand: EvidencePart) -> bool {
    let verdict = story(spoilt, demand).judged();
    !verdict.findings.iter().any(|f| f.rule == "then")
}

#[test]
fn a_whole_file_has_every_part_but_what_was_never_asked_for() {
    use EvidencePart::*;
    for part in [Merchant, Time, Amount, Reference, Approval, Slip, Message, Transfer] {
        assert!(is_met(Spoilt::default(), part), "{part:?}");
    }
    for part in [Duplicate, Return, Query] {
        let verdict = story(Spoilt::default(), part).judged();
        let sentence = &verdict.findings[0].sentence;
        assert!(sentence.contains(&format!("lacks the {}", part.name())), "{sentence}");
    }
}

#[test]
fn each_part_can_be_missing() {
    use EvidencePart::*;
    let whole = Spoilt::default();
    for (spoilt, lacking) in [
        (Spoilt { no_time: true, ..whole }, vec![Time]),
        (Spoilt { no_slip: true, ..whole }, vec![Slip]),
        (Spoilt { other_date: true, ..whole }, vec![Slip]),
        (Spoilt { broken_slip: true, ..whole }, vec![Slip]),
        (Spoilt { no_message: true, ..whole }, vec![Message]),
        (Spoilt { other_amount_at_issuer: true, ..whole }, vec![Amount, Slip, Message, Transfer]),
    ] {
        for part in [Merchant, Time, Amount, Reference, Approval, Slip, Message, Transfer] {
            assert_eq!(is_met(spoilt, part), !lacking.contains(&part), "{part:?} {lacking:?}");
        }
    }
}

#[test]
fn a_reversed_sale_has_its_return_only_with_the_banks_message() {
    for told in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.show("in-doubt", sale);
        story.order(OrderKind::Reverse, 0);
        let reversal = story.reversal(sale, "98");
        story.post_legs(Book::Acquirer, sale, true, -12_000, -46);
        story.post_legs(Book::Issuer, sale, true, -12_000, 0);
        if told {
            story.text(Movement::Cancelled, 12_000);
        }
        story.answer(reversal, "00");
        story.expect(Expectation::Evidence { nth: 1, names: vec![EvidencePart::Return] });
        assert_eq!(story.judged().findings.iter().all(|f| f.rule != "then"), told);
    }
}

#[test]
fn a_sale_that_no_book_has_is_no_evidence() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.expect(Expectation::Evidence { nth: 1, names: vec![EvidencePart::Transfer] });
    let verdict = story.judged();
    assert!(verdict.findings[0].sentence.contains("no book has the sale"), "{verdict:#?}");
}

#[test]
fn a_query_is_evidence_when_its_right_answer_names_the_sale() {
    for (asked, code, deviation, answered, found) in [
        (1, "00", None, 1, true),
        (1, "25", None, 1, false),
        (1, "00", Some("bad-mac"), 1, false),
        (1, "00", None, 2, false),
        (2, "00", None, 1, false),
    ] {
        let mut story = Story::new();
        story.good_sale(1, 12_000);
        story.order(OrderKind::Query, 0);
        let query = story.ask(Ask::new("query", 3, 0).with("37", &rrn(asked)));
        if deviation.is_some() {
            story.answer_spoilt(query, code, deviation);
        } else {
            story.answer_with(query, code, &[("37", &rrn(answered))]);
        }
        story.expect(Expectation::Evidence { nth: 1, names: vec![EvidencePart::Query] });
        let verdict = story.judged();
        assert_eq!(verdict.findings.is_empty(), found, "{asked} {code} {answered}: {verdict:#?}");
    }
}

/// A sale that is booked as spoilt and answered with these fields, and one part that is demanded of it.
fn booked(spoils: fn(&mut PostingNote), answered: &[(&str, &str)], demand: EvidencePart) -> bool {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.spoil_postings(spoils);
    story.book(sale);
    if !answered.is_empty() {
        story.answer_with(sale, "00", answered);
    }
    story.approve(intent, sale);
    story.expect(Expectation::Evidence { nth: 1, names: vec![demand] });
    !story.judged().findings.iter().any(|f| f.rule == "then")
}

#[test]
fn approval_and_books_have_to_say_the_same() {
    use EvidencePart::*;
    let sound: fn(&mut PostingNote) = |_| {};
    for part in [Merchant, Reference, Transfer] {
        assert!(booked(sound, &WHEN, part), "{part:?}");
    }
    assert!(!booked(sound, &[], Merchant));
    assert!(!booked(sound, &[], Reference));
    assert!(!booked(sound, &[("37", "000000000009")], Reference));
    let other_number = |note: &mut PostingNote| {
        if note.book == Book::Issuer {
            note.rrn = "000000000009".into();
        }
    };
    assert!(!booked(other_number, &WHEN, Reference));
    let less_to_the_merchant = |note: &mut PostingNote| {
        for leg in note.legs.iter_mut().filter(|leg| leg.account == "merchant") {
            leg.amount_fen -= 10;
        }
    };
    assert!(!booked(less_to_the_merchant, &WHEN, Transfer));
}

#[test]
fn the_try_that_stands_is_what_is_disputed() {
    for (part, met) in [("the first", true), ("the second", false)] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let codes: [&[(&str, &str)]; 2] = if met { [&WHEN, &[]] } else { [&[], &WHEN] };
        let first = story.sale(1, 12_000);
        story.book(first);
        story.answer_with(first, "00", codes[0]);
        story.approve(intent, first);
        story.attempt("ordered");
        let second = story.sale(2, 12_000);
        story.book(second);
        story.answer_with(second, "00", codes[1]);
        story.show("in-doubt", second);
        story.order(OrderKind::Reverse, 0);
        story.reversed(second, "06");
        story.expect(Expectation::Evidence { nth: 1, names: vec![EvidencePart::Approval] });
        let unmet = story.judged().findings.iter().any(|f| f.rule == "then");
        assert_eq!(unmet, !met, "{part}");
    }
}
