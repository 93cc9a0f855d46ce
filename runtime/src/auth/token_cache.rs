//! Tokens that calls share. Only one of them requests a new token.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use super::authorization_headers;
use super::token::Token;
use crate::descriptor::MethodDescriptor;
use crate::error::AuthError;
use crate::transport::Transport;

/// The time after a failed refresh during which a token that is still valid is used.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(10);

/// The number of tokens above which expired ones are removed.
const MIN_SWEEP: usize = 1024;

/// The purpose of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TokenKey {
    /// The user on whose behalf calls are made.
    pub(super) user: Option<String>,
    pub(super) scopes: String,
}

impl TokenKey {
    /// Creates the key for a call of a method on behalf of a user. Without scopes, those of the
    /// method are used.
    pub(super) fn new(user: Option<&str>, scopes: Option<&str>, method: &MethodDescriptor) -> Result<Self, AuthError> {
        let scopes = scopes.map_or_else(|| method.scopes().join(" "), str::to_owned);
        if scopes.is_empty() {
            let message = format!("method {} accepts no scopes; set those of the credentials", method.id());
            return Err(AuthError::new(message));
        }
        Ok(Self { user: user.map(str::to_owned), scopes })
    }
}

/// The tokens of one account.
#[derive(Default)]
pub(super) struct TokenCache(Mutex<Tokens>);

#[derive(Default)]
struct Tokens {
    by_key: HashMap<TokenKey, Arc<SharedToken>>,
    /// The number of tokens at which expired ones are removed next.
    sweep_at: usize,
}

impl TokenCache {
    /// Returns the token for this purpose, which may have to be requested first.
    pub(super) fn token(&self, key: TokenKey, now: Instant) -> Arc<SharedToken> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.by_key.len() >= tokens.sweep_at.max(MIN_SWEEP) {
            tokens.by_key.retain(|_, token| Arc::strong_count(token) > 1 || token.is_usable(now));
            tokens.sweep_at = 2 * tokens.by_key.len();
        }
        Arc::clone(tokens.by_key.entry(key).or_default())
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCache(…)")
    }
}

/// A token that is requested when it is needed, and replaced before it expires.
#[derive(Default)]
pub(super) struct SharedToken {
    state: Mutex<State>,
    /// Held by the caller that requests a token.
    refresh: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The number of requests that have ended.
    requests: u64,
    /// The error of the last request: its text, and whether it is transient.
    failure: Option<(String, bool)>,
}

impl SharedToken {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_usable(&self, now: Instant) -> bool {
        self.state().token.as_ref().is_some_and(|token| !token.is_expired(now))
    }

    /// Returns the headers with the token, whose lifetime is that of the transport's clock.
    pub(super) async fn headers<F>(
        &self,
        transport: &dyn Transport,
        request: impl FnOnce() -> F,
    ) -> Result<HeaderMap, AuthError>
    where
        F: Future<Output = Result<Token, AuthError>>,
    {
        Ok(authorization_headers(self.header(transport, request).await?))
    }

    /// Returns the token, which is requested if it is missing. While an old one is replaced, all
    /// other callers use it.
    async fn header<F>(&self, transport: &dyn Transport, request: impl FnOnce() -> F) -> Result<HeaderValue, AuthError>
    where
        F: Future<Output = Result<Token, AuthError>>,
    {
        let requests = self.state().requests;
        let _guard = match self.usable(transport.now()) {
            Some((header, false)) => return Ok(header),
            Some((header, true)) => match self.refresh.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(header),
            },
            None => self.refresh.lock().await,
        };
        match self.result_after(requests, transport.now()) {
            Some(result) => result,
            None => {
                let result = request().await;
                self.store(result, transport.now())
            }
        }
    }

    /// Returns the token if it is valid, and whether it should be replaced.
    fn usable(&self, now: Instant) -> Option<(HeaderValue, bool)> {
        let state = self.state();
        let token = state.token.as_ref().filter(|token| !token.is_expired(now))?;
        Some((token.header().clone(), token.is_old(now)))
    }

    /// Returns the result of a request for which this caller waited: an error, too, so that not
    /// every caller waits for a server that does not respond.
    fn result_after(&self, requests: u64, now: Instant) -> Option<Result<HeaderValue, AuthError>> {
        if self.state().requests == requests {
            return None;
        }
        if let Some((header, _)) = self.usable(now) {
            return Some(Ok(header));
        }
        let state = self.state();
        let (message, is_transient) = state.failure.clone()?;
        Some(Err(AuthError::new(message).with_transient(is_transient)))
    }

    fn store(&self, result: Result<Token, AuthError>, now: Instant) -> Result<HeaderValue, AuthError> {
        let mut state = self.state();
        state.requests += 1;
        match result {
            Ok(token) => {
                let header = token.header().clone();
                (state.token, state.failure) = (Some(token), None);
                Ok(header)
            }
            Err(error) => {
                if let Some(token) = state.token.as_mut().filter(|token| !token.is_expired(now)) {
                    token.keep_until(now + PAUSE_AFTER_FAILURE);
                    return Ok(token.header().clone());
                }
                state.failure = Some((error.to_string(), error.is_transient()));
                Err(error)
            }
        }
    }

    /// Drops the token that a server refused, unless another call has replaced it already.
    pub(super) fn refused(&self, headers: &HeaderMap) {
        let mut state = self.state();
        let refused = headers.get(AUTHORIZATION);
        if state.token.as_ref().is_some_and(|token| Some(token.header()) == refused) {
            state.token = None;
        }
    }
}

impl fmt::Debug for SharedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::testing::MemoryTransport;

    fn fresh(token: &str, now: Instant) -> Token {
        Token::new(token, now, Duration::from_secs(3600)).expect("a token")
    }

    fn shared(token: Token) -> SharedToken {
        let shared = SharedToken::default();
        shared.state().token = Some(token);
        shared
    }

    #[tokio::test]
    async fn old_token_is_used_by_others_while_one_call_replaces_it() {
        let transport = MemoryTransport::new();
        let now = transport.now();
        let shared = shared(Token::old("a", now));
        let is_received = Cell::new(false);
        let request = || async {
            std::future::poll_fn(|_| if is_received.get() { Poll::Ready(()) } else { Poll::Pending }).await;
            Ok(fresh("b", now))
        };
        let mut first = pin!(shared.header(&transport, request));
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        let other = shared.header(&transport, || async { Err(AuthError::new("not called")) }).await;
        assert_eq!(other.unwrap(), "Bearer a");
        is_received.set(true);
        assert_eq!(first.await.unwrap(), "Bearer b");
        assert_eq!(shared.usable(now).unwrap(), (HeaderValue::from_static("Bearer b"), false));
    }

    #[tokio::test]
    async fn old_token_is_used_after_a_failure_without_another_request_at_once() {
        let transport = MemoryTransport::new();
        let shared = shared(Token::old("a", transport.now()));
        let requests = Cell::new(0);
        for _ in 0..3 {
            let request = || async {
                requests.set(requests.get() + 1);
                Err(AuthError::transient("unavailable"))
            };
            assert_eq!(shared.header(&transport, request).await.unwrap(), "Bearer a");
        }
        assert_eq!(requests.get(), 1);
    }

    #[test]
    fn only_the_current_token_is_dropped() {
        let now = Instant::now();
        let shared = shared(fresh("a", now));
        let refused = |token: &'static str| HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(token))]);
        shared.refused(&refused("Bearer b"));
        shared.refused(&HeaderMap::new());
        assert!(shared.is_usable(now));
        shared.refused(&refused("Bearer a"));
        assert!(!shared.is_usable(now));
    }

    #[test]
    fn expired_tokens_are_forgotten() {
        let cache = TokenCache::default();
        let key = |number: usize| TokenKey { user: Some(number.to_string()), scopes: String::new() };
        let now = Instant::now();
        let (valid, used) = (cache.token(key(0), now), cache.token(key(1), now));
        valid.state().token = Some(fresh("a", now));
        drop(valid);
        for number in 2..5 * MIN_SWEEP {
            let expired = Token::new("a", now, Duration::ZERO).expect("a token");
            cache.token(key(number), now).state().token = Some(expired);
        }
        assert!(cache.0.lock().unwrap().by_key.len() <= MIN_SWEEP);
        assert!(cache.token(key(0), now).is_usable(now));
        assert!(Arc::ptr_eq(&used, &cache.token(key(1), now)));
    }
}
