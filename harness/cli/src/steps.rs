//! `tearproof steps`, `defects` and `rules`: what can be written, seeded and found.

use std::collections::BTreeSet;

use crate::args::StepsArgs;
use crate::out;
use crate::trouble::Trouble;

/// The phrase book.
pub(crate) fn steps(args: &StepsArgs) -> Result<u8, Trouble> {
    let wanted = |english: bool, chinese: bool| match args.lang.as_deref() {
        Some("en") => english,
        Some(_) => chinese,
        None => true,
    };
    let mut text = String::from("PHRASES\n");
    let mut seen = BTreeSet::new();
    for phrase in steps::phrases().iter().filter(|phrase| wanted(phrase.english, phrase.chinese)) {
        if seen.insert((phrase.keyword, &phrase.text)) {
            text.push_str(&format!("  {:<5} {}\n", phrase.keyword, phrase.text));
        }
    }
    text.push_str("\nWORDS\n");
    for (blank, words) in steps::vocabulary() {
        text.push_str(&format!("  {{{blank}}}\n"));
        for word in words.iter().filter(|word| wanted(!is_chinese(word), is_chinese(word))) {
            text.push_str(&format!("    {word}\n"));
        }
    }
    text.push_str("\nFIGURES AND NAMES\n");
    for (blank, meaning) in steps::FIGURES {
        text.push_str(&format!("  {{{blank}}}\n    {meaning}\n"));
    }
    text.push_str("\nEVENTS (moments by the names that records use)\n");
    for event in rig::CATALOGUE {
        let sight = if event.sight == rig::Sight::Outer { "every bench" } else { "where the terminal tells" };
        text.push_str(&format!("  {:<28} {:<24} {}\n", event.name, sight, event.sentence));
    }
    text.push_str("\nFAULTS\n");
    for kind in rig::FaultKind::ALL {
        text.push_str(&format!("  {}\n", kind.name()));
    }
    out::print(&text);
    Ok(0)
}

/// The defects.
pub(crate) fn defects() -> Result<u8, Trouble> {
    let mut text = String::new();
    for defect in rig_virtual::Planted::all() {
        text.push_str(&format!("{:<4} {}\n     {}\n", defect.id(), defect.name(), defect.sentence()));
    }
    out::print(&text);
    Ok(0)
}

/// The rules.
pub(crate) fn rules() -> Result<u8, Trouble> {
    let mut text = String::new();
    for rule in oracle::rules() {
        text.push_str(&format!("{}\n    {}\n", rule.id, rule.sentence));
        text.push_str(&format!("    checks: {}\n    does not check: {}\n", rule.checks, rule.does_not_check));
    }
    out::print(&text);
    Ok(0)
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}
