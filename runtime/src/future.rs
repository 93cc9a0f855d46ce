//! The future type of public traits, and futures that run together.

#[cfg(feature = "tokio")]
use std::future::poll_fn;
use std::pin::Pin;
#[cfg(feature = "tokio")]
use std::task::Poll;

/// A boxed future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Runs futures together in the current task. Completes with the first error, or with all outputs
/// in the order of the futures.
#[cfg(feature = "tokio")]
pub(crate) async fn try_join_all<T, E>(futures: Vec<BoxFuture<'_, Result<T, E>>>) -> Result<Vec<T>, E> {
    let mut running: Vec<_> = futures.into_iter().map(Some).collect();
    let mut outputs: Vec<Option<T>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, output) in running.iter_mut().zip(&mut outputs) {
            if let Some(Poll::Ready(result)) = future.as_mut().map(|future| future.as_mut().poll(context)) {
                *future = None;
                *output = Some(result?);
            }
        }
        if running.iter().any(Option::is_some) { Poll::Pending } else { Poll::Ready(Ok(())) }
    })
    .await?;
    Ok(outputs.into_iter().flatten().collect())
}
