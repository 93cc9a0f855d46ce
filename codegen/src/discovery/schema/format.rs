//! Types and formats of single values.

use std::fmt;

/// The JSON type of a value that is neither an object nor an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScalarType {
    Boolean,
    Integer,
    Number,
    String,
    Any,
    Null,
}

/// `format`: the type that a value has beyond its JSON type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float,
    Double,
    Byte,
    Date,
    DateTime,
    GoogleDatetime,
    GoogleDuration,
    GoogleFieldmask,
    ProtobufAny,
    ProtobufStruct,
    ProtobufValue,
    /// A format that the generator does not support.
    Unknown(String),
}

impl ScalarType {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "any" => Self::Any,
            "null" => Self::Null,
            _ => return None,
        })
    }
}

impl fmt::Display for ScalarType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Any => "any",
            Self::Null => "null",
        })
    }
}

/// The names of all formats but the unknown ones.
const FORMATS: &[(&str, Format)] = &[
    ("int8", Format::Int8),
    ("int16", Format::Int16),
    ("int32", Format::Int32),
    ("int64", Format::Int64),
    ("uint8", Format::Uint8),
    ("uint16", Format::Uint16),
    ("uint32", Format::Uint32),
    ("uint64", Format::Uint64),
    ("float", Format::Float),
    ("double", Format::Double),
    ("byte", Format::Byte),
    ("date", Format::Date),
    ("date-time", Format::DateTime),
    ("google-datetime", Format::GoogleDatetime),
    ("google-duration", Format::GoogleDuration),
    ("google-fieldmask", Format::GoogleFieldmask),
    ("google.protobuf.Any", Format::ProtobufAny),
    ("google.protobuf.Struct", Format::ProtobufStruct),
    ("google.protobuf.Value", Format::ProtobufValue),
];

impl From<String> for Format {
    fn from(name: String) -> Self {
        match FORMATS.iter().find(|(known, _)| *known == name) {
            Some((_, format)) => format.clone(),
            None => Self::Unknown(name),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => f.write_str(name),
            format => f.write_str(FORMATS.iter().find(|(_, known)| known == format).map_or("", |(name, _)| name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_printed_as_it_is_parsed() {
        for name in FORMATS.iter().map(|(name, _)| *name).chain(["int128"]) {
            assert_eq!(Format::from(name.to_owned()).to_string(), name);
        }
        assert_eq!(Format::from("int128".to_owned()), Format::Unknown("int128".to_owned()));
    }
}
