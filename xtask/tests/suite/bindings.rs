//! The committed crates are up to date with the committed documents.

use std::process::Command;

#[test]
fn generated_crates_are_up_to_date() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["generate", "--check"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("xtask runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}\ngenerated/ is stale: run `cargo xtask generate`");
}
