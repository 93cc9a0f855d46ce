//! Calls per second, and the processor time of the client for a call.

use benches::Result;

use crate::programs::Server;
use crate::table::Table;

pub fn run(server: &Server, table: &mut Table) -> Result {
    for (case, count) in [("calls-1", 10_000.0), ("calls-64", 20_000.0)] {
        let [generated, reqwest, google] =
            server.measure(["generated", "plain-reqwest", "google-apis-rs"], case)?.map(|durations| {
                let rate = durations.seconds.map(|seconds| count / seconds);
                (rate, durations.processor_seconds.map(|seconds| seconds * 1e6 / count))
            });
        for (name, other, rate_goal, time_goal) in
            [("reqwest", reqwest, "≥ 1.05", "≤ 1.0"), ("google-games1", google, "≥ 1.0", "≤ 1.0")]
        {
            table.compare(&format!("{case}, calls/s, {name}"), &generated.0, &other.0, 0, rate_goal);
            let what = format!("{case}, processor time of a call in µs, {name}");
            table.compare(&what, &generated.1, &other.1, 1, time_goal);
        }
    }
    Ok(())
}
