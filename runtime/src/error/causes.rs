//! The causes of a library's error.

/// The boxed error of a library.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Displays an error with its causes, since the outermost is often as vague as "error sending
/// request". A cause that is already part of the text is not repeated.
#[cfg(feature = "tokio")]
pub(crate) fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    for cause in causes(error).skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// Returns an error and its causes, outermost first.
#[cfg(feature = "tokio")]
pub(super) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
