//! Decodes and encodes values of schemas with generated types and with structs whose impls serde
//! derives, in one process.

use std::hint::black_box;

use cpu_time::ThreadTime;
use discovery_runtime::wire::{Wire, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How often each operation is measured. The types take turns, so that the load of the machine
/// affects them equally.
const ROUNDS: usize = 9;

/// The time of one measurement.
const MILLISECONDS: f64 = 0.4;

/// The shortest times of an operation on a value of a schema, in milliseconds.
struct Times {
    schema: String,
    generated: f64,
    other: f64,
}

impl Times {
    fn ratio(&self) -> f64 {
        self.other / self.generated
    }
}

#[derive(Default)]
pub struct Measurements {
    decode: Vec<Times>,
    encode: Vec<Times>,
}

impl Measurements {
    /// Measures the generated type `G` and the other type `O`.
    pub fn compare<G: Wire, O: Serialize + DeserializeOwned>(&mut self, schema: &str, text: &str) {
        let generated: G = decode(text.as_bytes()).unwrap_or_else(|error| panic!("{schema}: {error}\n{text}"));
        let other: O = serde_json::from_str(text).unwrap_or_else(|error| panic!("{schema}: {error}\n{text}"));
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&encode(&generated)).unwrap(), expected, "{schema}");
        assert_eq!(serde_json::to_value(&other).unwrap(), expected, "{schema}");
        self.decode.push(times(
            schema,
            || drop(black_box(decode::<G>(black_box(text.as_bytes())).unwrap())),
            // Crates of google-apis-rs decode like this.
            || {
                let text = String::from_utf8_lossy(black_box(text.as_bytes()));
                drop(black_box(serde_json::from_str::<O>(&text).unwrap()));
            },
        ));
        self.encode.push(times(
            schema,
            || drop(black_box(encode(black_box(&generated)))),
            || drop(black_box(serde_json::to_vec(black_box(&other)).unwrap())),
        ));
    }

    /// Prints rows of the table of `benches/run`.
    pub fn print(mut self) {
        for (name, times) in [("decode", &mut self.decode), ("encode", &mut self.encode)] {
            times.sort_by(|left, right| left.ratio().total_cmp(&right.ratio()));
            for (what, index) in [("the slowest of", 0), ("the median of", times.len() / 2)] {
                let Times { schema, generated, other } = &times[index];
                let (generated, other, ratio) = (generated * 1e3, other * 1e3, times[index].ratio());
                let count = times.len();
                println!(
                    "| {name} {what} {count} schemas, {schema}, µs | {generated:.2} | {other:.2} | {ratio:.2} | ≥ 1.0 |"
                );
            }
            let slower: Vec<_> = times.iter().take_while(|times| times.ratio() < 1.0).collect();
            println!("| {name}: schemas with a ratio below 1.0 | {} | | | 0 |", slower.len());
            for Times { schema, generated, other } in slower {
                eprintln!("{name} {schema}: {:.2} and {:.2} µs", generated * 1e3, other * 1e3);
            }
        }
    }
}

fn times(schema: &str, generated: impl Fn(), other: impl Fn()) -> Times {
    let calls = (MILLISECONDS / milliseconds(&generated, 1)).max(1.0) as usize;
    let mut shortest = [f64::INFINITY; 2];
    for _ in 0..ROUNDS {
        shortest[0] = shortest[0].min(milliseconds(&generated, calls));
        shortest[1] = shortest[1].min(milliseconds(&other, calls));
    }
    Times { schema: schema.to_owned(), generated: shortest[0], other: shortest[1] }
}

/// Returns the average processor time of a call.
fn milliseconds(operation: impl Fn(), calls: usize) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..calls {
        operation();
    }
    start.elapsed().as_secs_f64() * 1e3 / calls as f64
}
