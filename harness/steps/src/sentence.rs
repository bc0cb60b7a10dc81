//! A sentence of a scenario with the phrase that says it, looked up once however often the sentence is said.

use std::ops::Deref;

use cucumber::step::{AmbiguousMatchError, Context, Step};
use futures::future::LocalBoxFuture;

use crate::{Counter, book, wording};

/// A sentence as it is written, and how it is said.
#[derive(Debug)]
pub struct Sentence {
    step: gherkin::Step,
    phrase: Result<Option<Phrase>, AmbiguousMatchError>,
}

/// A phrase, and what stands in its blanks.
#[derive(Debug)]
struct Phrase {
    function: Step<Counter>,
    context: Context,
}

impl Deref for Sentence {
    type Target = gherkin::Step;

    fn deref(&self) -> &gherkin::Step {
        &self.step
    }
}

impl Sentence {
    /// Looks the phrase up.
    pub(crate) fn of(step: gherkin::Step) -> Self {
        let found = book::collection().find(&wording::spoken(&step));
        let phrase =
            found.map(|found| found.map(|(function, _, _, context)| Phrase { function: *function, context }));
        Self { step, phrase }
    }

    /// Whether any phrase says it.
    ///
    /// # Errors
    /// Several do.
    pub(crate) fn is_known(&self) -> Result<bool, &AmbiguousMatchError> {
        self.phrase.as_ref().map(Option::is_some)
    }

    /// Says it at a counter; `None` where not exactly one phrase does.
    pub(crate) fn say<'a>(&self, counter: &'a mut Counter) -> Option<LocalBoxFuture<'a, ()>> {
        let Phrase { function, context } = self.phrase.as_ref().ok()?.as_ref()?;
        Some(function(counter, context.clone()))
    }
}
