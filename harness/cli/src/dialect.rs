//! `tearproof dialect import`: a packager's XML in, a dialect out.

use std::fs;

use source::Flaw;

use crate::args::ImportArgs;
use crate::out;
use crate::trouble::Trouble;

/// Prints the dialect on stdout and what was left out on stderr.
pub(crate) fn import(args: &ImportArgs) -> Result<u8, Trouble> {
    let file = args.file.display().to_string();
    let text = fs::read_to_string(&args.file).map_err(|e| {
        Flaw::of_file(&file, format!("cannot be read: {e}"), "name a packager's XML, in UTF-8")
    })?;
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = args.name.as_deref().unwrap_or(&stem);
    let import = packager::import(&file, &text, name, args.leave_out).map_err(Trouble::Flaws)?;
    for found in &import.left_out {
        out::print_err(&format!("left out: {}\n\n", found.flaw));
    }
    out::print(&import.yaml);
    Ok(0)
}
