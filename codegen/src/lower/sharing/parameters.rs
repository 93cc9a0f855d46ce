//! The enums of parameters, which are in the modules of resources.

use super::definition;
use crate::model::{Item, Resource, Shape};

/// An enum of a parameter.
pub(in crate::lower) struct ParameterEnum {
    /// The path of its module and its name, which no other type has.
    pub(super) key: String,
    /// The types of the resources above it and its name: `BucketsGetProjection`.
    pub(super) path_name: String,
    pub(super) item: Item,
}

/// The position of a resource among all resources. The default is the client.
#[derive(Clone, Default)]
pub(in crate::lower) struct ResourcePath {
    modules: String,
    types: String,
}

impl ResourcePath {
    /// Returns the path of a resource below this one.
    pub(in crate::lower) fn below(&self, module: &str, type_name: &str) -> Self {
        Self { modules: format!("{}::{module}", self.modules), types: format!("{}{type_name}", self.types) }
    }

    /// Returns a type of the module, if it takes part. Other types than enums cannot move to
    /// `schemas`, because they may contain types of their module.
    pub(in crate::lower) fn parameter_enum(&self, item: Item) -> Option<ParameterEnum> {
        let path_name = format!("{}{}", self.types, item.name.rust);
        matches!(item.shape, Shape::Enum(_)).then(|| ParameterEnum { key: self.key(&item), path_name, item })
    }

    fn key(&self, item: &Item) -> String {
        format!("{}::{}", self.modules, item.name.rust)
    }
}

/// Collects the enums of all parameters of a resource and those below.
pub(super) fn collect(resource: &Resource, path: &ResourcePath, parameters: &mut Vec<ParameterEnum>) {
    parameters.extend(resource.items.iter().filter_map(|item| path.parameter_enum(item.clone())));
    for child in &resource.children {
        collect(child, &path.below(&child.module, &child.type_name), parameters);
    }
}

/// Replaces the enums that have a definition in `schemas` by aliases.
pub(super) fn replace<'d>(
    resource: &mut Resource,
    path: &ResourcePath,
    definition_of: &impl Fn(&str) -> Option<&'d Item>,
) {
    for item in &mut resource.items {
        if let Some(definition) = definition_of(&path.key(item)) {
            definition::make_alias(item, definition);
        }
    }
    for child in &mut resource.children {
        let path = path.below(&child.module, &child.type_name);
        replace(child, &path, definition_of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attributes, Docs, Enum, Name};

    fn parameter_enum(path: &ResourcePath, name: &str) -> ParameterEnum {
        let item = Item {
            name: Name { wire: name.to_owned(), rust: name.to_owned() },
            docs: Docs::default(),
            deprecated: false,
            attributes: Attributes::default(),
            is_introduced: false,
            shape: Shape::Enum(Enum { variants: Vec::new(), unknown: String::new() }),
        };
        path.parameter_enum(item).expect("an enum")
    }

    #[test]
    fn enums_of_the_same_path_name_are_different() {
        let buckets = ResourcePath::default().below("buckets", "Buckets");
        let one = parameter_enum(&buckets, "ListGetView");
        let two = parameter_enum(&buckets.below("list", "List"), "GetView");
        assert_eq!((one.path_name.as_str(), two.path_name.as_str()), ("BucketsListGetView", "BucketsListGetView"));
        assert_ne!(one.key, two.key);
        // Neither is the name of a type in `schemas`.
        assert_eq!(parameter_enum(&ResourcePath::default(), "FindView").key, "::FindView");
    }
}
