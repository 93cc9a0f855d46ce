//! Keeps the descriptions of inline types that share a type with another description: they are
//! added to the documentation of the use, unless it has them already.

use std::collections::{HashMap, HashSet};

use crate::model::{Docs, Item, Resource, Shape, Ty};

/// Moves the descriptions of aliases to the fields, parameters and schemas of these types.
pub(super) fn keep_on_uses(items: &mut [Item], root: &mut Resource) {
    let mut moved = Moved::new(items);
    for item in items.iter_mut() {
        match &mut item.shape {
            Shape::Struct(shape) => shape.fields.iter_mut().for_each(|field| moved.add(&field.ty, &mut field.docs)),
            Shape::Alias(ty) => moved.add(ty, &mut item.docs),
            Shape::Enum(_) | Shape::Union(_) | Shape::Shared(_) => {}
        }
    }
    moved.clear(items);
    let mut work = vec![root];
    while let Some(resource) = work.pop() {
        let mut moved = Moved::new(&resource.items);
        let parameters =
            resource.methods.iter_mut().flat_map(|method| method.required.iter_mut().chain(&mut method.optional));
        parameters.for_each(|param| moved.add(&param.ty, &mut param.docs));
        moved.clear(&mut resource.items);
        work.extend(&mut resource.children);
    }
}

/// The descriptions of the aliases in one module.
struct Moved {
    texts: HashMap<String, String>,
    /// The aliases whose descriptions are part of the documentation of their uses.
    done: HashSet<String>,
}

impl Moved {
    fn new(items: &[Item]) -> Self {
        let aliases = items.iter().filter(|item| matches!(item.shape, Shape::Shared(_)) && !item.docs.text.is_empty());
        let texts = aliases.map(|item| (item.name.rust.clone(), item.docs.text.clone())).collect();
        Self { texts, done: HashSet::new() }
    }

    /// Adds the description of the type to the documentation of its use.
    fn add(&mut self, ty: &Ty, docs: &mut Docs) {
        let Some((name, text)) = innermost(ty).and_then(|name| self.texts.get_key_value(name)) else { return };
        if !docs.text.contains(text.trim()) {
            if !docs.text.is_empty() {
                docs.text.push_str("\n\n");
            }
            docs.text.push_str(text);
        }
        self.done.insert(name.clone());
    }

    fn clear(&self, items: &mut [Item]) {
        let done = items.iter_mut().filter(|item| self.done.contains(&item.name.rust));
        done.for_each(|item| item.docs = Docs::default());
    }
}

/// Returns the name of the type in any number of lists and maps.
fn innermost(mut ty: &Ty) -> Option<&str> {
    loop {
        ty = match ty {
            Ty::Schema(name) | Ty::Local(name) => return Some(name),
            Ty::Option(inner) | Ty::Vec(inner) | Ty::Map(inner) | Ty::Boxed(inner) => inner,
            _ => return None,
        };
    }
}
