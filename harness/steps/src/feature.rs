//! Features as they are read: every scenario, every row of a table, as a case to run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cucumber::feature::Ext as _;
use gherkin::tagexpr::TagOperation;
use journal::{FeatureText, ScenarioHead};
use regex::Regex;
use rig::BenchFacts;
use sha2::{Digest, Sha256};
use source::{Flaw, Place};

use crate::{Sentence, lint};

/// A feature, read and found fit to run.
#[derive(Clone, Debug)]
pub struct FeatureFile {
    /// Its path as given.
    pub path: String,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

/// One scenario, or one row of an outline.
#[derive(Clone, Debug)]
pub struct Case {
    /// The text it comes from.
    pub feature: Arc<FeatureText>,
    /// Which scenario of it.
    pub head: ScenarioHead,
    /// The sentences, those of the background first.
    pub steps: Vec<Arc<Sentence>>,
    /// The defect that a canary's terminal has.
    pub defect: Option<String>,
    /// For a row of an outline: the line of the outline's first sentence, which its rows share.
    outline: Option<usize>,
}

/// Which cases to run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only cases whose tags fit.
    pub tags: Option<TagOperation>,
    /// Only cases whose name or case id fits.
    pub name: Option<Regex>,
}

impl Selection {
    /// Whether a case is among them.
    #[must_use]
    pub fn takes(&self, case: &Case) -> bool {
        let tags_fit = self.tags.as_ref().is_none_or(|tags| fits(tags, &case.head.tags));
        let name_fits = self
            .name
            .as_ref()
            .is_none_or(|name| name.is_match(&case.head.name) || name.is_match(&case.head.case));
        tags_fit && name_fits
    }
}

fn fits(tags: &TagOperation, has: &[String]) -> bool {
    match tags {
        TagOperation::And(left, right) => fits(left, has) && fits(right, has),
        TagOperation::Or(left, right) => fits(left, has) || fits(right, has),
        TagOperation::Not(inner) => !fits(inner, has),
        TagOperation::Tag(tag) => {
            has.iter().any(|t| t.trim_start_matches('@') == tag.trim_start_matches('@'))
        }
    }
}

impl FeatureFile {
    /// Reads a feature and refuses whatever would pass without having said anything.
    ///
    /// # Errors
    /// All flaws found, in the order of the text.
    pub fn read(path: &str, text: &str) -> Result<Self, Vec<Flaw>> {
        if text.trim().is_empty() {
            let hint = "begin with `Feature:`, or with `# language: zh-CN` and `功能:`";
            return Err(vec![Flaw::at(path, text, Place { line: 1, column: 1 }, "the file is empty", hint)]);
        }
        let numbers = lint::card_numbers(path, text);
        if !numbers.is_empty() {
            return Err(numbers);
        }
        let language = lint::language(path, text).map_err(|flaw| vec![flaw])?;
        let loose = lint::loose_lines(path, text, &language);
        if !loose.is_empty() {
            return Err(loose);
        }
        let parsed = parse(path, text).map_err(|flaw| vec![flaw])?;
        let mut flaws = lint::outlines(path, text, &parsed);
        let expanded = match parsed.expand_examples() {
            Ok(feature) => feature,
            Err(unknown) => {
                let reason = format!("the table has no column `{}`", unknown.name);
                let hint = "add the column, or mend the placeholder";
                return Err(vec![lint::at_line(path, text, unknown.pos.line, reason, hint)]);
            }
        };
        let digest = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        let feature = Arc::new(FeatureText { path: path.to_owned(), sha256: digest, text: text.to_owned() });
        let mut cases = Vec::new();
        let background = sentences(expanded.background.iter().flat_map(|b| &b.steps));
        for scenario in &expanded.scenarios {
            cases.push(case(&feature, &language, &expanded.tags, &background, scenario));
        }
        for rule in &expanded.rules {
            let tags: Vec<String> = expanded.tags.iter().chain(&rule.tags).cloned().collect();
            let more = sentences(rule.background.iter().flat_map(|b| &b.steps));
            let background: Vec<_> = background.iter().cloned().chain(more).collect();
            cases.extend(rule.scenarios.iter().map(|s| case(&feature, &language, &tags, &background, s)));
        }
        number_rows(&mut cases);
        let numbers = lint::joined_numbers(path, text, &cases);
        if !numbers.is_empty() {
            return Err(numbers);
        }
        flaws.extend(lint::empty_things(path, text, &cases));
        let mut seen = std::collections::BTreeSet::new();
        for case in &cases {
            flaws.extend(lint::case_flaws(path, text, case));
            for step in &case.steps {
                if seen.insert((step.position.line, step.value.clone())) {
                    flaws.extend(lint::sentence(path, text, step));
                }
            }
        }
        flaws.sort_by_key(|flaw| flaw.place);
        flaws.dedup();
        if flaws.is_empty() { Ok(Self { path: path.to_owned(), cases }) } else { Err(flaws) }
    }

    /// Says every sentence on a bench that performs nothing, and returns what cannot be meant on this one.
    #[must_use]
    pub fn rehearse(&self, facts: &BenchFacts) -> Vec<Flaw> {
        // A flaw of a sentence quotes its line, which no line with a card number may be.
        let mut flaws = lint::known_numbers(&self.cases, facts);
        if flaws.is_empty() {
            flaws.extend(self.cases.iter().flat_map(|case| lint::rehearse(case, facts)));
        }
        flaws.sort_by_key(|flaw| flaw.place);
        flaws.dedup();
        flaws
    }
}

/// Parses; the parser is kept from taking the whole run down with it.
fn parse(path: &str, text: &str) -> Result<gherkin::Feature, Flaw> {
    let text_owned = text.to_owned();
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        gherkin::Feature::parse(text_owned, gherkin::GherkinEnv::default())
    }));
    match parsed {
        Ok(Ok(feature)) => Ok(feature),
        Ok(Err(error)) => Err(not_gherkin(path, text, &error.to_string())),
        Err(_) => Err(Flaw::of_file(
            path,
            "not a feature",
            "begin with `Feature:` or `# language: zh-CN` and `功能:`",
        )),
    }
}

/// The parser says `Error at line:column: {…}`; its own fields are private.
fn not_gherkin(path: &str, text: &str, sentence: &str) -> Flaw {
    let mut figures = sentence.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut figure = || figures.next().and_then(|f| f.parse::<usize>().ok()).unwrap_or(1);
    let (line, bytes) = (figure(), figure());
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let column = written.char_indices().take_while(|(at, _)| *at + 1 < bytes).count() + 1;
    let hint = "a keyword may be misspelt, a table row cut short, or a tag out of place here";
    Flaw::at(path, text, Place { line, column }, "the feature stops making sense here", hint)
}

fn sentences<'a>(steps: impl IntoIterator<Item = &'a gherkin::Step>) -> Vec<Arc<Sentence>> {
    steps.into_iter().map(|step| Arc::new(Sentence::of(step.clone()))).collect()
}

fn case(
    feature: &Arc<FeatureText>,
    language: &str,
    tags: &[String],
    background: &[Arc<Sentence>],
    scenario: &gherkin::Scenario,
) -> Case {
    let tags: Vec<String> =
        tags.iter().chain(&scenario.tags).map(|tag| tag.trim_start_matches('@').to_owned()).collect();
    let tagged = |name: &str| {
        tags.iter().rev().find_map(|tag| tag.strip_prefix(name)?.strip_prefix(':')).map(str::to_owned)
    };
    Case {
        feature: Arc::clone(feature),
        head: ScenarioHead {
            name: scenario.name.clone(),
            line: scenario.position.line,
            language: language.to_owned(),
            case: tagged("case").unwrap_or_default(),
            chapter: tagged("chapter").and_then(|chapter| chapter.parse().ok()),
            tags: tags.clone(),
        },
        steps: background.iter().cloned().chain(sentences(&scenario.steps)).collect(),
        defect: tagged("defect"),
        outline: scenario
            .steps
            .first()
            .filter(|_| !scenario.examples.is_empty())
            .map(|step| step.position.line),
    }
}

/// Rows of an outline share its case id; each gets its number behind it.
fn number_rows(cases: &mut [Case]) {
    let mut rows = std::collections::BTreeMap::new();
    for case in cases.iter_mut() {
        let Some(outline) = case.outline.filter(|_| !case.head.case.is_empty()) else {
            continue;
        };
        let row = rows.entry(outline).and_modify(|n| *n += 1).or_insert(1_u32);
        case.head.case = format!("{}-{row:02}", case.head.case);
    }
}
