//! What a terminal announces after a cut, as a scenario demands it.

use journal::*;

use crate::story::*;

#[test]
fn what_was_shown_before_a_cut_or_with_the_next_order_announces_nothing_after_it() {
    let mut story = Story::new();
    story.show_bare("approved");
    story.cut();
    story.order(OrderKind::Balance, 0);
    story.show_bare("approved");
    story.expect(Expectation::Announced { outcome: Announcement::Nothing });
    story.passes();
}

#[test]
fn the_last_word_after_a_cut_counts() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.cut();
    story.show("in-doubt", sale);
    story.show("recovered-approved", sale);
    story.expect(Expectation::Announced { outcome: Announcement::Approved });
    story.passes();
}

#[test]
fn each_screen_after_a_cut_announces_its_own_end() {
    use Announcement::*;
    let all = [
        ("recovered-approved", Approved),
        ("approved", Approved),
        ("recovered-reversed", Reversed),
        ("reversal-done", Reversed),
        ("in-doubt", Reversed),
        ("order-closed", Closed),
        ("declared-open", Open),
        ("idle", Nothing),
    ];
    for (screen, announced) in all {
        for outcome in [Approved, Reversed, Closed, Open, Nothing] {
            let mut story = Story::new();
            story.cut();
            story.show_bare(screen);
            story.expect(Expectation::Announced { outcome });
            let verdict = story.judged();
            let met = verdict.findings.iter().all(|f| f.rule != "then");
            assert_eq!(met, outcome == announced, "{screen} {outcome:?}: {verdict:#?}");
        }
    }
}
