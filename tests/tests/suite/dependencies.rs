//! The libraries that a program with a generated crate is built with.

use std::collections::BTreeSet;
use std::process::Command;

/// Returns the libraries that a generated crate depends on, with additional features.
fn libraries(features: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--package", "games-v1", "--features", features])
        .current_dir(discovery_tests::compile::root())
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn date_libraries_are_features() {
    let default = libraries("");
    assert!(default.contains("httpdate"), "the dates of HTTP headers: {default:?}");
    for library in ["chrono", "jiff", "time"] {
        assert!(!default.contains(library), "{library} is part of every program");
        assert!(libraries(library).contains(library), "{library} is not enabled by the feature of its name");
    }
}
