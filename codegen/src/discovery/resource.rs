//! `RestResource`: a group of methods.

use std::collections::BTreeMap;

use super::RestMethod;

/// Methods and nested resources.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestResource {
    pub(crate) methods: BTreeMap<String, RestMethod>,
    pub(crate) resources: BTreeMap<String, RestResource>,
    pub(crate) deprecated: bool,
}
