//! The comparison of two crates says what the compiler says.

#![allow(clippy::expect_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet};

use discovery_codegen::{Generated, Options, Rule, RuntimeSource, Verdict, diff};
use discovery_tests::compile::{self, Workspace};
use discovery_tests::fixture::Fixture;
use discovery_tests::pair::{self, Pair};
use serde_json::Value;

fn pairs() -> Vec<(Pair, String)> {
    let base = pair::base().expect("the base");
    let with_old = |pair: Pair| {
        let old = pair.old.clone().unwrap_or_else(|| base.clone());
        (pair, old)
    };
    Pair::all().expect("all pairs").into_iter().map(with_old).collect()
}

#[test]
fn every_rule_has_a_pair() {
    let pairs: BTreeSet<String> = pairs().into_iter().map(|(pair, _)| pair.rule).collect();
    let rules: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule.name().to_owned()).collect();
    assert_eq!(pairs, rules);
}

/// Each change, its place and its texts: what a pair shows is its rule, and next to nothing else.
#[test]
fn pairs_show_their_rules() {
    let mut told = String::new();
    for (pair, old) in pairs() {
        let changes = diff(&old, &pair.new, &Options::default()).expect("good documents");
        assert!(changes.list.iter().any(|change| change.rule.name() == pair.rule), "{}: {changes:?}", pair.rule);
        told.push_str(&format!("{}: {changes}\n", pair.rule));
        for change in &changes.list {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "∅".to_owned());
            let (before, after) = (text(&change.before), text(&change.after));
            told.push_str(&format!("    {} at {}: {before} → {after}\n", change.rule.name(), change.item_path));
        }
    }
    insta::with_settings!({ snapshot_path => "../diff", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("changes", told);
    });
}

#[test]
fn a_document_is_no_other_than_itself() {
    for (pair, old) in pairs() {
        for document in [old, pair.new] {
            let changes = diff(&document, &document, &Options::default()).expect("a good document");
            assert_eq!(changes.list, [], "{}", pair.rule);
        }
    }
}

/// What came one way goes the other way, and what changed one way changes back.
fn assert_reversible(old: &str, new: &str, what: &str) {
    let there = diff(old, new, &Options::default()).expect("good documents");
    let back = diff(new, old, &Options::default()).expect("good documents");
    let reversed: BTreeSet<_> = back.list.iter().map(|change| (&change.after, &change.before)).collect();
    let texts: BTreeSet<_> = there.list.iter().map(|change| (&change.before, &change.after)).collect();
    assert_eq!(texts, reversed, "{what}");
    assert_eq!(there.list.len(), back.list.len(), "{what}");
}

#[test]
fn backwards_is_the_reverse() {
    for (pair, old) in pairs() {
        assert_reversible(&old, &pair.new, &pair.rule);
    }
}

/// Documents that have nothing in common but how odd they are.
#[test]
fn every_fixture_against_every_other() {
    let read = |fixture: Fixture| {
        let document = std::fs::read_to_string(fixture.folder.join("document.json")).unwrap_or_default();
        let good = diff(&document, &document, &Options::default()).is_ok_and(|changes| changes.list.is_empty());
        (fixture.name, document, good)
    };
    let fixtures: Vec<(String, String, bool)> = Fixture::all().into_iter().map(read).collect();
    for (name, document, good) in &fixtures {
        assert!(*good || diff(document, document, &Options::default()).is_err(), "{name} differs from itself");
    }
    let good: Vec<_> = fixtures.into_iter().filter(|(_, _, good)| *good).collect();
    assert!(good.len() > 30, "only {} fixtures", good.len());
    for (at, (name, document, _)) in good.iter().enumerate() {
        for (other_name, other, _) in good.iter().skip(at + 1) {
            assert_reversible(document, other, &format!("{name} and {other_name}"));
        }
    }
}

/// A crate of its own name for each document, as crates of one workspace need it.
fn generate(document: &str, package: &str) -> (String, Generated) {
    let runtime = RuntimeSource::Path(compile::root().join("runtime").to_string_lossy().into_owned());
    let options = Options::default().runtime(runtime);
    let natural = discovery_codegen::generate(document, &options).expect("a good document").package;
    (natural, discovery_codegen::generate(document, &options.package(package)).expect("a good document"))
}

/// A crate with a caller, which knows the generated one by the name that its document gives it.
fn caller(package: &str, source: String, (natural, generated): &(String, Generated)) -> Generated {
    let dependency = &generated.package;
    let mut krate = Generated::default();
    krate.package = package.to_owned();
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{natural} = \
         {{ path = \"../{dependency}\", package = \"{dependency}\", default-features = false }}\n"
    );
    krate.files = [("Cargo.toml".to_owned(), manifest), ("src/lib.rs".to_owned(), source)].into();
    krate
}

/// What the compiler says of each crate: nothing, or its errors.
fn verdicts(workspace: &Workspace) -> BTreeMap<String, Vec<String>> {
    let arguments =
        ["check", "--workspace", "--keep-going", "--no-default-features", "--message-format", "json", "--quiet"];
    // Deprecation is a warning, and warnings break nobody.
    let output = workspace.cargo(&arguments, &[("RUSTFLAGS", "")]).expect("cargo runs");
    let mut verdicts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("a message");
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
        let entry = || text("/target/name").replace('_', "-");
        match (text("/reason").as_str(), text("/message/level").as_str()) {
            ("compiler-artifact", _) => drop(verdicts.entry(entry()).or_default()),
            ("compiler-message", "error") => verdicts.entry(entry()).or_default().push(text("/message/rendered")),
            _ => {}
        }
    }
    assert!(!verdicts.is_empty(), "{}", compile::said(&output));
    verdicts
}

/// Breaking is what a caller of the old crate does not compile with, and nothing else is.
#[test]
fn the_compiler_agrees() {
    let mut workspace = Workspace::new("diff").expect("a folder");
    let mut add = |generated: &Generated| workspace.add(generated).expect("written");
    let base = generate(&pair::base().expect("the base"), "base");
    add(&base.1);
    let mut expected = BTreeMap::new();
    for (pair, old) in pairs() {
        let rule = &pair.rule;
        let own = pair.old.as_ref().map(|old| generate(old, &format!("{rule}-old")));
        own.iter().for_each(|own| add(&own.1));
        let before = own.as_ref().unwrap_or(&base);
        let after = generate(&pair.new, &format!("{rule}-new"));
        add(&after.1);
        let breaking = diff(&old, &pair.new, &Options::default()).expect("good documents").breaking() > 0;
        for (name, breaking) in [("caller", breaking), ("exhaustive", true)] {
            let Ok(source) = std::fs::read_to_string(pair.folder.join(format!("{name}.rs"))) else {
                assert_ne!(name, "caller", "{rule} has no caller");
                continue;
            };
            for (side, krate, fails) in [("before", before, false), ("after", &after, breaking)] {
                let package = format!("{rule}-{name}-{side}");
                add(&caller(&package, source.clone(), krate));
                expected.insert(package, fails);
            }
        }
    }
    let verdicts = verdicts(&workspace);
    let mut wrong = Vec::new();
    for (package, fails) in expected {
        match verdicts.get(&package) {
            None => wrong.push(format!("{package}: not compiled")),
            Some(errors) if errors.is_empty() == fails => {
                wrong.push(format!(
                    "{package}: should {}\n{}",
                    if fails { "fail" } else { "compile" },
                    errors.join("\n")
                ));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(Rule::FieldAdded.verdict(), Verdict::Compatible, "what `exhaustive.rs` is the exception to");
}

/// What a caller cannot see is no change: order, revisions, an alias instead of what it stands for.
#[test]
fn only_what_callers_see_counts() {
    let document = |head: &str, schemas: &str| {
        format!(
            r#"{{{head} "name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "v1/",
            "schemas": {{{schemas}}}}}"#
        )
    };
    let note = |properties: &str| format!(r#""Note": {{"type": "object", "properties": {{{properties}}}}}"#);
    let labels = r#""Labels": {"type": "array", "items": {"type": "string"}}"#;
    let (one, two) = (r#""a": {"type": "string"}"#, r#""b": {"type": "array", "items": {"type": "string"}}"#);
    let by_alias = r##""b": {"$ref": "Labels"}"##;

    let old = document(r#""revision": "1", "etag": "x","#, &format!("{}, {labels}", note(&format!("{one}, {two}"))));
    for new in [
        document(r#""etag": "y", "revision": "2","#, &format!("{labels}, {}", note(&format!("{two}, {one}")))),
        document("", &format!("{labels}, {}", note(&format!("{one}, {by_alias}")))),
    ] {
        let changes = diff(&old, &new, &Options::default()).expect("good documents");
        assert_eq!(changes.list, [], "{new}");
    }
}

/// Each property of a real document, left out: its field is missed, and what was there for it alone.
#[test]
fn one_thing_less_is_one_change() {
    let text = std::fs::read_to_string(compile::root().join("discovery/games-v1.json")).expect("the document");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    for (schema, body) in document["schemas"].as_object().expect("schemas") {
        for property in body["properties"].as_object().expect("properties").keys() {
            let mut less = document.clone();
            less["schemas"][schema]["properties"].as_object_mut().expect("properties").remove(property);
            let changes = diff(&text, &less.to_string(), &Options::default()).expect("good documents");
            let own_type = format!("schemas::{schema}");
            let told = changes.list.iter().filter(|change| match change.rule {
                // An enum or a message inside it, named after both.
                Rule::TypeRemoved => !change.item_path.starts_with(&own_type),
                // It may have been what its method's pages are made of.
                Rule::FunctionRemoved => false,
                _ => true,
            });
            let rules: Vec<&str> = told.map(|change| change.rule.name()).collect();
            assert_eq!(rules, ["field-removed"], "{schema}.{property}");
        }
    }
}

/// Two that change roles break callers of the setter, though the arguments' types are what they were.
#[test]
fn an_argument_and_a_setter_that_change_roles() {
    let document = |required: &str, optional: &str| {
        format!(
            r#"{{"name": "n", "version": "v1", "rootUrl": "https://n.example/", "servicePath": "", "methods": {{"get": {{
            "id": "n.get", "path": "get", "httpMethod": "GET", "parameters": {{
                "{required}": {{"type": "string", "location": "query", "required": true}},
                "{optional}": {{"type": "string", "location": "query"}}}}}}}}}}"#
        )
    };
    let changes = diff(&document("a", "b"), &document("b", "a"), &Options::default()).expect("good documents");
    let told: Vec<String> =
        changes.list.iter().map(|change| format!("{} at {}", change.rule.name(), change.item_path)).collect();
    assert_eq!(told, ["parameter-became-optional at get(a)", "parameter-became-required at get(b)"]);
}
