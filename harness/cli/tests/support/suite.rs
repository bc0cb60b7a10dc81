//! The repository's own files, and the stand that they make.

use std::path::{Path, PathBuf};

use rig::Stand;
use rig_virtual::{Planted, VirtualSetup};
use source::Text;

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
pub(crate) fn shipped(defect: Option<Planted>) -> VirtualSetup {
    VirtualSetup::new(stand(None), defect)
}

/// The same with this profile in place of the rig file's.
pub(crate) fn stand(profile: Option<&str>) -> Stand {
    let fixture = |kind: &str, name: &str| Ok(text(&format!("fixtures/{kind}/{name}.yaml")));
    Stand::gather(&text("rigs/virtual.yaml"), profile, &fixture).expect("shipped")
}
