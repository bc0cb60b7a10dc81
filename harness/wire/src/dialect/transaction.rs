//! Which class a message is of, and which codes a class is written with.
//!
//! It looks at the type and the codes alone and does not say whether a message is complete.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Codes, Place, TransactionSheet};
use super::{Dialect, part};
use crate::{Class, Message, Mti};

/// How a class is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Writing {
    class: Class,
    request: Mti,
    /// The first one is written, any of them is read; none for what is never reversed.
    reversals: Vec<Mti>,
    repeat: Option<Mti>,
    /// By path; the first one is written, any of them is read.
    codes: BTreeMap<String, Vec<String>>,
    besides: BTreeMap<String, String>,
}

impl Writing {
    /// Reads what a person wrote.
    ///
    /// # Errors
    /// What is wrong, and a hint.
    pub(super) fn compile(
        sheet: &TransactionSheet,
        label: impl Fn(&str) -> bool,
    ) -> Result<Self, (String, &'static str)> {
        let class = sheet.class;
        let wrong = |what: String| format!("transaction {class}: {what}");
        if class.is_reversal() || class == Class::Other {
            let reason = wrong("has no writing of its own".to_owned());
            return Err((reason, "a reversal is written as its original, with the type under `reversal`"));
        }
        let mti = |text: &String| {
            text.parse::<Mti>().ok().filter(|mti| !mti.is_response()).ok_or_else(|| {
                (wrong(format!("`{text}` is no type of a request")), "four digits, such as \"0200\"")
            })
        };
        let reversals = sheet.reversal.as_ref().map(Codes::all).unwrap_or_default();
        let reversals = reversals.iter().map(mti).collect::<Result<Vec<_>, _>>()?;
        let repeat = sheet.repeat.as_ref().map(mti).transpose()?;
        if reversals.is_empty() == class.reversal().is_some() || (repeat.is_some() && reversals.is_empty()) {
            let (what, hint) = match class.reversal() {
                None => ("is never reversed", "leave `reversal` and `repeat` out"),
                Some(_) => ("can be reversed", "say the type of its reversal, such as `reversal: \"0400\"`"),
            };
            return Err((wrong(what.to_owned()), hint));
        }
        let codes: BTreeMap<String, Vec<String>> =
            sheet.codes.iter().map(|(path, codes)| (path.clone(), codes.all())).collect();
        if codes.values().any(Vec::is_empty) {
            return Err((wrong("an empty list of codes".to_owned()), "say at least one code"));
        }
        if let Some(path) = codes.keys().chain(sheet.besides.keys()).find(|path| !label(path)) {
            let reason = wrong(format!("`{path}` is no field or sub-field of this dialect"));
            return Err((reason, "declare the field under `fields`, and its sub-fields under `parts`"));
        }
        let request = mti(&sheet.request)?;
        Ok(Self { class, request, reversals, repeat, codes, besides: sheet.besides.clone() })
    }

    pub(super) const fn class(&self) -> Class {
        self.class
    }

    /// Whether a reversal names an original of this class's type, where it says that.
    fn is_named(&self, dialect: &Dialect, reversal: &Message) -> bool {
        let named = dialect.at(reversal, Place::OriginalType);
        named.is_none_or(|named| named.parse() == Ok(self.request))
    }

    /// Whether the codes of a message are this class's. Where a whole field says it already, sub-fields count only
    /// if they are there: a sale without any field 60 is still a sale (and refused for its form).
    fn fits(&self, dialect: &Dialect, message: &Message) -> bool {
        let lenient = self.codes.keys().any(|path| !path.contains('.'));
        self.codes.iter().all(|(path, codes)| match dialect.part(message, path) {
            Some(code) => codes.iter().any(|own| own == code),
            None => lenient && path.contains('.'),
        })
    }
}

impl Dialect {
    /// The class of a message; an answer has the class of its request. The first writing that fits counts; where the
    /// dialect keeps the original's type, it tells reversals apart as well.
    #[must_use]
    pub fn classify(&self, message: &Message) -> Class {
        let mti = message.mti().response();
        let class_of = |writing: &Writing| {
            if writing.request.response() == mti {
                return Some(writing.class).filter(|_| writing.fits(self, message));
            }
            let mut types = writing.reversals.iter().chain(&writing.repeat);
            let reversed =
                types.any(|reversal| reversal.response() == mti) && writing.is_named(self, message);
            let undone = writing.class.reversal().filter(|_| reversed && writing.fits(self, message))?;
            Some(if undone == Class::SaleReversal && self.leaves_a_part(message) {
                Class::PartialReversal
            } else {
                undone
            })
        };
        self.transactions.iter().find_map(class_of).unwrap_or(Class::Other)
    }

    /// Whether a reversal says that something is left. Noughts and blanks say that nothing is.
    fn leaves_a_part(&self, reversal: &Message) -> bool {
        let left = self.at(reversal, Place::Replacement);
        left.is_some_and(|left| left.bytes().any(|digit| digit.is_ascii_digit() && digit != b'0'))
    }

    /// The message type of a class; `None` for one that the dialect cannot write.
    #[must_use]
    pub fn type_of(&self, class: Class) -> Option<Mti> {
        let writing = self.writing(class)?;
        if class == Class::PartialReversal && !self.has(Place::Replacement) {
            return None;
        }
        if class.is_reversal() { writing.reversals.first().copied() } else { Some(writing.request) }
    }

    /// The message type of a reversal that was sent before, where the dialect has one of its own for that.
    #[must_use]
    pub fn type_of_repeat(&self, class: Class) -> Option<Mti> {
        self.writing(class).filter(|_| class.is_reversal())?.repeat
    }

    /// The numbers of the fields that tell a class from the others, ascending.
    #[must_use]
    pub fn telling_fields(&self, class: Class) -> BTreeSet<u8> {
        let paths = self.writing(class).into_iter().flat_map(|writing| writing.codes.keys());
        paths.filter_map(|path| Some(part::split(path)?.0)).collect()
    }

    /// Every code that a class is written with, by path.
    pub(super) fn codes(&self, class: Class) -> Vec<(&str, &str)> {
        let Some(writing) = self.writing(class) else {
            return Vec::new();
        };
        let own =
            writing.codes.iter().filter_map(|(path, codes)| Some((path.as_str(), codes.first()?.as_str())));
        own.chain(writing.besides.iter().map(|(path, code)| (path.as_str(), code.as_str()))).collect()
    }

    /// A reversal is written as its original.
    fn writing(&self, class: Class) -> Option<&Writing> {
        let class = class.reverses().unwrap_or(class);
        self.transactions.iter().find(|writing| writing.class == class)
    }
}
