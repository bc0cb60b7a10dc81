//! Arguments as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Runs scenarios against a payment terminal, breaks power, line, card or printer in the middle of them, and
/// judges the money from the host's books.
#[derive(Debug, Parser)]
#[command(name = "tearproof", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes: 0 all well (risk included) · 1 the terminal is wrong · 2 the input is wrong, or \
no scenario fits, and nothing ran · 3 the bench could not tell, or nothing applied · 130 interrupted\n\
Without a command, `run` is done. RUST_LOG steers the log on stderr.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs features (default: all but the canaries).
    Run(RunArgs),
    /// Checks features, rig file, profile and fixtures; nothing runs.
    Check(CheckArgs),
    /// Prints the phrase book.
    Steps(StepsArgs),
    /// Judges stored records again.
    Judge(JudgeArgs),
    /// Prints a stored record as a timeline that a person can read.
    Show(ShowArgs),
    /// Writes the papers of a finished run again, from its records.
    Report(ReportArgs),
    /// Makes dialects out of what labs already have.
    #[command(subcommand)]
    Dialect(DialectCommand),
    /// Runs the suite against every seeded defect, and the sound terminal under every profile and many seeds.
    Mutants(MutantsArgs),
    /// Lists the profiles; `profiles diff` runs the sound terminal under two of them and lists what changes.
    Profiles(ProfilesArgs),
    /// Lists the defects that `run --defect` can seed.
    Defects,
    /// Lists the rules that every record is judged by.
    Rules,
}

impl Command {
    pub(crate) fn default_run() -> Self {
        Self::Run(RunArgs::default())
    }
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct BenchArgs {
    /// The rig file [default: rigs/virtual.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) rig: Option<PathBuf>,
    /// The profile, a name under fixtures/profiles [default: the rig file's]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The suite's folder, with rigs/ and fixtures/ in it [default: the nearest one from here upwards]
    #[arg(long, value_name = "DIR")]
    pub(crate) suite: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct RunArgs {
    /// Feature files or folders [default: features/ without canary/, marathon/ and practice/]
    #[arg(value_name = "FEATURES")]
    pub(crate) features: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) bench: BenchArgs,
    /// Latencies, first trace and batch number, open amounts and ties follow from it.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed)]
    pub(crate) seed: u64,
    /// Only scenarios whose tags fit, e.g. `@chapter:5 and not @case:SALE-001`
    #[arg(long, value_name = "EXPR")]
    pub(crate) tags: Option<String>,
    /// Only scenarios whose name or case id matches
    #[arg(long, value_name = "RE")]
    pub(crate) name: Option<String>,
    /// Scenarios at a time, 1 to 1024 [default: the machine's cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Where records and papers go
    #[arg(long, value_name = "DIR", default_value = "reports/out")]
    pub(crate) out: PathBuf,
    /// Seeds a defect into the reference terminal; `tearproof defects` lists them
    #[arg(long, value_name = "ID")]
    pub(crate) defect: Option<String>,
    /// Leaves out what the scenarios demand (every Then): the rules of money judge alone
    #[arg(long)]
    pub(crate) rules_only: bool,
}

impl Default for RunArgs {
    fn default() -> Self {
        Self {
            features: Vec::new(),
            bench: BenchArgs::default(),
            seed: 1,
            tags: None,
            name: None,
            jobs: None,
            out: PathBuf::from("reports/out"),
            defect: None,
            rules_only: false,
        }
    }
}

#[derive(Args, Clone, Debug)]
pub(crate) struct CheckArgs {
    /// Feature files or folders [default: features/, canaries included]
    #[arg(value_name = "FEATURES")]
    pub(crate) features: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) bench: BenchArgs,
    /// Lists every scenario with its id and place
    #[arg(long)]
    pub(crate) list: bool,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct StepsArgs {
    /// Only the phrases of one language
    #[arg(long, value_parser = ["en", "zh-CN"])]
    pub(crate) lang: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct MutantsArgs {
    /// Feature files or folders [default: features/ without canary/ and marathon/]
    #[arg(value_name = "FEATURES")]
    pub(crate) features: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) bench: BenchArgs,
    /// The seed of the defects' runs
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed)]
    pub(crate) seed: u64,
    /// With how many seeds, from 1 to at most 10000, the sound terminal is run under each profile
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub(crate) seeds: u64,
    /// Cases at a time, 1 to 1024 [default: the machine's cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Leaves out what the scenarios demand (every Then): the rules of money judge alone
    #[arg(long)]
    pub(crate) rules_only: bool,
    /// Where mutants.txt and mutants.json go
    #[arg(long, value_name = "DIR", default_value = "reports/mutants")]
    pub(crate) out: PathBuf,
}

#[derive(Args, Clone, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ProfilesArgs {
    #[command(subcommand)]
    pub(crate) command: Option<ProfilesCommand>,
    /// The suite's folder [default: the nearest one from here upwards]
    #[arg(long, value_name = "DIR")]
    pub(crate) suite: Option<PathBuf>,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum ProfilesCommand {
    /// Runs the sound reference terminal under two profiles, and lists the switches and the money that differ.
    Diff(DiffArgs),
}

#[derive(Args, Clone, Debug)]
pub(crate) struct DiffArgs {
    /// The profile to begin with, a name under fixtures/profiles
    #[arg(value_name = "X")]
    pub(crate) first: String,
    /// The profile to compare it with
    #[arg(value_name = "Y")]
    pub(crate) second: String,
    /// Feature files or folders [default: features/ without canary/, marathon/ and practice/]
    #[arg(value_name = "FEATURES")]
    pub(crate) features: Vec<PathBuf>,
    /// The rig file [default: rigs/virtual.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) rig: Option<PathBuf>,
    /// The suite's folder [default: the nearest one from here upwards]
    #[arg(long, value_name = "DIR")]
    pub(crate) suite: Option<PathBuf>,
    /// The seed of both runs
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed)]
    pub(crate) seed: u64,
    /// Cases at a time, 1 to 1024 [default: the machine's cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Writes the same as JSON, amounts in fen
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct JudgeArgs {
    /// Records (.ndjson), or a run's folder
    #[arg(value_name = "JOURNAL", required = true)]
    pub(crate) journals: Vec<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ShowArgs {
    /// A record (.ndjson)
    #[arg(value_name = "JOURNAL")]
    pub(crate) journal: PathBuf,
    /// Only these lanes, e.g. `--lane screen --lane host`
    #[arg(long, value_name = "LANE")]
    pub(crate) lane: Vec<String>,
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ReportArgs {
    /// A run's folder
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum DialectCommand {
    /// Reads a jPOS GenericPackager XML and prints the dialect; what cannot be mapped is listed.
    Import(ImportArgs),
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ImportArgs {
    /// The packager's XML
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the dialect is called [default: the file's name without its ending]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Imports what can be mapped and lists the rest, instead of refusing
    #[arg(long)]
    pub(crate) leave_out: bool,
}
