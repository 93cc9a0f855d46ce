//! Output: colors and progress bars on terminals, and `--quiet`.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use discovery_codegen::printable;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::failure::Failure;

pub(crate) const BOLD: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default();

/// Whether `--quiet` was passed. Global because the terminal is, too.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Suppresses progress and success messages from now on.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Returns `true` if progress and success messages are suppressed.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Escapes everything that is not printable except line breaks. Text from elsewhere must not contain
/// line breaks either; see [`printable`](discovery_codegen::printable()).
pub(crate) fn printable_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| printable(line).limit(usize::MAX).to_string()).collect();
    lines.join("\n")
}

/// Prints a result on standard output, with its styles. Ignores that the reader has closed the pipe, as `head` does.
pub(crate) fn print(text: impl Display) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::io(Path::new("standard output"), "cannot be written to")(error))
        }
        _ => Ok(()),
    }
}

/// Prints a success message on standard output. Only warns if that fails, because the work is done.
pub(crate) fn done(text: impl Display) {
    if !is_quiet()
        && let Err(failure) = print(printable_lines(&text.to_string()))
    {
        warning(failure);
    }
}

/// Prints a progress message on standard error.
pub(crate) fn note(text: impl Display) {
    if !is_quiet() {
        finding(text);
    }
}

/// Prints a line on standard error. Ignores errors, because they cannot be reported anywhere.
pub(crate) fn finding(text: impl Display) {
    styled(printable_lines(&text.to_string()));
}

fn styled(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Prints a warning on standard error.
pub(crate) fn warning(text: impl Display) {
    styled(format_args!("{WARNING}warning:{WARNING:#} {}", colored(&text.to_string())));
}

/// Prints an error on standard error.
pub(crate) fn error(failure: &Failure) {
    if let Failure::Several(failures) = failure {
        return failures.iter().for_each(error);
    }
    styled(format_args!("{ERROR}error:{ERROR:#} {}", colored(&failure.to_string())));
}

/// Colors `help:`.
fn colored(text: &str) -> String {
    printable_lines(text).replace("\n  help: ", &format!("\n  {HELP}help:{HELP:#} "))
}

/// Returns a number with its noun, in the plural unless the number is 1.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Returns the width of the terminal, or `None` if standard output is not a terminal.
pub(crate) fn width() -> Option<usize> {
    console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns))
}

/// Returns `true` if the user can be prompted.
pub(crate) fn can_ask() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Returns a progress bar, which is invisible unless standard error is a terminal.
pub(crate) fn bar(length: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), target());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {elapsed}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what)
}

/// Returns a byte counter without a total, because the length of a compressed response is unknown.
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
