//! A profile that says only in what it differs from another.
//!
//! `extends: strict` takes everything from that profile; what the file says besides replaces it key by key. A list
//! replaces a list whole. Name and title are always a profile's own.

use serde_yaml::{Mapping, Value};
use source::{Flaw, Text};

use crate::{Profile, check};

/// The key that names the other profile.
const EXTENDS: &str = "extends";

/// Keys on the way to a value, outermost first.
type Path = Vec<String>;

pub(crate) fn read(
    text: &Text,
    find: &dyn Fn(&str) -> Result<Text, Flaw>,
    above: &mut Vec<String>,
) -> Result<Profile, Flaw> {
    let profile = match base_of(text) {
        None => source::read_yaml(&text.name, &text.text)?,
        Some(base) => {
            let here = |reason: String, hint: &str| flaw(text, &[EXTENDS], reason, hint);
            if above.contains(&base) {
                let circle = above.join(" extends ");
                return Err(here(
                    format!("profiles extend each other: {circle} extends {base}"),
                    "break the circle",
                ));
            }
            above.push(base.clone());
            let found = find(&base).map_err(|missing| here(missing.reason, &missing.hint))?;
            derived(text, &read(&found, find, above)?)?
        }
    };
    check::check(&profile, &text.name, &text.text)?;
    Ok(profile)
}

/// The profile that this text extends; a text that is no mapping is refused when it is read whole.
pub(crate) fn base_of(text: &Text) -> Option<String> {
    let sheet: Mapping = serde_yaml::from_str(&text.text).ok()?;
    sheet.get(EXTENDS)?.as_str().map(str::to_owned)
}

fn derived(text: &Text, base: &Profile) -> Result<Profile, Flaw> {
    let sheet: Mapping = source::read_yaml(&text.name, &text.text)?;
    for own in ["name", "title"] {
        if !sheet.contains_key(own) {
            let reason = format!("{own} is missing");
            return Err(Flaw::of_file(&text.name, reason, "every profile says its own name and title"));
        }
    }
    let mut whole = serde_yaml::to_value(base)
        .map_err(|error| Flaw::of_file(&text.name, error.to_string(), "write the profile in full"))?;
    let mut leaves = Vec::new();
    gather(&sheet, &whole, &mut Vec::new(), &mut leaves);
    let mut profile = base.clone();
    for (path, value) in leaves.into_iter().filter(|(path, _)| path.first().is_none_or(|key| key != EXTENDS))
    {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        put(&mut whole, &keys, value).map_err(|(reason, hint)| flaw(text, &keys, reason, &hint))?;
        // One at a time, so that the one that does not fit is known.
        profile = serde_yaml::from_value(whole.clone()).map_err(|error| {
            flaw(
                text,
                &keys,
                error.to_string(),
                "write a value of the kind that the extended profile has here",
            )
        })?;
    }
    Ok(profile)
}

/// What the sheet says, value by value; where both sides are mappings it goes on inside.
fn gather(sheet: &Mapping, whole: &Value, path: &mut Path, leaves: &mut Vec<(Path, Value)>) {
    for (key, value) in sheet {
        path.push(key.as_str().map_or_else(|| format!("{key:?}"), str::to_owned));
        let below = path.last().and_then(|key| whole.get(key.as_str()));
        match (value, below) {
            (Value::Mapping(inner), Some(below @ Value::Mapping(_))) => gather(inner, below, path, leaves),
            _ => leaves.push((path.clone(), value.clone())),
        }
        path.pop();
    }
}

/// Replaces what stands at a path; a path that is not there is refused with the names that are.
fn put(whole: &mut Value, path: &[&str], value: Value) -> Result<(), (String, String)> {
    let mut at = whole;
    for key in path {
        let known: Vec<String> = at
            .as_mapping()
            .map(|inner| inner.keys().filter_map(|key| key.as_str().map(str::to_owned)).collect())
            .unwrap_or_default();
        at = at.get_mut(*key).ok_or_else(|| {
            (format!("unknown switch `{key}`"), format!("known here: {}", known.join(", ")))
        })?;
    }
    *at = value;
    Ok(())
}

fn flaw(text: &Text, path: &[&str], reason: String, hint: &str) -> Flaw {
    match check::place_of(&text.text, path) {
        Some(place) => Flaw::at(&text.name, &text.text, place, reason, hint),
        None => Flaw::of_file(&text.name, reason, hint),
    }
}
