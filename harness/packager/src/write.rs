//! A dialect's text, one line a field.

use std::fmt::Write as _;

use crate::class::{Holds, Prefix};
use crate::sheet::{Field, Sheet, Unmapped};

/// The dialect.
pub(crate) fn yaml(name: &str, file: &str, sheet: &Sheet, left_out: &[Unmapped]) -> String {
    let mut text =
        format!("# Imported from {}.\n", one_line(file.rsplit(['/', '\\']).next().unwrap_or(file)));
    text.push_str(
        "# A packager says nothing of the frame around a message: state length prefix, TPDU and header below.\n\
         # A packager fills values up to their length; here a value is written at the length that it has.\n",
    );
    for found in left_out {
        let at = found.flaw.place.map(|place| format!("line {}: ", place.line)).unwrap_or_default();
        let _ = writeln!(text, "# Left out: {at}{}", one_line(&found.flaw.reason));
    }
    let (hex, fields) = sheet.bitmap.unwrap_or((false, 64));
    let macs: Vec<String> = [64, 128]
        .iter()
        .filter(|number| sheet.fields.get(*number).is_some_and(|field| field.can_hold_mac()))
        .map(u32::to_string)
        .collect();
    let mac = match macs.as_slice() {
        [] => String::new(),
        macs => format!(
            "# Nor does it say how a MAC is made: x9-19 is a guess; the others are x9-9 and cup-ecb.\n\
             mac: {{ fields: [{}], kind: x9-19 }}\n",
            macs.join(", ")
        ),
    };
    let _ = write!(
        text,
        "name: {}\nframing: {{ length-prefix: 2-bytes-big-endian, tpdu: 0, header: 0 }}\n\
         mti: {{ encoding: {} }}\nbitmap: {{ encoding: {}, fields: {fields} }}\n{}fields:\n",
        quoted(name),
        sheet.mti.unwrap_or("ascii"),
        if hex { "hex-ascii" } else { "binary" },
        mac,
    );
    for (number, field) in &sheet.fields {
        let _ = writeln!(
            text,
            "  - {{ number: {number}, name: {}, {} }}",
            quoted(&field.name),
            field.facets(*number)
        );
    }
    text
}

impl Field {
    fn can_hold_mac(&self) -> bool {
        let bytes = matches!(self.shape.holds, Holds::Bytes | Holds::HexBytes);
        bytes && self.shape.prefix.is_none() && self.length == 8
    }

    /// Content, encoding, length, prefix, alignment.
    fn facets(&self, number: u32) -> String {
        // ISO 8583 gives 35 and 36 to the tracks, whose separator packs as a digit does.
        let digits = if matches!(number, 35 | 36) { "z" } else { "n" };
        let (content, encoding) = match self.shape.holds {
            Holds::Digits => (digits, "ascii"),
            Holds::Packed { .. } => (digits, "bcd"),
            Holds::SignedAmount => ("an", "ascii"),
            Holds::Text => ("ans", "ascii"),
            Holds::Bytes => ("b", "binary"),
            Holds::HexBytes => ("b", "hex-ascii"),
        };
        let mut facets = format!("content: {content}, encoding: {encoding}");
        let unit = if content == "b" { "bytes" } else { "digits" };
        let _ = match self.shape.prefix {
            None => write!(facets, ", length: {}", self.length),
            Some(Prefix { encoding, digits }) => write!(
                facets,
                ", max: {}, prefix: {{ encoding: {encoding}, digits: {digits}, unit: {unit} }}",
                self.length
            ),
        };
        let odd = self.shape.prefix.is_some() || self.length % 2 == 1;
        if let Holds::Packed { fill } = self.shape.holds
            && odd
        {
            // A packager fills with its own nibble behind the digits, with noughts in front of them.
            let (side, fill) = if self.padded { ("right", 0) } else { ("left", fill) };
            let _ = write!(facets, ", align: {side}");
            if fill != 0 {
                let _ = write!(facets, ", pad: {fill}");
            }
        }
        facets
    }
}

/// A text as a JSON string, which is a YAML one as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
