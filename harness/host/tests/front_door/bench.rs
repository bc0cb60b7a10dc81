//! A terminal's side of the line, as small as tests need it, and two cards.

use std::sync::Arc;

use host::{
    Account, Books, Effect, Enrolled, Host, Latency, LedgerAccount, Misbehaviour, Posting, Purse, Script,
    Setup, Start, State, TxnKey,
};
use wire::{Dialect, Envelope, Key, MacCheck, Message, Pan, Pin, WorkingKeys, keys};

pub(crate) const STRICT: &str = include_str!("../../../../fixtures/profiles/strict.yaml");
const UNIONPAY: &str = include_str!("../../../../fixtures/dialects/unionpay.yaml");
pub(crate) const TID: &str = "12345678";
pub(crate) const MID: &str = "102100154110001";
pub(crate) const SECOND: u64 = 1_000_000_000;
pub(crate) const START: Start = Start { year: 2026, month: 11, day: 21, hour: 12, minute: 0, second: 0 };
pub(crate) const TMK: &str = "CA5D92598DCA48CE8A4C76361A9269E9";
pub(crate) const IMK: &str = "0123456789ABCDEFFEDCBA9876543210";
pub(crate) const SCRIPT_KEY: &str = "13579BDF02468ACE13579BDF02468ACF";

/// A card as the terminal meets it.
pub(crate) struct Card {
    pub(crate) number: &'static str,
    pub(crate) pin: &'static str,
    pub(crate) expiry: &'static str,
}

pub(crate) const ALICE: Card = Card { number: "6228480402564890018", pin: "907315", expiry: "3012" };
pub(crate) const BOB: Card = Card { number: "6228480402564890026", pin: "660481", expiry: "3012" };
pub(crate) const OLD: Card = Card { number: "6228480402564890034", pin: "111111", expiry: "2610" };

impl Card {
    pub(crate) fn pan(&self) -> Pan {
        Pan::new(self.number).unwrap()
    }
}

pub(crate) struct Bench {
    pub(crate) host: Host,
    pub(crate) now: u64,
    pub(crate) line: u64,
    pub(crate) stan: u32,
    pub(crate) batch: String,
    pub(crate) keys: Option<WorkingKeys>,
    pub(crate) log: Vec<Effect>,
    pub(crate) dialect: Arc<Dialect>,
}

pub(crate) fn setup(profile: &str) -> Setup {
    let account = |holder: &str, card: &Card, balance_fen| Account {
        holder: holder.to_owned(),
        pan: card.pan(),
        psn: 1,
        expiry: card.expiry.to_owned(),
        pin: Pin::new(card.pin).unwrap(),
        imk: Key::from_hex(IMK).unwrap(),
        script_key: Some(Key::from_hex(SCRIPT_KEY).unwrap()),
        balance_fen,
    };
    let enrolled = |tid: &str, mid: &str| Enrolled {
        tid: tid.to_owned(),
        mid: mid.to_owned(),
        merchant: "同福客栈".to_owned(),
        tmk: Key::from_hex(TMK).unwrap(),
    };
    Setup {
        dialect: Arc::new(Dialect::from_yaml("unionpay.yaml", UNIONPAY).unwrap()),
        practice: Arc::new(profile::Profile::from_yaml("strict.yaml", profile).unwrap()),
        terminals: vec![enrolled(TID, MID), enrolled("87654321", MID)],
        accounts: vec![
            account("alice", &ALICE, 100_000),
            account("bob", &BOB, 100_000),
            account("old", &OLD, 100_000),
        ],
        purses: vec![
            Purse { id: "wallet of lily".to_owned(), holder: "lily".to_owned(), balance_fen: 50_000 },
            Purse { id: "wallet of max".to_owned(), holder: "max".to_owned(), balance_fen: 1_000 },
        ],
        start: START,
        latency: Latency { acquirer_ns: (10_000_000, 40_000_000), issuer_ns: (50_000_000, 300_000_000) },
        seed: 7,
        defect: None,
    }
}

impl Bench {
    /// A host under the strict profile, nobody signed on.
    pub(crate) fn cold() -> Self {
        Self::with(STRICT)
    }

    pub(crate) fn with(profile: &str) -> Self {
        Self::of(setup(profile))
    }

    /// A host that speaks this dialect.
    pub(crate) fn speaking(dialect: Arc<Dialect>, profile: &str) -> Self {
        Self::of(Setup { dialect, ..setup(profile) })
    }

    /// A host with a defect, and this terminal signed on.
    pub(crate) fn flawed(defect: host::Defect) -> Self {
        let mut bench = Self::of(Setup { defect: Some(defect), ..setup(STRICT) });
        bench.sign_on();
        bench
    }

    fn of(setup: Setup) -> Self {
        let dialect = setup.dialect.clone();
        let host = Host::new(setup);
        let batch = "000001".to_owned();
        Self { host, now: 0, line: 1, stan: 0, batch, keys: None, log: Vec::new(), dialect }
    }

    /// A host with this terminal signed on.
    pub(crate) fn signed_on() -> Self {
        let mut bench = Self::cold();
        bench.sign_on();
        bench
    }

    pub(crate) fn sign_on(&mut self) -> Message {
        let answer = self.ask(&self.sign_on_message());
        assert_eq!(answer.text(39), Some("00"));
        self.take_keys(&answer);
        answer
    }

    pub(crate) fn take_keys(&mut self, answer: &Message) {
        self.keys = Some(keys::unwrap(&Key::from_hex(TMK).unwrap(), answer.expose(62).unwrap()).unwrap());
        self.batch = self.dialect.part(answer, "60.2").unwrap().to_owned();
    }

    pub(crate) fn frame(&self, message: &Message) -> Vec<u8> {
        let plain = !self.dialect.classify(message).needs_mac();
        let body = match &self.keys {
            Some(keys) if !plain => self.dialect.seal(message, &keys.mac).unwrap(),
            _ => self.dialect.encode(message).unwrap(),
        };
        self.dialect.frame(&Envelope::default(), &body).unwrap()
    }

    /// Sends a message; nothing is waited for.
    pub(crate) fn send(&mut self, message: &Message) {
        let bytes = self.frame(message);
        self.send_bytes(&bytes);
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let before = self.log.len();
        self.host.receive(self.now, self.line, bytes, &mut self.log);
        self.follow_hang_up(before);
    }

    pub(crate) fn follow_hang_up(&mut self, before: usize) {
        let line = self.line;
        if self.log[before..].iter().any(|e| matches!(e, Effect::HangUp { line: l } if *l == line)) {
            self.line += 1;
        }
    }

    /// Lets the host work until nothing is due any more.
    pub(crate) fn rest(&mut self) {
        while let Some(due) = self.host.next_due() {
            self.until(due);
        }
    }

    /// Lets the host work up to a moment.
    pub(crate) fn until(&mut self, now: u64) {
        let before = self.log.len();
        self.now = self.now.max(now);
        self.host.wake(self.now, &mut self.log);
        self.follow_hang_up(before);
    }

    /// Sends, waits until all is quiet, and gives what came back: all answers since.
    pub(crate) fn ask_all(&mut self, message: &Message) -> Vec<Message> {
        let before = self.log.len();
        self.send(message);
        self.rest();
        answers(&self.log[before..])
    }

    /// The same where one answer is expected.
    pub(crate) fn ask(&mut self, message: &Message) -> Message {
        let mut all = self.ask_all(message);
        assert_eq!(all.len(), 1, "one answer expected: {:?}", self.log);
        all.remove(0)
    }

    pub(crate) fn code(&mut self, message: &Message) -> String {
        self.ask(message).text(39).unwrap().to_owned()
    }

    pub(crate) fn order(&mut self, misbehaviour: Misbehaviour) {
        self.host.script(Script { misbehaviour, on: None, times: 1 });
    }

    pub(crate) fn key(&self, message: &Message) -> TxnKey {
        TxnKey {
            tid: TID.to_owned(),
            batch: self.dialect.part(message, "60.2").unwrap().to_owned(),
            stan: message.text(11).unwrap().to_owned(),
        }
    }

    pub(crate) fn state(&self, message: &Message) -> Option<State> {
        self.host.transaction(&self.key(message)).map(|t| t.state.clone())
    }

    pub(crate) fn has(&self, card: &Card) -> i64 {
        self.host.account_balance(&card.pan()).unwrap()
    }

    pub(crate) fn merchant_has(&self) -> i64 {
        self.host.books().acquirer.balance(&LedgerAccount::Merchant(MID.to_owned()))
    }

    pub(crate) fn fees(&self) -> i64 {
        self.host.books().acquirer.balance(&LedgerAccount::FeeIncome)
    }

    /// Points that are out.
    pub(crate) fn points(&self) -> i64 {
        -self.host.books().acquirer.balance(&LedgerAccount::PointsGranted)
    }

    pub(crate) fn mac_of(&self, bytes: &[u8]) -> MacCheck {
        let keys = self.keys.as_ref().unwrap();
        self.dialect.check_mac(&bytes[13..], &keys.mac)
    }

    /// Both ledgers add up, agree with each other, and nothing is left to be told to the issuer.
    pub(crate) fn assert_sound(&self) {
        let Books { acquirer, issuer, wallet } = self.host.books();
        assert_eq!((acquirer.sum(), issuer.sum(), wallet.sum()), (0, 0, 0));
        for posting in acquirer.postings().iter().chain(issuer.postings()).chain(wallet.postings()) {
            assert_eq!(posting.legs.iter().map(|leg| leg.amount_fen).sum::<i64>(), 0, "{posting:?}");
        }
        assert!(self.host.books().agree(), "{:#?}", self.host.books());
        assert_eq!(self.host.unconfirmed(), 0);
    }

    /// Alice has this, the merchant and the fees add up to what she gave, and the books are sound.
    pub(crate) fn assert_charged(&self, fen: i64) {
        assert_eq!(self.has(&ALICE), 100_000 - fen);
        assert_eq!(self.merchant_has() + self.fees(), fen);
        self.assert_sound();
    }
}

pub(crate) fn answers(log: &[Effect]) -> Vec<Message> {
    log.iter()
        .filter_map(|e| match e {
            Effect::Answer { message, .. } => Some(message.clone()),
            _ => None,
        })
        .collect()
}

pub(crate) fn postings(log: &[Effect]) -> Vec<Posting> {
    log.iter()
        .filter_map(|e| match e {
            Effect::Posted { posting, .. } => Some(posting.clone()),
            _ => None,
        })
        .collect()
}

/// The strict profile with one switch set otherwise.
pub(crate) fn strict_but(from: &str, to: &str) -> String {
    assert!(STRICT.contains(from), "{from}");
    STRICT.replace(from, to)
}
