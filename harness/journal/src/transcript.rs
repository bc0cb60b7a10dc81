//! The canonical transcript: what happened, lane by lane, with causes, and nothing that a seed or an amount
//! changes.
//!
//! Times, amounts, trace, batch and reference numbers, dates, cryptograms and tokens are taken out; so are the
//! head and the sentences of the scenario, so that two transcripts differ only when the bench saw different
//! things happen.

use serde_json::Value;

use crate::{Entry, Event, Lane, Record};

/// Fields of a message whose values say what kind of message it is.
const TELLING_FIELDS: [&str; 14] =
    ["3", "22", "25", "26", "39", "49", "53", "60.1", "60.3", "60.4", "60.5", "60.6", "mti", "23"];
/// Members whose texts stay as they are.
const TELLING_MEMBERS: [&str; 12] = [
    "kind",
    "class",
    "code",
    "mti",
    "screen",
    "order",
    "belief",
    "direction",
    "account",
    "book",
    "movement",
    "what",
];

/// The canonical transcript of a record, one line an entry, lanes in a fixed order.
#[must_use]
pub fn canonical(record: &Record) -> String {
    let mut text = String::new();
    for lane in Lane::ALL {
        for entry in record.lane(lane).filter(|e| tells(&e.event)) {
            let cause = entry
                .cause
                .and_then(|n| record.entry(n))
                .map(|c| format!(" <- {} {}", c.lane.name(), name_of(c)))
                .unwrap_or_default();
            let mut value = serde_json::to_value(&entry.event).unwrap_or(Value::Null);
            take_out(&mut value, "");
            text.push_str(&format!("{} {value}{cause}\n", lane.name()));
        }
    }
    text
}

fn tells(event: &Event) -> bool {
    !matches!(event, Event::Opened(_) | Event::Step { .. } | Event::Expected { .. } | Event::Closed { .. })
}

fn name_of(entry: &Entry) -> String {
    let value = serde_json::to_value(&entry.event).unwrap_or(Value::Null);
    value.get("kind").and_then(Value::as_str).unwrap_or("?").to_owned()
}

/// Replaces what varies: numbers by `#`, runs of digits in texts by `#`.
fn take_out(value: &mut Value, member: &str) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members.iter_mut() {
                take_out(inner, name);
            }
        }
        Value::Array(items) => {
            if member == "fields"
                && let Some((Value::String(path), Value::String(content))) = pair(items)
            {
                if !TELLING_FIELDS.contains(&path.as_str()) {
                    "#".clone_into(content);
                }
                return;
            }
            for item in items {
                take_out(item, member);
            }
        }
        Value::String(text) if matches!(member, "card" | "check_value") => "#".clone_into(text),
        Value::String(text) if !TELLING_MEMBERS.contains(&member) => *text = without_digits(text),
        Value::Number(_) if varies(member) => *value = Value::String("#".to_owned()),
        _ => {}
    }
}

/// A field's path and value, when the array is such a pair.
fn pair(items: &mut [Value]) -> Option<(&mut Value, &mut Value)> {
    match items {
        [path @ Value::String(_), content @ Value::String(_)] => Some((path, content)),
        _ => None,
    }
}

fn varies(member: &str) -> bool {
    matches!(member, "amount_fen" | "number" | "ticket" | "line" | "bytes" | "entry" | "lines")
}

fn without_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_run = false;
    for c in text.chars() {
        if c.is_ascii_digit() || (in_run && matches!(c, '.' | ',' | ':' | '/' | '*')) {
            if !in_run {
                out.push('#');
            }
            in_run = true;
        } else {
            in_run = false;
            out.push(c);
        }
    }
    out
}
