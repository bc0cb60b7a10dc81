//! What went over the line: which answers reached the terminal, and which requests left it and never arrived.
//!
//! Frames carry no trace numbers. An answer's frame is found by its connection and class in the order in which
//! answers became ready; an answer that was held back on order may come out of any connection.

use std::collections::BTreeMap;

use journal::{Event, FrameNote, Record};

/// A frame that left the terminal and was never taken by the host.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stray<'a> {
    /// Entry with which it left.
    pub(crate) n: u64,
    /// Class of its message.
    pub(crate) class: &'a str,
}

/// The line, indexed.
#[derive(Debug, Default)]
pub(crate) struct Lines<'a> {
    /// Entries with which an answer reached the terminal, by ticket.
    reached: BTreeMap<u64, Vec<u64>>,
    /// Entries with which requests left the terminal, by ticket.
    sent: BTreeMap<u64, u64>,
    /// Frames that left the terminal for good.
    pub(crate) strays: Vec<Stray<'a>>,
    /// Entries with which frames left the terminal, with their class.
    pub(crate) left: Vec<(u64, &'a str)>,
    /// Whether the bench saw frames leave the terminal at all.
    pub(crate) sees_frames: bool,
    ready: Vec<Ready<'a>>,
    last_of_class: BTreeMap<&'a str, u64>,
    answers_under_way: Vec<(u64, u64)>,
    requests_under_way: Vec<(u64, Stray<'a>)>,
    /// The frame that arrived last on each connection and was not taken yet.
    arrived: BTreeMap<u64, Stray<'a>>,
}

#[derive(Debug)]
struct Ready<'a> {
    ticket: u64,
    line: Option<u64>,
    class: &'a str,
}

impl<'a> Lines<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        let mut lines = Self::default();
        let mut line_of = BTreeMap::new();
        for entry in record.entries() {
            match &entry.event {
                Event::Request(note) => {
                    line_of.insert(note.ticket, note.line);
                    if let Some(frame) = lines.arrived.remove(&note.line).filter(|f| f.class == note.class) {
                        lines.sent.insert(note.ticket, frame.n);
                    }
                }
                Event::Answer { ticket, class, deviation, .. } => {
                    let held = deviation.as_deref() == Some("hold-back");
                    let line = line_of.get(ticket).copied().filter(|_| !held);
                    lines.last_of_class.insert(class, *ticket);
                    lines.ready.push(Ready { ticket: *ticket, line, class });
                }
                Event::Left(frame) => lines.departure(entry.n, frame),
                Event::Reached(frame) => lines.arrival(entry.n, frame, true),
                Event::Lost(frame) => lines.arrival(entry.n, frame, false),
                _ => {}
            }
        }
        let rest = std::mem::take(&mut lines.requests_under_way);
        lines.strays.extend(rest.into_iter().map(|(_, stray)| stray));
        lines.strays.sort_by_key(|stray| stray.n);
        lines
    }

    /// Entries with which the answer to a request reached the terminal.
    pub(crate) fn reached(&self, ticket: u64) -> &[u64] {
        self.reached.get(&ticket).map_or(&[], Vec::as_slice)
    }

    /// Entry with which a request left the terminal, where the bench saw it leave.
    pub(crate) fn sent(&self, ticket: u64) -> Option<u64> {
        self.sent.get(&ticket).copied()
    }

    /// The frames between two entries that left the terminal for good, in order.
    pub(crate) fn lost_between(&self, from: u64, to: u64) -> impl DoubleEndedIterator<Item = &Stray<'a>> {
        let later = self.strays.get(self.strays.partition_point(|s| s.n <= from)..).unwrap_or_default();
        later.get(..later.partition_point(|s| s.n < to)).unwrap_or_default().iter()
    }

    fn departure(&mut self, n: u64, frame: &'a FrameNote) {
        if frame.direction == "to-host" {
            self.sees_frames = true;
            self.left.push((n, &frame.class));
            self.requests_under_way.push((frame.line, Stray { n, class: &frame.class }));
        } else if let Some(ticket) = self.ticket_for(frame) {
            self.answers_under_way.push((frame.line, ticket));
        }
    }

    fn arrival(&mut self, n: u64, frame: &'a FrameNote, arrived: bool) {
        if frame.direction == "to-host" {
            self.request_arrives(n, frame, arrived);
            return;
        }
        let under_way = self.answers_under_way.iter().position(|(line, _)| *line == frame.line);
        let ticket = match under_way {
            Some(index) => Some(self.answers_under_way.remove(index).1),
            None => self.ticket_for(frame),
        };
        if let Some(ticket) = ticket.filter(|_| arrived) {
            self.reached.entry(ticket).or_default().push(n);
        }
    }

    fn request_arrives(&mut self, n: u64, frame: &'a FrameNote, arrived: bool) {
        let index = self.requests_under_way.iter().position(|(line, _)| *line == frame.line);
        let stray = match index {
            Some(index) => self.requests_under_way.remove(index).1,
            None => Stray { n, class: &frame.class },
        };
        if arrived {
            self.arrived.insert(frame.line, stray);
        } else {
            self.strays.push(stray);
        }
    }

    /// The answer that a frame carries: of this connection and class; else of this class; else of this
    /// connection; else once more the last one of this class.
    fn ticket_for(&mut self, frame: &FrameNote) -> Option<u64> {
        let class = |r: &Ready<'_>| r.class == frame.class;
        let line = |r: &Ready<'_>| r.line.is_none_or(|line| line == frame.line);
        let find = |is: &dyn Fn(&Ready<'_>) -> bool| self.ready.iter().position(is);
        let index = find(&|r| class(r) && line(r)).or_else(|| find(&line)).or_else(|| find(&class));
        match index {
            Some(index) => Some(self.ready.remove(index).ticket),
            None => self.last_of_class.get(frame.class.as_str()).copied(),
        }
    }
}
