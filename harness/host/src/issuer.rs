//! The issuer: its cardholders, its ledger, and what it says to the acquirer.
//!
//! It knows movements by the acquirer's reference number. It checks card, validity, PIN and cryptogram, books, and
//! writes to the cardholder. It never asks whether a terminal behaved: an order that comes from an acquirer is
//! carried out once, and a reversal that overtakes its order blocks that order for good.

mod verify;

use std::collections::BTreeMap;

use profile::ChipSessionKey;
use wire::{Pan, ScriptPhase, Tlv};

use crate::books::{Draft, Ledger};
use crate::moves::Moves;
use crate::request::PinOffered;
use crate::setup::Account;
use crate::{
    Book, CardholderText, Class, LedgerAccount, Misbehaviour, Moment, Movement, Payer, Posting, TxnKey,
};

/// What the acquirer wants of the issuer.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// What is wanted; with `undo`, what is undone.
    pub(crate) class: Class,
    /// Whether it takes the movement with this reference number back.
    pub(crate) undo: bool,
    /// What an undoing leaves of the movement; 0 for nothing.
    pub(crate) left_fen: i64,
    pub(crate) rrn: String,
    pub(crate) key: TxnKey,
    pub(crate) original: Option<TxnKey>,
    pub(crate) pan: Option<Pan>,
    pub(crate) amount_fen: i64,
    /// What the pre-authorisation behind it holds.
    pub(crate) held_fen: i64,
    /// What the terminal asked for, and the card's cryptogram is over.
    pub(crate) asked_fen: i64,
    pub(crate) merchant: String,
    pub(crate) proof: Proof,
    pub(crate) lapse: Option<Lapse>,
    /// When the script is to be played that its answer brings.
    pub(crate) script: Option<ScriptPhase>,
}

/// What the issuer leaves out though it says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lapse {
    /// The booking, and with it the message.
    Booking,
    /// The message.
    Message,
}

impl Order {
    /// What it does with the cardholder's money.
    const fn moves(&self) -> Moves {
        Moves::of(self.class, self.amount_fen, self.held_fen)
    }
}

impl Lapse {
    /// What is ordered to be left out.
    pub(crate) const fn ordered(misbehaviour: Option<&Misbehaviour>) -> Option<Self> {
        match misbehaviour {
            Some(Misbehaviour::IssuerForgets) => Some(Self::Booking),
            Some(Misbehaviour::NoMessage) => Some(Self::Message),
            _ => None,
        }
    }
}

/// What the cardholder and the card brought to show for themselves.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) expiry: Option<String>,
    pub(crate) pin: PinOffered,
    pub(crate) sequence: u64,
    pub(crate) chip: Option<Tlv>,
}

impl Proof {
    pub(crate) const NONE: Self = Self { expiry: None, pin: PinOffered::None, sequence: 0, chip: None };
}

/// What the issuer says.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) code: String,
    pub(crate) balance_fen: Option<i64>,
    /// F55: the issuer's cryptogram, and a script.
    pub(crate) chip: Option<Tlv>,
}

/// What an order did.
#[derive(Debug)]
pub(crate) struct Deed {
    pub(crate) reply: Reply,
    pub(crate) posting: Option<Posting>,
    pub(crate) text: Option<CardholderText>,
}

/// A card and what the issuer keeps on it.
#[derive(Debug)]
struct Held {
    account: Account,
    wrong_pins: u8,
    /// Transaction counters that were used, each with the request that did.
    counters: BTreeMap<u16, TxnKey>,
}

/// A movement as the issuer remembers it.
#[derive(Clone, Debug)]
enum Entry {
    Done {
        pan: Pan,
        legs: Vec<(LedgerAccount, i64)>,
        amount_fen: i64,
    },
    Undone,
    /// A reversal came before its order.
    Blocked,
}

/// The issuer.
#[derive(Debug)]
pub(crate) struct Issuer {
    cards: BTreeMap<Pan, Held>,
    entries: BTreeMap<String, Entry>,
    ledger: Ledger,
    session_rule: ChipSessionKey,
    up: bool,
    /// How many scripts it has sent.
    scripts: u32,
}

impl Issuer {
    pub(crate) fn new(accounts: Vec<Account>, session_rule: ChipSessionKey) -> Self {
        let mut ledger = Ledger::new(Book::Issuer);
        let mut cards = BTreeMap::new();
        for account in accounts {
            ledger.open(LedgerAccount::Cardholder(account.pan.clone()), account.balance_fen);
            let held = Held { account, wrong_pins: 0, counters: BTreeMap::new() };
            cards.insert(held.account.pan.clone(), held);
        }
        Self { cards, entries: BTreeMap::new(), ledger, session_rule, up: true, scripts: 0 }
    }

    pub(crate) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.cards.values().map(|held| &held.account)
    }

    pub(crate) fn balance(&self, pan: &Pan) -> Option<i64> {
        self.cards.contains_key(pan).then(|| self.ledger.balance(&LedgerAccount::Cardholder(pan.clone())))
    }

    pub(crate) const fn is_up(&self) -> bool {
        self.up
    }

    pub(crate) const fn set_up(&mut self, up: bool) {
        self.up = up;
    }

    pub(crate) fn unlock_pin(&mut self, pan: &Pan) {
        if let Some(held) = self.cards.get_mut(pan) {
            held.wrong_pins = 0;
        }
    }

    /// Carries an order out.
    pub(crate) fn act(&mut self, at: Moment, order: &Order) -> Deed {
        if order.undo { self.undo(at, order) } else { self.carry_out(at, order) }
    }

    fn carry_out(&mut self, at: Moment, order: &Order) -> Deed {
        let (code, arqc) = self.judge(at, order);
        // A chip that has decided already is told nothing any more.
        let asks = order.class != Class::OfflineSale;
        let chip = arqc.filter(|_| asks).and_then(|proven| {
            let mut chip = proven.answer(&code)?;
            if let Some(phase) = order.script {
                let number = self.scripts.saturating_add(1);
                if let Some(script) = proven.script(number) {
                    self.scripts = number;
                    chip.push(phase.tag(), &script.to_bytes());
                }
            }
            Some(chip)
        });
        let Some(pan) = order.pan.clone().filter(|_| code == "00") else {
            return Deed { reply: Reply { code, balance_fen: None, chip }, posting: None, text: None };
        };
        let moves = order.moves();
        let mut deed = Deed { reply: Reply { code, balance_fen: None, chip }, posting: None, text: None };
        if moves != Moves::default() && order.lapse != Some(Lapse::Booking) {
            let legs = moves.at_issuer(&pan);
            let amount_fen = order.amount_fen;
            self.entries
                .insert(order.rrn.clone(), Entry::Done { pan: pan.clone(), legs: legs.clone(), amount_fen });
            deed.posting = Some(self.post(order, order.class, pan.clone(), legs));
            deed.text = self.write(at, order, &pan, amount_fen);
        }
        deed.reply.balance_fen = self.balance(&pan);
        deed
    }

    /// Code of an order, and the card's cryptogram when it was there and right.
    fn judge(&mut self, at: Moment, order: &Order) -> (String, Option<verify::Proven>) {
        let blocked = self.entries.contains_key(&order.rrn);
        let Some(held) = order.pan.as_ref().and_then(|pan| self.cards.get_mut(pan)) else {
            return ("14".to_owned(), None);
        };
        let (verdict, proven) = held.verify(at, order, self.session_rule);
        if let Err(code) = verdict {
            return (code.to_owned(), proven);
        }
        if blocked {
            return ("22".to_owned(), proven);
        }
        let balance = self.ledger.balance(&LedgerAccount::Cardholder(held.account.pan.clone()));
        // What takes a payment back is never refused for want of money, though it sets aside more than it gives back.
        // What its own chip has approved it pays for, whatever is on the account.
        let asks = (order.class.is_first() || order.class.is_payment()) && order.class != Class::OfflineSale;
        let short = asks && balance < order.moves().taken_fen();
        (if short { "51" } else { "00" }.to_owned(), proven)
    }

    fn undo(&mut self, at: Moment, order: &Order) -> Deed {
        let reply = |code: &str| Reply { code: code.to_owned(), balance_fen: None, chip: None };
        let done = match self.entries.get(&order.rrn) {
            Some(Entry::Done { pan, legs, amount_fen }) => (pan.clone(), legs.clone(), *amount_fen),
            Some(Entry::Undone) => {
                return Deed { reply: reply("00"), posting: None, text: None };
            }
            Some(Entry::Blocked) | None => {
                self.entries.insert(order.rrn.clone(), Entry::Blocked);
                return Deed { reply: reply("25"), posting: None, text: None };
            }
        };
        if order.lapse == Some(Lapse::Booking) {
            return Deed { reply: reply("00"), posting: None, text: None };
        }
        let (pan, legs, whole_fen) = done;
        let (back, amount_fen) = if order.left_fen > 0 {
            let amount_fen = whole_fen - order.left_fen;
            if amount_fen <= 0 {
                return Deed { reply: reply("00"), posting: None, text: None };
            }
            let moves = |fen| Moves::of(order.class, fen, order.held_fen);
            let (legs, left) = (moves(order.left_fen).at_issuer(&pan), order.left_fen);
            self.entries.insert(order.rrn.clone(), Entry::Done { pan: pan.clone(), legs, amount_fen: left });
            (moves(amount_fen).undone().at_issuer(&pan), amount_fen)
        } else {
            self.entries.insert(order.rrn.clone(), Entry::Undone);
            (legs.into_iter().map(|(account, amount)| (account, -amount)).collect(), whole_fen)
        };
        let whole = order.class.reversal().unwrap_or(order.class);
        let class = if order.left_fen > 0 { Class::PartialReversal } else { whole };
        let posting = Some(self.post(order, class, pan.clone(), back));
        let text = self.write(at, order, &pan, amount_fen);
        Deed { reply: reply("00"), posting, text }
    }

    fn post(&mut self, order: &Order, class: Class, pan: Pan, legs: Vec<(LedgerAccount, i64)>) -> Posting {
        self.ledger.post(Draft {
            class,
            key: order.key.clone(),
            original: order.original.clone(),
            rrn: order.rrn.clone(),
            payer: Payer::Card(pan),
            legs,
            fee_fen: 0,
        })
    }

    /// The message to the cardholder, as banks in China write it.
    fn write(&self, at: Moment, order: &Order, pan: &Pan, amount_fen: i64) -> Option<CardholderText> {
        let held = self.cards.get(pan).filter(|_| order.lapse != Some(Lapse::Message))?;
        let (movement, verb) = match (order.class, order.undo) {
            (Class::Sale, false) => (Movement::Charged, "消费支出"),
            (Class::OfflineSale, false) => (Movement::Charged, "脱机消费支出"),
            (Class::OfflineSale, true) => (Movement::Cancelled, "脱机消费冲正，退回"),
            (Class::Sale, true) => (Movement::Cancelled, "消费冲正，退回"),
            (Class::Void, false) => (Movement::Cancelled, "消费撤销，退回"),
            (Class::Void, true) => (Movement::ChargedAgain, "撤销冲正，重新支出"),
            (Class::Refund, false) => (Movement::Refunded, "退货入账"),
            (Class::PreAuth, false) => (Movement::Held, "预授权，冻结"),
            (Class::PreAuth, true) => (Movement::Released, "预授权冲正，解冻"),
            (Class::PreAuthVoid, false) => (Movement::Released, "预授权撤销，解冻"),
            (Class::PreAuthVoid, true) => (Movement::Held, "预授权撤销冲正，重新冻结"),
            (Class::Completion | Class::CompletionAdvice, false) => (Movement::Charged, "预授权完成，支出"),
            (Class::Completion | Class::CompletionAdvice, true) => {
                (Movement::Cancelled, "预授权完成冲正，退回")
            }
            (Class::CompletionVoid, false) => (Movement::Cancelled, "预授权完成撤销，退回"),
            (Class::CompletionVoid, true) => (Movement::ChargedAgain, "预授权完成撤销冲正，重新支出"),
            (Class::Refund, true) => (Movement::ChargedAgain, "退货冲正，重新支出"),
            _ => return None,
        };
        let balance_fen = self.ledger.balance(&LedgerAccount::Cardholder(pan.clone()));
        let (_, month, day) = at.civil();
        let (hour, minute) = (at.second_of_day / 3600, at.second_of_day / 60 % 60);
        let digits = pan.expose();
        let tail = digits.get(digits.len().saturating_sub(4)..).unwrap_or_default();
        let text = format!(
            "【测试银行】您尾号{tail}的账户{month}月{day}日{hour:02}:{minute:02}在{}{verb}人民币{}元，余额{}元。",
            order.merchant,
            yuan(amount_fen),
            yuan(balance_fen),
        );
        let holder = held.account.holder.clone();
        let payer = Payer::Card(pan.clone());
        Some(CardholderText { payer, holder, movement, amount_fen, balance_fen, text })
    }
}

/// Fen as yuan with two decimals.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}
