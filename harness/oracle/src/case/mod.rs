//! A record, indexed once for all rules: requests with what became of their answers, transactions with their
//! reversals, both books, what the terminal said, and who was told what when.
//!
//! It collects and compares; it calls nothing wrong. Before and after mean the order of entries: on a live bench
//! entries of different lanes that lie closer together than its clocks may stand the other way round, which
//! [`Case::precedes`] allows for.

mod answer;
mod blind;
mod books;
mod doubt;
mod flow;
mod index;
mod line;
mod open;
mod part;
mod practice;
mod requests;
mod settling;
mod txn;
mod wallet;
mod words;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use journal::{Event, Record, RequestNote};
use profile::{Profile, Unsafe};
use wire::Place;

pub(crate) use answer::{Ans, Proof, TRY_AGAIN};
pub(crate) use doubt::Undo;
pub(crate) use flow::{Attempt, Intent};
pub(crate) use part::{Part, PartWord, is_settled_by};
pub(crate) use practice::DAY_NS;
pub(crate) use requests::{Kind, Req, comes_to, ends_guarantee, is_void, kind_of, kind_ordered};
pub(crate) use settling::{Closing, Counted, is_same_batch};
pub(crate) use txn::{Heard, Txn, is_repeatable, is_same};
pub(crate) use words::{Basis, Said, Word};

use books::Entered;
pub(crate) use books::legs;
use index::Index;
use line::Lines;
pub(crate) use line::Stray;

/// How far apart entries of different lanes may stand the wrong way round on a live bench.
const LIVE_SLACK_NS: u64 = 20_000_000;

/// A record, indexed.
pub(crate) struct Case<'a> {
    /// The record.
    pub(crate) record: &'a Record,
    /// The practice under which it is judged.
    pub(crate) profile: &'a Profile,
    /// Whether nothing was due any more in the end.
    pub(crate) at_rest: bool,
    /// Number of the last entry before the closing one.
    pub(crate) last: u64,
    /// Requests as the host took them, in order.
    pub(crate) reqs: Vec<Req<'a>>,
    /// Transactions: requests that are no reversals, one for each identity and kind, in order.
    pub(crate) txns: Vec<Txn<'a>>,
    /// What the terminal said of transactions, on screen and paper, in order.
    pub(crate) words: Vec<Word<'a>>,
    /// What it said of parts of sales that were to be taken back, in order.
    pub(crate) part_words: Vec<PartWord<'a>>,
    /// Parts of sales that were to be taken back, in order.
    pub(crate) parts: Vec<Part>,
    /// Intents by number.
    pub(crate) intents: BTreeMap<u32, Intent<'a>>,
    /// Attempts in order.
    pub(crate) attempts: Vec<Attempt>,
    /// Entries at which the terminal's power went (off) or came (on).
    pub(crate) power: Vec<(u64, bool)>,
    /// Entries at which the terminal's master key was wiped (false) or loaded (true).
    pub(crate) keys: Vec<(u64, bool)>,
    /// What left and did not arrive.
    pub(crate) lines: Lines<'a>,
    postings: Vec<Entered<'a>>,
    index: Index<'a>,
    memo: Vec<Memo>,
    misdirected: OnceCell<Vec<usize>>,
}

/// What is asked of a transaction again and again, worked out once.
#[derive(Debug, Default)]
struct Memo {
    gave_up: OnceCell<Option<u64>>,
    heard: OnceCell<Heard>,
    settled: OnceCell<Option<u64>>,
    excuse: OnceCell<Option<Unsafe>>,
    undo: OnceCell<Undo>,
}

impl<'a> Case<'a> {
    /// Indexes a record.
    pub(crate) fn of(record: &'a Record, profile: &'a Profile) -> Self {
        let intents = flow::intents(record);
        let attempts = flow::attempts(record);
        let lines = Lines::of(record);
        let reqs = requests::requests(record, &lines, &attempts, &intents);
        let txns = txn::transactions(&reqs);
        let memo = txns.iter().map(|_| Memo::default()).collect();
        let postings = books::postings(record);
        let index = Index::of(record, &reqs, &txns, &postings);
        let mut case = Self {
            record,
            profile,
            at_rest: flow::at_rest(record),
            last: record
                .entries()
                .iter()
                .rev()
                .find(|e| !matches!(e.event, Event::Closed { .. }))
                .map_or(1, |e| e.n),
            reqs,
            txns,
            words: Vec::new(),
            part_words: Vec::new(),
            parts: Vec::new(),
            intents,
            attempts,
            power: flow::power(record),
            keys: flow::keys(record),
            lines,
            postings,
            index,
            memo,
            misdirected: OnceCell::new(),
        };
        case.part_words = part::words(&case);
        case.index_parts();
        case.index_financial();
        case.index_lost_payments();
        case.words = words::words(&case);
        case.index_words();
        case.index_returns();
        case
    }

    /// What a request says at a place of its dialect.
    pub(crate) fn placed<'n>(&self, note: &'n RequestNote, place: Place) -> Option<&'n str> {
        note.field(self.path(place)?)
    }

    /// The field or sub-field in which the record's dialect keeps something.
    pub(crate) fn path(&self, place: Place) -> Option<&'a str> {
        place_in(self.record, place)
    }

    /// The requests of a transaction, in order.
    pub(crate) fn sends<'s>(&'s self, txn: &'s Txn<'a>) -> impl Iterator<Item = &'s Req<'a>> {
        txn.sends.iter().filter_map(|i| self.reqs.get(*i))
    }

    /// Those requests of a transaction that somebody waited for: the first, and each repeat with an order in hand.
    pub(crate) fn attended_sends<'s>(&'s self, txn: &'s Txn<'a>) -> impl Iterator<Item = &'s Req<'a>> {
        self.sends(txn).filter(|r| r.n == txn.n || r.note.intent.is_some())
    }

    /// Entry with which the last attended try of a transaction left the terminal; one that was lost on the line counts.
    pub(crate) fn last_try(&self, txn: &Txn<'a>) -> u64 {
        let own = |n: u64| self.intent_at(n).is_some_and(|intent| Some(intent) == txn.intent);
        let lost = self.lines.strays.iter().filter(|s| s.class == txn.kind.name() && s.n > txn.n && own(s.n));
        self.attended_sends(txn).map(|r| r.sent).chain(lost.map(|s| s.n)).max().unwrap_or(txn.n)
    }

    /// The reversals of a transaction as a whole, in order.
    pub(crate) fn reversals<'s>(&'s self, txn: &'s Txn<'a>) -> impl Iterator<Item = &'s Req<'a>> {
        txn.reversals.iter().filter_map(|i| self.reqs.get(*i))
    }

    /// All reversals, partial ones too, with the transaction that each names, if there is one.
    pub(crate) fn all_reversals(&self) -> impl Iterator<Item = (&Req<'a>, Option<&Txn<'a>>)> {
        let reversals = self.reqs.iter().enumerate().filter(|(_, r)| r.is_reversal());
        reversals.map(|(i, r)| (r, self.index.reverses.get(&i).and_then(|t| self.txns.get(*t))))
    }

    /// When an entry was written.
    pub(crate) fn at(&self, n: u64) -> u64 {
        self.record.entry(n).map_or(0, |e| e.at)
    }

    /// Whether the one event came before the other; on a live bench also if it may have.
    pub(crate) fn precedes(&self, one: u64, other: u64) -> bool {
        let live = || self.record.head().bench != "virtual";
        one < other || (live() && self.at(one) <= self.at(other).saturating_add(LIVE_SLACK_NS))
    }

    fn memo(&self, txn: &Txn<'_>) -> Option<&Memo> {
        self.memo.get(txn.index)
    }
}

/// The field or sub-field in which a record's dialect keeps something.
fn place_in(record: &Record, place: Place) -> Option<&str> {
    record.head().places.get(place.name()).map(String::as_str)
}
