//! Messages with a MAC: writing one and checking one.
//!
//! The MAC covers everything from the message type to the byte before the MAC itself, the bitmap with the
//! MAC's bit set (PAYMENTS 1.11). Which messages need one is the profile's business.

use super::Dialect;
use super::plan::Form;
use crate::error::EncodeError;
use crate::hex;
use crate::key::Key;
use crate::mac::MacCheck;
use crate::message::{Message, bit};

/// Fields 65 to 127.
const SECOND_HALF: u128 = 0xFFFF_FFFF_FFFF_FFFE;

impl Dialect {
    /// Encodes the message with a MAC of the dialect's kind in field 64 (or 128, when the message has fields
    /// beyond 64). A MAC that the message already holds is replaced.
    ///
    /// # Errors
    /// As for [`Dialect::encode`]; [`EncodeError::NoMacField`]; [`EncodeError::Mac`] when the key does not fit
    /// the rule.
    pub fn seal(&self, message: &Message, key: &Key) -> Result<Vec<u8>, EncodeError> {
        let plain = message.bits() & !bit(64) & !bit(128);
        let number = if plain & SECOND_HALF == 0 { 64 } else { 128 };
        let plan = self.plan(number).filter(|_| self.mac.contains(&number)).ok_or(EncodeError::NoMacField)?;
        let kind = self.mac_kind.ok_or(EncodeError::NoMacField)?;
        let mut body = Vec::new();
        let written = self.write(message, plain, bit(number), &mut body);
        self.try_beside(message, written.as_ref().map(|()| body.len()));
        written?;
        let mac = kind.compute(key, &body)?;
        match plan.form {
            Form::Hex => body.extend_from_slice(hex::encode(&mac).as_bytes()),
            Form::Packed | Form::Plain => body.extend_from_slice(&mac),
        }
        Ok(body)
    }

    /// Says whether the body carries a MAC, and whether it is right. The fields between are not decoded.
    #[must_use]
    pub fn check_mac(&self, body: &[u8], key: &Key) -> MacCheck {
        let Ok((_, bits, rest)) = self.head(body) else {
            return MacCheck::Absent;
        };
        let number = if bits & bit(128) != 0 {
            128
        } else if bits & bit(64) != 0 && bits & SECOND_HALF == 0 {
            64
        } else {
            return MacCheck::Absent;
        };
        let plan = self.plan(number).filter(|_| self.mac.contains(&number));
        let Some((plan, kind)) = plan.zip(self.mac_kind) else {
            return MacCheck::Absent;
        };
        let length = plan.wire(8);
        let covered = match body.len().checked_sub(length) {
            Some(covered) if rest.len() >= length => covered,
            _ => return MacCheck::Wrong,
        };
        let Some((covered, mac)) = body.split_at_checked(covered) else {
            return MacCheck::Wrong;
        };
        let Ok(expected) = kind.compute(key, covered) else {
            return MacCheck::Wrong;
        };
        let same = match plan.form {
            Form::Hex => mac == hex::encode(&expected).as_bytes(),
            Form::Packed | Form::Plain => mac == expected,
        };
        if same { MacCheck::Valid } else { MacCheck::Wrong }
    }
}
