//! A request as a test wants it, with the fields that its class has on a bench.

use std::collections::BTreeMap;

use journal::{Fields, MacNote, TxnKey};

use super::{BATCH, CARD, TERMINAL};

/// A request to be written.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) class: &'static str,
    pub(crate) stan: u32,
    pub(crate) fen: i64,
    pub(crate) batch: &'static str,
    pub(crate) card: &'static str,
    /// Further fields, or other values.
    pub(crate) with: Vec<(&'static str, String)>,
    pub(crate) without: &'static [&'static str],
    pub(crate) mac: MacNote,
    pub(crate) original: Option<u64>,
    /// Another type than its class usually has.
    pub(crate) mti: Option<&'static str>,
}

impl Ask {
    pub(crate) fn new(class: &'static str, stan: u32, fen: i64) -> Self {
        let mac = match class {
            "sign-on" => MacNote::NotRequired,
            _ => MacNote::Valid { check_value: "AB7153CA".into() },
        };
        Self {
            class,
            stan,
            fen,
            batch: BATCH,
            card: CARD,
            with: vec![],
            without: &[],
            mac,
            original: None,
            mti: None,
        }
    }

    pub(crate) fn with(mut self, path: &'static str, value: &str) -> Self {
        self.with.push((path, value.to_owned()));
        self
    }

    pub(super) fn key(&self) -> TxnKey {
        TxnKey { terminal: TERMINAL.into(), batch: self.batch.into(), stan: format!("{:06}", self.stan) }
    }

    pub(super) fn mti(&self) -> &'static str {
        match self.class {
            _ if self.mti.is_some() => self.mti.unwrap_or_default(),
            "sign-on" => "0800",
            "refund" | "completion-advice" | "offline-sale" => "0220",
            "script-advice" => "0620",
            "pre-auth" | "pre-auth-void" => "0100",
            c if c.ends_with("-reversal") => "0400",
            _ => "0200",
        }
    }

    pub(super) fn fields(&self) -> Fields {
        let (processing, function) = match self.class.trim_end_matches("-reversal") {
            "sale" | "partial" => ("000000", "22"),
            "void" => ("200000", "23"),
            "refund" => ("200000", "25"),
            "balance" => ("310000", "01"),
            "query" => ("390000", "01"),
            "pre-auth" => ("030000", "10"),
            "pre-auth-void" => ("200000", "11"),
            "completion" => ("000000", "20"),
            "completion-advice" => ("000000", "24"),
            "offline-sale" => ("000000", "36"),
            "completion-void" => ("200000", "21"),
            "script-advice" => ("000000", "00"),
            "wallet-pay" => ("700000", "00"),
            "wallet-cancel" => ("720000", "00"),
            "wallet-query" => ("730000", "00"),
            "wallet-refund" => ("740000", "00"),
            _ => ("", "00"),
        };
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        if !processing.is_empty() {
            fields.insert("3", processing.into());
            fields.insert("22", "021".into());
            fields.insert("25", "00".into());
            fields.insert("64", "********".into());
        }
        if self.fen != 0 {
            fields.insert("4", format!("{:012}", self.fen));
        }
        fields.insert("11", format!("{:06}", self.stan));
        fields.insert("41", TERMINAL.into());
        fields.insert("42", "100000000000001".into());
        fields.insert("60.1", function.into());
        fields.insert("60.2", self.batch.into());
        for (path, value) in &self.with {
            fields.insert(path, value.clone());
        }
        fields.retain(|path, _| !self.without.contains(path));
        fields.into_iter().map(|(p, v)| (p.to_owned(), v)).collect()
    }
}
