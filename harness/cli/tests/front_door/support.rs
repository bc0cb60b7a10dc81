//! Calling the binary and reading what it left.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("two folders up").to_owned()
}

/// A call of the binary from the repository, with nothing of this process's environment that could steer it.
pub(crate) fn tearproof() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tearproof"));
    command.current_dir(root()).env_remove("RUST_LOG");
    command
}

/// Runs and returns what came of it.
pub(crate) fn call(args: &[&str]) -> Output {
    tearproof().args(args).output().expect("the binary starts")
}

/// A run into a folder.
pub(crate) fn run_into(out: &Path, args: &[&str]) -> Output {
    tearproof().arg("run").args(args).arg("--out").arg(out).output().expect("the binary starts")
}

/// Calls with a path behind the other words.
pub(crate) fn call_on(args: &[&str], path: &Path) -> Output {
    tearproof().args(args).arg(path).output().expect("the binary starts")
}

/// A feature of one English scenario with these sentences.
pub(crate) fn scenario(sentences: &[&str]) -> String {
    format!("@chapter:5\nFeature: F\n\n  @case:T-1\n  Scenario: S\n    {}\n", sentences.join("\n    "))
}

/// A file of this name and content.
pub(crate) fn written(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).expect("writable");
    path
}

/// The suite's rigs, fixtures and these of its features, copied.
pub(crate) fn suite_with(to: &Path, features: &str) {
    for folder in ["rigs", "fixtures", features] {
        copy(&root().join(folder), &to.join(folder));
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("the binary ends by itself")
}

/// `results.json` of a run's folder.
pub(crate) fn results(out: &Path) -> Value {
    let text = std::fs::read_to_string(out.join("results.json")).expect("the run wrote its results");
    serde_json::from_str(&text).expect("results are JSON")
}

/// The cases of a run's results.
pub(crate) fn cases(results: &Value) -> &[Value] {
    results["cases"].as_array().expect("a list of cases")
}

/// All files below a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "sorted at once")]
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    found.sort();
    found.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Names and contents of all files below a folder.
pub(crate) fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let name = |path: &Path| path.strip_prefix(folder).expect("below").to_owned();
    files(folder).iter().map(|path| (name(path), std::fs::read(path).expect("readable"))).collect()
}

/// Runs jobs on all cores and collects their results in order.
pub(crate) fn on_all_cores<T: Sync, R: Send>(items: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let results = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    let result = job(item);
                    results.lock().expect("no job panicked").push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no job panicked");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("below"));
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("writable");
        std::fs::copy(&file, &target).expect("writable");
    }
}
