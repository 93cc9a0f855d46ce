//! Where the requests of a call are sent, as errors, reports and traces name it.

use std::sync::Arc;

use http::Uri;

use super::Executor;
use super::refused::CredentialHeaders;
use crate::client::Server;
use crate::descriptor::MethodDescriptor;
use crate::observe::CallTarget;

/// The deviations from the method of the call and the server of the client.
#[derive(Clone, Debug, Default)]
pub(super) struct Target {
    /// The path of a batch, which contains calls of several methods: it is reported instead of the
    /// method.
    batch_path: Option<&'static str>,
    /// The path template of an upload, relative to the root URL.
    upload_path: Option<&'static str>,
    /// The server of a resumable session or of media, if it has another origin.
    session_server: Option<Arc<Server>>,
}

impl Executor {
    /// Sends requests without credentials and API key to a URL of another origin, which must not
    /// receive them: that of a resumable session, or one that stores media.
    pub(crate) fn for_other_origin(mut self, url: &Uri) -> Self {
        self.anonymous = true;
        self.credential_headers = CredentialHeaders::default();
        self.target.session_server = Server::of_url(url).map(Arc::new);
        self
    }

    /// Sends the requests of an upload to this path instead of the method's.
    pub(crate) fn for_upload(mut self, path: &'static str) -> Self {
        self.target.upload_path = Some(path);
        self
    }

    /// Sends a batch to this path instead of a call: reports and errors do not name a method.
    pub(crate) fn for_batch(mut self, path: &'static str) -> Self {
        self.target.batch_path = Some(path);
        self
    }

    /// Returns the method in reports and errors, or `None` for a batch.
    pub(super) fn reported_method(&self) -> Option<&'static MethodDescriptor> {
        if self.target.batch_path.is_some() { None } else { Some(self.method) }
    }

    /// Returns the server that receives the requests.
    pub(super) fn server(&self) -> &Server {
        self.target.session_server.as_deref().unwrap_or(&self.client.settings().server)
    }

    /// Passes the target of the call to `report`.
    pub(super) fn report_target(&self, report: impl FnOnce(&CallTarget<'_>)) {
        let server = self.server();
        report(&CallTarget {
            method: self.reported_method(),
            server_address: server.address(),
            server_port: server.port(),
            url_template: &self.url_template(),
        });
    }

    /// Returns the absolute path to which requests are sent, without the arguments of the call.
    fn url_template(&self) -> String {
        let server = &self.client.settings().server;
        match self.target.batch_path.or(self.target.upload_path) {
            Some(path) => server.absolute(path),
            None => server.absolute(&format!("{}{}", self.client.api().service_path(), self.method.path())),
        }
    }
}
