//! Recorded exchanges in a file, and their replay.

mod body;
mod describe;
mod error;
mod find;
mod matching;
mod recorded_body;
mod recorder;
mod recording;
mod replay;
mod response;
mod scrub;

pub use self::error::CassetteError;
pub use self::recorder::Recorder;
pub use self::replay::Replay;

/// The version of the format.
const VERSION: u64 = 1;

/// The default of the largest body that is recorded, in bytes.
const MAX_BODY: u64 = 16 << 20;

/// The largest file that is replayed, in bytes.
const MAX_FILE: u64 = 256 << 20;
