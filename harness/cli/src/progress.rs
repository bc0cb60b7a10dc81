//! Progress: a line that moves on a terminal, plain lines elsewhere.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use report::{CaseReport, case_lines};

use crate::{out, repeat};

/// Shows how far a run is.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    live: bool,
    suite: Option<PathBuf>,
}

impl Progress {
    pub(crate) fn new(total: usize, suite: Option<PathBuf>) -> Self {
        Self { total, done: 0, live: std::io::stdout().is_terminal(), suite }
    }

    /// A case is through. Cases come in the order of the features.
    pub(crate) fn case(&mut self, case: &CaseReport) {
        self.done += 1;
        let passed = case.verdict.outcome == oracle::Outcome::Pass;
        if !self.live {
            return self.tell(case);
        }
        out::print("\r\x1b[2K");
        if !passed {
            self.tell(case);
        }
        if self.done < self.total {
            out::print(&format!("[{}/{}] {}", self.done, self.total, case.name));
        }
    }

    /// A case, with a command that repeats it from here.
    fn tell(&self, case: &CaseReport) {
        let shown = repeat::shown(&case.again, self.suite.as_deref());
        out::print(&case_lines(case).replace(&case.again, &shown));
    }
}
