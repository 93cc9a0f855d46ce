//! The rate and the memory of uploads and downloads.

use benches::Result;

use crate::programs::Server;
use crate::table::Table;

pub fn run(server: &Server, table: &mut Table) -> Result {
    const CASES: [&str; 3] = ["upload", "session", "download"];
    for case in CASES {
        let [generated, reqwest] = server
            .measure(["generated", "plain-reqwest"], case)?
            .map(|durations| durations.seconds.map(|seconds| 1024.0 / seconds));
        table.compare(&format!("{case} of 1 GiB, MiB/s, reqwest"), &generated, &reqwest, 0, "≥ 0.9");
    }
    for case in CASES {
        let additional = server.additional_memory("generated", case)?;
        table.single(&format!("{case} of 1 GiB, MiB of memory in addition to a small call"), &additional, 1, "≤ 32");
    }
    Ok(())
}
