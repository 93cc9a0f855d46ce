/// Has a message send `null` for fields, whatever their values are: a PATCH then clears them.
///
/// ```
/// use discovery_runtime::{UnknownFields, encode, message, send_empty, send_null};
///
/// #[derive(Clone)]
/// pub struct Event {
///     pub attendees: Vec<String>,
///     pub location: Option<String>,
///     pub summary: Option<String>,
///     pub unknown_fields: UnknownFields,
/// }
///
/// message! { Event { "attendees" => attendees, "location" => location, "summary" => summary } }
///
/// let mut event = Event { summary: Some("Moved".to_owned()), ..Default::default() };
/// send_null!(event.location);
/// send_empty!(event.attendees);
/// assert_eq!(encode(&event), br#"{"summary":"Moved","attendees":[],"location":null}"#);
/// ```
///
/// An entry of a map is cleared by its key, `send_null!(object.metadata["color"])`; the others are sent as they are.
///
/// To undo it, remove the field from the message's [`UnknownFields`](crate::UnknownFields). Several messages have a field inside another
/// message: borrow that one first, `let start = event.start.get_or_insert_default(); send_null!(start.date);`.
#[macro_export]
macro_rules! send_null {
    ($($place:tt)+) => { $crate::__override!(send_null [] $($place)+) };
}

/// Has a message send an empty list or map, which otherwise would be left out: a PATCH then empties it.
///
/// See [`send_null!`](crate::send_null).
#[macro_export]
macro_rules! send_empty {
    ($($place:tt)+) => { $crate::__override!(send_empty [] $($place)+) };
}

/// Takes the last name of a place apart from the message before it.
#[doc(hidden)]
#[macro_export]
macro_rules! __override {
    ($function:ident [$($message:tt)+] . $field:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::Patch as _;
        ($($message)+).$function(|message| &message.$field)
    }};
    (send_null [$($message:tt)+] . $field:ident [$key:expr]) => {{
        #[allow(unused_imports)]
        use $crate::__private::Patch as _;
        ($($message)+).send_null_entry(|message| &message.$field, &$key)
    }};
    ($function:ident [$($message:tt)*] $next:tt $($rest:tt)+) => {
        $crate::__override!($function [$($message)* $next] $($rest)+)
    };
}
