//! Retries: the policy that decides on them, and the state of a call between two attempts.

mod backoff;
mod budget;
mod policy;
mod retry_after;
mod state;

pub use backoff::Backoff;
pub(crate) use budget::BudgetTracker;
pub use budget::RetryBudget;
pub use policy::{NoRetry, RetryPolicy};
pub use state::RetryState;
pub(crate) use state::RetryTracker;
