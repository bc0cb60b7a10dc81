//! Reading a record: every byte is checked before a single entry is handed out.
//!
//! A changed, cut, lengthened or reordered record is refused with the line named. That a record is whole does
//! not say that what it tells is true; only that nobody touched it since. Amounts that no bench can have meant, and
//! fields that no event has, are refused as well: sums over them could not be trusted.

use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;

use crate::text::{INFIX, ORIGIN, PREFIX, link};
use crate::{Entry, Event, FORMAT, Head, Lane};

/// Why a record is not taken. Lines count from 1.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RecordError {
    /// There is nothing in it.
    #[error("line 1: the record is empty")]
    Empty,
    /// The line does not have a record line's form.
    #[error("line {line}: not a record line: {reason}")]
    Form {
        /// Which.
        line: usize,
        /// Why.
        reason: String,
    },
    /// The chain value does not follow from the line and the one before.
    #[error("line {line}: the chain is broken: this line or the one before was changed, moved or removed")]
    Chain {
        /// Which.
        line: usize,
    },
    /// The line's number is not its place.
    #[error("line {line}: the entry says it is number {says}")]
    Number {
        /// Which.
        line: usize,
        /// What it says.
        says: u64,
    },
    /// The first line is no head.
    #[error("line 1: the record does not begin with its head")]
    Head,
    /// The record was written in another form.
    #[error("line 1: the record is of form {says}, and this reads form {FORMAT} alone")]
    Version {
        /// Its form.
        says: u32,
    },
    /// There is no closing entry.
    #[error("line {line}: the record ends here without its closing entry: something was cut off after it")]
    Cut {
        /// The last line there is.
        line: usize,
    },
    /// There is more behind the closing entry, or its count is off.
    #[error("line {line}: {reason}")]
    Close {
        /// Which.
        line: usize,
        /// Why.
        reason: String,
    },
}

/// A whole, checked record. Copies share what was read.
#[derive(Clone, Debug)]
pub struct Record {
    read: Arc<Vec<Entry>>,
    head: Arc<Head>,
    /// How many of the entries there are for whoever reads on: all, or those that stood at a moment.
    stand: usize,
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries() && self.head == other.head
    }
}

impl Record {
    /// Checks and reads a record.
    ///
    /// # Errors
    /// [`RecordError`], naming the first line at fault.
    pub fn read(text: &[u8]) -> Result<Self, RecordError> {
        if text.is_empty() {
            return Err(RecordError::Empty);
        }
        let mut entries = Vec::new();
        let mut chain = ORIGIN;
        let mut json = Vec::new();
        let mut lines = text.split_inclusive(|b| *b == b'\n').zip(1..).peekable();
        while let Some((bytes, line)) = lines.next() {
            let (entry, next_chain) = read_line(bytes, line, &chain, &mut json)?;
            chain = next_chain;
            let closed = matches!(entry.event, Event::Closed { .. });
            check_close(&entry, line, closed && lines.peek().is_some())?;
            entries.push(entry);
        }
        let last = entries.len();
        if !matches!(entries.last().map(|e| &e.event), Some(Event::Closed { .. })) {
            return Err(RecordError::Cut { line: last });
        }
        Self::whole(entries)
    }

    /// A record that the pen has ended, held against what a reader of its text would refuse.
    pub(crate) fn of(entries: Vec<Entry>) -> Result<Self, RecordError> {
        for (entry, line) in entries.iter().zip(1..) {
            check_entry(entry, line)?;
        }
        Self::whole(entries)
    }

    fn whole(entries: Vec<Entry>) -> Result<Self, RecordError> {
        let head = match entries.first().map(|e| &e.event) {
            Some(Event::Opened(head)) if head.format != FORMAT => {
                return Err(RecordError::Version { says: head.format });
            }
            Some(Event::Opened(head)) => Arc::clone(head),
            _ => return Err(RecordError::Head),
        };
        Ok(Self { stand: entries.len(), read: Arc::new(entries), head })
    }

    /// The head.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// All entries in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.read.get(..self.stand).unwrap_or_default()
    }

    /// The entry with this number.
    #[must_use]
    pub fn entry(&self, n: u64) -> Option<&Entry> {
        usize::try_from(n).ok().and_then(|n| self.entries().get(n.checked_sub(1)?))
    }

    /// The record as it stood when the entry with this number was written, that entry included. It has no closing
    /// entry then, and is not for writing down.
    #[must_use]
    pub fn until(&self, n: u64) -> Self {
        // Entries are numbered by their places.
        let stood = usize::try_from(n).map_or(self.stand, |n| n.min(self.stand));
        Self { stand: stood, ..self.clone() }
    }

    /// The entries of one lane, in order.
    pub fn lane(&self, lane: Lane) -> impl Iterator<Item = &Entry> {
        self.entries().iter().filter(move |e| e.lane == lane)
    }
}

fn read_line(
    bytes: &[u8],
    line: usize,
    chain: &[u8; 64],
    json: &mut Vec<u8>,
) -> Result<(Entry, [u8; 64]), RecordError> {
    let form = |reason: &str| RecordError::Form { line, reason: reason.to_owned() };
    let body =
        bytes.strip_suffix(b"\n").ok_or_else(|| form("it does not end; the record is cut off inside it"))?;
    let after = body.strip_prefix(PREFIX.as_bytes()).ok_or_else(|| form("it has no chain value"))?;
    let (value, after) = after.split_first_chunk::<64>().ok_or_else(|| form("its chain value is short"))?;
    let rest = after.strip_prefix(INFIX.as_bytes()).ok_or_else(|| form("nothing follows its chain value"))?;
    let expected = link(chain, rest);
    if *value != expected {
        return Err(RecordError::Chain { line });
    }
    json.clear();
    json.push(b'{');
    json.extend_from_slice(rest);
    if line == 1 {
        refuse_other_forms(json)?;
    }
    let entry: Entry = serde_json::from_slice(json).map_err(|e| form(&e.to_string()))?;
    check_entry(&entry, line)?;
    Ok((entry, expected))
}

/// Whether an entry may stand in this line.
fn check_entry(entry: &Entry, line: usize) -> Result<(), RecordError> {
    if let Some(fen) = crate::amounts::excessive(&entry.event) {
        let reason = format!("{fen} fen is no amount that a bench moves");
        return Err(RecordError::Form { line, reason });
    }
    if u64::try_from(line) != Ok(entry.n) {
        return Err(RecordError::Number { line, says: entry.n });
    }
    Ok(())
}

fn check_close(entry: &Entry, line: usize, more_follows: bool) -> Result<(), RecordError> {
    if more_follows {
        let reason = "the record goes on behind its closing entry".to_owned();
        return Err(RecordError::Close { line: line + 1, reason });
    }
    match entry.event {
        Event::Closed { entries } if entries != entry.n => {
            let reason = format!("the closing entry counts {entries} entries, but is number {}", entry.n);
            Err(RecordError::Close { line, reason })
        }
        _ => Ok(()),
    }
}

/// Asks the first line for the record's form alone, whatever else a record of that form holds.
fn refuse_other_forms(json: &[u8]) -> Result<(), RecordError> {
    #[derive(Deserialize)]
    struct First {
        event: Opened,
    }
    #[derive(Deserialize)]
    struct Opened {
        format: u32,
    }
    match serde_json::from_slice::<First>(json) {
        Ok(First { event: Opened { format: says } }) if says != FORMAT => Err(RecordError::Version { says }),
        _ => Ok(()),
    }
}
