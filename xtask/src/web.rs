//! Texts from the web: over https only, of a bounded size, in bounded time, and again where a failure may pass.

mod address;

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;
use std::time::Duration;

use backon::{BlockingRetryable, ExponentialBuilder};
use ureq::http::{Response, StatusCode, Uri, header};

use crate::terminal;
use address::Rule;

/// Six times the largest document there is.
const SIZE: u64 = 32 << 20;
const REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(10);
/// After the first one.
const TRIES: usize = 2;
/// Nobody at a terminal waits longer for a server that asks for time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no text.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) url: String,
    pub(crate) what: String,
    /// A thing that may have passed when it is tried again.
    passing: bool,
    /// How long the server asks to be left alone.
    pause: Duration,
    /// No server was reached at all.
    pub(crate) unreached: bool,
}

#[derive(Debug)]
pub(crate) struct Web {
    agent: ureq::Agent,
    rule: Rule,
    timeout: Duration,
}

impl Web {
    /// `start` is the address that a person has named, or the one built in. `timeout` is for one try.
    pub(crate) fn new(start: &str, timeout: Duration) -> Self {
        // The one there is; an error means that it is set already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            // Followed here, one by one, by the rule.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT.min(timeout)))
            .user_agent(concat!("discovery-codegen/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .build();
        Self { agent: config.new_agent(), rule: Rule::starting_at(start), timeout }
    }

    /// The text at an address.
    pub(crate) fn get(&self, url: &str) -> Result<String, Problem> {
        let bar = terminal::bytes(url.to_owned());
        let pause = ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)).with_max_times(TRIES);
        let asked = Rc::new(Cell::new(Duration::ZERO));
        let longest = Rc::clone(&asked);
        let result = (|| self.once(url, &bar))
            .retry(pause)
            .sleep(move |pause: Duration| std::thread::sleep(pause.max(longest.get())))
            .when(|problem: &Problem| problem.passing && problem.pause <= PATIENCE)
            .notify(|problem, pause| {
                asked.set(problem.pause);
                bar.suspend(|| {
                    terminal::note(format_args!(
                        "{}: {}; trying again in {:.1} s",
                        problem.url,
                        problem.what,
                        pause.max(problem.pause).as_secs_f64()
                    ));
                });
            })
            .call();
        bar.finish_and_clear();
        result
    }

    fn once(&self, url: &str, bar: &indicatif::ProgressBar) -> Result<String, Problem> {
        bar.set_position(0);
        let mut at = url.to_owned();
        for _ in 0..=REDIRECTS {
            let lead = if at == url { String::new() } else { format!("it leads to {at}: ") };
            let lasting = |what: String| Problem::lasting(url, format!("{lead}{what}"));
            let uri = self.rule.check(&at).map_err(lasting)?;
            let response = self.agent.get(&uri).call().map_err(|error| self.failed(&at, &error))?;
            match redirect(&uri, &response) {
                Some(target) => at = target.map_err(lasting)?,
                None => return self.text(&at, response, bar),
            }
        }
        Err(Problem::lasting(url, format!("it leads from one address to the next, more than {REDIRECTS} times")))
    }

    fn text(&self, url: &str, response: Response<ureq::Body>, bar: &indicatif::ProgressBar) -> Result<String, Problem> {
        let status = response.status();
        // A date would need a clock that agrees with the server's; without the header the pauses grow all the same.
        let asked = response.headers().get(header::RETRY_AFTER);
        let pause = asked
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map_or(Duration::ZERO, Duration::from_secs);
        let mut bytes = Vec::new();
        let body = bar.wrap_read(response.into_body().into_reader());
        let read = body.take(SIZE + 1).read_to_end(&mut bytes);
        if status != StatusCode::OK {
            let what = format!("the server answered {status}{}", said(&bytes));
            let passing = matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504);
            return Err(Problem { passing, pause, ..Problem::lasting(url, what) });
        }
        read.map_err(|error| self.failed(url, &ureq::Error::from(error)))?;
        if bytes.len() as u64 > SIZE {
            return Err(Problem::lasting(url, format!("the answer is larger than {} MiB", SIZE >> 20)));
        }
        let text =
            String::from_utf8(bytes).map_err(|_| Problem::lasting(url, "the answer is not UTF-8 text".to_owned()))?;
        if text.trim_start().starts_with('<') {
            let what = "the answer is a web page, not JSON; does a proxy want a sign-in?";
            return Err(Problem::lasting(url, what.to_owned()));
        }
        Ok(text)
    }

    fn failed(&self, url: &str, error: &ureq::Error) -> Problem {
        use std::io::ErrorKind::{
            BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted, InvalidData, TimedOut, UnexpectedEof,
        };
        let problem = Problem::lasting(url, error.to_string());
        match error {
            ureq::Error::Timeout(_) => Problem {
                what: format!("no whole answer within {} s", self.timeout.as_secs()),
                passing: true,
                ..problem
            },
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Problem { unreached: true, ..problem },
            ureq::Error::Io(error) => match error.kind() {
                UnexpectedEof => Problem { what: "the answer ends too early".to_owned(), passing: true, ..problem },
                BrokenPipe | ConnectionAborted | ConnectionReset | Interrupted | TimedOut => {
                    Problem { what: error.to_string(), passing: true, ..problem }
                }
                // What TLS refuses.
                InvalidData => Problem {
                    what: format!(
                        "{error}; only certificates that this machine trusts count, and those of the file SSL_CERT_FILE"
                    ),
                    ..problem
                },
                // A name that is not resolved has no kind of its own.
                _ => Problem { what: error.to_string(), unreached: true, ..problem },
            },
            _ => problem,
        }
    }
}

impl Problem {
    fn lasting(url: &str, what: String) -> Self {
        Self { url: url.to_owned(), what, passing: false, pause: Duration::ZERO, unreached: false }
    }
}

/// Where a response leads to, if it does.
fn redirect(from: &Uri, response: &Response<ureq::Body>) -> Option<Result<String, String>> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?;
    let target = location.to_str().map_err(|_| "it leads to what is no address".to_owned());
    Some(target.and_then(|target| address::resolve(from, target)))
}

/// The server's own words, if it sent an error as Google's servers do.
fn said(body: &[u8]) -> String {
    let error: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let message = error.as_ref().and_then(|error| error.pointer("/error/message")).and_then(serde_json::Value::as_str);
    message.map_or_else(String::new, |message| {
        let line: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
        format!(": {line}")
    })
}
