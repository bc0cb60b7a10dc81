//! Which sale, void, refund or query is allowed.
//!
//! Originals are matched by F41 and F42 besides their numbers; a refund's by F42 alone where the profile lets any
//! terminal of the merchant pay it. Decisions that the sources leave open: a
//! void or refund of an original that is still under way finds none (25); one of a declined original is 12; a refund
//! beyond its window is 12; one that the merchant's account does not bear is 51.

use profile::RefundScope;

use super::{Refusal, Register};
use crate::request::Request;
use crate::{Class, LedgerAccount, Moment, State, Transaction, TxnKey};
use wire::Pan;

fn refuse<T>(code: &str) -> Result<T, Refusal> {
    Err(code.to_owned())
}

impl Register {
    /// Opens a sale. One whose reversal came first is entered as declined and refused with 22.
    pub(crate) fn open_sale(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let Some(pan) = request.pan.clone() else {
            return refuse("30");
        };
        self.enter(request, at, rrn, pan.clone(), None);
        self.refuse_entombed(request)?;
        Ok(pan)
    }

    /// Opens a void: whole amount, same card, terminal, merchant, day and batch, and nothing else done to the sale.
    pub(crate) fn open_void(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let Some((batch, stan)) = request.original.clone() else {
            return refuse("30");
        };
        let of = TxnKey { tid: request.key.tid.clone(), batch, stan };
        let host = &self.practice.host;
        let Some(sale) = self.find(&of, &request.mid, Class::Sale) else {
            return refuse("25");
        };
        // A sale that was declined has no approval code to be compared.
        let other = |n: u8, own: &str| {
            !own.is_empty() && request.message.text(n).is_some_and(|named| named.trim_end() != own)
        };
        if other(37, &sale.rrn) || other(38, &sale.auth_code) {
            return refuse("25");
        }
        if request.pan.as_ref().is_some_and(|pan| *pan != sale.pan) {
            return refuse("14");
        }
        if let Some(code) = dead_end(sale).or(moved(sale)) {
            return refuse(code);
        }
        if sale.key.batch != request.key.batch || sale.day_number != at.day_number {
            return refuse(&host.void_other_batch);
        }
        if request.amount_fen != sale.amount_fen {
            return refuse(&host.void_amount_differs);
        }
        let pan = sale.pan.clone();
        self.enter(request, at, rrn, pan.clone(), Some(of.clone()));
        self.refuse_entombed(request)?;
        if let Some(sale) = self.transactions.get_mut(&of) {
            sale.claimed = true;
        }
        Ok(pan)
    }

    /// Opens a refund: original found by its reference number, within its window, within its remainder.
    pub(crate) fn open_refund(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let host = &self.practice.host;
        let reference = request.message.text(37).unwrap_or_default();
        let found = self.by_rrn.get(reference).and_then(|key| self.find(key, &request.mid, Class::Sale));
        let any_terminal = host.refund.scope == RefundScope::Merchant;
        let in_scope = |sale: &&Transaction| any_terminal || sale.key.tid == request.key.tid;
        let Some(sale) = found.filter(|sale| sale.rrn == reference).filter(in_scope) else {
            return refuse("25");
        };
        let same_number =
            request.original.as_ref().is_none_or(|(b, s)| *b == sale.key.batch && *s == sale.key.stan);
        let same_date = request.original_date.as_ref().is_none_or(|date| *date == sale.date);
        if !same_number || !same_date {
            return refuse("25");
        }
        if request.pan.as_ref().is_some_and(|pan| *pan != sale.pan) {
            return refuse("14");
        }
        if let Some(code) = dead_end(sale) {
            return refuse(code);
        }
        if at.day_number - sale.day_number > i64::from(host.refund.window_days) {
            return refuse("12");
        }
        if request.amount_fen > sale.remainder_fen() {
            return refuse(&host.refund_exceeds);
        }
        let has = self.ledger.balance(&LedgerAccount::Merchant(sale.mid.clone()));
        if self.floors.get(&sale.mid).is_some_and(|least| has - request.amount_fen < *least) {
            return refuse("51");
        }
        let (pan, of) = (sale.pan.clone(), sale.key.clone());
        self.enter(request, at, rrn, pan.clone(), Some(of.clone()));
        if let Some(sale) = self.transactions.get_mut(&of) {
            sale.reserved_fen += request.amount_fen;
        }
        Ok(pan)
    }

    /// Finds what a query asks about: by F61.1 and F61.2, else by F37.
    pub(crate) fn query(&self, request: &Request) -> Option<&Transaction> {
        let found = match &request.original {
            Some((batch, stan)) => self.transactions.get(&TxnKey {
                tid: request.key.tid.clone(),
                batch: batch.clone(),
                stan: stan.clone(),
            })?,
            None => {
                let reference = request.message.text(37)?;
                let found = self.transactions.get(self.by_rrn.get(reference)?)?;
                Some(found).filter(|found| found.rrn == reference)?
            }
        };
        (found.mid == request.mid && found.key.tid == request.key.tid).then_some(found)
    }

    /// A transaction of this identity, merchant and class.
    pub(super) fn find(&self, key: &TxnKey, mid: &str, class: Class) -> Option<&Transaction> {
        self.transactions.get(key).filter(|t| t.mid == mid && t.class == class)
    }

    /// A request whose reversal came first is dead on arrival.
    fn refuse_entombed(&mut self, request: &Request) -> Result<(), Refusal> {
        if !self.tombstones.contains(&(request.key.clone(), request.class)) {
            return Ok(());
        }
        self.decline(&request.key, "22");
        refuse("22")
    }
}

/// Why nothing can follow this original any more, or not yet.
fn dead_end(sale: &Transaction) -> Option<&'static str> {
    match sale.state {
        State::UnderWay => Some("25"),
        State::Declined { .. } => Some("12"),
        State::Reversed | State::Voided => Some("22"),
        State::Approved | State::PartlyRefunded | State::Refunded if sale.claimed => Some("22"),
        State::Approved | State::PartlyRefunded | State::Refunded => None,
    }
}

/// Why only a part of it is left.
pub(super) fn moved(sale: &Transaction) -> Option<&'static str> {
    let whole = sale.state == State::Approved && sale.reserved_fen == 0;
    (!whole).then_some("22")
}
