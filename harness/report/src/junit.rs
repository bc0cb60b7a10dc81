//! JUnit, for CI: `<failure>` says that the terminal is wrong, `<error>` that the bench could not tell.
//!
//! No times: the virtual bench has none that mean anything to a reader of JUnit, and wall-clock time would make
//! two equal runs differ.

use std::collections::BTreeMap;

use oracle::{Outcome, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::text::causes_first;
use crate::{CaseReport, RunReport, case_lines};

/// The document.
///
/// # Errors
/// When a text cannot be written as XML.
pub fn junit_xml(run: &RunReport) -> Result<String, quick_junit::SerializeError> {
    let mut suites: BTreeMap<&str, TestSuite> = BTreeMap::new();
    for case in &run.cases {
        let suite = suites.entry(&case.feature).or_insert_with(|| TestSuite::new(case.feature.as_str()));
        suite.add_test_case(test_case(case));
    }
    let mut report = Report::new(run.harness.as_str());
    report.add_test_suites(suites.into_values());
    report.to_string()
}

fn test_case(case: &CaseReport) -> TestCase {
    let mut test = TestCase::new(format!("{} {}", case.case, case.name), status(case));
    test.set_classname(case.feature.as_str());
    test
}

fn status(case: &CaseReport) -> TestCaseStatus {
    let kind = match case.verdict.outcome {
        Outcome::Pass | Outcome::Risk => return TestCaseStatus::success(),
        Outcome::NotApplicable => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(case.note.clone().unwrap_or_default());
            return status;
        }
        Outcome::Fail => NonSuccessKind::Failure,
        Outcome::Error | Outcome::Inconclusive => NonSuccessKind::Error,
    };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(rules_of(&case.verdict));
    let first = causes_first(&case.verdict.findings).first().map(|finding| finding.sentence.clone());
    status.set_message(first.or_else(|| case.note.clone()).unwrap_or_default());
    status.set_description(case_lines(case));
    status
}

fn rules_of(verdict: &Verdict) -> String {
    let mut rules: Vec<&str> = verdict.findings.iter().map(|finding| finding.rule.as_str()).collect();
    rules.dedup();
    if rules.is_empty() { verdict.outcome.name().to_owned() } else { rules.join(" ") }
}
