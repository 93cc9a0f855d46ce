//! Signals that end a program: SIGINT, SIGTERM and SIGHUP, or Ctrl+C and the like on Windows.
//!
//! While files are being changed, a signal is only recorded, and the changes are undone. It still
//! ends child processes that receive it.

use std::process::Child;
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

/// Ends a child process when a signal ends this program.
pub(crate) fn end_with_program(child: &Arc<Mutex<Child>>) {
    let mut children = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    children.retain(|child| child.strong_count() > 0);
    children.push(Arc::downgrade(child));
    install();
}

fn install() {
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
