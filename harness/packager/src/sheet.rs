//! What a packager came to, between reading and writing.

use std::collections::BTreeMap;

use source::Flaw;

use crate::class::Shape;

/// What a file came to.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// `ascii` or `bcd`.
    pub(crate) mti: Option<&'static str>,
    /// In hex characters; how many fields it covers.
    pub(crate) bitmap: Option<(bool, u32)>,
    pub(crate) fields: BTreeMap<u32, Field>,
}

/// One field as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// Fixed or greatest length, in digits, characters or bytes.
    pub(crate) length: u32,
    pub(crate) shape: Shape,
    /// An odd number of packed digits has its spare nibble in front.
    pub(crate) padded: bool,
}

/// Something that a dialect cannot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// Where and why.
    pub flaw: Flaw,
    /// The field.
    pub number: Option<u32>,
}
