//! The driver program for the round trip.
//!
//! Its `main` is in `tests/drivers`; only the dispatch from schema names to types is generated
//! here, because it names every type of the crates.

use std::fmt::Write as _;

use serde_json::Value;

use super::Api;
use crate::failure::Failure;
use crate::verify::workspace::{Program, Workspace, package_name};

/// The result of decoding and encoding a value.
pub(super) enum RoundTrip {
    Value(Value),
    Failed(String),
}

pub(super) struct Driver {
    program: Program,
}

impl Driver {
    /// Writes the program and builds it.
    pub(super) fn build(workspace: &Workspace, apis: &[Api]) -> Result<Self, Failure> {
        let names: Vec<&str> = apis.iter().map(|api| api.name.as_str()).collect();
        let program = Program::build(workspace, "round-trip-driver", &names, source(apis))?;
        Ok(Self { program })
    }

    /// Decodes and encodes values as the types of their schemas.
    pub(super) fn run<'s>(
        &self,
        api: &str,
        values: impl Iterator<Item = (&'s str, &'s Value)>,
    ) -> Result<Vec<RoundTrip>, Failure> {
        let input: String = values.fold(String::new(), |mut input, (schema, value)| {
            let _ = writeln!(input, "{schema}\t{value}");
            input
        });
        let lines = self.program.run(api, input)?;
        let parse = |line: String| match line.split_once('\t') {
            Some(("ok", json)) => {
                serde_json::from_str(json).map_or_else(|error| RoundTrip::Failed(error.to_string()), RoundTrip::Value)
            }
            _ => RoundTrip::Failed(line),
        };
        Ok(lines.into_iter().map(parse).collect())
    }
}

fn source(apis: &[Api]) -> String {
    let mut text = format!(
        "// {}\n\n#![allow(deprecated)]\n\nuse discovery_drivers::round_trip;\n\n\
         fn main() -> std::io::Result<()> {{\n    round_trip::run(convert)\n}}\n",
        discovery_codegen::MARK
    );
    let mut dispatch = String::new();
    for (index, api) in apis.iter().enumerate() {
        let krate = package_name(&api.name).replace('-', "_");
        let _ = writeln!(dispatch, "        {:?} => api_{index}(schema, json),", api.name);
        let _ = writeln!(
            text,
            "\nfn api_{index}(schema: &str, json: &[u8]) -> Result<Vec<u8>, String> {{\n    match schema {{"
        );
        for (schema, ty) in &api.types {
            let _ = writeln!(text, "        {schema:?} => round_trip::convert::<{krate}::schemas::{ty}>(json),");
        }
        text.push_str("        _ => Err(format!(\"unknown schema `{schema}`\")),\n    }\n}\n");
    }
    let _ = writeln!(
        text,
        "\nfn convert(api: &str, schema: &str, json: &[u8]) -> Result<Vec<u8>, String> {{\n    match api {{\n{dispatch}        \
         _ => Err(format!(\"unknown API `{{api}}`\")),\n    }}\n}}"
    );
    text
}
