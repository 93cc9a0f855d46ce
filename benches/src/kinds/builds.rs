//! Cold builds of programs that make one call, and the size of the programs.

use std::time::Instant;

use benches::Result;

use super::{cargo, target};
use crate::table::{Sample, Table};

const PACKAGES: [(&str, &str); 5] = [
    ("size-generated", "build"),
    ("size-native-tls", "build"),
    ("size-google-apis-rs", "build"),
    ("size-reqwest", "build"),
    ("size-types", "check"),
];

pub fn run(rounds: usize, table: &mut Table) -> Result {
    let mut seconds = PACKAGES.map(|_| Sample::default());
    let mut sizes = PACKAGES.map(|_| Sample::default());
    let mut order: Vec<usize> = (0..PACKAGES.len()).collect();
    for _ in 0..rounds {
        for &index in &order {
            let (package, command) = PACKAGES[index];
            let profile = if command == "build" { "release" } else { "dev" };
            let (time, size) = cold(package, command, profile)?;
            seconds[index].push(time);
            sizes[index] = Sample::from_iter([size]);
        }
        order.reverse();
    }
    for (what, generated, name, other, goals) in [
        ("program with one call", 0, "google-games1", 2, ["≤ 3.0 MB", "≤ 0.8"]),
        ("program with one call, native-tls", 1, "google-games1", 2, ["≤ 3.0 MB", "≤ 0.8"]),
        ("program with one call", 0, "reqwest", 3, ["", ""]),
    ] {
        table.compare(&format!("{what}, MB, {name}"), &sizes[generated], &sizes[other], 2, goals[0]);
        let what = format!("its cold release build, s, {name}");
        table.compare(&what, &seconds[generated], &seconds[other], 0, goals[1]);
    }
    table.single("cold check of types and requests, s", &seconds[4], 0, "");
    let ship = |package| -> Result<Sample> { Ok(Sample::from_iter([cold(package, "build", "ship")?.1])) };
    let (generated, google) = (ship("size-generated")?, ship("size-google-apis-rs")?);
    table.compare("program with one call, LTO, MB, google-games1", &generated, &google, 2, "≤ 3.0 MB");
    Ok(())
}

/// Builds or checks a package with an empty target directory. Returns the time in seconds, and the
/// size of the program in MB.
fn cold(package: &str, command: &str, profile: &str) -> Result<(f64, f64)> {
    let target = target().join("cold");
    if target.exists() {
        std::fs::remove_dir_all(&target)?;
    }
    let mut cargo = cargo();
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_TARGET_DIR", &target);
    cargo.args([command, "--quiet", "--locked", "--package", package, "--profile", profile]);
    let start = Instant::now();
    if !cargo.status()?.success() {
        return Err(format!("{package} does not build").into());
    }
    let seconds = start.elapsed().as_secs_f64();
    let program = target.join(profile).join(format!("{package}{}", std::env::consts::EXE_SUFFIX));
    let size = if command == "build" { std::fs::metadata(program)?.len() as f64 / 1e6 } else { 0.0 };
    Ok((seconds, size))
}
