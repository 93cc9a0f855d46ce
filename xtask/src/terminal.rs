//! What people see: colours on a terminal only, progress, and silence where it was asked for.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::failure::Failure;

pub(crate) const BOLD: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default();

/// One for the whole run, as the terminal is: `--quiet`.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From here on only results, warnings and errors are printed.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints what was asked for. Who reads no further (`| head`) has enough.
pub(crate) fn print(text: impl Display) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::io(Path::new("standard output"), "cannot be written to")(error))
        }
        _ => Ok(()),
    }
}

/// Tells what was done, on standard output. It is done whether that can be told or not.
pub(crate) fn done(text: impl Display) {
    if !is_quiet()
        && let Err(failure) = print(text)
    {
        warning(failure);
    }
}

/// Tells of the work under way, on standard error.
pub(crate) fn note(text: impl Display) {
    if !is_quiet() {
        anstream::eprintln!("{text}");
    }
}

pub(crate) fn warning(text: impl Display) {
    anstream::eprintln!("{WARNING}warning:{WARNING:#} {}", coloured(&text.to_string()));
}

pub(crate) fn error(failure: &Failure) {
    anstream::eprintln!("{ERROR}error:{ERROR:#} {}", coloured(&failure.to_string()));
}

/// Makes `help:` stand out.
fn coloured(text: &str) -> String {
    text.replace("\n  help: ", &format!("\n  {HELP}help:{HELP:#} "))
}

/// A number of things.
pub(crate) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// The columns of the terminal that standard output goes to.
pub(crate) fn width() -> Option<usize> {
    console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns))
}

/// Whether there is somebody to ask.
pub(crate) fn can_ask() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) fn bar(length: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), target());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {elapsed}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what)
}

/// Counts bytes of which nobody knows how many there will be: what is sent is compressed.
pub(crate) fn bytes(what: String) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target());
    let style = ProgressStyle::with_template("{spinner} {bytes} {wide_msg}");
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner())).with_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn target() -> ProgressDrawTarget {
    if is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() }
}
