/// Makes a plain struct a message: gives it `Default`, `PartialEq`, `Debug`, [`Message`](crate::Message) (and so
/// [`Wire`](crate::Wire)), and with the feature `serde` its `Serialize` and `Deserialize`.
///
/// The struct is declared outside, with public fields, one of them `unknown_fields`:
///
/// ```
/// use discovery_runtime::{UnknownFields, message};
///
/// #[derive(Clone)]
/// pub struct AggregateStats {
///     pub count: Option<i64>,
///     pub kind: Option<String>,
///     pub unknown_fields: UnknownFields,
/// }
///
/// message! {
///     AggregateStats {
///         "count" => count,
///         "kind" => kind = "games#aggregateStats",
///     }
/// }
///
/// let stats = AggregateStats { count: Some(5), ..Default::default() };
/// assert_eq!(discovery_runtime::encode(&stats), br#"{"count":"5","kind":"games#aggregateStats"}"#);
/// ```
///
/// A value after `=` is fixed: `Default` has it, and since decoding starts from `Default`, a message in which the server
/// left it out has it too.
///
/// If the document has a field of that name, the unknown fields go by another: `message! { X as extra_fields { … } }`.
#[macro_export]
macro_rules! message {
    ($name:ident { $($fields:tt)* }) => {
        $crate::message! { $name as unknown_fields { $($fields)* } }
    };
    ($name:ident as $unknown:ident { $($wire:literal => $field:ident $(= $fixed:literal)?),* $(,)? }) => {
        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                #[allow(unused_mut)]
                let mut message = Self {
                    $($field: ::core::default::Default::default(),)*
                    $unknown: $crate::UnknownFields::new(),
                };
                $($(message.$field = ::core::option::Option::Some(::core::convert::From::from($fixed));)?)*
                message
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        impl $crate::Message for $name {
            #[inline]
            // Where there are no fields.
            #[allow(unreachable_code)]
            fn field(&mut self, name: &str) -> $crate::Place<'_> {
                $crate::Place::Known(match name {
                    $($wire => &mut self.$field,)*
                    _ => return $crate::Place::Unknown(&mut self.$unknown),
                })
            }

            #[inline]
            fn fields(&self, sink: &mut $crate::FieldSink<'_>) {
                sink(&[$(($wire, &self.$field),)*], &self.$unknown)
            }
        }

        $crate::__serde!($name);

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self, ::core::stringify!($name), f)
            }
        }
    };
}
