//! 电子签名: the code over a picture, and what an upload says besides it.
//!
//! How the picture itself is drawn and packed is the pad's business; here it is bytes. Facts, from the public source of
//! a UnionPay POS application (package `com.newland.payment`, classes `ElecSignSend`, `Field_55_Signature` and
//! `AbstractBaseTrans`): the code is made of the settlement date and the reference number; an upload is 0820 with
//! F60.1 07 and F60.3 800, the trace number of what was signed in F11, its amount, settlement date and reference in F4,
//! F15 and F37, the receipt's data as tags FF00 and following in F55, the picture (JBIG) in F62, and a MAC; 00 and 94
//! both mean that the host has it. That a swiped or dipped card's number is left out of F2 is this project's choice, and
//! so are which of the tags are sent.

use std::fmt;

use encoding_rs::GBK;

use crate::{Phone, Tlv};

/// 商户名称
const MERCHANT: u32 = 0xFF00;
/// 交易类型
const TITLE: u32 = 0xFF01;
/// 日期时间: YYYYMMDDhhmmss, two digits a byte.
const WHEN: u32 = 0xFF06;
/// 授权码
const AUTH: u32 = 0xFF07;
/// 持卡人手机号码: twelve digits, a nought in front, two digits a byte.
const PHONE: u32 = 0xFF0B;

/// 特征码: the eight characters that stand over a signature, of settlement date (MMDD) and reference number (twelve
/// characters). Both together are sixteen; each of the first eight is added without carry to the one eight further on,
/// and the sum is written as one hex digit (of characters that are no digits, its low half). A part that is not known
/// counts as noughts.
#[must_use]
pub fn feature_code(settled_on: &str, reference: &str) -> String {
    let date = if settled_on.len() == 4 { settled_on } else { "0000" };
    let reference = if reference.len() == 12 { reference } else { "000000000000" };
    let all: Vec<u8> = date.bytes().chain(reference.bytes()).collect();
    let (front, behind) = all.split_at(8);
    front.iter().zip(behind).map(|(one, other)| format!("{:X}", (one ^ other) & 0x0F)).collect()
}

/// The picture of a signature. It is a person's own hand: `Debug` shows only how long it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture(Vec<u8>);

impl Picture {
    /// These bytes as a picture, however they are packed.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, for the message and nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} bytes)", self.0.len())
    }
}

/// What an upload says for the receipt that its host may leave to the cardholder. The amount stands in F4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The merchant's name.
    pub merchant: String,
    /// The kind of transaction, as it stands on paper.
    pub title: String,
    /// YYYYMMDDhhmmss.
    pub when: String,
    /// The authorisation code, where there is one.
    pub auth: Option<String>,
    /// Where the cardholder wants the receipt; nobody asked for one where this is missing.
    pub phone: Option<Phone>,
}

impl Receipt {
    /// As it stands in F55.
    #[must_use]
    pub fn to_tlv(&self) -> Tlv {
        let mut data = Tlv::new();
        data.push(MERCHANT, &GBK.encode(&self.merchant).0);
        data.push(TITLE, &GBK.encode(&self.title).0);
        data.push(WHEN, &packed(&self.when));
        if let Some(auth) = &self.auth {
            data.push(AUTH, auth.as_bytes());
        }
        if let Some(phone) = &self.phone {
            data.push(PHONE, &packed(&format!("0{}", phone.expose())));
        }
        data
    }

    /// Reads it; nothing where a part that has to be there is missing or malformed.
    #[must_use]
    pub fn read(data: &Tlv) -> Option<Self> {
        let text = |tag| GBK.decode_without_bom_handling_and_without_replacement(data.get(tag)?);
        let phone = match data.get(PHONE).map(unpacked) {
            Some(digits) => Some(Phone::new(digits.strip_prefix('0')?).ok()?),
            None => None,
        };
        let when = unpacked(data.get(WHEN)?);
        (when.len() == 14 && when.bytes().all(|digit| digit.is_ascii_digit())).then_some(())?;
        Some(Self {
            merchant: text(MERCHANT)?.into_owned(),
            title: text(TITLE)?.into_owned(),
            when,
            auth: data.get(AUTH).and_then(|code| std::str::from_utf8(code).ok()).map(str::to_owned),
            phone,
        })
    }
}

/// Digits, two a byte; what is no digit is a nought.
fn packed(digits: &str) -> Vec<u8> {
    let nibbles: Vec<u8> = digits.bytes().map(|b| if b.is_ascii_digit() { b - b'0' } else { 0 }).collect();
    nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)).collect()
}

fn unpacked(bytes: &[u8]) -> String {
    crate::hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_made_of_date_and_reference() {
        // By hand: 03021234 and 56789012 in hex digits, each pair added without carry.
        assert_eq!(feature_code("0302", "123456789012"), "557A8226");
        assert_eq!(feature_code("0302", "123456789012").len(), 8);
        assert_ne!(feature_code("0303", "123456789012"), feature_code("0302", "123456789012"));
        assert_eq!(feature_code("", ""), "00000000");
    }

    #[test]
    fn a_receipt_comes_back_as_it_was_and_hides_its_phone() {
        let whole = Receipt {
            merchant: "晨光便利店".to_owned(),
            title: "消费".to_owned(),
            when: "20260302093015".to_owned(),
            auth: Some("A12345".to_owned()),
            phone: Some(Phone::new("13812345678").unwrap()),
        };
        let tlv = Tlv::parse(&whole.to_tlv().to_bytes()).unwrap();
        assert_eq!(Receipt::read(&tlv), Some(whole.clone()));
        assert!(!format!("{whole:?} {tlv:?}").contains("12345678"), "{whole:?} {tlv:?}");
        let bare = Receipt { auth: None, phone: None, ..whole };
        assert_eq!(Receipt::read(&bare.to_tlv()), Some(bare));
    }

    #[test]
    fn what_is_missing_or_malformed_is_no_receipt() {
        let whole = Receipt { when: "20260302093015".to_owned(), ..Receipt::default() }.to_tlv();
        assert!(Receipt::read(&whole).is_some());
        for tag in [MERCHANT, TITLE, WHEN] {
            let mut less = whole.clone();
            assert!(less.remove(tag));
            assert_eq!(Receipt::read(&less), None, "{tag:X}");
        }
        for (tag, value) in [(PHONE, vec![0x13; 6]), (WHEN, vec![0x20]), (WHEN, vec![0xAA; 7])] {
            let mut other = whole.clone();
            other.set(tag, &value);
            assert_eq!(Receipt::read(&other), None, "{tag:X}");
        }
    }
}
