//! Random strings, numbers, times and JSON values.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::{Sample, Sampler};

/// Returns `true` for the schema of `google.protobuf.NullValue`.
pub(super) fn is_null_value(schema: &Value) -> bool {
    schema.get("enum") == Some(&json!(["NULL_VALUE"]))
}

impl<'d> Sampler<'d> {
    /// Returns an enum value, or any string.
    pub(super) fn string(&mut self, schema: &'d Value) -> Sample {
        let values = schema.get("enum").and_then(Value::as_array);
        if is_null_value(schema) {
            return Sample { sent: self.pick(&[Value::Null, "NULL_VALUE".into()]).clone(), expected: Value::Null };
        }
        let value = values.and_then(|values| values.get(self.random.usize(0..values.len().max(1))));
        Sample::unchanged(match value {
            Some(value) if self.random.u8(..) < 200 => value.clone(),
            Some(_) => "NEWER_THAN_THE_DOCUMENT".into(),
            None => self.text().into(),
        })
    }

    pub(super) fn int32(&mut self) -> Sample {
        let value = *self.pick(&[0, -1, i32::MIN, i32::MAX, 77]);
        // Some servers send 32-bit integers as strings.
        let sent = if self.random.u8(..) < 40 { value.to_string().into() } else { value.into() };
        Sample { sent, expected: value.into() }
    }

    pub(super) fn float(&mut self, single: bool) -> Sample {
        if self.random.u8(..) < 40 {
            return Sample::unchanged((*self.pick(&["NaN", "Infinity", "-Infinity"])).into());
        }
        let value = *self.pick(&[0.0, -0.5, 0.1, 1e-7, 123_456.75, 1e20, -3.0]);
        if single {
            // The shortest representation of the nearest 32-bit float.
            let short: f64 = (value as f32).to_string().parse().unwrap_or(value);
            return Sample { sent: json!(value), expected: json!(short) };
        }
        let value = if self.random.bool() { value } else { self.random.f64() * 1e9 };
        Sample::unchanged(json!(value))
    }

    /// Returns a string in a format.
    pub(super) fn formatted(&mut self, format: &str) -> Sample {
        match format {
            "int64" => {
                let value = *self.pick(&[0, -1, i64::MIN, i64::MAX, 9_007_199_254_740_993]);
                let sent = if self.random.bool() { value.to_string().into() } else { value.into() };
                Sample { sent, expected: value.to_string().into() }
            }
            "uint64" => {
                let value = *self.pick(&[0, u64::MAX, 9_007_199_254_740_993]);
                let sent = if self.random.bool() { value.to_string().into() } else { value.into() };
                Sample { sent, expected: value.to_string().into() }
            }
            "byte" => {
                let bytes: Vec<u8> = (0..self.random.usize(0..9)).map(|_| self.random.u8(..)).collect();
                let engine = self.pick(&[STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]);
                Sample { sent: engine.encode(&bytes).into(), expected: URL_SAFE.encode(&bytes).into() }
            }
            "date" => Sample::unchanged((*self.pick(&["2024-02-29", "0001-01-01", "9999-12-31"])).into()),
            "date-time" => {
                let time = self.local_time();
                Sample::unchanged(format!("{time}{}", self.pick(&["", "Z", "+02:00", "-07:30"])).into())
            }
            "google-datetime" => Sample::unchanged(format!("{}Z", self.local_time()).into()),
            "google-duration" => {
                let durations = ["0s", "3.5s", "-0.000000001s", "315576000000.999999999s", "1.000100s", "2.0s"];
                Sample::unchanged((*self.pick(&durations)).into())
            }
            "google-fieldmask" => Sample::unchanged((*self.pick(&["a", "a,b.c", "displayName,labels.x"])).into()),
            _ => Sample::unchanged(self.text().into()),
        }
    }

    /// Returns a local time.
    fn local_time(&mut self) -> &'static str {
        self.pick::<&str>(&[
            "2024-02-29T23:59:59",
            "2024-02-29T23:59:59.5",
            "1969-12-31T00:00:00.000001",
            "9999-12-31T23:59:59.999999999",
            "2000-01-01T00:00:00.000",
        ])
    }

    /// Returns any JSON value.
    pub(super) fn json(&mut self, depth: usize) -> Value {
        match self.random.usize(0..if depth > 2 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => self.random.bool().into(),
            2 => self.random.i64(..).into(),
            3 => self.random.u64(..).into(),
            4 => json!(self.random.f64()),
            5 => self.text().into(),
            6 => (0..self.random.usize(0..3)).map(|_| self.json(depth + 1)).collect(),
            _ => {
                let mut object = Map::new();
                for _ in 0..self.random.usize(0..3) {
                    object.insert(self.text(), self.json(depth + 1));
                }
                Value::Object(object)
            }
        }
    }

    /// Returns a string of unusual characters.
    pub(super) fn text(&mut self) -> String {
        const LETTERS: &[char] =
            &['a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\u{0}', 'é', '日', '\u{202e}', '🦀', '\''];
        (0..self.random.usize(0..8)).map(|_| *self.pick(LETTERS)).collect()
    }

    fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        #[allow(clippy::indexing_slicing, reason = "no list is empty, and the index is below the length")]
        &choices[self.random.usize(0..choices.len())]
    }
}
