//! What ends a command early, and with which exit code.

use std::path::PathBuf;

use source::Flaw;
use thiserror::Error;

/// Why a command cannot go on.
#[derive(Debug, Error)]
pub(crate) enum Trouble {
    /// Texts that cannot be used.
    #[error("{} in the input; nothing ran", count(.0.len()))]
    Flaws(Vec<Flaw>),
    /// Records, or a run's folder, that are not as they were written.
    #[error("{} in what was stored", count(.0.len()))]
    Damage(Vec<Flaw>),
    /// A file or folder that cannot be written.
    #[error("cannot write {path}: {reason}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Arguments that cannot be meant.
    #[error("{reason}")]
    Usage {
        /// Why.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// The user interrupted.
    #[error("interrupted")]
    Interrupted,
}

fn count(flaws: usize) -> String {
    if flaws == 1 { "1 flaw".to_owned() } else { format!("{flaws} flaws") }
}

impl Trouble {
    pub(crate) fn usage(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { reason: reason.into(), hint: hint.into() }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Flaws(_) | Self::Damage(_) | Self::Usage { .. } => 2,
            Self::Write { .. } => 3,
            Self::Interrupted => 130,
        }
    }
}

impl From<Flaw> for Trouble {
    fn from(flaw: Flaw) -> Self {
        Self::Flaws(vec![flaw])
    }
}
