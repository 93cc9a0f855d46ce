//! Every fixture: what is generated from it is what its snapshot says, and compiles.

use std::collections::BTreeMap;

use discovery_codegen::{RuntimeSource, is_mark};
use discovery_tests::compile::{self, Workspace};
use discovery_tests::fixture::Fixture;

/// The warnings, then every file; or the error.
fn outcome(fixture: &Fixture) -> String {
    let runtime = RuntimeSource::Version("0.1".to_owned());
    match fixture.generate(runtime) {
        Err(error) => format!("error: {error:#}"),
        Ok(generated) => {
            let mut out = String::new();
            for warning in &generated.warnings {
                out.push_str(&format!("warning: {warning}\n"));
            }
            for (path, text) in &generated.files {
                // The same in every crate.
                if path == "rustfmt.toml" {
                    continue;
                }
                let text: String = text.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect();
                out.push_str(&format!("\n──── {path}\n{}\n", text.trim()));
            }
            out
        }
    }
}

#[test]
fn snapshots() {
    let fixtures = Fixture::all();
    assert!(fixtures.len() > 60, "only {} fixtures: is the folder there?", fixtures.len());
    for fixture in &fixtures {
        insta::with_settings!({
            snapshot_path => &fixture.folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("expected", outcome(fixture), &fixture.name);
        });
    }
}

#[test]
fn names_say_whether_a_document_is_good() {
    for fixture in Fixture::all() {
        let bad = fixture.generate(RuntimeSource::Version("0.1".to_owned())).is_err();
        assert_eq!(bad, fixture.name.starts_with("error-"), "{}", fixture.name);
    }
}

#[test]
fn every_output_compiles_without_a_warning() {
    let mut workspace = Workspace::new("fixtures").expect("a folder");
    let runtime = RuntimeSource::Path(compile::root().join("runtime").to_string_lossy().into_owned());
    let crates: Vec<_> =
        Fixture::all().iter().filter_map(|fixture| fixture.generate_named(runtime.clone()).ok()).collect();
    for generated in &crates {
        workspace.add(generated).expect("written");
    }
    let arguments = ["check", "--workspace", "--keep-going", "--no-default-features"];
    let output = workspace.cargo(&arguments, &[]).expect("cargo runs");
    assert!(output.status.success(), "{}", compile::said(&output));
    let output =
        workspace.cargo(&["doc", "--workspace", "--no-default-features", "--no-deps"], &[]).expect("cargo runs");
    assert!(output.status.success(), "{}", compile::said(&output));
    // The examples compile: one on each crate's page and one for each method. No text of a document has become another.
    let output = workspace.cargo(&["test", "--doc", "--workspace", "--no-default-features"], &[]).expect("cargo runs");
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{out}{}", compile::said(&output));
    let (mut pages, mut methods) = (BTreeMap::<&str, usize>::new(), BTreeMap::<&str, usize>::new());
    for test in out.lines().filter_map(|line| line.strip_prefix("test crates/")) {
        let (name, file) = test.split_once('/').expect("a file of a crate");
        let page = file.starts_with("src/lib.rs - (line ");
        *(if page { &mut pages } else { &mut methods }).entry(name).or_default() += 1;
    }
    for generated in &crates {
        let called: usize = generated.files.values().map(|text| text.matches("runtime::call!").count()).sum();
        let name = generated.package.as_str();
        assert_eq!(methods.get(name).copied().unwrap_or_default(), called, "examples in {name}");
        assert_eq!(
            pages.get(name).copied().unwrap_or_default(),
            usize::from(called > 0),
            "examples on the page of {name}"
        );
    }
}
