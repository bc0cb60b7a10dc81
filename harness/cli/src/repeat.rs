//! The command that runs one case alone again: as it is stored, the same however the run was called; and as it
//! is shown, fit to be pasted where the run was called.

use std::path::Path;

use crate::args::RunArgs;

/// How stored commands begin.
const NEUTRAL: &str = "tearproof";

/// The command as papers keep it. Its records go to a folder of their own, so that those of the run stay.
pub(crate) fn stored(args: &RunArgs, feature: &str, case: &str, defect: Option<&str>) -> String {
    let mut words = vec![NEUTRAL.to_owned(), "run".to_owned(), feature.to_owned()];
    // Of the characters that an id may have, one means something in a pattern.
    words.extend(["--name".to_owned(), format!("^{}$", case.replace('.', r"\."))]);
    words.extend(["--seed".to_owned(), args.seed.to_string()]);
    if let Some(rig) = &args.bench.rig {
        words.extend(["--rig".to_owned(), rig.display().to_string()]);
    }
    if let Some(profile) = &args.bench.profile {
        words.extend(["--profile".to_owned(), profile.clone()]);
    }
    if let Some(defect) = defect {
        words.extend(["--defect".to_owned(), defect.to_owned()]);
    }
    if args.rules_only {
        words.push("--rules-only".to_owned());
    }
    words.extend(["--out".to_owned(), format!("reports/again/{case}")]);
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// A stored command as the user can give it: with the binary as it was called, or through cargo where cargo
/// called it, and with the suite's folder where one was named.
pub(crate) fn shown(stored: &str, suite: Option<&Path>) -> String {
    let suite =
        suite.map(|suite| format!(" --suite {}", quoted(&suite.display().to_string()))).unwrap_or_default();
    match stored.strip_prefix(NEUTRAL) {
        Some(rest) => format!("{}{rest}{suite}", called()),
        None => stored.to_owned(),
    }
}

/// How this process was called. Cargo calls the binary by its path in target/, which nobody types.
fn called() -> String {
    #[expect(clippy::disallowed_methods, reason = "the command shows how it was called")]
    let (name, by_cargo) = (std::env::args().next(), std::env::var_os("CARGO").is_some());
    let name = name.unwrap_or_else(|| NEUTRAL.to_owned());
    match name.strip_prefix("target/") {
        Some(built) if by_cargo && built.starts_with("release/") => "cargo run --release --".to_owned(),
        Some(_) if by_cargo => "cargo run --".to_owned(),
        _ => quoted(&name),
    }
}

/// A word that a shell takes as one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
