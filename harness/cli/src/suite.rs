//! The suite on disk: where it is, and its texts, read in a fixed order.

use std::fs;
use std::path::{Component, Path, PathBuf};

use profile::Profile;
use rig::{BenchFacts, Stand};
use source::{Flaw, Place, Text};
use steps::FeatureFile;

use crate::args::BenchArgs;
use crate::quote::quote;
use crate::read;
use crate::trouble::Trouble;

/// What to do about a path that leads nowhere.
const CHECK: &str = "check the path";

/// The suite's folder.
#[derive(Clone, Debug)]
pub(crate) struct Suite {
    root: PathBuf,
    /// The folder that the command was called from, and the suite's, both absolute.
    here: PathBuf,
    absolute: PathBuf,
}

impl Suite {
    /// The folder that was named, or the nearest one from here upwards that has rigs/ and fixtures/.
    pub(crate) fn find(named: Option<&Path>) -> Result<Self, Trouble> {
        #[expect(clippy::disallowed_methods, reason = "the command finds the suite from where it was called")]
        let here = std::env::current_dir().unwrap_or_default();
        if let Some(root) = named {
            if is_suite(root) {
                let absolute = straight(&here.join(root));
                return Ok(Self { root: root.to_owned(), here, absolute });
            }
            let reason = format!("{} is no suite: it has no rigs/ and fixtures/", root.display());
            return Err(Trouble::usage(reason, "name the folder that holds features/, rigs/ and fixtures/"));
        }
        let Some(absolute) = here.ancestors().find(|folder| is_suite(folder)).map(Path::to_owned) else {
            return Err(Trouble::usage(
                "no suite here: no folder from here upwards has rigs/ and fixtures/",
                "call from the suite's folder, or name it with --suite DIR",
            ));
        };
        let root = if absolute == here { PathBuf::new() } else { absolute.clone() };
        Ok(Self { root, here, absolute })
    }

    /// Rig file, profile, dialect, cards and keys.
    pub(crate) fn stand(&self, args: &BenchArgs) -> Result<Stand, Trouble> {
        let path = args.rig.clone().unwrap_or_else(|| self.root.join("rigs/virtual.yaml"));
        let fixture = |kind: &str, name: &str| self.fixture(kind, name);
        let stand = Stand::gather(&self.text(&path)?, args.profile.as_deref(), &fixture)?;
        if stand.rig.bench != rig::BenchKind::Virtual {
            let reason = format!("{} asks for a {} bench", path.display(), stand.rig.bench.name());
            return Err(Trouble::usage(reason, "this build runs virtual benches; use rigs/virtual.yaml"));
        }
        Ok(stand)
    }

    fn fixture(&self, kind: &str, name: &str) -> Result<Text, Flaw> {
        if !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) || name.starts_with('.')
        {
            let hint = format!("known {kind}: {}", self.known(kind).join(", "));
            let reason = format!("`{name}` is no name; {kind} go by the names of their files, not by paths");
            return Err(Flaw::of_file(&format!("fixtures/{kind}"), reason, hint));
        }
        let path = self.root.join("fixtures").join(kind).join(format!("{name}.yaml"));
        self.text(&path)
            .map_err(|flaw| Flaw { hint: format!("known {kind}: {}", self.known(kind).join(", ")), ..flaw })
    }

    /// The profiles there are, by name.
    pub(crate) fn profiles(&self) -> Vec<String> {
        self.known("profiles")
    }

    /// A profile's title, and the profile that it extends.
    pub(crate) fn profile(&self, name: &str) -> Result<(String, Option<String>), Flaw> {
        let text = self.fixture("profiles", name)?;
        let profile = Profile::read(&text, &|base| self.fixture("profiles", base))?;
        Ok((profile.title, Profile::base_of(&text)))
    }

    fn known(&self, kind: &str) -> Vec<String> {
        let files = sorted(&self.root.join("fixtures").join(kind)).unwrap_or_default();
        let sheets = files.iter().filter(|path| path.extension().is_some_and(|kind| kind == "yaml"));
        sheets.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
    }

    /// The features that were named, or else those of features/ that are meant then.
    /// Given a stand, every sentence is rehearsed on it. Of its feature's text a case then keeps what its record quotes.
    pub(crate) fn features(
        &self,
        named: &[PathBuf],
        unnamed: Unnamed,
        stand: Option<&Stand>,
    ) -> Result<Vec<FeatureFile>, Trouble> {
        let mut paths = Vec::new();
        if named.is_empty() {
            let root = self.root.join("features");
            let left = unnamed.leaves_out();
            collect(&root, &mut paths, &|path| !left.iter().any(|own| path.ends_with(own)))
                .map_err(|reason| read::unreadable(&self.name(&root), &reason, CHECK))?;
        }
        for path in named {
            // The suite's own papers name features from its folder.
            let inside = self.root.join(path);
            let path = if !path.exists() && inside.exists() { &inside } else { path };
            collect(path, &mut paths, &|_| true)
                .map_err(|reason| read::unreadable(&self.name(path), &reason, CHECK))?;
        }
        let mut seen = std::collections::BTreeSet::new();
        paths.retain(|path| seen.insert(self.name(path)));
        if paths.is_empty() {
            return Err(Trouble::usage("no feature to be found", "features are files that end in .feature"));
        }
        let (mut features, mut flaws) = (Vec::new(), Vec::new());
        for path in paths {
            let Text { name, text } = self.text(&path)?;
            match FeatureFile::read(&name, &text) {
                Ok(feature) => features.push(feature),
                Err(found) => flaws.extend(found),
            }
        }
        flaws.extend(twice(&features));
        if let (true, Some(stand)) = (flaws.is_empty(), stand) {
            let facts = BenchFacts::of(stand);
            flaws.extend(features.iter().flat_map(|feature| feature.rehearse(&facts)));
        }
        if !flaws.is_empty() {
            return Err(Trouble::Flaws(flaws));
        }
        features.iter_mut().for_each(quote);
        Ok(features)
    }

    fn text(&self, path: &Path) -> Result<Text, Flaw> {
        let name = self.name(path);
        let bytes = read::bytes(path, &name, CHECK)?;
        let text = String::from_utf8(bytes).map_err(|e| {
            let reason = format!("not UTF-8 from byte {} on", e.utf8_error().valid_up_to());
            Flaw::of_file(&name, reason, "save the file as UTF-8")
        })?;
        let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
        Ok(Text { name, text })
    }

    /// A path as records and messages name it: from the suite's folder where it lies in it, with `/`, and
    /// without detours.
    fn name(&self, path: &Path) -> String {
        let absolute = straight(&self.here.join(path));
        let name = match absolute.strip_prefix(&self.absolute) {
            Ok(inside) if !inside.as_os_str().is_empty() => inside.to_owned(),
            _ => straight(path),
        };
        name.to_string_lossy().replace('\\', "/")
    }
}

/// Which features are meant where none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unnamed {
    /// Those of the default's practice.
    Suite,
    /// Those of other practices as well.
    EveryPractice,
    /// All that there are.
    All,
}

impl Unnamed {
    /// Folders that run only where they are named: what must fail, what takes its time, and what is about a practice that
    /// the one in force is not.
    const fn leaves_out(self) -> &'static [&'static str] {
        match self {
            Self::Suite => &["canary", "marathon", "practice"],
            Self::EveryPractice => &["canary", "marathon"],
            Self::All => &[],
        }
    }
}

/// A path without `.` and, where something stands in front of it, without `..`.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(straight.components().next_back(), Some(Component::Normal(_))) =>
            {
                straight.pop();
            }
            part => straight.push(part),
        }
    }
    straight
}

fn is_suite(folder: &Path) -> bool {
    folder.join("rigs").is_dir() && folder.join("fixtures").is_dir()
}

/// Features below a path, in the order of their names.
fn collect(path: &Path, into: &mut Vec<PathBuf>, enters: &dyn Fn(&Path) -> bool) -> Result<(), String> {
    if path.is_dir() {
        for entry in sorted(path)? {
            if entry.is_dir() {
                if enters(&entry) {
                    collect(&entry, into, enters)?;
                }
            } else if entry.extension().is_some_and(|ending| ending == "feature") {
                into.push(entry);
            }
        }
        Ok(())
    } else if path.exists() {
        into.push(path.to_owned());
        Ok(())
    } else {
        Err("there is no such file or folder".to_owned())
    }
}

/// What is in a folder, by name.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    #[expect(clippy::disallowed_methods, reason = "sorted at once")]
    let entries = fs::read_dir(folder).map_err(|e| read::reason(&e))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

/// Case ids that stand in two scenarios.
fn twice(features: &[FeatureFile]) -> Vec<Flaw> {
    let mut first = std::collections::BTreeMap::new();
    let mut flaws = Vec::new();
    for case in features.iter().flat_map(|feature| &feature.cases) {
        let here = (case.feature.path.clone(), case.head.line);
        // Some systems take two names for one that differ in case alone.
        if let Some((path, line)) = first.insert(case.head.case.to_ascii_lowercase(), here.clone()) {
            let place = Place::of_line(&case.feature.text, here.1);
            let reason = format!("case id {} is taken by {path}:{line}", case.head.case);
            let hint = "give each scenario an id of its own; capitals make no difference";
            flaws.push(Flaw::at(&here.0, &case.feature.text, place, reason, hint));
        }
    }
    flaws
}
