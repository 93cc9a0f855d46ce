//! Running emulators.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::package::Package;
use crate::failure::Failure;

/// For how long an emulator may start. The first start compiles all modules of its packages.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A running emulator. Dropping it stops the emulator.
pub(in crate::verify::conformance) struct Emulator {
    child: Child,
    address: SocketAddr,
}

impl Emulator {
    /// Starts an emulator on a loopback address and waits until it accepts connections.
    pub(in crate::verify::conformance) fn start(package: Package, root: &Path) -> Result<Self, Failure> {
        let packages = package.install(root)?;
        let failed = || Failure::io(&packages, "the emulator cannot be run");
        // The emulators require a port number. A port that is free now is unlikely to be taken
        // before the emulator binds it.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed())?;
        let address = listener.local_addr().map_err(failed())?;
        drop(listener);
        let child = package
            .command(root, &packages, address.port())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed())?;
        let mut emulator = Self { child, address };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let exited = emulator.child.try_wait().map_err(failed())?;
            if exited.is_some() || start.elapsed() > START_TIMEOUT {
                let status = exited.map_or_else(String::new, |status| format!(" ({status})"));
                let message = format!(
                    "the emulator `{package}` did not start{status}\n  help: remove this folder to reinstall it"
                );
                return Err(Failure::File { path: packages, message });
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(emulator)
    }

    pub(in crate::verify::conformance) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(in crate::verify::conformance) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // Errors mean that the emulator has exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
