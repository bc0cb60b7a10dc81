//! The published JSON Schema is made from the types, and has not drifted from them.

use serde_json::{Value, json};

use super::*;

const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/profiles/profile.schema.json");

/// A profile in full, or one that extends another and may leave anything out.
fn schema() -> Value {
    let mut whole = schemars::schema_for!(Profile).to_value();
    let definitions = whole.as_object_mut().and_then(|schema| schema.remove("$defs")).unwrap_or_default();
    for key in ["$schema", "title"] {
        whole.as_object_mut().map(|schema| schema.remove(key));
    }
    let mut derived = whole.clone();
    derived["required"] = json!(["name", "title", "extends"]);
    derived["properties"]["extends"] = json!({ "description": "The profile from which everything is taken that is not said here.", "type": "string" });
    let mut loose = serde_json::Map::new();
    for (name, definition) in definitions.as_object().into_iter().flatten() {
        let mut definition = definition.clone();
        definition.as_object_mut().map(|definition| definition.remove("required"));
        loose.insert(format!("{name}InPart"), definition);
    }
    let mut loose = Value::Object(loose);
    refer_in_part(&mut derived);
    refer_in_part(&mut loose);
    let mut all = definitions.as_object().cloned().unwrap_or_default();
    all.extend(loose.as_object().cloned().unwrap_or_default());
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A profile: what an acquirer and a vendor practise",
        "oneOf": [whole, derived],
        "$defs": all,
    })
}

/// References go to the definitions of which any part may be left out.
fn refer_in_part(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(reference) if key == "$ref" => reference.push_str("InPart"),
                    value => refer_in_part(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(refer_in_part),
        _ => {}
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this is where the published file is made")]
fn the_published_schema_is_that_of_the_types() {
    let mut made = serde_json::to_string_pretty(&schema()).expect("writes");
    made.push('\n');
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(PUBLISHED, &made).expect("can be written");
    }
    let published = std::fs::read_to_string(PUBLISHED).unwrap_or_default();
    assert!(made == published, "the types have changed: run this test again with UPDATE_SCHEMA=1");
}

#[test]
fn the_schema_knows_every_switch_and_what_it_means() {
    let schema = schema();
    let definitions = schema["$defs"].as_object().expect("definitions");
    assert!(definitions.len() > 20, "{}", definitions.len());
    for (name, definition) in definitions {
        for (switch, meaning) in definition["properties"].as_object().into_iter().flatten() {
            assert!(meaning["description"].is_string(), "{name}.{switch} says nothing of its meaning");
        }
    }
}
