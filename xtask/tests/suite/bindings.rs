//! The committed crates are up to date with the committed documents.

use std::process::Command;

use discovery_tests::compile::{root, stderr};

#[test]
fn generated_crates_are_up_to_date() {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--", "generate", "--check"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}\ngenerated/ is stale: run `cargo xtask generate`", stderr(&output));
}
