//! Decodes and encodes the same JSON with generated crates and with those of google-apis-rs, in one
//! process, and prints rows of the table of `benches/run`.

#![recursion_limit = "256"]

mod documents;
mod room_leave;
mod timing;

use compute_v1::runtime;
use compute_v1::runtime::wire::{Wire, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::timing::Measurement;

const MEASUREMENT: Measurement = Measurement { rounds: 31, milliseconds: 8.0 };

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    for instances in [3, 900] {
        let text = documents::instance_list(instances).to_string();
        compare::<compute_v1::schemas::InstanceList, google_compute1::api::InstanceList>(&only, "InstanceList", &text);
    }
    for files in [5, 1000] {
        let text = documents::file_list(files).to_string();
        compare::<drive_v3::schemas::FileList, google_drive3::api::FileList>(&only, "FileList", &text);
    }
    let text = documents::room_leave_request().to_string();
    compare::<rooms_v1::schemas::RoomLeaveRequest, room_leave::RoomLeaveRequest>(&only, "RoomLeaveRequest", &text);
}

/// Prints the times of the generated type `G` and of the other type `O`.
fn compare<G: Wire, O: Serialize + DeserializeOwned>(only: &str, name: &str, text: &str) {
    let name = format!("{name} of {}", size(text.len()));
    let generated: G = decode(text.as_bytes()).unwrap();
    let other: O = serde_json::from_str(text).unwrap();
    assert_same(&encode(&generated), text);
    row(only, &format!("decode {name}"), || MEASUREMENT.decode::<G, O>(text));
    row(only, &format!("encode {name}"), || MEASUREMENT.encode(&generated, &other));
}

/// Checks that nothing was lost.
fn assert_same(encoded: &[u8], text: &str) {
    let parse = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap();
    assert_eq!(parse(encoded), parse(text.as_bytes()));
}

/// Prints the shortest times, their ratio, and the ratio of the medians, if `what` contains `only`.
fn row(only: &str, what: &str, times: impl FnOnce() -> [Vec<f64>; 2]) {
    if !what.contains(only) {
        return;
    }
    let [(best, median), (other_best, other_median)] = times().map(|times| (times[0], times[times.len() / 2]));
    println!(
        "| {what}, µs | {:.1} | {:.1} | {:.2} ({:.2}) | ≥ {} |",
        best * 1e3,
        other_best * 1e3,
        other_best / best,
        other_median / median,
        if what.starts_with("encode") { 2.5 } else { 1.4 },
    );
}

fn size(bytes: usize) -> String {
    if bytes < 100_000 { format!("{:.1} kB", bytes as f64 / 1e3) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}
