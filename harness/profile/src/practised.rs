//! Practices that a scenario can be about, by what they do.
//!
//! A scenario that holds under one side of a switch only says so; under the other it is not applicable.

use crate::{AfterExhaustion, NoSlip, Profile, RowPolicy, WithoutLine};

/// What a practice may do or not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// A reversal stays until it is confirmed, and nothing goes before it.
    KeepsReversals,
    /// A reversal is deleted when its tries are used up.
    GivesReversalsUp,
    /// An approval stands without a slip.
    ApprovalStandsWithoutSlip,
    /// What has no slip is reversed.
    ReversesWithoutSlip,
    /// A void needs the supervisor's password.
    SupervisorConfirmsVoids,
    /// A void needs no supervisor.
    VoidsWithoutSupervisor,
    /// An answer that does not match its request leaves the reversal owed.
    KeepsReversalOnMismatch,
    /// An answer that does not match its request deletes the reversal.
    DropsReversalOnMismatch,
    /// Sign-ons bring a track key.
    EnciphersTracks,
    /// A sale by chip for which there is no line fails.
    DeclinesWithoutLine,
    /// A sale by chip for which there is no line is left to the chip.
    AsksChipWithoutLine,
}

impl Profile {
    /// Whether this is what is practised here.
    #[must_use]
    pub fn practises(&self, practice: Practice) -> bool {
        let terminal = &self.terminal;
        match practice {
            Practice::KeepsReversals => terminal.reversal.after_exhaustion == AfterExhaustion::KeepAndRefuse,
            Practice::GivesReversalsUp => {
                terminal.reversal.after_exhaustion == AfterExhaustion::GiveUpAndDelete
            }
            Practice::ApprovalStandsWithoutSlip => terminal.no_slip == NoSlip::ApprovalStands,
            Practice::ReversesWithoutSlip => terminal.no_slip == NoSlip::Reverse,
            Practice::SupervisorConfirmsVoids => terminal.void.supervisor.get(),
            Practice::VoidsWithoutSupervisor => !terminal.void.supervisor.get(),
            Practice::KeepsReversalOnMismatch => terminal.reversal.on_mismatch == RowPolicy::Keep,
            Practice::DropsReversalOnMismatch => terminal.reversal.on_mismatch == RowPolicy::Delete,
            Practice::EnciphersTracks => terminal.keys.set.has_track_key(),
            Practice::DeclinesWithoutLine => terminal.offline.without_line == WithoutLine::Decline,
            Practice::AsksChipWithoutLine => terminal.offline.without_line == WithoutLine::AskTheChip,
        }
    }
}
