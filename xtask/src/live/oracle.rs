//! `cargo xtask live oracle`: the same calls through generated crates and through Google's own Python client. Whatever is
//! different in HTTP method, URL or body is one of the [known] differences or a finding.

mod answer;
mod case;
mod driver;
mod known;
mod method;
mod pattern;
mod peer;
mod report;
mod surface;
mod text;
mod url;
mod verdict;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::sample::hash;
use crate::scratch::{self, Program};
use crate::{cli, corpus, place};
use answer::Answer;
use case::{Arguments, Case};
use known::Rule;
use method::Method;
use peer::Peer;
use report::Tally;
use surface::Function;
use verdict::{Verdict, judge};

/// An API under test.
struct Api {
    name: String,
    path: PathBuf,
    document: Value,
    functions: BTreeMap<String, Function>,
}

/// Both clients.
struct Clients {
    program: Program,
    peer: Peer,
}

/// A call, and what Python would have to be given for the request that we make, where that is known to be something else.
struct Call<'d> {
    method: &'d Method<'d>,
    case: Case,
    rewritten: Option<(Vec<Rule>, Arguments)>,
}

pub(crate) fn run(arguments: &cli::Oracle) -> Result<ExitCode, Failure> {
    let workspace = place::root().join("target/live/oracle");
    let documents = documents(arguments)?;
    let started = Instant::now();
    let apis = documents
        .into_par_iter()
        .map(|(name, path)| generate(name, path, &workspace))
        .collect::<Result<Vec<_>, _>>()?;
    let program = Program::build(
        &workspace,
        "oracle-driver",
        &apis.iter().map(|api| api.name.as_str()).collect::<Vec<_>>(),
        driver::source(apis.iter().map(|api| (api.name.as_str(), &api.functions))),
    )?;
    let clients = Clients { program, peer: Peer::set_up()? };
    println!("{} APIs generated and compiled in {} s", apis.len(), started.elapsed().as_secs());

    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let tallies =
        apis.par_iter().map(|api| examine(api, arguments.cases, seed, &clients)).collect::<Result<Vec<_>, _>>()?;
    report::print(&tallies);
    let clean = tallies.iter().all(|tally| tally.findings.is_empty());
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The documents by name: those of the command line, or those of the list.
fn documents(arguments: &cli::Oracle) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut documents = Vec::new();
    for path in &arguments.document {
        // Where Python runs is no business of the path.
        let path = std::path::absolute(path).map_err(Failure::io(path, "is no path"))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        documents.push((name, path));
    }
    let named = match arguments.apis.as_slice() {
        [] if documents.is_empty() => scratch::listed(&place::root().join("tests/oracle.txt"))?,
        names => names.to_vec(),
    };
    if !named.is_empty() {
        let folder = match &arguments.documents {
            Some(folder) => std::path::absolute(folder).map_err(Failure::io(folder, "is no path"))?,
            None => corpus::folder()?,
        };
        documents.extend(named.into_iter().map(|name| {
            let path = folder.join(format!("{name}.json"));
            (name, path)
        }));
    }
    let mut names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    if let Some(name) = names.windows(2).find_map(|pair| (pair.first() == pair.last()).then(|| pair.first())).flatten()
    {
        let message = format!("there are two documents `{name}`\n  help: name each API once; rename one of the files");
        return Err(Failure::Usage(message));
    }
    Ok(documents)
}

fn generate(name: String, path: PathBuf, workspace: &Path) -> Result<Api, Failure> {
    let scratch::Specimen { document, generated } = scratch::generate(&path, &name, workspace, &[])?;
    let functions = surface::read(&generated.files)?;
    Ok(Api { name, path, document, functions })
}

/// Makes the calls of one API with both clients.
fn examine(api: &Api, cases: u64, seed: u64, clients: &Clients) -> Result<Tally, Failure> {
    let methods = method::all(&api.document);
    let mut tally = Tally::new(&api.name, methods.len());
    for id in method::doubles(&methods) {
        tally.find(id, "two methods have this id, so that one of them is not tried");
    }
    let calls = calls(api, &methods, cases, seed, &mut tally);
    tally.calls = calls.len();
    let to_us = calls.iter().map(|call| call.case.ours.line("method", &json!(call.method.id)) + "\n").collect();
    let to_them = calls.iter().flat_map(|call| {
        let given = [&call.case.theirs].into_iter().chain(call.rewritten.iter().map(|(_, arguments)| arguments));
        given.map(|arguments| arguments.line("place", &json!(call.method.place)) + "\n")
    });
    let (ours, theirs) =
        rayon::join(|| clients.program.run(&api.name, to_us), || clients.peer.ask(&api.path, to_them.collect()));
    let (mut ours, mut theirs) = (ours?.into_iter(), theirs?.into_iter());
    for call in &calls {
        let unanswered = || Failure::Usage(format!("{}: {} has no answer", api.name, call.method.id));
        let ours = Answer::parse(&ours.next().ok_or_else(unanswered)?);
        let plain = theirs.next().ok_or_else(unanswered)?;
        let again = match &call.rewritten {
            Some((rules, _)) => Some((rules.as_slice(), theirs.next().ok_or_else(unanswered)?)),
            None => None,
        };
        let again = again.as_ref().map(|(rules, answer)| (*rules, answer));
        match judge(call.method, &call.case, &ours, &plain, again) {
            Verdict::Equal => tally.equal += 1,
            Verdict::Known(rules) => tally.know(&rules),
            Verdict::Different(what) => {
                let given = &call.case.theirs;
                let given = json!({"parameters": given.parameters, "common": given.common});
                let again = again.map_or_else(String::new, |(_, answer)| format!("\n  Python, rewritten: {answer}"));
                let seen = format!("{what}\n  ours:   {ours}\n  Python: {plain}{again}\n  given:  {given}");
                tally.find(call.method.id, &seen);
            }
        }
    }
    Ok(tally)
}

/// The calls to make. A method that cannot be called is a finding.
fn calls<'m>(api: &Api, methods: &'m [Method<'m>], cases: u64, seed: u64, tally: &mut Tally) -> Vec<Call<'m>> {
    let mut calls = Vec::new();
    for method in methods {
        if !api.functions.contains_key(method.id) {
            tally.find(method.id, "the generated crate has no function for it");
            continue;
        }
        for number in 0..cases {
            // Each case has a seed of its own, so that the methods before it do not matter.
            let random = fastrand::Rng::with_seed(seed ^ hash(method.id) ^ number);
            match case::sample(&api.document, method, number, random) {
                Ok(case) => {
                    let rewritten = known::rewritten(method, &case.theirs);
                    calls.push(Call { method, case, rewritten });
                }
                Err(error) => {
                    tally.find(method.id, &format!("cannot be sampled: {error}"));
                    break;
                }
            }
        }
    }
    calls
}
