//! The time until a response begins.

use std::time::Duration;

use crate::descriptor::MethodDescriptor;

/// The longest time until a response begins, unless the client or the call has its own limit.
const DEFAULT: Duration = Duration::from_secs(60);

/// The time for which a server holds the request of a method that waits, at most.
const WAIT_TIME: Duration = Duration::from_secs(120);

/// How long a request may take until its response begins. The timeout of an attempt applies as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FirstByte {
    /// As the client says, or a minute.
    #[default]
    Limited,
    /// As the client says, and otherwise without a limit: the server may have to prepare media, or to
    /// process many calls, before it responds.
    AsClient,
    /// As the call says. The request contains media, which can take any time to send, or the server
    /// responds when something happens.
    Unlimited,
}

impl FirstByte {
    /// Returns the limit, from those of the call and of the client.
    pub(super) fn limit(
        self,
        method: &MethodDescriptor,
        of_call: Option<Duration>,
        of_client: Option<Duration>,
    ) -> Option<Duration> {
        let held = if waits(method) { WAIT_TIME } else { Duration::ZERO };
        let of_client = match self {
            Self::Limited => of_client.or(Some(DEFAULT)),
            Self::AsClient => of_client,
            Self::Unlimited => None,
        };
        of_call.or_else(|| Some(of_client?.saturating_add(held)))
    }
}

/// Returns `true` if the server holds the request of a method until an operation is done.
fn waits(method: &MethodDescriptor) -> bool {
    method.path().ends_with("/wait") || method.path().ends_with(":wait")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}");
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_call_takes_precedence_over_the_client() {
        for (kind, default, of_client) in [
            (FirstByte::Limited, Some(60 * SECOND), Some(7 * SECOND)),
            (FirstByte::AsClient, None, Some(7 * SECOND)),
            (FirstByte::Unlimited, None, None),
        ] {
            assert_eq!(kind.limit(&GET, None, None), default, "{kind:?}");
            assert_eq!(kind.limit(&GET, None, Some(7 * SECOND)), of_client, "{kind:?}");
            assert_eq!(kind.limit(&GET, Some(9 * SECOND), Some(7 * SECOND)), Some(9 * SECOND), "{kind:?}");
        }
    }

    #[test]
    fn methods_that_wait_have_the_time_of_the_server_in_addition() {
        for path in ["projects/{project}/zones/{zone}/operations/{operation}/wait", "v1/{+name}:wait"] {
            let wait = MethodDescriptor::new("operations.wait", "POST", path);
            assert_eq!(FirstByte::Limited.limit(&wait, None, None), Some(180 * SECOND));
            assert_eq!(FirstByte::Limited.limit(&wait, None, Some(7 * SECOND)), Some(127 * SECOND));
            assert_eq!(FirstByte::Limited.limit(&wait, Some(SECOND), None), Some(SECOND));
            assert_eq!(FirstByte::Limited.limit(&wait, None, Some(Duration::MAX)), Some(Duration::MAX));
        }
    }
}
