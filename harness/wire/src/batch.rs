//! What a batch comes to, as a terminal and its host tell each other: totals with a verdict, and transactions one by one.
//!
//! Payments count as debits; refunds and voids as credits, each beside the payment that it takes back. A reversed
//! transaction counts nowhere. The foreign group of the totals is written as noughts: this house knows one currency.

use std::fmt;

use crate::Pan;

/// A side of a batch's totals, as the cardholder's bank sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The merchant is paid.
    Debit,
    /// Money goes back.
    Credit,
}

/// One side of the totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// In fen.
    pub amount_fen: u64,
    /// How many transactions.
    pub count: u32,
}

/// What a batch comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchTotals {
    /// Paid to the merchant.
    pub debit: Sum,
    /// Given back.
    pub credit: Sum,
}

/// What the host says of a terminal's totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They are the host's.
    Equal,
    /// They are not.
    Unequal,
    /// The host cannot say.
    Error,
}

impl Verdict {
    const fn digit(self) -> char {
        match self {
            Self::Equal => '1',
            Self::Unequal => '2',
            Self::Error => '3',
        }
    }

    const fn read(digit: u8) -> Option<Self> {
        match digit {
            b'1' => Some(Self::Equal),
            b'2' => Some(Self::Unequal),
            b'3' => Some(Self::Error),
            _ => None,
        }
    }
}

/// Digits of one group: two amounts, two counts, a verdict.
const GROUP: usize = 31;

impl BatchTotals {
    /// Counts a transaction in.
    pub const fn add(&mut self, side: Side, fen: u64) {
        let sum = match side {
            Side::Debit => &mut self.debit,
            Side::Credit => &mut self.credit,
        };
        sum.amount_fen = sum.amount_fen.saturating_add(fen);
        sum.count = sum.count.saturating_add(1);
    }

    /// As digits, with the host's verdict on both groups or without; `None` when a count or an amount has too many digits.
    #[must_use]
    pub fn digits(&self, verdict: Option<Verdict>) -> Option<String> {
        let verdict = verdict.map_or('0', Verdict::digit);
        let fits = |sum: &Sum| sum.amount_fen < 1_000_000_000_000 && sum.count < 1_000;
        let Self { debit, credit } = self;
        let (d, dn, c, cn) = (debit.amount_fen, debit.count, credit.amount_fen, credit.count);
        let foreign = if verdict == '0' { '0' } else { '1' };
        (fits(debit) && fits(credit))
            .then(|| format!("{d:012}{dn:03}{c:012}{cn:03}{verdict}{:030}{foreign}", 0))
    }

    /// Reads totals, and the verdict where there is one: the worse of both groups'. Foreign transactions are none of ours.
    #[must_use]
    pub fn read(text: &str) -> Option<(Self, Option<Verdict>)> {
        let digits = text.as_bytes();
        if digits.len() != 2 * GROUP || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let sum = |from: usize| {
            let amount_fen = text.get(from..from + 12)?.parse().ok()?;
            Some(Sum { amount_fen, count: text.get(from + 12..from + 15)?.parse().ok()? })
        };
        let totals = Self { debit: sum(0)?, credit: sum(15)? };
        let verdict = |at: usize| digits.get(at).copied().and_then(Verdict::read);
        let both = verdict(GROUP - 1).zip(verdict(2 * GROUP - 1));
        Some((totals, both.map(|(domestic, foreign)| domestic.max(foreign))))
    }
}

impl fmt::Display for BatchTotals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = |fen: u64| format!("{}.{:02}", fen / 100, fen % 100);
        let Self { debit, credit } = self;
        let (paid, back) = (yuan(debit.amount_fen), yuan(credit.amount_fen));
        write!(f, "debit {} of {paid}, credit {} of {back}", debit.count, credit.count)
    }
}

/// Most details in one message.
pub const DETAILS_AT_MOST: usize = 8;

/// One transaction of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Its trace number, six digits.
    pub stan: String,
    /// Its card; `None` for one made without.
    pub card: Option<Pan>,
    /// In fen.
    pub amount_fen: u64,
}

/// Digits of one detail: kind of card, trace number, card number, amount.
const DETAIL: usize = 2 + 6 + 20 + 12;

impl Detail {
    /// Details of one message as digits; `None` when they are too many, or one does not fit. The digits hold card numbers.
    #[must_use]
    pub fn write(details: &[Self]) -> Option<String> {
        if details.is_empty() || details.len() > DETAILS_AT_MOST {
            return None;
        }
        let mut digits = format!("{:02}", details.len());
        for Self { stan, card, amount_fen } in details {
            let fits = stan.len() == 6 && *amount_fen < 1_000_000_000_000;
            let card = card.as_ref().map_or("0", Pan::expose);
            digits.push_str(&fits.then(|| format!("00{stan}{card:0>20}{amount_fen:012}"))?);
        }
        Some(digits)
    }

    /// Reads the details of one message.
    #[must_use]
    pub fn read(text: &str) -> Option<Vec<Self>> {
        let count: usize = text.get(..2)?.parse().ok()?;
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let whole = (1..=DETAILS_AT_MOST).contains(&count) && text.len() == 2 + count * DETAIL;
        if !(digits && whole) {
            return None;
        }
        let one = |nth: usize| {
            let text = text.get(2 + nth * DETAIL..2 + (nth + 1) * DETAIL)?;
            let card = text.get(8..28)?.trim_start_matches('0');
            let card = if card.is_empty() { None } else { Some(Pan::new(card).ok()?) };
            Some(Self { stan: text.get(2..8)?.to_owned(), card, amount_fen: text.get(28..40)?.parse().ok()? })
        };
        (0..count).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_read_as_they_were_written() {
        let mut totals = BatchTotals::default();
        totals.add(Side::Debit, 12_000);
        totals.add(Side::Debit, 50);
        totals.add(Side::Credit, 12_000);
        assert_eq!(totals.to_string(), "debit 2 of 120.50, credit 1 of 120.00");
        for verdict in [None, Some(Verdict::Equal), Some(Verdict::Unequal), Some(Verdict::Error)] {
            let digits = totals.digits(verdict).expect("they fit");
            assert_eq!(BatchTotals::read(&digits), Some((totals, verdict)));
            assert_eq!(BatchTotals::read(&digits[1..]), None, "too short");
            assert_eq!(BatchTotals::read(&digits.replacen('0', "x", 1)), None, "no digits");
        }
        let many = BatchTotals { debit: Sum { amount_fen: 1, count: 1_000 }, ..totals };
        assert_eq!(many.digits(None), None);
    }

    #[test]
    fn details_read_as_they_were_written_and_show_no_card() {
        let card = Pan::new("6222021234567894").expect("a number");
        let detail = |stan: &str, card| Detail { stan: stan.to_owned(), card, amount_fen: 700 };
        let details = [detail("000007", Some(card)), detail("000008", None)];
        let digits = Detail::write(&details).expect("they fit");
        assert_eq!(digits.len(), 82);
        assert_eq!(Detail::read(&digits).as_deref(), Some(details.as_slice()));
        assert_eq!(Detail::read(&digits[..81]), None);
        assert!(!format!("{details:?}").contains("123456"), "{details:?}");
        assert_eq!(Detail::write(&vec![details[0].clone(); 9]), None);
        assert_eq!(Detail::write(&[]), None);
        assert_eq!(Detail::read("00"), None);
    }
}
