//! The defects that a virtual bench can be given, wherever on it they sit.

use std::{fmt, str::FromStr};

use rig::HostDefect;
use terminal::Defect;

/// A defect, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planted {
    /// The terminal gets the money wrong.
    Terminal(Defect),
    /// Acquirer or issuer do, and the terminal is not to be blamed for it.
    Host(HostDefect),
}

impl Planted {
    /// Every defect: the terminal's, then the host's.
    pub fn all() -> impl Iterator<Item = Self> {
        let terminal = Defect::ALL.into_iter().map(Self::Terminal);
        terminal.chain(HostDefect::ALL.into_iter().map(Self::Host))
    }

    /// The number, `M01` or `H01` and so on.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Terminal(defect) => defect.id(),
            Self::Host(defect) => defect.id(),
        }
    }

    /// The name in kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Terminal(defect) => defect.name(),
            Self::Host(defect) => defect.name(),
        }
    }

    /// How it comes about in real life.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Terminal(defect) => defect.sentence(),
            Self::Host(defect) => defect.sentence(),
        }
    }

    /// The terminal's defect, if it is one.
    #[must_use]
    pub const fn in_terminal(self) -> Option<Defect> {
        match self {
            Self::Terminal(defect) => Some(defect),
            Self::Host(_) => None,
        }
    }

    /// The host's defect, if it is one.
    #[must_use]
    pub const fn in_host(self) -> Option<HostDefect> {
        match self {
            Self::Terminal(_) => None,
            Self::Host(defect) => Some(defect),
        }
    }
}

/// There is no such defect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDefect(pub String);

impl fmt::Display for UnknownDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no defect is called `{}`", self.0)
    }
}

impl std::error::Error for UnknownDefect {}

impl FromStr for Planted {
    type Err = UnknownDefect;

    /// By number, in either case, or by name.
    fn from_str(text: &str) -> Result<Self, UnknownDefect> {
        Self::all()
            .find(|defect| defect.id().eq_ignore_ascii_case(text) || defect.name() == text)
            .ok_or_else(|| UnknownDefect(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_and_names_find_their_defect_again_and_none_has_two() {
        let mut told = BTreeSet::new();
        for defect in Planted::all() {
            assert_eq!(defect.id().parse(), Ok(defect));
            assert_eq!(defect.id().to_lowercase().parse(), Ok(defect));
            assert_eq!(defect.name().parse(), Ok(defect));
            assert!(!defect.sentence().ends_with('.'));
            assert!(told.insert(defect.id()) && told.insert(defect.name()), "{}", defect.id());
        }
        assert!("M99".parse::<Planted>().is_err());
    }
}
