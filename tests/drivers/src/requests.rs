//! The driver of `cargo xtask verify conformance python-client`: builds the HTTP requests of calls
//! without sending them.

#![allow(
    clippy::indexing_slicing,
    reason = "reading a missing member of `Json` returns `Null`, and `Null` becomes an object"
)]

use std::io::{self, BufRead, Write};

use discovery_runtime::wire::Wire;
pub use discovery_runtime::{CallOptions, Json};
use discovery_runtime::{decode, encode, http::Request};

/// Reads calls from stdin, one JSON object per line, and prints the request of each, or the error
/// as `refused`. The program's argument is the name of the API.
///
/// `build` receives the name of the API and the call.
///
/// # Errors
/// Returns an error if stdin cannot be read or stdout cannot be written to.
pub fn run(build: impl Fn(&str, &Arguments) -> Result<Json, String>) -> io::Result<()> {
    let api = std::env::args().nth(1).unwrap_or_default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let call = decode(line?.as_bytes()).map_err(|error| error.to_string());
        let request = call.and_then(|call| build(&api, &Arguments(call))).unwrap_or_else(|error| {
            let mut refused = Json::Null;
            refused["refused"] = error.into();
            refused
        });
        writeln!(out, "{request}")?;
    }
    out.flush()
}

/// Describes a request as JSON. A body that is not JSON is described by its content type and data,
/// as an `HttpBody` is.
///
/// # Errors
/// Returns the message of the error with which the call was refused, or of a body that is not valid
/// JSON.
pub fn describe(request: discovery_runtime::Result<Request<Vec<u8>>>) -> Result<Json, String> {
    let request = request.map_err(|error| error.to_string())?;
    let mut description = Json::Null;
    description["method"] = request.method().as_str().into();
    description["url"] = request.uri().to_string().into();
    let content_type = request.headers().get("content-type");
    let content_type = content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let body = request.body();
    description["body"] = match content_type.as_deref() {
        None => Json::Null,
        Some("application/json") => decode(body).map_err(|error| format!("the body is not JSON: {error}"))?,
        Some(content_type) => {
            let mut http_body = Json::Null;
            http_body["contentType"] = content_type.into();
            http_body["data"] = decode(&encode(body)).map_err(|error| error.to_string())?;
            http_body
        }
    };
    Ok(description)
}

/// The arguments of a call, by wire name.
#[derive(Debug)]
pub struct Arguments(Json);

impl Arguments {
    /// Returns the id of the method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0["method"].as_str().unwrap_or_default()
    }

    /// Returns `true` if the call sets this parameter.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0["parameters"].get(name).is_some()
    }

    /// Returns a string parameter.
    ///
    /// # Errors
    /// Returns an error if the parameter is not a string.
    pub fn text(&self, name: &str) -> Result<&str, String> {
        self.0["parameters"][name].as_str().ok_or_else(|| format!("parameter `{name}` is not a string"))
    }

    /// Returns the values of a repeated string parameter.
    ///
    /// # Errors
    /// Returns an error if the parameter is not a list of strings.
    pub fn texts(&self, name: &str) -> Result<Vec<String>, String> {
        self.values(name)
    }

    /// Returns a parameter of the type that the generated method requires.
    ///
    /// # Errors
    /// Returns an error if the parameter cannot be decoded as `T`.
    pub fn value<T: Wire>(&self, name: &str) -> Result<T, String> {
        convert(&self.0["parameters"][name])
    }

    /// Returns the values of a repeated parameter.
    ///
    /// # Errors
    /// Returns an error if the parameter is not a list, or if an item cannot be decoded as `T`.
    pub fn values<T: Wire>(&self, name: &str) -> Result<Vec<T>, String> {
        let values = self.0["parameters"][name].as_array();
        values.ok_or_else(|| format!("parameter `{name}` is not a list"))?.iter().map(convert).collect()
    }

    /// Returns the message to send.
    ///
    /// # Errors
    /// Returns an error if the body cannot be decoded as `T`.
    pub fn body<T: Wire>(&self) -> Result<T, String> {
        convert(&self.0["body"])
    }

    /// Returns the parameters that every method of the API has, as strings.
    pub fn common(&self) -> impl Iterator<Item = (&str, String)> {
        let common = self.0["common"].as_object().into_iter().flatten();
        common.map(|(name, value)| (name.as_str(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
    }
}

fn convert<T: Wire>(value: &Json) -> Result<T, String> {
    decode(value.to_string().as_bytes()).map_err(|error| error.to_string())
}

/// Sets the common parameters on a generated request builder, and describes its request.
///
/// This is a macro because `fields` and `call` are functions of each request builder.
#[macro_export]
macro_rules! build_request {
    ($call:ident, $arguments:ident) => {{
        let mut call = $call;
        for (name, value) in $arguments.common() {
            call = match name {
                "fields" => call.fields(&value),
                "quotaUser" => $crate::requests::CallOptions::quota_user(call, &value),
                _ => $crate::requests::CallOptions::param(call, name, &value),
            };
        }
        $crate::requests::describe(call.call().request())
    }};
}
