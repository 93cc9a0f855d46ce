//! The version of IAM policies.

use serde_json::json;

use super::member::{member, with_member};
use super::untyped_call::UntypedCall;

/// The version of policies that may have conditions.
const VERSION: u8 = 3;

/// APIs whose documents write `optionsRequestedPolicyVersion` instead of
/// `options.requestedPolicyVersion`.
const WITHOUT_DOT: &[&str] = &["compute", "deploymentmanager", "storage"];

impl UntypedCall {
    /// Sets the version that `getIamPolicy` returns, unless the caller has set it. Calls of other
    /// methods do not change.
    pub(crate) fn request_policy_version(&mut self) {
        let (api, method) = self.method.id().split_once('.').unwrap_or_default();
        if !method.ends_with("getIamPolicy") {
            return;
        }
        if self.message().is_some() {
            if member(self.message(), "options").is_none()
                && let Ok(message) = with_member(self.message(), "options", &json!({"requestedPolicyVersion": VERSION}))
            {
                self.replace_message(message);
            }
            return;
        }
        let name =
            if WITHOUT_DOT.contains(&api) { "optionsRequestedPolicyVersion" } else { "options.requestedPolicyVersion" };
        if self.query_value(name).is_none() {
            self.query(name, vec![VERSION.to_string()]);
        }
    }
}
