//! A program that holds the generated types: it reads JSON as a type and writes it again, a line each.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Api;
use crate::failure::Failure;
use crate::output::Plan;
use crate::place;
use crate::scratch::{self, package};

/// What became of a value.
pub(super) enum Trip {
    Back(Value),
    Failed(String),
}

pub(super) struct Driver {
    program: PathBuf,
}

impl Driver {
    /// Writes the program and builds it.
    pub(super) fn build(out: &Path, apis: &[Api]) -> Result<Self, Failure> {
        let files =
            BTreeMap::from([("Cargo.toml".to_owned(), manifest(apis, out)), ("src/main.rs".to_owned(), source(apis))]);
        Plan::new(out, &files)?.apply()?;
        scratch::lock(out)?;
        let status = scratch::cargo(out)
            .args(["build", "--quiet"])
            .status()
            .map_err(Failure::io(out, "cargo cannot be run here"))?;
        if !status.success() {
            let message = "the generated crates do not compile".to_owned();
            return Err(Failure::File { path: out.to_owned(), message });
        }
        let name = format!("lossless-driver{}", std::env::consts::EXE_SUFFIX);
        Ok(Self { program: out.join("target/debug").join(name) })
    }

    /// Sends values through the types of their schemas.
    pub(super) fn run<'s>(
        &self,
        api: &str,
        values: impl Iterator<Item = (&'s str, Value)>,
    ) -> Result<Vec<Trip>, Failure> {
        let failed = |what| Failure::io(&self.program, what);
        let mut child = Command::new(&self.program)
            .arg(api)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed("cannot be run"))?;
        let input: String = values.fold(String::new(), |mut input, (schema, value)| {
            let _ = writeln!(input, "{schema}\t{value}");
            input
        });
        // Written beside the reading: both pipes would fill up.
        let stdin = child.stdin.take();
        let writer = std::thread::spawn(move || match stdin {
            Some(mut stdin) => stdin.write_all(input.as_bytes()),
            None => Ok(()),
        });
        let output = child.wait_with_output().map_err(failed("cannot be waited for"))?;
        if let Ok(Err(error)) = writer.join() {
            return Err(failed("did not take its input")(error));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text
            .lines()
            .map(|line| match line.split_once('\t') {
                Some(("ok", json)) => {
                    serde_json::from_str(json).map_or_else(|error| Trip::Failed(error.to_string()), Trip::Back)
                }
                _ => Trip::Failed(line.to_owned()),
            })
            .collect())
    }
}

fn manifest(apis: &[Api], out: &Path) -> String {
    let client = place::dependency_path(out, &place::root().join("client"));
    let mut text = format!(
        "# {}\n\n[package]\nname = \"lossless-driver\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         discovery-client = {{ path = {client:?}, default-features = false }}\n",
        discovery_codegen::MARK
    );
    for api in apis {
        let _ =
            writeln!(text, "{} = {{ path = \"crates/{}\", default-features = false }}", package(&api.name), api.name);
    }
    text
}

fn source(apis: &[Api]) -> String {
    let mut text = format!("// {}\n\n#![allow(deprecated)]\n", discovery_codegen::MARK);
    text.push_str(
        r#"
use std::io::{BufRead, Write};

fn main() {
    let api = std::env::args().nth(1).unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap_or_default();
        let (schema, json) = line.split_once('\t').unwrap_or_default();
        match pass(&api, schema, json.as_bytes()) {
            Ok(json) => {
                let _ = out.write_all(b"ok\t");
                let _ = out.write_all(&json);
                let _ = out.write_all(b"\n");
            }
            Err(error) => {
                let _ = writeln!(out, "error: {}", error.replace(['\n', '\t'], " "));
            }
        }
    }
}

fn trip<T: discovery_client::Wire>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = discovery_client::decode(json).map_err(|error| error.to_string())?;
    Ok(discovery_client::encode(&value))
}
"#,
    );
    let mut dispatch = String::new();
    for (index, api) in apis.iter().enumerate() {
        let krate = package(&api.name).replace('-', "_");
        let _ = writeln!(dispatch, "        {:?} => api_{index}(schema, json),", api.name);
        let _ = writeln!(
            text,
            "\nfn api_{index}(schema: &str, json: &[u8]) -> Result<Vec<u8>, String> {{\n    match schema {{"
        );
        for (schema, ty) in &api.types {
            let _ = writeln!(text, "        {schema:?} => trip::<{krate}::schemas::{ty}>(json),");
        }
        text.push_str("        _ => Err(\"no such schema\".to_owned()),\n    }\n}\n");
    }
    let _ = writeln!(
        text,
        "\nfn pass(api: &str, schema: &str, json: &[u8]) -> Result<Vec<u8>, String> {{\n    match api {{\n{dispatch}        _ => Err(\"no such API\".to_owned()),\n    }}\n}}"
    );
    text
}
