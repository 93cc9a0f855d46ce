//! The committed crates are what the generator makes of the committed documents.

use std::process::Command;

use discovery_codegen::{Options, RuntimeSource};
use discovery_tests::compile::root;

#[test]
fn generated_crates_are_up_to_date() {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--", "generate", "--check"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\ngenerated/ is stale: run `cargo xtask generate`");
}

/// All that `games.rooms.leave` yields, a snapshot a file.
#[test]
fn rooms_leave() {
    let document = std::fs::read_to_string(root().join("discovery/games-v1.json")).expect("the document");
    let options = Options::default()
        .method("games.rooms.leave")
        .runtime(RuntimeSource::Path("../../runtime".to_owned()))
        .source("games-v1.json");
    let generated = discovery_codegen::generate(&document, &options).expect("a crate");
    assert_eq!(generated.warnings, []);
    assert_eq!((generated.summary.methods, generated.summary.messages), (1, 17), "16 schemas and the player's name");
    for (path, text) in &generated.files {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(path.replace('/', "."), text);
        });
    }
}
