//! The signature pad from the terminal's side: whatever becomes of it, the sale stands, and what cannot be kept is due on
//! paper.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Bench, Order, setup};
use device::{Answer, CardFace, Hidden, ScreenKind};

const FEN: u64 = 12_000;

/// A terminal that has every sale signed on the pad.
fn with_pad(pad: Option<Answer>) -> Bench {
    let mut bench = Bench::with(setup(None, |text| {
        text.replace(
            "  no_slip: approval-stands\n",
            "  no_slip: approval-stands\n  receipt: { signature: electronic }\n",
        )
    }));
    bench.pad = pad;
    bench
}

fn signed() -> Answer {
    Answer::Signed { picture: Hidden::new(vec![7; 200]), phone: Hidden::default() }
}

/// The sale is committed and claimed, nothing is reversed, and the slip has a line to sign on.
fn stands_on_paper(bench: &Bench, why: &str) {
    assert_eq!(bench.rows().len(), 1, "{why}");
    assert_eq!(bench.shown(ScreenKind::SignatureTaken), 0, "{why}");
    assert_eq!(bench.lines_of(ScreenKind::SignOnPaper)[3], why);
    assert!(bench.lines_of(ScreenKind::Approved)[0].contains("SALE"), "{why}");
    assert!(bench.paper.iter().any(|line| line.ends_with("____________")), "{why}");
    assert!(bench.flash.list("sign.").is_empty(), "{why}: nothing is left behind");
    assert!(bench.host.requests(0x0400).is_empty() && bench.host.requests(0x0820).is_empty(), "{why}");
}

#[test]
fn a_pad_that_takes_no_signature_leaves_the_sale_as_it_is() {
    for (pad, why) in [
        (None, "NO SIGNATURE PAD"),
        (Some(Answer::Cancelled), "SIGNATURE CANCELLED"),
        (Some(Answer::TimedOut), "NOBODY SIGNED"),
        // What makes no sense for a pad is no signature.
        (Some(Answer::Done), "NO SIGNATURE PAD"),
    ] {
        let mut bench = with_pad(pad);
        bench.run(&[Order::Sale { fen: FEN, face: CardFace::Chip }]);
        stands_on_paper(&bench, why);
    }
}

#[test]
fn a_store_without_room_for_the_picture_has_it_signed_on_paper() {
    let mut bench = with_pad(Some(signed()));
    bench.no_room_for = Some("sign.");
    bench.run(&[Order::Sale { fen: FEN, face: CardFace::Stripe }]);
    stands_on_paper(&bench, "STORE FULL");
}

#[test]
fn a_picture_that_no_message_can_carry_is_not_kept() {
    let picture = Hidden::new(vec![7; 1_000]);
    let mut bench = with_pad(Some(Answer::Signed { picture, phone: Hidden::default() }));
    bench.run(&[Order::Sale { fen: FEN, face: CardFace::Chip }]);
    stands_on_paper(&bench, "STORE FULL");
}

#[test]
fn a_pad_that_nobody_asked_for_stays_dark() {
    let mut bench = Bench::new();
    bench.pad = Some(signed());
    bench.run(&[Order::Sale { fen: FEN, face: CardFace::Chip }]);
    assert_eq!(bench.shown(ScreenKind::SignPad), 0);
    assert!(bench.paper.iter().any(|line| line.ends_with("____________")));
}
