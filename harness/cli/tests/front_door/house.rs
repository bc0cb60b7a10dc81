//! The table of rooms in CONTRIBUTING.md holds: every room stands in it, and none names what it may not.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::root;

#[derive(Debug)]
struct Room {
    layer: u32,
    may_name: BTreeSet<String>,
}

/// The table's rows: `| layer | room | holds | may name |`.
fn table() -> BTreeMap<String, Room> {
    let text = std::fs::read_to_string(root().join("CONTRIBUTING.md")).expect("CONTRIBUTING.md");
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [layer, room, _, names] = cells.as_slice() else {
            return None;
        };
        let layer = layer.parse().ok()?;
        let may_name =
            names.split(',').map(|n| n.trim().trim_matches('`').to_owned()).filter(|n| n != "–").collect();
        Some((room.trim_matches('`').to_owned(), Room { layer, may_name }))
    });
    rows.collect()
}

/// Room → rooms that its manifest names, dev-dependencies included.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo's metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let rooms = packages.iter().map(|package| {
        let named = package["dependencies"].as_array().expect("dependencies").iter();
        let named =
            named.filter(|d| d["path"].is_string()).map(|d| d["name"].as_str().expect("a name").to_owned());
        (package["name"].as_str().expect("a name").to_owned(), named.collect())
    });
    rooms.collect()
}

/// What a room may name: what stands in its row, and what those may name in turn.
fn reach(table: &BTreeMap<String, Room>, room: &str, found: &mut BTreeSet<String>) {
    for name in &table[room].may_name {
        if found.insert(name.clone()) {
            reach(table, name, found);
        }
    }
}

#[test]
fn the_table_of_rooms_and_the_manifests_agree() {
    let (table, manifests) = (table(), manifests());
    assert_eq!(
        table.keys().collect::<Vec<_>>(),
        manifests.keys().collect::<Vec<_>>(),
        "rooms of the table and of the house"
    );
    for (room, named) in &manifests {
        let mut allowed = BTreeSet::new();
        reach(&table, room, &mut allowed);
        for name in named {
            assert!(allowed.contains(name), "{room} names {name}, which the table does not allow");
            assert!(
                table[name].layer < table[room].layer,
                "{room} names {name}, which does not lie below it"
            );
        }
    }
}

#[test]
fn the_closed_doors_are_closed() {
    let manifests = manifests();
    for (room, door) in [
        ("terminal", "journal"),
        ("host", "journal"),
        ("oracle", "rig"),
        ("cli", "terminal"),
        ("rig", "terminal"),
    ] {
        assert!(!manifests[room].contains(door), "{room} must not name {door}");
    }
}

#[test]
fn a_file_opens_by_saying_what_it_is_for() {
    let sources = crate::support::files(&root().join("harness"));
    let silent: Vec<_> = sources
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .filter(|path| !std::fs::read_to_string(path).expect("readable").starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "no `//!` at the head of {silent:?}");
}
