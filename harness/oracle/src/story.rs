//! Writes small records for the tests, a line an event. It invents nothing that a desk would not write: amounts,
//! legs, echoes and frames are what they are on a bench.

use std::collections::BTreeMap;

use journal::*;
use profile::Profile;
use serde_json::json;

use crate::{Blame, Outcome, Verdict, judge};

const STRICT: &str = include_str!("../../../fixtures/profiles/strict.yaml");
const BATCH: &str = "000001";
const TERMINAL: &str = "10000001";
pub(crate) const CARD: &str = "card-0000000000000016";

/// A request to be written.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) class: &'static str,
    pub(crate) stan: u32,
    pub(crate) fen: i64,
    pub(crate) batch: &'static str,
    pub(crate) card: &'static str,
    /// Further fields, or other values.
    pub(crate) with: Vec<(&'static str, String)>,
    pub(crate) without: &'static [&'static str],
    pub(crate) mac: MacNote,
    pub(crate) original: Option<u64>,
}

impl Ask {
    pub(crate) fn new(class: &'static str, stan: u32, fen: i64) -> Self {
        let mac = match class {
            "sign-on" => MacNote::NotRequired,
            _ => MacNote::Valid {
                check_value: "AB7153CA".into(),
            },
        };
        Self {
            class,
            stan,
            fen,
            batch: BATCH,
            card: CARD,
            with: vec![],
            without: &[],
            mac,
            original: None,
        }
    }

    pub(crate) fn with(mut self, path: &'static str, value: &str) -> Self {
        self.with.push((path, value.to_owned()));
        self
    }

    fn key(&self) -> TxnKey {
        TxnKey {
            terminal: TERMINAL.into(),
            batch: self.batch.into(),
            stan: format!("{:06}", self.stan),
        }
    }

    fn mti(&self) -> &'static str {
        match self.class {
            "sign-on" => "0800",
            "refund" => "0220",
            c if c.ends_with("-reversal") => "0400",
            _ => "0200",
        }
    }

    fn fields(&self) -> Fields {
        let (processing, function) = match self.class.trim_end_matches("-reversal") {
            "sale" => ("000000", "22"),
            "void" => ("200000", "23"),
            "refund" => ("200000", "25"),
            "balance" => ("310000", "01"),
            "query" => ("390000", "01"),
            _ => ("", "00"),
        };
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        if !processing.is_empty() {
            fields.insert("3", processing.into());
            fields.insert("22", "021".into());
            fields.insert("25", "00".into());
            fields.insert("64", "********".into());
        }
        if self.fen != 0 {
            fields.insert("4", format!("{:012}", self.fen));
        }
        fields.insert("11", format!("{:06}", self.stan));
        fields.insert("41", TERMINAL.into());
        fields.insert("42", "100000000000001".into());
        fields.insert("60.1", function.into());
        fields.insert("60.2", self.batch.into());
        for (path, value) in &self.with {
            fields.insert(path, value.clone());
        }
        fields.retain(|path, _| !self.without.contains(path));
        fields.into_iter().map(|(p, v)| (p.to_owned(), v)).collect()
    }
}

/// A record under way.
pub(crate) struct Story {
    pen: Pen,
    at: u64,
    intents: u32,
    tries: u32,
    in_hand: Option<u32>,
    sent: Vec<(Ask, u64)>,
    numbers: u64,
}

impl Story {
    pub(crate) fn new() -> Self {
        Self::under(|_| {})
    }

    /// Under the strict profile, changed.
    pub(crate) fn under(change: impl FnOnce(&mut Profile)) -> Self {
        Self::on("virtual", change)
    }

    pub(crate) fn on(bench: &str, change: impl FnOnce(&mut Profile)) -> Self {
        let mut profile = Profile::from_yaml("strict.yaml", STRICT).expect("shipped");
        change(&mut profile);
        let head = Head {
            format: FORMAT,
            harness: "tearproof 0".into(),
            seed: 1,
            feature: FeatureText {
                path: "a.feature".into(),
                sha256: "00".into(),
                text: String::new(),
            },
            scenario: ScenarioHead {
                name: "a".into(),
                line: 3,
                language: "en".into(),
                case: "A-001".into(),
                chapter: None,
                tags: vec![],
            },
            bench: bench.into(),
            rig: json!({}),
            profile: serde_json::to_value(&profile).expect("plain data"),
            terminal: "reference".into(),
            token_key: "0".into(),
        };
        Self {
            pen: Pen::open(head),
            at: 0,
            intents: 0,
            tries: 0,
            in_hand: None,
            sent: vec![],
            numbers: 0,
        }
    }

    pub(crate) fn put(&mut self, lane: Lane, event: Event) -> u64 {
        self.at += 1_000_000;
        self.pen.write(self.at, lane, None, event)
    }

    pub(crate) fn days_pass(&mut self, days: u64) {
        self.at += days * 86_400_000_000_000;
    }

    // --- people ---

    /// A new order and its first try.
    pub(crate) fn order(&mut self, order: OrderKind, fen: i64) -> u32 {
        self.intents += 1;
        self.tries = 0;
        let intent = self.intents;
        let amount_fen = (fen != 0).then_some(fen);
        let person = "Li".to_owned();
        self.put(
            Lane::Cashier,
            Event::Intent {
                intent,
                order,
                amount_fen,
                person,
                card: Some(CARD.into()),
                of: None,
            },
        );
        self.attempt("ordered");
        intent
    }

    pub(crate) fn attempt(&mut self, why: &str) {
        self.tries += 1;
        self.in_hand = Some(self.intents);
        let (intent, attempt) = (self.intents, self.tries);
        self.put(
            Lane::Cashier,
            Event::Attempt {
                intent,
                attempt,
                why: why.into(),
            },
        );
    }

    pub(crate) fn supervisor(&mut self) {
        self.put(Lane::Cashier, Event::SupervisorConfirmed);
    }

    pub(crate) fn cashier(&mut self, intent: u32, belief: Belief) {
        self.put(
            Lane::Cashier,
            Event::CashierBelieves {
                intent,
                belief,
                because: "a test".into(),
            },
        );
    }

    pub(crate) fn cardholder(&mut self, intent: u32, belief: Belief) {
        self.put(
            Lane::Cardholder,
            Event::CardholderBelieves {
                intent,
                belief,
                because: "a test".into(),
            },
        );
    }

    // --- line and host ---

    fn frame(&self, ask: &Ask, to_host: bool) -> FrameNote {
        let direction = if to_host { "to-host" } else { "to-terminal" }.to_owned();
        FrameNote {
            line: 1,
            direction,
            class: ask.class.into(),
            bytes: 100,
        }
    }

    /// A request that left and was lost.
    pub(crate) fn lost(&mut self, class: &'static str) {
        let frame = self.frame(&Ask::new(class, 0, 0), true);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Lost(frame));
    }

    /// A request that the host took; its ticket.
    pub(crate) fn ask(&mut self, ask: Ask) -> u64 {
        let frame = self.frame(&ask, true);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Reached(frame));
        self.taken(ask)
    }

    /// A request that the host took without a frame of its own.
    pub(crate) fn taken(&mut self, ask: Ask) -> u64 {
        let ticket = u64::try_from(self.sent.len()).expect("few") + 1;
        let note = RequestNote {
            ticket,
            line: 1,
            class: ask.class.into(),
            mti: ask.mti().into(),
            key: ask.key(),
            amount_fen: (ask.fen != 0).then_some(ask.fen),
            card: (ask.class != "sign-on").then(|| ask.card.to_owned()),
            fields: ask.fields(),
            mac: ask.mac.clone(),
            repeated: false,
            intent: self.in_hand,
        };
        let n = self.put(Lane::Host, Event::Request(Box::new(note)));
        self.sent.push((ask, n));
        ticket
    }

    pub(crate) fn sale(&mut self, stan: u32, fen: i64) -> u64 {
        self.ask(Ask::new("sale", stan, fen))
    }

    pub(crate) fn void_ask(&self, stan: u32, of: u64) -> Ask {
        let sale = &self.sent_as(of).0;
        let mut ask = Ask::new("void", stan, sale.fen)
            .with("61.1", sale.batch)
            .with("61.2", &format!("{:06}", sale.stan));
        ask.original = Some(of);
        ask
    }

    pub(crate) fn refund_ask(&self, stan: u32, of: u64, fen: i64) -> Ask {
        let mut ask = Ask::new("refund", stan, fen).with("37", &rrn(self.sent_as(of).0.stan));
        ask.original = Some(of);
        ask
    }

    pub(crate) fn reversal_ask(&self, of: u64, reason: &str) -> Ask {
        let original = self.sent_as(of).0.clone();
        let class = if original.class == "void" {
            "void-reversal"
        } else {
            "sale-reversal"
        };
        let mut ask = Ask {
            class,
            without: &["61.3"],
            ..original.clone()
        }
        .with("39", reason);
        if original.class == "void" {
            ask = ask
                .with("61.1", original.batch)
                .with("61.2", &format!("{:06}", original.stan));
        }
        ask.original = Some(of);
        ask
    }

    pub(crate) fn reversal(&mut self, of: u64, reason: &str) -> u64 {
        let ask = self.reversal_ask(of, reason);
        self.ask(ask)
    }

    fn sent_as(&self, ticket: u64) -> &(Ask, u64) {
        &self.sent[usize::try_from(ticket).expect("small") - 1]
    }

    fn answer_event(&mut self, ticket: u64, code: &str, deviation: Option<&str>) -> FrameNote {
        let ask = self.sent_as(ticket).0.clone();
        let mut fields = ask.fields();
        fields.retain(|(p, _)| p != "39");
        fields.push(("39".into(), code.into()));
        fields.push(("37".into(), rrn(ask.stan)));
        let frame = self.frame(&ask, false);
        let (class, code, deviation) = (
            ask.class.to_owned(),
            code.to_owned(),
            deviation.map(str::to_owned),
        );
        self.put(
            Lane::Host,
            Event::Answer {
                ticket,
                class,
                code,
                fields,
                deviation,
            },
        );
        frame
    }

    /// The answer is ready and reaches the terminal.
    pub(crate) fn answer(&mut self, ticket: u64, code: &str) {
        self.answer_spoilt(ticket, code, None);
    }

    pub(crate) fn answer_spoilt(&mut self, ticket: u64, code: &str, deviation: Option<&str>) {
        let frame = self.answer_event(ticket, code, deviation);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Reached(frame));
    }

    /// The answer is lost under way.
    pub(crate) fn answer_lost(&mut self, ticket: u64, code: &str) {
        let frame = self.answer_event(ticket, code, None);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Lost(frame));
    }

    /// The answer is ready; what comes of it is written later with [`Story::arrives`].
    pub(crate) fn answer_waits(&mut self, ticket: u64, code: &str) -> FrameNote {
        let frame = self.answer_event(ticket, code, None);
        self.put(Lane::Line, Event::Left(frame.clone()));
        frame
    }

    pub(crate) fn arrives(&mut self, frame: FrameNote) {
        self.put(Lane::Line, Event::Reached(frame));
    }

    pub(crate) fn power(&mut self, on: bool) {
        self.put(
            Lane::Power,
            Event::PowerIs {
                port: Port::Terminal,
                on,
            },
        );
    }

    pub(crate) fn cut(&mut self) {
        self.power(false);
        self.power(true);
        self.in_hand = None;
    }

    // --- books ---

    /// Books a request in both books and tells the cardholder.
    pub(crate) fn book(&mut self, ticket: u64) {
        self.post(Book::Issuer, ticket, false);
        self.post(Book::Acquirer, ticket, false);
    }

    /// Takes a booked request back in both books and tells the cardholder.
    pub(crate) fn unbook(&mut self, ticket: u64) {
        self.post(Book::Acquirer, ticket, true);
        self.post(Book::Issuer, ticket, true);
    }

    pub(crate) fn post(&mut self, book: Book, ticket: u64, undo: bool) {
        let ask = self.sent_as(ticket).0.clone();
        let sale = ask.class == "sale";
        let fen = if sale != undo { ask.fen } else { -ask.fen };
        self.post_legs(book, ticket, undo, fen, fee(fen));
        if book == Book::Issuer {
            let movement = match (ask.class, undo) {
                ("sale", false) => Movement::Charged,
                ("refund", false) => Movement::Refunded,
                ("sale", true) | ("void", false) => Movement::Cancelled,
                _ => Movement::ChargedAgain,
            };
            self.text(movement, ask.fen);
        }
    }

    /// A posting that takes this much from the cardholder, with this fee.
    pub(crate) fn post_legs(&mut self, book: Book, ticket: u64, undo: bool, fen: i64, fee: i64) {
        let ask = self.sent_as(ticket).0.clone();
        let original = ask.original.map(|of| self.sent_as(of).0.key());
        let leg = |account: &str, amount_fen: i64| Leg {
            account: account.into(),
            amount_fen,
        };
        let legs = match book {
            Book::Acquirer => vec![
                leg("merchant", fen),
                leg("clearing-issuer", -fen),
                leg("merchant", -fee),
                leg("fee-income", fee),
            ],
            Book::Issuer => vec![leg("cardholder", -fen), leg("clearing-acquirer", fen)],
        };
        self.numbers += 1;
        let suffix = if undo { "-reversal" } else { "" };
        let note = PostingNote {
            book,
            number: self.numbers,
            class: format!("{}{suffix}", ask.class),
            key: ask.key(),
            original,
            rrn: rrn(ask.stan),
            card: ask.card.into(),
            legs,
        };
        let lane = if book == Book::Acquirer {
            Lane::Host
        } else {
            Lane::Issuer
        };
        self.put(lane, Event::Posted(Box::new(note)));
    }

    pub(crate) fn text(&mut self, movement: Movement, amount_fen: i64) {
        let (card, person) = (CARD.to_owned(), "Li".to_owned());
        self.put(
            Lane::Issuer,
            Event::Texted {
                card,
                person,
                movement,
                amount_fen,
                text: "..".into(),
            },
        );
    }

    // --- terminal ---

    /// A screen on a request.
    pub(crate) fn show(&mut self, screen: &str, ticket: u64) -> u64 {
        let ask = self.sent_as(ticket).0.clone();
        let note = ScreenNote {
            screen: screen.into(),
            lines: vec![],
            transaction: Some(ask.class.into()),
            amount_fen: Some(ask.fen),
            trace: Some(format!("{:06}", ask.stan)),
            code: None,
        };
        self.put(Lane::Screen, Event::Shown(note))
    }

    /// A screen that names nothing.
    pub(crate) fn show_bare(&mut self, screen: &str) -> u64 {
        let screen = screen.to_owned();
        let note = ScreenNote {
            screen,
            lines: vec![],
            transaction: None,
            amount_fen: None,
            trace: None,
            code: None,
        };
        self.put(Lane::Screen, Event::Shown(note))
    }

    /// A complete merchant's slip of a request.
    pub(crate) fn slip(&mut self, ticket: u64) {
        self.slip_as(ticket, |_| {});
    }

    pub(crate) fn slip_as(&mut self, ticket: u64, change: impl FnOnce(&mut SlipNote)) {
        let ask = self.sent_as(ticket).0.clone();
        let mut slip = SlipNote {
            copy: journal::Copy::Merchant,
            complete: true,
            duplicate: false,
            transaction: Some(ask.class.into()),
            amount_fen: Some(ask.fen),
            trace: Some(format!("{:06}", ask.stan)),
            batch: Some(ask.batch.into()),
            reference: Some(rrn(ask.stan)),
            lines: 1,
            blank: false,
        };
        change(&mut slip);
        let text = format!("AMOUNT {}", crate::money::yuan(ask.fen));
        self.put(Lane::Paper, Event::PaperLine { text });
        self.put(Lane::Paper, Event::Slip(Box::new(slip)));
    }

    pub(crate) fn expect(&mut self, expectation: Expectation) {
        self.put(
            Lane::Bench,
            Event::Expected {
                line: 7,
                text: "Then it is so".into(),
                expectation,
            },
        );
    }

    /// A whole sale that goes well: order, request, books, answer, screen, slip.
    pub(crate) fn good_sale(&mut self, stan: u32, fen: i64) -> u64 {
        let intent = self.order(OrderKind::Sale, fen);
        let sale = self.sale(stan, fen);
        self.book(sale);
        self.answer(sale, "00");
        self.approve(intent, sale);
        sale
    }

    /// Approved on the screen and on paper, and believed.
    pub(crate) fn approve(&mut self, intent: u32, ticket: u64) {
        self.show("approved", ticket);
        self.cashier(intent, Belief::Done);
        self.cardholder(intent, Belief::Done);
        self.slip(ticket);
    }

    /// A sale that is booked and whose answer is lost.
    pub(crate) fn sale_in_doubt(&mut self, stan: u32, fen: i64) -> u64 {
        self.order(OrderKind::Sale, fen);
        let sale = self.sale(stan, fen);
        self.book(sale);
        self.answer_lost(sale, "00");
        self.show("in-doubt", sale);
        sale
    }

    /// A reversal that settles.
    pub(crate) fn reversed(&mut self, of: u64, reason: &str) {
        let reversal = self.reversal(of, reason);
        self.unbook(of);
        self.answer(reversal, "00");
        self.show("reversal-done", of);
    }

    // --- end ---

    pub(crate) fn closed(self) -> Record {
        Record::read(&self.pen.close(self.at)).expect("whole")
    }

    /// At rest, judged.
    pub(crate) fn judged(mut self) -> Verdict {
        self.put(Lane::Bench, Event::Quiet);
        judge(&self.closed())
    }

    /// Nothing is found.
    #[track_caller]
    pub(crate) fn passes(self) {
        let verdict = self.judged();
        assert_eq!(
            (verdict.outcome, verdict.findings.as_slice()),
            (Outcome::Pass, [].as_slice()),
            "{verdict:#?}"
        );
    }

    /// The terminal fails by this rule and no other.
    #[track_caller]
    pub(crate) fn fails_by(self, rule: &str) -> Verdict {
        self.found_by(rule, Blame::Terminal, Outcome::Fail)
    }

    /// The bench is wrong by this rule and no other.
    #[track_caller]
    pub(crate) fn errs_by(self, rule: &str) -> Verdict {
        self.found_by(rule, Blame::Bench, Outcome::Error)
    }

    #[track_caller]
    fn found_by(self, rule: &str, blame: Blame, outcome: Outcome) -> Verdict {
        let verdict = self.judged();
        assert!(!verdict.findings.is_empty(), "nothing found");
        for finding in &verdict.findings {
            assert_eq!(
                (finding.rule.as_str(), finding.blame),
                (rule, blame),
                "{verdict:#?}"
            );
            assert!(
                !finding.evidence.is_empty() && finding.evidence.is_sorted(),
                "{verdict:#?}"
            );
        }
        assert_eq!(verdict.outcome, outcome, "{verdict:#?}");
        verdict
    }

    /// The practice is at risk with this much, and nothing is found.
    #[track_caller]
    pub(crate) fn risks(self, practice: &str, fen: i64) {
        let verdict = self.judged();
        assert_eq!(verdict.outcome, Outcome::Risk, "{verdict:#?}");
        let risks: Vec<_> = verdict
            .risks
            .iter()
            .map(|r| (r.practice.as_str(), r.amount_fen))
            .collect();
        assert_eq!(risks, [(practice, fen)], "{verdict:#?}");
        assert_eq!(
            (
                verdict.risks[0].owner.as_str(),
                verdict.risks[0].expires_after_days
            ),
            ("merchant", 30)
        );
    }
}

pub(crate) fn rrn(stan: u32) -> String {
    format!("{:012}", 900_000 + stan)
}

/// 0.38 %, rounded half up.
fn fee(fen: i64) -> i64 {
    fen.signum() * ((fen.abs() * 38 + 5_000) / 10_000)
}
