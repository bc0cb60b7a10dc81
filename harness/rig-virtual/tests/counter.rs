//! The bench through its front door: orders at the counter, the record that comes of them.

use std::sync::Arc;

use device::CardFace;
use futures::executor::block_on;
use journal::{Event, FORMAT, FeatureText, Head, OrderKind, Record, ScenarioHead};
use rig::{Bench, Move, Order, RigFile, TerminalKeys, Wallet};
use rig_virtual::{VirtualBench, VirtualSetup};

fn setup() -> VirtualSetup {
    let rig = RigFile::from_yaml("virtual.yaml", include_str!("../../../rigs/virtual.yaml")).expect("shipped");
    let profile = include_str!("../../../fixtures/profiles/strict.yaml");
    let dialect = include_str!("../../../fixtures/dialects/unionpay.yaml");
    VirtualSetup {
        readers: rig.reading.compile().expect("shipped"),
        rig,
        wallet: Wallet::from_yaml("test.yaml", include_str!("../../../fixtures/cards/test.yaml")).expect("shipped"),
        keys: TerminalKeys::from_yaml("test.yaml", include_str!("../../../fixtures/keys/test.yaml")).expect("shipped"),
        profile: Arc::new(profile::Profile::from_yaml("strict.yaml", profile).expect("shipped")),
        dialect: Arc::new(wire::Dialect::from_yaml("unionpay.yaml", dialect).expect("shipped")),
        defect: None,
    }
}

fn head(seed: u64) -> Head {
    Head {
        format: FORMAT,
        harness: "test".into(),
        seed,
        feature: FeatureText { path: String::new(), sha256: String::new(), text: String::new() },
        scenario: ScenarioHead {
            name: String::new(),
            line: 1,
            language: "en".into(),
            case: String::new(),
            chapter: None,
            tags: vec![],
        },
        bench: "virtual".into(),
        rig: serde_json::Value::Null,
        profile: serde_json::Value::Null,
        terminal: "reference".into(),
        token_key: String::new(),
    }
}

fn run(seed: u64, moves: Vec<Move>) -> Record {
    let mut bench = VirtualBench::new(&setup(), head(seed)).expect("the bench comes to rest");
    for step in moves {
        block_on(bench.perform(step)).expect("the move can be made");
    }
    let bytes = block_on(Box::new(bench).close()).expect("the record closes");
    Record::read(&bytes).expect("the record is whole")
}

fn sale(face: CardFace, card: &str) -> Move {
    let order = Order { amount_fen: Some(12_000), card: Some(card.into()), face, ..Order::new(OrderKind::Sale) };
    Move::Order(order)
}

#[test]
fn a_sale_is_booked_shown_and_printed() {
    let record = run(1, vec![sale(CardFace::Chip, "Wang's card")]);
    for e in record.entries() { println!("{}", serde_json::to_string(e).unwrap().chars().take(400).collect::<String>()); }
    let shown = |kind: &str| record.entries().iter().any(|e| matches!(&e.event, Event::Shown(s) if s.screen == kind));
    assert!(shown("approved"));
}
