//! What each card paid or has set aside, beside what the cashier believes: a second opinion on a run, apart from the judge's.
//!
//! It compares sums at rest. It knows nothing of order, papers or messages.

use std::collections::{BTreeMap, BTreeSet};

use journal::{Belief, Book, Event, OrderKind, Record};

/// What people wanted of one card, and what became of it as far as the cashier knows.
struct Wanted {
    card: String,
    amount_fen: i64,
    belief: Belief,
}

/// The cards that paid something else than what the cashier believes, in words.
pub(crate) fn misfits(record: &Record) -> Vec<String> {
    let mut fits: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for Wanted { card, amount_fen, belief } in wanted(record).into_values() {
        let moved = match belief {
            Belief::Done => BTreeSet::from([amount_fen]),
            // Declared open: either may be, and the operator knows.
            Belief::Open => BTreeSet::from([0, amount_fen]),
            Belief::NotDone | Belief::Unknown | Belief::Pending => BTreeSet::from([0]),
        };
        let sums = fits.entry(card).or_insert_with(|| BTreeSet::from([0]));
        *sums = sums.iter().flat_map(|sum| moved.iter().map(move |fen| sum + fen)).collect();
    }
    let paid = paid(record);
    let cards: BTreeSet<&String> = fits.keys().chain(paid.keys()).collect();
    let misfit = |card: &String| {
        let paid = paid.get(card).copied().unwrap_or_default();
        let fits = fits.get(card).cloned().unwrap_or_else(|| BTreeSet::from([0]));
        (!fits.contains(&paid)).then(|| format!("{card} paid {paid} fen, and the cashier believes {fits:?}"))
    };
    cards.into_iter().filter_map(misfit).collect()
}

fn wanted(record: &Record) -> BTreeMap<u32, Wanted> {
    let mut wanted: BTreeMap<u32, Wanted> = BTreeMap::new();
    for entry in record.entries() {
        match &entry.event {
            Event::Intent { intent, order, amount_fen, card, of, .. } => {
                let original = || wanted.get(&(*of)?).map(|original| original.card.clone());
                let card = card.clone().or_else(original).unwrap_or_default();
                let amount = amount_fen.unwrap_or_default();
                let earlier = || of.and_then(|of| wanted.get(&of)).map_or(0, |original| original.amount_fen);
                let amount_fen = match order {
                    OrderKind::Sale
                    | OrderKind::OfflineSale
                    | OrderKind::PreAuth
                    | OrderKind::WalletPay
                    | OrderKind::WalletCode => amount,
                    OrderKind::PreAuthVoid => -amount,
                    // What was set aside comes free, and the price is paid; and back again.
                    OrderKind::Completion | OrderKind::CompletionAdvice => amount - earlier(),
                    OrderKind::CompletionVoid => -earlier(),
                    OrderKind::WalletVoid => -earlier(),
                    OrderKind::Void
                    | OrderKind::PartialReversal
                    | OrderKind::Refund
                    | OrderKind::WalletRefund => -amount,
                    _ => 0,
                };
                wanted.insert(*intent, Wanted { card, amount_fen, belief: Belief::Unknown });
            }
            Event::CashierBelieves { intent, belief, .. } => {
                if let Some(wanted) = wanted.get_mut(intent) {
                    wanted.belief = *belief;
                }
            }
            _ => {}
        }
    }
    wanted
}

/// What each card paid or has set aside, and each wallet paid, by the books of issuer and platform.
fn paid(record: &Record) -> BTreeMap<String, i64> {
    let mut paid = BTreeMap::new();
    for entry in record.entries() {
        let Event::Posted(posting) = &entry.event else {
            continue;
        };
        if posting.book != Book::Acquirer {
            let own = |account: &str| matches!(account, "cardholder" | "wallet");
            let legs = posting.legs.iter().filter(|leg| own(&leg.account));
            *paid.entry(posting.card.clone()).or_default() -= legs.map(|leg| leg.amount_fen).sum::<i64>();
        }
    }
    paid
}
