//! Runs benchmarks, prints their tables and writes them to `RESULTS.md`. `README.md` describes them.

use benches::Result;
use clap::{Parser, ValueEnum};

use crate::kinds::{Kind, Settings};
use crate::results::Results;
use crate::table::Table;

mod chart;
mod conditions;
mod kinds;
mod programs;
mod results;
mod table;

/// Run benchmarks, print their tables and write them to benches/RESULTS.md.
#[derive(Parser)]
#[command(bin_name = "benches/run")]
struct Arguments {
    /// Kinds to run [default: all but compile-all]
    kinds: Vec<Kind>,

    /// How often to measure each program, except those of codec [default: 31 for calls, 5 for media and parallel, 3 for compile and generate, 2 for builds, 1 for compile-all]
    #[arg(long, value_name = "NUMBER")]
    rounds: Option<usize>,

    /// Measure only the crates of `compile` whose name contains this text, and write no results.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,

    /// A sentence about the circumstances, to be written above the tables.
    #[arg(long, value_name = "SENTENCE")]
    note: Option<String>,
}

fn main() -> Result {
    let arguments = Arguments::parse();
    let is_selected = |kind: &Kind| match &arguments.kinds[..] {
        [] => kind.is_usual(),
        kinds => kinds.contains(kind),
    };
    let settings = Settings { rounds: arguments.rounds, only: arguments.only.clone().unwrap_or_default() };
    for &kind in Kind::value_variants().iter().filter(|kind| is_selected(kind)) {
        let conditions = conditions::describe(arguments.note.as_deref())?;
        println!("\n## {}\n\n{conditions}\n\n{}", kind.name(), Table::HEADER);
        let mut table = Table::default();
        kind.run(&settings, &mut table)?;
        if arguments.only.is_some() {
            continue;
        }
        // After each kind, so that a later one that fails does not lose the results.
        let mut results = Results::read()?;
        results.replace(kind, &conditions, &table);
        results.write()?;
        chart::update(&results)?;
    }
    Ok(())
}
