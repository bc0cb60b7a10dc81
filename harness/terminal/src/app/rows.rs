//! What the terminal keeps: the shapes of its lasting records.
//!
//! All are JSON inside a sealed record. Card numbers stand in them as they are, since void and reversal need
//! them; their `Debug` does not show them. When a record is written or read is decided elsewhere.

use device::DateTime;
use serde::{Deserialize, Serialize};
use wire::{Message, Pan};

pub(crate) use super::kind::Kind;

/// Digits that must not be shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digits(pub(crate) String);

impl std::fmt::Debug for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digits({})", self.0.len())
    }
}

/// Trace and batch number of the next transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counters {
    pub(crate) next_stan: u32,
    pub(crate) batch: u32,
}

/// What identifies a transaction and what it is about: the same in its request, reversal and journal row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deal {
    pub(crate) kind: Kind,
    pub(crate) batch: u32,
    pub(crate) stan: u32,
    pub(crate) amount_fen: u64,
    /// Entry mode (F22).
    pub(crate) entry: String,
    pub(crate) fallback: bool,
    pub(crate) pan: Option<Digits>,
    /// YYMM.
    pub(crate) expiry: Option<String>,
    /// F23.
    pub(crate) psn: Option<String>,
    pub(crate) original: Option<Original>,
    /// YYYYMMDD by the terminal's clock.
    pub(crate) day: String,
    /// MMDDhhmmss by the terminal's clock, where messages tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent_at: Option<String>,
}

impl Deal {
    pub(crate) fn trace(&self) -> String {
        format!("{:06}", self.stan)
    }

    pub(crate) fn batch_text(&self) -> String {
        format!("{:06}", self.batch)
    }

    pub(crate) fn pan(&self) -> Option<Pan> {
        Pan::new(&self.pan.as_ref()?.0).ok()
    }

    pub(crate) fn swiped(&self) -> bool {
        self.entry.starts_with("02") || self.entry.starts_with("80")
    }
}

/// The original of a void or refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Original {
    pub(crate) batch: u32,
    pub(crate) stan: u32,
    /// Reference number (F37).
    pub(crate) rrn: String,
    /// Authorisation code (F38).
    pub(crate) auth: Option<String>,
    /// MMDD.
    pub(crate) date: String,
    /// When it was sent, as in its deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent_at: Option<String>,
}

/// A reversal that is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReversalRow {
    pub(crate) deal: Deal,
    /// F39 of the reversal.
    pub(crate) reason: String,
    /// Sends so far, since the tries began anew.
    pub(crate) attempts: u8,
    /// Whether it was ever sent, where a repeat is written otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) sent_before: bool,
    /// Whether an answer was decoded.
    pub(crate) answered: bool,
    pub(crate) chip: Option<ChipMark>,
    /// What came of the issuer's scripts (DF31), as hex; goes with the chip's data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) script: Option<String>,
    /// What it leaves of its original, where it takes back a part; the deal is the part's own then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) part: Option<Part>,
    /// What seeded defects carry along; absent in a sound terminal.
    pub(crate) stale: Option<Stale>,
}

impl ReversalRow {
    /// The row of a deal whose request has got no answer so far.
    pub(crate) fn of(deal: Deal, reason: &str) -> Self {
        Self {
            deal,
            reason: reason.to_owned(),
            attempts: 0,
            sent_before: false,
            answered: false,
            chip: None,
            script: None,
            part: None,
            stale: None,
        }
    }

    /// The class of its message; `None` for what is never reversed.
    pub(crate) fn class(&self) -> Option<Kind> {
        if self.part.is_some() { Some(self.deal.kind) } else { self.deal.kind.reversal() }
    }
}

/// What a partial reversal tells of its sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// What the sale asked for (F4).
    pub(crate) asked_fen: u64,
    /// What is left of it.
    pub(crate) left_fen: u64,
}

/// What of the chip goes into F55 of a reversal, as hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChipMark {
    /// 95
    pub(crate) results: String,
    /// 9F10
    pub(crate) issuer_data: String,
    /// 9F36
    pub(crate) counter: String,
}

/// Card data and key that no reversal should know (M23, M24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stale {
    pub(crate) track: Option<Digits>,
    pub(crate) pin_block: Option<Digits>,
    pub(crate) mac_key: Option<Digits>,
}

/// 流水: a committed transaction. Its presence is the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalRow {
    pub(crate) deal: Deal,
    /// F37
    pub(crate) rrn: String,
    /// F38
    pub(crate) auth: Option<String>,
    /// F13, MMDD.
    pub(crate) date: String,
    /// F12, hhmmss.
    pub(crate) time: String,
    /// F4 of an approval in part; the deal keeps what was asked for, since a reversal would name that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) approved_fen: Option<u64>,
    /// Of a partial reversal, what it left of its sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) left_fen: Option<u64>,
    /// Of a partial reversal, the trace number that the next transaction has: its own is the sale's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) behind: Option<u32>,
    /// What a partial reversal took back since. It is read beside the row and never written into it.
    #[serde(skip)]
    pub(crate) taken_back_fen: u64,
}

impl JournalRow {
    /// The row of a deal, by the answer that approves it.
    pub(crate) fn of(deal: Deal, answer: &Message) -> Self {
        let in_part = answer.text(39) == Some(super::decide::PARTIAL);
        Self {
            rrn: answer.text(37).unwrap_or_default().to_owned(),
            auth: answer.text(38).map(str::to_owned),
            date: answer.text(13).map_or_else(|| deal.day.chars().skip(4).collect(), str::to_owned),
            time: answer.text(12).unwrap_or("000000").to_owned(),
            approved_fen: in_part.then(|| answer.number(4)).flatten().filter(|fen| *fen < deal.amount_fen),
            left_fen: None,
            behind: None,
            taken_back_fen: 0,
            deal,
        }
    }

    /// What was approved and not taken back since.
    pub(crate) fn amount_fen(&self) -> u64 {
        self.approved_fen.unwrap_or(self.deal.amount_fen).saturating_sub(self.taken_back_fen)
    }

    /// Name of the record. What it is about stands in the name, so that a look-up lists instead of reading.
    pub(crate) fn name(&self) -> String {
        row_name(&self.deal)
    }
}

/// Name of the record that a transaction is committed by.
pub(crate) fn row_name(deal: &Deal) -> String {
    let (batch, trace, kind) = (deal.batch_text(), deal.trace(), deal.kind.name());
    let behind = match (deal.kind, deal.original.as_ref()) {
        (Kind::Void | Kind::CompletionVoid | Kind::WalletCancel, Some(original)) => {
            format!(".{:06}", original.stan)
        }
        (Kind::Refund | Kind::WalletRefund, Some(original)) => format!(".{}", original.rrn),
        (_, Some(original)) => format!(".{}", original.auth.as_deref().unwrap_or_default()),
        (_, None) => String::new(),
    };
    format!("row.{batch}.{trace}.{kind}{behind}")
}

/// What the operator has not been told yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    pub(crate) deal: Deal,
    /// Whether the host confirmed the reversal.
    pub(crate) reversed: bool,
}

/// A request that is kept to be sent again as it was: a refund whose outcome is not known, or what the host is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenRow {
    pub(crate) deal: Deal,
    /// The request without its MAC and track, as hex: a repeat is this and nothing else.
    pub(crate) request: Digits,
}

/// A batch that is being settled, and how far that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SettlementRow {
    pub(crate) batch: u32,
    /// F48 of the request: what the batch comes to.
    pub(crate) totals: String,
    /// The host's verdict; `None` before it is known.
    pub(crate) equal: Option<bool>,
    pub(crate) step: Step,
}

/// What is to be done next. A message goes out again under the trace number that it has here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// Ask the host for its verdict.
    Ask { stan: u32 },
    /// Upload the transactions behind the first so many.
    Upload { stan: u32, done: usize },
    /// End the upload of so many.
    End { stan: u32, done: usize },
    /// Print the settlement slip.
    Print,
    /// Begin the next batch and clear this one's transactions.
    Clear,
    /// Tell the operator.
    Tell,
}

/// The calendar day as records keep it.
pub(crate) fn day_of(now: &DateTime) -> String {
    format!("{:04}{:02}{:02}", now.year, now.month, now.day)
}

/// Date and time as messages tell them, MMDDhhmmss.
pub(crate) fn time_of(now: &DateTime) -> String {
    format!("{:02}{:02}{:02}{:02}{:02}", now.month, now.day, now.hour, now.minute, now.second)
}
