//! Card numbers in a feature's text: a name, a sentence or a comment would carry them into every record and paper.
//!
//! It knows a number by its length and check digit alone. The flaw never quotes the line.

use source::{Flaw, Place};

/// Runs of 13 to 19 digits with a right check digit, also in groups, each at its place.
pub(crate) fn card_numbers(file: &str, text: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let mut run = String::new();
        let mut begun = 1;
        // A space or hyphen inside a group of digits does not end it.
        for (c, column) in line.chars().chain(['.']).zip(1..) {
            match digit(c) {
                Some(digit) => {
                    if run.is_empty() {
                        begun = column;
                    }
                    run.push(digit);
                }
                None if matches!(c, ' ' | '-') && !run.is_empty() => {}
                None => {
                    if is_card_number(&run) {
                        flaws.push(Flaw {
                            file: file.to_owned(),
                            place: Some(Place { line: number, column: begun }),
                            reason: "a card number stands here, and would stand in every record and paper"
                                .to_owned(),
                            hint: "cards go by the names in fixtures/cards, e.g. Wang's card (王芳的卡)"
                                .to_owned(),
                            excerpt: None,
                        });
                    }
                    run.clear();
                }
            }
        }
    }
    flaws
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{FF10}'..='\u{FF19}' => char::from_u32(u32::from(c) - 0xFF10 + u32::from('0')),
        _ => None,
    }
}

fn is_card_number(digits: &str) -> bool {
    (13..=19).contains(&digits.len()) && checks(digits)
}

/// ISO/IEC 7812-1, annex B: every second digit from the right doubled, the sum a multiple of ten.
fn checks(digits: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([false, true].into_iter().cycle())
        .map(|(digit, second)| if second { doubled(digit) } else { digit })
        .sum();
    sum.is_multiple_of(10) && digits.chars().any(|c| c != '0')
}
