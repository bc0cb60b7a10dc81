//! How a sentence is heard: punctuation, digits and spaces as they are typed in Chinese mean the same as their
//! ASCII forms, and so does a count in figures. What is written down stays as it was written.

use std::sync::OnceLock;

use regex::Regex;

/// The sentence as phrases know it.
pub(crate) fn spoken(step: &gherkin::Step) -> gherkin::Step {
    gherkin::Step { value: heard(&step.value), ..step.clone() }
}

/// What is in quotes stays as it is; the quotes themselves become plain.
pub(crate) fn heard(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut parts: Vec<String> = vec![String::new()];
    for c in text.trim_end_matches('。').chars() {
        let quoted = parts.len().is_multiple_of(2);
        match c {
            '"' | '\u{201C}' | '\u{201D}' | '\u{FF02}' | '「' | '」' => parts.push(String::new()),
            c => {
                let c = if quoted { c } else { narrow(c) };
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    let outside = |(n, part): (usize, &String)| {
        if n.is_multiple_of(2) { counted(&unspaced(part)) } else { part.clone() }
    };
    parts.iter().enumerate().map(outside).collect::<Vec<_>>().join("\"")
}

/// The ASCII form of a full-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '、' => ',',
        '\u{2018}' | '\u{2019}' => '\'',
        c => c,
    }
}

/// Drops spaces that do not stand between two words of letters or figures; Chinese needs none.
fn unspaced(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii);
    let chinese = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    if !chars.iter().any(chinese) {
        return text.to_owned();
    }
    let keeps = |(at, c): &(usize, &char)| {
        !c.is_whitespace()
            || is_word(at.checked_sub(1)) && is_word(Some(at + 1)) && chars.get(at - 1) != Some(&',')
    };
    chars.iter().enumerate().filter(keeps).map(|(_, c)| *c).collect()
}

/// `第一笔` as `第1笔`, `2笔` as `两笔`: the forms that the phrases have.
fn counted(text: &str) -> String {
    static COUNT: OnceLock<Option<Regex>> = OnceLock::new();
    const WORDS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let Some(count) = COUNT.get_or_init(|| Regex::new("(第?)([一二两三四五六七八九十]|[0-9]{1,2})(笔)").ok())
    else {
        return text.to_owned();
    };
    let replaced = count.replace_all(text, |found: &regex::Captures<'_>| {
        let figure = found.get(2).map_or("", |figure| figure.as_str());
        let first = figure.chars().next().unwrap_or_default();
        let number = match figure.parse::<usize>() {
            Ok(number) => number,
            Err(_) if first == '两' => 2,
            Err(_) => WORDS.iter().position(|word| *word == first).map_or(0, |at| at + 1),
        };
        let word = match number {
            2 => Some('两'),
            _ => number.checked_sub(1).and_then(|at| WORDS.get(at)).copied(),
        };
        match (found.get(1).is_some_and(|nth| !nth.as_str().is_empty()), word) {
            (true, _) => format!("第{number}笔"),
            (false, Some(word)) => format!("{word}笔"),
            (false, None) => format!("{figure}笔"),
        }
    });
    replaced.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_as_it_is_typed_is_heard_as_the_phrases_have_it() {
        let cases = [
            ("收银员收款\u{FF11}20\u{FF0E}00元\u{FF0C}王芳的卡插卡", "收银员收款120.00元,王芳的卡插卡"),
            ("收银员收款120.00元\u{FF0C}\u{3000}王芳的卡 插卡", "收银员收款120.00元,王芳的卡插卡"),
            ("主机宕机 5 分钟", "主机宕机5分钟"),
            ("第一笔消费成立。", "第1笔消费成立"),
            ("主机收到2笔消费", "主机收到两笔消费"),
            ("主机记账下一笔消费但不应答", "主机记账下一笔消费但不应答"),
            ("签购单上有\u{201C}商户 名称\u{FF0C}1笔\u{201D}", "签购单上有\"商户 名称\u{FF0C}1笔\""),
            ("收银员收款1.00元, Wang's card插卡", "收银员收款1.00元,Wang's card插卡"),
        ];
        for (written, meant) in cases {
            assert_eq!(heard(written), meant);
        }
        assert_eq!(heard("the sale stands"), "the sale stands");
    }
}
