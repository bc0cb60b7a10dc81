//! A text and what messages call it.

/// A text that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its name as the user knows it, mostly a path.
    pub name: String,
    /// What it says.
    pub text: String,
}
