//! Reading files: what cannot be read is told with its path, a reason in words and a hint.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::Path;

use source::Flaw;

/// What stands in a file; `name` is what messages call it.
pub(crate) fn bytes(path: &Path, name: &str, hint: &str) -> Result<Vec<u8>, Flaw> {
    fs::read(path).map_err(|e| unreadable(name, &reason(&e), hint))
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(name: &str, reason: &str, hint: &str) -> Flaw {
    Flaw::of_file(name, format!("cannot be read: {reason}"), hint)
}

/// What the system has against it, in words of ours where it is something that a user can do something about.
pub(crate) fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "access is denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "something on its path is no folder".to_owned(),
        _ => {
            let told = error.to_string();
            told.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}
