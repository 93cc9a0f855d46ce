//! The lock that commands hold while they change a repository.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::failure::Failure;
use crate::terminal;

/// The name of the locked file.
const NAME: &str = ".xtask-lock";

/// A lock that is released when it is dropped, or when the process ends for whatever reason.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "the lock is released when the file is closed")] Option<File>);

impl Lock {
    /// Waits until no other process holds the lock of this `target` folder.
    pub(crate) fn acquire(target: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(target).map_err(Failure::io(target, "cannot be created"))?;
        let path = target.join(NAME);
        let mut options = File::options();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(Failure::io(&path, "cannot be written"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(Some(file))),
            Err(TryLockError::WouldBlock) => {
                terminal::note("waiting for another command to finish");
                file.lock().map_err(Failure::io(&path, "cannot be locked"))?;
                Ok(Self(Some(file)))
            }
            // Some file systems do not support locks.
            Err(TryLockError::Error(_)) => Ok(Self(None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_until_the_lock_is_released() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("target");
        let first = Lock::acquire(&target).expect("locked");
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _second = Lock::acquire(&target).expect("locked");
                sender.send(()).expect("sent");
            });
            let acquired = receiver.recv_timeout(std::time::Duration::from_millis(100));
            assert!(acquired.is_err(), "both hold the lock");
            drop(first);
        });
        assert_eq!(receiver.recv(), Ok(()));
    }
}
