//! Decoding and encoding of all schemas of several APIs.

mod program;
mod structs;
mod values;

use std::process::Stdio;

use benches::Result;
use serde_json::Value;

use self::program::Program;
use self::structs::Structs;
use self::values::value;
use super::{corpus, discovery_codegen, target};
use crate::table::Table;

/// Names of APIs, as in the corpus.
const APIS: &str = include_str!("../../../tests/round-trip.txt");

/// Adds the rows that the program prints, which compares generated types with serde's.
pub fn run(table: &mut Table) -> Result {
    let mut program = Program::new(target().join("schemas"));
    for name in APIS.lines().filter(|line| !line.starts_with('#')) {
        let path = corpus()?.join(format!("{name}.json"));
        let package = name.replace('.', "-");
        let out = program.folder().join(&package);
        // Its warnings are about names.
        if !discovery_codegen(&path, &out)?.arg("--name").arg(&package).stderr(Stdio::null()).status()?.success() {
            return Err(format!("{name} cannot be generated").into());
        }
        let text = std::fs::read_to_string(path)?;
        let document: Value = serde_json::from_str(&text)?;
        let types = ::discovery_codegen::generate(&text, &::discovery_codegen::Options::default())?.types;
        let structs = Structs::of(&document);
        for (schema, ty) in types {
            if let Some(other) = structs.ty(&schema) {
                program.compare(&package, (&schema, &ty), other, &value(&document, &schema));
            }
        }
        program.add_api(&package, structs.text());
    }
    let output = program.build()?.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the comparison of schemas failed".into());
    }
    for row in String::from_utf8(output.stdout)?.lines() {
        table.push(row.to_owned());
    }
    Ok(())
}
