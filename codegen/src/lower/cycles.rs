//! Recursive types. Every field on a cycle of fields is boxed, because a struct cannot contain
//! itself. The result does not depend on the order of the items.

use std::collections::HashMap;

use crate::model::{Item, Shape, Ty};

/// Boxes all fields and variants that are part of a cycle.
pub(super) fn box_fields(mut items: Vec<&mut Item>) {
    let index: HashMap<&str, usize> =
        items.iter().enumerate().map(|(at, item)| (item.name.rust.as_str(), at)).collect();
    let edges: Vec<Vec<usize>> = items
        .iter()
        .map(|item| contained_types(&item.shape).into_iter().filter_map(|name| index.get(name).copied()).collect())
        .collect();
    let component = components(&edges);
    let by_name: HashMap<String, usize> = index
        .iter()
        .filter_map(|(name, at)| Some(((*name).to_owned(), component.get(*at).copied().flatten()?)))
        .collect();
    for (item, own) in items.iter_mut().zip(component) {
        let is_cyclic = |ty: &Ty| own.is_some() && contained(ty).and_then(|name| by_name.get(name).copied()) == own;
        match &mut item.shape {
            Shape::Struct(shape) => {
                for field in shape.fields.iter_mut().filter(|field| is_cyclic(&field.ty)) {
                    if let Ty::Option(inner) = &mut field.ty {
                        make_boxed(inner);
                    }
                }
            }
            Shape::Union(shape) => {
                for variant in shape.variants.iter_mut().filter(|variant| is_cyclic(&variant.ty)) {
                    make_boxed(&mut variant.ty);
                }
            }
            Shape::Enum(_) | Shape::Alias(_) | Shape::Shared(_) => {}
        }
    }
}

fn make_boxed(ty: &mut Ty) {
    let inner = std::mem::replace(ty, Ty::Unit);
    *ty = Ty::Boxed(Box::new(inner));
}

/// Returns the names of the types that a value of this definition contains directly.
fn contained_types(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Struct(shape) => shape.fields.iter().filter_map(|field| contained(&field.ty)).collect(),
        Shape::Union(shape) => shape.variants.iter().filter_map(|variant| contained(&variant.ty)).collect(),
        Shape::Alias(ty) => contained(ty).into_iter().collect(),
        Shape::Shared(shared) => vec![&shared.type_name],
        Shape::Enum(_) => Vec::new(),
    }
}

/// Returns the name of the type that a value contains directly, not through a list or a map.
fn contained(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Schema(name) => Some(name),
        Ty::Option(inner) => contained(inner),
        _ => None,
    }
}

/// Returns the strongly connected component of each node, by Tarjan's algorithm. A single node has
/// a component only if it refers to itself. Uses a work list instead of recursion, because a
/// document may chain any number of schemas.
#[allow(clippy::indexing_slicing, reason = "every index is a node, and every vector has an entry for each")]
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let mut stack = Vec::new();
    let mut component = vec![None; edges.len()];
    let (mut clock, mut count) = (0, 0);
    for root in 0..edges.len() {
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                if order[node] != UNSEEN {
                    continue;
                }
                (order[node], low[node]) = (clock, clock);
                clock += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&next) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if order[next] == UNSEEN {
                    work.push((next, 0));
                } else if on_stack[next] {
                    low[node] = low[node].min(order[next]);
                }
                continue;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    members.push(member);
                    if member == node {
                        break;
                    }
                }
                if members.len() > 1 || edges[node].contains(&node) {
                    for member in members {
                        component[member] = Some(count);
                    }
                    count += 1;
                }
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn finds_only_cycles() {
        // 0 → 1 → 2 → 0, 3 → 3, 4 → 0, 5
        let component = components(&[vec![1], vec![2], vec![0], vec![3], vec![0], vec![]]);
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        assert!(component[0].is_some());
        assert!(component[3].is_some() && component[3] != component[0]);
        assert_eq!((component[4], component[5]), (None, None));
    }

    #[test]
    fn long_chains_do_not_exhaust_the_stack() {
        let edges: Vec<Vec<usize>> = (0..200_000).map(|n| vec![(n + 1) % 200_000]).collect();
        assert!(components(&edges).iter().all(|component| *component == Some(0)));
    }
}
