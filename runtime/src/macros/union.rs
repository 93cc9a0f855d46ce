/// Makes an enum of messages readable and writable: one of the message's own fields says which of them it is.
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
/// An object without that field, or with a value that the document does not name, is kept as JSON.
#[macro_export]
macro_rules! union {
    ($name:ident else $unknown:ident by $discriminant:literal { $($wire:literal => $variant:ident),* $(,)? }) => {
        impl $crate::Wire for $name {
            #[inline]
            fn empty() -> Self {
                Self::$unknown($crate::Json::Null)
            }

            #[inline]
            fn read(&mut self, event: $crate::Event<'_>) -> ::core::result::Result<(), $crate::ReadError> {
                // The field that tells may come last, so the object is read as it is first.
                let object = $crate::__private::union_object(event)?;
                *self = match $crate::__private::union_kind(&object, $discriminant) {
                    $(::core::option::Option::Some($wire) => Self::$variant($crate::__private::union_variant(object)?),)*
                    _ => Self::$unknown(object),
                };
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                match self {
                    $(Self::$variant(message) => $crate::Wire::view(message),)*
                    Self::$unknown(object) => $crate::View::Json(object),
                }
            }
        }

        // Where it would contain itself. For messages, the runtime has this.
        impl $crate::Wire for ::std::boxed::Box<$name> {
            #[inline]
            fn empty() -> Self {
                Self::new($crate::Wire::empty())
            }

            #[inline]
            fn read(&mut self, event: $crate::Event<'_>) -> ::core::result::Result<(), $crate::ReadError> {
                $crate::Wire::read(&mut **self, event)
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::Wire::view(&**self)
            }
        }

        $crate::__serde!($name);
    };
}
