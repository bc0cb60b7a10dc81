//! Writes small records for the tests, a line an event. It invents nothing that a desk would not write: amounts,
//! legs, echoes and frames are what they are on a bench.

mod ask;
mod books;
mod ending;
mod terminal;

use journal::*;
use profile::Profile;
use serde_json::json;

pub(crate) use ask::Ask;

const STRICT: &str = include_str!("../../../fixtures/profiles/strict.yaml");
/// As in the dialect of the requests that are written here.
const PLACES: [(&str, &str); 9] = [
    ("batch", "60.2"),
    ("original-batch", "61.1"),
    ("original-trace", "61.2"),
    ("original-date", "61.3"),
    ("note", "63.5"),
    ("totals", "48"),
    ("details", "48"),
    ("order", "59.1"),
    ("order-refund", "59.2"),
];
/// How far apart entries stand.
const STEP_NS: u64 = 1_000_000;
const BATCH: &str = "000001";
const TERMINAL: &str = "10000001";
pub(crate) const CARD: &str = "card-0000000000000016";

/// A record under way.
pub(crate) struct Story {
    pen: Pen,
    at: u64,
    /// When each entry was written.
    times: Vec<u64>,
    intents: u32,
    tries: u32,
    in_hand: Option<u32>,
    /// The connection of what is sent.
    line: u64,
    /// Who orders, and the card that is presented.
    customer: (&'static str, &'static str),
    /// What of a posting is not as it should be.
    spoils: fn(&mut PostingNote),
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
        Self::headed(bench, &PLACES, change)
    }

    /// Where originals are named by type and number, and reversals are advices.
    pub(crate) fn of_advices() -> Self {
        Self::headed(
            "virtual",
            &[("batch", "60.2"), ("original-type", "90.1"), ("original-trace", "90.2")],
            |_| {},
        )
    }

    /// In a dialect that keeps things at these places.
    pub(crate) fn placing(places: &[(&str, &str)]) -> Self {
        Self::placing_under(places, |_| {})
    }

    /// The same, under the strict profile, changed.
    pub(crate) fn placing_under(places: &[(&str, &str)], change: impl FnOnce(&mut Profile)) -> Self {
        Self::headed("virtual", places, change)
    }

    fn headed(bench: &str, places: &[(&str, &str)], change: impl FnOnce(&mut Profile)) -> Self {
        let mut profile = Profile::from_yaml("strict.yaml", STRICT).expect("shipped");
        // Stories book no points, but where they are about them.
        profile.host.points.per_yuan = 0;
        change(&mut profile);
        Self::headed_with(bench, places, serde_json::to_value(&profile).expect("plain data"))
    }

    /// Under a head whose profile is no profile.
    pub(crate) fn of_no_practice(bench: &str) -> Self {
        Self::headed_with(bench, &PLACES, json!({ "name": 1 }))
    }

    fn headed_with(bench: &str, places: &[(&str, &str)], profile: serde_json::Value) -> Self {
        let head = Head {
            format: FORMAT,
            harness: "tearproof 0".into(),
            seed: 1,
            feature: FeatureText { path: "a.feature".into(), sha256: "00".into(), text: String::new() },
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
            profile,
            places: places.iter().map(|(place, path)| ((*place).to_owned(), (*path).to_owned())).collect(),
            terminal: "reference".into(),
            token_key: "0".into(),
        };
        Self {
            pen: Pen::open(head),
            at: 0,
            times: vec![],
            intents: 0,
            tries: 0,
            in_hand: None,
            line: 1,
            customer: ("Li", CARD),
            spoils: |_| {},
            sent: vec![],
            numbers: 0,
        }
    }

    pub(crate) fn put(&mut self, lane: Lane, event: Event) -> u64 {
        self.at += STEP_NS;
        self.times.push(self.at);
        self.pen.write(self.at, lane, None, event)
    }

    pub(crate) fn days_pass(&mut self, days: u64) {
        self.at += days * 86_400_000_000_000;
    }

    pub(crate) fn seconds_pass(&mut self, seconds: u64) {
        self.at += seconds * 1_000_000_000;
    }

    /// The next entry is of the same instant as the last one.
    pub(crate) fn at_one_instant(&mut self) {
        self.at -= STEP_NS;
    }

    /// The next entry comes exactly so long after an earlier one.
    pub(crate) fn seconds_after(&mut self, entry: u64, seconds: u64) {
        // The head is the first entry; the others stand here.
        let began = self.times[usize::try_from(entry).expect("small") - 2];
        self.at = began + seconds * 1_000_000_000 - STEP_NS;
    }

    // --- people ---

    /// A new order and its first try.
    pub(crate) fn order(&mut self, order: OrderKind, fen: i64) -> u32 {
        self.order_of(order, fen, None)
    }

    /// A new order that goes back to an earlier intent, and its first try.
    pub(crate) fn order_of(&mut self, order: OrderKind, fen: i64, of: Option<u32>) -> u32 {
        self.intents += 1;
        self.tries = 0;
        let intent = self.intents;
        let amount_fen = (fen != 0).then_some(fen);
        let (person, card) = self.customer;
        let (person, card) = (person.to_owned(), Some(card.to_owned()));
        self.put(Lane::Cashier, Event::Intent { intent, order, amount_fen, person, card, of });
        self.attempt("ordered");
        intent
    }

    /// Somebody orders from now on, and presents this card.
    pub(crate) fn customer(&mut self, person: &'static str, card: &'static str) {
        self.customer = (person, card);
    }

    pub(crate) fn attempt(&mut self, why: &str) {
        self.tries += 1;
        self.in_hand = Some(self.intents);
        let (intent, attempt) = (self.intents, self.tries);
        self.put(Lane::Cashier, Event::Attempt { intent, attempt, why: why.into() });
    }

    /// Nobody is at the counter any more.
    pub(crate) fn left_alone(&mut self) {
        self.in_hand = None;
    }

    pub(crate) fn supervisor(&mut self) {
        self.put(Lane::Cashier, Event::SupervisorConfirmed);
    }

    pub(crate) fn cashier(&mut self, intent: u32, belief: Belief) {
        self.put(Lane::Cashier, Event::CashierBelieves { intent, belief, because: "a test".into() });
    }

    pub(crate) fn cardholder(&mut self, intent: u32, belief: Belief) {
        self.put(Lane::Cardholder, Event::CardholderBelieves { intent, belief, because: "a test".into() });
    }

    // --- line and host ---

    /// What is sent from now on goes over this connection.
    pub(crate) fn line(&mut self, line: u64) {
        self.line = line;
    }

    fn frame(&self, ask: &Ask, to_host: bool) -> FrameNote {
        let direction = if to_host { "to-host" } else { "to-terminal" }.to_owned();
        FrameNote { line: self.line, direction, class: ask.class.into(), bytes: 100 }
    }

    /// A request that left and was lost.
    pub(crate) fn lost(&mut self, class: &'static str) {
        let frame = self.frame(&Ask::new(class, 0, 0), true);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Lost(frame));
    }

    /// A request that left and is under way; it reaches the host with [`Story::arrives`] and [`Story::taken`].
    pub(crate) fn leaves(&mut self, class: &'static str) -> FrameNote {
        let frame = self.frame(&Ask::new(class, 0, 0), true);
        self.put(Lane::Line, Event::Left(frame.clone()));
        frame
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
            line: self.line,
            class: ask.class.into(),
            mti: ask.mti().into(),
            key: ask.key(),
            amount_fen: (ask.fen != 0).then_some(ask.fen),
            card: (!is_administrative(ask.class)).then(|| ask.card.to_owned()),
            fields: ask.fields(),
            mac: ask.mac.clone(),
            // A host does not remember what proves nothing: it may be anybody's.
            repeated: self.sent.iter().any(|(earlier, _)| {
                let proven = matches!(earlier.mac, MacNote::Valid { .. } | MacNote::NotRequired);
                proven && earlier.key() == ask.key() && earlier.class == ask.class
            }),
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

    /// What ends a pre-authorisation, or voids a completion.
    pub(crate) fn end_ask(&self, class: &'static str, stan: u32, of: u64, fen: i64) -> Ask {
        let held = &self.sent_as(of).0;
        let mut ask =
            Ask::new(class, stan, fen).with("61.1", held.batch).with("61.2", &format!("{:06}", held.stan));
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
        let class = if original.class == "void" { "void-reversal" } else { "sale-reversal" };
        let mut ask = Ask { class, without: &["61.3"], ..original.clone() }.with("39", reason);
        if original.class == "void" {
            ask = ask.with("61.1", original.batch).with("61.2", &format!("{:06}", original.stan));
        }
        ask.original = Some(of);
        ask
    }

    pub(crate) fn reversal(&mut self, of: u64, reason: &str) -> u64 {
        let ask = self.reversal_ask(of, reason);
        self.ask(ask)
    }

    /// A reversal of something that the host never took.
    pub(crate) fn reversal_of(&mut self, class: &'static str, stan: u32, fen: i64) -> u64 {
        let ask = Ask { class, ..Ask::new("sale", stan, fen) }.with("39", "98");
        self.ask(ask)
    }

    /// Entry with which the host took a request.
    pub(crate) fn entry_of(&self, ticket: u64) -> u64 {
        self.sent_as(ticket).1
    }

    fn sent_as(&self, ticket: u64) -> &(Ask, u64) {
        &self.sent[usize::try_from(ticket).expect("small") - 1]
    }

    /// The answer is ready, with further fields or other values, and reaches the terminal.
    pub(crate) fn answer_with(&mut self, ticket: u64, code: &str, with: &[(&str, &str)]) {
        let frame = self.answer_fields(ticket, code, None, with);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Reached(frame));
    }

    /// The answer reaches the terminal, and of its fields only these were there.
    pub(crate) fn answer_keeping(&mut self, ticket: u64, code: &str, keeps: fn(&str) -> bool) {
        let ask = self.sent_as(ticket).0.clone();
        let mut fields = ask.fields();
        fields.push(("39".into(), code.into()));
        fields.retain(|(path, _)| keeps(path));
        let (class, code) = (ask.class.to_owned(), code.to_owned());
        self.put(Lane::Host, Event::Answer { ticket, class, code, fields, deviation: None });
        let frame = self.frame(&ask, false);
        self.put(Lane::Line, Event::Left(frame.clone()));
        self.put(Lane::Line, Event::Reached(frame));
    }

    /// The answer is ready; its frame, which has not left.
    pub(crate) fn answer_event(&mut self, ticket: u64, code: &str, deviation: Option<&str>) -> FrameNote {
        self.answer_fields(ticket, code, deviation, &[])
    }

    fn answer_fields(
        &mut self,
        ticket: u64,
        code: &str,
        deviation: Option<&str>,
        with: &[(&str, &str)],
    ) -> FrameNote {
        let ask = self.sent_as(ticket).0.clone();
        let mut fields = ask.fields();
        fields.retain(|(p, _)| p != "39");
        fields.push(("39".into(), code.into()));
        fields.push(("37".into(), rrn(ask.stan)));
        fields.retain(|(p, _)| with.iter().all(|(path, _)| p != path));
        fields.extend(with.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())));
        let frame = self.frame(&ask, false);
        let (class, code, deviation) = (ask.class.to_owned(), code.to_owned(), deviation.map(str::to_owned));
        self.put(Lane::Host, Event::Answer { ticket, class, code, fields, deviation });
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
        self.answer_lost_with(ticket, code, &[]);
    }

    /// The same, with further fields or other values.
    pub(crate) fn answer_lost_with(&mut self, ticket: u64, code: &str, with: &[(&str, &str)]) {
        let frame = self.answer_fields(ticket, code, None, with);
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
        self.put(Lane::Power, Event::PowerIs { port: Port::Terminal, on });
    }

    pub(crate) fn keys(&mut self, loaded: bool) -> u64 {
        self.put(Lane::Power, Event::KeysAre { loaded })
    }

    pub(crate) fn cut(&mut self) {
        self.power(false);
        self.power(true);
        self.in_hand = None;
    }
}

pub(crate) fn rrn(stan: u32) -> String {
    format!("{:012}", 900_000 + stan)
}

fn is_administrative(class: &str) -> bool {
    wire::Class::named(class).is_some_and(wire::Class::is_administrative)
}

/// 0.38 %, rounded half up.
fn fee(fen: i64) -> i64 {
    fen.signum() * ((fen.abs() * 38 + 5_000) / 10_000)
}
