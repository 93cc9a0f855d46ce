//! Attributes that the caller adds to types and their members, such as derives of other crates.

mod aliases;

use aliases::Aliases;
use syn::parse::Parser;

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::model::{Api, Item, Resource, Shape};
use crate::select::matches_pattern;

/// Adds the attributes of each pattern to the items that it matches. An alias of a shared type is
/// that type, which is reported if the pattern does not match all of its names.
///
/// # Errors
///
/// Returns an error if a text is not an attribute, or if a pattern matches nothing.
pub(crate) fn apply(api: &mut Api, attributes: &[(String, String)], warnings: &mut Warnings) -> Result<(), Error> {
    if attributes.is_empty() {
        return Ok(());
    }
    let aliases = Aliases::of(api);
    for (pattern, attribute) in attributes {
        check(attribute)?;
        let mut target = Target { pattern, attribute, warnings, found: false };
        for item in &mut api.items {
            let names = aliases.of_type(&item.name.rust);
            target.add(item, names);
        }
        let mut work: Vec<&mut Resource> = vec![&mut api.root];
        while let Some(resource) = work.pop() {
            resource.items.iter_mut().for_each(|item| target.add(item, &[]));
            work.extend(&mut resource.children);
        }
        if !target.found {
            let kind = if pattern.contains('.') { "field or variant" } else { "type" };
            let message = format!("`{}` matches no {kind}, so that no attribute is added", excerpt(pattern, 80));
            return Err(
                Error::request(message).help("write the name of a type, or `Type.member`, with `*` for any text")
            );
        }
    }
    Ok(())
}

fn check(attribute: &str) -> Result<(), Error> {
    match syn::Attribute::parse_outer.parse_str(attribute) {
        // The printer finds the document's descriptions among such attributes.
        Ok(attributes) if attributes.iter().any(|attribute| attribute.path().is_ident("doc")) => {
            Err(Error::request("documentation cannot be added as an attribute"))
        }
        Ok(attributes) if !attributes.is_empty() => Ok(()),
        _ => {
            let message = format!("`{}` is not an attribute", excerpt(attribute, 80));
            Err(Error::request(message).help("write attributes as in a source file, such as `#[derive(Eq)]`"))
        }
    }
}

/// A pattern with its attribute, while it is compared with all types.
struct Target<'t> {
    pattern: &'t str,
    attribute: &'t str,
    warnings: &'t mut Warnings,
    /// The pattern matches something.
    found: bool,
}

impl Target<'_> {
    /// Adds the attribute to the type, or to those of its members that the pattern matches.
    fn add(&mut self, item: &mut Item, aliases: &[String]) {
        // Nothing can be derived for an alias.
        let Some(members) = members(&item.shape) else { return };
        if !self.pattern.contains('.') {
            if self.matches(&item.name.rust, aliases, "") {
                item.attributes.own.push(self.attribute.to_owned());
            }
            return;
        }
        for member in members {
            if self.matches(&item.name.rust, aliases, &format!(".{}", plain(&member))) {
                item.attributes.members.entry(member).or_default().push(self.attribute.to_owned());
            }
        }
    }

    /// Returns `true` if the pattern matches one of the names of a type, followed by `member`.
    fn matches(&mut self, name: &str, aliases: &[String], member: &str) -> bool {
        let pattern = self.pattern;
        let matches = |name: &str| matches_pattern(pattern, &format!("{}{member}", plain(name)));
        let own = matches(name);
        let alias = aliases.iter().find(|alias| matches(alias));
        self.found |= own || alias.is_some();
        if let Some(alias) = alias
            && !own
            && !aliases.iter().all(|alias| matches(alias))
        {
            let message = format!(
                "`{}` matches `{alias}`, which is an alias of `{name}`; the attribute is added to that type, \
                 and so to all of its aliases",
                excerpt(pattern, 80)
            );
            self.warnings.push(&Pointer::ROOT, message);
        }
        own || alias.is_some()
    }
}

/// Returns the names of the fields or variants, or `None` for an alias.
fn members(shape: &Shape) -> Option<Vec<String>> {
    let (names, unknown): (Vec<&String>, &String) = match shape {
        Shape::Struct(shape) => (shape.fields.iter().map(|field| &field.name.rust).collect(), &shape.unknown),
        Shape::Enum(shape) => (shape.variants.iter().map(|variant| &variant.name.rust).collect(), &shape.unknown),
        Shape::Union(shape) => (shape.variants.iter().map(|variant| &variant.name.rust).collect(), &shape.unknown),
        Shape::Alias(_) | Shape::Shared(_) => return None,
    };
    Some(names.into_iter().chain([unknown]).cloned().collect())
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

#[cfg(test)]
mod tests {
    use crate::{Location, Options, generate};

    const DOCUMENT: &str = r#"{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "",
        "schemas": {
            "Note": {"type": "object", "properties": {
                "type": {"type": "string"}, "color": {"type": "string", "enum": ["RED"]}
            }},
            "Names": {"type": "array", "items": {"type": "string"}}
        },
        "resources": {"notes": {"methods": {"get": {
            "id": "notes.notes.get", "path": "notes", "httpMethod": "GET", "response": {"$ref": "Note"},
            "parameters": {"view": {"type": "string", "location": "query", "enum": ["FULL"]}}
        }}}}}"#;

    /// Returns the lines of a file with attributes, each with the line after it.
    fn attributes(path: &str, options: &Options) -> Vec<(String, String)> {
        let files = generate(DOCUMENT, options).expect("a valid document").files;
        let lines: Vec<&str> = files[path].lines().map(str::trim).collect();
        let pairs = lines.windows(2).filter(|pair| pair[0].starts_with("#[x"));
        pairs.map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
    }

    fn pair(attribute: &str, next: &str) -> (String, String) {
        (attribute.to_owned(), next.to_owned())
    }

    #[test]
    fn adds_attributes_to_matching_types_and_members() {
        let options = Options::default()
            .attribute("Note*", "#[x(\"]\")]")
            .attribute("Note.type", "#[x1]")
            .attribute("*.Red", "#[x2]")
            .attribute("*.unknown*", "#[x3]")
            .attribute("NoteColor.Unknown", "#[x4]");
        assert_eq!(
            attributes("src/schemas.rs", &options),
            [
                pair("#[x(\"]\")]", "pub struct Note {"),
                pair("#[x1]", "pub r#type: Option<String>,"),
                pair("#[x3]", "pub unknown_fields: runtime::UnknownFields,"),
                pair("#[x(\"]\")]", "pub enum NoteColor {"),
                pair("#[x2]", "Red,"),
                pair("#[x4]", "Unknown(runtime::UnknownValue),"),
            ]
        );
        let options = Options::default().attribute("Get*", "#[x]");
        assert_eq!(attributes("src/notes.rs", &options), [pair("#[x]", "pub enum GetView {")]);
    }

    /// Returns a document with these inline enums, all the same.
    fn shared_enums(schemas: &[&str]) -> String {
        let schema = |name: &&str| {
            format!(
                r#""{name}": {{"type": "object", "properties": {{"color": {{"type": "string", "enum": ["RED"]}}}}}}"#
            )
        };
        let schemas: Vec<String> = schemas.iter().map(schema).collect();
        DOCUMENT.replace(r#""Names":"#, &format!(r#"{}, "Names":"#, schemas.join(", ")))
    }

    #[test]
    fn attributes_of_an_alias_are_those_of_its_type() {
        let document = shared_enums(&["Page"]);
        let generated = |pattern: &str| {
            generate(&document, &Options::default().attribute(pattern, "#[x]")).expect("a valid document")
        };
        for pattern in ["Color", "*Color"] {
            let generated = generated(pattern);
            assert!(generated.files["src/schemas.rs"].contains("#[x]\npub enum Color {"), "{pattern}");
            assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
        }
        for (pattern, attribute) in [("NoteColor", "#[x]\npub enum Color {"), ("Note*.Red", "    #[x]\n    Red,")] {
            let generated = generated(pattern);
            assert_eq!(generated.files["src/schemas.rs"].matches("#[x]").count(), 1, "{pattern}");
            assert!(generated.files["src/schemas.rs"].contains(attribute), "{pattern}");
            let warnings: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
            let expected = format!("`{pattern}` matches `NoteColor`, which is an alias of `Color`");
            assert!(matches!(warnings.as_slice(), [warning] if warning.starts_with(&expected)), "{warnings:?}");
        }
    }

    #[test]
    fn rejects_texts_that_are_not_attributes() {
        for text in ["", "derive(Eq)", "#[derive(Eq)", "#[a] fn x() {}", "#![allow(unused)]", "#[a]]", "// x", "#[a] ;"]
        {
            let error = generate(DOCUMENT, &Options::default().attribute("*", text)).expect_err(text);
            assert_eq!(error.location(), &Location::Options);
            assert!(error.to_string().contains("is not an attribute"), "{error}");
        }
    }

    #[test]
    fn rejects_documentation() {
        for text in ["/// 0", "#[doc = \"0\"]", "#[a] #[doc(hidden)]"] {
            let error = generate(DOCUMENT, &Options::default().attribute("*", text)).expect_err(text);
            assert_eq!(error.to_string(), "documentation cannot be added as an attribute");
        }
    }

    #[test]
    fn rejects_patterns_that_match_nothing() {
        for (pattern, kind) in [("Nota", "type"), ("Names", "type"), ("Note.typ", "field or variant"), ("", "type")] {
            let error = generate(DOCUMENT, &Options::default().attribute(pattern, "#[x]")).expect_err(pattern);
            assert!(error.to_string().contains(&format!("matches no {kind}")), "{error}");
        }
    }
}
