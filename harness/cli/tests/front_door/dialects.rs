//! `dialect import`: a packager in, a dialect out, or every reason why not.

use crate::support::{call, code, text};

/// A packager of one digit field of the class.
fn packager(class: &str) -> String {
    let field = |id: u32, length: u32, class: &str| {
        format!("<isofield id=\"{id}\" length=\"{length}\" name=\"n\" class=\"org.jpos.iso.{class}\"/>\n")
    };
    let fields = [field(0, 4, "IFA_NUMERIC"), field(1, 8, "IFA_BITMAP"), field(11, 6, class)];
    format!("<isopackager>\n{}</isopackager>\n", fields.concat())
}

#[test]
fn a_packager_becomes_a_dialect_or_is_refused_by_class_and_line() {
    let temp = tempfile::tempdir().expect("a folder");
    let file = temp.path().join("lab.xml");
    let path = file.display().to_string();
    std::fs::write(&file, packager("IFA_NUMERIC")).expect("written");
    let good = call(&["dialect", "import", &path]);
    assert_eq!(code(&good), 0, "{}", text(&good.stderr));
    let dialect = wire::Dialect::from_yaml("lab.yaml", &text(&good.stdout)).expect("a dialect");
    assert_eq!((dialect.name(), dialect.fields().collect::<Vec<_>>()), ("lab", vec![11]));
    assert!(!text(&good.stdout).contains(&path), "the dialect names the file, not where it lay");

    std::fs::write(&file, packager("IFE_NUMERIC")).expect("written");
    let bad = call(&["dialect", "import", &path]);
    assert_eq!(code(&bad), 2);
    assert!(text(&bad.stdout).is_empty());
    assert!(text(&bad.stderr).contains(":4:1: field 11: class org.jpos.iso.IFE_NUMERIC: EBCDIC"));
    let rest = call(&["dialect", "import", &path, "--leave-out", "--name", "rest"]);
    assert_eq!(code(&rest), 0);
    assert!(text(&rest.stderr).contains("left out:"));
    assert!(text(&rest.stdout).contains("name: \"rest\""));

    let missing = call(&["dialect", "import", "no-such.xml"]);
    assert_eq!(code(&missing), 2);
}
