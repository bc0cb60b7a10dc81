//! Figures and names: amounts, durations, codes, cards, people.

use std::str::FromStr;

use cucumber::Parameter;

use super::NoSuchWord;

fn no_such(text: &str) -> NoSuchWord {
    NoSuchWord(text.to_owned())
}

/// An amount with two decimals, in fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount(pub(crate) i64);

impl Amount {
    /// The amount as it is keyed in.
    pub(crate) fn fen(self) -> Option<u64> {
        u64::try_from(self.0).ok()
    }
}

impl Parameter for Amount {
    const REGEX: &'static str = r"(?:\d{1,9}\.\d\d)";
    const NAME: &'static str = "amount";
}

impl FromStr for Amount {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().map(Self).map_err(|_| no_such(text))
    }
}

/// A length of time, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duration(pub(crate) u64);

impl Parameter for Duration {
    const REGEX: &'static str =
        r"(?:\d{1,6} (?:ms|seconds?|minutes?|hours?|days?)|\d{1,6}(?:毫秒|秒|分钟|小时|天))";
    const NAME: &'static str = "duration";
}

impl FromStr for Duration {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let split = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(|| no_such(text))?;
        let (count, unit) = text.split_at(split);
        let ms: u64 = match unit.trim().trim_end_matches('s') {
            "m" | "毫秒" => 1,
            "second" | "秒" => 1_000,
            "minute" | "分钟" => 60_000,
            "hour" | "小时" => 3_600_000,
            "day" | "天" => 86_400_000,
            _ => return Err(no_such(text)),
        };
        let count: u64 = count.parse().map_err(|_| no_such(text))?;
        count.checked_mul(ms * 1_000_000).map(Self).ok_or_else(|| no_such(text))
    }
}

/// A response code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code(pub(crate) String);

impl Parameter for Code {
    const REGEX: &'static str = r"(?:[0-9A-Z]{2})";
    const NAME: &'static str = "code";
}

impl FromStr for Code {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Ok(Self(text.to_owned()))
    }
}

/// One code or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Codes(pub(crate) Vec<String>);

impl Parameter for Codes {
    const REGEX: &'static str = r"(?:[0-9A-Z]{2}(?:(?: or |或)[0-9A-Z]{2})*)";
    const NAME: &'static str = "codes";
}

impl FromStr for Codes {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let codes = text.split(" or ").flat_map(|part| part.split('或')).map(str::to_owned);
        Ok(Self(codes.collect()))
    }
}

/// Which one, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nth(pub(crate) u32);

impl Parameter for Nth {
    const REGEX: &'static str = r"(?:first|second|third|fourth|fifth|第\d{1,4}[笔次]|第[一二三四五][笔次])";
    const NAME: &'static str = "nth";
}

impl FromStr for Nth {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let nth = match text {
            "first" | "第一笔" | "第一次" => 1,
            "second" | "第二笔" | "第二次" => 2,
            "third" | "第三笔" | "第三次" => 3,
            "fourth" | "第四笔" | "第四次" => 4,
            "fifth" | "第五笔" | "第五次" => 5,
            _ => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                digits.parse().ok().filter(|nth| *nth > 0).ok_or_else(|| no_such(text))?
            }
        };
        Ok(Self(nth))
    }
}

/// The name of a card on the bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CardName(pub(crate) String);

impl Parameter for CardName {
    const REGEX: &'static str = r"(?:[A-Z][a-z]+'s (?:[a-z]+ )?card|\p{Han}{2,4}的\p{Han}{0,2}卡)";
    const NAME: &'static str = "card";
}

impl FromStr for CardName {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Ok(Self(text.to_owned()))
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PersonName(pub(crate) String);

impl Parameter for PersonName {
    const REGEX: &'static str = r"(?:[A-Z][a-z]+|\p{Han}{2,3})";
    const NAME: &'static str = "person";
}

impl FromStr for PersonName {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_everyday_numerals_mean_the_same() {
        for (everyday, figure) in [("第一笔", "第1笔"), ("第五笔", "第5笔")] {
            assert_eq!(everyday.parse::<Nth>(), figure.parse::<Nth>());
        }
        assert_eq!("第二次".parse(), Ok(Nth(2)));
        assert_eq!("第12次".parse(), Ok(Nth(12)));
        assert!("第次".parse::<Nth>().is_err());
    }
}
