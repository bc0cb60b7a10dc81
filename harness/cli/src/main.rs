//! The `tearproof` command: arguments, files, clock and environment live here and nowhere below.

mod args;
mod case;
mod check;
mod crew;
mod dialect;
mod folder;
mod judge;
mod manifest;
mod mutants;
mod out;
mod profiles;
mod progress;
mod quote;
mod read;
mod repeat;
mod report_again;
mod run;
mod steps;
mod suite;
mod tally;
mod trial;
mod trials;
mod trouble;

use std::process::ExitCode;

use args::Command;
use clap::Parser as _;

/// A run makes and drops some ten thousand small things, and many runs go side by side.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    out::begin_tracing();
    out::quiet_panics();
    let done = match arguments.command.unwrap_or_else(Command::default_run) {
        Command::Run(run) => run::run(&run),
        Command::Check(check) => check::check(&check),
        Command::Steps(steps) => steps::steps(&steps),
        Command::Judge(judge) => judge::judge(&judge),
        Command::Show(show) => judge::show(&show),
        Command::Report(report) => report_again::report(&report),
        Command::Dialect(args::DialectCommand::Import(import)) => dialect::import(&import),
        Command::Mutants(mutants) => mutants::mutants(&mutants),
        Command::Profiles(profiles) => profiles::profiles(&profiles),
        Command::Defects => steps::defects(),
        Command::Rules => steps::rules(),
    };
    match done {
        // What could not be printed was not told; a verdict that stands is told by the code all the same.
        Ok(0) if out::has_failed() => ExitCode::from(3),
        Ok(code) => ExitCode::from(code),
        Err(trouble) => {
            out::tell(&trouble);
            ExitCode::from(trouble.exit_code())
        }
    }
}
