/// Makes a message send `null` for a field, whatever its value is, so that a PATCH clears it.
///
/// ```
/// use discovery_runtime::{encode, send_empty, send_null};
/// # use discovery_runtime::{UnknownFields, message};
/// #
/// # #[derive(Clone)]
/// # pub struct Event {
/// #     pub attendees: Vec<String>,
/// #     pub location: Option<String>,
/// #     pub summary: Option<String>,
/// #     pub unknown_fields: UnknownFields,
/// # }
/// #
/// # message! { Event { "attendees" => attendees, "location" => location, "summary" => summary } }
///
/// let mut event = Event { summary: Some("Moved".to_owned()), ..Default::default() };
/// send_null!(event.location);
/// send_empty!(event.attendees);
/// assert_eq!(encode(&event), br#"{"summary":"Moved","attendees":[],"location":null}"#);
/// ```
///
/// `send_null!(object.metadata["color"])` clears one entry of a map; the other entries are sent
/// unchanged.
///
/// Removing the field from the message's [`UnknownFields`](crate::UnknownFields) undoes the macro.
/// To clear a field of an optional nested message, borrow that message first: `let start =
/// event.start.get_or_insert_default(); send_null!(start.date);`.
#[macro_export]
macro_rules! send_null {
    ($($field:tt)+) => { $crate::__override!(send_null [] $($field)+) };
}

/// Makes a message send an empty list or map, which it would otherwise omit, so that a PATCH
/// empties the field.
///
/// See [`send_null!`](crate::send_null) for an example.
#[macro_export]
macro_rules! send_empty {
    ($($field:tt)+) => { $crate::__override!(send_empty [] $($field)+) };
}

/// Splits `message.field` into the message and the name of its field.
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
