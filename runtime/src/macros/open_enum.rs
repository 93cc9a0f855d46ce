/// Implements [`Wire`](crate::wire::Wire), `as_str`, `From<&str>`, `AsRef<str>`, `PartialEq`, `Eq`,
/// `Hash`, `Debug` and `Display` for an enum of strings, and with the feature `serde` also
/// `Serialize` and `Deserialize`.
///
/// Every impl costs a large API 1.5 to 2.5 % of its check time: Compute has 390 enums. This is why
/// `Ord`, `FromStr` and `From<String>` are missing.
///
/// The enum is declared separately. Its last variant holds values that the document does not
/// describe:
///
/// ```
/// use discovery_runtime::{UnknownValue, open_enum};
///
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub enum Reason {
///     PlayerLeft,
///     GameLeft,
///     Unknown(UnknownValue),
/// }
///
/// open_enum! {
///     Reason {
///         "PLAYER_LEFT" => PlayerLeft,
///         "GAME_LEFT" => GameLeft,
///     }
/// }
///
/// assert_eq!(Reason::from("GAME_LEFT"), Reason::GameLeft);
/// assert_eq!(Reason::from("POWER_LOST").as_str(), "POWER_LOST");
/// ```
///
/// If the document has a value of that name, the last variant has another one:
/// `open_enum! { X else Unknown2 { … } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($values:tt)* }) => {
        $crate::open_enum! { $name else Unknown { $($values)* } }
    };
    ($name:ident else $unknown:ident { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $name {
            /// Returns the value as it is on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$unknown(value) => value.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::$unknown($crate::__private::unknown_value(value)),
                }
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal_str(self.as_str(), other.as_str())
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::__private::hash_str(self.as_str(), state);
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::fmt_str(self.as_str(), f)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::__private::Wire for $name {
            #[inline]
            fn empty() -> Self {
                ::core::convert::From::from("")
            }

            #[inline]
            fn read(
                &mut self,
                event: $crate::__private::Event<'_>,
            ) -> ::core::result::Result<(), $crate::__private::ReadError> {
                // `?` would take the compiler longer than the rest of the function.
                let result = $crate::__private::read_enum(self, &event);
                if let Self::$unknown(value) = self {
                    $crate::__private::set_is_number(value, &event);
                }
                result
            }

            #[inline]
            fn view(&self) -> $crate::__private::View<'_> {
                match self {
                    Self::$unknown(value) => $crate::__private::view_unknown(value),
                    _ => $crate::__private::View::Str(self.as_str()),
                }
            }
        }

        $crate::__serde!($name);
    };
}
