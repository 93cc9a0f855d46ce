/// Implements `Default`, `PartialEq`, `Debug` and [`Message`](crate::wire::Message) for a struct,
/// and with the feature `serde` also `Serialize` and `Deserialize`.
///
/// The struct is declared separately. Its fields are public, and one of them is `unknown_fields`:
///
/// ```
/// use discovery_runtime::{UnknownFields, encode, message};
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
/// assert_eq!(encode(&stats), br#"{"count":"5","kind":"games#aggregateStats"}"#);
/// ```
///
/// The value after `=` is the default of the field. A decoded message has only what the input
/// contains.
///
/// If the document has a field called `unknownFields`, the unknown fields are stored under another
/// name: `message! { X as extra_fields { … } }`. If JSON has to escape a character of a name, the
/// table must follow `X as unknown_fields, escapes_names`, because names are written unchanged
/// otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! message {
    ($name:ident { $($fields:tt)* }) => {
        $crate::message! { $name as unknown_fields { $($fields)* } }
    };
    // A message without fields.
    ($name:ident as $unknown:ident {}) => {
        $crate::message! {
            $name as $unknown, {
                #[inline]
                fn only_fields(&self) -> ::core::option::Option<&$crate::UnknownFields> {
                    ::core::option::Option::Some(&self.$unknown)
                }
            } {}
        }
    };
    ($name:ident as $unknown:ident $(, $escapes_names:ident)? $(, { $($functions:tt)* })? { $($wire:literal => $field:ident $(= $default:literal)?),* $(,)? }) => {
        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                $crate::__default!($unknown $($field $(= $default)?,)*)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        impl $crate::__private::Message for $name {
            #[inline]
            fn fields(&self, visitor: $crate::__private::FieldVisitor<'_>) {
                visitor.visit(&[$(($wire, &self.$field),)*], &self.$unknown)
            }

            #[inline]
            fn fields_mut(&mut self, visitor: $crate::__private::FieldVisitorMut<'_>) {
                visitor.visit(&mut [$(($wire, &mut self.$field),)*], &mut self.$unknown)
            }

            $(
                #[inline]
                fn $escapes_names(&self) -> bool {
                    true
                }
            )?

            $($($functions)*)?

            $crate::__without_fixed_values! { [$($($default)?)*] $unknown $($field,)* }
        }

        $crate::__serde!($name);

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::fmt_message(
                    self,
                    ::core::stringify!($name),
                    ::core::stringify!($($field)*),
                    f,
                )
            }
        }
    };
}

/// Implements `Message::without_fixed_values` for a message that has such values.
#[doc(hidden)]
#[macro_export]
macro_rules! __without_fixed_values {
    ([] $($fields:tt)*) => {};
    ([$($default:literal)+] $($fields:tt)*) => {
        #[inline]
        fn without_fixed_values() -> Self {
            $crate::__default!($($fields)*)
        }
    };
}

/// Returns the value of a message without input. Most messages have no defaults, and their arm
/// compiles in two thirds of the time.
#[doc(hidden)]
#[macro_export]
macro_rules! __default {
    ($unknown:ident $($field:ident,)*) => {
        Self {
            $($field: ::core::default::Default::default(),)*
            $unknown: $crate::UnknownFields::new(),
        }
    };
    ($unknown:ident $($field:ident $(= $default:literal)?,)*) => {{
        let mut message = <Self as $crate::__private::Message>::without_fixed_values();
        $($(message.$field = ::core::option::Option::Some(::core::convert::From::from($default));)?)*
        message
    }};
}
