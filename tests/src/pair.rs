//! Pairs of documents that differ in one respect: `tests/diff/base.json`, and one folder a rule of the comparison with
//!
//! * `old.json`: what the old document has besides, where the base will not do, as a JSON merge patch (RFC 7396)
//! * `new.json`: what is different in the new one, as a patch of the old one
//! * `caller.rs`: a caller of the old crate that the rule is about
//! * `exhaustive.rs`: perhaps a caller that does what these crates promise nothing for

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One of `tests/diff/rules`.
#[derive(Debug)]
pub struct Pair {
    /// The folder's name, which is the rule's.
    pub rule: String,
    /// The folder.
    pub folder: PathBuf,
    /// The old document; `None` if it is the base.
    pub old: Option<String>,
    /// The new document.
    pub new: String,
}

/// The document that most pairs start with.
///
/// # Errors
///
/// If it cannot be read.
pub fn base() -> std::io::Result<String> {
    fs::read_to_string(folder().join("base.json"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diff")
}

impl Pair {
    /// All of them, by name.
    ///
    /// # Errors
    ///
    /// If one cannot be read.
    pub fn all() -> std::io::Result<Vec<Self>> {
        let base: Value = serde_json::from_str(&base()?)?;
        let mut all = Vec::new();
        for entry in fs::read_dir(folder().join("rules"))? {
            let folder = entry?.path();
            let (mut document, mut old) = (base.clone(), None);
            if folder.join("old.json").exists() {
                merge(&mut document, patch(&folder.join("old.json"))?);
                old = Some(document.to_string());
            }
            merge(&mut document, patch(&folder.join("new.json"))?);
            let rule = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            all.push(Self { rule, folder, old, new: document.to_string() });
        }
        all.sort_by(|a, b| a.rule.cmp(&b.rule));
        Ok(all)
    }
}

fn patch(path: &Path) -> std::io::Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// JSON merge patch: objects go into objects, `null` removes, all else replaces.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(target) = target {
        for (key, value) in patch {
            if value.is_null() {
                target.remove(&key);
            } else {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
    }
}
