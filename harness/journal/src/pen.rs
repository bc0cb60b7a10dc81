//! The pen: appends entries and numbers them.
//!
//! It gathers them as they are, since whoever judges at once and keeps nothing needs no text; as text they are
//! written when the record is closed.

use std::sync::Arc;

use crate::text::text_of;
use crate::{Entry, Event, Head, Lane, Record, RecordError};

/// Entries for which there is room from the beginning: most scenarios write fewer.
const ROOM: usize = 512;

/// Writes one record.
#[derive(Debug)]
pub struct Pen {
    entries: Vec<Entry>,
    lanes: [u64; Lane::ALL.len()],
}

impl Pen {
    /// Opens a record with its head.
    #[must_use]
    pub fn open(head: Head) -> Self {
        let mut pen = Self { entries: Vec::with_capacity(ROOM), lanes: [0; Lane::ALL.len()] };
        pen.write(0, Lane::Bench, None, Event::Opened(Arc::new(head)));
        pen
    }

    /// Appends an entry and returns its number.
    pub fn write(&mut self, at: u64, lane: Lane, cause: Option<u64>, event: Event) -> u64 {
        let n = self.written() + 1;
        let lane_n = self.count_in(lane);
        self.entries.push(Entry { n, at, lane, lane_n, cause, event });
        n
    }

    /// How many entries stand in the record so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Writes the closing entry and hands the record out as text.
    #[must_use]
    pub fn close(self, at: u64) -> Vec<u8> {
        text_of(&self.ended(at))
    }

    /// Writes the closing entry and hands the record out as it would be read back from its text, for whoever keeps none.
    ///
    /// # Errors
    /// [`RecordError`], as reading the text would give it.
    pub fn close_unwritten(self, at: u64) -> Result<Record, RecordError> {
        Record::of(self.ended(at))
    }

    fn ended(mut self, at: u64) -> Vec<Entry> {
        let entries = self.written() + 1;
        self.write(at, Lane::Bench, None, Event::Closed { entries });
        self.entries
    }

    fn count_in(&mut self, lane: Lane) -> u64 {
        let slot = self.lanes.iter_mut().zip(Lane::ALL).find(|(_, l)| *l == lane);
        slot.map_or(0, |(count, _)| {
            *count += 1;
            *count
        })
    }
}
