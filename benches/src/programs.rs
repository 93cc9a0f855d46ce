//! Runs the other programs of this package.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use benches::Result;

use crate::table::Sample;

/// How long a case took in several runs.
#[derive(Default)]
pub struct Durations {
    pub seconds: Sample,
    /// The user and system time of the program, which other programs on the machine affect less.
    pub processor_seconds: Sample,
}

/// The measured values of one run.
struct Run {
    seconds: f64,
    processor_seconds: f64,
    /// The peak memory in KiB.
    peak: f64,
}

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
    /// equally.
    pub fn measure<const N: usize>(&self, programs: [&str; N], case: &str) -> Result<[Durations; N]> {
        let mut durations = programs.map(|_| Durations::default());
        for _ in 0..self.rounds {
            for (name, durations) in programs.iter().zip(&mut durations) {
                let run = self.run(name, case)?;
                durations.seconds.push(run.seconds);
                durations.processor_seconds.push(run.processor_seconds);
            }
        }
        Ok(durations)
    }

    /// Returns the peak memory of several runs in MiB, less that of a small call.
    pub fn additional_memory(&self, name: &str, case: &str) -> Result<Sample> {
        let small = (0..self.rounds).map(|_| Ok(self.run(name, "small")?.peak)).collect::<Result<Sample>>()?.median();
        let peaks = (0..self.rounds).map(|_| Ok(self.run(name, case)?.peak)).collect::<Result<Sample>>()?;
        Ok(peaks.map(|peak| (peak - small) / 1024.0))
    }

    /// Runs a case in a separate process.
    fn run(&self, name: &str, case: &str) -> Result<Run> {
        let output = program(name)?.args([case, &self.url]).stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8(output.stdout)?;
        let values = text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<f64>, _>>()?;
        let &[seconds, processor_seconds, peak] = &values[..] else {
            return Err(format!("{name} {case} failed").into());
        };
        Ok(Run { seconds, processor_seconds, peak })
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
