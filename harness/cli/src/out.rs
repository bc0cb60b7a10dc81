//! What goes to the screen: troubles with position, reason and hint; the log, when it is asked for.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use tracing_subscriber::EnvFilter;

use crate::trouble::Trouble;

/// Whether something could not be printed.
static FAILED: AtomicBool = AtomicBool::new(false);

/// Prints to stdout; a reader who hung up is no trouble of ours, a full disk is.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(e) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
        && e.kind() != ErrorKind::BrokenPipe
        && !FAILED.swap(true, Ordering::Relaxed)
    {
        print_err(&format!("error: cannot write to stdout: {e}\n"));
    }
}

/// Whether something could not be printed.
pub(crate) fn has_failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Prints to stderr.
pub(crate) fn print_err(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Tells a trouble: each flaw in full, or the one sentence with its hint.
pub(crate) fn tell(trouble: &Trouble) {
    let mut text = String::new();
    match trouble {
        Trouble::Flaws(flaws) | Trouble::Damage(flaws) => {
            for flaw in flaws {
                text.push_str(&format!("error: {flaw}\n\n"));
            }
            text.push_str(&format!("{trouble}\n"));
        }
        Trouble::Usage { reason, hint } => text.push_str(&format!("error: {reason}\n   hint: {hint}\n")),
        other => text.push_str(&format!("error: {other}\n")),
    }
    print_err(&text);
}

/// The log on stderr, off unless RUST_LOG says otherwise.
pub(crate) fn begin_tracing() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("off"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .without_time();
    // A second subscriber can only be one of a test's; the first stays.
    let _ = subscriber.try_init();
}

/// A panic is caught where a scenario runs and told there in one line; its text could quote what it should not.
pub(crate) fn quiet_panics() {
    panic::set_hook(Box::new(|panic| {
        // A phrase that breaks down in a rehearsal is the text's flaw, and told with its place.
        if steps::is_rehearsing() {
            return;
        }
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        print_err(&format!("internal error at {place}; please report it\n"));
    }));
}
