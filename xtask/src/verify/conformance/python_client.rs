//! `cargo xtask verify conformance python-client`: builds the requests of the same calls with
//! generated crates and with Google's Python client. A difference in HTTP method, URL or body is an
//! [accepted difference](AcceptedDifference) or a finding.

mod accepted_differences;
mod batches;
mod case;
mod comparison;
mod driver;
mod method;
mod outcome;
mod pattern;
mod python;
mod report;
mod rewritten_values;
mod rust_api;
mod strings;
mod url;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::cli;
use crate::failure::Failure;
use crate::terminal::{self, counted};
use crate::verify::random::hash;
use crate::verify::workspace::{Program, Workspace, package_name};
use crate::verify::{corpus, documents};
use accepted_differences::AcceptedDifference;
use batches::Document;
use case::{Arguments, Case};
use comparison::{Comparison, compare};
use method::Method;
use outcome::Outcome;
use python::PythonClient;
use report::Tally;
use rust_api::Function;

/// An API and the functions of its generated crate.
struct Api {
    name: String,
    path: PathBuf,
    document: Value,
    functions: BTreeMap<String, Function>,
}

/// Both clients.
struct Clients {
    rust: Program,
    python: PythonClient,
}

/// A call to compare.
struct Call<'d> {
    method: &'d Method<'d>,
    case: Case,
    /// The arguments with which the Python client builds the request of the generated crate, if the
    /// accepted differences require other arguments.
    rewritten: Option<(Vec<AcceptedDifference>, Arguments)>,
}

pub(super) fn run(arguments: &cli::PythonClient, root: &Path) -> Result<ExitCode, Failure> {
    let workspace = Workspace::new(root, root.join("target/conformance/python-client"));
    let batches = match &arguments.all {
        Some(folder) => {
            let paths = documents::in_folder(&absolute(folder)?)?;
            batches::split(paths.into_iter().map(|path| (file_stem(&path), path)).collect())?
        }
        None => vec![documents(arguments, root)?],
    };
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    let (count, mut tallies) = (batches.len(), Vec::new());
    for (index, batch) in batches.into_iter().enumerate() {
        if count > 1 {
            terminal::print(format_args!("batch {} of {count}", index + 1))?;
        }
        let packages: Vec<String> = batch.iter().map(|(name, _)| package_name(name)).collect();
        tallies.extend(compare_batch(batch, arguments.cases, seed, &workspace, root)?);
        if count > 1 {
            // The crates of all batches would need a hundred gigabytes.
            workspace.clean(&packages)?;
        }
    }
    report::print(&tallies)?;
    let passed = tallies.iter().all(|tally| tally.findings.is_empty());
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Generates and compiles the crates of a batch, and compares the requests of its APIs.
fn compare_batch(
    documents: Vec<Document>,
    cases: u64,
    seed: u64,
    workspace: &Workspace,
    root: &Path,
) -> Result<Vec<Tally>, Failure> {
    let started = Instant::now();
    let apis =
        documents.into_par_iter().map(|(name, path)| generate(name, path, workspace)).collect::<Result<Vec<_>, _>>()?;
    let rust = Program::build(
        workspace,
        "requests-driver",
        &apis.iter().map(|api| api.name.as_str()).collect::<Vec<_>>(),
        driver::source(apis.iter().map(|api| (api.name.as_str(), &api.functions))),
    )?;
    let seconds = started.elapsed().as_secs();
    terminal::print(format_args!("generated and compiled {} in {seconds} s", counted(apis.len(), "API")))?;
    terminal::print(format_args!("seed {seed}"))?;
    let clients = Clients { rust, python: PythonClient::install(root)? };
    apis.par_iter().map(|api| compare_api(api, cases, seed, &clients)).collect()
}

/// Returns the names and paths of the documents on the command line, or of those on the list.
fn documents(arguments: &cli::PythonClient, root: &Path) -> Result<Vec<Document>, Failure> {
    let mut documents = Vec::new();
    for path in &arguments.document {
        documents.push((file_stem(path), absolute(path)?));
    }
    let names = match arguments.apis.as_slice() {
        [] if documents.is_empty() => documents::read_list(&root.join("tests/conformance/python-client.txt"))?,
        names => names.to_vec(),
    };
    if !names.is_empty() {
        let folder = match &arguments.documents {
            Some(folder) => absolute(folder)?,
            None => corpus::folder(root)?,
        };
        documents.extend(names.into_iter().map(|name| {
            let path = folder.join(format!("{name}.json"));
            (name, path)
        }));
    }
    let mut names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let duplicate = names.windows(2).find(|pair| pair.first() == pair.last()).and_then(<[&str]>::first);
    if let Some(name) = duplicate {
        let message =
            format!("document `{name}` is passed twice\n  help: pass each API once, or rename one of the files");
        return Err(Failure::Usage(message));
    }
    Ok(documents)
}

fn file_stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(Failure::io(path, "is not a valid path"))
}

fn generate(name: String, path: PathBuf, workspace: &Workspace) -> Result<Api, Failure> {
    let generated = workspace.generate(&path, &name, &[])?;
    let functions = rust_api::read(&generated.generated.files)?;
    Ok(Api { name, path, document: generated.document, functions })
}

/// Makes the calls of one API with both clients and compares the requests.
fn compare_api(api: &Api, cases: u64, seed: u64, clients: &Clients) -> Result<Tally, Failure> {
    let methods = method::all(&api.document);
    let mut tally = Tally::new(&api.name, methods.len());
    for id in method::duplicate_ids(&methods) {
        tally.add_finding(id, "another method has the same id, so only one of them is compared");
    }
    let calls = calls(api, &methods, cases, seed, &mut tally);
    tally.calls = calls.len();
    if calls.is_empty() {
        return Ok(tally);
    }
    let for_rust = calls.iter().map(|call| call.case.rust.to_line("method", &json!(call.method.id)) + "\n").collect();
    let for_python = calls.iter().flat_map(|call| {
        let rewritten = call.rewritten.iter().map(|(_, arguments)| arguments);
        let arguments = [&call.case.python].into_iter().chain(rewritten);
        arguments.map(|arguments| arguments.to_line("path", &json!(call.method.path)) + "\n")
    });
    let (rust, python) = rayon::join(
        || clients.rust.run(&api.name, for_rust),
        || clients.python.build_requests(&api.path, for_python.collect()),
    );
    let (mut rust, mut python) = (rust?.into_iter(), python?.into_iter());
    for call in &calls {
        let missing = || Failure::Usage(format!("{}: a client returned no request for {}", api.name, call.method.id));
        let rust = Outcome::parse(&rust.next().ok_or_else(missing)?);
        let plain = python.next().ok_or_else(missing)?;
        let rewritten = match &call.rewritten {
            Some((accepted, _)) => Some((accepted.as_slice(), python.next().ok_or_else(missing)?)),
            None => None,
        };
        let rewritten = rewritten.as_ref().map(|(accepted, outcome)| (*accepted, outcome));
        match compare(call.method, &call.case, &rust, &plain, rewritten) {
            Comparison::Equal => tally.equal += 1,
            Comparison::Accepted(differences) => tally.add_accepted(&differences),
            Comparison::Different(difference) => {
                let arguments = &call.case.python;
                let arguments = json!({"parameters": arguments.parameters, "common": arguments.common});
                let rewritten = rewritten.map_or_else(String::new, |(_, outcome)| format!("\n  rewritten: {outcome}"));
                let details =
                    format!("\n  Rust:      {rust}\n  Python:    {plain}{rewritten}\n  arguments: {arguments}");
                tally.add_finding(call.method.id, &format!("{difference}{details}"));
            }
        }
    }
    Ok(tally)
}

/// Returns the calls to compare. Adds a finding for each method that cannot be called.
fn calls<'m>(api: &Api, methods: &'m [Method<'m>], cases: u64, seed: u64, tally: &mut Tally) -> Vec<Call<'m>> {
    let mut calls = Vec::new();
    for method in methods {
        if !api.functions.contains_key(method.id) {
            tally.add_finding(method.id, "the generated crate has no function for this method");
            continue;
        }
        for number in 0..cases {
            // Derive a seed for each case, so that it does not depend on the methods before it.
            let random = fastrand::Rng::with_seed(seed ^ hash(method.id) ^ number);
            match case::random(&api.document, method, number, random) {
                Ok(case) => {
                    let rewritten = accepted_differences::rewrite(method, &case.python);
                    calls.push(Call { method, case, rewritten });
                }
                Err(error) => {
                    tally.add_finding(method.id, &format!("cannot generate random arguments: {error}"));
                    break;
                }
            }
        }
    }
    calls
}
