/// Implements the function `pages` of a request builder, and `items` if the field of a page that
/// contains the items is known.
///
/// ```
/// use discovery_runtime::{Call, call, message, pages};
///
/// #[derive(Clone)]
/// pub struct RoomList {
///     items: Vec<String>,
///     next_page_token: Option<String>,
///     unknown_fields: discovery_runtime::UnknownFields,
/// }
/// message! { RoomList { "items" => items, "nextPageToken" => next_page_token, } }
///
/// pub struct List(Call<RoomList>);
///
/// call! { List -> RoomList }
/// pages! { List -> RoomList { items: String } by Query }
/// ```
///
/// The name after `by` is a variant of [`PageToken`](crate::pagination::PageToken), and `size` the
/// parameter or field with the size of a page, e.g. `size "pageSize" at most 1000`. The items of a
/// map are pairs.
#[doc(hidden)]
#[macro_export]
macro_rules! pages {
    (
        $name:ident -> $response:ty { $($field:ident: $item:ty)? } by $position:ident
        $(, size $size:literal $(at most $maximum:literal)?)?
    ) => {
        impl $name {
            /// Returns a stream over all pages, starting with this one.
            #[inline]
            pub fn pages(self) -> $crate::pagination::Pages<$response> {
                self.0.pages($crate::pagination::PageToken::$position)
                    $(.size_parameter($size, 0 $(+ $maximum)?))?
            }

            $(
                #[doc = concat!("Returns a stream over the items of all pages: the values of `", stringify!($field), "`.")]
                ///
                /// `while let Some(item) = items.next().await` requests each page when it is
                /// needed; `collect().await` returns all items. To get only one page, use `send`.
                #[inline]
                pub fn items(self) -> $crate::pagination::Items<$response, $item> {
                    self.pages().items(|page| $crate::__private::into_items(page.$field))
                }
            )?
        }
    };
}
