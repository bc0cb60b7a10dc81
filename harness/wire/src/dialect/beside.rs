//! Two dialects that say the same in other bytes: whatever one of them writes is tried in the other as well.
//!
//! Whoever looks at messages and not at bytes does the same in both, as long as every message reads the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Dialect;
use super::plan::{Form, PartPlan, Plan};
use crate::error::EncodeError;
use crate::message::Message;

/// Bytes of a body that every reader of frames takes; longer ones would have to be looked at one by one.
const SURELY_READ: usize = 4000;

/// The other dialect, and whether something did not come out of it as it went in.
pub(super) struct Beside {
    dialect: Arc<Dialect>,
    differs: AtomicBool,
}

impl Dialect {
    /// Whether the two have the same fields with the same content, keep everything in the same places, and tell classes by
    /// the same codes, so that they differ in nothing but their bytes.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let fields = self.plans.iter().map(|plan| plan.map(said));
        self.framing == other.framing
            && self.second_bitmap == other.second_bitmap
            && (&self.mac, self.mac_kind) == (&other.mac, other.mac_kind)
            && self.places == other.places
            && self.transactions == other.transactions
            && fields.eq(other.plans.iter().map(|plan| plan.map(said)))
            && self.extents().eq(other.extents())
    }

    /// Where the sub-fields of all fields begin and end, and what fills them.
    fn extents(&self) -> impl Iterator<Item = (u8, usize, usize, bool, Option<&str>)> {
        self.details.iter().flat_map(|(number, detail)| {
            detail.parts.iter().map(move |PartPlan { start, length, open, fill, .. }| {
                (*number, *start, *length, *open, fill.as_deref())
            })
        })
    }

    /// This dialect, which tries in the other one whatever it writes.
    #[must_use]
    pub fn beside(&self, other: &Arc<Self>) -> Self {
        let beside = Beside { dialect: Arc::clone(other), differs: AtomicBool::new(false) };
        Self { beside: Some(Arc::new(beside)), ..self.clone() }
    }

    /// Whether it stands beside a dialect of this name, and whatever it wrote so far reads there as it was meant.
    #[must_use]
    pub fn reads_the_same_in(&self, name: &str) -> bool {
        let beside = self.beside.as_ref().filter(|beside| beside.dialect.name == name);
        beside.is_some_and(|beside| !beside.differs.load(Ordering::Relaxed))
    }

    /// What could be written here, in so many bytes, can be there, and reads as it was meant; what could not, cannot.
    pub(super) fn try_beside(&self, message: &Message, written: Result<usize, &EncodeError>) {
        let Some(Beside { dialect, differs }) = self.beside.as_deref() else { return };
        let there = dialect.encode(message);
        let same = match (written, there) {
            (Ok(here), Ok(there)) => {
                let fits = here <= SURELY_READ && there.len() <= SURELY_READ;
                fits && dialect.decode(&there).is_ok_and(|read| read == *message)
            }
            (Err(here), Err(there)) => *here == there,
            _ => false,
        };
        if !same {
            differs.store(true, Ordering::Relaxed);
        }
    }

    /// Nobody can say what bytes that cannot be read would have been there.
    pub(super) fn unread_beside(&self) {
        if let Some(beside) = &self.beside {
            beside.differs.store(true, Ordering::Relaxed);
        }
    }
}

/// What a field says, whatever its bytes. How much a variable one can hold shows when it is written.
fn said(plan: Plan) -> impl PartialEq {
    let Plan { content, class, form, tlv, whole_parts, prefix, max, .. } = plan;
    let length = prefix.is_none().then_some(max);
    (content, class, form == Form::Packed, tlv, whole_parts, length)
}
