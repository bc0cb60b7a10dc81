//! The shipped stand, and short words for what tests do at it.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;

use device::CardFace;
use futures::executor::block_on;
use journal::{FORMAT, FeatureText, Head, OrderKind, Record, ScenarioHead};
use rig::{Bench, Fault, Move, Order, Stand};
use rig_virtual::{Seeded, VirtualBench, VirtualSetup};
use source::Text;

pub(crate) fn setup() -> VirtualSetup {
    let text = |path: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let text = std::fs::read_to_string(root.join(path)).expect("shipped");
        Text { name: path.to_owned(), text }
    };
    let fixture = |kind: &str, name: &str| Ok(text(&format!("fixtures/{kind}/{name}.yaml")));
    let stand = Stand::gather(&text("rigs/virtual.yaml"), None, &fixture).expect("shipped");
    VirtualSetup { stand, seeded: Seeded::default() }
}

pub(crate) fn head(seed: u64) -> Head {
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
        places: std::collections::BTreeMap::new(),
        terminal: "reference".into(),
        token_key: String::new(),
    }
}

/// A run on the shipped bench.
pub(crate) fn run(seed: u64, faults: Vec<Fault>, moves: Vec<Move>) -> Record {
    run_on(&setup(), seed, faults, moves)
}

/// A run on a bench of this set-up.
pub(crate) fn run_on(setup: &VirtualSetup, seed: u64, faults: Vec<Fault>, moves: Vec<Move>) -> Record {
    let mut bench = VirtualBench::new(setup, head(seed)).expect("the bench comes to rest");
    for fault in faults {
        block_on(bench.arm(fault)).expect("the fault can be armed");
    }
    for step in moves {
        block_on(bench.perform(step)).expect("the move can be made");
    }
    let bytes = block_on(Box::new(bench).close()).record;
    Record::read(&bytes).expect("the record is whole")
}

pub(crate) fn sale(face: CardFace, card: &str) -> Move {
    let order =
        Order { amount_fen: Some(12_000), card: Some(card.into()), face, ..Order::new(OrderKind::Sale) };
    Move::Order(order)
}
