//! gcp-storage-emulator: from the package index, by hashes, below `target/`.

use std::ffi::OsStr;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::{place, python};

/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on this machine; it ends with this value.
pub(in crate::live) struct Emulator {
    child: Child,
    address: SocketAddr,
}

impl Emulator {
    pub(super) fn start(out: &Path) -> Result<Self, Failure> {
        let packages = install(out)?;
        let failed = || Failure::io(&packages, "the storage emulator cannot be run");
        // The port is free now; nothing else is likely to take it before the server does.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed())?;
        let address = listener.local_addr().map_err(failed())?;
        drop(listener);
        let child = python::command()
            .args(["-m", "gcp_storage_emulator", "start", "--host", "127.0.0.1", "--in-memory", "--quiet", "--port"])
            .arg(address.port().to_string())
            .env("PYTHONPATH", &packages)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed())?;
        let mut emulator = Self { child, address };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let over = emulator.child.try_wait().map_err(failed())?;
            if over.is_some() || start.elapsed() > PATIENCE {
                let message = format!(
                    "the storage emulator did not start{}\n  help: remove this folder to have it installed again",
                    over.map_or_else(String::new, |status| format!(" ({status})"))
                );
                return Err(Failure::File { path: packages, message });
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(emulator)
    }

    pub(in crate::live) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself; nobody is left to be told.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder with the packages.
fn install(out: &Path) -> Result<PathBuf, Failure> {
    let packages = out.join("python");
    if packages.is_dir() {
        return Ok(packages);
    }
    let scratch = tempfile::tempdir_in(out).map_err(Failure::io(out, "cannot be written to"))?;
    let requirements = place::root().join("tests/live/storage-requirements.txt");
    let fresh = scratch.path().join("python");
    let pip = ["-m", "pip", "install", "--quiet", "--require-hashes", "--disable-pip-version-check", "--target"];
    python::run(
        "the storage emulator",
        pip.iter().map(OsStr::new).chain([fresh.as_os_str(), OsStr::new("--requirement"), requirements.as_os_str()]),
    )?;
    // Whole or not at all: an interrupted run leaves nothing that looks finished.
    fs::rename(&fresh, &packages).map_err(Failure::io(&packages, "cannot be put in place"))?;
    Ok(packages)
}
