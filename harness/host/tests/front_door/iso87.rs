//! The second family of messages: advices that name their original in full, reversals in part, another MAC.

use std::sync::Arc;

use host::{Effect, MacSeen, State};
use wire::{Class, Dialect, MacCheck, Message, Mti, Place};

use crate::bench::{ALICE, BOB, Bench, Card, MID, STRICT, TID, answers, postings};

const BINARY: &str = include_str!("../../../../fixtures/dialects/iso87-binary-bitmap.yaml");
const HEX: &str = include_str!("../../../../fixtures/dialects/iso87-hex-bitmap.yaml");
const SENT_AT: &str = "1121120000";

/// Benches of both bitmaps, with this terminal signed on.
fn both() -> [Bench; 2] {
    [BINARY, HEX].map(|text| {
        let dialect = Arc::new(Dialect::from_yaml("iso87.yaml", text).unwrap());
        let mut bench = Bench::speaking(dialect, &STRICT.replace("mac_key: single", "mac_key: double"));
        bench.sign_on_in_its_dialect();
        bench
    })
}

impl Bench {
    fn begun(&mut self, class: Class) -> Message {
        self.stan += 1;
        let places = [
            (Place::Batch, self.batch.as_str()),
            (Place::Capability, "6"),
            (Place::ChipCondition, "0"),
            (Place::Time, SENT_AT),
        ];
        let mut message = self.dialect.begin(class, &places).unwrap().unwrap();
        message.set_text(11, &format!("{:06}", self.stan));
        message.set_text(41, TID);
        message.set_text(42, MID);
        message
    }

    fn sign_on_in_its_dialect(&mut self) {
        let request = self.begun(Class::SignOn);
        let answer = self.ask(&request);
        assert_eq!((answer.mti(), answer.text(39)), (Mti::new(0x0810), Some("00")));
        assert_eq!(self.dialect.classify(&answer), Class::SignOn);
        self.take_keys(&answer);
    }

    fn asked(&mut self, class: Class, card: &Card, fen: i64) -> Message {
        let mut message = self.begun(class);
        message.set_text(4, &format!("{fen:012}"));
        message.set_text(49, "156");
        self.swipe(&mut message, card);
        message
    }

    fn bought(&mut self, fen: i64) -> (Message, Message) {
        let sale = self.asked(Class::Sale, &ALICE, fen);
        let answer = self.ask(&sale);
        assert_eq!((answer.mti(), answer.text(39)), (Mti::new(0x0210), Some("00")), "{answer:?}");
        (sale, answer)
    }

    fn voided(&mut self, sale: &(Message, Message)) -> Message {
        let mut void = self.asked(Class::Void, &ALICE, i64::try_from(sale.0.number(4).unwrap()).unwrap());
        let places = [
            (Place::OriginalBatch, self.batch.as_str()),
            (Place::OriginalType, "0200"),
            (Place::OriginalTrace, sale.0.text(11).unwrap()),
        ];
        self.dialect.place(&mut void, &places).unwrap();
        void
    }

    /// The advice that undoes a request, as `original-type` and trace number name it.
    fn advice(&self, of: &Message, mti: u16) -> Message {
        let mut message = Message::new(Mti::new(mti));
        for n in [3, 4, 7, 11, 22, 25, 41, 42, 49, 60] {
            if let Some(value) = of.expose(n) {
                message.set_bytes(n, value);
            }
        }
        message.set_text(39, "98");
        let kind = of.mti().to_string();
        let places = [
            (Place::OriginalType, kind.as_str()),
            (Place::OriginalTrace, of.text(11).unwrap()),
            (Place::OriginalTime, SENT_AT),
        ];
        self.dialect.place(&mut message, &places).unwrap();
        message
    }

    fn advice_leaving(&self, of: &Message, fen: i64, mti: u16) -> Message {
        let mut message = self.advice(of, mti);
        self.dialect.place(&mut message, &[(Place::Replacement, &format!("{fen:012}"))]).unwrap();
        message
    }
}

#[test]
fn an_advice_undoes_its_sale_and_says_when_it_comes_again() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        assert_eq!(bench.state(&sale.0), Some(State::Approved));
        bench.assert_charged(12_000);
        let advice = bench.advice(&sale.0, 0x0420);
        let answer = bench.ask(&advice);
        assert_eq!((answer.mti(), answer.text(39)), (Mti::new(0x0430), Some("00")));
        assert_eq!(bench.dialect.classify(&answer), Class::SaleReversal);
        assert_eq!(bench.state(&sale.0), Some(State::Reversed));
        bench.assert_charged(0);
        let before = bench.log.len();
        let again = bench.advice(&sale.0, 0x0421);
        let answer = bench.ask(&again);
        assert_eq!((answer.mti(), answer.text(39)), (Mti::new(0x0430), Some("00")));
        assert!(postings(&bench.log[before..]).is_empty());
        assert!(matches!(bench.log[before], Effect::Took { repeated: true, .. }));
        bench.assert_charged(0);
    }
}

#[test]
fn a_repeat_whose_first_was_lost_undoes_and_so_does_a_request() {
    for (mti, answered) in [(0x0421, 0x0430), (0x0400, 0x0410)] {
        for mut bench in both() {
            let sale = bench.bought(12_000);
            let reversal = bench.advice(&sale.0, mti);
            let answer = bench.ask(&reversal);
            assert_eq!((answer.mti(), answer.text(39)), (Mti::new(answered), Some("00")));
            bench.assert_charged(0);
        }
    }
}

#[test]
fn field_90_says_what_is_undone_whatever_the_own_number_is() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        let mut advice = bench.advice(&sale.0, 0x0420);
        advice.set_text(11, "777777");
        assert_eq!(bench.code(&advice), "00");
        assert_eq!(bench.state(&sale.0), Some(State::Reversed));
    }
}

#[test]
fn an_original_that_is_not_there_is_25_and_blocks_what_comes_later() {
    for mut bench in both() {
        let sale = bench.asked(Class::Sale, &ALICE, 12_000);
        let advice = bench.advice(&sale, 0x0420);
        assert_eq!(bench.code(&advice), "25");
        assert_eq!(bench.code(&sale), "22", "its reversal came first");
        bench.assert_charged(0);
        let other = bench.bought(5_000);
        let mut of_another_time = bench.advice(&other.0, 0x0420);
        bench.dialect.place(&mut of_another_time, &[(Place::OriginalTime, "1121120001")]).unwrap();
        assert_eq!(bench.code(&of_another_time), "25");
        assert_eq!(bench.state(&other.0), Some(State::Approved));
    }
}

#[test]
fn a_voids_advice_undoes_the_void_and_not_the_sale() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        let void = bench.voided(&sale);
        assert_eq!(bench.code(&void), "00");
        bench.assert_charged(0);
        // One that names the sale finds no void under that number.
        let mut wrong = bench.advice(&void, 0x0420);
        bench.dialect.place(&mut wrong, &[(Place::OriginalTrace, sale.0.text(11).unwrap())]).unwrap();
        assert_eq!(bench.code(&wrong), "25");
        bench.assert_charged(0);
        let advice = bench.advice(&void, 0x0420);
        assert_eq!(bench.code(&advice), "00");
        assert_eq!(bench.state(&sale.0), Some(State::Approved));
        bench.assert_charged(12_000);
    }
}

#[test]
fn an_original_of_a_type_that_cannot_be_voided_is_25() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        let mut void = bench.voided(&sale);
        bench.dialect.place(&mut void, &[(Place::OriginalType, "0100")]).unwrap();
        assert_eq!(bench.code(&void), "25");
        bench.assert_charged(12_000);
    }
}

#[test]
fn a_replacement_amount_leaves_a_part_with_its_fee() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        let before = bench.log.len();
        let advice = bench.advice_leaving(&sale.0, 8_000, 0x0420);
        assert_eq!(bench.code(&advice), "00");
        let posted = postings(&bench.log[before..]);
        assert_eq!(posted.len(), 2);
        assert!(posted.iter().all(|posting| posting.class == Class::PartialReversal));
        assert_eq!(bench.state(&sale.0), Some(State::Approved));
        assert_eq!(bench.fees(), 30, "38 hundredths of a percent of what is left");
        bench.assert_charged(8_000);
        // The same again moves nothing, another part neither.
        let before = bench.log.len();
        let again = bench.advice_leaving(&sale.0, 8_000, 0x0421);
        assert_eq!(bench.code(&again), "00");
        let more = bench.advice_leaving(&sale.0, 5_000, 0x0420);
        assert_eq!(bench.code(&more), "22");
        assert!(postings(&bench.log[before..]).is_empty());
        assert_eq!(bench.code(&sale.0), "22", "its approval was over more than stands");
        bench.assert_charged(8_000);
        let void = bench.voided(&sale);
        assert_eq!(bench.code(&void), "64", "a void takes back what stands");
        let rest = bench.advice(&sale.0, 0x0420);
        assert_eq!(bench.code(&rest), "00");
        assert_eq!(bench.state(&sale.0), Some(State::Reversed));
        bench.assert_charged(0);
    }
}

#[test]
fn a_part_is_less_than_the_whole_and_of_a_sale() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        for (fen, code) in [(12_000, "13"), (15_000, "13")] {
            let advice = bench.advice_leaving(&sale.0, fen, 0x0420);
            assert_eq!(bench.code(&advice), code, "{fen}");
        }
        let mut no_amount = bench.advice(&sale.0, 0x0420);
        no_amount.set_text(95, &format!("{:A<42}", ""));
        assert_eq!(bench.code(&no_amount), "30");
        let held = bench.asked(Class::PreAuth, &BOB, 9_000);
        assert_eq!(bench.code(&held), "00");
        let part = bench.advice_leaving(&held, 4_000, 0x0420);
        assert_eq!(bench.code(&part), "40");
        bench.assert_charged(12_000);
    }
}

#[test]
fn what_lacks_something_is_30() {
    for mut bench in both() {
        let sale = bench.bought(12_000);
        let advice = bench.advice(&sale.0, 0x0420);
        for (message, field) in [(&advice, 90), (&advice, 60), (&advice, 7), (&sale.0, 7), (&sale.0, 25)] {
            let mut lacking = message.clone();
            lacking.clear(field);
            if !lacking.mti().is_response() && lacking.mti() == sale.0.mti() {
                bench.stan += 1;
                lacking.set_text(11, &format!("{:06}", bench.stan));
            }
            assert_eq!(bench.code(&lacking), "30", "{} without {field}", message.mti());
        }
        let void = bench.voided(&sale);
        for field in [61, 90] {
            let mut lacking = void.clone();
            lacking.clear(field);
            assert_eq!(bench.code(&lacking), "30", "a void without {field}");
        }
        bench.assert_charged(12_000);
    }
}

#[test]
fn a_message_whose_mac_is_wrong_is_a0_and_moves_nothing() {
    for mut bench in both() {
        let sale = bench.asked(Class::Sale, &ALICE, 12_000);
        let mut bytes = bench.frame(&sale);
        // Still a hex digit where the MAC is one.
        let last = bytes.last_mut().unwrap();
        *last = if *last == b'0' { b'1' } else { b'0' };
        let before = bench.log.len();
        bench.send_bytes(&bytes);
        bench.rest();
        assert!(
            bench.log[before..]
                .iter()
                .any(|effect| matches!(effect, Effect::Took { mac: MacSeen::Checked(MacCheck::Wrong), .. }))
        );
        assert_eq!(answers(&bench.log[before..])[0].text(39), Some("A0"));
        bench.assert_charged(0);
        assert_eq!(bench.code(&sale), "00");
        bench.assert_charged(12_000);
    }
}
