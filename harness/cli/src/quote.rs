//! What a record quotes of its feature: the lines that its scenario is made of, and no other scenario.
//!
//! Those are the sentences, backgrounds included; the keywords and tags above them; of a table the row and its head;
//! the rule that it stands under, and the feature's title. It reads features that were found sound: in those, what
//! stands above a scenario's first sentence is its keyword.

use std::collections::BTreeSet;
use std::sync::Arc;

use steps::{Case, FeatureFile};

/// Lets every case of a feature keep its own lines alone.
pub(crate) fn quote(feature: &mut FeatureFile) {
    let Some(whole) = feature.cases.first().map(|case| Arc::clone(&case.feature)) else { return };
    let page = Page::of(&whole.text);
    for case in &mut feature.cases {
        let lines = page.lines_of(case);
        case.feature = Arc::new(whole.quoting(lines.into_iter().map(|n| (n, page.line(n)))));
    }
}

/// A feature's text; lines count from 1.
struct Page<'a> {
    lines: Vec<&'a str>,
    /// Language and title, with the tags between them.
    title: BTreeSet<usize>,
    rules: Vec<usize>,
}

impl<'a> Page<'a> {
    fn of(text: &'a str) -> Self {
        let mut page = Self { lines: text.lines().collect(), title: BTreeSet::new(), rules: Vec::new() };
        let all = 1..=page.lines.len();
        let language = all.clone().find(|n| !page.line(*n).trim().is_empty());
        let title = all.clone().find(|n| page.says(*n) && !page.begins(*n, "@"));
        page.title.extend(language.filter(|n| page.begins(*n, "#")));
        page.title.extend(title);
        page.title.extend(title.map(|n| page.tags_above(n)).unwrap_or_default());
        // The keyword of both languages; prose below it may begin with the word, but not with its colon.
        page.rules = all.filter(|n| page.begins(*n, "Rule:")).collect();
        page
    }

    fn line(&self, n: usize) -> &'a str {
        n.checked_sub(1).and_then(|n| self.lines.get(n)).copied().unwrap_or_default()
    }

    fn begins(&self, n: usize, with: &str) -> bool {
        self.line(n).trim_start().starts_with(with)
    }

    /// Whether a line is neither empty nor a comment.
    fn says(&self, n: usize) -> bool {
        !self.line(n).trim().is_empty() && !self.begins(n, "#")
    }

    /// The nearest line above that says something.
    fn above(&self, n: usize) -> Option<usize> {
        (1..n).rev().find(|n| self.says(*n))
    }

    fn tags_above(&self, n: usize) -> Vec<usize> {
        std::iter::successors(self.above(n), |n| self.above(*n))
            .take_while(|n| self.begins(*n, "@"))
            .collect()
    }

    fn lines_of(&self, case: &Case) -> BTreeSet<usize> {
        let mut own: BTreeSet<usize> = case.steps.iter().map(|step| step.position.line).collect();
        own.insert(case.head.line);
        if self.begins(case.head.line, "|") {
            let rows = std::iter::successors(self.above(case.head.line), |n| self.above(*n));
            own.extend(rows.take_while(|n| self.begins(*n, "|")).last());
        }
        let sentences: Vec<usize> = own.iter().copied().filter(|n| *n != case.head.line).collect();
        let mut keywords: BTreeSet<usize> = sentences.iter().filter_map(|n| self.above(*n)).collect();
        keywords.insert(case.head.line);
        for keyword in keywords.into_iter().filter(|n| !sentences.contains(n)) {
            own.extend(self.tags_above(keyword));
            own.insert(keyword);
        }
        let rules_above = self.rules.partition_point(|rule| *rule < case.head.line);
        let rule = rules_above.checked_sub(1).and_then(|n| self.rules.get(n)).copied();
        own.extend(rule);
        own.extend(rule.map(|n| self.tags_above(n)).unwrap_or_default());
        own.extend(&self.title);
        own
    }
}
