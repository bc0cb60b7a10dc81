//! A dialect: how each field lies on the wire, read from a file and worked out into a table.
//!
//! A dialect is data. It says how each class of transaction is told from the others, and nothing else about which
//! message carries which field; that is the profile's and the flows' business.

mod beside;
mod check;
mod decode;
mod encode;
mod fault;
mod part;
mod place;
mod plan;
mod seal;
mod sheet;
mod transaction;

pub use sheet::{Align, Content, Encoding, Place};

use std::collections::BTreeMap;
use std::sync::Arc;

use source::Flaw;

use crate::frame::{Envelope, FrameError, Framing};
use crate::mac::MacKind;
use plan::{Detail, Plan};
use sheet::{BitmapEncoding, DigitEncoding};
use transaction::Writing;

/// One acquirer's way of writing ISO 8583.
#[derive(Clone)]
pub struct Dialect {
    name: String,
    framing: Framing,
    mti: DigitEncoding,
    bitmap: BitmapEncoding,
    /// Fields 1 to 64, or 1 to 128.
    second_bitmap: bool,
    /// Bits of the fields that the dialect has, as in a message.
    known: u128,
    /// MAC fields, first half and second half of the field numbers.
    mac: Vec<u8>,
    mac_kind: Option<MacKind>,
    /// Indexed by field number.
    plans: Vec<Option<Plan>>,
    details: BTreeMap<u8, Detail>,
    /// In the order of the file: the first that fits a message is its class.
    transactions: Vec<Writing>,
    places: BTreeMap<Place, String>,
    /// Another dialect in which whatever is written here is tried.
    beside: Option<Arc<beside::Beside>>,
}

impl Dialect {
    /// Reads a dialect; `file` is the name shown in flaws.
    ///
    /// # Errors
    /// A [`Flaw`] for text that does not parse, an unknown key, or facets that contradict each other, such as
    /// packed digits in a text field or a maximum that the prefix cannot say.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Flaw> {
        check::compile(file, text)
    }

    /// Its name, as profiles refer to it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which parts a frame has.
    #[must_use]
    pub const fn framing(&self) -> Framing {
        self.framing
    }

    /// Puts length prefix, TPDU and header before a body.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] when the length prefix cannot say the length.
    pub fn frame(&self, envelope: &Envelope, body: &[u8]) -> Result<Vec<u8>, FrameError> {
        self.framing.write(envelope, body)
    }

    /// How a MAC is made; `None` where messages carry none.
    #[must_use]
    pub const fn mac_kind(&self) -> Option<MacKind> {
        self.mac_kind
    }

    /// Whether numbers of a field are packed, two digits a byte.
    #[must_use]
    pub fn is_packed(&self, n: u8) -> bool {
        self.plan(n).is_some_and(|plan| plan.form == plan::Form::Packed)
    }

    /// Whether field 35 may hold an enciphered track.
    #[must_use]
    pub fn takes_sealed_tracks(&self) -> bool {
        self.plan(35).is_some_and(|plan| plan.content == Content::Ze)
    }

    /// The numbers of the fields that the dialect has, ascending.
    pub fn fields(&self) -> impl Iterator<Item = u8> + '_ {
        self.details.keys().copied()
    }

    /// The name of a field (`"60"`) or sub-field (`"60.2"`).
    #[must_use]
    pub fn label(&self, path: &str) -> Option<&str> {
        let (number, index) = part::split(path)?;
        let detail = self.details.get(&number)?;
        match index {
            None => Some(&detail.name),
            Some(index) => detail.parts.get(index.checked_sub(1)?).map(|part| part.name.as_str()),
        }
    }

    #[inline]
    fn plan(&self, n: u8) -> Option<&Plan> {
        self.plans.get(usize::from(n)).and_then(Option::as_ref)
    }

    /// The sub-fields of a field; none for a field without.
    fn parts(&self, n: u8) -> &[plan::PartPlan] {
        self.details.get(&n).map_or(&[], |detail| &detail.parts)
    }

    /// The sub-field inside which a value of this length ends, counted from 1.
    fn torn_part(&self, n: u8, length: usize) -> Option<usize> {
        self.details.get(&n)?.torn_part(length)
    }
}

impl std::fmt::Debug for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dialect({}, {} fields)", self.name, self.known.count_ones())
    }
}
