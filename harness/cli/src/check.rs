//! `tearproof check`: everything that can be wrong in the texts, told before anything runs.

use std::collections::BTreeMap;

use crate::args::CheckArgs;
use crate::out;
use crate::suite::{Suite, Unnamed};
use crate::trouble::Trouble;

pub(crate) fn check(args: &CheckArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench);
    let features = suite.features(&args.features, Unnamed::All, stand.as_ref().ok());
    let (stand, features) = match (stand, features) {
        (Ok(stand), Ok(features)) => (stand, features),
        (Err(Trouble::Flaws(mut flaws)), Err(Trouble::Flaws(more))) => {
            flaws.extend(more);
            return Err(Trouble::Flaws(flaws));
        }
        (Err(trouble), _) | (_, Err(trouble)) => return Err(trouble),
    };
    let mut chapters: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for case in features.iter().flat_map(|feature| &feature.cases) {
        let counts = chapters.entry(case.head.chapter.unwrap_or_default()).or_default();
        if case.head.language == "zh-CN" {
            counts.1 += 1;
        } else {
            counts.0 += 1;
        }
    }
    let total: usize = chapters.values().map(|(english, chinese)| english + chinese).sum();
    let mut text = String::new();
    for case in features.iter().flat_map(|feature| &feature.cases).filter(|_| args.list) {
        let head = &case.head;
        text.push_str(&format!("{:<20} {}:{} {}\n", head.case, case.feature.path, head.line, head.name));
    }
    text.push_str("chapter  English  Chinese\n");
    for (chapter, (english, chinese)) in &chapters {
        text.push_str(&format!("{chapter:>7}  {english:>7}  {chinese:>7}\n"));
    }
    let profile = &stand.profile.name;
    text.push_str(&format!(
        "{}, {}, profile {profile}: nothing to object to\n",
        count(features.len(), "feature"),
        count(total, "scenario")
    ));
    out::print(&text);
    Ok(0)
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
