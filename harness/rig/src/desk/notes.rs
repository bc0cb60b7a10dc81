//! Words and numbers on their way into the record: names, masks, the host's setup.

use std::borrow::Cow;
use std::sync::Arc;

use device::Key;
use host::{Account, Enrolled, Host, Latency, Misbehaviour, Setup};
use journal::{Event, Fields, Lane, Port, Sighting};
use wire::{Message, ScriptPhase};

use super::Desk;
use crate::masking::Found;
use crate::sense;
pub(super) use crate::sense::face_name;
use crate::{Capability, CardTrouble, Fault, FaultKind, Moment, Range, RigFile, Stand, Trouble, event_info};

impl Desk {
    /// The fields of a message as they may be written down, and what of card data stands where it should not.
    pub(super) fn fields(&self, message: &Message, class: &str) -> (Fields, Vec<Sighting>) {
        let mut sightings = Vec::new();
        let mut fields = self.dialect.masked_pairs(message);
        // Sub-fields are looked at together, since a number may run across their borders; tags stand alone.
        for parts in fields.chunk_by_mut(|(one, _), (next, _)| number_of(one) == number_of(next)) {
            let whole: Cow<'_, str> = match &*parts {
                [(path, _)] if wire::shows_by_type(path) => continue,
                [(_, value)] => value.as_str().into(),
                parts => parts.iter().map(|(_, value)| value.as_str()).collect(),
            };
            let Some((found, masked)) = self.masked(&whole).filter(|(_, masked)| *masked != whole) else {
                // What is masked already is the field's own affair.
                continue;
            };
            let (mut place, mut rest) = (None, masked.chars());
            for (path, value) in parts {
                let part = rest.by_ref().take(value.chars().count()).collect();
                if *value != part {
                    place.get_or_insert(format!("field.{path}"));
                    *value = part;
                }
            }
            sightings.extend(self.sightings(&found, &place.unwrap_or_default(), class));
        }
        (fields, sightings)
    }

    /// Masks card data in a text that a person can read, and notes that they were there.
    pub(super) fn mask_text(&mut self, at: u64, place: &str, context: &str, text: &str) -> String {
        let Some((found, masked)) = self.masked(text) else {
            return text.to_owned();
        };
        let lane = if place == "paper" { Lane::Paper } else { Lane::Screen };
        for sighting in self.sightings(&found, place, context) {
            self.note(at, lane, None, Event::Sighting(sighting));
        }
        masked
    }

    /// Masks card data in a text that is nobody's to read off.
    pub(super) fn clean(&self, text: String) -> String {
        self.masked(&text).map_or(text, |(_, masked)| masked)
    }

    fn masked(&self, text: &str) -> Option<(Vec<Found>, String)> {
        self.wallet.mask(text)
    }

    fn sightings(&self, found: &[Found], place: &str, context: &str) -> Vec<Sighting> {
        let sighting = |found: &Found| {
            let pan = &self.wallet.cards().get(found.card)?.pan;
            Some(Sighting {
                card: self.tokens.token(pan.expose()),
                place: place.to_owned(),
                context: context.to_owned(),
                encoding: if found.track { "track" } else { "text" }.to_owned(),
                clear_digits: found.clear_digits,
                digits: pan.expose().len(),
            })
        };
        found.iter().filter_map(sighting).collect()
    }
}

/// The field to which a path belongs; a chip's tag is on its own.
fn number_of(path: &str) -> &str {
    if path.starts_with("55.") { path } else { path.split('.').next().unwrap_or(path) }
}

/// The host that a stand calls for.
pub(super) fn host_of(stand: &Stand, seed: u64) -> Host {
    let Stand { rig, wallet, keys, profile, dialect, host_defect, .. } = stand;
    let (year, month, day, hour, minute, second) = rig.start.parts().unwrap_or((2026, 1, 1, 0, 0, 0));
    let accounts = wallet.cards().iter().map(|card| Account {
        holder: card.holder.clone(),
        pan: card.pan.clone(),
        psn: card.sequence,
        expiry: card.expiry.clone(),
        pin: card.pin.clone(),
        imk: card.issuer_master_key.clone(),
        script_key: card.issuer_script_key.clone(),
        balance_fen: card.balance_fen,
    });
    Host::new(Setup {
        dialect: Arc::clone(dialect),
        practice: Arc::clone(profile),
        terminals: vec![Enrolled {
            tid: rig.terminal.id.clone(),
            mid: rig.terminal.merchant.clone(),
            merchant: rig.terminal.merchant_name.clone(),
            tmk: keys.terminal_master_key.clone(),
        }],
        accounts: accounts.collect(),
        purses: wallet.purses().iter().map(purse_of).collect(),
        start: host::Start { year: i32::from(year), month, day, hour, minute, second },
        latency: Latency { acquirer_ns: ns(rig.latency.acquirer_ms), issuer_ns: ns(rig.latency.issuer_ms) },
        seed,
        defect: *host_defect,
    })
}

fn purse_of(purse: &crate::Purse) -> host::Purse {
    host::Purse { id: purse.id(), holder: purse.holder.clone(), balance_fen: purse.balance_fen }
}

fn ns(ms: Range) -> (u64, u64) {
    (ms.from * 1_000_000, ms.to * 1_000_000)
}

/// Whether a fault can be placed on this bench with this terminal.
pub(super) fn check_fault(rig: &RigFile, fault: &Fault) -> Result<(), Trouble> {
    sense::fault(fault)?;
    if let Moment::Event { name, .. } | Moment::Drawn { name, .. } = &fault.moment
        && event_info(name).is_some_and(|info| !info.sight.on(rig.bench))
    {
        let bench = rig.bench.name();
        return Err(Trouble::NotApplicable(format!("a {bench} bench does not see `{name}`")));
    }
    let needs = match fault.kind {
        FaultKind::PowerOff(Port::Printer) => Some(Capability::PrinterPower),
        FaultKind::Paper(_) => Some(Capability::Printer),
        FaultKind::Card(CardTrouble::StripeUnreadable) => Some(Capability::Stripe),
        FaultKind::Card(_) => Some(Capability::Chip),
        FaultKind::ScannerDead | FaultKind::PlatformDown => Some(Capability::Wallet),
        FaultKind::PadDead => Some(Capability::SignaturePad),
        FaultKind::PowerOff(Port::Terminal)
        | FaultKind::LineDown
        | FaultKind::FalseSend
        | FaultKind::HostDown
        | FaultKind::Opened
        | FaultKind::CardPulled => None,
    };
    match needs.filter(|need| !rig.can(*need)) {
        Some(lacking) => Err(lacks(lacking)),
        None => Ok(()),
    }
}

/// How long a fault lasts, in words.
pub(super) fn lasting(fault: &Fault) -> String {
    if fault.kind == FaultKind::CardPulled { "once".to_owned() } else { fault.lasting.to_string() }
}

/// The terminal's statement says that it has no such thing.
pub(super) fn lacks(capability: Capability) -> Trouble {
    let name = capability.name();
    Trouble::NotApplicable(format!("the terminal's statement has no `{name}`"))
}

pub(super) fn key_name(key: Key) -> String {
    match key {
        Key::Digit(digit) => digit.to_string(),
        Key::Enter => "enter".to_owned(),
        Key::Cancel => "cancel".to_owned(),
        Key::Clear => "clear".to_owned(),
        Key::Pad => "pad".to_owned(),
        Key::Sale => "sale".to_owned(),
        Key::OfflineSale => "offline-sale".to_owned(),
        Key::Void => "void".to_owned(),
        Key::PartialReversal => "partial-reversal".to_owned(),
        Key::Refund => "refund".to_owned(),
        Key::PreAuth => "pre-auth".to_owned(),
        Key::PreAuthVoid => "pre-auth-void".to_owned(),
        Key::Completion => "completion".to_owned(),
        Key::CompletionAdvice => "completion-advice".to_owned(),
        Key::CompletionVoid => "completion-void".to_owned(),
        Key::WalletPay => "wallet-pay".to_owned(),
        Key::WalletCode => "wallet-code".to_owned(),
        Key::WalletVoid => "wallet-void".to_owned(),
        Key::WalletRefund => "wallet-refund".to_owned(),
        Key::WalletQuery => "wallet-query".to_owned(),
        Key::Balance => "balance".to_owned(),
        Key::Query => "query".to_owned(),
        Key::Reprint => "reprint".to_owned(),
        Key::SignOn => "sign-on".to_owned(),
        Key::SignOff => "sign-off".to_owned(),
        Key::Echo => "line-test".to_owned(),
        Key::Settle => "settle".to_owned(),
        Key::Reverse => "reverse".to_owned(),
    }
}

/// A misbehaviour in words, with all that was ordered of it.
pub(super) fn misbehaviour(misbehaviour: &Misbehaviour) -> String {
    let name = misbehaviour.name();
    match misbehaviour {
        Misbehaviour::Decline { code } | Misbehaviour::DeclineUnproven { code } => format!("{name} {code}"),
        Misbehaviour::ApproveInPart { fen } => format!("{name}: {fen} fen"),
        Misbehaviour::WrongEcho { field } => format!("{name} F{field}"),
        Misbehaviour::SendsScript { phase: ScriptPhase::BeforeDecision } => {
            format!("{name}, to be played first")
        }
        Misbehaviour::Delay { ns } | Misbehaviour::IssuerSlow { ns } | Misbehaviour::IssuerLate { ns } => {
            format!("{name} by {} ms", ns / 1_000_000)
        }
        Misbehaviour::CrashBeforeBooking { down_ns } | Misbehaviour::CrashAfterBooking { down_ns } => {
            match down_ns {
                Some(ns) => format!("{name} for {} ms", ns / 1_000_000),
                None => format!("{name} for good"),
            }
        }
        Misbehaviour::Silence
        | Misbehaviour::SilenceUnbooked
        | Misbehaviour::DuplicateAnswer
        | Misbehaviour::HoldBack
        | Misbehaviour::BadMac
        | Misbehaviour::NoMac
        | Misbehaviour::BadCheckValue
        | Misbehaviour::DatabaseError
        | Misbehaviour::IssuerDown
        | Misbehaviour::IssuerForgets
        | Misbehaviour::NoMessage
        | Misbehaviour::FeeForgotten
        | Misbehaviour::AsksForSignOn
        | Misbehaviour::SendsScript { .. }
        | Misbehaviour::PointsForgotten
        | Misbehaviour::TotalsUnequal
        | Misbehaviour::TotalsInError => name.to_owned(),
    }
}
