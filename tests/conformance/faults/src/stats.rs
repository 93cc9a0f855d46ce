//! Statistics of a run.

use std::fmt;
use std::time::Duration;

use crate::plan::Fault;

/// Statistics of the transfers of a run, all of which succeeded.
#[derive(Default)]
pub struct Stats {
    connections: usize,
    faults: usize,
    /// A hash over the faults of every transfer. Equal seeds give equal fingerprints, unless a
    /// reset overtakes bytes in flight and changes the rest of the transfer.
    fingerprint: u64,
    slowest: Duration,
}

impl Stats {
    /// Adds a transfer.
    pub fn add(&mut self, number: u64, faults: &[Fault], duration: Duration) {
        let text = format!("{number}: {faults:?}");
        let fingerprint = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let connections = faults.len();
        let faults = faults.iter().filter(|&&fault| fault != Fault::None).count();
        self.merge(&Self { connections, faults, fingerprint, slowest: duration });
    }

    /// Adds the transfers of another run. The order of merging does not matter, because workers
    /// finish in any order.
    pub fn merge(&mut self, other: &Self) {
        self.connections += other.connections;
        self.faults += other.faults;
        self.fingerprint = self.fingerprint.wrapping_add(other.fingerprint);
        self.slowest = self.slowest.max(other.slowest);
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "all intact; {} faults on {} connections, slowest transfer {:.1} s, fingerprint {:016x}",
            self.faults,
            self.connections,
            self.slowest.as_secs_f64(),
            self.fingerprint
        )
    }
}
