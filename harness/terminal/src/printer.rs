//! The slip printer as a model: takes ESC/POS bytes, yields what stands on the paper line by line.
//!
//! The model knows no time; the bench decides how long a line takes and calls [`Printer::next_line`] when it
//! is through. It understands the few commands a slip needs (initialise, align, emphasis, size, feed, cut,
//! Chinese mode) and skips the arguments of those; it draws no graphics.

use std::collections::VecDeque;

use device::PrinterTrouble;
use encoding_rs::GBK;

/// A thermal printer with a roll of paper.
#[derive(Clone, Debug)]
pub struct Printer {
    power: bool,
    jam: bool,
    blank: bool,
    paper_lines: Option<u32>,
    waiting: VecDeque<u8>,
    line: Vec<u8>,
    feeds: u8,
}

/// What came out of the printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintEvent {
    /// One line on the paper; empty for a feed, and always empty while the paper stays blank.
    Line(String),
    /// The paper was cut.
    Cut,
}

/// What a line's worth of printing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintStep {
    /// Something came out.
    Out(PrintEvent),
    /// Every byte was taken.
    Done,
    /// The mechanism stopped; the rest of the job is lost.
    Trouble(PrinterTrouble),
}

impl Default for Printer {
    fn default() -> Self {
        Self {
            power: true,
            jam: false,
            blank: false,
            paper_lines: None,
            waiting: VecDeque::new(),
            line: Vec::new(),
            feeds: 0,
        }
    }
}

impl Printer {
    /// A printer that is switched on, with an endless roll.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Switches the printer; its buffer is lost with its power.
    pub fn set_power(&mut self, on: bool) {
        self.power = on;
        if !on {
            self.reset();
        }
    }

    /// Puts in a roll that lasts this many lines; `None` for one without end.
    pub fn set_paper(&mut self, lines: Option<u32>) {
        self.paper_lines = lines;
    }

    /// Jams the paper, or frees it.
    pub fn set_jam(&mut self, jam: bool) {
        self.jam = jam;
    }

    /// Makes the paper come out blank while the printer says that all is well (roll put in the wrong way round).
    pub fn set_blank(&mut self, blank: bool) {
        self.blank = blank;
    }

    /// The state as the printer itself can tell it; blank paper is not among the things it can.
    ///
    /// # Errors
    /// The trouble that keeps it from printing.
    pub fn state(&self) -> Result<(), PrinterTrouble> {
        if !self.power {
            Err(PrinterTrouble::Off)
        } else if self.jam {
            Err(PrinterTrouble::Jam)
        } else if self.paper_lines == Some(0) {
            Err(PrinterTrouble::PaperOut)
        } else {
            Ok(())
        }
    }

    /// Takes a job; [`Printer::next_line`] prints it.
    pub fn begin(&mut self, bytes: &[u8]) {
        self.waiting.extend(bytes);
    }

    /// Prints up to the end of the next line, or says why not.
    pub fn next_line(&mut self) -> PrintStep {
        if let Err(trouble) = self.state() {
            self.reset();
            return PrintStep::Trouble(trouble);
        }
        if self.feeds > 0 {
            self.feeds -= 1;
            return self.out_line();
        }
        while let Some(byte) = self.waiting.pop_front() {
            match byte {
                b'\n' => return self.out_line(),
                b'\r' => {}
                0x1B..=0x1D => {
                    if let Some(step) = self.command(byte) {
                        return step;
                    }
                }
                byte => self.line.push(byte),
            }
        }
        if self.line.is_empty() { PrintStep::Done } else { self.out_line() }
    }

    /// Prints a whole job at once: what came out, and the trouble that ended it, if any.
    pub fn feed(&mut self, bytes: &[u8]) -> (Vec<PrintEvent>, Option<PrinterTrouble>) {
        self.begin(bytes);
        let mut events = Vec::new();
        loop {
            match self.next_line() {
                PrintStep::Out(event) => events.push(event),
                PrintStep::Done => return (events, None),
                PrintStep::Trouble(trouble) => return (events, Some(trouble)),
            }
        }
    }

    fn command(&mut self, lead: u8) -> Option<PrintStep> {
        let verb = self.waiting.pop_front()?;
        match (lead, verb) {
            (0x1B, b'd') => {
                self.feeds = self.waiting.pop_front().unwrap_or(0);
                if !self.line.is_empty() {
                    return Some(self.out_line());
                }
                if self.feeds > 0 {
                    self.feeds -= 1;
                    return Some(self.out_line());
                }
                None
            }
            (0x1D, b'V') => {
                if self.waiting.pop_front().is_some_and(|mode| matches!(mode, 65 | 66)) {
                    self.waiting.pop_front();
                }
                Some(PrintStep::Out(PrintEvent::Cut))
            }
            (0x1B, b'@') => {
                self.line.clear();
                None
            }
            (0x1C, b'&' | b'.') => None,
            // Every other command of the subset carries one argument.
            _ => {
                self.waiting.pop_front();
                None
            }
        }
    }

    fn out_line(&mut self) -> PrintStep {
        if let Some(left) = self.paper_lines.as_mut() {
            *left = left.saturating_sub(1);
        }
        let bytes = std::mem::take(&mut self.line);
        let text =
            if self.blank { String::new() } else { GBK.decode_without_bom_handling(&bytes).0.into_owned() };
        PrintStep::Out(PrintEvent::Line(text))
    }

    fn reset(&mut self) {
        self.waiting.clear();
        self.line.clear();
        self.feeds = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Vec<u8> {
        let mut bytes = vec![0x1B, b'@', 0x1C, b'&', 0x1B, b'a', 1];
        bytes.extend(GBK.encode("商户存根/MERCHANT COPY\n金额/AMOUNT: RMB 120.00\n").0.iter());
        bytes.extend([0x1B, b'd', 2, 0x1D, b'V', 0]);
        bytes
    }

    fn line(text: &str) -> PrintEvent {
        PrintEvent::Line(text.to_owned())
    }

    #[test]
    fn a_job_comes_out_line_by_line_and_is_cut() {
        let (events, trouble) = Printer::new().feed(&job());
        assert_eq!(trouble, None);
        let want = [
            line("商户存根/MERCHANT COPY"),
            line("金额/AMOUNT: RMB 120.00"),
            line(""),
            line(""),
            PrintEvent::Cut,
        ];
        assert_eq!(events, want);
    }

    #[test]
    fn paper_runs_out_after_its_last_line() {
        let mut printer = Printer::new();
        printer.set_paper(Some(1));
        let (events, trouble) = printer.feed(&job());
        assert_eq!(events.len(), 1);
        assert_eq!(trouble, Some(PrinterTrouble::PaperOut));
        printer.set_paper(None);
        assert_eq!(printer.feed(&job()).0.len(), 5, "a new roll prints a new job from its beginning");
    }

    #[test]
    fn blank_paper_says_that_all_is_well() {
        let mut printer = Printer::new();
        printer.set_blank(true);
        let (events, trouble) = printer.feed(&job());
        assert_eq!(trouble, None);
        assert_eq!(events.first(), Some(&line("")));
    }

    #[test]
    fn a_jam_mid_slip_loses_the_rest() {
        let mut printer = Printer::new();
        printer.begin(&job());
        assert!(matches!(printer.next_line(), PrintStep::Out(_)));
        printer.set_jam(true);
        assert_eq!(printer.next_line(), PrintStep::Trouble(PrinterTrouble::Jam));
        printer.set_jam(false);
        assert_eq!(printer.next_line(), PrintStep::Done);
    }
}
