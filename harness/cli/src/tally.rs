//! What the trials of all cases add up to: kills, false alarms, and what says nothing of the terminal.
//!
//! A case kills a terminal's defect by ending as fail where the sound terminal passed it under the same profile and
//! seed: neither the bench's own trouble nor a case that fails anyway kills anything. It kills a host's defect by ending
//! as error by a rule of money. Of the sound terminal, every trial that does not pass is a false alarm, except for what
//! does not apply to it; and so is every fail of a case that met nothing but a defect of the host.

use std::collections::{BTreeMap, BTreeSet};

use oracle::{Blame, Finding, Outcome, RuleInfo, Verdict};
use report::{Broken, ChapterRow, DefectRow, FalseAlarm, Kill, RuleRow};
use rig_virtual::Planted;
use steps::Case;

use crate::trial::terminal_name;

/// What a trial came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ended {
    pub(crate) verdict: Verdict,
    /// The rules whose findings stand against the terminal.
    pub(crate) accusers: Vec<String>,
    /// Why the trial left no record that tells how it ended.
    pub(crate) note: Option<String>,
    /// No fault was armed and no misbehaviour ordered.
    pub(crate) calm: bool,
}

impl Ended {
    /// A trial without a record that tells how it ended, and why.
    pub(crate) fn broken(note: String) -> Self {
        let verdict = Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() };
        Self { verdict, accusers: Vec::new(), note: Some(note), calm: false }
    }

    /// A trial in which the harness itself broke down.
    pub(crate) fn lost() -> Self {
        Self::broken("the harness broke down in this case; please report it".to_owned())
    }

    fn has_passed(&self) -> bool {
        matches!(self.verdict.outcome, Outcome::Pass | Outcome::Risk)
    }
}

/// One case on one terminal, and what it came to.
pub(crate) struct Trial<'a> {
    pub(crate) defect: Option<Planted>,
    pub(crate) profile: &'a str,
    pub(crate) seed: u64,
    pub(crate) case: &'a Case,
    pub(crate) ended: &'a Ended,
}

impl Trial<'_> {
    /// Told where the trial says nothing of any terminal.
    pub(crate) fn broken(&self) -> Option<Broken> {
        Some(Broken {
            terminal: terminal_name(self.defect),
            profile: self.profile.to_owned(),
            seed: self.seed,
            case: self.case.head.case.clone(),
            told: self.ended.note.clone()?,
        })
    }

    /// Told where the sound terminal was judged and did not pass.
    pub(crate) fn false_alarm(&self) -> Option<FalseAlarm> {
        let Ended { verdict, note, .. } = self.ended;
        let passed = self.ended.has_passed() || verdict.outcome == Outcome::NotApplicable;
        let sound = match self.defect {
            None => passed,
            Some(Planted::Terminal(_)) => true,
            Some(Planted::Host(_)) => verdict.outcome != Outcome::Fail,
        };
        if sound || note.is_some() {
            return None;
        }
        let told = match verdict.findings.iter().find(|f| self.defect.is_none() || f.blame == Blame::Terminal)
        {
            Some(Finding { rule, sentence, .. }) => format!("{rule}: {sentence}"),
            None => verdict.outcome.name().to_owned(),
        };
        let told = match self.defect {
            None => told,
            Some(host) => format!("{} is laid at the terminal's door: {told}", host.id()),
        };
        Some(FalseAlarm {
            profile: self.profile.to_owned(),
            seed: self.seed,
            case: self.case.head.case.clone(),
            told,
        })
    }
}

/// What the cases did to the terminals, added up trial by trial.
pub(crate) struct Tally {
    /// Ids of the cases that the sound terminal passes, and whether they arm no fault and order no misbehaviour.
    passed: BTreeMap<String, bool>,
    /// Name of the profile under which cases are tried that apply there.
    profile: String,
    /// What each chapter holds, and the defects that it kills.
    chapters: BTreeMap<u32, (ChapterRow, BTreeSet<&'static str>)>,
    /// One row a defect, in their order.
    rows: Vec<DefectRow>,
    /// Of each defect, the rules whose findings stand against it, over all cases.
    accusers: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Tally {
    pub(crate) fn new(cases: &[&Case], profile: &str) -> Self {
        let mut chapters = BTreeMap::new();
        for case in cases {
            let chapter = case.head.chapter.unwrap_or_default();
            let empty = ChapterRow { chapter, english: 0, chinese: 0, killed: 0 };
            let (row, _) = chapters.entry(chapter).or_insert_with(|| (empty, BTreeSet::new()));
            match case.head.language.as_str() {
                "en" => row.english += 1,
                _ => row.chinese += 1,
            }
        }
        let row = |defect: Planted| DefectRow {
            id: defect.id().to_owned(),
            name: defect.name().to_owned(),
            first: None,
            killed_by: 0,
            rules: Vec::new(),
            errors: Vec::new(),
            calm_passed: 0,
        };
        let rows = Planted::all().map(row).collect();
        let (passed, accusers) = (BTreeMap::new(), BTreeMap::new());
        Self { passed, profile: profile.to_owned(), chapters, rows, accusers }
    }

    /// Whether the sound terminal passed a case.
    pub(crate) fn passes(&self, case: &Case) -> bool {
        self.passed.contains_key(&case.head.case)
    }

    /// Takes a trial; a case's trial on the sound terminal comes before those on the flawed ones.
    pub(crate) fn take(&mut self, trial: &Trial) {
        match trial.defect {
            None => self.sound(trial.case, trial.ended),
            Some(defect) => self.flawed(defect, trial),
        }
    }

    fn sound(&mut self, case: &Case, ended: &Ended) {
        if ended.has_passed() {
            self.passed.insert(case.head.case.clone(), ended.calm);
        }
    }

    fn flawed(&mut self, defect: Planted, trial: &Trial) {
        let Trial { profile, case, ended, .. } = *trial;
        let Some(row) = self.rows.iter_mut().find(|row| row.id == defect.id()) else { return };
        let (kills, accusers) = match defect {
            Planted::Terminal(_) => (Outcome::Fail, ended.accusers.clone()),
            Planted::Host(_) => (Outcome::Error, against_the_host(&ended.verdict)),
        };
        match (ended.verdict.outcome, self.passed.get(&case.head.case)) {
            (outcome, Some(_)) if outcome == kills && !accusers.is_empty() => {
                let rules = rules_of(&ended.verdict);
                self.accusers.entry(defect.id()).or_default().extend(accusers);
                row.killed_by += 1;
                row.rules.extend(rules.iter().cloned());
                row.rules.sort();
                row.rules.dedup();
                row.first.get_or_insert_with(|| Kill {
                    case: case.head.case.clone(),
                    name: case.head.name.clone(),
                    profile: Some(profile.to_owned()).filter(|name| *name != self.profile),
                    rules,
                });
                if let Some((_, killed)) = self.chapters.get_mut(&case.head.chapter.unwrap_or_default()) {
                    killed.insert(defect.id());
                }
            }
            (Outcome::Error, _) => row.errors.push(case.head.case.clone()),
            (Outcome::Pass, Some(true)) => row.calm_passed += 1,
            _ => {}
        }
    }

    /// How many cases the sound terminal passes without any fault.
    pub(crate) fn calm(&self) -> usize {
        self.passed.values().filter(|calm| **calm).count()
    }

    /// What each rule that judges the terminal kills, and what nothing but it kills.
    pub(crate) fn rules(&self) -> Vec<RuleRow> {
        let row = |rule: &RuleInfo| {
            let killed = self.accusers.iter().filter(|(_, by)| by.contains(rule.id));
            let ids = |alone: bool| -> Vec<String> {
                killed
                    .clone()
                    .filter(|(_, by)| !alone || by.len() == 1)
                    .map(|(id, _)| (*id).to_owned())
                    .collect()
            };
            RuleRow { id: rule.id.to_owned(), kills: ids(false), alone: ids(true) }
        };
        oracle::rules_of_money().map(row).collect()
    }

    pub(crate) fn rows(self) -> Vec<DefectRow> {
        self.rows
    }

    pub(crate) fn chapters(&self) -> Vec<ChapterRow> {
        let row =
            |(row, killed): &(ChapterRow, BTreeSet<_>)| ChapterRow { killed: killed.len(), ..row.clone() };
        self.chapters.values().map(row).collect()
    }
}

/// The rules of money that lay something at the bench's door, each once.
fn against_the_host(verdict: &Verdict) -> Vec<String> {
    let of_money = |id: &str| oracle::rules_of_money().any(|rule| rule.id == id);
    let findings = verdict.findings.iter().filter(|f| f.blame == Blame::Bench && of_money(&f.rule));
    each_once(findings)
}

/// The rules that found something, each once, in the verdict's order.
fn rules_of(verdict: &Verdict) -> Vec<String> {
    each_once(verdict.findings.iter())
}

fn each_once<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for Finding { rule, .. } in findings {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    rules
}
