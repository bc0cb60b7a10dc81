//! Is it the card, is it the cardholder: validity, sequence number, PIN, cryptogram.
//!
//! Codes: 54 expired or another expiry than the issued card's, 14 another sequence number, 55 wrong PIN, 75 after three
//! wrong ones, 05 a cryptogram that is wrong, was used before, is over another amount than F4, or is of another kind: an offline sale has
//! the chip's TC, everything else asks with an ARQC.

use profile::ChipSessionKey;
use wire::emv::{self, SessionKeyRule};
use wire::{IssuerScript, Key, Tlv};

use super::{Held, Order};
use crate::request::PinOffered;
use crate::{Class, Moment, cryptogram_input};

/// Wrong PINs in a row after which no PIN is looked at any more.
const PIN_TRIES: u8 = 3;

/// A cryptogram that was right.
#[derive(Clone, Debug)]
pub(super) struct Proven {
    session: Key,
    arqc: [u8; 8],
    counter: u16,
    /// The session key for scripts, where the issuer is to send one.
    scripting: Option<Key>,
}

impl Proven {
    /// Tag 91: the ARPC (method 1, under the session key) over the code's two characters, and these.
    pub(super) fn answer(&self, code: &str) -> Option<Tlv> {
        let response: [u8; 2] = code.as_bytes().try_into().ok()?;
        let arpc = emv::arpc(&self.session, self.arqc, response).ok()?;
        let mut chip = Tlv::new();
        chip.push(0x91, &[arpc.as_slice(), &response].concat());
        Some(chip)
    }

    /// A script that has the card count no payment offline: PUT DATA on the two limits of such payments in a row (9F58,
    /// 9F59), with the issuer's MAC.
    pub(super) fn script(&self, number: u32) -> Option<IssuerScript> {
        let commands = [0x58, 0x59].into_iter().map(|limit| self.put_data([0x9F, limit], &[0]));
        Some(IssuerScript { id: number.to_be_bytes(), commands: commands.collect::<Option<_>>()? })
    }

    fn put_data(&self, [a, b]: [u8; 2], value: &[u8]) -> Option<Vec<u8>> {
        let length = u8::try_from(value.len().checked_add(4)?).ok()?;
        let head = [0x84, 0xDA, a, b, length];
        let mac = emv::script_mac(self.scripting.as_ref()?, head, self.counter, self.arqc, value).ok()?;
        Some([&head[..], value, &mac].concat())
    }
}

type Verdict = Result<(), &'static str>;

impl Held {
    /// Looks at everything that was offered. The cryptogram comes out even when something else is wrong, so that
    /// a decline can be proved to the card as well.
    pub(super) fn verify(
        &mut self,
        at: Moment,
        order: &Order,
        rule: ChipSessionKey,
    ) -> (Verdict, Option<Proven>) {
        let proof = &order.proof;
        let (cryptogram, proven) = match &proof.chip {
            Some(chip) if chip.get(0x9F26).is_some() => match self.prove(chip, order, rule) {
                Ok(proven) => (Ok(()), Some(proven)),
                Err(code) => (Err(code), None),
            },
            // Only what begins a deal has to bring one; the acquirer has checked that F55 is there.
            Some(_) if order.class.is_first() => (Err("05"), None),
            _ => (Ok(()), None),
        };
        let verdict = self.valid(at, order).and(cryptogram).and_then(|()| self.check_pin(&proof.pin));
        (verdict, proven)
    }

    fn valid(&self, at: Moment, order: &Order) -> Verdict {
        let proof = &order.proof;
        if proof.expiry.as_ref().is_some_and(|expiry| *expiry != self.account.expiry) {
            return Err("54");
        }
        // What follows goes to an expired card too: the account is still there.
        if self.account.expiry < at.yymm() && (order.class.is_first() || order.class == Class::Balance) {
            return Err("54");
        }
        if proof.chip.is_some() && proof.sequence != u64::from(self.account.psn) {
            return Err("14");
        }
        Ok(())
    }

    fn check_pin(&mut self, pin: &PinOffered) -> Verdict {
        if matches!(pin, PinOffered::None) {
            return Ok(());
        }
        if self.wrong_pins >= PIN_TRIES {
            return Err("75");
        }
        if matches!(pin, PinOffered::Read(pin) if *pin == self.account.pin) {
            self.wrong_pins = 0;
            return Ok(());
        }
        self.wrong_pins += 1;
        Err("55")
    }

    fn prove(&mut self, chip: &Tlv, order: &Order, rule: ChipSessionKey) -> Result<Proven, &'static str> {
        let rule = match rule {
            ChipSessionKey::Pbc => SessionKeyRule::Pbc,
            ChipSessionKey::EmvCommon => SessionKeyRule::EmvCommon,
        };
        let arqc: [u8; 8] = chip.get(0x9F26).and_then(|value| value.try_into().ok()).ok_or("05")?;
        let counter: [u8; 2] = chip.get(0x9F36).and_then(|value| value.try_into().ok()).ok_or("05")?;
        let counter = u16::from_be_bytes(counter);
        let information = chip.get(0x9F27).and_then(|value| value.first());
        let of_kind = match order.class {
            Class::OfflineSale => information.is_some_and(|byte| byte & 0xC0 == 0x40),
            _ => information.is_none_or(|byte| byte & 0xC0 == 0x80),
        };
        if !of_kind {
            return Err("05");
        }
        let amount = wire::hex::encode(chip.get(0x9F02).unwrap_or_default());
        if order.class.is_first() && amount != format!("{:012}", order.asked_fen) {
            return Err("05");
        }
        let input = cryptogram_input(chip).ok_or("05")?;
        let card = emv::card_key(&self.account.imk, &self.account.pan, self.account.psn).map_err(|_| "05")?;
        let session = emv::session_key(&card, counter, rule).map_err(|_| "05")?;
        let right = emv::cryptogram(&session, &input).map_err(|_| "05")?;
        if right != arqc || !self.is_counted(counter, order) {
            return Err("05");
        }
        let account = &self.account;
        let script_key = account.script_key.as_ref().filter(|_| order.script.is_some());
        let scripting = script_key.and_then(|key| {
            let card = emv::card_key(key, &account.pan, account.psn).ok()?;
            emv::script_key(&card, counter, arqc, rule).ok()
        });
        Ok(Proven { session, arqc, counter, scripting })
    }

    /// Notes a transaction counter. One that was used already will not do again, but for an offline sale that is told once
    /// more as it was.
    fn is_counted(&mut self, counter: u16, order: &Order) -> bool {
        match self.counters.get(&counter) {
            Some(by) => order.class == Class::OfflineSale && *by == order.key,
            None => {
                self.counters.insert(counter, order.key.clone());
                true
            }
        }
    }
}
