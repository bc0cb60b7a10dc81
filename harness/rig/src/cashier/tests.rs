//! What the counter does about screens that come again, and whose end it takes an outcome for.

use journal::OrderKind;

use super::*;

fn cashier() -> Cashier {
    let range = Range { from: 100, to: 100 };
    let wallet = crate::Wallet::from_yaml("cards.yaml", "cards: []\n").expect("no cards are cards too");
    let password = Hidden::default();
    let knows = Knowledge { wallet, password, person_ms: range, key_ms: range, date: "0302".to_owned() };
    Cashier::new(knows, Lot::new(1, "test"))
}

fn screen(kind: ScreenKind) -> journal::ScreenNote {
    journal::ScreenNote {
        screen: kind.name().to_owned(),
        lines: Vec::new(),
        transaction: None,
        amount_fen: None,
        trace: None,
        code: None,
    }
}

#[test]
fn a_question_that_comes_back_for_ever_is_given_up() {
    let mut cashier = cashier();
    let mut notes = Vec::new();
    cashier.take(0, Order::new(journal::OrderKind::Sale), None, &mut notes);
    let (mut at, mut entered, mut pressed) = (0, 0, Vec::new());
    cashier.shown(at, ScreenKind::Idle, &screen(ScreenKind::Idle), &mut notes);
    for _ in 0..1_000 {
        let Some(due) = cashier.next_due() else { break };
        at = due;
        if let Some(Deed::Press(key)) = cashier.due(at) {
            pressed.push(key);
            match key {
                // The terminal takes nothing for an amount.
                Key::Enter | Key::Sale => {
                    entered += 1;
                    cashier.shown(at, ScreenKind::EnterAmount, &screen(ScreenKind::EnterAmount), &mut notes);
                }
                Key::Cancel => {
                    cashier.shown(at, ScreenKind::Idle, &screen(ScreenKind::Idle), &mut notes);
                }
                _ => {}
            }
        }
    }
    assert!(pressed.contains(&Key::Cancel) && cashier.next_due().is_none(), "{pressed:?}");
    assert!(entered < 20, "{entered} times");
}

/// A refund whose outcome is open, and another order behind it during which the terminal tells what became of the
/// first; in the end each one's belief, and how often the second was tried.
fn told_on_the_way(
    next: OrderKind,
    fen: u64,
    told: ScreenKind,
    own: Option<ScreenKind>,
) -> (Belief, Belief, u32) {
    let mut cashier = cashier();
    let mut notes = Vec::new();
    let mut show = |cashier: &mut Cashier, kind: ScreenKind, trace: Option<&str>| {
        let note = journal::ScreenNote { trace: trace.map(str::to_owned), ..screen(kind) };
        cashier.shown(0, kind, &note, &mut notes);
    };
    let mut taken = Vec::new();
    let order = |kind: OrderKind, fen: u64| Order { amount_fen: Some(fen), ..Order::new(kind) };
    show(&mut cashier, ScreenKind::Idle, None);
    cashier.take(0, order(OrderKind::WalletRefund, 4_000), None, &mut taken);
    show(&mut cashier, ScreenKind::InDoubt, Some("000007"));
    show(&mut cashier, ScreenKind::Idle, None);
    cashier.take(0, order(next, fen), None, &mut taken);
    show(&mut cashier, told, Some("000007"));
    if let Some(own) = own {
        show(&mut cashier, own, Some("000009"));
    }
    show(&mut cashier, ScreenKind::Idle, None);
    let belief = |index: usize| cashier.intents[index].cashier;
    (belief(0), belief(1), cashier.intents[1].attempts)
}

#[test]
fn the_end_of_an_earlier_order_is_no_end_of_the_one_in_hand() {
    use ScreenKind::{Approved, Declined, InDoubt};
    let told = told_on_the_way(OrderKind::Sale, 500, Declined, Some(Approved));
    assert_eq!(told, (Belief::NotDone, Belief::Done, 1));
    let told = told_on_the_way(OrderKind::WalletRefund, 4_000, Approved, Some(Declined));
    assert_eq!(told, (Belief::Done, Belief::NotDone, 1));
    // What is still open keeps another order back.
    let told = told_on_the_way(OrderKind::WalletPay, 500, InDoubt, None);
    assert_eq!(told, (Belief::Pending, Belief::NotDone, 1));
    // Whoever orders the same once more, and is told of that one only, has the answer.
    let told = told_on_the_way(OrderKind::WalletRefund, 4_000, Approved, None);
    assert_eq!(told, (Belief::Done, Belief::Done, 1));
}
