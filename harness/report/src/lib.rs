//! Papers about a run, from records and verdicts alone: text, JUnit, JSON, and a short timeline for whatever
//! was found.
//!
//! Nothing here depends on when or where the run took place, so that the same run gives the same papers.

mod case;
mod json;
mod junit;
mod matrix;
mod practices;
mod sentence;
mod text;
mod timeline;

pub use case::{CaseReport, RunReport, Totals};
pub use json::results_json;
pub use junit::junit_xml;
pub use matrix::{Broken, CHAPTERS, ChapterRow, DefectRow, FalseAlarm, Kill, Matrix, ProfileRow, RuleRow};
pub use practices::{Amount, Differing, Ending, Practices, Switch, switches};
pub use sentence::sentence;
pub use text::{case_lines, head_line, summary, tail};
pub use timeline::timeline;
