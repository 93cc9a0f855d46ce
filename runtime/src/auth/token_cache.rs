//! Tokens that calls share. Only one of them requests a new token.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use super::token::Token;
use crate::error::AuthError;

/// The time after a failed refresh during which a token that is still valid is used.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(10);

/// The number of tokens above which expired ones are removed.
const MIN_SWEEP: usize = 1024;

/// What a token is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TokenKey {
    /// The user on whose behalf calls are made.
    pub(super) user: Option<String>,
    pub(super) scopes: String,
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
    pub(super) fn token(&self, key: TokenKey) -> Arc<SharedToken> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.by_key.len() >= tokens.sweep_at.max(MIN_SWEEP) {
            tokens.by_key.retain(|_, token| Arc::strong_count(token) > 1 || token.is_usable());
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

    fn is_usable(&self) -> bool {
        self.state().token.as_ref().is_some_and(|token| !token.is_expired())
    }

    /// Returns the headers with the token.
    pub(super) async fn headers<F>(&self, request: impl FnOnce() -> F) -> Result<HeaderMap, AuthError>
    where
        F: Future<Output = Result<Token, AuthError>>,
    {
        Ok(HeaderMap::from_iter([(AUTHORIZATION, self.header(request).await?)]))
    }

    /// Returns the token, and requests it first if there is none. While an old one is replaced, all
    /// other callers use it.
    async fn header<F>(&self, request: impl FnOnce() -> F) -> Result<HeaderValue, AuthError>
    where
        F: Future<Output = Result<Token, AuthError>>,
    {
        let requests = self.state().requests;
        let _guard = match self.usable() {
            Some((header, false)) => return Ok(header),
            Some((header, true)) => match self.refresh.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(header),
            },
            None => self.refresh.lock().await,
        };
        match self.result_after(requests) {
            Some(result) => result,
            None => self.store(request().await),
        }
    }

    /// Returns the token if it is valid, and whether it should be replaced.
    fn usable(&self) -> Option<(HeaderValue, bool)> {
        let state = self.state();
        let token = state.token.as_ref().filter(|token| !token.is_expired())?;
        Some((token.header().clone(), token.is_old()))
    }

    /// Returns the result of a request for which this caller waited: an error, too, so that not
    /// every caller waits for a server that does not respond.
    fn result_after(&self, requests: u64) -> Option<Result<HeaderValue, AuthError>> {
        if self.state().requests == requests {
            return None;
        }
        if let Some((header, _)) = self.usable() {
            return Some(Ok(header));
        }
        let state = self.state();
        let (message, is_transient) = state.failure.clone()?;
        Some(Err(if is_transient { AuthError::transient(message) } else { AuthError::new(message) }))
    }

    fn store(&self, result: Result<Token, AuthError>) -> Result<HeaderValue, AuthError> {
        let mut state = self.state();
        state.requests += 1;
        match result {
            Ok(token) => {
                let header = token.header().clone();
                (state.token, state.failure) = (Some(token), None);
                Ok(header)
            }
            Err(error) => {
                if let Some(token) = state.token.as_mut().filter(|token| !token.is_expired()) {
                    token.keep_for(PAUSE_AFTER_FAILURE);
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
