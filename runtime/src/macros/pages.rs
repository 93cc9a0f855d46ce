/// Gives a request builder the function `pages`, and `items` where it is known which field of a page holds them.
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
/// `by` says where the next token goes, as [`PageToken`](crate::pagination::PageToken) names it. The items of a map are pairs.
#[doc(hidden)]
#[macro_export]
macro_rules! pages {
    ($name:ident -> $response:ty { $($field:ident: $item:ty)? } by $place:ident) => {
        impl $name {
            /// Answers in pages: all of them from here on, as a stream.
            #[inline]
            pub fn pages(self) -> $crate::pagination::Pages<$response> {
                self.0.pages($crate::pagination::PageToken::$place)
            }

            $(
                #[doc = concat!("The items of all pages from here on, those in `", stringify!($field), "`, as a stream.")]
                ///
                /// `while let Some(item) = items.next().await` goes through them, asking for a page when one is needed; `collect().await`
                /// gives all at once. `send` gives the first page alone.
                #[inline]
                pub fn items(self) -> $crate::pagination::Items<$response, $item> {
                    self.0.items($crate::pagination::PageToken::$place, |page| page.$field.into_iter().collect())
                }
            )?
        }
    };
}
