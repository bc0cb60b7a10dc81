//! The papers of a run in full: what a lab files and a CI reads, of one case that passes and one that fails.

use crate::support::{code, tearproof};

#[test]
fn summary_and_junit_of_a_pass_and_a_fail() {
    let temp = tempfile::tempdir().expect("a folder");
    let mut command = tearproof();
    command.args(["run", "--defect", "M08", "--name", "^(AREV-001|RPT-001)$", "--out"]).arg(temp.path());
    assert_eq!(code(&command.output().expect("the binary starts")), 1);
    let paper =
        |name: &str| std::fs::read_to_string(temp.path().join(name)).expect("the run wrote its papers");
    insta::assert_snapshot!("summary", paper("summary.txt"));
    insta::assert_snapshot!("junit", paper("junit.xml"));
}
