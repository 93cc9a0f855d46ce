//! Types of single values.

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Warnings, excerpt};
use crate::discovery::{Format, ScalarType};
use crate::model::Ty;

/// Returns the type for a JSON type and a format. A format that the type does not have is ignored,
/// with a warning.
pub(super) fn lower(ty: ScalarType, format: Option<&Format>, pointer: &Pointer<'_>, warnings: &mut Warnings) -> Ty {
    let Some(format) = format else { return plain(ty) };
    with_format(ty, format).unwrap_or_else(|| {
        let name = excerpt(&format.to_string(), 40);
        let message = match formats(ty) {
            Some(formats) => format!("format `{name}` is ignored for type `{ty}`; expected {formats}"),
            None => format!("format `{name}` is ignored for type `{ty}`, which has no formats"),
        };
        warnings.push(&pointer.key("format"), message);
        plain(ty)
    })
}

fn plain(ty: ScalarType) -> Ty {
    match ty {
        ScalarType::Boolean => Ty::Bool,
        ScalarType::Integer => Ty::Number,
        ScalarType::Number => Ty::F64,
        ScalarType::String => Ty::String,
        ScalarType::Any | ScalarType::Null => Ty::Json,
    }
}

fn with_format(ty: ScalarType, format: &Format) -> Option<Ty> {
    Some(match (ty, format) {
        (ScalarType::Integer, Format::Int32 | Format::Int16 | Format::Int8) => Ty::I32,
        (ScalarType::Integer, Format::Uint32 | Format::Uint16 | Format::Uint8) => Ty::U32,
        (ScalarType::Integer, Format::Int64 | Format::Uint64) => Ty::Number,
        (ScalarType::Number, Format::Float) => Ty::F32,
        (ScalarType::Number, Format::Double) => Ty::F64,
        (ScalarType::String, Format::Int64) => Ty::I64,
        (ScalarType::String, Format::Uint64) => Ty::U64,
        (ScalarType::String, Format::Byte) => Ty::Bytes,
        (ScalarType::String, Format::Date) => Ty::Date,
        (ScalarType::String, Format::DateTime) => Ty::DateTime,
        (ScalarType::String, Format::GoogleDatetime) => Ty::Timestamp,
        (ScalarType::String, Format::GoogleDuration) => Ty::Duration,
        (ScalarType::String, Format::GoogleFieldmask) => Ty::FieldMask,
        (ScalarType::Any | ScalarType::Null, Format::ProtobufValue | Format::ProtobufAny | Format::ProtobufStruct) => {
            Ty::Json
        }
        _ => return None,
    })
}

/// Returns the usual formats of a type, for warnings.
fn formats(ty: ScalarType) -> Option<&'static str> {
    match ty {
        ScalarType::Integer => Some("int32, uint32, int64 or uint64"),
        ScalarType::Number => Some("float or double"),
        ScalarType::String => {
            Some("int64, uint64, byte, date, date-time, google-datetime, google-duration or google-fieldmask")
        }
        ScalarType::Any => Some("google.protobuf.Value"),
        ScalarType::Boolean | ScalarType::Null => None,
    }
}
