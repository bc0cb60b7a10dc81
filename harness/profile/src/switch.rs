//! A switch of practice that notes whether anybody looked how it stands.
//!
//! Whoever never looked would have done the same had the switch stood the other way.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::Profile;

/// A switch. Looking at it is noted, and so is copying it; writing it out is not, so that whoever quotes the profile of a
/// run that others may stand for quotes it from elsewhere; a copy was not looked at yet. Two switches are held against
/// each other unnoted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Switch<T> {
    stands: T,
    #[serde(skip)]
    seen: AtomicBool,
}

impl<T: Copy> Switch<T> {
    /// How it stands.
    pub fn get(&self) -> T {
        // Many runs look at one switch at a time; it is written to once.
        if !self.seen.load(Ordering::Relaxed) {
            self.seen.store(true, Ordering::Relaxed);
        }
        self.stands
    }

    /// Turns it to where the other one stands, unless somebody looked at that.
    fn follow_unseen(&mut self, other: &Self) {
        if !other.seen.load(Ordering::Relaxed) {
            self.stands = other.stands;
        }
    }
}

impl<T> From<T> for Switch<T> {
    fn from(stands: T) -> Self {
        Self { stands, seen: AtomicBool::new(false) }
    }
}

impl<T: Default> Default for Switch<T> {
    fn default() -> Self {
        Self { stands: T::default(), seen: AtomicBool::new(false) }
    }
}

impl<T: Copy> Clone for Switch<T> {
    fn clone(&self) -> Self {
        self.get().into()
    }
}

impl<T: PartialEq> PartialEq for Switch<T> {
    fn eq(&self, other: &Self) -> bool {
        self.stands == other.stands
    }
}

impl<T: Eq> Eq for Switch<T> {}

impl<T: Copy + PartialEq> PartialEq<T> for Switch<T> {
    fn eq(&self, stands: &T) -> bool {
        self.get() == *stands
    }
}

impl Profile {
    /// Whether all that was done so far under this profile would have been done under the other one: they differ in
    /// nothing but what they are called and switches that nobody looked at here.
    #[must_use]
    pub fn stands_for(&self, other: &Self) -> bool {
        // What is cheap to see goes first.
        if self.dialect != other.dialect {
            return false;
        }
        let mut other = other.clone();
        (other.name, other.title) = (self.name.clone(), self.title.clone());
        let (own, its) = (&self.terminal, &mut other.terminal);
        its.no_slip.follow_unseen(&own.no_slip);
        its.offline.without_line.follow_unseen(&own.offline.without_line);
        for (own, its) in [(&own.void, &mut its.void), (&own.pre_auth, &mut its.pre_auth)] {
            its.supervisor.follow_unseen(&own.supervisor);
            its.card.follow_unseen(&own.card);
            its.pin.follow_unseen(&own.pin);
        }
        let (own, its) = (&own.reversal, &mut its.reversal);
        its.trigger.follow_unseen(&own.trigger);
        its.after_exhaustion.follow_unseen(&own.after_exhaustion);
        its.on_send_failure.follow_unseen(&own.on_send_failure);
        its.on_mismatch.follow_unseen(&own.on_mismatch);
        its.on_unproven_decline.follow_unseen(&own.on_unproven_decline);
        its.on_day_change.follow_unseen(&own.on_day_change);
        its.counter_without_answer.follow_unseen(&own.counter_without_answer);
        other == *self
    }
}

#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Switch<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
