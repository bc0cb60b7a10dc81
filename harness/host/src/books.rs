//! The double-entry ledgers: the acquirer's, the issuer's and the wallet platform's.
//!
//! Each posting's legs add up to nought, so does each ledger. The ledgers do not know each other: that they
//! agree is what a run has to show.

use std::collections::BTreeMap;

use wire::Pan;

use crate::{Class, Payer, TxnKey};

/// Whose ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Book {
    /// The acquirer's: merchants, fees, what issuers owe.
    Acquirer,
    /// The issuer's: cardholders, what acquirers are owed.
    Issuer,
    /// The wallet platform's: wallets, what acquirers are owed.
    Wallet,
}

/// An account of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerAccount {
    /// Issuer's book: what the cardholder has.
    Cardholder(Pan),
    /// Issuer's book: what is set aside of it for merchants (预授权冻结).
    Held(Pan),
    /// Platform's book: what this wallet has.
    Wallet(String),
    /// Issuer's and platform's book: what acquirers are owed.
    ClearingAcquirer,
    /// Issuer's and platform's book: where opening balances came from.
    Capital,
    /// Acquirer's book: what the merchant (F42) has.
    Merchant(String),
    /// Acquirer's book: what the merchant (F42) is guaranteed by pre-authorisations.
    Guaranteed(String),
    /// Acquirer's book: what issuers hold for merchants; negative, since they owe it.
    GuaranteeIssuer,
    /// Acquirer's book: what merchants paid for the service.
    FeeIncome,
    /// Acquirer's book: the points (not fen) that a card holds.
    Points(Pan),
    /// Acquirer's book: points granted to cards; negative, since they are out.
    PointsGranted,
    /// Acquirer's book: what issuers gave; negative, since they owe it.
    ClearingIssuer,
    /// Acquirer's book: what the wallet platform gave; negative, since it owes it.
    ClearingWallet,
}

impl LedgerAccount {
    /// Its kind, without whose it is.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Cardholder(_) => "cardholder",
            Self::Held(_) => "held",
            Self::Guaranteed(_) => "guaranteed",
            Self::GuaranteeIssuer => "guarantee-issuer",
            Self::ClearingAcquirer => "clearing-acquirer",
            Self::Capital => "capital",
            Self::Merchant(_) => "merchant",
            Self::FeeIncome => "fee-income",
            Self::Points(_) => "points",
            Self::PointsGranted => "points-granted",
            Self::ClearingIssuer => "clearing-issuer",
            Self::ClearingWallet => "clearing-wallet",
            Self::Wallet(_) => "wallet",
        }
    }
}

/// One leg of a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Where.
    pub account: LedgerAccount,
    /// Positive: the account receives. On the accounts of points: how many points.
    pub amount_fen: i64,
}

/// Money moved in one ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// In which ledger.
    pub book: Book,
    /// Its number there, from 1.
    pub number: u64,
    /// Class of the movement: of the transaction that moves money, or of its reversal. One without a reversal of its
    /// own that the acquirer takes back at a silent issuer (a refund) is booked as itself with its legs turned round.
    pub class: Class,
    /// The transaction that was made, or the one that a reversal undoes.
    pub key: TxnKey,
    /// The original that a void or refund (or the reversal of one) refers to.
    pub original: Option<TxnKey>,
    /// Reference number of the transaction `key`.
    pub rrn: String,
    /// Whose money it is.
    pub payer: Payer,
    /// The legs; they add up to nought.
    pub legs: Vec<Leg>,
    /// The merchant's fee in it: positive when taken, negative when given back.
    pub fee_fen: i64,
}

/// One ledger.
#[derive(Clone, Debug)]
pub struct Ledger {
    book: Book,
    postings: Vec<Posting>,
    balances: BTreeMap<LedgerAccount, i64>,
}

impl Ledger {
    pub(crate) const fn new(book: Book) -> Self {
        Self { book, postings: Vec::new(), balances: BTreeMap::new() }
    }

    /// Books an opening balance against capital, without a posting.
    pub(crate) fn open(&mut self, account: LedgerAccount, amount_fen: i64) {
        self.move_money(account, amount_fen);
        self.move_money(LedgerAccount::Capital, amount_fen.saturating_neg());
    }

    /// Books a movement: each leg's account receives its amount.
    pub(crate) fn post(&mut self, draft: Draft) -> Posting {
        for (account, amount_fen) in &draft.legs {
            self.move_money(account.clone(), *amount_fen);
        }
        let posting = Posting {
            book: self.book,
            number: self.postings.len() as u64 + 1,
            class: draft.class,
            key: draft.key,
            original: draft.original,
            rrn: draft.rrn,
            payer: draft.payer,
            legs: draft.legs.into_iter().map(|(account, amount_fen)| Leg { account, amount_fen }).collect(),
            fee_fen: draft.fee_fen,
        };
        self.postings.push(posting.clone());
        posting
    }

    fn move_money(&mut self, account: LedgerAccount, amount_fen: i64) {
        let balance = self.balances.entry(account).or_default();
        *balance = balance.saturating_add(amount_fen);
    }

    /// All postings, in order.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// What an account has.
    #[must_use]
    pub fn balance(&self, account: &LedgerAccount) -> i64 {
        self.balances.get(account).copied().unwrap_or_default()
    }

    /// All accounts that were ever touched, with what they have.
    pub fn balances(&self) -> impl Iterator<Item = (&LedgerAccount, i64)> {
        self.balances.iter().map(|(account, balance)| (account, *balance))
    }

    /// Nought, if the ledger is sound.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.balances.values().sum()
    }
}

/// A posting before it has a number.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) class: Class,
    pub(crate) key: TxnKey,
    pub(crate) original: Option<TxnKey>,
    pub(crate) rrn: String,
    pub(crate) payer: Payer,
    pub(crate) legs: Vec<(LedgerAccount, i64)>,
    pub(crate) fee_fen: i64,
}

/// All ledgers, to look at.
#[derive(Clone, Copy, Debug)]
pub struct Books<'a> {
    /// The acquirer's.
    pub acquirer: &'a Ledger,
    /// The issuer's.
    pub issuer: &'a Ledger,
    /// The wallet platform's.
    pub wallet: &'a Ledger,
}

impl Books<'_> {
    /// Whether what the acquirer expects of issuers, paid and held, and of the wallet platform, is what those owe and hold.
    #[must_use]
    pub fn agree(&self) -> bool {
        let expected = self.acquirer.balance(&LedgerAccount::ClearingIssuer);
        let owed = self.issuer.balance(&LedgerAccount::ClearingAcquirer);
        let guaranteed = self.acquirer.balance(&LedgerAccount::GuaranteeIssuer);
        let mut held =
            self.issuer.balances().filter(|(account, _)| matches!(account, LedgerAccount::Held(_)));
        let held = held.try_fold(0_i64, |sum, (_, balance)| sum.checked_add(balance));
        let by_wallet = self.acquirer.balance(&LedgerAccount::ClearingWallet);
        let wallets = self.wallet.balance(&LedgerAccount::ClearingAcquirer);
        by_wallet.checked_add(wallets) == Some(0)
            && expected.checked_add(owed) == Some(0)
            && held.and_then(|held| guaranteed.checked_add(held)) == Some(0)
    }
}
