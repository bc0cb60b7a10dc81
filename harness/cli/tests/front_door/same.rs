//! The same seed gives the same folder, byte for byte, whatever the machine is set to.

use std::path::Path;

use crate::support::{code, root, tearproof, tree};

fn run(out: &Path, vary: impl FnOnce(&mut std::process::Command)) {
    let mut command = tearproof();
    command.args(["run", "--seed", "7", "--out"]).arg(out);
    vary(&mut command);
    let output = command.output().expect("the binary starts");
    assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_same_seed_gives_the_same_folder_everywhere() {
    let temp = tempfile::tempdir().expect("a folder");
    let at = |name: &str| temp.path().join(name);
    run(&at("plain"), |_| {});
    run(&at("again"), |_| {});
    run(&at("one-job"), |c| {
        c.args(["--jobs", "1"]);
    });
    run(&at("eight-jobs"), |c| {
        c.args(["--jobs", "8"]);
    });
    run(&at("elsewhere"), |c| {
        let home = temp.path().join("home");
        c.env("TZ", "Pacific/Chatham")
            .env("LANG", "tr_TR.UTF-8")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("HOME", home);
        c.current_dir(temp.path()).arg("--suite").arg(root());
    });
    run(&at("below"), |c| {
        c.current_dir(root().join("features"));
    });
    let plain = tree(&at("plain"));
    assert!(plain.len() > 180, "records, verdicts and papers: {}", plain.len());
    for name in ["again", "one-job", "eight-jobs", "elsewhere", "below"] {
        for ((left, a), (right, b)) in plain.iter().zip(&tree(&at(name))) {
            assert_eq!(left, right, "{name}");
            assert!(a == b, "{name}: {} differs", left.display());
        }
        assert_eq!(plain.len(), tree(&at(name)).len(), "{name}");
    }
}

#[test]
fn another_seed_gives_other_records() {
    let temp = tempfile::tempdir().expect("a folder");
    let records = |seed: &str| {
        let out = temp.path().join(seed);
        let output = tearproof().args(["run", "--seed", seed, "--name", "001$", "--out"]).arg(&out).output();
        assert_eq!(code(&output.expect("the binary starts")), 0);
        tree(&out.join("journals"))
    };
    assert_ne!(records("1"), records("2"));
}
