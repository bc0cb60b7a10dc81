//! Many seeds: the sound terminal passes under each, and the runs really differ.

use std::collections::BTreeSet;

use journal::{Record, canonical};

use crate::support::{code, files, on_all_cores, tearproof};

/// How many; a build for tests is slow, and `mutants` takes a hundred.
const SEEDS: usize = if cfg!(debug_assertions) { 16 } else { 50 };

#[test]
fn every_seed_passes_and_they_differ() {
    let seeds: Vec<usize> = (1..=SEEDS).collect();
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
    assert!(distinct.len() * 5 >= SEEDS * 4, "{} distinct transcripts", distinct.len());
}
