//! The application of the reference terminal: straight-line code over calls to its body.
//!
//! Each business has a file of its own that reads like its specification. Every await is a device call, and
//! power may go at any of them: what must not be lost is durable before the call that depends on it.
//!
//! It offers sale, offline sale, void, partial reversal, refund, pre-authorisation with its void, completion and the
//! completion's void, balance, query, reprint, settlement, sign-on and sign-off, a test of the line, reversal, wallets by
//! code, and sales signed on the pad. It plays issuer scripts and tells of them. What a chip approves without the host it
//! stands by, and tells of it afterwards.

mod balance;
mod batch;
mod body;
mod boot;
mod cell;
mod conclude;
mod decide;
mod emv;
mod entry;
mod guarantee;
mod keys;
mod kind;
mod link;
mod lookup;
mod offline;
mod online;
mod open;
mod outbox;
mod pack;
mod partial;
mod query;
mod refund;
mod reprint;
mod reversal;
mod rows;
mod sale;
mod screens;
mod script;
mod service;
mod settle;
mod sign_on;
mod signature;
mod slip;
mod store;
mod void;
mod wallet;

use std::{collections::BTreeMap, sync::Arc};

use device::{Key, ScreenKind};
use wire::WorkingKeys;

use crate::{Defect, Setup, machine::Mailbox};

use self::{
    body::{Body, Called},
    cell::Cells,
    conclude::End,
    rows::{Counters, Kind, ReversalRow},
};

/// What one power-on life holds in RAM. Everything here is gone after a cut.
pub(crate) struct App {
    body: Body,
    setup: Arc<Setup>,
    cells: Cells,
    counters: Counters,
    /// The working keys and the block they came in.
    keys: Option<(WorkingKeys, Vec<u8>)>,
    /// The secure module holds no master key: nothing is sent.
    keys_gone: bool,
    /// The reversal that is owed, as the store has it.
    pending: Option<ReversalRow>,
    /// A batch is half settled: no business before it is settled whole.
    settling: bool,
    /// How many transactions the batch holds.
    filled: u16,
    /// The wallet order whose outcome is not known, as the store has it.
    wallet: Option<wallet::WalletRow>,
    /// A record of the store is whole and cannot be understood: no business until somebody has looked at it.
    damaged: bool,
    /// What was played of an issuer's script in the order in hand, and has not been told or tried to.
    played: Option<script::Played>,
    /// The host is to be told what came of a script.
    scripts_owed: bool,
    /// This order is to be signed on the pad.
    pad_asked: bool,
    /// F15 of the last approval.
    settled_on: Option<String>,
    /// Cells of signatures, and whether the host may still have to be told.
    signatures: BTreeMap<String, bool>,
    /// The picture that was made last (seeded defect).
    last_picture: Option<wire::Picture>,
    /// A chip stands in the slot.
    chip_in: bool,
    /// Kept open only under a seeded defect.
    line_open: bool,
    /// The reversal that is saved when its request was sent (seeded defect).
    late_row: Option<ReversalRow>,
    /// What the host is to be told, written when the slip is out (seeded defect).
    late_owed: Option<rows::OpenRow>,
    /// The slip of this trace was printed already (seeded defect).
    printed: Option<u32>,
    /// The slip of this trace did not come out (seeded defect).
    unprinted: Option<u32>,
    /// Duplicates show the whole card number (seeded defect).
    unmasked: bool,
}

/// Runs one power-on life. It ends only with power, or with a fatal fault.
pub(crate) async fn run(setup: Arc<Setup>, mailbox: Mailbox) {
    let counters = Counters { next_stan: setup.first_stan, batch: setup.first_batch };
    let mut app = App {
        body: Body::new(mailbox),
        setup,
        cells: Cells::default(),
        counters,
        keys: None,
        keys_gone: false,
        pending: None,
        settling: false,
        filled: 0,
        wallet: None,
        damaged: false,
        played: None,
        scripts_owed: false,
        pad_asked: false,
        settled_on: None,
        signatures: BTreeMap::new(),
        last_picture: None,
        chip_in: false,
        line_open: false,
        late_row: None,
        late_owed: None,
        printed: None,
        unprinted: None,
        unmasked: false,
    };
    app.boot().await;
    loop {
        app.idle().await;
    }
}

impl App {
    fn has(&self, defect: Defect) -> bool {
        self.setup.has(defect)
    }

    /// Waits for an order and carries it out.
    async fn idle(&mut self) {
        let owed = self.pending.is_some().then(|| self.say("REVERSAL PENDING", "有待冲正"));
        let damaged = self.damaged.then(|| self.record_error());
        let settling = self.settling.then(|| self.half_settled());
        let keyless = (!self.keys_stand().await).then(|| self.keys_lost());
        let screen = if keyless.is_some() { ScreenKind::KeysLost } else { ScreenKind::Idle };
        let lines = [Some(self.setup.merchant_name.clone()), keyless, owed, settling, damaged];
        self.body.show(screen, lines.into_iter().flatten().collect()).await;
        let key = match self.body.wait_for_order().await {
            Called::Key(key) => key,
            Called::KeysChanged => return self.keys_changed().await,
            Called::Nothing => return,
        };
        self.pad_asked = false;
        let done = match key {
            key if self.damaged && key != Key::Reprint => self.refused(key, self.record_error()),
            key if self.keys_gone && key != Key::Reprint => self.refused(key, self.keys_lost()),
            key if begins_business(key) && self.settling => self.refused(key, self.half_settled()),
            key if begins_business(key) && self.is_full() => self.refused(key, self.batch_full()),
            Key::Sale => self.charge(Kind::Sale).await,
            Key::OfflineSale => self.offline_sale().await,
            Key::Void => self.void(Kind::Void).await,
            Key::PreAuth => self.charge(Kind::PreAuth).await,
            Key::PreAuthVoid => self.end_guarantee(Kind::PreAuthVoid).await,
            Key::Completion => self.end_guarantee(Kind::Completion).await,
            Key::CompletionAdvice => self.end_guarantee(Kind::CompletionAdvice).await,
            Key::CompletionVoid => self.void(Kind::CompletionVoid).await,
            Key::PartialReversal => self.partial_reversal().await,
            Key::Refund => self.refund().await,
            Key::WalletPay => self.wallet_payment(Kind::WalletPay).await,
            Key::WalletCode => self.wallet_payment(Kind::WalletCode).await,
            Key::WalletVoid => self.wallet_void().await,
            Key::WalletRefund => self.wallet_refund().await,
            Key::WalletQuery => self.wallet_query().await,
            Key::Balance => self.balance().await,
            Key::Query => self.query().await,
            Key::Reprint => self.reprint().await,
            Key::Reverse => self.reverse_now().await,
            Key::Settle => self.settle().await,
            Key::Echo => self.test_line().await,
            Key::SignOff => self.sign_off().await,
            Key::SignOn => {
                self.sign_on().await;
                return;
            }
            _ => return,
        };
        let end = match done {
            Ok(end) | Err(end) => end,
        };
        self.conclude(end).await;
    }

    fn record_error(&self) -> String {
        self.say("RECORD ERROR", "记录异常")
    }

    /// An order that cannot be begun. Records that nobody understands, for one, may hold a reversal that is owed:
    /// whatever would send is refused.
    fn refused(&self, key: Key, why: String) -> Order {
        let kind = match key {
            Key::Sale | Key::Reverse | Key::SignOn => Kind::Sale,
            Key::Settle => Kind::Settlement,
            Key::SignOff => Kind::SignOff,
            Key::Echo => Kind::Echo,
            Key::OfflineSale => Kind::OfflineSale,
            Key::Void => Kind::Void,
            Key::PreAuth => Kind::PreAuth,
            Key::PreAuthVoid => Kind::PreAuthVoid,
            Key::Completion => Kind::Completion,
            Key::CompletionAdvice => Kind::CompletionAdvice,
            Key::CompletionVoid => Kind::CompletionVoid,
            Key::PartialReversal => Kind::PartialReversal,
            Key::Refund => Kind::Refund,
            Key::WalletPay => Kind::WalletPay,
            Key::WalletCode => Kind::WalletCode,
            Key::WalletVoid => Kind::WalletCancel,
            Key::WalletRefund => Kind::WalletRefund,
            Key::WalletQuery => Kind::WalletQuery,
            Key::Balance => Kind::Balance,
            Key::Query => Kind::Query,
            _ => return Ok(End::Quiet),
        };
        Err(End::Refused { kind, why })
    }

    /// The text in the language of the screens.
    fn say(&self, english: &str, chinese: &str) -> String {
        match self.setup.language {
            crate::Language::English => english.to_owned(),
            crate::Language::Chinese => chinese.to_owned(),
        }
    }
}

/// Whether a key begins something that the batch would have to hold.
const fn begins_business(key: Key) -> bool {
    matches!(
        key,
        Key::Sale
            | Key::OfflineSale
            | Key::Void
            | Key::PartialReversal
            | Key::Refund
            | Key::PreAuth
            | Key::PreAuthVoid
            | Key::Completion
            | Key::CompletionAdvice
            | Key::CompletionVoid
            | Key::WalletPay
            | Key::WalletCode
            | Key::WalletVoid
            | Key::WalletRefund
    )
}

/// What an order comes to; both sides are an end, the error side leaves early.
type Order = Result<End, End>;
