//! The acquirer's register: its transactions, what may follow what, and its ledger.
//!
//! Rules and codes: PAYMENTS 1.8, 6 and 10. The issuer is asked elsewhere; here a transaction is opened before the
//! issuer is asked, and approved or declined after. A code is the only way of saying no.

mod batch;
mod fee;
mod points;
mod reverse;
mod rules;
mod wallet;

pub use batch::Difference;
pub(crate) use points::Beside;
pub(crate) use reverse::{Reversing, Undone};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use profile::Profile;
use wire::{Detail, Message, Pan, Picture};

use crate::books::{Draft, Ledger};
use crate::moves::Moves;
use crate::request::{Content, Request};
use crate::{Book, Class, LedgerAccount, Moment, Payer, Posting, State, Transaction, TxnKey};

/// A code that says no.
pub(crate) type Refusal = String;

/// An answer as it was given, to be given again.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) code: String,
    pub(crate) message: Message,
}

/// A request that was accepted for work, by its identity.
#[derive(Debug)]
struct Known {
    content: Content,
    given: Option<Given>,
    /// Answered, and to be decided anew when it comes again.
    undecided: bool,
}

/// What the register says to an identity.
#[derive(Debug)]
pub(crate) enum Met {
    /// Never seen.
    New,
    /// Seen with the same content, and answered.
    Answered(Given),
    /// Seen with the same content, approved, and undone since: the approval must not be given again.
    Undone,
    /// Seen with the same content, still being worked on.
    UnderWay,
    /// Seen with another content.
    Different,
}

/// The acquirer's memory; it survives a crash.
#[derive(Debug)]
pub(crate) struct Register {
    practice: Arc<Profile>,
    transactions: BTreeMap<TxnKey, Transaction>,
    /// Which of them is the newest, and so on back; keys in order of opening.
    order: Vec<TxnKey>,
    by_rrn: BTreeMap<String, TxnKey>,
    known: BTreeMap<TxnKey, Known>,
    tombstones: BTreeSet<(TxnKey, Class)>,
    floors: BTreeMap<String, i64>,
    /// What terminals uploaded, by terminal and batch.
    uploads: BTreeMap<(String, String), Vec<Detail>>,
    /// Pictures of signatures, by what was signed.
    signatures: BTreeMap<TxnKey, Picture>,
    /// What is booked of wallet orders, by their numbers.
    wallets: BTreeMap<String, wallet::Booked>,
    ledger: Ledger,
}

impl Register {
    pub(crate) fn new(practice: Arc<Profile>) -> Self {
        Self {
            practice,
            transactions: BTreeMap::new(),
            order: Vec::new(),
            by_rrn: BTreeMap::new(),
            known: BTreeMap::new(),
            tombstones: BTreeSet::new(),
            floors: BTreeMap::new(),
            uploads: BTreeMap::new(),
            signatures: BTreeMap::new(),
            wallets: BTreeMap::new(),
            ledger: Ledger::new(Book::Acquirer),
        }
    }

    pub(crate) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        self.order.iter().filter_map(|key| self.transactions.get(key))
    }

    pub(crate) fn transaction(&self, key: &TxnKey) -> Option<&Transaction> {
        self.transactions.get(key)
    }

    pub(crate) fn set_floor(&mut self, mid: &str, least_fen: Option<i64>) {
        match least_fen {
            Some(least) => self.floors.insert(mid.to_owned(), least),
            None => self.floors.remove(mid),
        };
    }

    /// Looks an identity up, and remembers it when it is new.
    pub(crate) fn meet(&mut self, request: &Request) -> Met {
        let content = request.content();
        let undone = self.is_undone(&request.key);
        match self.known.get_mut(&request.key) {
            None => {
                let known = Known { content, given: None, undecided: false };
                self.known.insert(request.key.clone(), known);
                Met::New
            }
            Some(known) if !known.content.is_same(&content) => Met::Different,
            Some(_) if undone => Met::Undone,
            Some(known) if known.undecided => {
                known.undecided = false;
                Met::New
            }
            Some(known) => known.given.clone().map_or(Met::UnderWay, Met::Answered),
        }
    }

    fn is_undone(&self, key: &TxnKey) -> bool {
        let found = self.transactions.get(key);
        found.is_some_and(|t| matches!(t.state, State::Reversed | State::Voided) || t.replaced)
    }

    /// Remembers what an identity was told; an `undecided` one is decided anew when it comes again.
    pub(crate) fn remember_answer(&mut self, key: &TxnKey, given: Given, undecided: bool) {
        if let Some(known) = self.known.get_mut(key) {
            known.undecided = undecided;
            known.given = Some(given).filter(|_| !undecided);
        }
    }

    /// Whether this identity has its answer.
    pub(crate) fn was_answered(&self, key: &TxnKey) -> bool {
        self.known.get(key).is_some_and(|known| known.given.is_some())
    }

    /// Enters a transaction that the rules allowed, before the issuer is asked.
    fn enter(&mut self, request: &Request, at: Moment, rrn: &str, pan: Pan, original: Option<TxnKey>) {
        let held_fen = match request.class {
            Class::PreAuth => request.amount_fen,
            _ => original.as_ref().and_then(|of| self.transactions.get(of)).map_or(0, |of| of.held_fen),
        };
        let transaction = Transaction {
            key: request.key.clone(),
            mid: request.mid.clone(),
            class: request.class,
            pan,
            amount_fen: request.amount_fen,
            asked_fen: request.amount_fen,
            held_fen,
            fee_fen: 0,
            points: 0,
            rrn: rrn.to_owned(),
            auth_code: String::new(),
            day_number: at.day_number,
            date: at.mmdd(),
            sent_at: request.sent_at.clone(),
            state: State::UnderWay,
            replaced: false,
            refunded_fen: 0,
            original,
            reserved_fen: 0,
            fee_returned_fen: 0,
            points_returned: 0,
            claimed: false,
            asked: false,
        };
        self.by_rrn.insert(rrn.to_owned(), request.key.clone());
        if self.transactions.insert(request.key.clone(), transaction).is_none() {
            self.order.push(request.key.clone());
        }
    }

    /// The picture that was kept for a transaction.
    pub(crate) fn signature(&self, key: &TxnKey) -> Option<&[u8]> {
        self.signatures.get(key).map(Picture::expose)
    }

    pub(crate) fn keep_signature(&mut self, key: &TxnKey, picture: Picture) {
        self.signatures.entry(key.clone()).or_insert(picture);
    }

    pub(crate) fn mark_asked(&mut self, key: &TxnKey) {
        if let Some(transaction) = self.transactions.get_mut(key) {
            transaction.asked = true;
        }
    }

    /// Notes a decline. What the transaction had claimed of its original becomes free again.
    pub(crate) fn decline(&mut self, key: &TxnKey, code: &str) {
        self.release(key);
        if let Some(transaction) = self.transactions.get_mut(key) {
            transaction.state = State::Declined { code: code.to_owned() };
        }
    }

    /// Makes a transaction under way one over less than was asked for.
    pub(crate) fn approve_in_part(&mut self, key: &TxnKey, fen: i64) {
        if let Some(own) = self.transactions.get_mut(key).filter(|own| own.state == State::UnderWay) {
            own.amount_fen = fen;
        }
    }

    /// Approves and books a transaction that is under way, on order without what comes or goes beside the money.
    pub(crate) fn approve(&mut self, key: &TxnKey, auth_code: &str, beside: Beside) -> Option<Posting> {
        let transaction = self.transactions.get(key).filter(|t| t.state == State::UnderWay)?.clone();
        self.release(key);
        let fee = if beside.fee { self.fee_of(&transaction) } else { 0 };
        let points = if beside.points { self.points_of(&transaction) } else { 0 };
        self.mark_original(&transaction, fee, points);
        if let Some(own) = self.transactions.get_mut(key) {
            own.state = State::Approved;
            own.fee_fen = fee;
            own.points = points;
            auth_code.clone_into(&mut own.auth_code);
        }
        Some(self.post(transaction.class, &transaction, transaction.moves(), (fee, points)))
    }

    /// What an approval does to the transaction that it follows.
    fn mark_original(&mut self, own: &Transaction, fee: i64, points: i64) {
        let Some(of) = own.original.as_ref() else { return };
        let state = match own.class {
            Class::Void | Class::PreAuthVoid | Class::CompletionVoid => State::Voided,
            Class::Completion | Class::CompletionAdvice => State::Completed,
            Class::Refund => {
                if let Some(paid) = self.transactions.get_mut(of) {
                    paid.refunded_fen += own.amount_fen;
                    paid.fee_returned_fen -= fee;
                    paid.points_returned -= points;
                    let all = paid.refunded_fen >= paid.amount_fen;
                    paid.state = if all { State::Refunded } else { State::PartlyRefunded };
                }
                return;
            }
            _ => return,
        };
        self.set_state(of, state);
        if own.class == Class::CompletionVoid {
            self.set_state_of_guarantee(of, State::Approved);
        }
    }

    /// What the reversal of a transaction does to the one that it followed.
    fn unmark_original(&mut self, own: &Transaction) {
        let Some(of) = own.original.as_ref() else { return };
        self.set_state(of, State::Approved);
        if own.class == Class::CompletionVoid {
            self.set_state_of_guarantee(of, State::Completed);
        }
    }

    fn set_state(&mut self, key: &TxnKey, state: State) {
        if let Some(transaction) = self.transactions.get_mut(key) {
            transaction.state = state;
        }
    }

    /// The pre-authorisation behind a completion holds again, or no more.
    fn set_state_of_guarantee(&mut self, completion: &TxnKey, state: State) {
        let guarantee = self.transactions.get(completion).and_then(|t| t.original.clone());
        if let Some(guarantee) = guarantee {
            self.set_state(&guarantee, state);
        }
    }

    /// Books a movement, and the fee and the points with it.
    fn post(&mut self, class: Class, of: &Transaction, moves: Moves, (fee, points): (i64, i64)) -> Posting {
        let mut legs = moves.at_acquirer(&of.mid);
        if fee != 0 {
            let merchant = LedgerAccount::Merchant(of.mid.clone());
            legs.extend([(merchant, -fee), (LedgerAccount::FeeIncome, fee)]);
        }
        if points != 0 {
            let card = LedgerAccount::Points(of.pan.clone());
            legs.extend([(card, points), (LedgerAccount::PointsGranted, -points)]);
        }
        self.ledger.post(Draft {
            class,
            key: of.key.clone(),
            original: of.original.clone(),
            rrn: of.rrn.clone(),
            payer: Payer::Card(of.pan.clone()),
            legs,
            fee_fen: fee,
        })
    }

    /// Frees what a transaction under way had claimed of its original.
    fn release(&mut self, key: &TxnKey) {
        let Some(own) = self.transactions.get(key).filter(|t| t.state == State::UnderWay) else {
            return;
        };
        let (class, amount) = (own.class, own.amount_fen);
        let Some(sale) = own.original.clone().and_then(|of| self.transactions.get_mut(&of)) else {
            return;
        };
        match class {
            Class::Refund => sale.reserved_fen -= amount,
            _ => sale.claimed = false,
        }
    }

    /// After a crash: nothing that was under way was booked. Declines it with 96, forgets its identity, so that
    /// the same request can be sent again, and tells what the issuer may have done.
    pub(crate) fn settle_after_crash(&mut self) -> Vec<Transaction> {
        let open: Vec<TxnKey> =
            self.transactions().filter(|t| t.state == State::UnderWay).map(|t| t.key.clone()).collect();
        for key in &open {
            self.decline(key, "96");
        }
        self.known.retain(|_, known| known.given.is_some());
        open.iter().filter_map(|key| self.transactions.get(key)).filter(|t| t.asked).cloned().collect()
    }
}
