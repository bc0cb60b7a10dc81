//! From the XML to a dialect's text, or to a list of what stands in the way.

use roxmltree::{Document, Node, ParsingOptions};
use source::{Flaw, Place};
use wire::Dialect;

use crate::class::{Holds, Known, Shape, class};
use crate::sheet::{Field, Sheet, Unmapped};
use crate::write::yaml;

/// Elements of a packager file; more are no packager.
const NODES: u32 = 20_000;

/// A dialect that was read off a packager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The dialect, `fixtures/dialects/NAME.yaml`.
    pub yaml: String,
    /// What was left out.
    pub left_out: Vec<Unmapped>,
}

/// Reads a packager's XML. `name` is what the dialect will be called. Fields that cannot be mapped are refused,
/// or left out and listed where `leave_out` says so.
///
/// # Errors
/// All flaws, in the order of the text: broken XML, a class that is not known, a facet that is missing.
pub fn import(file: &str, text: &str, name: &str, leave_out: bool) -> Result<Import, Vec<Flaw>> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let place = Place { line: at.row as usize, column: at.col as usize };
        let reason = format!("not XML: {}", without_position(&error.to_string()));
        vec![Flaw::at(file, text, place, reason, "take the packager's file from its source again")]
    })?;
    let reader = Reader { file, text, document: &document };
    let root = document.root_element();
    if root.tag_name().name() != "isopackager" {
        let reason = format!("<{}> is no packager", root.tag_name().name());
        return Err(vec![reader.flaw(&root, reason, "a GenericPackager file begins with <isopackager>")]);
    }
    let mut sheet = Sheet::default();
    let mut unmapped = Vec::new();
    let mut flaws = Vec::new();
    for node in root.children().filter(Node::is_element) {
        match reader.field(&node) {
            Ok(found) => sheet.take(&reader, &node, found, &mut flaws),
            Err(Trouble::Unmapped(found)) => unmapped.push(*found),
            Err(Trouble::Flaw(flaw)) => flaws.push(flaw),
        }
    }
    if sheet.bitmap.is_none() {
        let hint = "field 1 must be of class org.jpos.iso.IFA_BITMAP or org.jpos.iso.IFB_BITMAP";
        flaws.push(Flaw::of_file(file, "no bitmap: field 1 is missing, or cannot be mapped", hint));
    }
    if sheet.mti.is_none() {
        let hint = "field 0 must be of class org.jpos.iso.IFA_NUMERIC or org.jpos.iso.IFB_NUMERIC, length 4";
        flaws.push(Flaw::of_file(file, "no message type: field 0 is missing, or cannot be mapped", hint));
    }
    if !leave_out {
        // Field 65 announces a third bitmap in every one of these files; no dialect has one, and no message uses it.
        flaws
            .extend(unmapped.iter().filter(|found| found.number != Some(65)).map(|found| found.flaw.clone()));
    }
    if !flaws.is_empty() {
        flaws.sort_by_key(|flaw| flaw.place);
        return Err(flaws);
    }
    let yaml = yaml(name, file, &sheet, &unmapped);
    // What was written has to be a dialect; if it is not, its own message is the one that helps.
    Dialect::from_yaml(&format!("{name}.yaml"), &yaml).map_err(|flaw| vec![flaw])?;
    Ok(Import { yaml, left_out: unmapped })
}

/// The parser's sentence without its own position, which the flaw states better.
fn without_position(sentence: &str) -> &str {
    sentence.rsplit_once(" at ").map_or(sentence, |(reason, _)| reason)
}

/// One element of the file.
enum Found {
    Mti(&'static str),
    Bitmap(bool, u32),
    Field(u32, Field),
}

enum Trouble {
    Unmapped(Box<Unmapped>),
    Flaw(Flaw),
}

impl Sheet {
    fn take(&mut self, reader: &Reader<'_>, node: &Node<'_, '_>, found: Found, flaws: &mut Vec<Flaw>) {
        let twice = match found {
            Found::Mti(encoding) => self.mti.replace(encoding).is_some(),
            Found::Bitmap(hex, fields) => self.bitmap.replace((hex, fields)).is_some(),
            Found::Field(number, field) => self.fields.insert(number, field).is_some(),
        };
        if twice {
            flaws.push(reader.flaw(node, "the field stands twice", "keep one of the two"));
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    document: &'a Document<'a>,
}

impl Reader<'_> {
    fn flaw(&self, node: &Node<'_, '_>, reason: impl Into<String>, hint: &str) -> Flaw {
        let at = self.document.text_pos_at(node.range().start);
        let place = Place { line: at.row as usize, column: at.col as usize };
        Flaw::at(self.file, self.text, place, reason, hint)
    }

    fn attribute<'n>(&self, node: &Node<'n, '_>, name: &str) -> Result<&'n str, Trouble> {
        node.attribute(name).ok_or_else(|| {
            let hint = "a field has id, length, name and class";
            Trouble::Flaw(self.flaw(node, format!("<{}> has no {name}", node.tag_name().name()), hint))
        })
    }

    fn number(&self, node: &Node<'_, '_>, name: &str) -> Result<u32, Trouble> {
        let text = self.attribute(node, name)?;
        text.trim().parse().map_err(|_| {
            Trouble::Flaw(self.flaw(node, format!("{name}=\"{text}\" is no number"), "write a whole number"))
        })
    }

    fn field(&self, node: &Node<'_, '_>) -> Result<Found, Trouble> {
        let number = self.number(node, "id")?;
        let unmapped = |reason: String, hint: &str| {
            let flaw = self.flaw(node, format!("field {number}: {reason}"), hint);
            Trouble::Unmapped(Box::new(Unmapped { flaw, number: Some(number) }))
        };
        if node.tag_name().name() != "isofield" {
            let reason = format!("<{}> describes fields inside a field", node.tag_name().name());
            return Err(unmapped(reason, "write it as <isofield>; sub-fields go into the dialect by hand"));
        }
        let length = self.number(node, "length")?;
        let name = node.attribute("name").unwrap_or_default();
        let class_name = self.attribute(node, "class")?;
        let shape = match (number, class(class_name)) {
            (_, Known::Unknown) => {
                let hint = "map it by hand in the dialect, or leave it out with --leave-out";
                return Err(unmapped(format!("class {class_name} is not known"), hint));
            }
            (_, Known::Beyond(reason)) => {
                let hint = "a dialect cannot say this; --leave-out imports the rest";
                return Err(unmapped(format!("class {class_name}: {reason}"), hint));
            }
            (1, Known::Bitmap { hex }) if length == 8 || length == 16 => {
                return Ok(Found::Bitmap(hex, length * 8));
            }
            (1, Known::Bitmap { .. }) => {
                let reason = format!("a bitmap of {length} bytes");
                return Err(unmapped(reason, "8 bytes cover 64 fields, 16 cover 128"));
            }
            (_, Known::Bitmap { .. }) => {
                return Err(unmapped("a bitmap of its own".to_owned(), "a dialect has one or two, in front"));
            }
            (_, Known::Shape(shape)) => shape,
        };
        match (number, shape) {
            (0, Shape { holds: Holds::Digits, prefix: None }) if length == 4 => Ok(Found::Mti("ascii")),
            (0, Shape { holds: Holds::Packed { .. }, prefix: None }) if length == 4 => Ok(Found::Mti("bcd")),
            (0 | 1, _) => Err(unmapped(
                format!("class {class_name} does not fit here"),
                "0 is the message type, 1 the bitmap",
            )),
            (65, _) => {
                let hint = "a dialect has two bitmaps at most; the field is left out";
                Err(unmapped("announces a third bitmap".to_owned(), hint))
            }
            (129.., _) => Err(unmapped("beyond 128 fields".to_owned(), "a dialect ends at field 128")),
            (number, shape) => {
                let padded = node.attribute("pad") == Some("true");
                Ok(Found::Field(number, Field { name: name.to_owned(), length, shape, padded }))
            }
        }
    }
}
