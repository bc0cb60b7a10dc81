//! The line to the host: connect, send, wait for the answer that belongs to the request.
//!
//! Every message goes this way. It says what came, not what follows from it. A frame with a foreign trace number is
//! passed over and the wait goes on; the connection is closed after every exchange, so that a late answer finds nobody.

use device::DateTime;
use wire::{FrameReader, Header, MacCheck, Message};

use crate::Defect;

use super::{App, body::Heard, decide::PARTIAL, rows::Kind};

const LONGEST_FRAME: usize = 4096;

/// What came of a request.
pub(crate) enum Reply {
    /// There was no line, or no key to prove anything with: nothing was sent.
    NoConnection,
    /// The line says that it could not send, which is not to say that nothing arrived.
    NotSent,
    /// The answer; whether its MAC is right.
    Answer { message: Box<Message>, proven: bool },
    /// An answer to this trace number that does not echo the request, or has no response code.
    Mismatch,
    /// Bytes that are no message.
    Undecodable,
    /// Nothing within the limit.
    Silent,
    /// The connection broke while waiting.
    Broken,
    /// An answer to the request that this reversal undoes (seeded defect).
    Late(Box<Message>),
}

enum Judged {
    Reply(Reply),
    Foreign,
}

impl App {
    pub(crate) async fn connect(&mut self) -> bool {
        if std::mem::take(&mut self.line_open) {
            return true;
        }
        let limit_ms = u64::from(self.setup.practice.terminal.timing.connect_limit_s) * 1000;
        self.body.connect(limit_ms).await
    }

    pub(crate) async fn hang_up(&mut self) {
        self.body.close().await;
    }

    /// Connects, sends the frame of `request`, waits for the answer, hangs up.
    pub(crate) async fn exchange(&mut self, frame: Vec<u8>, request: &Message) -> Reply {
        if !self.connect().await {
            return Reply::NoConnection;
        }
        self.exchange_on_the_line(frame, request).await
    }

    /// The same on a line that stands.
    pub(crate) async fn exchange_on_the_line(&mut self, frame: Vec<u8>, request: &Message) -> Reply {
        if !self.keys_stand().await {
            self.hang_up().await;
            return Reply::NoConnection;
        }
        let sent = self.body.send(frame).await;
        self.save_late_row().await;
        let (reply, header) = if sent { self.reply(request).await } else { (Reply::NotSent, None) };
        let wants = header.is_some_and(|header| header.processing_request() == Header::SIGN_ON_AGAIN);
        let proven = matches!(reply, Reply::Answer { proven: true, .. });
        if wants && proven && !self.has(Defect::HeaderNotRead) {
            self.drop_keys().await;
        }
        if matches!(reply, Reply::Silent) && self.is_owed(request) && self.has(Defect::LateAnswerApproves) {
            self.line_open = true;
        } else {
            self.hang_up().await;
        }
        reply
    }

    /// Whether this is the request that the pending reversal would undo.
    fn is_owed(&self, request: &Message) -> bool {
        let trace = self.pending.as_ref().map(|row| row.deal.trace());
        self.class_of(request).is_reversible() && request.text(11) == trace.as_deref()
    }

    fn class_of(&self, message: &Message) -> Kind {
        self.setup.dialect.classify(message)
    }

    /// Waits for the answer to `request`, which was sent just now; what came in a frame comes with its header.
    async fn reply(&mut self, request: &Message) -> (Reply, Option<Header>) {
        let limit_s = u64::from(self.setup.practice.terminal.timing.reply_limit_s);
        let since = seconds(&self.body.clock().await);
        let mut reader = FrameReader::with(self.setup.dialect.framing(), LONGEST_FRAME);
        let mut left_s = limit_s;
        while left_s > 0 {
            match self.body.receive(left_s * 1000).await {
                Heard::Bytes(bytes) => {
                    // What came is proved with keys that are still there, or not at all.
                    self.keys_stand().await;
                    reader.push(bytes.expose());
                }
                Heard::Broken => return (Reply::Broken, None),
                Heard::TimedOut => return (Reply::Silent, None),
            }
            loop {
                match reader.next() {
                    Err(_) => return (Reply::Undecodable, None),
                    Ok(None) => break,
                    Ok(Some(frame)) => {
                        if let Judged::Reply(reply) = self.judge(request, &frame.body) {
                            return (reply, Some(frame.envelope.header));
                        }
                    }
                }
            }
            let now = seconds(&self.body.clock().await);
            left_s = limit_s.saturating_sub(now.saturating_sub(since));
        }
        (Reply::Silent, None)
    }

    fn judge(&self, request: &Message, body: &[u8]) -> Judged {
        let Ok(answer) = self.setup.dialect.decode(body) else {
            return Judged::Reply(Reply::Undecodable);
        };
        if let Some(misfit) = self.misfit(request, &answer) {
            if !self.has(Defect::AnswerMatchedByTypeOnly) {
                return misfit;
            }
            if !is_typed(request, &answer) {
                return Judged::Foreign;
            }
        }
        let proven = self.keys.as_ref().is_some_and(|(keys, _)| {
            self.setup.dialect.check_mac(body, &keys.mac) == MacCheck::Valid
                || self.has(Defect::AnswerMacIgnored)
        });
        Judged::Reply(Reply::Answer { message: Box::new(answer), proven })
    }

    /// What an answer is that does not belong to `request`; nothing where it does.
    fn misfit(&self, request: &Message, answer: &Message) -> Option<Judged> {
        let same = |field: u8| request.expose(field) == answer.expose(field);
        if answer.has(11) && !same(11) {
            return Some(Judged::Foreign);
        }
        let class = self.class_of(request);
        let reversal = class.is_reversal();
        if reversal && class.reverses() == Some(self.class_of(answer)) && self.has(Defect::LateAnswerApproves)
        {
            return Some(Judged::Reply(Reply::Late(Box::new(answer.clone()))));
        }
        let echoed = [3, 11, 41, 42].into_iter().filter(|field| request.has(*field)).all(same);
        let fits = is_typed(request, answer) && echoed && fits(class, request, answer) && answer.has(39);
        // Behind a reversal the late answer to the original may still come: it is not what is waited for.
        (!fits).then_some(if reversal { Judged::Foreign } else { Judged::Reply(Reply::Mismatch) })
    }
}

/// Whether a message is of the type that answers `request`.
fn is_typed(request: &Message, answer: &Message) -> bool {
    answer.mti() == request.mti().response()
}

/// Whether the amount of an answer fits its request: the same, or a part of it where a sale is approved in part.
fn fits(class: Kind, request: &Message, answer: &Message) -> bool {
    let in_part = answer.text(39) == Some(PARTIAL) && class == Kind::Sale;
    match (request.number(4), answer.number(4)) {
        (Some(asked), Some(approved)) if in_part => (1..=asked).contains(&approved),
        _ => !request.has(4) || request.expose(4) == answer.expose(4),
    }
}

/// Seconds on a line that runs through days, months and years.
pub(crate) fn seconds(now: &DateTime) -> u64 {
    let hours = days(now.year, now.month, now.day) * 24 + u64::from(now.hour);
    (hours * 60 + u64::from(now.minute)) * 60 + u64::from(now.second)
}

/// Days on a line that runs through months and years (civil calendar).
pub(crate) fn days(year: u16, month: u8, day: u8) -> u64 {
    let (year, month) = (u64::from(year), u64::from(month));
    // Years from March on, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.saturating_sub(1), month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + u64::from(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_at_the_end_of_february_is_one_second() {
        let at = |year, month, day, hour, minute, second| {
            seconds(&DateTime { year, month, day, hour, minute, second })
        };
        for (year, last) in [(2023, 28), (2024, 29), (2026, 28)] {
            assert_eq!(at(year, 3, 1, 0, 0, 0) - at(year, 2, last, 23, 59, 59), 1);
        }
        assert_eq!(at(2027, 1, 1, 0, 0, 0) - at(2026, 12, 31, 23, 59, 59), 1);
    }
}
