//! How many calls the servers accept in one request.

use crate::descriptor::ApiDescriptor;

/// The most calls that Google's servers accept in a batch.
const MAX_CALLS: usize = 1000;

/// APIs whose documentation states a lower limit.
const LOWER: &[(&str, usize)] = &[("calendar", 50), ("gmail", 100)];

/// Returns the most calls that an API accepts in one request.
pub(super) fn of_api(api: &ApiDescriptor) -> usize {
    let name = api.id().split(':').next().unwrap_or_default();
    LOWER.iter().find(|(limited, _)| *limited == name).map_or(MAX_CALLS, |(_, limit)| *limit)
}
