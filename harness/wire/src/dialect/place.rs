//! Writing and reading by meaning: the codes of a class, and what stands at a dialect's places.
//!
//! A value whose place a dialect lacks is not written; sub-fields that nobody gives a value keep what
//! they had, or are what the dialect fills them with: noughts in numbers, blanks in text, unless it says otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::sheet::Place;
use super::{Dialect, part};
use crate::{Class, EncodeError, Message, PayCode};

impl Dialect {
    /// Whether the dialect keeps such a thing at all.
    #[must_use]
    pub fn has(&self, place: Place) -> bool {
        self.places.contains_key(&place)
    }

    /// The number of the field in which a place is; `None` where the dialect keeps no such thing.
    #[must_use]
    pub fn field_of(&self, place: Place) -> Option<u8> {
        Some(part::split(self.places.get(&place)?)?.0)
    }

    /// Every place that the dialect keeps, with the path of its field or sub-field.
    pub fn places(&self) -> impl Iterator<Item = (Place, &str)> {
        self.places.iter().map(|(place, path)| (*place, path.as_str()))
    }

    /// What stands at a place of a message.
    #[must_use]
    pub fn at<'m>(&self, message: &'m Message, place: Place) -> Option<&'m str> {
        self.part(message, self.places.get(&place)?)
    }

    /// The payment code of a message; `None` when there is none, or something else in its place.
    #[must_use]
    pub fn pay_code(&self, message: &Message) -> Option<PayCode> {
        let (number, None) = part::split(self.places.get(&Place::PayCode)?)? else {
            return None;
        };
        PayCode::new(std::str::from_utf8(message.expose(number)?).ok()?).ok()
    }

    /// A message of a class with its codes and what is to stand at its places; `None` for a class that the dialect
    /// cannot write.
    ///
    /// # Errors
    /// A value of wrong length or character, by path.
    pub fn begin(&self, class: Class, values: &[(Place, &str)]) -> Option<Result<Message, EncodeError>> {
        let mut message = Message::new(self.type_of(class)?);
        Some(self.fill(&mut message, self.codes(class), values).map(|()| message))
    }

    /// Puts values at their places; a field is written anew with all its sub-fields.
    ///
    /// # Errors
    /// A value of wrong length or character, by path.
    pub fn place(&self, message: &mut Message, values: &[(Place, &str)]) -> Result<(), EncodeError> {
        self.fill(message, Vec::new(), values)
    }

    fn fill<'v>(
        &'v self,
        message: &mut Message,
        codes: Vec<(&'v str, &'v str)>,
        values: &[(Place, &'v str)],
    ) -> Result<(), EncodeError> {
        let placed =
            values.iter().filter_map(|(place, value)| Some((self.places.get(place)?.as_str(), *value)));
        let mut split: BTreeMap<u8, BTreeMap<usize, &str>> = BTreeMap::new();
        for (path, value) in codes.into_iter().chain(placed) {
            match part::split(path) {
                Some((number, None)) => message.set_text(number, value),
                Some((number, Some(index))) => {
                    split.entry(number).or_default().insert(index, value);
                }
                None => {}
            }
        }
        for (number, given) in split {
            let before = message.text(number).unwrap_or_default().to_owned();
            let whole = self.refilled(number, &given, &before)?;
            message.set_text(number, &whole);
        }
        Ok(())
    }

    /// A field up to the last sub-field that has a value, given now or there before; one of fixed length as a whole.
    fn refilled(
        &self,
        number: u8,
        given: &BTreeMap<usize, &str>,
        before: &str,
    ) -> Result<String, EncodeError> {
        let plans = self.parts(number);
        let there = plans.iter().filter(|part| part.start < before.len()).count();
        let last = given.keys().next_back().copied().unwrap_or(0).max(there);
        let plan = self.plan(number);
        let fixed = plan.is_some_and(|plan| plan.prefix.is_none());
        let last = if fixed { last.max(plans.len()) } else { last };
        let filler = if plan.is_some_and(|plan| plan.is_text()) { " " } else { "0" };
        let value = |index: usize| -> Cow<'_, str> {
            if let Some(value) = given.get(&index) {
                return (*value).into();
            }
            let Some(part) = plans.get(index - 1) else {
                return "".into();
            };
            let end = before.len().min(part.start + part.length);
            match before.get(part.start..end).filter(|old| !old.is_empty()) {
                Some(old) => old.into(),
                None => part.fill.as_deref().map_or_else(|| filler.repeat(part.length).into(), Cow::Borrowed),
            }
        };
        let values: Vec<Cow<'_, str>> = (1..=last).map(value).collect();
        self.joined(number, values.iter().map(|value| &**value))
    }
}
