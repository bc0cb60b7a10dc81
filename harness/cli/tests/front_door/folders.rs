//! The run's folder: what a run may remove, what its manifest guards, and the command that repeats a case
//! without touching it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{
    call, call_on, cases, code, files, results, root, run_into, suite_with, tearproof, text, tree, written,
};

/// A small run into a folder.
fn run(out: &Path, args: &[&str]) -> std::process::Output {
    run_into(out, &[&["features/query"], args].concat())
}

/// Exit code and what is said when a folder is reported or judged again.
fn told(command: &str, out: &Path) -> (i32, String) {
    let output = call_on(&[command], out);
    (code(&output), text(&output.stderr))
}

/// The digest that a run's manifest lists for a case.
fn digest_of(out: &Path, id: &str) -> Value {
    let text = std::fs::read_to_string(out.join("run.json")).expect("readable");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let listed = manifest["cases"].as_array().expect("a list");
    listed.iter().find(|case| case["case"] == id).expect("it is listed")["sha256"].clone()
}

/// Changes a run's manifest.
fn change_manifest(out: &Path, change: impl FnOnce(&mut Value)) {
    let text = std::fs::read_to_string(out.join("run.json")).expect("readable");
    let mut manifest = serde_json::from_str(&text).expect("JSON");
    change(&mut manifest);
    written(out, "run.json", manifest.to_string());
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
    let before = records(&out);
    for foreign in ["note.txt", "journals/diary.txt", "verdicts/mine.json", "journals/below/it.ndjson"] {
        std::fs::create_dir_all(out.join(foreign).parent().expect("a folder")).expect("writable");
        written(&out, foreign, "keep me");
    }
    let output = run(&out, &["--name", "QRY-001"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    for foreign in ["note.txt", "journals/diary.txt", "verdicts/mine.json", "journals/below/it.ndjson"] {
        assert!(out.join(foreign).exists(), "{foreign}");
    }
    let left = before.iter().filter(|record| record.exists()).count();
    assert!(left == cases(&results(&out)).len() && left < before.len(), "{left} of {}", before.len());
    assert!(files(&out).iter().all(|file| !file.ends_with(".lock") && !file.ends_with(".run.json.new")));
}

#[test]
fn a_record_that_no_run_wrote_is_neither_removed_nor_mixed_in() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    assert_eq!(code(&run(&out, &[])), 0);
    let foreign = written(&out, "journals/OLD-001.ndjson", "mine");
    let before = tree(&out.join("verdicts"));
    let output = run(&out, &[]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(said.contains("OLD-001.ndjson is no record of the run") && said.contains("hint: "), "{said}");
    assert!(foreign.exists() && before == tree(&out.join("verdicts")), "nothing was removed");
    // A manifest that names a path outside the folder removes nothing there.
    let outside = written(temp.path(), "outside.ndjson", "mine");
    std::fs::remove_file(foreign).expect("it is there");
    change_manifest(&out, |manifest| {
        let mut listed = manifest["cases"][0].clone();
        listed["case"] = "../../outside".into();
        manifest["cases"].as_array_mut().expect("a list").push(listed);
    });
    assert_eq!(code(&run(&out, &[])), 0);
    assert!(outside.exists());
}

/// A limit on the size of files kills the run in the middle of its first one.
#[test]
fn a_run_that_ends_while_it_writes_its_manifest_leaves_a_folder_for_the_next() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    let binary = env!("CARGO_BIN_EXE_tearproof");
    let script = "ulimit -f 1; ulimit -c 0; exec \"$0\" run features/query --out \"$1\"";
    let mut shell = std::process::Command::new("sh");
    shell.current_dir(root()).arg("-c").arg(script).arg(binary).arg(&out);
    assert_ne!(shell.output().expect("a shell").status.code(), Some(0), "the run does not come to its end");
    assert!(out.is_dir(), "it came as far as its folder");
    let output = run(&out, &[]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(told("report", &out).0, 0);
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
        for command in ["report", "judge"] {
            let (code, told) = told(command, &out);
            assert_eq!(code, 2, "{command}, {reason}: {told}");
            assert!(told.contains(reason) && !told.contains("nothing ran"), "{command}, {reason}: {told}");
        }
        assert!(before == tree(&out), "{reason}: nothing is written");
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
        &|_| change_manifest(&out, |manifest| manifest["finished"] = false.into()),
        "the run was not finished",
    );
    damaged(
        &|_| change_manifest(&out, |manifest| manifest["cases"][0]["sha256"] = Value::Null),
        "the run left no record of this case",
    );
    damaged(
        &|_| std::fs::remove_file(out.join("run.json")).expect("it is there"),
        "run.json: cannot be read",
    );
    damaged(
        &|_| std::fs::remove_dir_all(out.join("journals")).expect("it is there"),
        "journals: cannot be read: there is no such file or folder",
    );
    damaged(
        &|_| change_manifest(&out, |manifest| manifest["format"] = 1.into()),
        "the run's records are of form 1, and this reads form 3 alone",
    );
    // Whoever writes the digests anew still has to explain the heads.
    damaged(
        &|records| {
            let id = records[0].file_stem().expect("a name").to_str().expect("text").to_owned();
            copied(&other.join(format!("journals/{id}.ndjson")), &records[0]);
            change_manifest(&out, |ours| {
                let listed = ours["cases"].as_array_mut().expect("a list");
                let listed =
                    listed.iter_mut().find(|case| case["case"] == id.as_str()).expect("it is listed");
                listed["sha256"] = digest_of(&other, &id);
            });
        },
        "names another seed",
    );
    std::fs::write(out.join("journals/.DS_Store"), "x").expect("writable");
    assert_eq!(told("report", &out).0, 0, "what is no record is nobody's business");
}

#[test]
fn what_a_record_does_not_tell_is_told_again() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    assert_eq!(code(&run(&out, &[])), 0);
    let ran = results(&out);
    // A case whose bench was in trouble that its record could not be told, and one whose bench never stood.
    let id = cases(&ran)[1]["case"].as_str().expect("an id");
    std::fs::remove_file(out.join(format!("journals/{id}.ndjson"))).expect("it is there");
    change_manifest(&out, |manifest| {
        manifest["cases"][0]["note"] = "bench: the line to it broke".into();
        manifest["cases"][1]["note"] = "bench: it never stood".into();
        manifest["cases"][1]["sha256"] = Value::Null;
    });
    for command in ["judge", "report"] {
        let output = call_on(&[command], &out);
        assert_eq!(code(&output), 3, "{command}: {}", text(&output.stderr));
        let told = text(&output.stdout);
        assert!(
            told.contains("the line to it broke") && told.contains("it never stood"),
            "{command}: {told}"
        );
    }
    let again = results(&out);
    for (ran, again) in cases(&ran).iter().zip(cases(&again)).take(2) {
        assert_eq!(again["outcome"], "error");
        for same in ["case", "name", "feature", "line", "chapter", "again"] {
            assert_eq!(again[same], ran[same], "{same}");
        }
    }
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
    suite_with(&suite, "features/query");
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
            let output = run_into(&out, &[features]);
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
