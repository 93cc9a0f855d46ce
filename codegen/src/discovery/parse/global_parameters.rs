//! Parses `parameters`: the query parameters that all methods accept.

use super::object::ObjectReader;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::JsonSchema;

/// The parameters of Google's servers. The runtime sets those that clients need, whichever ones the
/// document lists.
const STANDARD: &[&str] = &[
    "$.xgafv",
    "access_token",
    "alt",
    "bearer_token",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "pp",
    "prettyPrint",
    "quotaUser",
    "uploadType",
    "upload_protocol",
    "userIp",
];

/// Reports the parameters that only this API has: request builders have no functions for them.
pub(super) fn parse(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<(), Error> {
    let parameters = object.map("parameters", warnings, JsonSchema::parse)?;
    let parent = object.pointer;
    let pointer = parent.key("parameters");
    for (name, schema) in parameters.iter().filter(|(name, _)| !STANDARD.contains(&name.as_str())) {
        let required = if schema.required { "required " } else { "" };
        let name_in_code = excerpt(name, 60);
        let message = format!(
            "{required}parameter of all methods; request builders have no function for it, but \
             `.param(\"{name_in_code}\", …)` sets it"
        );
        warnings.push(&pointer.key(name), message);
    }
    Ok(())
}
