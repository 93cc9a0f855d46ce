//! The size of the last page of a limited list.

use super::PageToken;
use crate::error::BuildError;
use crate::request::{UntypedCall, member, with_member};
use crate::wire::Json;

/// The size that the first page may have if the document does not say: all APIs accept it.
const FIRST_PAGE: u64 = 50;

/// The parameter, or the field of the request message, that is the size of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageSize {
    pub(super) name: &'static str,
    /// The largest value, or 0 if it is not known.
    pub(super) maximum: u64,
}

impl PageSize {
    /// Limits the page that a call requests to the items that are needed, if it would have more.
    /// `previous` is the number of items of the page before.
    pub(super) fn limit(
        self,
        call: &mut UntypedCall,
        position: PageToken,
        needed: u64,
        previous: Option<u64>,
    ) -> Result<(), BuildError> {
        let set = match position {
            PageToken::Query | PageToken::SameName => call.query_value(self.name).and_then(|size| size.parse().ok()),
            PageToken::Body => {
                member(call.message(), self.name).as_ref().and_then(Json::as_u64).filter(|size| *size > 0)
            }
        };
        let first_page = if self.maximum == 0 { FIRST_PAGE } else { self.maximum };
        let expected = set.or(previous).unwrap_or(first_page);
        if needed > expected || Some(needed) == set {
            return Ok(());
        }
        match position {
            PageToken::Query | PageToken::SameName => call.query(self.name, vec![needed.to_string()]),
            PageToken::Body => {
                let message = with_member(call.message(), self.name, &needed.into())?;
                call.replace_message(message);
            }
        }
        Ok(())
    }
}
