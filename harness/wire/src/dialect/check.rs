//! From the sheet to the table: refuses a dialect that contradicts itself.
//!
//! Places are found by the field's number in the text; a flaw that concerns the whole file has none.

use std::collections::BTreeMap;

use source::{Flaw, Place};

use super::Dialect;
use super::plan::{Detail, Form, PartPlan, Plan, Prefix};
use super::sheet::{Align, Content, Encoding, FieldSheet, PrefixEncoding, PrefixSheet, Sheet, Unit};
use super::transaction::Writing;
use crate::digits::{self, class};
use crate::frame::Framing;
use crate::message::bit;

/// Reason and hint.
type Refusal = (String, &'static str);

pub(super) fn compile(file: &str, text: &str) -> Result<Dialect, Flaw> {
    let sheet: Sheet = source::read_yaml(file, text)?;
    let whole = |(reason, hint): Refusal| Flaw::of_file(file, reason, hint);
    let framing = framing(&sheet).map_err(whole)?;
    let second_bitmap = match sheet.bitmap.fields {
        64 => false,
        128 => true,
        other => {
            return Err(whole((format!("bitmap of {other} fields"), "write 64, or 128 for a second bitmap")));
        }
    };
    let mut plans: Vec<Option<Plan>> = vec![None; 129];
    let mut details = BTreeMap::new();
    let mut known = 0;
    for (index, field) in sheet.fields.iter().enumerate() {
        let earlier = sheet.fields.iter().take(index).filter(|f| f.number == field.number).count();
        let here = |(reason, hint): Refusal| {
            let reason = format!("field {}: {reason}", field.number);
            match place_of(text, "number:", &field.number.to_string(), earlier) {
                Some(place) => Flaw::at(file, text, place, reason, hint),
                None => Flaw::of_file(file, reason, hint),
            }
        };
        if earlier > 0 {
            return Err(here(("stands twice".to_owned(), "keep one of the two")));
        }
        number(field.number, sheet.bitmap.fields).map_err(here)?;
        let (plan, detail) = plan(field).map_err(here)?;
        if field.number == 4 && (plan.content != Content::N || plan.max != 12 || plan.prefix.is_some()) {
            return Err(here((
                "an amount of another length".to_owned(),
                "amounts have twelve digits: content n, length 12",
            )));
        }
        details.insert(field.number, detail);
        if let Some(slot) = plans.get_mut(usize::from(field.number)) {
            *slot = Some(plan);
            known |= bit(field.number);
        }
    }
    let mut dialect = Dialect {
        name: sheet.name.clone(),
        framing,
        mti: sheet.mti.encoding,
        bitmap: sheet.bitmap.encoding,
        second_bitmap,
        known,
        mac: sheet.mac.as_ref().map(|mac| mac.fields.clone()).unwrap_or_default(),
        mac_kind: sheet.mac.as_ref().map(|mac| mac.kind),
        plans,
        details,
        transactions: Vec::new(),
        places: sheet.places.clone(),
        beside: None,
    };
    mac(&dialect).map_err(whole)?;
    places(&dialect, file, text)?;
    dialect.transactions = transactions(&dialect, &sheet, file, text)?;
    Ok(dialect)
}

fn framing(sheet: &Sheet) -> Result<Framing, Refusal> {
    let super::sheet::LengthPrefix::TwoBytesBigEndian = sheet.framing.length_prefix;
    let present = |bytes, full, name| match bytes {
        0 => Ok(false),
        n if n == full => Ok(true),
        n => {
            Err((format!("{name} of {n} bytes"), "a TPDU has 5 bytes, a header 6; 0 says that there is none"))
        }
    };
    Ok(Framing {
        tpdu: present(sheet.framing.tpdu, 5, "TPDU")?,
        header: present(sheet.framing.header, 6, "header")?,
    })
}

fn number(number: u8, last: u8) -> Result<(), Refusal> {
    if matches!(number, 0 | 1 | 65) {
        return Err(("is no field".to_owned(), "0 is the message type; 1 and 65 announce bitmaps"));
    }
    if number > last {
        let reason = format!("is beyond the bitmap's {last} fields");
        return Err((reason, "write `fields: 128` in the bitmap, or leave the field out"));
    }
    Ok(())
}

fn plan(field: &FieldSheet) -> Result<(Plan, Detail), Refusal> {
    let form = form(field)?;
    let max = match (field.length, field.max, &field.prefix) {
        (Some(length), None, None) => length,
        (None, Some(max), Some(_)) => max,
        _ => {
            return Err((
                "is neither fixed nor variable".to_owned(),
                "write either `length`, or `max` together with `prefix`",
            ));
        }
    };
    if !(1..=9999).contains(&max) {
        return Err((format!("length {max}"), "lengths run from 1 to 9999"));
    }
    let detail = Detail { name: field.name.clone(), parts: parts(field, max)? };
    let mut plan = Plan {
        content: field.content,
        class: class_of(field.content),
        form,
        max: u16::try_from(max).unwrap_or(u16::MAX),
        max_wire: 0,
        prefix: None,
        right: field.align == Some(Align::Right),
        pad: field.pad.unwrap_or(0),
        tlv: field.inside.is_some(),
        whole_parts: field.whole_parts,
    };
    plan.max_wire = u16::try_from(plan.wire(max)).unwrap_or(u16::MAX);
    if let Some(sheet) = &field.prefix {
        plan.prefix = Some(prefix(sheet, &plan, field.encoding)?);
    }
    nibbles(field, &plan)?;
    if plan.tlv && plan.content != Content::B {
        return Err(("TLV inside text".to_owned(), "`inside: tlv` goes with content b"));
    }
    Ok((plan, detail))
}

fn form(field: &FieldSheet) -> Result<Form, Refusal> {
    match (field.content, field.encoding) {
        (Content::N | Content::Z | Content::Ze, Encoding::Bcd) => Ok(Form::Packed),
        (Content::B, Encoding::HexAscii) => Ok(Form::Hex),
        (Content::B, Encoding::Binary) => Ok(Form::Plain),
        (Content::B | Content::Ze, _) | (_, Encoding::Binary | Encoding::HexAscii) | (_, Encoding::Bcd) => {
            Err((
                format!("content {} cannot be written in this encoding", field.content.letters()),
                "n and z take bcd or ascii, ze takes bcd, text takes ascii, b takes binary or hex-ascii",
            ))
        }
        (_, Encoding::Ascii) => Ok(Form::Plain),
    }
}

const fn class_of(content: Content) -> u8 {
    match content {
        Content::N => class::N,
        Content::Z => class::Z,
        Content::Ze => class::ZE,
        Content::A => class::A,
        Content::An => class::AN,
        Content::Anp => class::ANP,
        Content::Ans => class::ANS,
        Content::B => class::B,
    }
}

fn prefix(sheet: &PrefixSheet, plan: &Plan, encoding: Encoding) -> Result<Prefix, Refusal> {
    let most = if sheet.encoding == PrefixEncoding::Binary { 2 } else { 4 };
    if !(1..=most).contains(&sheet.digits) {
        return Err((
            format!("prefix of {} digits", sheet.digits),
            "1 to 4 digits; 1 or 2 bytes where the prefix is binary",
        ));
    }
    if encoding == Encoding::Binary && sheet.unit == Unit::Digits {
        return Err(("prefix counts digits of binary data".to_owned(), "write `unit: bytes`"));
    }
    let (base, bytes) = match sheet.encoding {
        PrefixEncoding::Bcd => (10_usize, sheet.digits.div_ceil(2)),
        PrefixEncoding::Ascii => (10, sheet.digits),
        PrefixEncoding::Binary => (256, sheet.digits),
    };
    let largest = base.pow(u32::from(sheet.digits)) - 1;
    let needed = plan.declared(plan.max(), sheet.unit);
    if needed > largest {
        return Err((
            format!("prefix must say {needed}, and can say {largest} at most"),
            "give the prefix more digits, or the field a smaller `max`",
        ));
    }
    Ok(Prefix { encoding: sheet.encoding, bytes, unit: sheet.unit })
}

/// Alignment and pad, which concern packed digits only.
fn nibbles(field: &FieldSheet, plan: &Plan) -> Result<(), Refusal> {
    if plan.form != Form::Packed {
        return match (field.align, field.pad) {
            (None, None) => Ok(()),
            _ => Err(("nothing to align or pad".to_owned(), "`align` and `pad` concern bcd digits only")),
        };
    }
    let can_be_odd = plan.prefix.is_some() || plan.max % 2 == 1;
    if can_be_odd != field.align.is_some() {
        return Err(if can_be_odd {
            ("odd numbers of digits are possible".to_owned(), "say `align: left` or `align: right`")
        } else {
            ("the number of digits is always even".to_owned(), "leave `align` out")
        });
    }
    if plan.pad > 15 || (field.pad.is_some() && !can_be_odd) {
        return Err((format!("pad {}", plan.pad), "a pad is a nibble, 0 to 15, of a field that can be odd"));
    }
    Ok(())
}

fn parts(field: &FieldSheet, max: usize) -> Result<Vec<PartPlan>, Refusal> {
    let mut start = 0;
    let mut parts = Vec::with_capacity(field.parts.len());
    for (index, sheet) in field.parts.iter().enumerate() {
        let (length, open) = match (sheet.length, sheet.max) {
            (Some(length), None) => (length, false),
            (None, Some(most)) if index + 1 == field.parts.len() => (most, true),
            _ => {
                return Err((
                    format!("sub-field {} has no clear length", index + 1),
                    "write `length`; the last sub-field may have `max` instead",
                ));
            }
        };
        if length == 0 || length > max.saturating_sub(start) {
            return Err((
                format!(
                    "sub-field {} ends at {}, the field at {max}",
                    index + 1,
                    start.saturating_add(length)
                ),
                "sub-fields together must fit into the field",
            ));
        }
        let fill = sheet.fill.clone();
        if fill.as_ref().is_some_and(|fill| {
            fill.len() != length || digits::stranger(fill.as_bytes(), class_of(field.content)).is_some()
        }) {
            return Err((
                format!("sub-field {} cannot be filled with that", index + 1),
                "`fill` has the length of its sub-field and characters of the field's content",
            ));
        }
        parts.push(PartPlan { name: sheet.name.clone(), start, length, open, fill });
        start += length;
    }
    if field.whole_parts && parts.is_empty() {
        return Err(("no sub-fields to be whole".to_owned(), "declare `parts`, or leave `whole-parts` out"));
    }
    Ok(parts)
}

/// A place has to be there, and a payment code or a picture where it is masked.
fn places(dialect: &Dialect, file: &str, text: &str) -> Result<(), Flaw> {
    let refused = |place: super::sheet::Place, path: &str| {
        if dialect.label(path).is_none() {
            let reason = format!("place {}: `{path}` is no field or sub-field of this dialect", place.name());
            return Some((reason, "declare the field under `fields`, and its sub-fields under `parts`"));
        }
        let masked = matches!(place, super::sheet::Place::PayCode | super::sheet::Place::Picture);
        let shown = masked && path != "62";
        let reason = || format!("place {}: nothing masks a {} in `{path}`", place.name(), masked_as(place));
        if shown {
            return Some((reason(), "write \"62\", the whole field"));
        }
        let read = place == super::sheet::Place::Details && path != "48";
        let reason = || format!("place {}: nothing masks card numbers in `{path}`", place.name());
        read.then(|| (reason(), "write \"48\", the whole field"))
    };
    let flaw = dialect.places.iter().find_map(|(place, path)| Some((place, refused(*place, path)?)));
    let Some((place, (reason, hint))) = flaw else {
        return Ok(());
    };
    Err(match text.lines().position(|line| line.trim_start().starts_with(&format!("{}:", place.name()))) {
        Some(line) => Flaw::at(file, text, source::Place { line: line + 1, column: 1 }, reason, hint),
        None => Flaw::of_file(file, reason, hint),
    })
}

/// What a place that has to be masked holds.
fn masked_as(place: super::sheet::Place) -> &'static str {
    if place == super::sheet::Place::Picture { "picture" } else { "payment code" }
}

/// How each class is written; a flaw is placed at the class's name.
fn transactions(dialect: &Dialect, sheet: &Sheet, file: &str, text: &str) -> Result<Vec<Writing>, Flaw> {
    let mut writings: Vec<Writing> = Vec::with_capacity(sheet.transactions.len());
    for transaction in &sheet.transactions {
        let twice = writings.iter().any(|earlier| earlier.class() == transaction.class);
        let here = |(reason, hint): Refusal| match place_of(
            text,
            "class:",
            transaction.class.name(),
            usize::from(twice),
        ) {
            Some(place) => Flaw::at(file, text, place, reason, hint),
            None => Flaw::of_file(file, reason, hint),
        };
        if twice {
            let reason = format!("transaction {}: stands twice", transaction.class);
            return Err(here((reason, "keep one of the two")));
        }
        writings.push(Writing::compile(transaction, |path| dialect.label(path).is_some()).map_err(here)?);
    }
    Ok(writings)
}

fn mac(dialect: &Dialect) -> Result<(), Refusal> {
    if dialect.mac_kind.is_some() && dialect.mac.is_empty() {
        return Err((
            "a MAC without a field".to_owned(),
            "write `fields: [64]`, or leave `mac` out where there is none",
        ));
    }
    for &number in &dialect.mac {
        let fits = matches!(number, 64 | 128)
            && dialect
                .plan(number)
                .is_some_and(|p| p.content == Content::B && p.max == 8 && p.prefix.is_none());
        if !fits {
            return Err((
                format!("field {number} cannot hold a MAC"),
                "a MAC stands in field 64 or 128, content b, length 8",
            ));
        }
    }
    Ok(())
}

/// Where `key: value` stands for the time after `earlier` others.
fn place_of(text: &str, key: &str, value: &str, earlier: usize) -> Option<Place> {
    let on_line = |line: &str| {
        let before_comment = line.split('#').next().unwrap_or_default();
        let at = before_comment.find(key)?;
        let rest = before_comment.get(at + key.len()..)?.trim_start();
        let own: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        (own == value).then(|| line.get(..at).unwrap_or_default().chars().count() + 1)
    };
    text.lines()
        .enumerate()
        .filter_map(|(line, content)| on_line(content).map(|column| Place { line: line + 1, column }))
        .nth(earlier)
}
