//! The faults of a transfer, determined by a seed.

use std::collections::VecDeque;

/// The fault of one connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    None,
    /// Resets the connection and closes the port temporarily.
    Refuse,
    /// Sends nothing.
    Silence,
    /// Resets the connection after the server has received this many bytes.
    CutRequest(u64),
    /// Ends the connection after the client has received this many bytes.
    CutResponse(u64, Cut),
    /// Stops after the client has received this many bytes, but keeps the connection open.
    Stall(u64),
    /// Responds with 503, as a gateway does.
    Unavailable,
    /// Responds with 429 and `Retry-After` in seconds.
    TooManyRequests(u8),
}

/// How a response is cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    Reset,
    /// Closes the connection as if the response were complete.
    Close,
}

/// The faults of a transfer's connections, in order.
pub enum Plan {
    /// These faults, followed by connections without faults.
    Scripted(VecDeque<Fault>),
    /// Random faults; cuts are within about this many bytes.
    Random { random: fastrand::Rng, size: u64 },
}

/// Approximate size of the head of a request or response.
const HEAD_SIZE: u64 = 600;

impl Plan {
    pub fn random(seed: u64, size: usize) -> Self {
        Self::Random { random: fastrand::Rng::with_seed(seed), size: size as u64 + HEAD_SIZE }
    }

    pub fn scripted(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self::Scripted(faults.into_iter().collect())
    }

    /// Returns the fault of the next connection.
    pub fn next(&mut self) -> Fault {
        let (random, size) = match self {
            Self::Scripted(faults) => return faults.pop_front().unwrap_or(Fault::None),
            Self::Random { random, size } => (random, *size),
        };
        let anywhere = random.u64(1..=size);
        let in_head = random.u64(1..=HEAD_SIZE);
        match random.u8(..100) {
            0..15 => Fault::CutRequest(anywhere),
            15..18 => Fault::CutRequest(in_head),
            18..28 => Fault::CutResponse(anywhere, Cut::Reset),
            28..36 => Fault::CutResponse(anywhere, Cut::Close),
            36..39 => Fault::CutResponse(in_head, Cut::Close),
            39..44 => Fault::Refuse,
            44 => Fault::Silence,
            45 => Fault::Stall(anywhere),
            46..52 => Fault::Unavailable,
            52..55 => Fault::TooManyRequests(0),
            _ => Fault::None,
        }
    }
}
