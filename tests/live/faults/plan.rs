//! What goes wrong, by a seed: the same seed, the same faults.

use std::collections::VecDeque;

/// What happens to one connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    None,
    /// It is reset, and for a moment nobody listens.
    Refuse,
    /// Not one byte comes.
    Silence,
    /// The server gets this many bytes.
    CutRequest(u64),
    /// The client gets this many bytes and a reset, or an end as if that were all.
    CutResponse(u64, Cut),
    /// The client gets this many bytes, and the connection stays open.
    Stall(u64),
    /// 503, from something before the server.
    Unavailable,
    /// 429, and when to come back in seconds.
    TooMany(u8),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    Reset,
    End,
}

/// The faults of a transfer's connections, in their order.
pub enum Plan {
    /// These, and then none.
    Scripted(VecDeque<Fault>),
    /// By chance, with cuts in the middle of about so many bytes.
    Random { random: fastrand::Rng, size: u64 },
}

/// What heads of requests and responses have, about.
const HEAD: u64 = 600;

impl Plan {
    pub fn random(seed: u64, size: usize) -> Self {
        Self::Random { random: fastrand::Rng::with_seed(seed), size: size as u64 + HEAD }
    }

    pub fn scripted(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self::Scripted(faults.into_iter().collect())
    }

    pub fn next(&mut self) -> Fault {
        let (random, size) = match self {
            Self::Scripted(faults) => return faults.pop_front().unwrap_or(Fault::None),
            Self::Random { random, size } => (random, *size),
        };
        let place = random.u64(1..=size);
        let early = random.u64(1..=HEAD);
        match random.u8(..100) {
            0..15 => Fault::CutRequest(place),
            15..18 => Fault::CutRequest(early),
            18..28 => Fault::CutResponse(place, Cut::Reset),
            28..36 => Fault::CutResponse(place, Cut::End),
            36..39 => Fault::CutResponse(early, Cut::End),
            39..44 => Fault::Refuse,
            44 => Fault::Silence,
            45 => Fault::Stall(place),
            46..52 => Fault::Unavailable,
            52..55 => Fault::TooMany(0),
            _ => Fault::None,
        }
    }
}
