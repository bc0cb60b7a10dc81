//! `settlement.in-order`: what may come before, while and after a batch is settled.

use crate::{
    RuleInfo,
    case::{Case, Txn, Undo, is_same_batch},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "settlement.in-order",
    sentence: "a batch is settled once, after what is owed, and takes nothing more",
    checks: "each settlement that the host took: that no reversal of an earlier transaction of its batch came after it, or never, \
             that no second settlement of the batch was sent under another trace number, and that no new sale, void, refund \
             or pre-authorisation was sent in the batch any more",
    does_not_check: "reversals that were tried before and given up (reversal.persistent); repeats of a refund; wallet orders",
};

pub(super) struct InOrder;

/// Whether a transaction has to come before its batch is settled; a wallet order may come at any time.
fn may_not_follow(txn: &Txn<'_>) -> bool {
    txn.kind.is_financial() && !txn.kind.is_wallet()
}

impl Rule for InOrder {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let settlings = case.settlings();
        for (nth, settling) in settlings.iter().enumerate() {
            let ask = settling.ask;
            let batch = &ask.note.key.batch;
            if let Some(first) = settlings.iter().take(nth).find(|s| is_same_batch(s.ask, ask)) {
                let sentence = format!("batch {batch} was settled once more");
                out.terminal(sentence, [first.ask.n, ask.n]);
                continue;
            }
            for txn in case.of_batch(ask).filter(|t| may_not_follow(t) && !t.is_reused) {
                let late = case.reversals(txn).find(|r| r.sent > ask.sent).filter(|_| txn.n < ask.n);
                if let Some(late) = late {
                    let sentence =
                        format!("batch {batch} was settled, and {} reversed only then", txn.name());
                    out.terminal(sentence, [txn.n, ask.n, late.n]);
                }
                let owed = matches!(case.undo(txn), Undo::Waits | Undo::Never { .. });
                if txn.n < ask.n && owed && late.is_none() && case.first_reversal(txn).is_none() {
                    let sentence = format!("batch {batch} was settled, and {} never reversed", txn.name());
                    out.terminal(sentence, [txn.n, ask.n]);
                }
                let sent = case.sends(txn).next().map_or(txn.n, |r| r.sent);
                if sent > ask.sent && !txn.unasked {
                    let sentence =
                        format!("{} was sent in batch {batch}, which was settled before", txn.name());
                    out.terminal(sentence, [ask.n, txn.n]);
                }
            }
        }
    }
}
