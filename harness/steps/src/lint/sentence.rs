//! Whether exactly one phrase knows a sentence; if none does, what is wrong with it.

use source::{Flaw, Place};

use crate::{Sentence, book, wording};

/// Whether exactly one phrase knows this sentence.
pub(crate) fn sentence(file: &str, text: &str, step: &Sentence) -> Option<Flaw> {
    let place = place_of(text, step);
    match step.is_known() {
        Ok(true) => None,
        Ok(false) => {
            let spoken = wording::spoken(step);
            if let Some((reason, hint)) = book::misfit(&spoken) {
                return Some(Flaw::at(file, text, place, reason, hint));
            }
            let hint = match book::nearest(&spoken) {
                Some(phrase) => format!("the nearest phrase is: {phrase}; `tearproof steps` lists them all"),
                None => "`tearproof steps` lists every phrase".to_owned(),
            };
            Some(Flaw::at(file, text, place, format!("no phrase says `{}`", step.value), hint))
        }
        Err(ambiguous) => {
            let claims: Vec<String> =
                ambiguous.possible_matches.iter().map(|(regex, _)| book::readable(regex.as_str())).collect();
            let reason = format!("several phrases claim `{}`: {}", step.value, claims.join(" | "));
            Some(Flaw::at(file, text, place, reason, "word it so that only one fits"))
        }
    }
}

/// Place of a sentence; gherkin counts columns in bytes.
pub(crate) fn place_of(text: &str, step: &gherkin::Step) -> Place {
    Place::of_line(text, step.position.line)
}
