//! The program that compares the types.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use benches::Result;
use serde_json::Value;

use crate::kinds::cargo;

const TIMING: &str = include_str!("../../../codec/src/timing.rs");
const MEASURE: &str = include_str!("../../../schemas/measure.rs");
const VALUES: &str = include_str!("../../../schemas/values.rs");

/// The imports of the modules with serde's structs.
const IMPORTS: &str = "use std::collections::HashMap;\n\nuse serde::{Deserialize, Serialize};\nuse serde_json::Value;\n\n\
    use crate::values::{Bytes, Duration, Text};\n\n";

pub struct Program {
    folder: PathBuf,
    /// The names of packages, with serde's structs.
    apis: Vec<(String, String)>,
    /// The statements that compare types, each for the value with the same index.
    comparisons: Vec<String>,
    values: Vec<String>,
}

impl Program {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, apis: Vec::new(), comparisons: Vec::new(), values: Vec::new() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds an API with the declarations of its structs.
    pub fn add_api(&mut self, package: &str, structs: &str) {
        self.apis.push((package.to_owned(), structs.to_owned()));
    }

    /// Compares the generated type `ty` of a schema with another one.
    pub fn compare(&mut self, package: &str, (schema, ty): (&str, &str), other: &str, value: &Value) {
        let module = package.replace('-', "_");
        let generated = format!("{module}::schemas::{ty}");
        let name = format!("{schema} of {package}");
        let comparison =
            format!("measurements.compare::<{generated}, of_{module}::{other}>({name:?}, values.next().unwrap());");
        self.comparisons.push(comparison);
        self.values.push(value.to_string());
    }

    /// Builds the program, and returns a command that runs it.
    pub fn build(&self) -> Result<Command> {
        let source = self.folder.join("program/src");
        std::fs::create_dir_all(&source)?;
        std::fs::write(source.join("timing.rs"), TIMING)?;
        std::fs::write(source.join("measure.rs"), MEASURE)?;
        std::fs::write(source.join("values.rs"), VALUES)?;
        let values = self.folder.join("values.jsonl");
        std::fs::write(&values, self.values.join("\n"))?;
        let mut main = String::from(
            "#![allow(dead_code, deprecated, unused_imports)]\n#![recursion_limit = \"256\"]\n\nmod measure;\nmod timing;\nmod values;\n\nuse discovery_runtime as runtime;\n",
        );
        let mut manifest = String::from(
            "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             base64 = \"0.23\"\nchrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }\n\
             cpu-time = \"1\"\ngoogle-apis-common = \"8\"\nserde = { version = \"1\", features = [\"derive\"] }\n\
             serde_json = \"1\"\nserde_with = \"3\"\n",
        );
        let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
        writeln!(manifest, "discovery-runtime = {{ path = {runtime:?}, default-features = false }}")?;
        for (package, structs) in &self.apis {
            let module = format!("of_{}", package.replace('-', "_"));
            writeln!(main, "mod {module};")?;
            writeln!(manifest, "{package} = {{ path = \"../{package}\", default-features = false }}")?;
            std::fs::write(source.join(format!("{module}.rs")), format!("{IMPORTS}{structs}"))?;
        }
        main.push_str("\nfn main() {\n    let mut measurements = measure::Measurements::default();\n");
        writeln!(
            main,
            "    let values = std::fs::read_to_string({values:?}).unwrap();\n    let mut values = values.lines();"
        )?;
        for comparison in &self.comparisons {
            writeln!(main, "    {comparison}")?;
        }
        main.push_str("    measurements.print();\n}\n");
        std::fs::write(source.join("main.rs"), main)?;
        std::fs::write(self.folder.join("program/Cargo.toml"), manifest)?;
        let mut build = cargo();
        build.args(["build", "--release", "--quiet", "--manifest-path"]).arg(self.folder.join("program/Cargo.toml"));
        let target = self.folder.join("target");
        if !build.env("CARGO_TARGET_DIR", &target).status()?.success() {
            return Err("the comparison of schemas cannot be built".into());
        }
        Ok(Command::new(target.join("release/program")))
    }
}
