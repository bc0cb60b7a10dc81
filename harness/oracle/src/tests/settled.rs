//! Settlements and uploads as a scenario demands them.

use journal::*;
use wire::{BatchTotals, Side, Verdict};

use super::settlement::{NEXT, end, settlement, sold, totals, upload};
use crate::story::*;

/// An order to settle two sales of 125.00 in all, and a sentence on it.
fn demanded(verdict: Verdict, told: BatchTotals, sentence: Expectation) -> Story {
    let mut story = Story::new();
    sold(&mut story);
    settlement(&mut story, 3, told, verdict);
    if verdict != Verdict::Equal {
        upload(&mut story, 4, &[(1, 12_000)]);
        upload(&mut story, 5, &[(2, 500)]);
        end(&mut story, 6, Some(2));
    }
    story.expect(sentence);
    story
}

#[test]
fn what_a_scenario_demands_of_a_settlement_is_met_or_unmet() {
    let whole = || totals(&[(Side::Debit, 12_000), (Side::Debit, 500)]);
    let settled = |debits, debit_fen, credits, credit_fen| Expectation::Settled {
        debits,
        debit_fen,
        credits,
        credit_fen,
    };
    for (sentence, says) in [
        (Expectation::BatchesClosed { count: 1 }, None),
        (Expectation::BatchesClosed { count: 0 }, Some("the host closed 1")),
        (settled(2, 12_500, 0, 0), None),
        (settled(2, 12_501, 0, 0), Some("the settlement says")),
        (settled(2, 12_500, 1, 0), Some("the settlement says")),
        (settled(2, -1, 0, 0), Some("the settlement says")),
        (Expectation::SettledAll, None),
        (Expectation::Uploaded { count: 0 }, None),
        (Expectation::Uploaded { count: 1 }, Some("there is no uploaded transaction")),
    ] {
        let story = demanded(Verdict::Equal, whole(), sentence);
        match says {
            None => story.passes(),
            Some(says) => {
                let verdict = story.fails_by("then");
                assert!(verdict.findings[0].sentence.contains(says), "{verdict:#?}");
            }
        }
    }
    demanded(Verdict::Unequal, whole(), Expectation::Uploaded { count: 2 }).passes();
    demanded(Verdict::Unequal, whole(), Expectation::Uploaded { count: 1 }).fails_by("then");
}

#[test]
fn all_is_settled_when_what_was_sold_is_in_a_batch_that_was_closed() {
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Equal);
    let intent = story.order(OrderKind::Sale, 300);
    let sale = story.ask(Ask { batch: NEXT, ..Ask::new("sale", 4, 300) });
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.expect(Expectation::SettledAll);
    let verdict = story.fails_by("then");
    assert!(verdict.findings[0].sentence.contains("come to 125.00, and the merchant has earned 128.00"));

    // What was sent and not closed is not settled.
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Unequal);
    story.expect(Expectation::SettledAll);
    story.fails_by("then");

    for sentence in [
        Expectation::SettledAll,
        Expectation::Settled { debits: 0, debit_fen: 0, credits: 0, credit_fen: 0 },
        Expectation::BatchesClosed { count: 1 },
    ] {
        let mut story = Story::new();
        story.expect(sentence);
        let verdict = story.fails_by("then");
        assert!(verdict.findings[0].sentence.contains("the host "), "{verdict:#?}");
    }
}
