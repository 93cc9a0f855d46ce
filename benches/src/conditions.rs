//! When and on what kind of machine a benchmark runs.

use std::process::Command;

use benches::Result;
use jiff::Timestamp;

/// Returns the date in UTC, and what matters of the machine, as one line, and a note below it.
pub fn describe(note: Option<&str>) -> Result<String> {
    let time = Timestamp::now().to_string();
    let date = time.split('T').next().unwrap_or_default();
    let note = note.map_or_else(String::new, |note| format!("\n{note}"));
    Ok(format!("{date}: {}.{note}", machine()?))
}

/// Returns the part of the first line of `describe` that does not change from day to day.
pub fn machine_of(line: &str) -> &str {
    line.split_once(": ").map_or(line, |(_, machine)| machine)
}

fn machine() -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory =
        memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    let memory = memory.map_or_else(String::new, |kib| format!("{:.0} GiB of memory, ", kib / f64::from(1 << 20)));
    let rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("--version").output()?;
    // Without the commit: `rustc 1.95.0 (59807616e 2026-04-14)`.
    let rustc = String::from_utf8(rustc.stdout)?;
    let rustc = rustc.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(format!("{cores} cores, {memory}{rustc}"))
}
