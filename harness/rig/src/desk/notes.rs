//! Words and numbers on their way into the record: names, masks, the host's setup.

use std::sync::Arc;

use device::Key;
use host::{Account, Enrolled, Host, Latency, LedgerAccount, Misbehaviour, Posting, Setup};
use journal::{Event, Fields, Lane, Port, Sighting};
use wire::{MacKind, Message};

use super::Desk;
use crate::reading::mask_card;
use crate::sense;
pub(super) use crate::sense::face_name;
use crate::{Capability, CardTrouble, Fault, FaultKind, Moment, Range, RigFile, Stand, Trouble, event_info};

impl Desk {
    pub(super) fn fields(&self, message: &Message) -> Fields {
        self.dialect.masked_pairs(message)
    }

    /// Masks card data in a text that a person can read, and notes that they were there.
    pub(super) fn mask_text(&mut self, at: u64, place: &str, context: &str, text: &str) -> String {
        let found = self.wallet.cards().iter().find_map(|card| {
            let (clear_digits, masked) = mask_card(text, &card.pan)?;
            let sighting = Sighting {
                card: self.tokens.token(card.pan.expose()),
                place: place.to_owned(),
                context: context.to_owned(),
                encoding: "text".to_owned(),
                clear_digits,
                digits: card.pan.expose().len(),
            };
            Some((sighting, masked))
        });
        let Some((sighting, masked)) = found else {
            return text.to_owned();
        };
        let lane = if place == "paper" { Lane::Paper } else { Lane::Screen };
        self.note(at, lane, None, Event::Sighting(sighting));
        masked
    }
}

/// The host that a stand calls for.
pub(super) fn host_of(stand: &Stand, seed: u64) -> Host {
    let Stand { rig, wallet, keys, profile, dialect, .. } = stand;
    let (year, month, day, hour, minute, second) = rig.start.parts().unwrap_or((2026, 1, 1, 0, 0, 0));
    let accounts = wallet.cards().iter().map(|card| Account {
        holder: card.holder.clone(),
        pan: card.pan.clone(),
        psn: card.sequence,
        expiry: card.expiry.clone(),
        pin: card.pin.clone(),
        imk: card.issuer_master_key.clone(),
        balance_fen: card.balance_fen,
    });
    Host::new(Setup {
        dialect: Arc::clone(dialect),
        practice: Arc::clone(profile),
        mac: MacKind::CupEcb,
        terminals: vec![Enrolled {
            tid: rig.terminal.id.clone(),
            mid: rig.terminal.merchant.clone(),
            merchant: rig.terminal.merchant_name.clone(),
            tmk: keys.terminal_master_key.clone(),
        }],
        accounts: accounts.collect(),
        start: host::Start { year: i32::from(year), month, day, hour, minute, second },
        latency: Latency { acquirer_ns: ns(rig.latency.acquirer_ms), issuer_ns: ns(rig.latency.issuer_ms) },
        seed,
    })
}

fn ns(ms: Range) -> (u64, u64) {
    (ms.from * 1_000_000, ms.to * 1_000_000)
}

/// Whether a fault can be placed on this bench with this terminal.
pub(super) fn check_fault(rig: &RigFile, fault: &Fault) -> Result<(), Trouble> {
    sense::fault(fault)?;
    if let Moment::Event { name, .. } = &fault.moment
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
        FaultKind::PowerOff(Port::Terminal)
        | FaultKind::LineDown
        | FaultKind::FalseSend
        | FaultKind::HostDown
        | FaultKind::CardPulled => None,
    };
    match needs.filter(|need| !rig.can(*need)) {
        Some(lacking) => Err(lacks(lacking)),
        None => Ok(()),
    }
}

/// The terminal's statement says that it has no such thing.
pub(super) fn lacks(capability: Capability) -> Trouble {
    let name =
        serde_json::to_value(capability).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    Trouble::NotApplicable(format!("the terminal's statement has no `{name}`"))
}

pub(super) fn key_name(key: Key) -> String {
    match key {
        Key::Digit(digit) => digit.to_string(),
        Key::Enter => "enter".to_owned(),
        Key::Cancel => "cancel".to_owned(),
        Key::Clear => "clear".to_owned(),
        Key::Sale => "sale".to_owned(),
        Key::Void => "void".to_owned(),
        Key::Refund => "refund".to_owned(),
        Key::Balance => "balance".to_owned(),
        Key::Query => "query".to_owned(),
        Key::Reprint => "reprint".to_owned(),
        Key::SignOn => "sign-on".to_owned(),
        Key::Reverse => "reverse".to_owned(),
    }
}

pub(super) fn account_name(account: &LedgerAccount) -> &'static str {
    match account {
        LedgerAccount::Merchant(_) => "merchant",
        LedgerAccount::FeeIncome => "fee-income",
        LedgerAccount::ClearingIssuer => "clearing-issuer",
        LedgerAccount::Cardholder(_) => "cardholder",
        LedgerAccount::ClearingAcquirer => "clearing-acquirer",
        LedgerAccount::Capital => "capital",
    }
}

/// The class under which a posting is written down.
pub(super) fn posting_class(posting: &Posting) -> &'static str {
    posting.class.name()
}

/// A misbehaviour in words.
pub(super) fn misbehaviour(misbehaviour: &Misbehaviour) -> String {
    match misbehaviour {
        Misbehaviour::Decline { code } | Misbehaviour::DeclineUnproven { code } => {
            format!("{} {code}", misbehaviour.name())
        }
        Misbehaviour::WrongEcho { field } => format!("{} F{field}", misbehaviour.name()),
        _ => misbehaviour.name().to_owned(),
    }
}
