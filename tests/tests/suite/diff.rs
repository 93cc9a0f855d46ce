//! Checks that the verdicts of the diff agree with the compiler.

use std::collections::{BTreeMap, BTreeSet};

use discovery_codegen::{Generated, Options, Rule, RuntimeSource, Verdict, diff};
use discovery_tests::compile::{self, Workspace};
use discovery_tests::pair::{self, Pair};
use serde_json::Value;

/// Returns all pairs, each with its old document.
fn pairs() -> Vec<(Pair, String)> {
    let base = pair::base().expect("the base document");
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

/// Each pair demonstrates its rule, with as few other changes as possible.
#[test]
fn pairs_demonstrate_their_rules() {
    let mut report = String::new();
    for (pair, old) in pairs() {
        let changes = diff(&old, &pair.new, &Options::default()).expect("valid documents");
        assert!(changes.list.iter().any(|change| change.rule.name() == pair.rule), "{}: {changes:?}", pair.rule);
        report.push_str(&format!("{}: {changes}\n", pair.rule));
        for change in &changes.list {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "∅".to_owned());
            let (before, after) = (text(&change.before), text(&change.after));
            report.push_str(&format!("    {} at {}: {before} → {after}\n", change.rule.name(), change.item_path));
        }
    }
    insta::with_settings!({ snapshot_path => "../../diff", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("changes", report);
    });
}

#[test]
fn a_document_equals_itself() {
    for (pair, old) in pairs() {
        for document in [old, pair.new] {
            let changes = diff(&document, &document, &Options::default()).expect("a valid document");
            assert_eq!(changes.list, [], "{}", pair.rule);
        }
    }
}

/// The diff in the opposite direction is the reverse.
#[test]
fn diffs_are_reversible() {
    for (pair, old) in pairs() {
        let forward = diff(&old, &pair.new, &Options::default()).expect("valid documents");
        let backward = diff(&pair.new, &old, &Options::default()).expect("valid documents");
        let texts: BTreeSet<_> = forward.list.iter().map(|change| (&change.before, &change.after)).collect();
        let reversed: BTreeSet<_> = backward.list.iter().map(|change| (&change.after, &change.before)).collect();
        assert_eq!(texts, reversed, "{}", pair.rule);
        assert_eq!(forward.list.len(), backward.list.len(), "{}", pair.rule);
    }
}

/// Generates the crate of a document under another name, because names must be unique in a
/// workspace. Also returns the default name.
fn generate(document: &str, package: &str) -> (String, Generated) {
    let runtime = RuntimeSource::Path(compile::root().join("runtime").to_string_lossy().into_owned());
    let options = Options::default().runtime(runtime);
    let default_name = discovery_codegen::generate(document, &options).expect("a valid document").package;
    (default_name, discovery_codegen::generate(document, &options.package(package)).expect("a valid document"))
}

/// Returns a crate that calls a generated one, which it imports under its default name.
fn caller(package: &str, source: &str, (default_name, generated): &(String, Generated)) -> Generated {
    let dependency = &generated.package;
    let mut krate = Generated::default();
    krate.package = package.to_owned();
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{default_name} = \
         {{ path = \"../{dependency}\", package = \"{dependency}\", default-features = false }}\n"
    );
    // Warnings, e.g. about deprecation, must not be errors here.
    let source = format!("#![allow(warnings)]\n\n{source}");
    krate.files = [("Cargo.toml".to_owned(), manifest), ("src/lib.rs".to_owned(), source)].into();
    krate
}

/// Compiles the workspace, and returns the errors of each crate.
fn compile_errors(workspace: &Workspace) -> BTreeMap<String, Vec<String>> {
    let arguments =
        ["check", "--workspace", "--keep-going", "--no-default-features", "--message-format", "json", "--quiet"];
    let output = workspace.cargo(&arguments).expect("cargo runs");
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("a message");
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
        let entry = || text("/target/name").replace('_', "-");
        match (text("/reason").as_str(), text("/message/level").as_str()) {
            ("compiler-artifact", _) => drop(errors.entry(entry()).or_default()),
            ("compiler-message", "error") => errors.entry(entry()).or_default().push(text("/message/rendered")),
            _ => {}
        }
    }
    assert!(!errors.is_empty(), "{}", compile::stderr(&output));
    errors
}

/// A change is breaking if and only if a caller of the old crate does not compile with the new one.
#[test]
fn the_compiler_agrees_with_the_verdicts() {
    let mut workspace = Workspace::new("diff").expect("a folder");
    let mut add = |generated: &Generated| workspace.add(generated).expect("written");
    let base = generate(&pair::base().expect("the base"), "base");
    add(&base.1);
    let mut expected = BTreeMap::new();
    for (pair, old) in pairs() {
        let rule = &pair.rule;
        let own_base = pair.old.as_ref().map(|old| generate(old, &format!("{rule}-old")));
        own_base.iter().for_each(|own| add(&own.1));
        let before = own_base.as_ref().unwrap_or(&base);
        let after = generate(&pair.new, &format!("{rule}-new"));
        add(&after.1);
        let breaking = diff(&old, &pair.new, &Options::default()).expect("valid documents").breaking() > 0;
        for (name, breaking) in [("caller", breaking), ("exhaustive", true)] {
            let Ok(source) = std::fs::read_to_string(pair.folder.join(format!("{name}.rs"))) else {
                assert_ne!(name, "caller", "{rule} has no caller");
                continue;
            };
            for (side, krate, fails) in [("before", before, false), ("after", &after, breaking)] {
                let package = format!("{rule}-{name}-{side}");
                add(&caller(&package, &source, krate));
                expected.insert(package, fails);
            }
        }
    }
    let errors = compile_errors(&workspace);
    let mut wrong = Vec::new();
    for (package, fails) in expected {
        match errors.get(&package) {
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
    assert_eq!(Rule::FieldAdded.verdict(), Verdict::Compatible, "`exhaustive.rs` is for the exception to this rule");
}

/// Order, revisions, and aliases instead of their targets are not visible to callers.
#[test]
fn ignores_what_callers_cannot_see() {
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
        let changes = diff(&old, &new, &Options::default()).expect("valid documents");
        assert_eq!(changes.list, [], "{new}");
    }
}

/// Removes each property of a real document: its field is removed, and types that only it used.
#[test]
fn a_removed_property_is_one_change() {
    let text = std::fs::read_to_string(compile::root().join("discovery/games-v1.json")).expect("the document");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    for (schema, body) in document["schemas"].as_object().expect("schemas") {
        for property in body["properties"].as_object().expect("properties").keys() {
            let mut smaller = document.clone();
            smaller["schemas"][schema]["properties"].as_object_mut().expect("properties").remove(property);
            let changes = diff(&text, &smaller.to_string(), &Options::default()).expect("valid documents");
            let own_type = format!("schemas::{schema}");
            let other = changes.list.iter().filter(|change| match change.rule {
                // The type of the property, if it is an enum or a nested message.
                Rule::TypeRemoved => !change.item_path.starts_with(&own_type),
                // The property may have been the items or the token of pages.
                Rule::FunctionRemoved => false,
                _ => true,
            });
            let rules: Vec<&str> = other.map(|change| change.rule.name()).collect();
            assert_eq!(rules, ["field-removed"], "{schema}.{property}");
        }
    }
}

/// Callers of the setter break, although the types of the arguments are the same.
#[test]
fn an_argument_and_a_setter_swap_roles() {
    let document = |required: &str, optional: &str| {
        format!(
            r#"{{"name": "n", "version": "v1", "rootUrl": "https://n.example/", "servicePath": "", "methods": {{"get": {{
            "id": "n.get", "path": "get", "httpMethod": "GET", "parameters": {{
                "{required}": {{"type": "string", "location": "query", "required": true}},
                "{optional}": {{"type": "string", "location": "query"}}}}}}}}}}"#
        )
    };
    let changes = diff(&document("a", "b"), &document("b", "a"), &Options::default()).expect("valid documents");
    let reported: Vec<String> =
        changes.list.iter().map(|change| format!("{} at {}", change.rule.name(), change.item_path)).collect();
    assert_eq!(reported, ["parameter-became-optional at get(a)", "parameter-became-required at get(b)"]);
}
