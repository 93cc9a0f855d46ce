//! The transports of the clients.

use std::sync::{Arc, LazyLock};

use discovery_runtime::{HyperTransport, Transport};

/// A transport with its name.
pub(crate) type Named = (&'static str, Arc<dyn Transport>);

/// All transports over connections. They are shared, because reading the certificates of the system
/// takes longer than a run.
pub(crate) static TRANSPORTS: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let hyper: Named = ("hyper", Arc::new(HyperTransport::new().expect("a transport")));
    vec![
        hyper,
        #[cfg(feature = "reqwest")]
        ("reqwest", Arc::new(reqwest_transport())),
    ]
});

#[cfg(feature = "reqwest")]
fn reqwest_transport() -> discovery_runtime::ReqwestTransport {
    // reqwest may have been built without a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    discovery_runtime::ReqwestTransport::new(client.build().expect("a client"))
}
