//! A program that holds the generated types: it reads JSON as a type and writes it again, a line each.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::Api;
use crate::failure::Failure;
use crate::scratch::{Program, package};

/// What became of a value.
pub(super) enum Trip {
    Back(Value),
    Failed(String),
}

pub(super) struct Driver {
    program: Program,
}

impl Driver {
    /// Writes the program and builds it.
    pub(super) fn build(out: &Path, apis: &[Api]) -> Result<Self, Failure> {
        let names: Vec<&str> = apis.iter().map(|api| api.name.as_str()).collect();
        let program = Program::build(out, "lossless-driver", &names, source(apis))?;
        Ok(Self { program })
    }

    /// Sends values through the types of their schemas.
    pub(super) fn run<'s>(
        &self,
        api: &str,
        values: impl Iterator<Item = (&'s str, Value)>,
    ) -> Result<Vec<Trip>, Failure> {
        let input: String = values.fold(String::new(), |mut input, (schema, value)| {
            let _ = writeln!(input, "{schema}\t{value}");
            input
        });
        let lines = self.program.run(api, input)?;
        let trip = |line: String| match line.split_once('\t') {
            Some(("ok", json)) => {
                serde_json::from_str(json).map_or_else(|error| Trip::Failed(error.to_string()), Trip::Back)
            }
            _ => Trip::Failed(line),
        };
        Ok(lines.into_iter().map(trip).collect())
    }
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

fn trip<T: discovery_runtime::wire::Wire>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = discovery_runtime::decode(json).map_err(|error| error.to_string())?;
    Ok(discovery_runtime::encode(&value))
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
