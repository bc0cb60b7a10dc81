//! Two practices side by side: the switches in which they differ, and what that changes in the books.
//!
//! It compares outcomes, not roads: which messages went over the line is left out.

use std::collections::{BTreeMap, BTreeSet};

use journal::{Book, Event, Leg, Record};
use oracle::{Outcome, Risk, Verdict};
use serde::Serialize;
use serde_json::{Value, json};

use crate::sentence::yuan;

/// What a case came to under one practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How it ended.
    pub outcome: Outcome,
    /// What the books hold, in fen; what is not there is nought.
    pub amounts: BTreeMap<Amount, i64>,
    /// What the practice leaves open.
    pub risks: Vec<Risk>,
    /// The first finding, where there is one, or why there is no record.
    pub told: Option<String>,
}

/// A sum that a book holds at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Amount {
    /// Whose book.
    pub book: Book,
    /// What it is: `paid`, `held`, `earned` or `fee`.
    pub what: &'static str,
    /// Whose, in the issuer's book.
    pub person: Option<String>,
}

impl Ending {
    /// What a record comes to.
    #[must_use]
    pub fn of(record: &Record, verdict: &Verdict) -> Self {
        let told = verdict.findings.first().map(|finding| format!("{}: {}", finding.rule, finding.sentence));
        Self { outcome: verdict.outcome, amounts: amounts(record), risks: verdict.risks.clone(), told }
    }

    /// A case that left no record, and why.
    #[must_use]
    pub fn broken(why: String) -> Self {
        Self { outcome: Outcome::Error, amounts: BTreeMap::new(), risks: Vec::new(), told: Some(why) }
    }
}

/// What the books hold: of each person what was paid and what is held; what the merchant earned, before the fee; the
/// fee; what is guaranteed to the merchant.
fn amounts(record: &Record) -> BTreeMap<Amount, i64> {
    let people: BTreeMap<&str, &str> = record.entries().iter().filter_map(|e| holder(&e.event)).collect();
    let mut amounts = BTreeMap::new();
    for entry in record.entries() {
        let Event::Posted(note) = &entry.event else { continue };
        let name = people.get(note.card.as_str()).copied().unwrap_or("another cardholder");
        for (what, fen) in note.legs.iter().flat_map(|leg| told_by(note.book, leg)) {
            let person = (note.book == Book::Issuer).then(|| name.to_owned());
            let sum: &mut i64 = amounts.entry(Amount { book: note.book, what, person }).or_default();
            *sum = sum.saturating_add(fen);
        }
    }
    amounts.retain(|_, fen| *fen != 0);
    amounts
}

fn holder(event: &Event) -> Option<(&str, &str)> {
    match event {
        Event::Intent { card: Some(card), person, .. } | Event::Texted { card, person, .. } => {
            Some((card, person))
        }
        _ => None,
    }
}

/// What a leg adds to which sums. What is held is not paid.
fn told_by(book: Book, leg: &Leg) -> Vec<(&'static str, i64)> {
    let fen = leg.amount_fen;
    match (book, leg.account.as_str()) {
        (Book::Issuer, "cardholder") => vec![("paid", fen.saturating_neg())],
        (Book::Issuer, "held") => vec![("paid", fen.saturating_neg()), ("held", fen)],
        (Book::Acquirer, "clearing-issuer") => vec![("earned", fen.saturating_neg())],
        (Book::Acquirer, "fee-income") => vec![("fee", fen)],
        (Book::Acquirer, "guaranteed") => vec![("held", fen)],
        _ => Vec::new(),
    }
}

/// A switch on which two practices stand differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Switch {
    /// Its keys, outermost first, with dots between.
    pub path: String,
    /// How the first stands.
    pub first: Value,
    /// How the second stands.
    pub second: Value,
}

/// The switches in which two profiles differ, as their types write them; name and title are no switches.
#[must_use]
pub fn switches(first: &Value, second: &Value) -> Vec<Switch> {
    let mut found = Vec::new();
    walk(&mut Vec::new(), first, second, &mut found);
    found.retain(|switch| !matches!(switch.path.as_str(), "name" | "title"));
    found
}

fn walk(path: &mut Vec<String>, first: &Value, second: &Value, found: &mut Vec<Switch>) {
    match (first, second) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for key in keys {
                path.push(key.clone());
                let side = |of: &serde_json::Map<String, Value>| of.get(key).cloned().unwrap_or_default();
                walk(path, &side(one), &side(other), found);
                path.pop();
            }
        }
        _ if first == second => {}
        _ => {
            let switch = Switch { path: path.join("."), first: first.clone(), second: second.clone() };
            found.push(switch);
        }
    }
}

/// A case that ends otherwise under the second practice than under the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// Case id.
    pub case: String,
    /// Name of the scenario.
    pub name: String,
    /// Its ends under the first and the second.
    pub ends: [Ending; 2],
}

impl Differing {
    /// Whether the money is comparable: the scenario was played to its end under both.
    fn is_played(&self) -> bool {
        self.ends.iter().all(|end| matches!(end.outcome, Outcome::Pass | Outcome::Risk | Outcome::Fail))
    }

    /// The sums that differ, with both figures in fen.
    #[must_use]
    pub fn sums(&self) -> Vec<(&Amount, i64, i64)> {
        let [first, second] = &self.ends;
        if !self.is_played() {
            return Vec::new();
        }
        let all: BTreeSet<&Amount> = first.amounts.keys().chain(second.amounts.keys()).collect();
        let of = |end: &Ending, what: &Amount| end.amounts.get(what).copied().unwrap_or_default();
        let both = all.into_iter().map(|what| (what, of(first, what), of(second, what)));
        both.filter(|(_, one, other)| one != other).collect()
    }

    fn risks_differ(&self) -> bool {
        let [first, second] = &self.ends;
        let told = |end: &Ending| end.risks.iter().map(risk_text).collect::<Vec<_>>();
        told(first) != told(second)
    }

    /// Whether outcome, money or who bears a loss is another.
    #[must_use]
    pub fn differs(&self) -> bool {
        let [first, second] = &self.ends;
        first.outcome != second.outcome || !self.sums().is_empty() || self.risks_differ()
    }
}

/// Two practices side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practices {
    /// Their names.
    pub names: [String; 2],
    /// Their dialects.
    pub dialects: [String; 2],
    /// The seed of both runs.
    pub seed: u64,
    /// Scenarios that were run under each.
    pub cases: usize,
    /// Where they stand differently.
    pub switches: Vec<Switch>,
    /// The cases that end otherwise.
    pub differing: Vec<Differing>,
}

impl Practices {
    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        let [first, second] = &self.names;
        let mut text = format!(
            "{first} → {second}: reference terminal, {} {}, seed {}\n\nswitches that differ:\n",
            self.cases,
            if self.cases == 1 { "scenario" } else { "scenarios" },
            self.seed
        );
        for Switch { path, first, second } in &self.switches {
            text.push_str(&format!("  {path}: {} → {}\n", plain(first), plain(second)));
        }
        if self.switches.is_empty() {
            text.push_str("  none\n");
        }
        let [one, other] = &self.dialects;
        if one != other {
            text.push_str(&format!(
                "they speak different dialects ({one}, {other}): messages differ, and amounts only where a fault falls at a \
                 step of the terminal that the other dialect does not take\n"
            ));
        }
        text.push_str("\nwhat that changes:\n");
        for case in &self.differing {
            text.push_str(&self.case_text(case));
        }
        if self.differing.is_empty() {
            text.push_str("  nothing\n");
        }
        let with_sums = self.differing.iter().filter(|case| !case.sums().is_empty()).count();
        text.push_str(&format!(
            "\n{} of {} end otherwise, {with_sums} of them with other amounts in the books\n",
            self.differing.len(),
            self.cases
        ));
        text
    }

    fn case_text(&self, case: &Differing) -> String {
        let [first, second] = &case.ends;
        let mut text = format!("  {:<14} {}\n", case.case, case.name);
        let outcome = if first.outcome == second.outcome {
            word(first.outcome).to_owned()
        } else {
            format!("{} → {}", word(first.outcome), word(second.outcome))
        };
        text.push_str(&format!("    outcome: {outcome}\n"));
        for (amount, one, other) in case.sums() {
            text.push_str(&format!("    {}: {} → {}\n", amount_text(amount), yuan(one), yuan(other)));
        }
        for (name, end) in self.names.iter().zip(&case.ends) {
            for risk in &end.risks {
                text.push_str(&format!("    under {name}: {}\n", risk_text(risk)));
            }
            if let Some(told) = &end.told {
                text.push_str(&format!("    under {name}: {told}\n"));
            }
        }
        text
    }

    /// As JSON, with amounts in fen.
    #[must_use]
    pub fn json(&self) -> String {
        let cases: Vec<Value> = self.differing.iter().map(case_json).collect();
        let document = json!({
            "profiles": self.names,
            "dialects": self.dialects,
            "seed": self.seed,
            "scenarios": self.cases,
            "switches": self.switches,
            "cases": cases,
        });
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn case_json(case: &Differing) -> Value {
    let sums: Vec<Value> = case
        .sums()
        .into_iter()
        .map(|(amount, first, second)| {
            let Amount { book, what, person } = amount;
            json!({"book": book, "what": what, "person": person, "first_fen": first, "second_fen": second})
        })
        .collect();
    let [first, second] = &case.ends;
    json!({
        "case": case.case,
        "name": case.name,
        "outcomes": [first.outcome, second.outcome],
        "amounts": sums,
        "risks": [first.risks, second.risks],
        "told": [first.told, second.told],
    })
}

fn risk_text(risk: &Risk) -> String {
    format!(
        "{} open through `{}`, borne by {}, claimable for {} days",
        yuan(risk.amount_fen),
        risk.practice,
        risk.owner,
        risk.expires_after_days
    )
}

fn amount_text(Amount { book, what, person }: &Amount) -> String {
    let book = if *book == Book::Acquirer { "acquirer's book" } else { "issuer's book" };
    let person = person.as_deref().unwrap_or("nobody");
    match (*what, book) {
        ("paid", _) => format!("{book}, {person} paid"),
        ("held", "issuer's book") => format!("{book}, held of {person}"),
        ("held", _) => format!("{book}, guaranteed to the merchant"),
        ("earned", _) => format!("{book}, the merchant earned"),
        _ => format!("{book}, the fee"),
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotApplicable => "n.a.",
        other => other.name(),
    }
}

/// A value as a profile writes it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(outcome: Outcome, paid: i64, risks: Vec<Risk>) -> Ending {
        let amount = Amount { book: Book::Issuer, what: "paid", person: Some("Wang".to_owned()) };
        Ending { outcome, amounts: BTreeMap::from([(amount, paid)]), risks, told: None }
    }

    fn differing(ends: [Ending; 2]) -> Differing {
        Differing { case: "HOST-001".to_owned(), name: "The host is down".to_owned(), ends }
    }

    #[test]
    fn what_ends_the_same_does_not_differ_and_what_was_not_played_has_no_amounts() {
        let same = || ending(Outcome::Pass, 1200, Vec::new());
        assert!(!differing([same(), same()]).differs());
        let case = differing([same(), ending(Outcome::NotApplicable, 0, Vec::new())]);
        assert!(case.differs() && case.sums().is_empty());
    }

    #[test]
    fn two_practices_as_text() {
        let risk = Risk {
            amount_fen: 1200,
            owner: "merchant".to_owned(),
            expires_after_days: 30,
            practice: "give-up-and-delete".to_owned(),
            evidence: vec![1],
        };
        let one = json!({"name": "strict", "terminal": {"no_slip": "approval-stands", "codes": ["00"]}});
        let other = json!({"name": "loose", "terminal": {"no_slip": "reverse", "codes": ["00", "96"]}});
        let ends = [ending(Outcome::Pass, 0, Vec::new()), ending(Outcome::Risk, 1200, vec![risk])];
        let practices = Practices {
            names: ["strict".to_owned(), "loose".to_owned()],
            dialects: ["unionpay".to_owned(), "iso87".to_owned()],
            seed: 1,
            cases: 2,
            switches: switches(&one, &other),
            differing: vec![differing(ends)],
        };
        insta::assert_snapshot!("practices", practices.text());
    }
}
