//! `tearproof dialect import`: a packager's XML in, a dialect out.

use crate::args::ImportArgs;
use crate::trouble::Trouble;
use crate::{out, read};

/// Prints the dialect on stdout and what was left out on stderr.
pub(crate) fn import(args: &ImportArgs) -> Result<u8, Trouble> {
    let file = args.file.display().to_string();
    let hint = "name a packager's XML, in UTF-8";
    let text = String::from_utf8(read::bytes(&args.file, &file, hint)?)
        .map_err(|e| read::unreadable(&file, &e.utf8_error().to_string(), hint))?;
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = args.name.as_deref().unwrap_or(&stem);
    let import = packager::import(&file, &text, name, args.leave_out).map_err(Trouble::Flaws)?;
    for found in &import.left_out {
        out::print_err(&format!("left out: {}\n\n", found.flaw));
    }
    out::print(&import.yaml);
    Ok(0)
}
