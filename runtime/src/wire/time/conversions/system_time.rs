//! The clock of the standard library.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::wire::time::duration::std_nanos;
use crate::wire::time::error::TimeError;
use crate::wire::time::moment::Moment;
use crate::wire::time::timestamp::Timestamp;

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimeError;

    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        let nanos = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => std_nanos(after),
            Err(before) => -std_nanos(before.duration()),
        };
        Moment::from_total_nanos(nanos).map(Self::from_moment).ok_or(TimeError::OUT_OF_RANGE)
    }
}

/// Fails for years that the system's clock cannot represent: those before 1601 on Windows. Windows
/// also rounds to units of 100 ns.
impl TryFrom<Timestamp> for SystemTime {
    type Error = TimeError;

    fn try_from(time: Timestamp) -> Result<Self, Self::Error> {
        let distance = time.duration_since(Timestamp::UNIX_EPOCH);
        let time = match distance.is_negative() {
            true => UNIX_EPOCH.checked_sub(distance.unsigned_abs()),
            false => UNIX_EPOCH.checked_add(distance.unsigned_abs()),
        };
        time.ok_or(TimeError::OUT_OF_RANGE)
    }
}
