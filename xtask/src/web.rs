//! Fetches texts over https, with limits for size and time, and retries temporary failures.

mod address;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use backon::{BlockingRetryable, ExponentialBuilder};
use discovery_codegen::{output, printable};
use ureq::http::{Response, StatusCode, Uri, header};

use crate::terminal;
use address::Rule;

/// The maximum size of an error response that is searched for a message.
const MAX_ERROR_SIZE: u64 = 1 << 20;
const MAX_REDIRECTS: usize = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_RETRIES: usize = 2;
/// The longest `Retry-After` that is obeyed. If it is longer, the error is reported at once.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(30);

/// The reason why a URL could not be fetched. The texts may contain control characters.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) url: String,
    pub(crate) message: String,
    /// A retry may succeed.
    temporary: bool,
    /// The `Retry-After` of the response, or zero.
    retry_after: Duration,
    /// No server was reached.
    pub(crate) unreachable: bool,
}

#[derive(Debug)]
pub(crate) struct Web {
    agent: ureq::Agent,
    rule: Rule,
    timeout: Duration,
    max_size: u64,
}

impl Web {
    /// Returns a client for a URL that the user passed, and for URLs that it refers to. `timeout`
    /// limits one attempt, and `max_size` the bytes of a response after decompression.
    pub(crate) fn new(url: &str, timeout: Duration, max_size: u64) -> Self {
        // This fails if a provider is installed, which is then the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            // `attempt` follows redirects itself, to check each of them.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT_TIMEOUT.min(timeout)))
            .user_agent(concat!("discovery-codegen/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .build();
        Self { agent: config.new_agent(), rule: Rule::for_url(url), timeout, max_size }
    }

    /// Returns the text at a URL. Prints a message before each retry.
    pub(crate) fn get(&self, url: &str) -> Result<String, Problem> {
        let bar = terminal::bytes(printable(url).to_string());
        let delays =
            ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)).with_max_times(MAX_RETRIES);
        let retry_after = Rc::new(Cell::new(Duration::ZERO));
        let min_delay = Rc::clone(&retry_after);
        let result = (|| self.attempt(url, &bar))
            .retry(delays)
            .sleep(move |delay: Duration| std::thread::sleep(delay.max(min_delay.get())))
            .when(|problem: &Problem| problem.temporary && problem.retry_after <= MAX_RETRY_AFTER)
            .notify(|problem, delay| {
                retry_after.set(problem.retry_after);
                bar.suspend(|| {
                    terminal::note(format_args!(
                        "{}: {}; retrying in {:.1} s",
                        printable(&problem.url),
                        printable(&problem.message),
                        delay.max(problem.retry_after).as_secs_f64()
                    ));
                });
            })
            .call();
        bar.finish_and_clear();
        result
    }

    fn attempt(&self, url: &str, bar: &indicatif::ProgressBar) -> Result<String, Problem> {
        bar.set_position(0);
        let mut current = url.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let prefix = if current == url { String::new() } else { format!("redirected to {current}: ") };
            let permanent = |message: String| Problem::permanent(url, format!("{prefix}{message}"));
            let uri = self.rule.check(&current).map_err(permanent)?;
            let response = self.agent.get(&uri).call().map_err(|error| self.failed(&current, &error))?;
            match redirect(&uri, &response) {
                Some(target) => current = target.map_err(permanent)?,
                None => return self.text(&current, response, bar),
            }
        }
        Err(Problem::permanent(url, format!("redirected more than {MAX_REDIRECTS} times")))
    }

    fn text(&self, url: &str, response: Response<ureq::Body>, bar: &indicatif::ProgressBar) -> Result<String, Problem> {
        let status = response.status();
        // A date is ignored: it would require that the clocks agree, and the delays grow anyway.
        let header = response.headers().get(header::RETRY_AFTER);
        let retry_after = header
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map_or(Duration::ZERO, Duration::from_secs);
        let body = bar.wrap_read(response.into_body().into_reader());
        if status != StatusCode::OK {
            let body = output::read_bytes(body, MAX_ERROR_SIZE).ok().and_then(Result::ok).unwrap_or_default();
            let message = format!("the server responded with {status}{}", server_message(&body));
            let temporary = matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504);
            return Err(Problem { temporary, retry_after, ..Problem::permanent(url, message) });
        }
        let read = output::read_bytes(body, self.max_size);
        let read = read.map_err(|error| self.failed(url, &ureq::Error::from(error)))?;
        let text = read.and_then(output::decode).map_err(|error| Problem::permanent(url, error.to_string()))?;
        if text.trim_start().starts_with('<') {
            let message = "the response is a web page, not JSON; check whether a proxy requires a sign-in";
            return Err(Problem::permanent(url, message.to_owned()));
        }
        Ok(text)
    }

    fn failed(&self, url: &str, error: &ureq::Error) -> Problem {
        use std::io::ErrorKind::{
            BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted, InvalidData, TimedOut, UnexpectedEof,
        };
        let problem = Problem::permanent(url, error.to_string());
        match error {
            ureq::Error::Timeout(_) => Problem {
                message: format!("no complete response within {} s", self.timeout.as_secs()),
                temporary: true,
                ..problem
            },
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Problem { unreachable: true, ..problem },
            ureq::Error::Io(error) => match error.kind() {
                UnexpectedEof => {
                    Problem { message: "the response is incomplete".to_owned(), temporary: true, ..problem }
                }
                BrokenPipe | ConnectionAborted | ConnectionReset | Interrupted | TimedOut => {
                    Problem { message: error.to_string(), temporary: true, ..problem }
                }
                // TLS errors, most of which are about certificates.
                InvalidData => Problem {
                    message: format!(
                        "{error}; the certificate must be trusted by the system or by the file in SSL_CERT_FILE"
                    ),
                    ..problem
                },
                // Includes names that cannot be resolved, for which there is no `ErrorKind`.
                _ => Problem { message: error.to_string(), unreachable: true, ..problem },
            },
            _ => problem,
        }
    }
}

impl Problem {
    fn permanent(url: &str, message: String) -> Self {
        Self { url: url.to_owned(), message, temporary: false, retry_after: Duration::ZERO, unreachable: false }
    }
}

/// Returns the target of a redirect, or `None` if the response is not one.
fn redirect(from: &Uri, response: &Response<ureq::Body>) -> Option<Result<String, String>> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?;
    let target = location.to_str().map_err(|_| "the `Location` header is not text".to_owned());
    Some(target.and_then(|target| address::resolve(from, target)))
}

/// Returns the message of an error in Google's format, with a leading colon, or an empty text.
fn server_message(body: &[u8]) -> String {
    let error: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let message = error.as_ref().and_then(|error| error.pointer("/error/message")).and_then(serde_json::Value::as_str);
    message.map_or_else(String::new, |message| format!(": {}", printable(message).limit(200)))
}
