//! Progress: a line that moves on a terminal, plain lines elsewhere.

use std::io::IsTerminal as _;

use report::{CaseReport, case_lines};

use crate::out;

/// Shows how far a run is.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    live: bool,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0, live: std::io::stdout().is_terminal() }
    }

    /// A case is through. Cases come in the order of the features.
    pub(crate) fn case(&mut self, case: &CaseReport) {
        self.done += 1;
        let passed = case.verdict.outcome == oracle::Outcome::Pass;
        if !self.live {
            return out::print(&case_lines(case));
        }
        out::print("\r\x1b[2K");
        if !passed {
            out::print(&case_lines(case));
        }
        if self.done < self.total {
            out::print(&format!("[{}/{}] {}", self.done, self.total, case.name));
        }
    }
}
