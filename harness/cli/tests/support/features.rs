//! Every case of the suite as it is shipped.

use std::path::PathBuf;

use steps::{Case, FeatureFile};

use crate::suite::root;

/// Folders that are about another terminal, or another practice.
const ELSEWHERE: [&str; 2] = ["canary", "practice"];

/// Every case of the features but those, in the order of the paths.
pub(crate) fn cases() -> Vec<Case> {
    let mut folders = vec![root().join("features")];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        #[expect(clippy::disallowed_methods, reason = "sorted below")]
        let entries = std::fs::read_dir(folder).expect("a folder");
        for path in entries.map(|entry| entry.expect("readable").path()) {
            if path.is_dir() && !ELSEWHERE.iter().any(|folder| path.ends_with(folder)) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "feature") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root()).expect("below").display().to_string();
        FeatureFile::read(&name, &std::fs::read_to_string(path).expect("readable")).expect("sound").cases
    };
    paths.iter().flat_map(read).collect()
}
