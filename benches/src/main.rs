//! Runs all benchmarks and prints a table. `README.md` describes them.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use benches::Result;

/// How often each program is measured. The programs take turns, so that the load of the machine
/// affects them equally. The table contains medians.
const ROUNDS: usize = 5;

fn main() -> Result {
    let kind = std::env::args().nth(1).unwrap_or_default();
    if !matches!(kind.as_str(), "" | "codec" | "calls" | "media" | "parallel" | "builds") {
        return Err("expected `codec`, `calls`, `media`, `parallel`, `builds`, or no argument for all of them".into());
    }
    let selected = |name: &str| kind.is_empty() || kind == name;
    println!("{} cores, medians of {ROUNDS} rounds\n", std::thread::available_parallelism()?);
    println!("| measurement | generated | other | ratio | goal |\n|---|---|---|---|---|");
    if selected("codec") && !program("codec")?.status()?.success() {
        return Err("codec failed".into());
    }
    if selected("calls") || selected("media") || selected("parallel") {
        let server = Server::start()?;
        if selected("calls") {
            calls(&server)?;
        }
        if selected("media") {
            media(&server)?;
        }
        if selected("parallel") {
            parallel(&server)?;
        }
    }
    if selected("builds") {
        builds()?;
    }
    Ok(())
}

fn calls(server: &Server) -> Result {
    for (case, count) in [("calls-1", 10_000.0), ("calls-64", 20_000.0)] {
        let [generated, reqwest, google] =
            server.seconds(["generated", "plain-reqwest", "google-apis-rs"], case)?.map(|seconds| count / seconds);
        for (name, rate) in [("reqwest", reqwest), ("google-games1", google)] {
            row(
                &format!("{case}, calls/s, {name}"),
                &format!("{generated:.0}"),
                &format!("{rate:.0}"),
                generated / rate,
                "",
            );
        }
    }
    Ok(())
}

fn media(server: &Server) -> Result {
    for case in ["upload", "session", "download"] {
        let [generated, reqwest] =
            server.seconds(["generated", "plain-reqwest"], case)?.map(|seconds| 1024.0 / seconds);
        let (left, right) = (format!("{generated:.0}"), format!("{reqwest:.0}"));
        row(&format!("{case} of 1 GiB, MiB/s, reqwest"), &left, &right, generated / reqwest, "≥ 0.9");
    }
    let small = server.run("generated", "small")?.1;
    for case in ["upload", "session", "download"] {
        let peak = server.run("generated", case)?.1;
        let additional = format!("{:.1}", (peak - small) / 1024.0);
        println!("| {case} of 1 GiB, MiB of memory in addition to a small call | {additional} | | | ≤ 32 |");
    }
    Ok(())
}

/// Compares eight connections with one, to a server that limits the rate of each.
fn parallel(server: &Server) -> Result {
    let small = server.run("generated", "small")?.1;
    for (what, many, one) in [
        ("download to a file: 8 slices, one stream", "limited-slices", "limited-download"),
        ("upload: 8 parts, one request", "limited-parts", "limited-upload"),
    ] {
        let seconds = |case| Ok::<_, Box<dyn std::error::Error + Send + Sync>>(server.seconds(["generated"], case)?[0]);
        let (many_seconds, one_seconds) = (seconds(many)?, seconds(one)?);
        let name = format!("256 MiB, 16 MiB/s per connection, s, {what}");
        row(&name, &format!("{many_seconds:.2}"), &format!("{one_seconds:.2}"), one_seconds / many_seconds, "≥ 7");
        let additional = format!("{:.1}", (server.run("generated", many)?.1 - small) / 1024.0);
        println!("| its MiB of memory in addition to a small call | {additional} | | | ≤ 64 |");
    }
    Ok(())
}

/// Measures cold builds of programs that make one call, and the size of the programs.
fn builds() -> Result {
    const PACKAGES: [(&str, &str); 5] = [
        ("size-generated", "build"),
        ("size-native-tls", "build"),
        ("size-google-apis-rs", "build"),
        ("size-reqwest", "build"),
        ("size-types", "check"),
    ];
    let mut seconds = PACKAGES.map(|_| Vec::new());
    let mut sizes = PACKAGES.map(|_| 0.0);
    // Builds take long, so there are only two rounds, the second in reverse order.
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]] {
        for index in order {
            let (package, command) = PACKAGES[index];
            let profile = if command == "build" { "release" } else { "dev" };
            let (time, size) = cold(package, command, profile)?;
            seconds[index].push(time);
            sizes[index] = size;
        }
    }
    let seconds = seconds.map(median);
    let types = seconds[4];
    for (what, generated, name, other, goals) in [
        ("program with one call", 0, "google-games1", 2, ["≤ 3.0 MB", "≤ 0.8"]),
        ("program with one call, native-tls", 1, "google-games1", 2, ["≤ 3.0 MB", "≤ 0.8"]),
        ("program with one call", 0, "reqwest", 3, ["", ""]),
    ] {
        let (left, right) = (format!("{:.2}", sizes[generated]), format!("{:.2}", sizes[other]));
        row(&format!("{what}, MB, {name}"), &left, &right, sizes[generated] / sizes[other], goals[0]);
        let (left, right) = (format!("{:.0}", seconds[generated]), format!("{:.0}", seconds[other]));
        row(
            &format!("its cold release build, s, {name}"),
            &left,
            &right,
            seconds[generated] / seconds[other],
            goals[1],
        );
    }
    println!("| cold check of types and requests, s | {types:.0} | | | |");
    let [generated, google] =
        [cold("size-generated", "build", "ship")?.1, cold("size-google-apis-rs", "build", "ship")?.1];
    let (left, right) = (format!("{generated:.2}"), format!("{google:.2}"));
    row("program with one call, LTO, MB, google-games1", &left, &right, generated / google, "≤ 3.0 MB");
    Ok(())
}

/// Builds or checks a package with an empty target directory. Returns the time in seconds, and the
/// size of the program in MB.
fn cold(package: &str, command: &str, profile: &str) -> Result<(f64, f64)> {
    let target = target().join("cold");
    if target.exists() {
        std::fs::remove_dir_all(&target)?;
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
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

fn row(what: &str, generated: &str, other: &str, ratio: f64, goal: &str) {
    println!("| {what} | {generated} | {other} | {ratio:.2} | {goal} |");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 0 { (values[middle - 1] + values[middle]) / 2.0 } else { values[middle] }
}

fn target() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/benches"))
}

/// A running server. Dropping it stops the server.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Result<Self> {
        let mut child = program("server")?.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }

    /// Runs a case with several programs in turn, and returns the median seconds of each.
    fn seconds<const N: usize>(&self, programs: [&str; N], case: &str) -> Result<[f64; N]> {
        let mut seconds = programs.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for (name, seconds) in programs.iter().zip(&mut seconds) {
                seconds.push(self.run(name, case)?.0);
            }
        }
        Ok(seconds.map(median))
    }

    /// Runs a case in a separate process. Returns the seconds and the peak memory in KiB.
    fn run(&self, name: &str, case: &str) -> Result<(f64, f64)> {
        let output = program(name)?.args([case, &self.url]).stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8(output.stdout)?;
        let (seconds, peak) = text.trim().split_once(' ').ok_or_else(|| format!("{name} {case} failed"))?;
        Ok((seconds.parse()?, peak.parse()?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Errors mean that the server has exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a command for another program of this package.
fn program(name: &str) -> Result<Command> {
    Ok(Command::new(std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))))
}
