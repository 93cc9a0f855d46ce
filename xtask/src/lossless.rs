//! `cargo xtask lossless`: random values of an API's schemas go through the generated types and must come back whole.

mod driver;
mod sample;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use discovery_codegen::{ClientSource, Options};
use serde_json::Value;

use crate::cli;
use crate::failure::Failure;
use crate::nearest::nearest;
use crate::output::Plan;
use crate::{place, scratch, terminal};
use driver::{Driver, Trip};
use sample::Sampler;

/// An API under test.
struct Api {
    name: String,
    document: Value,
    /// Schemas and their types.
    types: Vec<(String, String)>,
}

pub(crate) fn run(arguments: &cli::Lossless) -> Result<ExitCode, Failure> {
    let names = names(arguments)?;
    let out = place::root().join("target/lossless");
    let apis = names.iter().map(|name| generate(&arguments.folder, name, &out)).collect::<Result<Vec<_>, _>>()?;
    terminal::note(format_args!("compiling {}", terminal::counted(apis.len(), "crate")));
    let driver = Driver::build(&out, &apis)?;

    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let (mut trips, mut failures) = (0, 0);
    for api in &apis {
        let mut samples = Vec::new();
        for (schema, _) in &api.types {
            for case in 0..arguments.cases {
                // Each value has a seed of its own, so that one of them can be had again alone.
                let mut sampler = Sampler::new(&api.document, fastrand::Rng::with_seed(seed ^ hash(schema) ^ case));
                samples.push((schema.as_str(), sampler.schema(schema)));
            }
        }
        let requests = samples.iter().map(|(schema, sample)| (*schema, sample.sent.clone()));
        let answers = driver.run(&api.name, requests)?;
        if answers.len() != samples.len() {
            let message = format!("{}: {} values went in, {} came out", api.name, samples.len(), answers.len());
            return Err(Failure::Usage(message));
        }
        for ((schema, sample), answer) in samples.iter().zip(answers) {
            trips += 1;
            let complaint = match answer {
                Trip::Back(value) => sample::difference(&sample.expected, &value, ""),
                Trip::Failed(error) => Some(error),
            };
            if let Some(complaint) = complaint {
                failures += 1;
                if failures <= 20 {
                    eprintln!("{} {schema}: {complaint}\n  sent {}", api.name, sample.sent);
                }
            }
        }
    }
    let schemas: usize = apis.iter().map(|api| api.types.len()).sum();
    println!("{}, {schemas} schemas, {trips} values: {failures} lost something", terminal::counted(apis.len(), "API"));
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn names(arguments: &cli::Lossless) -> Result<Vec<String>, Failure> {
    if arguments.apis.is_empty() {
        let only = place::root().join("tests/lossless.txt");
        return scratch::listed(&only);
    }
    Ok(arguments.apis.clone())
}

fn generate(folder: &Path, name: &str, out: &Path) -> Result<Api, Failure> {
    let path: PathBuf = folder.join(format!("{name}.json"));
    if folder.is_dir() && !path.exists() {
        return Err(missing(folder, name));
    }
    let text = std::fs::read_to_string(&path).map_err(Failure::io(&path, "cannot be read"))?;
    let folder = out.join("crates").join(name);
    let client = place::dependency_path(&folder, &place::root().join("client"));
    let options = Options::default().client(ClientSource::Path(client)).package(scratch::package(name));
    let generated =
        discovery_codegen::generate(&text, &options).map_err(|error| Failure::Document(path.clone(), error))?;
    Plan::new(&folder, &generated.files)?.apply()?;
    let document = serde_json::from_str(&text).map_err(|error| Failure::File { path, message: error.to_string() })?;
    Ok(Api { name: name.to_owned(), document, types: generated.types.into_iter().collect() })
}

fn missing(folder: &Path, name: &str) -> Failure {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let stems: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    let help = match nearest(name, stems.iter().map(String::as_str)).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name its documents, without `.json`, as in `drive.v3`".to_owned(),
    };
    let message = format!("there is no document `{name}.json` here\n  help: {help}");
    Failure::File { path: folder.to_owned(), message }
}

/// FNV-1a: the same on every machine and in every version, as a printed seed must be.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
