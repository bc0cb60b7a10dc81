//! The defects of acquirer and issuer: what each gets wrong, and that the answers do not show it.

use host::{Defect, Effect, Movement};

use crate::bench::{ALICE, Bench};

/// What is left after a sale of 120.00 that was voided, one that was reversed, a void that was reversed, and one that was
/// paid back: the cardholder's and the merchant's balance, fees, points, and the bank's messages.
fn day(mut bench: Bench) -> (i64, i64, i64, i64, Vec<Movement>) {
    let sale = bench.sale(&ALICE, 12_000);
    let (_, answer) = bench.void(&sale, &ALICE);
    assert_eq!(answer.text(39), Some("00"));
    let (sale, _) = bench.sale(&ALICE, 12_000);
    let reversal = bench.reversal_message(&sale);
    assert_eq!(bench.code(&reversal), "00");
    let sale = bench.sale(&ALICE, 12_000);
    let (void, _) = bench.void(&sale, &ALICE);
    let reversal = bench.reversal_message(&void);
    assert_eq!(bench.code(&reversal), "00");
    let refund = bench.refund_message(&sale, None, 12_000);
    assert_eq!(bench.code(&refund), "00");
    let texts = bench.log.iter().filter_map(|e| match e {
        Effect::Texted { text, .. } => Some(text.movement),
        _ => None,
    });
    (bench.has(&ALICE), bench.merchant_has(), bench.fees(), bench.points(), texts.collect())
}

#[test]
fn each_defect_is_wrong_in_its_own_way() {
    use Movement::{Cancelled, Charged, ChargedAgain, Refunded};
    let right = [Charged, Cancelled, Charged, Cancelled, Charged, Cancelled, ChargedAgain, Refunded];
    let (has, merchant, fees, points) = (100_000, 0, 0, 0);
    let sound = day(Bench::signed_on());
    assert_eq!(sound, (has, merchant, fees, points, right.to_vec()));
    for defect in Defect::ALL {
        let told = |left_out: &[usize]| -> Vec<Movement> {
            let kept = (0..).zip(right).filter(|(at, _)| !left_out.contains(at));
            kept.map(|(_, movement)| movement).collect()
        };
        let wrong = match defect {
            // The second sale stays taken at the issuer, the third void stays given back there.
            Defect::UndoingNotPassedOn => (has, merchant, fees, points, told(&[3, 6])),
            Defect::MessagesOfChargesOnly => (has, merchant, fees, points, told(&[1, 3, 5, 7])),
            Defect::FeeKept => (has, merchant - 92, fees + 92, points, right.to_vec()),
            Defect::PointsLeft => (has, merchant, fees, points + 240, right.to_vec()),
            Defect::CreditNotBooked => (has - 24_000, merchant, fees, points, told(&[1, 5, 6, 7])),
        };
        assert_eq!(day(Bench::flawed(defect)), wrong, "{defect:?}");
    }
}
