//! `cargo xtask verify mutate`: changes the documents of the fixtures at random, and checks what the
//! generator makes of them. It must neither panic nor hang, must write crates of bounded size in
//! which the document's text is text, and must say what it refuses and ignores.

mod additions;
mod check;
mod compile;
mod hostile;
mod json;
mod memory;
mod mutator;
mod output;
mod position;
mod probes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use discovery_codegen::Options;
use fastrand::Rng;
use indicatif::ParallelProgressIterator;
use rayon::prelude::*;
use serde_json::Value;

use crate::cli;
use crate::failure::Failure;
use crate::terminal::{self, counted};
use json::Json;
use mutator::Mutator;

/// How many findings are printed.
const MAX_PRINTED: usize = 20;
/// The size of the largest crate that is compiled, in bytes.
const MAX_COMPILED: usize = 400_000;

/// A changed document and what was found.
struct Checked {
    number: u64,
    document: String,
    generated: bool,
    /// The crate is small enough to be compiled.
    compilable: bool,
    warnings: usize,
    findings: Vec<String>,
}

pub(super) fn run(arguments: &cli::Mutate, root: &Path) -> Result<ExitCode, Failure> {
    let documents = documents(root)?;
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    terminal::print(format_args!("seed {seed}"))?;
    let numbers: Vec<u64> = match arguments.only {
        Some(number) => vec![number],
        None => (0..arguments.count).collect(),
    };
    let bar = terminal::bar(numbers.len(), "checked");
    let mut checked: Vec<Checked> =
        numbers.into_par_iter().progress_with(bar.clone()).map(|number| check(number, seed, &documents)).collect();
    bar.finish_and_clear();
    let size = checked.iter().map(|checked| checked.document.len() as u64).sum();
    if let Some(finding) = memory::finding(size)
        && let Some(last) = checked.last_mut()
    {
        last.findings.push(finding);
    }
    let folder = root.join("target/mutate/findings");
    save(&checked, &folder, arguments.only.is_some())?;
    let compiled = sample(&checked, arguments.compile);
    if !compiled.is_empty()
        && let Some(errors) = compile::run(root, &compiled)?
        && let Some(first) = checked.first_mut()
    {
        first.findings.push(format!("a crate does not compile:\n{errors}"));
    }
    report(&checked, compiled.len(), &folder)?;
    let passed = checked.iter().all(|checked| checked.findings.is_empty());
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Reads the documents of the fixtures and of the diff.
fn documents(root: &Path) -> Result<Vec<Json>, Failure> {
    let fixtures = root.join("tests/fixtures");
    let entries = fs::read_dir(&fixtures).map_err(Failure::io(&fixtures, "cannot be read"))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path().join("document.json")).collect();
    paths.push(root.join("tests/diff/base.json"));
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let text = discovery_codegen::output::read(&path)?;
        // Changes of an invalid document rarely reach the part after the first error.
        let is_valid = discovery_codegen::generate(&text, &Options::default()).is_ok();
        let document = serde_json::from_str::<Value>(&text).ok().filter(|document| is_valid && document.is_object());
        documents.extend(document.as_ref().map(Json::from));
    }
    Ok(documents)
}

fn check(number: u64, seed: u64, documents: &[Json]) -> Checked {
    // Each document has its own seed, so that it does not depend on the others.
    let random = Rng::with_seed(seed ^ super::random::hash(&number.to_string()));
    let mut mutator = Mutator::new(random, documents);
    let mut document = mutator.document();
    let mut changed = document.clone();
    let keys = mutator.change_one(&mut changed);
    let unnoticed = keys.and_then(|keys| check::unnoticed(&document.to_string(), &changed.to_string(), &keys));
    let unknown = mutator.add_unknown_member(&mut document);
    let document = document.to_string();
    let mut outcome = check::check(&document, unknown.as_deref());
    outcome.findings.extend(unnoticed);
    let size = outcome.generated.as_ref().map(|generated| generated.files.values().map(String::len).sum::<usize>());
    Checked {
        number,
        document,
        generated: outcome.generated.is_some(),
        compilable: size.is_some_and(|size| size <= MAX_COMPILED),
        warnings: outcome.generated.map_or(0, |generated| generated.warnings.len()),
        findings: outcome.findings,
    }
}

/// Writes the documents with findings.
fn save(checked: &[Checked], folder: &Path, all: bool) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(Failure::io(folder, "cannot be created"))?;
    for checked in checked.iter().filter(|checked| all || !checked.findings.is_empty()) {
        let path = folder.join(format!("{}.json", checked.number));
        fs::write(&path, &checked.document).map_err(Failure::io(&path, "cannot be written"))?;
    }
    Ok(())
}

/// Returns documents whose crates are compiled, evenly distributed.
fn sample(checked: &[Checked], count: usize) -> Vec<(u64, String)> {
    let compilable: Vec<&Checked> = checked.iter().filter(|checked| checked.compilable).collect();
    let step = compilable.len().checked_div(count).unwrap_or(0).max(1);
    let chosen = compilable.into_iter().step_by(step).take(count);
    chosen.map(|checked| (checked.number, checked.document.clone())).collect()
}

fn report(checked: &[Checked], compiled: usize, folder: &Path) -> Result<(), Failure> {
    let findings: Vec<String> = checked
        .iter()
        .flat_map(|checked| checked.findings.iter().map(|finding| format!("document {}: {finding}", checked.number)))
        .collect();
    for finding in findings.iter().take(MAX_PRINTED) {
        terminal::finding(finding);
    }
    if !findings.is_empty() {
        terminal::finding(format_args!("the documents are in {}", folder.display()));
    }
    let generated = checked.iter().filter(|checked| checked.generated).count();
    let warnings: usize = checked.iter().map(|checked| checked.warnings).sum();
    terminal::print(format_args!(
        "{}: {generated} generated with {}, {} refused, {compiled} compiled, {}{}",
        counted(checked.len(), "document"),
        counted(warnings, "warning"),
        checked.len() - generated,
        counted(findings.len(), "finding"),
        memory::peak().map_or_else(String::new, |bytes| format!("; at most {} MiB of memory", bytes >> 20)),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_documents() {
        let documents = documents(&crate::root()).expect("the fixtures are readable");
        assert!(documents.len() > 50, "only {} documents", documents.len());
        let document = |number| check(number, 42, &documents).document;
        let all: std::collections::BTreeSet<String> = (0..50).map(document).collect();
        assert_eq!(all.len(), 50);
        for number in [0, 49] {
            assert!(all.contains(&document(number)));
        }
    }

    #[test]
    fn compiles_documents_from_the_whole_run() {
        let checked: Vec<Checked> = (0..10)
            .map(|number| Checked {
                number,
                document: String::new(),
                generated: true,
                compilable: number != 4,
                warnings: 0,
                findings: Vec::new(),
            })
            .collect();
        let numbers = |count| sample(&checked, count).iter().map(|(number, _)| *number).collect::<Vec<_>>();
        assert_eq!(numbers(3), [0, 3, 7]);
        assert!(numbers(0).is_empty());
        assert_eq!(numbers(20).len(), 9);
    }
}
