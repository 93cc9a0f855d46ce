//! Signals that end a program: SIGINT, SIGTERM and SIGHUP, or Ctrl+C and the like on Windows.
//!
//! While files are being changed, a signal is only recorded, and the changes are undone. It still
//! ends child processes that receive it.

use std::io;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::failure::Failure;

/// The exit code for a signal that is not deferred, which shells use for SIGINT.
const EXIT_CODE: i32 = 130;

static DEFERRED: AtomicBool = AtomicBool::new(false);
static RECEIVED: AtomicBool = AtomicBool::new(false);
static CHILDREN: Mutex<Vec<Weak<Mutex<Child>>>> = Mutex::new(Vec::new());

/// Defers signals until [`resume`] is called.
pub(crate) fn defer() {
    DEFERRED.store(true, Ordering::SeqCst);
    install();
}

/// Starts a child process that is ended when a signal ends this program.
pub(crate) fn spawn(command: &mut Command) -> io::Result<Arc<Mutex<Child>>> {
    install();
    // A signal that arrives now waits until the child is known.
    let mut children = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    let child = Arc::new(Mutex::new(command.spawn()?));
    children.retain(|child| child.strong_count() > 0);
    children.push(Arc::downgrade(&child));
    Ok(child)
}

fn install() {
    if hangups_are_ignored() {
        return;
    }
    // This fails if the handler is already installed.
    let _ = ctrlc::set_handler(|| {
        RECEIVED.store(true, Ordering::SeqCst);
        if !DEFERRED.load(Ordering::SeqCst) {
            for child in CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade) {
                let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
            }
            std::process::exit(EXIT_CODE);
        }
    });
}

/// Returns `true` under `nohup`. A handler would then end the program with its terminal. Without one,
/// the next command undoes the changes.
#[cfg(unix)]
fn hangups_are_ignored() -> bool {
    const HANGUP: u64 = 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & HANGUP != 0)
}

#[cfg(not(unix))]
fn hangups_are_ignored() -> bool {
    false
}

/// Lets signals end the program again.
pub(crate) fn resume() {
    DEFERRED.store(false, Ordering::SeqCst);
}

/// Returns an error if a signal was received. The caller undoes its changes.
pub(crate) fn check() -> Result<(), Failure> {
    if RECEIVED.load(Ordering::SeqCst) { Err(failure()) } else { Ok(()) }
}

/// Returns the error for a signal that this program or a child process received.
pub(crate) fn failure() -> Failure {
    Failure::Usage("interrupted; all changes were undone".to_owned())
}
