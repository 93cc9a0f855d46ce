//! Calls per second.

use benches::Result;

use crate::programs::Server;
use crate::table::Table;

pub fn run(server: &Server, table: &mut Table) -> Result {
    for (case, count) in [("calls-1", 10_000.0), ("calls-64", 20_000.0)] {
        let [generated, reqwest, google] = server
            .seconds(["generated", "plain-reqwest", "google-apis-rs"], case)?
            .map(|seconds| seconds.map(|seconds| count / seconds));
        for (name, rate) in [("reqwest", reqwest), ("google-games1", google)] {
            table.compare(&format!("{case}, calls/s, {name}"), &generated, &rate, 0, "");
        }
    }
    Ok(())
}
