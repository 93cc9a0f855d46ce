//! Members that the runtime adds to an encoded message.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::error::BuildError;
use crate::wire::{Json, decode, encode_json};

/// Returns the value of a member of an encoded message.
pub(crate) fn member(message: Option<&Bytes>, name: &str) -> Option<Json> {
    decode(member_text(message?, name)?.as_bytes()).ok()
}

/// Returns the JSON text of a member of an encoded message.
pub(crate) fn member_text<'m>(message: &'m [u8], name: &str) -> Option<&'m str> {
    members(message).ok()?.remove(name)
}

/// Returns the JSON texts of the members of an encoded object.
pub(crate) fn members(object: &[u8]) -> Result<BTreeMap<String, &str>, serde_json::Error> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_slice(object)?;
    Ok(members.into_iter().map(|(name, value)| (name, value.get())).collect())
}

/// Returns an encoded message in an object with the member `data`, as APIs with the feature
/// `dataWrapper` expect and send it.
pub(crate) fn in_data_wrapper(message: &[u8]) -> Bytes {
    [br#"{"data":"#, message, b"}"].concat().into()
}

/// Returns an encoded message with another value of a member. The text of its other members is not
/// changed.
pub(crate) fn with_member(message: Option<&Bytes>, name: &str, value: &Json) -> Result<Bytes, BuildError> {
    let message = message.map_or(b"{}".as_slice(), |message| message);
    let value = encode_json(value);
    let mut members = members(message)
        .map_err(|error| BuildError::new(format!("`{name}` cannot be added to the request message: {error}")))?;
    members.insert(name.to_owned(), &value);
    let members: Vec<_> =
        members.into_iter().map(|(name, value)| format!("{}:{value}", encode_json(&name.into()))).collect();
    Ok(format!("{{{}}}", members.join(",")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_members() {
        let message = Bytes::from_static(br#"{"size": 5, "a\"b": null}"#);
        assert_eq!(member(Some(&message), "size"), Some(5.into()));
        assert_eq!(member(Some(&message), "other"), None);
        assert_eq!(member(Some(&Bytes::from_static(b"[]")), "size"), None);
        assert_eq!(member(None, "size"), None);
    }

    #[test]
    fn does_not_change_other_members() {
        let message =
            Bytes::from_static(br#"{"pageToken":"a","big":123456789012345678901234567890.10,"x":{"b":1,"a":2}}"#);
        let with_token = with_member(Some(&message), "pageToken", &"b\"c".into()).expect("a JSON object");
        assert_eq!(
            with_token,
            &br#"{"big":123456789012345678901234567890.10,"pageToken":"b\"c","x":{"b":1,"a":2}}"#[..]
        );
        assert_eq!(with_member(None, "a", &5.into()).expect("a JSON object"), &br#"{"a":5}"#[..]);
        assert!(with_member(Some(&Bytes::from_static(b"[]")), "a", &5.into()).is_err());
    }
}
