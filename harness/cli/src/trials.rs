//! Many cases on many terminals, tried on all cores and taken one by one.

use std::sync::Arc;

use journal::{Event, Record};
use oracle::{accusers, judge_under};
use profile::Profile;
use rig::Stand;
use rig_virtual::{Planted, Seeded, VirtualSetup};
use steps::{Case, RunPlan};
use wire::Dialect;

use crate::crew::{kept_whole, on_all};
use crate::tally::Ended;
use crate::trial::{Ground, terminal_name, unwritten};
use crate::trouble::Trouble;

/// A case on the sound terminal: what it came to, and which defects its terminal asked for.
pub(crate) struct Sound {
    pub(crate) ended: Ended,
    asked: Seeded,
}

impl Sound {
    /// Runs a case on the sound terminal and judges its record.
    pub(crate) fn of(ground: &Ground, seed: u64, case: &Case) -> Self {
        let asked = Seeded::default();
        let setup = VirtualSetup { stand: ground.stand.clone(), seeded: asked.clone() };
        let plan = ground.plan_on(setup, terminal_name(None), seed);
        Self { ended: ended(&plan, case, &ground.stand.profile), asked }
    }

    /// A trial that broke down.
    pub(crate) fn lost() -> Self {
        Self { ended: Ended::lost(), asked: Seeded::default() }
    }

    /// Whether the case comes to the same on a terminal with this defect: the run is told to its end, and nothing in it
    /// asked for the defect.
    pub(crate) fn stands_for(&self, defect: Planted) -> bool {
        let asked = defect.in_terminal().is_none_or(|defect| self.asked.was_asked(defect));
        self.ended.note.is_none() && !asked
    }
}

/// A case on the sound terminal under one of many profiles.
pub(crate) struct Under {
    pub(crate) ended: Ended,
    /// It was not run: what an earlier profile's run left behind was judged under this one.
    pub(crate) shared: bool,
}

impl Under {
    /// A trial that broke down.
    pub(crate) fn lost() -> Self {
        Self { ended: Ended::lost(), shared: false }
    }
}

/// What a run left behind, with the profiles under which it was run and judged; each knows what of it was looked at.
struct Played {
    practised: Arc<Profile>,
    /// Knows whether all messages read the same in another dialect.
    dialect: Arc<Dialect>,
    record: Record,
    measured: Profile,
    ended: Ended,
}

impl Played {
    /// Runs a case on the sound terminal; its messages are tried in the other dialect as well.
    fn on(
        ground: &Ground,
        other: Option<&Arc<Dialect>>,
        seed: u64,
        case: &Case,
    ) -> Result<Self, rig::Trouble> {
        let (profile, dialect) = (&ground.stand.profile, &ground.stand.dialect);
        let (practised, measured) = (Arc::new(Profile::clone(profile)), Profile::clone(profile));
        let dialect = other.map_or_else(|| Arc::clone(dialect), |other| Arc::new(dialect.beside(other)));
        let stand =
            Stand { profile: Arc::clone(&practised), dialect: Arc::clone(&dialect), ..ground.stand.clone() };
        let setup = VirtualSetup { stand, seeded: Seeded::default() };
        let record = unwritten(&ground.plan_on(setup, terminal_name(None), seed), case)?;
        let ended = judged(&record, &measured);
        Ok(Self { practised, dialect, record, measured, ended })
    }

    /// What a run under another profile would have come to, where that would have left the same record, but for the
    /// number of bytes in which a dialect says the same.
    fn under(&self, profile: &Profile) -> Option<Ended> {
        let spoken = self.dialect.reads_the_same_in(&profile.dialect);
        let spoken = spoken.then(|| Profile { dialect: self.practised.dialect.clone(), ..profile.clone() });
        let alike = spoken.as_ref().unwrap_or(profile);
        self.practised.stands_for(alike).then(|| match self.measured.stands_for(alike) {
            true => self.ended.clone(),
            false => judged(&self.record, profile),
        })
    }
}

/// Tries a case on the sound terminal on grounds that differ in their profiles alone. Where a run never looked at what
/// tells its profile from another one, its record is what the other one's run would have left; and where the judge did
/// not look at it either, so is the verdict. Profiles whose dialects say the same in other bytes share a run where every
/// message reads the same in both.
pub(crate) fn under_each(grounds: &[Ground], seed: u64, case: &Case) -> Vec<Under> {
    let mut played: Vec<Played> = Vec::new();
    let mut under = |ground: &Ground| {
        let Stand { profile, dialect, .. } = &ground.stand;
        if let Some(ended) = played.iter().find_map(|played| played.under(profile)) {
            return Under { ended, shared: true };
        }
        let mut dialects = grounds.iter().map(|other| &other.stand.dialect);
        let other = dialects.find(|other| other.name() != dialect.name() && other.says_the_same_as(dialect));
        let ended = match Played::on(ground, other, seed, case) {
            Ok(new) => {
                let ended = new.ended.clone();
                played.push(new);
                ended
            }
            Err(trouble) => Ended::broken(trouble.to_string()),
        };
        Under { ended, shared: false }
    };
    grounds.iter().map(|ground| kept_whole(|| under(ground)).unwrap_or_else(|_| Under::lost())).collect()
}

/// Tries all cases under each plan; what they come to is taken in this order. Of a trial that breaks down nothing comes,
/// and no other one suffers from it.
pub(crate) fn on_all_trials<P: Sync, C: Sync, R: Send>(
    hands: usize,
    plans: &[P],
    cases: &[C],
    trial: impl Fn(&P, &C) -> R + Sync,
    mut take: impl FnMut(&P, &C, Option<R>),
) -> Result<(), Trouble> {
    let at = |index: usize| Some((plans.get(index / cases.len())?, cases.get(index % cases.len())?));
    let job = |index: usize| at(index).map(|(plan, case)| trial(plan, case));
    on_all(hands, plans.len() * cases.len(), job, |index, done| {
        if let Some((plan, case)) = at(index) {
            take(plan, case, done.ok().flatten());
        }
        Ok(())
    })
}

/// Runs a case and judges its record under the profile of its ground.
pub(crate) fn ended(plan: &RunPlan, case: &Case, profile: &Profile) -> Ended {
    match unwritten(plan, case) {
        Ok(record) => judged(&record, profile),
        Err(trouble) => Ended::broken(trouble.to_string()),
    }
}

fn judged(record: &Record, profile: &Profile) -> Ended {
    let verdict = judge_under(record, profile);
    Ended { accusers: accusers(record, &verdict), verdict, note: None, calm: is_calm(record) }
}

fn is_calm(record: &Record) -> bool {
    !record
        .entries()
        .iter()
        .any(|entry| matches!(entry.event, Event::Armed { .. } | Event::HostScripted { .. }))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn of_a_trial_that_breaks_down_nothing_comes_and_the_others_go_on() {
        let begun = AtomicUsize::new(0);
        let trial = |plan: &usize, case: &char| {
            begun.fetch_add(1, Ordering::Relaxed);
            assert!((*plan, *case) != (1, 'b'), "a trial breaks down");
            format!("{plan}{case}")
        };
        let mut taken = Vec::new();
        let done = on_all_trials(2, &[0, 1, 2], &['a', 'b', 'c'], trial, |plan, case, ended| {
            taken.push((*plan, *case, ended));
        });
        assert!(done.is_ok());
        let expected = (0..3).flat_map(|plan| ['a', 'b', 'c'].map(|case| (plan, case)));
        let expected = expected.map(|(plan, case)| {
            let ended = ((plan, case) != (1, 'b')).then(|| format!("{plan}{case}"));
            (plan, case, ended)
        });
        assert_eq!(taken, expected.collect::<Vec<_>>());
        assert_eq!(begun.into_inner(), 9);
    }
}
