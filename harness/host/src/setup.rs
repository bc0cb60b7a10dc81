//! What a host is set up with: whom it knows, when its day begins, how fast it works.
//!
//! It reads no file; the shell builds these from the rig file and the fixtures.

use std::sync::Arc;

use wire::{Dialect, Key, Pan, Pin};

/// Everything a host is set up with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How messages lie on the wire.
    pub dialect: Arc<Dialect>,
    /// What acquirer and vendor practise.
    pub practice: Arc<profile::Profile>,
    /// The terminals that the acquirer has enrolled.
    pub terminals: Vec<Enrolled>,
    /// The issuer's accounts.
    pub accounts: Vec<Account>,
    /// The wallet platform's accounts.
    pub purses: Vec<Purse>,
    /// The civil time at 0 ns.
    pub start: Start,
    /// How long acquirer and issuer work on a request.
    pub latency: Latency,
    /// Seed of latencies, keys and approval codes.
    pub seed: u64,
    /// The defect seeded into it, if any.
    pub defect: Option<crate::Defect>,
}

/// A terminal that the acquirer knows.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// F41, eight characters.
    pub tid: String,
    /// F42, fifteen characters.
    pub mid: String,
    /// The merchant's name, for texts to cardholders.
    pub merchant: String,
    /// The terminal's master key, 16 bytes.
    pub tmk: Key,
}

/// An account at the issuer, with its card.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who holds it.
    pub holder: String,
    /// The card's number.
    pub pan: Pan,
    /// The card's sequence number (5F34), 0 for none.
    pub psn: u8,
    /// Last month of validity, `YYMM`.
    pub expiry: String,
    /// The PIN.
    pub pin: Pin,
    /// The issuer's master key behind the card's, 16 bytes.
    pub imk: Key,
    /// The issuer's master key for secure messaging with the card, 16 bytes; `None` where it sends no scripts.
    pub script_key: Option<Key>,
    /// What it holds at the start.
    pub balance_fen: i64,
}

/// An account at the wallet platform.
#[derive(Clone, Debug)]
pub struct Purse {
    /// What the platform calls it.
    pub id: String,
    /// Who holds it.
    pub holder: String,
    /// What it holds at the start.
    pub balance_fen: i64,
}

/// Civil date and time at 0 ns; the host's own time zone, without leap seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Year, e.g. 2026.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

/// Bounds, both included, between which delays are drawn, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The acquirer's work on one request: half before the issuer is asked, half before the answer leaves.
    pub acquirer_ns: (u64, u64),
    /// The issuer's work on one request, there and back.
    pub issuer_ns: (u64, u64),
}
