//! Runs the other programs of this package.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use benches::Result;

use crate::table::Sample;

/// A running server. Dropping it stops the server.
pub struct Server {
    child: Child,
    url: String,
    rounds: usize,
}

impl Server {
    /// Starts a server for programs that are measured this often.
    pub fn start(rounds: usize) -> Result<Self> {
        let mut child = program("server")?.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned(), rounds })
    }

    /// Runs a case with several programs in turn, so that the load of the machine affects them
    /// equally, and returns the seconds of each.
    pub fn seconds<const N: usize>(&self, programs: [&str; N], case: &str) -> Result<[Sample; N]> {
        let mut seconds = programs.map(|_| Sample::default());
        for _ in 0..self.rounds {
            for (name, seconds) in programs.iter().zip(&mut seconds) {
                seconds.push(self.run(name, case)?.0);
            }
        }
        Ok(seconds)
    }

    /// Returns the peak memory of several runs in MiB, less that of a small call.
    pub fn additional_memory(&self, name: &str, case: &str) -> Result<Sample> {
        let small = (0..self.rounds).map(|_| Ok(self.run(name, "small")?.1)).collect::<Result<Sample>>()?.median();
        let peaks = (0..self.rounds).map(|_| Ok(self.run(name, case)?.1)).collect::<Result<Sample>>()?;
        Ok(peaks.map(|peak| (peak - small) / 1024.0))
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
pub fn program(name: &str) -> Result<Command> {
    Ok(Command::new(std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))))
}
