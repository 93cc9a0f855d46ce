//! Names and texts that a document should not have, but may.

/// A word in every hostile text. It may occur in literals and comments, never in code.
pub(super) const TEXT_CANARY: &str = "zqtext";
/// A word in names that try to become code. No identifier made from such a name is equal to it.
pub(super) const NAME_CANARY: &str = "zqinjected";

/// Names that are keywords, that generated code uses itself, that are equal in Rust, or that no
/// file or identifier can have.
#[rustfmt::skip]
pub(super) const NAMES: &[&str] = &[
    "", "_", "__", "1", "1a", "1A", "_1", "30fps", "self", "Self", "super", "crate", "type",
    "r#type", "async", "gen", "match", "Option", "Vec", "String", "Box", "Result", "Ok", "Err",
    "Some", "None", "Into", "IntoIterator", "Default", "Clone", "Copy", "Debug", "From", "Send",
    "Sized", "Iterator", "str", "bool", "i32", "u8", "runtime", "schemas", "scopes",
    "discovery_runtime", "std", "core", "alloc", "client", "Client", "inner", "builder",
    "unknown_fields", "unknownFields", "Unknown", "lib", "main", "mod", "bin", "con", "COM1",
    "METHOD", "API", "call", "send", "param", "request", "value", "values", "new", "from", "into",
    "try_into", "clone", "fmt", "eq", "default", "drop", "field", "message", "items", "pages",
    "upload", "download", "deprecated", "allow", "a_b", "aB", "AB", "A_B", "a-b", "a.b", "a b",
    "é", "名前", "\u{3b1}", "a\u{301}", "\u{202e}abc", "abc\u{2066}", "\u{feff}x", "a\u{0}b", "a\nb",
    "a\r\nb", "a\tb", "\u{1b}[31m", "a\"b", "a'b", "a\\b", "`a`", "a/b", "../../x", "/etc/passwd",
    "C:\\x", "*", "<", "=", "{x}", "{+x}", "$ref", "@type", "#", "~", "~1", "%41", "constructor",
    "__proto__", "CamelCASEName", "name2", "name_2", "\"; fn zqinjected() {} //",
    "x { zqinjected }", "*/ x zqinjected!() /*", "\n#[path = \"/x\"] mod zqinjected;\n",
    "x\u{2028}zqinjected", "]} x zqinjected",
];

/// Pieces of texts that try to become code, tests, markup, or text in another order.
#[rustfmt::skip]
pub(super) const TEXTS: &[&str] = &[
    "zqtext", "```rust\nfn zqtext() {}\n```\n", "```\nzqtext();", "~~~\nzqtext();\n~~~\n",
    "\n\n    zqtext();\n\n", "\n\n\tzqtext();\n", "<script>zqtext()</script>",
    "<img src=https://a.example/zqtext.png>", "</ul>", "<pre><code>",
    "![zqtext](https://a.example/x.png)", "text![zqtext](https://a.example/x.png)", "![zqtext][a]",
    "[a]: https://a.example/zqtext.png \"t\"\n", "[zqtext](javascript:alert)",
    "[zqtext](data:text/html,x)", "[zqtext]", "[`zqtext`](crate)", "[zqtext](/x)", "[zqtext](#x)",
    "[a](https://a.example/zqtext", "<https://a.example/zqtext>", "https://a.example/zqtext(",
    "*/ fn zqtext() {} /*", "\"; fn zqtext() {} //", "#[doc = zqtext]", "{zqtext}",
    "\u{202e}zqtext", "zqtext\r\n\r\n#![zqtext]", "`zqtext", "``` zqtext", "`````",
    "Possible values are:\n- \"A\" - zqtext\n",
    "Possible values are:\n- \"A\" - zqtext\n- \"a\" - zqtext\n- \"\" - x\n",
    "| zqtext | b |\n|---|---|\n| c | d |\n", "# zqtext\n", "> ```rust\n> zqtext();\n",
    "* ```rust\n  zqtext();\n", "1. zqtext\n   ```\n", "<!-- zqtext", "-->", "&lt;zqtext&gt;",
    "&#x3c;img zqtext&#x3e;", "[^zqtext]: x\n", "- [ ] zqtext\n", "\\", "\\\n", "\u{0}",
    "\u{feff}", "***", "===\n", "---\n", "<details>", "<a href='https://a.example/zqtext'>x</a>",
    "Of: * zqtext * b - c", "'", "\"", "//", "/*", "\u{2028}", "\u{85}zqtext", "é", "\u{1f600}",
    "$$zqtext$$", "~~zqtext~~", "__zqtext__", ":zqtext:", "no_run", "ignore",
];

/// Values for members that have only some: types, formats, locations, HTTP methods, bounds.
#[rustfmt::skip]
pub(super) const WORDS: &[&str] = &[
    "", "any", "array", "boolean", "integer", "number", "null", "object", "string", "int32",
    "int64", "uint32", "uint64", "float", "double", "byte", "date", "date-time", "google-datetime",
    "google-duration", "google-fieldmask", "google.protobuf.Struct", "path", "query", "header",
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "true", "false",
    "10MB", "-1", "a#b", "https://a.example/", "http://a.example/", "*", "*/*", "application/json",
];

/// Numbers at and beyond the limits of types.
#[rustfmt::skip]
pub(super) const NUMBERS: &[&str] = &[
    "0", "-0", "-1", "1.5", "1e5", "2147483648", "-2147483649", "9007199254740993",
    "9223372036854775808", "18446744073709551616", "-9223372036854775809",
    "123456789012345678901234567890", "1e308", "1e400", "-1e-400",
    "0.1000000000000000055511151231257827",
];
