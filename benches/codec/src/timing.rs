//! Times of decoding and encoding with two types for the same JSON.

use std::hint::black_box;

use cpu_time::ThreadTime;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::wire::{Wire, decode, encode};

/// How often, and for how many milliseconds, each type is measured.
#[derive(Clone, Copy)]
pub struct Measurement {
    pub rounds: usize,
    pub milliseconds: f64,
}

impl Measurement {
    /// Returns the sorted times of decoding the generated type `G` and the other type `O`, in
    /// milliseconds.
    pub fn decode<G: Wire, O: DeserializeOwned>(self, text: &str) -> [Vec<f64>; 2] {
        self.times(
            || drop(black_box(decode::<G>(black_box(text.as_bytes())).unwrap())),
            // The crates of google-apis-rs decode like this.
            || {
                let text = String::from_utf8_lossy(black_box(text.as_bytes()));
                drop(black_box(serde_json::from_str::<O>(&text).unwrap()));
            },
        )
    }

    /// Returns the sorted times of encoding the two values, in milliseconds.
    pub fn encode(self, generated: &impl Wire, other: &impl Serialize) -> [Vec<f64>; 2] {
        self.times(
            || drop(black_box(encode(black_box(generated)))),
            || drop(black_box(serde_json::to_vec(black_box(other)).unwrap())),
        )
    }

    /// The types take turns, so that the load of the machine affects them equally.
    fn times(self, generated: impl Fn(), other: impl Fn()) -> [Vec<f64>; 2] {
        let calls = (self.milliseconds / milliseconds(&generated, 1)).max(1.0) as usize;
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..self.rounds {
            times[0].push(milliseconds(&generated, calls));
            times[1].push(milliseconds(&other, calls));
        }
        for times in &mut times {
            times.sort_by(f64::total_cmp);
        }
        times
    }
}

/// Returns the average processor time of a call.
fn milliseconds(operation: impl Fn(), calls: usize) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..calls {
        operation();
    }
    start.elapsed().as_secs_f64() * 1e3 / calls as f64
}
