//! Renders the interface of generated code: signatures of a resource's functions, and each
//! reachable type with its fields, their types and their names on the wire.

use std::collections::{BTreeMap, BTreeSet};

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, File, Ident, ImplItem, Item, LitStr, Token, Type, parse_quote};

/// Returns the interface of the resource in `resource` and of the types in `schemas` that it
/// reaches.
pub(crate) fn render(resource: &str, schemas: &str) -> String {
    let (stub, roots) = stub(syn::parse_file(resource).expect("valid Rust"));
    let types = types(syn::parse_file(schemas).expect("valid Rust"));
    let mut interface = stub;
    for name in reachable(roots, &types) {
        interface.push_str(&format!("\n{}", types[&name].render(&name)));
    }
    interface
}

/// Returns the code of a resource without comments, attributes and function bodies, and the words
/// in it, some of which name types.
fn stub(mut file: File) -> (String, Vec<String>) {
    let is_interface = |item: &Item| matches!(item, Item::Impl(_) | Item::Macro(_));
    file.attrs.clear();
    file.items.retain(is_interface);
    for item in &mut file.items {
        if let Item::Impl(item) = item {
            item.items.iter_mut().for_each(strip);
        }
    }
    let code = prettyplease::unparse(&file).replace(" {}", ";");
    let roots = words(&code).collect();
    (code, roots)
}

fn strip(item: &mut ImplItem) {
    let attributes: &mut Vec<Attribute> = match item {
        ImplItem::Fn(function) => {
            function.block = parse_quote!({});
            &mut function.attrs
        }
        ImplItem::Const(constant) => &mut constant.attrs,
        _ => return,
    };
    attributes.clear();
}

/// A message, an enum or an alias.
#[derive(Default)]
struct Definition {
    keyword: &'static str,
    /// The name and the Rust code of each field or variant, e.g. `count: Option<i64>`.
    members: Vec<(String, String)>,
    /// The wire name and the fixed value of each field or variant, by its name in Rust.
    wire: BTreeMap<String, (String, String)>,
    /// Identifiers in the types of the fields, in order.
    mentions: Vec<String>,
}

impl Definition {
    /// Renders one line for each field or variant: `"wireName" => field: Type`. Nothing is aligned,
    /// so that a new member changes one line.
    fn render(&self, name: &str) -> String {
        let mut text = format!("{} {name}\n", self.keyword);
        for (member, rust) in &self.members {
            text.push_str(&match self.wire.get(member) {
                Some((wire, value)) => format!("    {wire} => {rust}{value}\n"),
                None => format!("    {rust}\n"),
            });
        }
        text
    }
}

/// Reads the definitions of all messages, enums and aliases, and the tables of their wire names.
fn types(file: File) -> BTreeMap<String, Definition> {
    let mut types: BTreeMap<String, Definition> = BTreeMap::new();
    for item in file.items {
        match item {
            Item::Struct(item) => {
                let definition = types.entry(item.ident.to_string()).or_default();
                definition.keyword = "struct";
                for field in item.fields {
                    let name = field.ident.expect("messages have named fields").to_string();
                    let ty = print_type(&field.ty);
                    definition.mentions.extend(words(&ty));
                    definition.members.push((name.clone(), format!("{name}: {ty}")));
                }
            }
            Item::Enum(item) => {
                let definition = types.entry(item.ident.to_string()).or_default();
                definition.keyword = "enum";
                for variant in item.variants {
                    let name = variant.ident.to_string();
                    let content = variant.fields.iter().map(|field| format!("({})", print_type(&field.ty)));
                    definition.members.push((name.clone(), name + &content.collect::<String>()));
                }
            }
            Item::Type(item) => {
                let definition = types.entry(item.ident.to_string()).or_default();
                definition.keyword = "type";
                let ty = print_type(&item.ty);
                definition.mentions.extend(words(&ty));
                definition.members.push((String::new(), ty));
            }
            Item::Macro(item) => {
                let table: Table = item.mac.parse_body().expect("a table of wire names");
                types.entry(table.name.to_string()).or_default().wire.extend(table.rows);
            }
            _ => {}
        }
    }
    types
}

/// The body of `message!` or `open_enum!`: `Name { "count" => count, "kind" => kind = "value" }`.
struct Table {
    name: Ident,
    rows: Vec<(String, (String, String))>,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let content;
        syn::braced!(content in input);
        let mut rows = Vec::new();
        while !content.is_empty() {
            let wire: LitStr = content.parse()?;
            content.parse::<Token![=>]>()?;
            let member: Ident = content.parse()?;
            let mut value = String::new();
            if content.parse::<Option<Token![=]>>()?.is_some() {
                value = format!(" = {:?}", content.parse::<LitStr>()?.value());
            }
            content.parse::<Option<Token![,]>>()?;
            rows.push((member.to_string(), (format!("{:?}", wire.value()), value)));
        }
        Ok(Self { name, rows })
    }
}

fn print_type(ty: &Type) -> String {
    let code = prettyplease::unparse(&parse_quote!(type T = #ty;));
    code.trim_start_matches("type T = ").trim_end().trim_end_matches(';').to_owned()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Returns the types that `roots` reach, depth first.
fn reachable(roots: Vec<String>, types: &BTreeMap<String, Definition>) -> Vec<String> {
    let mut stack: Vec<String> = roots.into_iter().rev().collect();
    let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
    while let Some(name) = stack.pop() {
        if let Some(definition) = types.get(&name)
            && seen.insert(name.clone())
        {
            stack.extend(definition.mentions.iter().rev().cloned());
            order.push(name);
        }
    }
    order
}
