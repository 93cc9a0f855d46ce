//! Takes all measurements and prints a table. `README.md` says what they are.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use benches::Outcome;

/// How often each pair is measured, one after the other so that both meet the same machine. The table has the medians.
const ROUNDS: usize = 5;

fn main() -> Outcome {
    let only = std::env::args().nth(1).unwrap_or_default();
    if !matches!(only.as_str(), "" | "calls" | "media" | "builds") {
        return Err("expected `calls`, `media` or `builds`, or nothing for all of them".into());
    }
    let wanted = |what: &str| only.is_empty() || only == what;
    println!("{} cores, medians of {ROUNDS} rounds\n", std::thread::available_parallelism()?);
    println!("| measurement | ours | beside | ratio | goal |\n|---|---|---|---|---|");
    if wanted("calls") || wanted("media") {
        let server = Server::start()?;
        if wanted("calls") {
            calls(&server)?;
        }
        if wanted("media") {
            media(&server)?;
        }
    }
    if wanted("builds") {
        builds()?;
    }
    Ok(())
}

fn calls(server: &Server) -> Outcome {
    for (case, count) in [("calls-1", 10_000.0), ("calls-64", 20_000.0)] {
        let [ours, bare, peer] = server.seconds(["ours", "bare", "peer"], case)?.map(|seconds| count / seconds);
        for (name, rate) in [("reqwest alone", bare), ("google-games1", peer)] {
            row(&format!("{case}, a second, {name}"), &format!("{ours:.0}"), &format!("{rate:.0}"), ours / rate, "");
        }
    }
    Ok(())
}

fn media(server: &Server) -> Outcome {
    for case in ["upload", "session", "download"] {
        let [ours, bare] = server.seconds(["ours", "bare"], case)?.map(|seconds| 1024.0 / seconds);
        let (left, right) = (format!("{ours:.0}"), format!("{bare:.0}"));
        row(&format!("{case} of 1 GiB, MiB a second, reqwest alone"), &left, &right, ours / bare, "≥ 0.9");
    }
    let small = server.run("ours", "small")?.1;
    for case in ["upload", "session", "download"] {
        let peak = server.run("ours", case)?.1;
        let over = format!("{:.1}", (peak - small) / 1024.0);
        println!("| {case} of 1 GiB, MiB of memory over a small call | {over} | | | ≤ 32 |");
    }
    Ok(())
}

/// Cold builds of one call, and how large they are.
fn builds() -> Outcome {
    const PACKAGES: [(&str, &str); 5] = [
        ("size-ours", "build"),
        ("size-system", "build"),
        ("size-peer", "build"),
        ("size-bare", "build"),
        ("size-types", "check"),
    ];
    let mut seconds = PACKAGES.map(|_| Vec::new());
    let mut sizes = PACKAGES.map(|_| 0.0);
    // Builds are long: two rounds, the other way round the second time.
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]] {
        for place in order {
            let (package, command) = PACKAGES[place];
            let profile = if command == "build" { "release" } else { "dev" };
            let (took, size) = cold(package, command, profile)?;
            seconds[place].push(took);
            sizes[place] = size;
        }
    }
    let seconds = seconds.map(median);
    let types = seconds[4];
    for (what, ours, name, beside, goals) in [
        ("program of one call", 0, "google-games1", 2, ["≤ 3.0 MB", "≤ 0.8"]),
        ("program of one call over the system's TLS", 1, "google-games1", 2, ["≤ 3.0 MB", "≤ 0.8"]),
        ("program of one call", 0, "reqwest alone", 3, ["", ""]),
    ] {
        let (left, right) = (format!("{:.2}", sizes[ours]), format!("{:.2}", sizes[beside]));
        row(&format!("{what}, MB, {name}"), &left, &right, sizes[ours] / sizes[beside], goals[0]);
        let (left, right) = (format!("{:.0}", seconds[ours]), format!("{:.0}", seconds[beside]));
        row(&format!("its cold release build, s, {name}"), &left, &right, seconds[ours] / seconds[beside], goals[1]);
    }
    println!("| cold check of types and requests, s | {types:.0} | | | |");
    let [ours, peer] = [cold("size-ours", "build", "ship")?.1, cold("size-peer", "build", "ship")?.1];
    let (left, right) = (format!("{ours:.2}"), format!("{peer:.2}"));
    row("program of one call with LTO, MB, google-games1", &left, &right, ours / peer, "≤ 3.0 MB");
    Ok(())
}

/// Builds or checks a package from nothing: how many seconds it took, and how many MB a program has.
fn cold(package: &str, command: &str, profile: &str) -> Outcome<(f64, f64)> {
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

fn row(what: &str, ours: &str, beside: &str, ratio: f64, goal: &str) {
    println!("| {what} | {ours} | {beside} | {ratio:.2} | {goal} |");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 0 { (values[middle - 1] + values[middle]) / 2.0 } else { values[middle] }
}

fn target() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/benches"))
}

/// The server, as long as this value lives.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Outcome<Self> {
        let mut child = program("server")?.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }

    /// Seconds of each program, the programs in turn.
    fn seconds<const N: usize>(&self, programs: [&str; N], case: &str) -> Outcome<[f64; N]> {
        let mut seconds = programs.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for (name, seconds) in programs.iter().zip(&mut seconds) {
                seconds.push(self.run(name, case)?.0);
            }
        }
        Ok(seconds.map(median))
    }

    /// Seconds, and KiB of memory, of a case in a process of its own.
    fn run(&self, name: &str, case: &str) -> Outcome<(f64, f64)> {
        let output = program(name)?.args([case, &self.url]).stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8(output.stdout)?;
        let (seconds, peak) = text.trim().split_once(' ').ok_or_else(|| format!("{name} {case} failed"))?;
        Ok((seconds.parse()?, peak.parse()?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; nobody is left to be told.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One of the programs beside this one.
fn program(name: &str) -> Outcome<Command> {
    Ok(Command::new(std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))))
}
