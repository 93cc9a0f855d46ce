//! From Discovery's words to Rust's. Everything is checked here, and every name is made here.

mod aliases;
mod cycles;
mod docs;
mod http_body;
mod media;
mod methods;
mod paging;
mod path;
mod request_id;
mod resources;
mod schemas;
mod types;
mod unions;

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::RestDescription;
use crate::model::{Api, Docs, Name, Scope};
use crate::names;

/// Makes the crate to be. `package` overrides the name that follows from the document.
pub(crate) fn lower(
    description: &RestDescription,
    package: Option<&str>,
    warnings: &mut Warnings,
) -> Result<Api, Error> {
    let scopes = scopes(description);
    let mut types = types::Types::new(description, warnings);
    let mut items = schemas::lower(&mut types, warnings)?;
    let root = resources::lower(&mut types, &scopes, &mut items, warnings)?;
    cycles::break_up(&mut items);
    let used = used_scopes(&root);
    Ok(Api {
        package: package_name(description, package)?,
        id: format!("{}:{}", description.name, description.version),
        title: title(description),
        docs: Docs::text(description.description.clone().unwrap_or_default()),
        documentation_link: description.documentation_link.clone(),
        root_url: description.root_url.clone(),
        service_path: description.service_path.clone(),
        batch_path: description.batch_path.clone(),
        mtls_root_url: description.mtls_root_url.clone(),
        endpoints: description
            .endpoints
            .iter()
            .filter_map(|(url, location)| Some((location.clone()?, url.clone())))
            .collect(),
        data_wrapper: description.features.iter().any(|feature| feature == "dataWrapper"),
        scopes: scopes.into_iter().filter(|scope| used.contains(&scope.name.rust)).collect(),
        schema_types: description
            .schemas
            .keys()
            .filter(|schema| description.is_reached(schema))
            .map(|schema| (schema.clone(), types.name(schema)))
            .collect(),
        items,
        root,
    })
}

fn title(description: &RestDescription) -> String {
    let title = description.title.clone().filter(|title| !title.trim().is_empty());
    title.unwrap_or_else(|| format!("{} {}", description.name, description.version))
}

/// `games-v1`: what may be a package's name on every file system, whatever the document says.
fn package_name(description: &RestDescription, given: Option<&str>) -> Result<String, Error> {
    let valid = |name: &str| {
        name.len() <= 64
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
    };
    if let Some(name) = given {
        return if valid(name) {
            Ok(name.to_owned())
        } else {
            Err(Error::request(format!("`{}` cannot be the name of a crate", name.escape_debug()))
                .help("use at most 64 lower-case letters, digits, `-` and `_`, and start with a letter"))
        };
    }
    let wanted = format!("{}-{}", description.name, description.version);
    let mut name: String = wanted
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9' | '-' | '_') => c,
            _ => '-',
        })
        .take(60)
        .collect();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name.insert_str(0, "api");
    }
    if valid(&name) {
        Ok(name)
    } else {
        Err(Error::at(&Pointer::ROOT.key("name"), "no name of a crate can be made of this"))
    }
}

fn scopes(description: &RestDescription) -> Vec<Scope> {
    let mut names = names::Scope::default();
    // Methods may name scopes that `auth` leaves out.
    let mut urls = description.scopes.clone();
    let mut work = vec![&description.root];
    while let Some(resource) = work.pop() {
        for url in resource.methods.values().flat_map(|method| &method.scopes) {
            urls.entry(url.clone()).or_default();
        }
        work.extend(resource.resources.values());
    }
    urls.iter()
        .map(|(url, said)| Scope {
            name: Name { wire: url.clone(), rust: names.give(names::scope_constant(url)).name },
            docs: Docs::text(said.as_str()),
        })
        .collect()
}

fn used_scopes(resource: &crate::model::Resource) -> std::collections::BTreeSet<String> {
    let mut used: std::collections::BTreeSet<String> =
        resource.methods.iter().flat_map(|method| method.scopes.iter().cloned()).collect();
    for child in &resource.children {
        used.extend(used_scopes(child));
    }
    used
}
