//! Features as they are read: every scenario, every row of a table, as a case to run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cucumber::feature::Ext as _;
use gherkin::tagexpr::TagOperation;
use journal::{FeatureText, ScenarioHead};
use regex::Regex;
use sha2::{Digest, Sha256};
use source::{Flaw, Place};

use crate::{book, lint};

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
    pub steps: Vec<gherkin::Step>,
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
        let loose = lint::loose_lines(path, text);
        if !loose.is_empty() {
            return Err(loose);
        }
        let parsed = parse(path, text).map_err(|flaw| vec![flaw])?;
        let language = language_of(text);
        let mut flaws = outlines(path, text, &parsed);
        let expanded = match parsed.expand_examples() {
            Ok(feature) => feature,
            Err(unknown) => {
                let place = Place { line: unknown.pos.line, column: 1 };
                let reason = format!("the table has no column `{}`", unknown.name);
                return Err(vec![Flaw::at(
                    path,
                    text,
                    place,
                    reason,
                    "add the column, or mend the placeholder",
                )]);
            }
        };
        let digest = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        let feature = Arc::new(FeatureText { path: path.to_owned(), sha256: digest, text: text.to_owned() });
        let mut cases = Vec::new();
        let background = expanded.background.iter().flat_map(|b| b.steps.clone()).collect::<Vec<_>>();
        for scenario in &expanded.scenarios {
            cases.push(case(&feature, &language, &expanded.tags, &background, scenario));
        }
        for rule in &expanded.rules {
            let tags: Vec<String> = expanded.tags.iter().chain(&rule.tags).cloned().collect();
            let more = rule.background.iter().flat_map(|b| b.steps.clone());
            let background: Vec<_> = background.iter().cloned().chain(more).collect();
            cases.extend(rule.scenarios.iter().map(|s| case(&feature, &language, &tags, &background, s)));
        }
        number_rows(&mut cases);
        flaws.extend(empty_things(path, text, &cases));
        let collection = book::collection();
        let mut seen = std::collections::BTreeSet::new();
        for case in &cases {
            flaws.extend(case_flaws(path, text, case));
            for step in &case.steps {
                if seen.insert((step.position.line, step.value.clone())) {
                    flaws.extend(lint::sentence(path, text, collection, step));
                }
            }
        }
        flaws.sort_by_key(|flaw| flaw.place);
        if flaws.is_empty() { Ok(Self { path: path.to_owned(), cases }) } else { Err(flaws) }
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

fn language_of(text: &str) -> String {
    let named = text.lines().find_map(|line| line.trim().strip_prefix('#')?.trim().strip_prefix("language:"));
    named.map_or_else(|| "en".to_owned(), |language| language.trim().to_owned())
}

fn case(
    feature: &Arc<FeatureText>,
    language: &str,
    tags: &[String],
    background: &[gherkin::Step],
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
        steps: background.iter().chain(&scenario.steps).cloned().collect(),
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

/// Outlines without a table, tables without rows.
fn outlines(path: &str, text: &str, feature: &gherkin::Feature) -> Vec<Flaw> {
    let scenarios = feature.scenarios.iter().chain(feature.rules.iter().flat_map(|rule| &rule.scenarios));
    scenarios
        .filter(|scenario| {
            let outline = scenario.keyword.contains("Outline")
                || scenario.keyword.contains("Template")
                || scenario.keyword.contains("大纲");
            let rows =
                |examples: &gherkin::Examples| examples.table.as_ref().map_or(0, |table| table.rows.len());
            let empty = scenario.examples.is_empty() || scenario.examples.iter().any(|e| rows(e) < 2);
            (outline || !scenario.examples.is_empty()) && empty
        })
        .map(|scenario| {
            let place = Place { line: scenario.position.line, column: 1 };
            let hint = "add `Examples:` (例子:) with a heading and at least one row";
            Flaw::at(path, text, place, "an outline without a single row runs nothing", hint)
        })
        .collect()
}

fn empty_things(path: &str, text: &str, cases: &[Case]) -> Vec<Flaw> {
    if cases.is_empty() {
        let hint = "add a scenario; is `Scenario:` (场景:) misspelt?";
        return vec![Flaw::of_file(path, "a feature without a scenario proves nothing", hint)];
    }
    let empty = cases.iter().filter(|case| case.steps.is_empty()).map(|case| {
        let place = Place { line: case.head.line, column: 1 };
        Flaw::at(
            path,
            text,
            place,
            "a scenario without a sentence proves nothing",
            "add sentences, or remove it",
        )
    });
    empty.collect()
}

fn case_flaws(path: &str, text: &str, case: &Case) -> Vec<Flaw> {
    let place = Place { line: case.head.line, column: 1 };
    let mut flaws = Vec::new();
    if case.head.case.is_empty() {
        flaws.push(Flaw::at(path, text, place, "the scenario has no case id", "tag it, e.g. @case:SALE-001"));
    }
    if case.head.chapter.is_none() {
        flaws.push(Flaw::at(
            path,
            text,
            place,
            "the scenario belongs to no chapter",
            "tag it, e.g. @chapter:5",
        ));
    }
    if case.defect.is_some() && !path.replace('\\', "/").contains("/canary/") {
        let hint = "seed defects with `run --defect ID`, or move the scenario to features/canary/";
        flaws.push(Flaw::at(path, text, place, "@defect is for canaries only", hint));
    }
    flaws
}
