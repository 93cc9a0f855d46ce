/// Declares a struct that has some of the fields of a message, for partial responses.
///
/// [`Call::select`](crate::Call::select) and
/// [`Pages::select`](crate::pagination::Pages::select) send the mask of its fields.
///
/// ```
/// # use discovery_runtime::{ApiDescriptor, Call, ClientBuilder, Error, MemoryTransport, MethodDescriptor};
/// # use discovery_runtime::{UnknownFields, message};
/// use discovery_runtime::partial;
/// #
/// # #[derive(Clone)]
/// # pub struct User { pub email_address: Option<String>, pub unknown_fields: UnknownFields }
/// # message! { User { "emailAddress" => email_address } }
/// # #[derive(Clone)]
/// # pub struct File { pub id: Option<String>, pub owners: Vec<User>, pub unknown_fields: UnknownFields }
/// # message! { File { "id" => id, "owners" => owners } }
/// # const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://www.googleapis.com/", "drive/v3/");
/// # const GET: MethodDescriptor = MethodDescriptor::new("drive.files.get", "GET", "file");
///
/// partial! {
///     pub struct Brief of File {
///         pub id: Option<String>,
///         pub owners: Vec<BriefOwner>,
///     }
/// }
///
/// partial! {
///     pub struct BriefOwner of User {
///         pub email_address: Option<String>,
///     }
/// }
///
/// # fn example() -> Result<(), Error> {
/// # let client = ClientBuilder::new(API).transport(MemoryTransport::new()).build()?;
/// # let call = Call::<File>::new(&client, &GET);
/// let request = call.select::<Brief>().request()?;
/// assert_eq!(request.uri().query(), Some("fields=id%2Cowners%28emailAddress%29&alt=json"));
/// # Ok(())
/// # }
/// # example().unwrap();
/// ```
///
/// A field has the name and the type that it has in the message. A message in it, also within
/// `Option`, `Vec`, `Map` or `Box`, may be replaced by a partial type of that message. The struct
/// implements `Clone`, `Default`, `PartialEq` and `Debug`, and has the additional field
/// `unknown_fields`. Fields that the response omits have no default: constants such as `kind` are
/// `None`. In a type that contains itself, the inner field is requested as a whole.
///
/// A field that the message does not have is an error:
///
/// ```compile_fail,E0609
/// # use discovery_runtime::{UnknownFields, message, partial};
/// # #[derive(Clone)]
/// # pub struct File { pub id: Option<String>, pub unknown_fields: UnknownFields }
/// # message! { File { "id" => id } }
/// partial! { pub struct Brief of File { pub identifier: Option<String> } }
/// ```
///
/// So is a field of another type, or a partial type of another message:
///
/// ```compile_fail,E0277
/// # use discovery_runtime::{UnknownFields, message, partial};
/// # #[derive(Clone)]
/// # pub struct File { pub id: Option<String>, pub unknown_fields: UnknownFields }
/// # message! { File { "id" => id } }
/// partial! { pub struct Brief of File { pub id: Option<i64> } }
/// ```
///
/// ```compile_fail,E0277
/// # use discovery_runtime::{UnknownFields, message, partial};
/// # #[derive(Clone)]
/// # pub struct User { pub id: Option<String>, pub unknown_fields: UnknownFields }
/// # message! { User { "id" => id } }
/// # #[derive(Clone)]
/// # pub struct File { pub id: Option<String>, pub owners: Vec<User>, pub unknown_fields: UnknownFields }
/// # message! { File { "id" => id, "owners" => owners } }
/// partial! { pub struct Inner of File { pub id: Option<String> } }
/// partial! { pub struct Brief of File { pub owners: Vec<Inner> } }
/// ```
///
/// A partial type of a partial type is an error, too: name the message.
///
/// ```compile_fail,E0080
/// # use discovery_runtime::{UnknownFields, message, partial};
/// # #[derive(Clone)]
/// # pub struct File { pub id: Option<String>, pub unknown_fields: UnknownFields }
/// # message! { File { "id" => id } }
/// partial! { pub struct Brief of File { pub id: Option<String> } }
/// partial! { pub struct Briefer of Brief { pub id: Option<String> } }
/// ```
#[macro_export]
macro_rules! partial {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident of $message:ty {
            $($(#[$field_attribute:meta])* $field_visibility:vis $field:ident: $type:ty),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(::core::clone::Clone)]
        $visibility struct $name {
            $($(#[$field_attribute])* $field_visibility $field: $type,)+
            /// Fields not described by this type.
            $visibility unknown_fields: $crate::UnknownFields,
        }

        impl $name {
            #[doc(hidden)]
            pub const IS_PARTIAL: bool = true;
        }

        const _: () = {
            #[allow(unused_imports)]
            use $crate::__private::IsPartial as _;
            // The names of the fields are those of the message: a cycle of partial types has none.
            ::core::assert!(
                !<$message>::IS_PARTIAL,
                "a partial type of a partial type: name the message itself after `of`"
            );

            /// Returns the names of the fields on the wire.
            #[inline]
            fn names() -> impl ::core::iter::Iterator<Item = &'static str> {
                static NAMES: ::std::sync::OnceLock<::std::vec::Vec<::std::string::String>> =
                    ::std::sync::OnceLock::new();
                let names = NAMES.get_or_init(|| {
                    let message = <$message as ::core::default::Default>::default();
                    let mut names = ::std::vec::Vec::new();
                    $(names.push(
                        $crate::__private::field_name(&message, &message.$field).unwrap_or_default(),
                    );)+
                    names
                });
                names.iter().map(|name| name.as_str())
            }

            impl ::core::default::Default for $name {
                #[inline]
                fn default() -> Self {
                    $crate::__default!(unknown_fields $($field,)+)
                }
            }

            impl $crate::__private::Message for $name {
                #[inline]
                fn fields(&self, visitor: $crate::__private::FieldVisitor<'_>) {
                    let mut names = names();
                    visitor.visit(
                        &[$((names.next().unwrap_or_default(), &self.$field),)+],
                        &self.unknown_fields,
                    )
                }

                // The names are those of another message, which may have to escape them.
                #[inline]
                fn escapes_names(&self) -> bool {
                    true
                }

                #[inline]
                fn fields_mut(&mut self, visitor: $crate::__private::FieldVisitorMut<'_>) {
                    let mut names = names();
                    visitor.visit(
                        &mut [$((names.next().unwrap_or_default(), &mut self.$field),)+],
                        &mut self.unknown_fields,
                    )
                }
            }

            impl $crate::Partial<$message> for $name {
                #[inline]
                fn suffix(
                    mask: &mut $crate::__private::Mask,
                ) -> ::core::option::Option<::std::string::String> {
                    #[allow(unused_imports)]
                    use $crate::__private::{OtherType as _, SameType as _, Selected as _};
                    mask.list::<Self>(|mask, fields| {
                        let mut names = names();
                        $(
                            let field = $crate::__private::Field::<$type, _>::of(
                                |message: &$message| &message.$field,
                            );
                            let name = names.next().unwrap_or_default();
                            fields.push((&field).selected().entry(name, mask));
                        )+
                    })
                }
            }

            impl ::core::cmp::PartialEq for $name {
                #[inline]
                fn eq(&self, other: &Self) -> bool {
                    $crate::__private::equal(self, other)
                }
            }

            impl ::core::fmt::Debug for $name {
                #[inline]
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    $crate::__private::fmt_message(
                        self,
                        ::core::stringify!($name),
                        ::core::stringify!($($field)+),
                        f,
                    )
                }
            }

            $crate::__serde!($name);
        };
    };
}
