//! One ISO 8583 message: a type and the fields 2 to 128 in their canonical form.
//!
//! Canonical means free of the wire: n as ASCII digits, z with `=`, text as its bytes (possibly GBK), b as raw
//! bytes. Nothing is checked here; encoding checks against the dialect. Fields that hold secrets are handed out
//! as their types or through `expose`, never as text.
//!
//! All values lie in one arena in field order, so that decoding costs no allocation for each field and equality
//! is a comparison of bytes.

use std::fmt;

use crate::mask;
use crate::mti::Mti;
use crate::secret::{Pan, PinBlock, Track2};
use crate::tlv::{Tlv, TlvError};

/// A message, independent of any dialect.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    mti: Mti,
    /// Field n is bit 128 − n, so that leading zeros count up to the first field.
    bits: u128,
    /// All values, in field order, without gaps.
    arena: Vec<u8>,
    /// Where each present field's value ends in the arena.
    ends: Vec<usize>,
}

impl Message {
    /// A message without fields.
    #[must_use]
    pub const fn new(mti: Mti) -> Self {
        Self { mti, bits: 0, arena: Vec::new(), ends: Vec::new() }
    }

    /// Its type.
    #[must_use]
    pub const fn mti(&self) -> Mti {
        self.mti
    }

    /// Changes the type and leaves the fields.
    pub const fn set_mti(&mut self, mti: Mti) {
        self.mti = mti;
    }

    /// True when the field is there.
    #[must_use]
    pub const fn has(&self, n: u8) -> bool {
        self.bits & bit(n) != 0
    }

    /// The numbers of the fields there are, ascending.
    pub fn fields(&self) -> impl Iterator<Item = u8> + use<> {
        numbers(self.bits)
    }

    /// Numbers and values, ascending, secrets included.
    pub(crate) fn values(&self) -> impl Iterator<Item = (u8, &[u8])> {
        let mut start = 0;
        self.fields().zip(&self.ends).map(move |(n, &end)| {
            let value = self.arena.get(start..end).unwrap_or_default();
            start = end;
            (n, value)
        })
    }

    /// The value as text; `None` when the field is absent, is not UTF-8 (GBK text, binary), or may hold a
    /// secret: 2, 34, 35, 36, 45, 52, 55, 102, 103, 48 of file actions (03xx), 62 of network management (08xx)
    /// or with bytes that are no text.
    #[must_use]
    pub fn text(&self, n: u8) -> Option<&str> {
        std::str::from_utf8(self.bytes(n)?).ok()
    }

    /// The value as bytes; `None` when absent or possibly secret, as for [`Message::text`].
    #[must_use]
    pub fn bytes(&self, n: u8) -> Option<&[u8]> {
        self.expose(n).filter(|value| !mask::is_secret(n, self.mti, value))
    }

    /// The value of a numeric field; `None` when absent, secret, empty, not all digits or beyond 64 bits.
    #[must_use]
    pub fn number(&self, n: u8) -> Option<u64> {
        let text = self.text(n)?;
        if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
    }

    /// The canonical value of any field, **secrets included**. What it returns must not reach a journal, a log
    /// or a report.
    #[must_use]
    pub fn expose(&self, n: u8) -> Option<&[u8]> {
        if !self.has(n) {
            return None;
        }
        let (start, end) = self.place(n);
        self.arena.get(start..end)
    }

    /// Sets a field from text. Numbers outside 2 to 128 are no fields and are ignored.
    pub fn set_text(&mut self, n: u8, text: &str) {
        self.set_bytes(n, text.as_bytes());
    }

    /// Sets a field from its canonical bytes. Numbers outside 2 to 128 are no fields and are ignored.
    pub fn set_bytes(&mut self, n: u8, value: &[u8]) {
        if bit(n) == 0 {
            return;
        }
        if self.bits & (bit(n) | bit(n).wrapping_sub(1)) == 0 {
            // Fields mostly come in ascending order, and a message has a few dozen of them.
            if self.bits == 0 {
                self.arena.reserve(256);
                self.ends.reserve(32);
            }
            self.arena.extend_from_slice(value);
            self.ends.push(self.arena.len());
            self.bits |= bit(n);
            return;
        }
        let rank = self.rank(n);
        let had = self.has(n);
        let (start, end) = self.place(n);
        self.arena.splice(start..end, value.iter().copied());
        if !had {
            self.ends.insert(rank, start);
            self.bits |= bit(n);
        }
        for later in self.ends.iter_mut().skip(rank + usize::from(had)) {
            *later = *later - (end - start) + value.len();
        }
        if let Some(own) = self.ends.get_mut(rank) {
            *own = start + value.len();
        }
    }

    /// Takes a field out; nothing happens when it is not there.
    pub fn clear(&mut self, n: u8) {
        if !self.has(n) {
            return;
        }
        let rank = self.rank(n);
        let (start, end) = self.place(n);
        self.arena.drain(start..end);
        self.ends.remove(rank);
        self.bits &= !bit(n);
        for later in self.ends.iter_mut().skip(rank) {
            *later -= end - start;
        }
    }

    /// The card number in field 2; `None` when absent or not 12 to 19 digits.
    #[must_use]
    pub fn pan(&self) -> Option<Pan> {
        Pan::new(std::str::from_utf8(self.expose(2)?).ok()?).ok()
    }

    /// Sets field 2.
    pub fn set_pan(&mut self, pan: &Pan) {
        self.set_text(2, pan.expose());
    }

    /// The second track in field 35; `None` when absent or not a track.
    #[must_use]
    pub fn track2(&self) -> Option<Track2> {
        Track2::new(std::str::from_utf8(self.expose(35)?).ok()?).ok()
    }

    /// Sets field 35.
    pub fn set_track2(&mut self, track: &Track2) {
        self.set_text(35, track.expose());
    }

    /// The PIN block in field 52; `None` when absent or not eight bytes.
    #[must_use]
    pub fn pin_block(&self) -> Option<PinBlock> {
        Some(PinBlock::new(self.expose(52)?.try_into().ok()?))
    }

    /// Sets field 52.
    pub fn set_pin_block(&mut self, block: &PinBlock) {
        self.set_bytes(52, block.expose());
    }

    /// The chip data in field 55; `None` when absent.
    ///
    /// # Errors
    /// The field is no TLV list.
    pub fn chip(&self) -> Result<Option<Tlv>, TlvError> {
        self.expose(55).map(Tlv::parse).transpose()
    }

    /// Sets field 55.
    pub fn set_chip(&mut self, tlv: &Tlv) {
        self.set_bytes(55, &tlv.to_bytes());
    }

    /// How many fields stand before `n`.
    fn rank(&self, n: u8) -> usize {
        (self.bits & !(bit(n) | bit(n).wrapping_sub(1))).count_ones() as usize
    }

    /// Start and end of the value in the arena; an empty range at its place when the field is absent.
    fn place(&self, n: u8) -> (usize, usize) {
        let rank = self.rank(n);
        let start = rank.checked_sub(1).and_then(|r| self.ends.get(r)).copied().unwrap_or(0);
        let end = if self.has(n) { self.ends.get(rank).copied().unwrap_or(start) } else { start };
        (start, end)
    }

    /// Lets `fill` write the values of the fields `bits`: into a store of `room` bytes, and the end of each. It
    /// returns the bytes used. When it fails, the message is left without fields.
    #[inline]
    pub(crate) fn refill<E>(
        &mut self,
        mti: Mti,
        bits: u128,
        room: usize,
        fill: impl FnOnce(&mut [u8], &mut [usize]) -> Result<usize, E>,
    ) -> Result<(), E> {
        self.mti = mti;
        self.arena.resize(room, 0);
        self.ends.resize(bits.count_ones() as usize, 0);
        let outcome = fill(&mut self.arena, &mut self.ends);
        match outcome {
            Ok(used) => {
                self.bits = bits;
                self.arena.truncate(used);
                Ok(())
            }
            Err(error) => {
                self.bits = 0;
                self.arena.clear();
                self.ends.clear();
                Err(error)
            }
        }
    }

    /// Bytes of all values together.
    pub(crate) const fn store(&self) -> usize {
        self.arena.len()
    }

    pub(crate) const fn bits(&self) -> u128 {
        self.bits
    }
}

/// The bit of a field; none for numbers outside 2 to 128.
pub(crate) const fn bit(n: u8) -> u128 {
    if matches!(n, 2..=128) { 1 << (128 - n) } else { 0 }
}

/// The numbers in a bit set, ascending; in two halves, since wide shifts are dear.
#[inline]
pub(crate) fn numbers(bits: u128) -> impl Iterator<Item = u8> + use<> {
    let (mut first, mut second) = ((bits >> 64) as u64, bits as u64);
    std::iter::from_fn(move || {
        let (half, base) = if first != 0 { (&mut first, 1) } else { (&mut second, 65) };
        if *half == 0 {
            return None;
        }
        let zeros = half.leading_zeros();
        *half ^= 1 << 63 >> zeros;
        Some(base + zeros as u8)
    })
}

/// The first field of a bit set.
pub(crate) const fn lowest(bits: u128) -> Option<u8> {
    if bits == 0 { None } else { Some(bits.leading_zeros() as u8 + 1) }
}

impl fmt::Debug for Message {
    /// Type and masked fields; without a dialect nothing is known of sub-fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({}", self.mti)?;
        for (n, value) in self.values() {
            write!(f, " {n}={}", mask::field(n, self.mti, value))?;
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_set_in_any_order_make_the_same_message() {
        let mut one = Message::new(Mti::new(0x0200));
        let mut other = one.clone();
        one.set_text(11, "000123");
        one.set_text(4, "000000012000");
        one.set_text(128, "12345678");
        other.set_text(128, "x");
        other.set_text(4, "000000012000");
        other.set_text(39, "00");
        other.set_text(11, "000123");
        other.set_text(128, "12345678");
        other.clear(39);
        other.clear(40);
        assert_eq!(one, other);
        assert_eq!(one.fields().collect::<Vec<_>>(), [4, 11, 128]);
        assert_eq!((one.number(4), one.text(11), one.text(12)), (Some(12000), Some("000123"), None));
    }

    #[test]
    fn numbers_that_are_no_fields_are_ignored() {
        let mut message = Message::new(Mti::new(0x0200));
        for n in [0, 1, 129, 255] {
            message.set_text(n, "x");
            message.clear(n);
            assert!(!message.has(n) && message.expose(n).is_none());
        }
        assert_eq!(message, Message::new(Mti::new(0x0200)));
    }
}
