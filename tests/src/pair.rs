//! Pairs of documents that differ in one respect: `tests/diff/base.json`, and for each diff rule a
//! folder `tests/diff/rules/<rule>` with
//!
//! * `old.json`: optional; a JSON merge patch (RFC 7396) that makes the old document from the base
//! * `new.json`: a JSON merge patch that makes the new document from the old one
//! * `caller.rs`: a caller of the old crate that the rule concerns
//! * `exhaustive.rs`: optional; a caller that relies on what these crates do not guarantee

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The pair of documents of one diff rule.
#[derive(Debug)]
pub struct Pair {
    /// The name of the rule, which is the folder's name.
    pub rule: String,
    /// The folder's path.
    pub folder: PathBuf,
    /// The old document; `None` if it is the base.
    pub old: Option<String>,
    /// The new document.
    pub new: String,
}

/// Reads the base: the old document of most pairs.
///
/// # Errors
///
/// Returns an error if the file cannot be read.
pub fn base() -> std::io::Result<String> {
    fs::read_to_string(folder().join("base.json"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diff")
}

impl Pair {
    /// Reads all pairs, sorted by rule.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be read or is not JSON.
    pub fn all() -> std::io::Result<Vec<Self>> {
        let base: Value = serde_json::from_str(&base()?)?;
        let mut all = Vec::new();
        for entry in fs::read_dir(folder().join("rules"))? {
            let folder = entry?.path();
            let (mut document, mut old) = (base.clone(), None);
            if folder.join("old.json").exists() {
                merge(&mut document, read_patch(&folder.join("old.json"))?);
                old = Some(document.to_string());
            }
            merge(&mut document, read_patch(&folder.join("new.json"))?);
            let rule = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            all.push(Self { rule, folder, old, new: document.to_string() });
        }
        all.sort_by(|a, b| a.rule.cmp(&b.rule));
        Ok(all)
    }
}

fn read_patch(path: &Path) -> std::io::Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// Applies a JSON merge patch: merges objects, removes members that are `null`, replaces the rest.
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
