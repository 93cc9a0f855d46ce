//! Decoding and encoding of all schemas of several APIs.

mod program;
mod structs;
mod values;

use benches::Result;
use serde_json::Value;

use self::program::Program;
use self::structs::Structs;
use self::values::value;
use super::{document, generate_from_corpus, push_rows, target};
use crate::table::Table;

/// Names of APIs, as in the corpus.
const APIS: &str = include_str!("../../../tests/round-trip.txt");

/// Adds the rows that the program prints, which compares generated types with serde's.
pub fn run(table: &mut Table) -> Result {
    let mut program = Program::new(target().join("schemas"));
    for name in APIS.lines().filter(|line| !line.starts_with('#')) {
        let package = name.replace('.', "-");
        generate_from_corpus(&package, &program.folder().join(&package))?;
        let text = std::fs::read_to_string(document(&package)?)?;
        let description: Value = serde_json::from_str(&text)?;
        let types = discovery_codegen::generate(&text, &discovery_codegen::Options::default())?.types;
        let structs = Structs::of(&description);
        for (schema, ty) in types {
            if let Some(other) = structs.ty(&schema) {
                program.compare(&package, (&schema, &ty), other, &value(&description, &schema));
            }
        }
        program.add_api(&package, structs.text());
    }
    push_rows(program.build()?, table)
}
