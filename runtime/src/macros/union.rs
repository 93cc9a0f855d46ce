/// Implements [`Wire`](crate::wire::Wire) for an enum of messages that a field of the object
/// selects.
///
/// ```
/// use discovery_runtime::{Json, UnknownFields, decode, message, union};
///
/// #[derive(Clone)]
/// pub struct Circle {
///     pub radius: Option<f64>,
///     pub shape: Option<String>,
///     pub unknown_fields: UnknownFields,
/// }
///
/// message! { Circle { "radius" => radius, "shape" => shape } }
///
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Figure {
///     Circle(Circle),
///     Unknown(Json),
/// }
///
/// union! { Figure else Unknown by "shape" { "circle" => Circle, } }
///
/// let Ok(Figure::Circle(circle)) = decode(br#"{"radius": 2, "shape": "circle"}"#) else { panic!() };
/// assert_eq!(circle.radius, Some(2.0));
/// let Ok(Figure::Unknown(other)) = decode(br#"{"shape": "star"}"#) else { panic!() };
/// assert_eq!(other["shape"], "star");
/// ```
///
/// An object without that field, or with a value that the document does not describe, is kept as
/// JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident else $unknown:ident by $discriminator:literal { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $crate::__private::Wire for $name {
            #[inline]
            fn empty() -> Self {
                Self::$unknown($crate::Json::Null)
            }

            #[inline]
            fn read(
                &mut self,
                event: $crate::__private::Event<'_>,
            ) -> ::core::result::Result<(), $crate::__private::ReadError> {
                // The discriminator may be the last field, so the object is read twice.
                let mut object = $crate::__private::read_object(event)?;
                *self = match $crate::__private::discriminator(&mut object, $discriminator)?.as_deref() {
                    $(::core::option::Option::Some($wire) => Self::$variant($crate::__private::read_variant(object)?),)*
                    _ => Self::$unknown($crate::__private::read_variant(object)?),
                };
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn view(&self) -> $crate::__private::View<'_> {
                match self {
                    $(Self::$variant(message) => $crate::__private::Wire::view(message),)*
                    Self::$unknown(object) => $crate::__private::View::Json(object),
                }
            }

            #[inline]
            fn reads_text(&self) -> bool {
                true
            }

            #[inline]
            fn is_text_reader() -> bool {
                true
            }
        }

        // For fields in a cycle of types. The runtime implements this for boxed messages.
        impl $crate::__private::Wire for ::std::boxed::Box<$name> {
            #[inline]
            fn empty() -> Self {
                Self::new($crate::__private::Wire::empty())
            }

            #[inline]
            fn read(
                &mut self,
                event: $crate::__private::Event<'_>,
            ) -> ::core::result::Result<(), $crate::__private::ReadError> {
                $crate::__private::Wire::read(&mut **self, event)
            }

            #[inline]
            fn view(&self) -> $crate::__private::View<'_> {
                $crate::__private::Wire::view(&**self)
            }

            #[inline]
            fn reads_text(&self) -> bool {
                true
            }

            #[inline]
            fn is_text_reader() -> bool {
                true
            }
        }

        $crate::__serde!($name);
    };
}
