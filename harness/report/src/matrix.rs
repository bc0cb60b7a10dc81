//! What the suite found of the defects seeded into the reference terminal, and of the terminal without any.
//!
//! It shows how sharp the suite is; it says nothing about a terminal of somebody else's.

use serde::Serialize;
use serde_json::json;

/// What the chapters of the suite are about, from 1.
pub const CHAPTERS: [&str; 26] = [
    "receipt not printed though the sale is approved",
    "network lost",
    "terminal hardware: stripe, chip, slot",
    "terminal software: crash, record not saved",
    "power",
    "operator's mistakes",
    "host down, slow, restarted",
    "issuer out of reach",
    "duplicate charge, fees",
    "query settles a doubt",
    "refund that itself fails",
    "refund fraud, foreign answers, keys",
    "void at the terminal",
    "merchant's balance short, cardholder's nought",
    "refund without a card number",
    "card data masked",
    "automatic reversal before the next transaction",
    "the bank's text message",
    "reprint, receipts",
    "QR wallets",
    "settlement and batch upload",
    "pre-authorisation and completion",
    "contactless, card torn away",
    "evidence file for a dispute",
    "the long run",
    "points, coupons, discounts",
];

/// One defect against the whole suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DefectRow {
    /// Its number, e.g. `M08`.
    pub id: String,
    /// Its name in kebab case.
    pub name: String,
    /// The first case that fails by it, in the order of the features; `None` for a survivor.
    pub first: Option<Kill>,
    /// How many cases fail by it.
    pub killed_by: usize,
    /// Rules that found it, over all cases, without repetition, in their order.
    pub rules: Vec<String>,
    /// Cases that end in error on it: they say nothing of it.
    pub errors: Vec<String>,
    /// Of the fault-free cases, how many it passes.
    pub calm_passed: usize,
}

/// A case that a defect fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kill {
    /// Case id.
    pub case: String,
    /// Name of the scenario.
    pub name: String,
    /// The profile under which it was tried, where it does not apply under the matrix's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The rules that found it there; `then` for an unmet sentence.
    pub rules: Vec<String>,
}

impl Kill {
    /// The rules, and the profile where it is another.
    fn told(&self) -> String {
        let rules = self.rules.join(" ");
        match &self.profile {
            Some(profile) => format!("{rules} (under {profile})"),
            None => rules,
        }
    }
}

/// What one chapter of the suite holds and finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChapterRow {
    /// Its number.
    pub chapter: u32,
    /// Scenarios in English, rows of outlines counted.
    pub english: usize,
    /// Scenarios in Chinese.
    pub chinese: usize,
    /// Defects that at least one of them kills.
    pub killed: usize,
}

/// What one rule does among the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// Defects that it kills.
    pub kills: Vec<String>,
    /// Those of them that would survive without it.
    pub alone: Vec<String>,
}

/// A profile under which the sound terminal was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileRow {
    /// Its name.
    pub name: String,
    /// Cases that are about another practice, or about what the terminal does not have.
    pub not_applicable: usize,
    /// Trials that were not run: nothing in another profile's run told the two apart, and its record was judged under this
    /// one. It never looked at what they differ in, or each of its messages read the same in either dialect.
    pub shared: usize,
}

/// A trial that left no record which tells how it ended: the harness broke down, or its bench did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Broken {
    /// What was under test.
    pub terminal: String,
    /// Profile.
    pub profile: String,
    /// Seed.
    pub seed: u64,
    /// Case id.
    pub case: String,
    /// Why.
    pub told: String,
}

/// A case that the sound terminal did not pass.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FalseAlarm {
    /// Profile.
    pub profile: String,
    /// Seed.
    pub seed: u64,
    /// Case id.
    pub case: String,
    /// What was found, or why the bench could not tell.
    pub told: String,
}

/// The whole matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// Name of the profile under which defects were seeded wherever a case applies under it; else it was the first of the
    /// others under which the case does.
    pub profile: String,
    /// Seed of the defects' runs.
    pub seed: u64,
    /// One row a rule where the rules judged alone, without what the scenarios demand; else `None`.
    pub rules: Option<Vec<RuleRow>>,
    /// Cases of the suite.
    pub cases: usize,
    /// Those of them that apply under no profile, which nothing was tried with.
    pub nowhere: Vec<String>,
    /// Cases that arm no fault and order no misbehaviour, and that the sound terminal passes.
    pub calm: usize,
    /// One row a defect.
    pub defects: Vec<DefectRow>,
    /// Trials of the defects: each of them with each case.
    pub trials: usize,
    /// Of these, how many were not run, since nothing in the sound terminal's run had asked for the defect: that run
    /// counts for both.
    pub spared: usize,
    /// One row a chapter.
    pub chapters: Vec<ChapterRow>,
    /// Profiles under which the sound terminal was run.
    pub profiles: Vec<ProfileRow>,
    /// Seeds of the sound terminal's runs, under each profile.
    pub seeds: u64,
    /// What the sound terminal did not pass.
    pub false_alarms: Vec<FalseAlarm>,
    /// Trials that say nothing of any terminal.
    pub broken: Vec<Broken>,
}

impl Matrix {
    /// Defects that no case fails.
    pub fn survivors(&self) -> impl Iterator<Item = &DefectRow> {
        self.defects.iter().filter(|row| row.first.is_none())
    }

    /// Orders what was told of single trials, each once: the seed of the defects' runs may be among the others.
    pub fn once_each(&mut self) {
        self.false_alarms.sort();
        self.false_alarms.dedup();
        self.broken.sort();
        self.broken.dedup();
    }

    /// 1 when a defect survives or the sound terminal is accused, else 3 when a trial broke down, else 0.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if self.survivors().next().is_some() || !self.false_alarms.is_empty() {
            1
        } else if self.broken.is_empty() {
            0
        } else {
            3
        }
    }

    /// As text: a line a defect, then what survived and what was a false alarm.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!(
            "{} cases, {} of them fault-free; profile {}, or the first that fits the case; seed {}{}\n\n",
            self.cases,
            self.calm,
            self.profile,
            self.seed,
            if self.rules.is_some() { "; rules only" } else { "" }
        );
        text.push_str("defect                               killed  calm   first by        rules\n");
        for row in &self.defects {
            let name = format!("{} {}", row.id, row.name);
            let calm = percent(row.calm_passed, self.calm);
            let (case, rules) = match &row.first {
                Some(kill) => (kill.case.as_str(), kill.told()),
                None => ("survives", String::new()),
            };
            let line = format!("{name:<36} {:>6}  {calm:>4}   {case:<15} {rules}", row.killed_by);
            text.push_str(line.trim_end());
            text.push('\n');
        }
        let survivors: Vec<&str> = self.survivors().map(|row| row.id.as_str()).collect();
        let killed = self.defects.len() - survivors.len();
        text.push_str(&format!("\n{} defects: {killed} killed", self.defects.len()));
        if !survivors.is_empty() {
            text.push_str(&format!(", {} survive: {}", survivors.len(), survivors.join(", ")));
        }
        text.push('\n');
        for row in self.defects.iter().filter(|row| !row.errors.is_empty()) {
            text.push_str(&format!(
                "  {} ends in error, which kills nothing: {}\n",
                row.id,
                row.errors.join(", ")
            ));
        }
        text.push_str(&format!(
            "{} trials, {} of them the sound terminal's own, in which nothing asked for the defect\n",
            self.trials, self.spared
        ));
        if let Some(rules) = &self.rules {
            text.push_str(&rules_text(&self.defects, rules));
        }
        text.push_str(&self.sound_text());
        if !self.nowhere.is_empty() {
            text.push_str(&format!("under no profile applies: {}\n", self.nowhere.join(", ")));
        }
        for Broken { terminal, profile, seed, case, told } in &self.broken {
            text.push_str(&format!("broken down: {terminal} under {profile} seed {seed} {case}: {told}\n"));
        }
        text
    }

    fn sound_text(&self) -> String {
        let named = |row: &ProfileRow| match row.not_applicable {
            0 => row.name.clone(),
            count => format!("{} ({count} not applicable)", row.name),
        };
        let shared: usize = self.profiles.iter().map(|row| row.shared).sum();
        let mut text = format!(
            "{} trials of the sound terminal, {shared} of them on another profile's run, in which nothing told the two \
             apart\n",
            self.profiles.len() as u64 * self.seeds * self.cases as u64,
        );
        text.push_str(&format!(
            "sound terminal under {} with {} {}, and beside the defects with seed {}: {}\n",
            self.profiles.iter().map(named).collect::<Vec<_>>().join(", "),
            self.seeds,
            if self.seeds == 1 { "seed" } else { "seeds each" },
            self.seed,
            match self.false_alarms.len() {
                0 => "no false alarm".to_owned(),
                1 => "1 false alarm".to_owned(),
                count => format!("{count} false alarms"),
            }
        ));
        for FalseAlarm { profile, seed, case, told } in &self.false_alarms {
            text.push_str(&format!("  {profile} seed {seed} {case}: {told}\n"));
        }
        text
    }

    /// The chapters as a table in Markdown.
    #[must_use]
    pub fn chapters_markdown(&self) -> String {
        let head =
            "| chapter | about | English | Chinese | defects killed |\n| ---: | --- | ---: | ---: | ---: |\n";
        let mut text = head.to_owned();
        for (chapter, title) in (1..).zip(CHAPTERS) {
            let counts = match self.chapters.iter().find(|row| row.chapter == chapter) {
                Some(ChapterRow { english, chinese, killed, .. }) => {
                    format!("{english} | {chinese} | {killed}")
                }
                None => "– | – | not yet".to_owned(),
            };
            text.push_str(&format!("| {chapter} | {title} | {counts} |\n"));
        }
        text
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(&json!(self)).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// What each rule kills, and what would survive without it.
fn rules_text(defects: &[DefectRow], rules: &[RuleRow]) -> String {
    let mut text = String::from("\ndefect  every rule that kills it\n");
    for DefectRow { id, .. } in defects {
        let killing = rules.iter().filter(|row| row.kills.contains(id));
        let named: Vec<&str> = killing.map(|row| row.id.as_str()).collect();
        text.push_str(&format!(
            "{id:<7} {}\n",
            if named.is_empty() { "none".to_owned() } else { named.join(" ") }
        ));
    }
    text.push_str("\nrule                                 kills  without it there survive\n");
    for RuleRow { id, kills, alone } in rules {
        let survive = if alone.is_empty() { "none".to_owned() } else { alone.join(", ") };
        text.push_str(&format!("{id:<36} {:>5}  {survive}\n", kills.len()));
    }
    let spare = rules.iter().filter(|row| row.alone.is_empty()).count();
    text.push_str(&format!(
        "{} rules: without any one of {} a defect survives\n\n",
        rules.len(),
        rules.len() - spare
    ));
    text
}

fn percent(part: usize, whole: usize) -> String {
    // Rounded down: 100 % means all of them.
    let percent = (part * 100).checked_div(whole);
    percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Matrix {
        let row = |id: &str, name: &str, first, killed_by, calm_passed| DefectRow {
            id: id.to_owned(),
            name: name.to_owned(),
            first,
            killed_by,
            rules: Vec::new(),
            errors: Vec::new(),
            calm_passed,
        };
        let kill = Kill {
            case: "PWR-001".to_owned(),
            name: "Mains cut".to_owned(),
            profile: None,
            rules: vec!["intent.charged-once".to_owned(), "then".to_owned()],
        };
        let elsewhere = Kill {
            case: "PART-001".to_owned(),
            name: "Too much".to_owned(),
            profile: Some("iso87".to_owned()),
            rules: vec!["reversal.in-part".to_owned()],
        };
        let profile = |name: &str, not_applicable| ProfileRow {
            name: name.to_owned(),
            not_applicable,
            shared: not_applicable * 100,
        };
        Matrix {
            profile: "strict".to_owned(),
            seed: 1,
            rules: None,
            cases: 282,
            nowhere: Vec::new(),
            calm: 90,
            defects: vec![
                row("M01", "row-saved-after-send", Some(kill), 12, 90),
                row("M03", "row-deleted-before-journal", Some(elsewhere), 21, 85),
                row("M06", "row-deleted-on-send-error", None, 0, 89),
            ],
            trials: 564,
            spared: 300,
            chapters: vec![ChapterRow { chapter: 5, english: 20, chinese: 11, killed: 30 }],
            profiles: vec![profile("strict", 0), profile("lenient", 12)],
            seeds: 100,
            false_alarms: Vec::new(),
            broken: Vec::new(),
        }
    }

    #[test]
    fn the_matrix_as_text() {
        insta::assert_snapshot!("matrix", matrix().text());
    }

    #[test]
    fn rules_alone_as_text() {
        let row = |id: &str, kills: &[&str], alone: &[&str]| {
            let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
            RuleRow { id: id.to_owned(), kills: ids(kills), alone: ids(alone) }
        };
        let rules = vec![row("doubt.resolved", &["M01"], &["M01"]), row("fee.follows", &[], &[])];
        let matrix = Matrix { rules: Some(rules), ..matrix() };
        insta::assert_snapshot!("rules-alone", matrix.text());
    }

    #[test]
    fn the_chapters_as_a_table() {
        insta::assert_snapshot!("chapters", matrix().chapters_markdown());
    }

    #[test]
    fn survivors_and_false_alarms_end_with_1() {
        let mut matrix = matrix();
        assert_eq!(matrix.exit_code(), 1);
        matrix.defects.pop();
        assert_eq!(matrix.exit_code(), 0);
        let alarm = FalseAlarm {
            profile: "strict".to_owned(),
            seed: 7,
            case: "PWR-001".to_owned(),
            told: "doubt.resolved".to_owned(),
        };
        matrix.false_alarms = vec![alarm.clone(), alarm];
        matrix.once_each();
        assert_eq!(matrix.exit_code(), 1);
        let text = matrix.text();
        assert!(text.contains("1 false alarm\n"), "{text}");
        assert!(text.contains("strict seed 7 PWR-001: doubt.resolved"), "{text}");
    }

    #[test]
    fn what_broke_down_ends_with_3_and_what_ended_in_error_is_told() {
        let mut matrix = matrix();
        matrix.defects.pop();
        matrix.defects.iter_mut().for_each(|row| row.errors = vec!["PWR-002".to_owned()]);
        assert_eq!(matrix.exit_code(), 0, "a defect may keep a case from its end");
        matrix.broken.push(Broken {
            terminal: "reference terminal with defect M01".to_owned(),
            profile: "strict".to_owned(),
            seed: 1,
            case: "PWR-003".to_owned(),
            told: "the harness broke down".to_owned(),
        });
        assert_eq!(matrix.exit_code(), 3);
        let text = matrix.text();
        assert!(text.contains("M01 ends in error, which kills nothing: PWR-002\n"), "{text}");
        let told = "reference terminal with defect M01 under strict seed 1 PWR-003: the harness broke down\n";
        assert!(text.contains(told), "{text}");
    }
}
