//! Fifty seeds: the sound terminal passes under each, and the runs really differ.

use std::collections::BTreeSet;

use journal::{Record, canonical};

use crate::support::{code, files, on_all_cores, tearproof};

#[test]
fn fifty_seeds_pass_and_differ() {
    let seeds: Vec<u64> = (1..=50).collect();
    let transcripts = on_all_cores(&seeds, |seed| {
        let temp = tempfile::tempdir().expect("a folder");
        let seed = seed.to_string();
        let output =
            tearproof().args(["run", "--jobs", "1", "--seed", &seed, "--out"]).arg(temp.path()).output();
        let output = output.expect("the binary starts");
        assert_eq!(code(&output), 0, "seed {seed}: {}", String::from_utf8_lossy(&output.stdout));
        let records = files(&temp.path().join("journals"));
        let transcript =
            |path| canonical(&Record::read(&std::fs::read(path).expect("readable")).expect("whole"));
        records.iter().map(transcript).collect::<Vec<_>>().concat()
    });
    let distinct: BTreeSet<&String> = transcripts.iter().collect();
    assert!(distinct.len() >= 40, "{} distinct transcripts", distinct.len());
}
