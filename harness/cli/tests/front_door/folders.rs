//! The run's folder: what a run may remove, what its manifest guards, and the command that repeats a case
//! without touching it.

use std::path::{Path, PathBuf};

use crate::support::{call, code, files, root, tearproof, text, tree};

/// A small run into a folder.
fn run(out: &Path, args: &[&str]) -> std::process::Output {
    tearproof()
        .args(["run", "features/query"])
        .args(args)
        .arg("--out")
        .arg(out)
        .output()
        .expect("the binary starts")
}

fn report(out: &Path) -> (i32, String) {
    let output = tearproof().arg("report").arg(out).output().expect("the binary starts");
    (code(&output), text(&output.stderr))
}

fn records(out: &Path) -> Vec<PathBuf> {
    files(&out.join("journals"))
}

fn copied(from: &Path, to: &Path) {
    std::fs::copy(from, to).expect("writable");
}

#[test]
fn a_folder_that_is_no_runs_is_left_alone() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("mine");
    std::fs::create_dir_all(out.join("journals")).expect("writable");
    std::fs::write(out.join("journals/diary.txt"), "dear diary").expect("writable");
    let output = run(&out, &[]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("not empty and no run's"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(out.join("journals/diary.txt")).expect("it is there"), "dear diary");
    std::fs::write(temp.path().join("file"), "").expect("writable");
    let output = run(&temp.path().join("file/below"), &[]);
    assert_eq!(code(&output), 2, "before anything ran");
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
}

#[test]
fn a_run_may_follow_a_run_and_leaves_what_is_not_its_own() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    assert_eq!(code(&run(&out, &[])), 0);
    std::fs::write(out.join("note.txt"), "keep me").expect("writable");
    std::fs::write(out.join("journals/OLD-001.ndjson"), "").expect("writable");
    assert_eq!(code(&run(&out, &[])), 0);
    assert!(out.join("note.txt").exists() && !out.join("journals/OLD-001.ndjson").exists());
    assert!(!out.join(".lock").exists());
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    assert_eq!(code(&run(&out, &[])), 0);
    let lock = std::fs::File::create(out.join(".lock")).expect("writable");
    lock.lock().expect("free");
    let before = tree(&out.join("journals"));
    let output = run(&out, &[]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("another run is writing there"), "{}", text(&output.stderr));
    assert!(before == tree(&out.join("journals")), "nothing was touched");
    lock.unlock().expect("held");
    assert_eq!(code(&run(&out, &[])), 0, "a lock that nobody holds is none");
}

#[test]
fn records_that_are_not_the_runs_own_are_named() {
    let temp = tempfile::tempdir().expect("a folder");
    let (out, other) = (temp.path().join("run"), temp.path().join("other"));
    assert_eq!(code(&run(&out, &[])), 0);
    assert_eq!(code(&run(&other, &["--seed", "2"])), 0);
    let whole = tree(&out);
    let damaged = |damage: &dyn Fn(&[PathBuf]), reason: &str| {
        damage(&records(&out));
        let before = tree(&out);
        let (code_, told) = report(&out);
        assert_eq!(code_, 2, "{reason}: {told}");
        assert!(told.contains(reason), "{reason}: {told}");
        assert!(before == tree(&out), "{reason}: nothing is written");
        let output = tearproof().arg("judge").arg(&out).output().expect("the binary starts");
        assert_eq!(code(&output), 3, "{reason}");
        assert!(text(&output.stderr).contains(reason), "{reason}");
        std::fs::remove_dir_all(&out).expect("it is there");
        for (name, bytes) in &whole {
            let path = out.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            std::fs::write(path, bytes).expect("writable");
        }
    };
    damaged(&|records| std::fs::remove_file(&records[0]).expect("it is there"), "the record is missing");
    damaged(&|records| copied(&records[0], &records[1]), "SHA-256 differs");
    damaged(
        &|records| copied(&records[0], &records[0].with_file_name("NEW-1.ndjson")),
        "the run has no such case",
    );
    damaged(
        &|records| {
            let name = records[0].file_name().expect("a name");
            std::fs::copy(other.join("journals").join(name), &records[0]).expect("writable");
        },
        "SHA-256 differs",
    );
    damaged(
        &|_| {
            let manifest = out.join("run.json");
            let text = std::fs::read_to_string(&manifest).expect("readable");
            std::fs::write(manifest, text.replace("\"finished\": true", "\"finished\": false"))
                .expect("writable");
        },
        "the run was not finished",
    );
    // Whoever writes the digests anew still has to explain the heads.
    damaged(
        &|records| {
            let name = records[0].file_name().expect("a name");
            let foreign = other.join("journals").join(name);
            let id = records[0].file_stem().expect("a name").to_str().expect("text").to_owned();
            let digest = |dir: &Path| {
                let text = std::fs::read_to_string(dir.join("run.json")).expect("readable");
                let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                let listed = manifest["cases"].as_array().expect("a list");
                let case = listed.iter().find(|case| case["case"] == id.as_str()).expect("it is listed");
                case["sha256"].as_str().expect("a digest").to_owned()
            };
            let (ours, theirs) = (digest(&out), digest(&other));
            std::fs::copy(foreign, &records[0]).expect("writable");
            let text = std::fs::read_to_string(out.join("run.json")).expect("readable");
            std::fs::write(out.join("run.json"), text.replace(&ours, &theirs)).expect("writable");
        },
        "names another seed",
    );
    std::fs::write(out.join("journals/.DS_Store"), "x").expect("writable");
    assert_eq!(report(&out).0, 0, "what is no record is nobody's business");
}

#[test]
fn judging_goes_on_behind_a_broken_record() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    assert_eq!(code(&run(&out, &[])), 0);
    let loose = temp.path().join("loose");
    std::fs::create_dir(&loose).expect("writable");
    for (record, n) in records(&out).iter().zip(0..) {
        std::fs::copy(record, loose.join(format!("{n}.ndjson"))).expect("writable");
    }
    std::fs::write(loose.join("0.ndjson"), "{}\n").expect("writable");
    let output = call(&["judge", loose.to_str().expect("a path")]);
    assert_eq!(code(&output), 3);
    assert_eq!(text(&output.stdout).matches("pass ").count(), records(&out).len() - 1);
    assert!(text(&output.stderr).contains("0.ndjson"), "{}", text(&output.stderr));
}

#[test]
fn the_repeating_command_leaves_the_evidence_alone_and_fits_a_shell() {
    let temp = tempfile::tempdir().expect("a folder");
    let suite = temp.path().join("my suite");
    for folder in ["rigs", "fixtures", "features/query"] {
        crate::support::copy(&root().join(folder), &suite.join(folder));
    }
    let features = suite.join("features/it's mine");
    std::fs::rename(suite.join("features/query"), &features).expect("writable");
    let out = temp.path().join("run");
    let mut command = tearproof();
    command.current_dir(temp.path()).args([
        "run",
        "--defect",
        "M08",
        "--seed",
        "3",
        "--profile",
        "strict",
        "--suite",
    ]);
    let output = command.arg(&suite).arg("--out").arg(&out).output().expect("the binary starts");
    assert_eq!(code(&output), 1, "{}{}", text(&output.stdout), text(&output.stderr));
    let told = text(&output.stdout);
    let again = told.lines().find_map(|line| line.trim().strip_prefix("again: ")).expect("a command");
    let stored = std::fs::read_to_string(out.join("summary.txt")).expect("written");
    assert!(stored.contains("again: tearproof run 'features/it'\\''s mine/"), "{stored}");
    let before = tree(&out);
    let repeated = std::process::Command::new("sh").arg("-c").arg(again).current_dir(temp.path()).output();
    let repeated = repeated.expect("a shell");
    assert_eq!(code(&repeated), 1, "{again}: {}", text(&repeated.stderr));
    assert!(before == tree(&out), "the run's folder stays as it was");
    assert!(temp.path().join("reports/again").is_dir());
}

#[test]
fn a_features_path_is_told_without_detours() {
    let temp = tempfile::tempdir().expect("a folder");
    let trees =
        ["features/query", "./features/../features/query", "features/query/../query"].map(|features| {
            let out = temp.path().join(features.len().to_string());
            let output =
                tearproof().args(["run", features, "--out"]).arg(&out).output().expect("the binary starts");
            assert_eq!(code(&output), 0, "{}", text(&output.stderr));
            tree(&out)
        });
    assert!(trees[0] == trees[1] && trees[0] == trees[2]);
}

#[test]
fn what_cannot_be_printed_is_not_well() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else { return };
    let output = tearproof().arg("rules").stdout(full).output().expect("the binary starts");
    assert_eq!(code(&output), 3);
    assert!(text(&output.stderr).contains("cannot write to stdout"), "{}", text(&output.stderr));
    for args in [["run", "--jobs", "0"], ["run", "--seed", "-1"], ["run", "--jobs", "many"]] {
        assert_eq!(code(&call(&args)), 2, "{args:?}");
    }
}

#[test]
fn a_record_is_shown_as_a_timeline() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    assert_eq!(code(&run(&out, &[])), 0);
    let record = records(&out)[0].clone();
    let show =
        |args: &[&str]| tearproof().arg("show").arg(&record).args(args).output().expect("the binary starts");
    let all = text(&show(&[]).stdout);
    assert_eq!(all.lines().count(), std::fs::read_to_string(&record).expect("readable").lines().count());
    let screens = text(&show(&["--lane", "screen"]).stdout);
    assert!(
        screens.lines().count() > 3 && screens.lines().all(|line| line.contains(" s  screen ")),
        "{screens}"
    );
    assert_eq!(code(&show(&["--lane", "scream"])), 2);
}
