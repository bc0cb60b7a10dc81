//! The repository's own files, and the stand that they make.

use std::path::{Path, PathBuf};

use rig::Stand;
use rig_virtual::{Defect, VirtualSetup};
use source::Text;
use steps::{Case, FeatureFile};

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two folders up").to_owned()
}

/// A text of the repository.
fn text(path: &str) -> Text {
    let text = std::fs::read_to_string(root().join(path)).expect("shipped");
    Text { name: path.to_owned(), text }
}

/// What every bench of the test is set up with, from the files that are shipped.
pub(crate) fn shipped(defect: Option<Defect>) -> VirtualSetup {
    let fixture = |kind: &str, name: &str| Ok(text(&format!("fixtures/{kind}/{name}.yaml")));
    let stand = Stand::gather(&text("rigs/virtual.yaml"), None, &fixture).expect("shipped");
    VirtualSetup { stand, defect }
}

/// Every case of the features, the canaries aside, in the order of the paths.
pub(crate) fn cases() -> Vec<Case> {
    let mut folders = vec![root().join("features")];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        #[expect(clippy::disallowed_methods, reason = "sorted below")]
        let entries = std::fs::read_dir(folder).expect("a folder");
        for path in entries.map(|entry| entry.expect("readable").path()) {
            if path.is_dir() && !path.ends_with("canary") {
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
