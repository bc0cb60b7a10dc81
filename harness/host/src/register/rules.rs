//! Which transaction is allowed, and what a query finds.
//!
//! Originals are matched by F41 and F42 besides their numbers; a refund's by F42 alone where the profile lets any
//! terminal of the merchant pay it. A pre-authorisation is found by approval code, date and card at any terminal of the
//! merchant, or by its numbers at its own. Decisions that the sources leave open: a
//! void or refund of an original that is still under way finds none (25); one of a declined original is 12; a refund
//! beyond its window is 12; one that the merchant's account does not bear is 51.

use profile::RefundScope;

use super::{Refusal, Register};
use crate::request::Request;
use crate::{Class, LedgerAccount, Moment, State, Transaction, TxnKey};
use wire::{Pan, ScriptResult};

fn refuse<T>(code: &str) -> Result<T, Refusal> {
    Err(code.to_owned())
}

impl Register {
    /// Opens a transaction, if it may follow what was before.
    pub(crate) fn open(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        if request.is_misdirected {
            return refuse("25");
        }
        match request.class {
            Class::Sale | Class::OfflineSale | Class::PreAuth => self.open_first(request, at, rrn),
            Class::Void | Class::CompletionVoid => self.open_void(request, at, rrn),
            Class::PreAuthVoid | Class::Completion | Class::CompletionAdvice => {
                self.end_guarantee(request, at, rrn)
            }
            Class::Refund => self.open_refund(request, at, rrn),
            _ => refuse("40"),
        }
    }

    /// Opens what needs no original. One whose reversal came first is entered as declined and refused with 22.
    fn open_first(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let Some(pan) = request.pan.clone() else {
            return refuse("30");
        };
        self.enter(request, at, rrn, pan.clone(), None);
        self.refuse_entombed(request)?;
        Ok(pan)
    }

    /// Opens a void: whole amount, same card, terminal, merchant, day and batch, and nothing else done to the sale.
    fn open_void(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let Some((batch, stan)) = request.original.clone() else {
            return refuse("30");
        };
        let of = TxnKey { tid: request.key.tid.clone(), batch, stan };
        let host = &self.practice.host;
        let Some(sale) = self.find(&of, &request.mid, request.class.follows()) else {
            return refuse("25");
        };
        // A sale that was declined has no approval code to be compared.
        let other = |n: u8, own: &str| {
            !own.is_empty() && request.message.text(n).is_some_and(|named| named.trim_end() != own)
        };
        // The void of a completion names the code that its request named, which is the guarantee's.
        let code =
            if request.class == Class::CompletionVoid { self.guarantee_code(sale) } else { &sale.auth_code };
        if other(37, &sale.rrn) || other(38, code) {
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
        self.claim(request, at, rrn, pan, of)
    }

    /// Opens what ends a pre-authorisation: its void (whole), or its completion (up to the profile's share of it).
    fn end_guarantee(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let terms = &self.practice.host.pre_auth;
        let Some(guarantee) = self.guarantee(request) else {
            return refuse("25");
        };
        if request.pan.as_ref().is_some_and(|pan| *pan != guarantee.pan) {
            return refuse("14");
        }
        if let Some(code) = dead_end(guarantee) {
            return refuse(code);
        }
        if at.day_number - guarantee.day_number > i64::from(terms.window_days) {
            return refuse("12");
        }
        let most = i128::from(guarantee.amount_fen) * i128::from(terms.completion_percent) / 100;
        let fits = match request.class {
            Class::PreAuthVoid => request.amount_fen == guarantee.amount_fen,
            _ => i128::from(request.amount_fen) <= most,
        };
        if !fits {
            return refuse(&terms.amount_differs);
        }
        let (pan, of) = (guarantee.pan.clone(), guarantee.key.clone());
        self.claim(request, at, rrn, pan, of)
    }

    /// The pre-authorisation that a request names: its approval code, its numbers where they are given, its date.
    fn guarantee(&self, request: &Request) -> Option<&Transaction> {
        let code = request.message.text(38)?.trim_end();
        let numbered = |t: &&Transaction| {
            request.original.as_ref().is_none_or(|(batch, stan)| {
                t.key.tid == request.key.tid && *batch == t.key.batch && *stan == t.key.stan
            })
        };
        let dated = |t: &&Transaction| request.original_date.as_ref().is_none_or(|date| *date == t.date);
        let held = self.transactions().filter(|t| t.class == Class::PreAuth && t.mid == request.mid);
        held.filter(numbered).filter(dated).find(|t| t.auth_code == code)
    }

    /// The approval code of the pre-authorisation behind a completion.
    fn guarantee_code<'a>(&'a self, completion: &'a Transaction) -> &'a str {
        let guarantee = completion.original.as_ref().and_then(|of| self.transactions.get(of));
        guarantee.map_or("", |guarantee| &guarantee.auth_code)
    }

    /// Enters what would end its original, which nothing else may end meanwhile.
    fn claim(
        &mut self,
        request: &Request,
        at: Moment,
        rrn: &str,
        pan: Pan,
        of: TxnKey,
    ) -> Result<Pan, Refusal> {
        self.enter(request, at, rrn, pan.clone(), Some(of.clone()));
        self.refuse_entombed(request)?;
        if let Some(original) = self.transactions.get_mut(&of) {
            original.claimed = true;
        }
        Ok(pan)
    }

    /// Opens a refund: original found by its reference number, within its window, within its remainder.
    fn open_refund(&mut self, request: &Request, at: Moment, rrn: &str) -> Result<Pan, Refusal> {
        let host = &self.practice.host;
        let reference = request.message.text(37).unwrap_or_default();
        let found =
            self.by_rrn.get(reference).and_then(|key| self.find(key, &request.mid, request.class.follows()));
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

    /// Finds what a query asks about: by the original's batch and trace number, else by F37.
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

    /// What a script advice tells, and of which transaction; `None` where there is none.
    pub(crate) fn scripted(&self, request: &Request) -> Option<(TxnKey, Vec<ScriptResult>)> {
        let (batch, stan) = request.original.clone()?;
        let of = TxnKey { tid: request.key.tid.clone(), batch, stan };
        let found = self.find(&of, &request.mid, request.class.follows())?;
        Some((found.key.clone(), request.script_results()?))
    }

    /// A transaction of this identity and merchant, and of one of these classes.
    pub(super) fn find(&self, key: &TxnKey, mid: &str, classes: &[Class]) -> Option<&Transaction> {
        self.transactions.get(key).filter(|t| t.mid == mid && classes.contains(&t.class))
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
        State::Reversed | State::Voided | State::Completed => Some("22"),
        State::Approved | State::PartlyRefunded | State::Refunded if sale.claimed => Some("22"),
        State::Approved | State::PartlyRefunded | State::Refunded => None,
    }
}

/// Why only a part of it is left.
pub(super) fn moved(sale: &Transaction) -> Option<&'static str> {
    let whole = sale.state == State::Approved && sale.reserved_fen == 0;
    (!whole).then_some("22")
}
