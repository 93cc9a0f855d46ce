//! Reads the data of server-sent events: the format `text/event-stream`.

use super::json::JsonError;

/// The data of the last event of some streams.
const DONE: &[u8] = b"[DONE]";

/// Finds the data of events, over any division into chunks.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// The line that is being read.
    line: Vec<u8>,
    /// The data of the event that is being read.
    data: Vec<u8>,
    has_data: bool,
    /// The last byte was a carriage return, which a line feed may follow.
    after_return: bool,
}

impl Events {
    /// Reads bytes up to the end of an event. Returns the number of bytes that were read, and the
    /// data of the event if it is complete.
    pub(super) fn read(&mut self, bytes: &[u8], limit: u64) -> Result<(usize, Option<Vec<u8>>), JsonError> {
        for (index, &byte) in bytes.iter().enumerate() {
            let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
            if byte == b'\n' && after_return {
                continue;
            }
            if !matches!(byte, b'\n' | b'\r') {
                if (self.line.len() + self.data.len()) as u64 >= limit {
                    return Err(JsonError::TooLong);
                }
                self.line.push(byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            if line.is_empty() {
                if let Some(data) = self.event() {
                    return Ok((index + 1, Some(data)));
                }
            } else {
                self.add_line(&line);
            }
        }
        Ok((bytes.len(), None))
    }

    /// Returns the data of the last event. Some servers omit the empty line after it.
    pub(super) fn finish(&mut self) -> Option<Vec<u8>> {
        let line = std::mem::take(&mut self.line);
        self.add_line(&line);
        self.event()
    }

    fn add_line(&mut self, line: &[u8]) {
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let Some(value) = line.strip_prefix(b"data").filter(|rest| rest.is_empty() || rest.starts_with(b":")) else {
            return;
        };
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        if self.has_data {
            self.data.push(b'\n');
        }
        self.data.extend_from_slice(value);
        self.has_data = true;
    }

    fn event(&mut self) -> Option<Vec<u8>> {
        self.has_data = false;
        let data = std::mem::take(&mut self.data);
        let is_empty = data.trim_ascii().is_empty() || data.trim_ascii() == DONE;
        (!is_empty).then_some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(chunks: &[&[u8]]) -> Vec<String> {
        let (mut events, mut all) = (Events::default(), Vec::new());
        for chunk in chunks {
            let mut rest = *chunk;
            while !rest.is_empty() {
                let (read, data) = events.read(rest, 100).expect("within the limit");
                rest = &rest[read..];
                all.extend(data);
            }
        }
        all.extend(events.finish());
        all.into_iter().map(|data| String::from_utf8(data).expect("UTF-8")).collect()
    }

    #[test]
    fn finds_data_over_any_division() {
        let text = "\u{feff}data: {\"a\":1}\n\n: comment\r\nid: 7\r\ndata:{\"b\":\r\ndata:2}\r\n\r\nevent: x\rdata: 3\r\r\
                    data\n\ndatabase: 4\n\ndata: [DONE]\n\ndata: 5";
        let expected = ["{\"a\":1}", "{\"b\":\n2}", "3", "5"];
        assert_eq!(read(&[text.as_bytes()]), expected);
        for cut in 0..text.len() {
            let (before, after) = text.as_bytes().split_at(cut);
            assert_eq!(read(&[before, after]), expected, "cut at {cut}");
        }
    }

    #[test]
    fn limits_the_length_of_an_event() {
        let text = format!("data: {}\n\n", "a".repeat(95));
        assert_eq!(Events::default().read(text.as_bytes(), 100), Err(JsonError::TooLong));
        assert!(Events::default().read(text.as_bytes(), 101).is_ok());
    }
}
