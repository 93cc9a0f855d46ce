//! The chart in the project's README: what it takes to check the crates of Compute.

use std::path::Path;

use benches::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::conditions::machine_of;
use crate::kinds::Kind;
use crate::results::Results;

/// Contrasts equally with a white and with a nearly black background, as 4.3 to 1.
const TEXT: RGBColor = RGBColor(0x7a, 0x7a, 0x7a);
const OWN: RGBColor = RGBColor(0x1f, 0x88, 0x3d);
const OTHER: RGBColor = RGBColor(0x8c, 0x95, 0x9f);

const WIDTH: i32 = 860;
const BAR: i32 = 24;
const LINE: i32 = 34;
const TOP: i32 = 40;
const NAMES: i32 = 210;

/// A crate with the seconds and megabytes that the compiler needs.
struct Measured {
    name: String,
    seconds: f64,
    megabytes: f64,
}

/// Draws the chart, and describes it in the README, if Compute was measured.
pub fn update(results: &Results) -> Result {
    let measured = measured(results);
    if measured.len() < 2 {
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    draw(&measured, &folder.join("compile.svg"))?;
    describe(&measured, &folder.join("../README.md"))
}

/// Returns the medians of the generated crate and of its peers on the same machine.
fn measured(results: &Results) -> Vec<Measured> {
    let mut measured = Vec::new();
    let Some((line, rows)) = results.section(Kind::Compile) else { return measured };
    let machine = machine_of(line);
    measured
        .extend(measured_in(&rows, "google-compute1", 1).map(|own| Measured { name: "this project".into(), ..own }));
    measured.extend(measured_in(&rows, "google-compute1", 2));
    if let Some((line, rows)) = results.section(Kind::CompileAll)
        && machine_of(line) == machine
    {
        measured.extend(measured_in(&rows, "google-cloud-compute-v1", 2));
    }
    measured
}

/// Returns what a column says in the rows that compare with a crate.
fn measured_in(rows: &[Vec<&str>], other: &str, column: usize) -> Option<Measured> {
    let value = |resource: &str| {
        let what = format!("check of compute-v1, {resource}, {other}");
        let cell = rows.iter().find(|row| row[0] == what)?.get(column)?;
        cell.split(' ').next()?.parse().ok()
    };
    Some(Measured { name: other.to_owned(), seconds: value("processor time, s")?, megabytes: value("memory, MB")? })
}

fn draw(measured: &[Measured], path: &Path) -> Result {
    let height = TOP + LINE * measured.len() as i32 + 6;
    let root = SVGBackend::new(path, (WIDTH as u32, height as u32)).into_drawing_area();
    // Without a background, so that the chart is readable on light and dark pages.
    let style =
        |size: i32, position| ("sans-serif", size).into_font().color(&TEXT).pos(Pos::new(position, VPos::Center));
    let column = (WIDTH - NAMES) / 2;
    for (index, (title, value, text)) in [
        (
            "processor time",
            (|crate_| crate_.seconds) as fn(&Measured) -> f64,
            (|value| format!("{value:.0} s")) as fn(f64) -> String,
        ),
        ("peak memory", |crate_| crate_.megabytes, |value| format!("{:.1} GB", value / 1e3)),
    ]
    .into_iter()
    .enumerate()
    {
        let left = NAMES + column * index as i32;
        root.draw(&Text::new(title, (left, TOP / 2), style(16, HPos::Left)))?;
        let largest = measured.iter().map(value).fold(f64::MIN_POSITIVE, f64::max);
        for (row, crate_) in measured.iter().enumerate() {
            let middle = TOP + LINE * row as i32 + LINE / 2;
            let length = (f64::from(column - 80) * value(crate_) / largest).round() as i32;
            let color = if row == 0 { OWN } else { OTHER };
            let bar = [(left, middle - BAR / 2), (left + length, middle + BAR / 2)];
            root.draw(&Rectangle::new(bar, color.filled()))?;
            root.draw(&Text::new(text(value(crate_)), (left + length + 8, middle), style(16, HPos::Left)))?;
            if index == 0 {
                root.draw(&Text::new(crate_.name.as_str(), (left - 12, middle), style(16, HPos::Right)))?;
            }
        }
    }
    Ok(root.present()?)
}

/// Replaces the description of the image in the README.
fn describe(measured: &[Measured], path: &Path) -> Result {
    let numbers: Vec<String> = measured
        .iter()
        .map(|crate_| format!("{} {:.0} s and {:.1} GB", crate_.name, crate_.seconds, crate_.megabytes / 1e3))
        .collect();
    let image = format!("![Checking Compute: {}](benches/compile.svg)", numbers.join(", "));
    let readme = std::fs::read_to_string(path)?;
    let lines = readme.split_inclusive('\n').map(|line| {
        if line.starts_with("![") && line.contains("(benches/compile.svg)") {
            format!("{image}\n")
        } else {
            line.to_owned()
        }
    });
    Ok(std::fs::write(path, lines.collect::<String>())?)
}
