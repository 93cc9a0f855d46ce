//! Every fixture is generated, compared with its snapshot and compiled.

use std::collections::BTreeMap;

use discovery_codegen::{Generated, RuntimeSource};
use discovery_tests::compile::{self, Workspace};
use discovery_tests::fixture::{Fixture, PINS};
use discovery_tests::processors;

/// Reports the failures of all fixtures at once. `INSTA_GLOB_FILTER='paging/*'` runs one of them.
#[test]
fn output_matches_snapshot() {
    insta::glob!("../../fixtures", "*/document.json", |document| {
        let folder = document.parent().expect("a file in a folder");
        insta::with_settings!({
            snapshot_path => folder,
            snapshot_suffix => "",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("expected", Fixture::new(folder.to_owned()).report());
        });
    });
}

#[test]
fn exactly_the_error_fixtures_are_rejected() {
    let fixtures = Fixture::all();
    assert!(fixtures.len() > 60, "only {} fixtures", fixtures.len());
    for fixture in fixtures {
        let rejected = fixture.generate(RuntimeSource::Version("0.1".to_owned())).is_err();
        assert_eq!(rejected, fixture.expects_error(), "{}", fixture.name);
    }
}

#[test]
fn pins_are_parts_of_a_crate() {
    for fixture in Fixture::all() {
        for pin in fixture.pins() {
            assert!(PINS.contains(&pin.as_str()), "{}: unknown pin `{pin}`, expected one of {PINS:?}", fixture.name);
        }
    }
}

#[test]
fn output_compiles_without_warnings() {
    let runtime = RuntimeSource::Path(compile::root().join("runtime").to_string_lossy().into_owned());
    let fixtures = Fixture::all();
    let crates: Vec<Generated> =
        fixtures.iter().filter_map(|fixture| fixture.generate_named(runtime.clone()).ok()).collect();
    assert!(crates.len() > 50, "only {} of {} fixtures generate a crate", crates.len(), fixtures.len());

    let mut workspace = Workspace::new("fixtures").expect("the folder is writable");
    for generated in &crates {
        workspace.add(generated).expect("the crate is written");
    }
    let cargo = |arguments: &[&str]| {
        let output = workspace.cargo(arguments).expect("cargo starts");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{stdout}{}", compile::stderr(&output));
        stdout
    };
    cargo(&["doc", "--workspace", "--no-default-features", "--no-deps", "--keep-going"]);
    // Also compiles the crates. Cargo tests the documentation of one crate after the other, so each
    // processor tests that of some crates.
    let test = |crates: &[Generated]| {
        let packages = crates.iter().flat_map(|generated| ["--package", &generated.package]);
        let arguments = ["test", "--doc", "--no-default-features", "--no-fail-fast"];
        cargo(&arguments.into_iter().chain(packages).collect::<Vec<_>>())
    };
    let output = processors::divide(&crates, test).concat();
    assert_every_method_has_an_example(&crates, &output);
}

/// Checks in the output of the documentation tests that each crate has one example for each of its
/// methods, and one on its page if it has methods. Text of a document must not become an example.
fn assert_every_method_has_an_example(crates: &[Generated], output: &str) {
    let (mut on_page, mut on_methods) = (BTreeMap::<&str, usize>::new(), BTreeMap::<&str, usize>::new());
    for test in output.lines().filter_map(|line| line.strip_prefix("test crates/")) {
        let (package, file) = test.split_once('/').expect("the path of a file in a crate");
        let is_page = file.starts_with("src/lib.rs - (line ");
        *(if is_page { &mut on_page } else { &mut on_methods }).entry(package).or_default() += 1;
    }
    for generated in crates {
        let methods: usize = generated.files.values().map(|text| text.matches("runtime::call!").count()).sum();
        let count = |examples: &BTreeMap<&str, usize>| examples.get(generated.package.as_str()).copied().unwrap_or(0);
        assert_eq!(count(&on_methods), methods, "examples of methods in {}", generated.package);
        assert_eq!(count(&on_page), usize::from(methods > 0), "examples on the page of {}", generated.package);
    }
}
