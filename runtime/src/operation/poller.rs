//! Polls an operation, whatever its types: the part of a handle that is compiled once.

use std::any::TypeId;
use std::pin::pin;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;

use super::address::{self, Address, Variable};
use super::policy::PollPolicy;
use super::snapshot::{self, Snapshot};
use crate::client::Client;
use crate::descriptor::{MethodDescriptor, OperationDescriptor, OperationMessage, ResultDescriptor};
use crate::error::{DecodeResponseError, Error, OperationError, Result};
use crate::future::BoxFuture;
use crate::request::{UntypedCall, member};
use crate::response::{ResponseDecoder, fetch};
use crate::wire::Wire;

/// For how long, and how often, a started operation may be unknown to the server that polls it: not
/// all servers learn of it at once.
const UNKNOWN_TIME: Duration = Duration::from_secs(30);
const UNKNOWN_POLLS: u32 = 5;

/// The request of the methods that wait: the longest time for which the server may do so.
const WAIT_REQUEST: &str = r#"{"timeout":"60s"}"#;

/// Represents the method that returned an operation of unknown origin.
const OPERATION: MethodDescriptor = MethodDescriptor::new("operation", "GET", "");

/// Represents the method that returns the resource of an operation of unknown origin.
const RESOURCE: MethodDescriptor = MethodDescriptor::new("resource", "GET", "{+path}");

/// Where the result of an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResultKind {
    /// The result has no type.
    Ignored,
    /// The operation's message is the result.
    Message,
    /// The message contains the result.
    Response,
    /// The result is a resource, which has its own method.
    Target,
}

impl ResultKind {
    /// Returns where a result of type `R` is, as far as the types tell.
    pub(super) fn of_types<O: OperationMessage, R: Wire + 'static>() -> Self {
        if R::ignores_input() {
            Self::Ignored
        } else if TypeId::of::<R>() == TypeId::of::<O>() {
            Self::Message
        } else if O::OPERATION.has_response {
            Self::Response
        } else {
            Self::Target
        }
    }
}

/// The latest state of an operation, and how to get the next one.
#[derive(Clone, Debug)]
pub(super) struct Poller {
    /// The call that started the operation, or one without arguments. Requests have its options.
    call: Box<UntypedCall>,
    descriptor: &'static OperationDescriptor,
    address: Option<Address>,
    name: String,
    snapshot: Snapshot,
    /// Whether this handle started the operation.
    is_new: bool,
    pub(super) policy: PollPolicy,
    /// When the operation was started or resumed, by the clock of the transport.
    start: Instant,
    /// The same in real time, for errors.
    created: Instant,
    last_request: Option<Instant>,
    polls: u32,
    polls_unknown: u32,
    /// Whether the current request asks the server to wait.
    is_waiting: bool,
    /// Whether the method that waits does not work, although the document has it.
    cannot_wait: bool,
}

impl Poller {
    /// Creates the poller of an operation that a call has started.
    pub(super) fn started(
        call: Box<UntypedCall>,
        descriptor: &'static OperationDescriptor,
        policy: PollPolicy,
        snapshot: Snapshot,
    ) -> Self {
        let address = Address::of_snapshot(descriptor.polls, &snapshot, |name| call.path_value(name));
        let name = match &address {
            Some(address) => address.name(),
            None => snapshot.text("name").or_else(|| snapshot.text("id")).unwrap_or_default(),
        };
        Self { is_new: true, snapshot, ..Self::new(call, descriptor, address, name, policy) }
    }

    /// Creates the poller of an operation that another handle has started.
    pub(super) fn resumed(client: &Client, descriptor: &'static OperationDescriptor, name: &str) -> Self {
        let address = Address::of_name(descriptor.polls, name);
        let method = address.as_ref().map_or(&OPERATION, |address| &address.poll.get);
        let call = Box::new(UntypedCall::new(client, method));
        Self::new(call, descriptor, address, name.to_owned(), PollPolicy::default())
    }

    fn new(
        call: Box<UntypedCall>,
        descriptor: &'static OperationDescriptor,
        address: Option<Address>,
        name: String,
        policy: PollPolicy,
    ) -> Self {
        let start = call.client.now();
        Self {
            call,
            descriptor,
            address,
            name,
            snapshot: Snapshot::default(),
            is_new: false,
            policy,
            start,
            created: Instant::now(),
            last_request: None,
            polls: 0,
            polls_unknown: 0,
            is_waiting: false,
            cannot_wait: false,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_done(&self) -> bool {
        self.snapshot.is_done()
    }

    /// Returns `true` if a server has described the operation.
    pub(super) fn is_known(&self) -> bool {
        !self.snapshot.body.is_empty()
    }

    /// Returns the error of the operation, if it failed.
    pub(super) fn failure(&self) -> Option<Error> {
        let failure = self.is_done().then(|| self.snapshot.failure())??;
        Some(self.error(OperationError::failed(&self.name, failure)))
    }

    /// Returns the time since the operation was started or resumed.
    fn elapsed(&self) -> Duration {
        self.call.client.now().saturating_duration_since(self.start)
    }

    /// Adds the call that started the operation to an error.
    fn error(&self, error: OperationError) -> Error {
        self.call.in_context(error.into(), Some(self.created.elapsed()))
    }

    /// Returns a future that waits as the policy says, and then requests the state of the
    /// operation. [`accept`](Self::accept) receives its output.
    pub(super) fn next(&mut self) -> BoxFuture<'static, Result<Snapshot>> {
        match self.prepare() {
            Ok((call, delay)) => Box::pin(async move {
                if !delay.is_zero() {
                    call.executor().sleep(delay).await;
                }
                request(call).await
            }),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    /// Returns a future that requests the state of the operation immediately.
    pub(super) fn next_now(&mut self) -> BoxFuture<'static, Result<Snapshot>> {
        self.is_waiting = false;
        match self.address() {
            Ok(address) => {
                let call = self.follow_up(&address.poll.get, &address.variables);
                Box::pin(request(call))
            }
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    /// Updates the state with the response to a poll. Returns `false` if the server did not describe
    /// the operation: it refused to wait, or does not know the operation yet.
    pub(super) fn accept(&mut self, response: Result<Snapshot>) -> Result<bool> {
        self.polls = self.polls.saturating_add(1);
        match response {
            Ok(snapshot) => {
                self.snapshot = snapshot;
                self.polls_unknown = UNKNOWN_POLLS;
                Ok(true)
            }
            Err(error) if self.is_waiting && is_refusal(&error) => {
                self.cannot_wait = true;
                self.last_request = None;
                Ok(false)
            }
            Err(error) if error.is_not_found() && self.is_new && self.polls_unknown < UNKNOWN_POLLS => {
                self.polls_unknown += 1;
                if self.elapsed() < UNKNOWN_TIME { Ok(false) } else { Err(error) }
            }
            Err(error) => Err(error),
        }
    }

    fn address(&self) -> Result<Address> {
        self.address.clone().ok_or_else(|| self.error(OperationError::no_method(&self.name, "polled")))
    }

    /// Returns the next call and the delay before it.
    fn prepare(&mut self) -> Result<(Box<UntypedCall>, Duration)> {
        let address = self.address()?;
        let now = self.call.client.now();
        let wait = address.poll.wait.as_ref().filter(|_| !self.cannot_wait);
        let delay = match (wait, self.last_request) {
            // The state of a resumed operation is not known yet; a server that waits needs no pause.
            (_, None) if !self.is_new || wait.is_some() => Duration::ZERO,
            // A server that responds earlier than it could does not wait.
            (Some(_), Some(last)) => self.policy.delay(self.polls).saturating_sub(now.saturating_duration_since(last)),
            _ => self.policy.delay(self.polls),
        };
        if let Some(deadline) = self.policy.exceeded_deadline(self.elapsed(), delay) {
            return Err(self.error(OperationError::deadline_exceeded(&self.name, deadline)));
        }
        self.last_request = now.checked_add(delay);
        self.is_waiting = wait.is_some();
        let mut call = self.follow_up(wait.unwrap_or(&address.poll.get), &address.variables);
        if let Some(wait) = wait {
            call.idempotent(true);
            if wait.path().ends_with(":wait") {
                call.replace_message(WAIT_REQUEST.into());
            }
        }
        Ok((call, delay))
    }

    /// Returns a call with the options of the one that started the operation.
    fn follow_up(&self, method: &'static MethodDescriptor, variables: &[Variable]) -> Box<UntypedCall> {
        let mut call = self.call.follow_up(method);
        for (name, value) in variables {
            call.path(name, vec![value.clone()]);
        }
        Box::new(call)
    }

    /// Returns a future that cancels the operation.
    pub(super) fn cancel(&self) -> BoxFuture<'static, Result<()>> {
        let address = self.address.as_ref();
        let Some((address, method)) = address.and_then(|address| Some((address, address.poll.cancel.as_ref()?))) else {
            let error = self.error(OperationError::no_method(&self.name, "canceled"));
            return Box::pin(std::future::ready(Err(error)));
        };
        let mut call = self.follow_up(method, &address.variables);
        call.idempotent(true);
        Box::pin(async move {
            fetch::<()>(call).await?;
            Ok(())
        })
    }

    /// Decodes the metadata of the operation, if there is any. If messages have no metadata,
    /// the operation's message is its metadata.
    pub(super) fn metadata<M: Wire>(&self) -> Result<Option<M>> {
        if !self.is_known() {
            return Ok(None);
        }
        if !self.descriptor.has_response {
            return self.decode(&self.snapshot.body).map(Some);
        }
        let metadata = self.snapshot.raw("metadata");
        metadata.map(|metadata| self.decode_typed(metadata, snapshot::split_type(metadata))).transpose()
    }

    /// Returns the result of an operation that is done.
    pub(super) async fn result<R: Wire>(&self, descriptor: ResultDescriptor, kind: ResultKind) -> Result<R> {
        if let Some(error) = self.failure() {
            return Err(error);
        }
        match kind {
            ResultKind::Ignored => Ok(R::empty()),
            ResultKind::Message => self.decode(&self.snapshot.body),
            ResultKind::Response => self.response(descriptor),
            ResultKind::Target => self.target(descriptor).await,
        }
    }

    fn response<R: Wire>(&self, descriptor: ResultDescriptor) -> Result<R> {
        let unexpected = |problem: String| self.error(OperationError::unexpected_result(&self.name, problem));
        let Some(response) = self.snapshot.raw("response") else {
            return Err(unexpected("its message has no response".to_owned()));
        };
        let typed = snapshot::split_type(response);
        if let Some((found, _)) = &typed
            && !is_type(descriptor.type_name, found)
        {
            let expected = descriptor.type_name;
            return Err(unexpected(format!(
                "its response is of type `{found}`, not `{expected}`: name its type with `result_as`"
            )));
        }
        self.decode_typed(response, typed)
    }

    /// Requests the resource that the operation has created or changed.
    async fn target<R: Wire>(&self, descriptor: ResultDescriptor) -> Result<R> {
        let link = self.snapshot.text("targetLink");
        let (method, variables) = match descriptor.target {
            Some(method) => {
                let matched = link.and_then(|link| address::match_link(method.path(), &link));
                (method, matched.or_else(|| self.target_variables(method.path())))
            }
            None => {
                let service_path = self.call.client.api().service_path();
                let path = link.and_then(|link| address::path_of_link(&link, service_path));
                (&RESOURCE, path.map(|path| vec![("path", path)]))
            }
        };
        let Some(variables) = variables else {
            let problem = "its message does not name the resource that it has created or changed";
            return Err(self.error(OperationError::unexpected_result(&self.name, problem)));
        };
        let call = self.follow_up(method, &variables);
        fetch(call).await
    }

    /// Returns the variables of the resource from the arguments of the call. The name of a resource
    /// that was created is only in the request's message.
    fn target_variables(&self, template: &'static str) -> Option<Vec<Variable>> {
        let name = || member(self.call.message(), "name")?.as_str().map(str::to_owned);
        let variables: Vec<&str> = address::variables(template).collect();
        let last = variables.last().copied();
        let value = |variable| {
            let argument = self.call.path_value(variable);
            argument.or_else(|| if Some(variable) == last { name() } else { None })
        };
        variables.into_iter().map(|variable| Some((variable, value(variable)?))).collect()
    }

    /// Decodes a message without its `@type`, from which it was split. A JSON value keeps it.
    fn decode_typed<T: Wire>(&self, message: &RawValue, typed: Option<(String, Vec<u8>)>) -> Result<T> {
        match typed {
            Some((_, untyped)) if !T::accepts_null() => self.decode(&untyped),
            _ => self.decode(message.get().as_bytes()),
        }
    }

    fn decode<T: Wire>(&self, json: &[u8]) -> Result<T> {
        let response = ResponseDecoder::new(&self.call).decode(http::Response::new(json.to_vec()));
        let response = response.map_err(|error| self.call.in_context(error, Some(self.created.elapsed())));
        Ok(response?.into_body())
    }
}

/// Sends a request that returns an operation.
pub(super) async fn request(call: Box<UntypedCall>) -> Result<Snapshot> {
    let (executor, request) = (call.executor(), call.request()?);
    let work = pin!(async {
        let (parts, body) = executor.send(&request).await?.into_parts();
        Snapshot::parse(body)
            .map_err(|(error, body)| DecodeResponseError::new(error, http::Response::from_parts(parts, body)).into())
    });
    executor.in_call(work).await
}

/// Returns `true` if the server refused to wait, although the document has a method for it, as
/// opposed to an error of the connection or of the whole service.
fn is_refusal(error: &Error) -> bool {
    error.api().is_some() && !error.is_retryable() && !error.is_unauthenticated()
}

/// Compares the name of a Rust type, as `stringify!` prints it, with the last part of an `@type`.
/// Names of types may have a prefix, for example the package of the message.
fn is_type(type_name: &str, found: &str) -> bool {
    let name = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let type_name = type_name.rsplit(':').next().unwrap_or_default();
    let is_json = type_name.trim() == "Json";
    is_json || type_name.is_empty() || name(type_name).ends_with(&name(found))
}
