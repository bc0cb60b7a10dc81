//! Parts of the evidence on a sale, in the words of a dispute.

use std::str::FromStr;

use cucumber::Parameter;
use journal::EvidencePart;

use super::NoSuchWord;

/// Parts of the evidence: one, or several with commas and `and` (顿号、和) between them. A 顿号 is read as a comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Evidence(pub(crate) Vec<EvidencePart>);

const PARTS: [(&str, &str, EvidencePart); 11] = [
    ("merchant", "商户", EvidencePart::Merchant),
    ("time", "时间", EvidencePart::Time),
    ("amount", "金额", EvidencePart::Amount),
    ("reference", "参考号", EvidencePart::Reference),
    ("approval code", "授权码", EvidencePart::Approval),
    ("slip", "签购单", EvidencePart::Slip),
    ("duplicate", "重打印单", EvidencePart::Duplicate),
    ("message", "短信", EvidencePart::Message),
    ("transfer", "划款", EvidencePart::Transfer),
    ("return", "退款", EvidencePart::Return),
    ("query", "查询", EvidencePart::Query),
];

impl Evidence {
    /// Its words, for the phrase book.
    pub(crate) const WORDS: &'static [&'static str] = &[
        "merchant",
        "商户",
        "time",
        "时间",
        "amount",
        "金额",
        "reference",
        "参考号",
        "approval code",
        "授权码",
        "slip",
        "签购单",
        "duplicate",
        "重打印单",
        "message",
        "短信",
        "transfer",
        "划款",
        "return",
        "退款",
        "query",
        "查询",
    ];
}

impl Parameter for Evidence {
    const REGEX: &'static str = concat!(
        r"(?:(?:merchant|time|amount|reference|approval code|slip|duplicate|message|transfer|return|query)",
        r"(?:(?:, | and )(?:merchant|time|amount|reference|approval code|slip|duplicate|message|transfer|return|query))*|",
        r"(?:商户|时间|金额|参考号|授权码|签购单|重打印单|短信|划款|退款|查询)",
        r"(?:[,和](?:商户|时间|金额|参考号|授权码|签购单|重打印单|短信|划款|退款|查询))*)",
    );
    const NAME: &'static str = "evidence";
}

impl FromStr for Evidence {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let parts =
            text.split(", ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split([',', '和']));
        let part = |word: &str| {
            let found = PARTS.iter().find(|(english, chinese, _)| word == *english || word == *chinese);
            found.map(|(.., part)| *part).ok_or_else(|| NoSuchWord(word.to_owned()))
        };
        parts.map(part).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn each_part_is_found_by_the_pattern_in_both_languages() {
        let whole = Regex::new(&format!("^{}$", Evidence::REGEX)).expect("a pattern");
        for (english, chinese, part) in PARTS {
            for (text, and) in [(english, " and "), (chinese, "和")] {
                assert!(whole.is_match(text), "{text}");
                assert!(Evidence::WORDS.contains(&text), "{text}");
                assert_eq!(text.parse(), Ok(Evidence(vec![part])));
                let twice = format!("{text}{and}{text}");
                assert!(whole.is_match(&twice), "{twice}");
                assert_eq!(twice.parse(), Ok(Evidence(vec![part, part])));
            }
        }
        assert_eq!(Evidence::WORDS.len(), 2 * PARTS.len());
    }
}
