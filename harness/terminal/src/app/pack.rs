//! Messages of the terminal: which fields a request and a reversal carry, and their MAC.
//!
//! Field presence follows PAYMENTS 1.5, 1.6 and 1.9. Nothing is sent here.

use wire::{Key, Message, Pin, Place, Tlv, pin, script, track};

use profile::PinFormat;

use crate::Defect;

use super::{
    App,
    entry::Presented,
    rows::{ChipMark, Deal, Kind, Part, ReversalRow},
};

impl App {
    /// The request of a deal. `None` when it cannot be written in this dialect.
    pub(crate) fn request(
        &self,
        deal: &Deal,
        card: Option<&Presented>,
        typed: Option<&Pin>,
    ) -> Option<Message> {
        let mut message = self.identified(deal.kind, deal, deal.batch)?;
        if deal.kind != Kind::Query {
            self.add_card(&mut message, deal, card);
            self.add_pin(&mut message, deal, typed);
            self.seal_track(&mut message, deal)?;
        }
        if let Some(original) = &deal.original {
            if !original.rrn.is_empty() {
                message.set_text(37, &original.rrn);
            }
            if let Some(auth) = &original.auth {
                message.set_text(38, auth);
            }
            self.add_original(&mut message, deal)?;
        }
        if let Some(data) =
            card.and_then(|card| card.chip.as_ref()).and_then(|chip| chip.request_data(deal.stan))
        {
            message.set_chip(&data);
        }
        Some(message)
    }

    /// Type, codes, identity, amount: what request and reversal share.
    pub(crate) fn identified(&self, class: Kind, deal: &Deal, batch: u32) -> Option<Message> {
        let (batch, condition) = (format!("{batch:06}"), if deal.fallback { "2" } else { "0" });
        let mut places =
            vec![(Place::Batch, batch.as_str()), (Place::Capability, "6"), (Place::ChipCondition, condition)];
        places.extend(deal.sent_at.as_deref().map(|sent_at| (Place::Time, sent_at)));
        let mut message = self.setup.dialect.begin(class, &places)?.ok()?;
        if !matches!(deal.kind, Kind::Balance | Kind::Query) {
            message.set_text(4, &format!("{:012}", deal.amount_fen));
        }
        message.set_text(11, &deal.trace());
        message.set_text(41, &self.setup.tid);
        message.set_text(42, &self.setup.mid);
        message.set_text(49, "156");
        Some(message)
    }

    pub(crate) fn add_card(&self, message: &mut Message, deal: &Deal, card: Option<&Presented>) {
        message.set_text(22, &deal.entry);
        if let Some(pan) = deal.pan().filter(|_| !deal.swiped()) {
            message.set_pan(&pan);
        }
        if let Some(expiry) = &deal.expiry {
            message.set_text(14, expiry);
        }
        if let Some(psn) = &deal.psn {
            message.set_text(23, psn);
        }
        if let Some(track) = card.and_then(|card| card.track.as_ref()) {
            message.set_track2(track);
        }
    }

    fn add_pin(&self, message: &mut Message, deal: &Deal, typed: Option<&Pin>) {
        let Some((typed, (keys, _))) = typed.zip(self.keys.as_ref()) else {
            return;
        };
        let (format, pan) = match self.setup.practice.terminal.keys.pin_format {
            PinFormat::WithoutPan => ('1', None),
            PinFormat::WithPan => ('2', deal.pan()),
        };
        message.set_text(26, "12");
        message.set_pin_block(&pin::encrypt(typed, pan.as_ref(), &keys.pin));
        let cipher = if keys.pin.length() == 8 { '0' } else { '6' };
        message.set_text(53, &format!("{format}{cipher}{}", "0".repeat(14)));
    }

    /// Enciphers the track where there is a key for it, and says so.
    fn seal_track(&self, message: &mut Message, deal: &Deal) -> Option<()> {
        let left_clear = deal.fallback && self.has(Defect::TrackInClear);
        let key = self.keys.as_ref().and_then(|(keys, _)| keys.track.as_ref());
        let Some(key) = key.filter(|_| message.has(35) && !left_clear) else {
            return Some(());
        };
        track::seal(message, key).ok()?;
        let how = message.text(53).unwrap_or("0600000000000000");
        let how = format!("{}1{}", how.get(..2)?, how.get(3..)?);
        message.set_text(53, &how);
        Some(())
    }

    /// What is told of the original: its batch and trace, its date where another day or terminal counts.
    fn add_original(&self, message: &mut Message, deal: &Deal) -> Option<()> {
        let original = deal.original.as_ref()?;
        let known = deal.kind != Kind::Refund;
        let number = |number: u32| format!("{:06}", if known { number } else { 0 });
        let (batch, stan) = (number(original.batch), number(original.stan));
        let mut values = vec![(Place::OriginalBatch, batch.as_str()), (Place::OriginalTrace, &stan)];
        if !matches!(deal.kind, Kind::Void | Kind::Query) {
            values.push((Place::OriginalDate, &original.date));
        }
        let of = deal.kind.follows().first().filter(|_| known).and_then(|of| self.setup.dialect.type_of(*of));
        let of = of.map(|mti| mti.to_string());
        values.extend(of.as_deref().map(|of| (Place::OriginalType, of)));
        values.extend(original.sent_at.as_deref().map(|sent_at| (Place::OriginalTime, sent_at)));
        self.setup.dialect.place(message, &values).ok()
    }

    /// The reversal of a row: the original's identity, no track, no PIN, the reason in F39.
    pub(crate) fn reversal(&self, row: &ReversalRow) -> Option<Message> {
        let deal = &row.deal;
        let rolled = deal.batch != self.counters.batch && self.has(Defect::CurrentBatchInReversal);
        let batch = if rolled { self.counters.batch } else { deal.batch };
        let mut message = match row.class() {
            Some(class) => {
                let mut own = self.identified(class, deal, batch)?;
                if let Some(again) = self.setup.dialect.type_of_repeat(class).filter(|_| row.sent_before) {
                    own.set_mti(again);
                }
                own
            }
            // What has no reversal gets one under a seeded defect only: a sale's, with its own codes.
            None => {
                let mut own = self.identified(deal.kind, deal, batch)?;
                own.set_mti(self.setup.dialect.type_of(Kind::SaleReversal)?);
                own
            }
        };
        if let Some(part) = &row.part {
            self.add_part(&mut message, part)?;
        }
        self.add_card(&mut message, deal, None);
        if let Some(auth) = deal.original.as_ref().and_then(|original| original.auth.as_ref()) {
            message.set_text(38, auth);
        }
        message.set_text(39, &row.reason);
        let went_back = !deal.kind.follows().is_empty() && deal.kind.is_reversible();
        if went_back && self.has(Defect::VoidReversalPointsAtSale) {
            self.add_original(&mut message, deal)?;
        } else if went_back || self.setup.dialect.has(Place::OriginalType) {
            self.add_reversed(&mut message, deal)?;
        }
        if let Some(chip) = &row.chip {
            let counter = row.answered || self.setup.practice.terminal.reversal.counter_without_answer.get();
            let results = row.script.as_ref().and_then(|results| wire::hex::decode(results).ok());
            message.set_chip(&chip_told(chip, counter, &self.setup.tid, &results.unwrap_or_default())?);
        }
        Some(message)
    }

    /// What of the sale is left, beside what was asked for.
    fn add_part(&self, message: &mut Message, part: &Part) -> Option<()> {
        message.set_text(4, &format!("{:012}", part.asked_fen));
        if self.has(Defect::PartLeftOut) {
            return Some(());
        }
        let left = format!("{:012}", part.left_fen);
        self.setup.dialect.place(message, &[(Place::Replacement, &left)]).ok()
    }

    /// A reversal names what it undoes, not what that went back to.
    fn add_reversed(&self, message: &mut Message, deal: &Deal) -> Option<()> {
        let dialect = &self.setup.dialect;
        let (batch, trace) = (deal.batch_text(), deal.trace());
        let of = deal.kind.reverses().unwrap_or(deal.kind);
        let of = dialect.type_of(of).map(|mti| mti.to_string());
        let mut values = vec![(Place::OriginalTrace, trace.as_str())];
        // Where the original is named by type and number, it is of the batch that the message tells.
        match of.as_deref().filter(|_| dialect.has(Place::OriginalType)) {
            Some(of) => values.push((Place::OriginalType, of)),
            None => values.push((Place::OriginalBatch, &batch)),
        }
        values.extend(deal.sent_at.as_deref().map(|sent_at| (Place::OriginalTime, sent_at)));
        dialect.place(message, &values).ok()
    }

    /// Another trace number for a reversal, also where it names its original (seeded defect).
    pub(crate) fn number_anew(&self, message: &mut Message, stan: u32) {
        let trace = format!("{stan:06}");
        message.set_text(11, &trace);
        if self.setup.dialect.has(Place::OriginalType) {
            // Six digits fit where six digits stood.
            let _ = self.setup.dialect.place(message, &[(Place::OriginalTrace, &trace)]);
        }
    }

    /// Whether the reversal of a row can be written in the dialect.
    pub(crate) fn can_be_written(&self, row: &ReversalRow) -> bool {
        let mut with_counter = row.clone();
        with_counter.answered = true;
        self.reversal(&with_counter).is_some_and(|message| self.setup.dialect.encode(&message).is_ok())
    }

    /// The reversal of a row, at worst without the chip's data: what is owed must not stay unsent for their sake.
    pub(crate) fn reversal_to_send(&self, row: &ReversalRow) -> Option<Message> {
        let bare =
            !self.can_be_written(row) || row.chip.is_some() && self.has(Defect::ReversalWithoutChipData);
        let chip = row.chip.clone().filter(|_| !bare);
        let mut message = self.reversal(&ReversalRow { chip, ..row.clone() })?;
        self.spoil_reversal(&mut message, row);
        Some(message)
    }

    /// Content defects of a reversal.
    fn spoil_reversal(&self, message: &mut Message, row: &ReversalRow) {
        if self.has(Defect::ReversalWithoutAmount) {
            message.set_text(4, "000000000000");
        }
        if self.has(Defect::ReversalProcessingCode) {
            message.set_text(3, "000000");
        }
        let Some(stale) = &row.stale else { return };
        for (field, kept) in [(35, &stale.track), (52, &stale.pin_block)] {
            if let Some(kept) = kept.as_ref().and_then(|kept| wire::hex::decode(&kept.0).ok()) {
                message.set_bytes(field, &kept);
            }
        }
    }

    /// The whole frame of a message with its MAC under the current key, or under the one a defect kept.
    pub(crate) fn sealed_frame(&self, message: &Message, row: Option<&ReversalRow>) -> Option<Vec<u8>> {
        let kept = row.and_then(|row| row.stale.as_ref()?.mac_key.as_ref());
        let old = kept.and_then(|key| Key::from_hex(&key.0).ok());
        let current: Option<Key> = self.keys.as_ref().map(|(keys, _)| keys.mac.clone());
        let body = self.setup.dialect.seal(message, &old.or(current)?).ok()?;
        self.setup.dialect.frame(&self.setup.envelope, &body).ok()
    }

    /// The whole frame of a message without a MAC.
    pub(crate) fn plain_frame(&self, message: &Message) -> Option<Vec<u8>> {
        let body = self.setup.dialect.encode(message).ok()?;
        self.setup.dialect.frame(&self.setup.envelope, &body).ok()
    }
}

/// F55 of a reversal or of a script advice: 95, 9F1E, 9F10, where it is known to count 9F36, and what came of scripts.
pub(crate) fn chip_told(chip: &ChipMark, counter: bool, serial: &str, results: &[u8]) -> Option<Tlv> {
    let mut data = Tlv::new();
    data.push(0x95, &wire::hex::decode(&chip.results).ok()?);
    data.push(0x9F1E, serial.as_bytes());
    if !chip.issuer_data.is_empty() {
        data.push(0x9F10, &wire::hex::decode(&chip.issuer_data).ok()?);
    }
    if counter {
        data.push(0x9F36, &wire::hex::decode(&chip.counter).ok()?);
    }
    if !results.is_empty() {
        data.push(script::RESULTS, results);
    }
    Some(data)
}
