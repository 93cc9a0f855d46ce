//! Decodes and encodes values of schemas with generated types and with structs whose impls serde
//! derives, in one process.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::wire::{Wire, decode, encode};
use crate::timing::Measurement;

const MEASUREMENT: Measurement = Measurement { rounds: 9, milliseconds: 0.4 };

/// The shortest times of an operation on a value of a schema, in milliseconds.
struct Times {
    schema: String,
    generated: f64,
    other: f64,
}

impl Times {
    fn new(schema: &str, [generated, other]: [Vec<f64>; 2]) -> Self {
        Self { schema: schema.to_owned(), generated: generated[0], other: other[0] }
    }

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
        self.decode.push(Times::new(schema, MEASUREMENT.decode::<G, O>(text)));
        self.encode.push(Times::new(schema, MEASUREMENT.encode(&generated, &other)));
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
