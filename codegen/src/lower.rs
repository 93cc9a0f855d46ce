//! Lowers a document to the model of the crate. Performs all checks and assigns all names.

mod aliases;
mod context;
mod cycles;
mod docs;
mod enums;
mod http_body;
mod idempotency;
mod media;
mod methods;
mod module;
mod nesting;
mod operations;
mod package;
mod pagination;
mod parameters;
mod partial_response;
mod path_template;
mod resources;
mod scalars;
mod schemas;
mod scopes;
mod sharing;
mod streaming;
mod types;
mod unions;
mod unused;

use crate::diagnostics::{Error, Warnings};
use crate::discovery::RestDescription;
use crate::fixups::Fixups;
use crate::model::{Api, Docs};
use crate::operations::Operations;
use crate::select::Selection;
use context::Context;
use module::Module;

pub(crate) use package::package_name;

/// Lowers the selected part of a document. `package` overrides the name of the package.
///
/// Names are assigned for the whole document, so selecting another method does not rename anything.
///
/// # Errors
///
/// Returns an error if a selected method or a schema that it reaches is invalid.
pub(crate) fn lower(
    description: &RestDescription,
    operations: &Operations<'_>,
    selection: &Selection,
    fixups: &Fixups,
    package: Option<&str>,
    warnings: &mut Warnings,
) -> Result<Api, Error> {
    let mut module = Module::schemas();
    let context = Context::new(description, operations, selection, fixups, &mut module.namespace, warnings);
    schemas::lower(&context, &mut module, warnings)?;
    let (mut root, unselected) = resources::lower(&context, &mut module, warnings)?;
    cycles::box_fields(module.items.iter_mut().chain(&mut module.unselected).collect());
    sharing::share(&mut module, &mut root, &unselected, &context.all_type_names(), warnings);
    let items = module.items;
    let addresses = &description.addresses;
    let schema_types = context.selected_type_names();
    Ok(Api {
        recursion_limit: nesting::recursion_limit(&items, &schema_types, warnings),
        package: package_name(description, package)?,
        id: format!("{}:{}", description.name, description.version),
        title: title(description),
        docs: Docs::text(description.description.clone().unwrap_or_default()),
        documentation_link: description.documentation_link.clone(),
        root_url: addresses.root_url.clone(),
        service_path: addresses.service_path.clone(),
        batch_path: addresses.batch_path.clone(),
        mtls_root_url: addresses.mtls_root_url.clone(),
        endpoints: addresses.endpoints.clone(),
        data_wrapper: description.data_wrapper,
        schema_types,
        operations: operations::messages(&context),
        main_operation: operations::main_message(&context),
        scopes: scopes::used(context.scopes, &root),
        items,
        root,
    })
}

/// Returns the title of the API, or its name and version if it has none.
fn title(description: &RestDescription) -> String {
    let fallback = format!("{} {}", description.name, description.version);
    let title = description.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&fallback);
    crate::markdown::one_line(title)
}
