//! Issuer scripts: sent on order, and what the host is told of them.

use host::{Effect, Misbehaviour, Script, ScriptPhase};
use wire::{IssuerScript, Key, Message, Tlv, emv};

use crate::bench::{ALICE, Bench, SCRIPT_KEY};

fn chip_sale(bench: &mut Bench, atc: u16) -> Message {
    let mut message = bench.request(0x0200, "000000", "22");
    message.set_text(4, "000000001000");
    bench.insert(&mut message, &ALICE, atc);
    message
}

/// The advice on a sale, with these results.
fn advice(bench: &mut Bench, of: &Message, results: &[u8]) -> Message {
    let mut message = bench.request(0x0620, "000000", "00");
    let parts = [("60.1", "00"), ("60.2", bench.batch.as_str()), ("60.3", "951")];
    message.set_text(60, &bench.dialect.compose(60, &parts).unwrap());
    let key = bench.key(of);
    let parts = [("61.1", key.batch.as_str()), ("61.2", &key.stan), ("61.3", "0302")];
    message.set_text(61, &bench.dialect.compose(61, &parts).unwrap());
    let mut chip = Tlv::new();
    chip.push(wire::script::RESULTS, results);
    message.set_chip(&chip);
    message
}

fn told(bench: &Bench) -> usize {
    bench.log.iter().filter(|effect| matches!(effect, Effect::ScriptTold { .. })).count()
}

#[test]
fn a_script_comes_with_its_template_and_a_mac_for_each_command() {
    for phase in ScriptPhase::ALL {
        let mut bench = Bench::signed_on();
        bench.order(Misbehaviour::SendsScript { phase });
        let sale = chip_sale(&mut bench, 5);
        let arqc: [u8; 8] = sale.chip().unwrap().unwrap().get(0x9F26).unwrap().try_into().unwrap();
        let answer = bench.ask(&sale);
        assert_eq!(answer.text(39), Some("00"));
        let chip = answer.chip().unwrap().unwrap();
        let script = IssuerScript::read(chip.get(phase.tag()).unwrap()).unwrap();
        assert_eq!(script.commands.len(), 2);
        let card = emv::card_key(&Key::from_hex(SCRIPT_KEY).unwrap(), &ALICE.pan(), 1).unwrap();
        let session = emv::script_key(&card, 5, arqc, emv::SessionKeyRule::Pbc).unwrap();
        for command in &script.commands {
            let (head, rest) = command.split_first_chunk::<5>().unwrap();
            let (data, mac) = rest.split_last_chunk::<4>().unwrap();
            assert_eq!(usize::from(head[4]), rest.len());
            assert_eq!(*mac, emv::script_mac(&session, *head, 5, arqc, data).unwrap());
        }
        bench.assert_charged(1_000);
    }
}

#[test]
fn the_order_waits_for_a_chip_that_is_still_there() {
    let mut bench = Bench::signed_on();
    bench.host.script(Script {
        misbehaviour: Misbehaviour::SendsScript { phase: ScriptPhase::AfterDecision },
        on: None,
        times: 1,
    });
    let mut tapped = chip_sale(&mut bench, 5);
    tapped.set_text(22, "072");
    assert!(bench.ask(&tapped).chip().unwrap().unwrap().get(0x72).is_none());
    let inserted = chip_sale(&mut bench, 6);
    assert!(bench.ask(&inserted).chip().unwrap().unwrap().get(0x72).is_some());
}

#[test]
fn a_decline_brings_a_script_too() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::SendsScript { phase: ScriptPhase::BeforeDecision });
    let mut sale = bench.request(0x0200, "000000", "22");
    sale.set_text(4, "000000200000");
    bench.insert(&mut sale, &ALICE, 5);
    let answer = bench.ask(&sale);
    assert_eq!(answer.text(39), Some("51"));
    assert!(answer.chip().unwrap().unwrap().get(0x71).is_some());
    let advice = advice(&mut bench, &sale, &[0x20, 0, 0, 0, 1]);
    assert_eq!(bench.code(&advice), "00");
}

#[test]
fn it_is_told_once_and_a_repeat_is_known_as_one() {
    let mut bench = Bench::signed_on();
    let sale = chip_sale(&mut bench, 5);
    bench.ask(&sale);
    let right = advice(&mut bench, &sale, &[0x12, 0, 0, 0, 1]);
    let answer = bench.ask(&right);
    assert_eq!((answer.mti(), answer.text(39)), (wire::Mti::new(0x0630), Some("00")));
    assert_eq!(bench.code(&right), "00");
    assert_eq!(told(&bench), 1);
    let took = bench.log.iter().filter_map(|effect| match effect {
        Effect::Took { class: host::Class::ScriptAdvice, repeated, .. } => Some(*repeated),
        _ => None,
    });
    assert_eq!(took.collect::<Vec<_>>(), [false, true]);
    bench.assert_charged(1_000);
}

#[test]
fn what_says_nothing_or_names_nothing_is_refused() {
    let mut bench = Bench::signed_on();
    let sale = chip_sale(&mut bench, 5);
    let unknown = advice(&mut bench, &sale, &[0x20, 0, 0, 0, 1]);
    assert_eq!(bench.code(&unknown), "25", "nobody has sent that sale");
    bench.ask(&sale);
    for results in [&[][..], &[0x20, 0, 0, 0], &[0x30, 0, 0, 0, 1]] {
        let advice = advice(&mut bench, &sale, results);
        assert_eq!(bench.code(&advice), "30", "{results:?}");
    }
    assert_eq!(told(&bench), 0);
}

#[test]
fn it_is_taken_in_whatever_batch() {
    let mut bench = Bench::signed_on();
    let sale = chip_sale(&mut bench, 5);
    bench.ask(&sale);
    let advice = advice(&mut bench, &sale, &[0x20, 0, 0, 0, 1]);
    bench.host.set_batch(crate::bench::TID, "000777");
    assert_eq!(bench.code(&advice), "00");
}
