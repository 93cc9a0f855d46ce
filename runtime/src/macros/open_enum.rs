/// Makes an enum of strings readable and writable: gives it [`Wire`](crate::Wire), `as_str`, `From<&str>`, `PartialEq`,
/// `Debug`, `Display`, and with the feature `serde` its `Serialize` and `Deserialize`. To key a map by such values, use `as_str`.
///
/// Derives would do some of it, and cost more to compile: APIs have hundreds of enums.
///
/// The enum is declared outside; its last variant holds the values that the document does not know:
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
/// assert_eq!(Reason::from("LIGHTS_OUT").as_str(), "LIGHTS_OUT");
/// ```
///
/// If the document has a value of that name, the last variant goes by another: `open_enum! { X else Unknown2 { … } }`.
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($values:tt)* }) => {
        $crate::open_enum! { $name else Unknown { $($values)* } }
    };
    ($name:ident else $unknown:ident { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $name {
            /// The value as it is on the wire.
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

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::Wire for $name {
            #[inline]
            fn empty() -> Self {
                Self::from("")
            }

            #[inline]
            fn read(&mut self, event: $crate::Event<'_>) -> ::core::result::Result<(), $crate::ReadError> {
                *self = Self::from(&*$crate::__private::enum_text(event)?);
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Str(self.as_str())
            }
        }

        $crate::__serde!($name);
    };
}
