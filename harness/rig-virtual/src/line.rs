//! The virtual line: one connection at a time, frames under way, a cut that loses them.
//!
//! Frames of one direction never overtake each other. A frame that left a terminal goes on when the terminal's
//! power is cut; a frame under way when the line is cut is lost. A line that reports false sends carries the frame and
//! tells the terminal that it failed.

use device::{Answer, Call, Hidden, LineCall, LineTrouble};
use journal::LinkState;
use rig::Happening;

use crate::body::Finish;
use crate::shell::{Due, MS, Shell};

/// The line's state.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) up: bool,
    pub(crate) listening: bool,
    /// Sends are carried, and reported as failed.
    pub(crate) false_send: bool,
    connection: Option<u64>,
    connections: u64,
    /// What reached the terminal and was not yet asked for.
    inbox: Vec<u8>,
    /// When the last frame of each direction arrives.
    last_arrival: [u64; 2],
}

impl Default for Line {
    fn default() -> Self {
        Self {
            up: true,
            listening: true,
            false_send: false,
            connection: None,
            connections: 0,
            inbox: Vec::new(),
            last_arrival: [0; 2],
        }
    }
}

impl Shell {
    pub(crate) fn begin_line(&mut self, call: LineCall) {
        match call {
            LineCall::Connect { limit_ms } => {
                if self.line.up {
                    let ns = self.ms(self.latency.connect_ms);
                    self.finish_in(ns.min(limit_ms * MS), Finish::Connected);
                } else {
                    self.finish_in(limit_ms * MS, Finish::Connected);
                }
            }
            LineCall::Send(bytes) => self.send_to_host(bytes),
            LineCall::Receive { limit_ms } => {
                if !self.line.inbox.is_empty() {
                    let bytes = std::mem::take(&mut self.line.inbox);
                    self.finish_in(MS / 10, Finish::Answer(Answer::Received(Hidden::new(bytes))));
                } else if self.line.connection.is_none() {
                    self.finish_in(MS / 10, Finish::Answer(Answer::Line(LineTrouble::Broken)));
                } else {
                    self.finish_in(limit_ms * MS, Finish::TimeOut);
                }
            }
            LineCall::Close => {
                self.drop_connection();
                self.finish_in(MS / 10, Finish::Answer(Answer::Done));
            }
        }
    }

    pub(crate) fn finish_connect(&mut self) {
        let (life, number) = (self.life, self.pending.as_ref().map_or(0, |p| p.number));
        let answer = if self.line.up && self.line.listening {
            self.drop_connection();
            self.line.connections += 1;
            let line = self.line.connections;
            self.line.connection = Some(line);
            self.line.inbox.clear();
            self.report(Happening::Connected { line });
            Answer::Done
        } else {
            self.report(Happening::NotConnected);
            if self.line.up { Answer::Line(LineTrouble::NoConnection) } else { Answer::TimedOut }
        };
        if self.waits_in(life, number) {
            self.answer(answer);
        }
    }

    fn send_to_host(&mut self, bytes: Hidden) {
        let Some(line) = self.line.connection else {
            return self.finish_in(MS / 10, Finish::Answer(Answer::Line(LineTrouble::Broken)));
        };
        self.finish_in(MS, Finish::Sent);
        self.put_on_line(line, true, bytes);
    }

    /// What the terminal is told of its send is decided in the end, so that a fault at the frame's own event counts.
    pub(crate) fn finish_send(&mut self) {
        let broken = self.line.false_send;
        self.answer(if broken { Answer::Line(LineTrouble::Broken) } else { Answer::Done });
    }

    pub(crate) fn send_to_terminal(&mut self, line: u64, bytes: Hidden) {
        if self.line.connection == Some(line) {
            self.put_on_line(line, false, bytes);
        } else {
            self.report(Happening::Lost { line, to_host: false, bytes });
        }
    }

    /// The frame is under way before anybody is told, so that a cut on that very event loses it.
    fn put_on_line(&mut self, line: u64, to_host: bool, bytes: Hidden) {
        let ns = self.ms(self.latency.line_ms);
        let [terminal_bound, host_bound] = &mut self.line.last_arrival;
        let last = if to_host { host_bound } else { terminal_bound };
        let arrival = (self.now + ns).max(*last + 1);
        *last = arrival;
        if self.line.up {
            self.agenda.at(arrival, Due::Arrive { line, to_host, bytes: bytes.clone() });
            self.report(Happening::Left { line, to_host, bytes });
        } else {
            self.report(Happening::Left { line, to_host, bytes: bytes.clone() });
            self.report(Happening::Lost { line, to_host, bytes });
        }
    }

    pub(crate) fn arrive(&mut self, line: u64, to_host: bool, bytes: Hidden) {
        if to_host {
            let happening = if self.line.listening {
                Happening::Reached { line, to_host, bytes }
            } else {
                Happening::Lost { line, to_host, bytes }
            };
            return self.report(happening);
        }
        if self.line.connection != Some(line) || !self.terminal_on {
            return self.report(Happening::Lost { line, to_host, bytes });
        }
        // They lie in the terminal's buffer before anybody is told: what happens on the news may cut the line, and
        // only what the terminal's own end loses is lost.
        self.line.inbox.extend_from_slice(bytes.expose());
        self.report(Happening::Reached { line, to_host, bytes });
        if !self.line.inbox.is_empty() && self.waits_for_bytes() {
            let unread = std::mem::take(&mut self.line.inbox);
            self.answer(Answer::Received(Hidden::new(unread)));
        }
    }

    fn waits_for_bytes(&self) -> bool {
        matches!(self.pending.as_ref().map(|p| &p.call), Some(Call::Line(LineCall::Receive { .. })))
    }

    /// The terminal's end is gone; what was under way to it is lost when it arrives.
    pub(crate) fn drop_connection(&mut self) {
        self.line.inbox.clear();
        if let Some(line) = self.line.connection.take() {
            self.report(Happening::Disconnected { line });
        }
    }

    pub(crate) fn host_hangs_up(&mut self, line: u64) {
        if self.line.connection != Some(line) {
            return;
        }
        // What had arrived can still be read.
        let unread = std::mem::take(&mut self.line.inbox);
        self.drop_connection();
        match (self.waits_for_bytes(), unread.is_empty()) {
            (true, true) => self.answer(Answer::Line(LineTrouble::Broken)),
            (true, false) => self.answer(Answer::Received(Hidden::new(unread))),
            (false, _) => self.line.inbox = unread,
        }
    }

    pub(crate) fn switch_link(&mut self, up: bool) {
        self.line.up = up;
        let lost = if up { Vec::new() } else { self.agenda.take(|due| matches!(due, Due::Arrive { .. })) };
        for due in lost {
            if let Due::Arrive { line, to_host, bytes } = due {
                self.report(Happening::Lost { line, to_host, bytes });
            }
        }
        self.report(Happening::LinkIs(if up { LinkState::Up } else { LinkState::Down }));
    }
}
