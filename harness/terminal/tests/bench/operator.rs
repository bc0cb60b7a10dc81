//! The operator: does what the screen asks, by its kind.

use std::collections::VecDeque;

use device::{CardFace, Hidden, Key, Screen, ScreenKind};

#[derive(Clone, Debug)]
pub(crate) enum Order {
    Sale {
        fen: u64,
        face: CardFace,
    },
    OfflineSale {
        fen: u64,
        face: CardFace,
    },
    PreAuth {
        fen: u64,
        face: CardFace,
    },
    Completion {
        fen: u64,
        face: CardFace,
    },
    Void {
        trace: u32,
        face: CardFace,
    },
    /// Without a card when there is no face.
    Refund {
        rrn: String,
        fen: u64,
        face: Option<CardFace>,
    },
    Balance {
        face: CardFace,
    },
    Query {
        trace: u32,
    },
    Reprint {
        trace: Option<u32>,
    },
    WalletPay {
        fen: u64,
    },
    /// A part of a sale.
    TakeBack {
        trace: u32,
        fen: u64,
    },
    SignOn,
    SignOff,
    Echo,
    Settle,
    Reverse,
}

pub(crate) struct Operator {
    pub(crate) orders: VecDeque<Order>,
    pub(crate) pin: Option<Hidden>,
    pub(crate) password: Hidden,
    pub(crate) date: &'static str,
    /// Key pressed at printer trouble.
    pub(crate) at_trouble: Key,
    /// Key pressed where the terminal asks to confirm.
    pub(crate) at_confirm: Key,
    /// Presented at PRESENT AGAIN, in turn; the order's face when empty.
    pub(crate) again: VecDeque<CardFace>,
    current: Option<Order>,
    keys: VecDeque<Key>,
    screen: ScreenKind,
}

impl Default for Operator {
    fn default() -> Self {
        Self {
            orders: VecDeque::new(),
            pin: Some(Hidden::new(*b"246810")),
            password: Hidden::new(*b"123456"),
            date: "1120",
            at_trouble: Key::Cancel,
            at_confirm: Key::Enter,
            again: VecDeque::new(),
            current: None,
            keys: VecDeque::new(),
            screen: ScreenKind::Dark,
        }
    }
}

impl Operator {
    pub(crate) fn sees(&mut self, screen: &Screen) {
        self.screen = screen.kind;
        self.keys.clear();
        match screen.kind {
            ScreenKind::Idle | ScreenKind::KeysLost => {
                self.current = self.orders.pop_front();
                self.keys.extend(self.current.as_ref().map(order_key));
            }
            ScreenKind::EnterAmount => self.type_in(&self.amount()),
            ScreenKind::EnterTrace => self.type_in(&self.trace()),
            ScreenKind::EnterReference => {
                if let Some(Order::Refund { rrn, .. }) = self.current.clone() {
                    self.type_in(&rrn);
                }
            }
            ScreenKind::EnterDate => self.type_in(self.date),
            ScreenKind::EnterAuth => self.type_in(super::acquirer::PRE_AUTH_CODE),
            ScreenKind::PresentCard if matches!(self.current, Some(Order::Refund { face: None, .. })) => {
                self.keys.push_back(Key::Enter);
            }
            ScreenKind::PresentCard | ScreenKind::PresentAgain => {}
            ScreenKind::Confirm => self.keys.push_back(self.at_confirm),
            ScreenKind::PrinterTrouble => self.keys.push_back(self.at_trouble),
            _ => self.keys.push_back(Key::Enter),
        }
    }

    pub(crate) fn next_key(&mut self) -> Option<Key> {
        self.keys.pop_front()
    }

    pub(crate) fn present(&mut self) -> Option<CardFace> {
        if self.screen == ScreenKind::PresentAgain
            && let Some(face) = self.again.pop_front()
        {
            return Some(face);
        }
        match self.current.as_ref()? {
            Order::Sale { face, .. }
            | Order::OfflineSale { face, .. }
            | Order::PreAuth { face, .. }
            | Order::Completion { face, .. }
            | Order::Void { face, .. }
            | Order::Balance { face } => Some(*face),
            Order::Refund { face, .. } => *face,
            _ => None,
        }
    }

    pub(crate) fn power_lost(&mut self) {
        self.current = None;
        self.keys.clear();
    }

    fn type_in(&mut self, digits: &str) {
        self.keys.extend(digits.bytes().map(|digit| Key::Digit(digit - b'0')));
        self.keys.push_back(Key::Enter);
    }

    fn amount(&self) -> String {
        match &self.current {
            Some(
                Order::Sale { fen, .. }
                | Order::OfflineSale { fen, .. }
                | Order::PreAuth { fen, .. }
                | Order::Completion { fen, .. }
                | Order::Refund { fen, .. }
                | Order::TakeBack { fen, .. }
                | Order::WalletPay { fen },
            ) => fen.to_string(),
            _ => String::new(),
        }
    }

    fn trace(&self) -> String {
        match &self.current {
            Some(Order::Void { trace, .. } | Order::Query { trace } | Order::TakeBack { trace, .. }) => {
                trace.to_string()
            }
            Some(Order::Reprint { trace }) => trace.map(|trace| trace.to_string()).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// The key for a kind of order.
fn order_key(order: &Order) -> Key {
    match order {
        Order::Sale { .. } => Key::Sale,
        Order::OfflineSale { .. } => Key::OfflineSale,
        Order::PreAuth { .. } => Key::PreAuth,
        Order::Completion { .. } => Key::Completion,
        Order::Void { .. } => Key::Void,
        Order::Refund { .. } => Key::Refund,
        Order::Balance { .. } => Key::Balance,
        Order::Query { .. } => Key::Query,
        Order::Reprint { .. } => Key::Reprint,
        Order::TakeBack { .. } => Key::PartialReversal,
        Order::WalletPay { .. } => Key::WalletPay,
        Order::SignOn => Key::SignOn,
        Order::SignOff => Key::SignOff,
        Order::Echo => Key::Echo,
        Order::Settle => Key::Settle,
        Order::Reverse => Key::Reverse,
    }
}
