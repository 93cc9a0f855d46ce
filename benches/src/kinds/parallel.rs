//! Eight connections and one, to a server that limits the rate of each.

use benches::Result;

use crate::programs::Server;
use crate::table::{Sample, Table};

pub fn run(server: &Server, table: &mut Table) -> Result {
    for (what, many, one) in [
        ("download to a file: 8 slices, one stream", "limited-slices", "limited-download"),
        ("upload: 8 parts, one request", "limited-parts", "limited-upload"),
    ] {
        let rate = |case| -> Result<Sample> {
            let [durations] = server.measure(["generated"], case)?;
            Ok(durations.seconds.map(|seconds| 256.0 / seconds))
        };
        table.compare(&format!("256 MiB, 16 MiB/s per connection, MiB/s, {what}"), &rate(many)?, &rate(one)?, 1, "≥ 7");
        let additional = server.additional_memory("generated", many)?;
        table.single("its MiB of memory in addition to a small call", &additional, 1, "≤ 64");
    }
    Ok(())
}
