//! How deep types are nested in one another, which the compiler limits: to find out whether a
//! message is `Send`, it looks into all types that the message contains.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::cycles::components;
use crate::diagnostics::Warnings;
use crate::diagnostics::pointer::Pointer;
use crate::model::{Item, Shape, Ty};

/// The limit of a crate that sets none.
const DEFAULT_LIMIT: usize = 128;
/// The levels that are not counted here: around a message those of results and futures, at the
/// other end those of strings, times, JSON values and unknown fields.
const RESERVE: usize = 32;
/// The number of steps up to which the paths through a cycle are followed. A larger one is assumed
/// to have a path through all of its types.
const MAX_STEPS: usize = 1_000_000;

/// Returns the `recursion_limit` of the crate, or `None` if the types do not need more than the
/// default. Reports it, because crates that use the types need it as well.
pub(super) fn recursion_limit(
    items: &[Item],
    schema_types: &BTreeMap<String, String>,
    warnings: &mut Warnings,
) -> Option<usize> {
    let (depth, deepest) = deepest(items)?;
    let needed = depth.saturating_add(RESERVE);
    if needed <= DEFAULT_LIMIT {
        return None;
    }
    let limit = needed.checked_next_power_of_two().unwrap_or(needed);
    let message = format!(
        "the types that this one contains are nested {depth} levels deep; crates with them, and crates that use \
         them, need the attribute `#![recursion_limit = \"{limit}\"]`"
    );
    let root = Pointer::ROOT;
    let pointer = root.key("schemas");
    match schema_types.iter().find(|(_, name)| **name == deepest.name.rust) {
        Some((schema, _)) => warnings.push(&pointer.key(schema), message),
        // The type of a body that is not a schema.
        None => warnings.push(&pointer, message),
    }
    Some(limit)
}

/// A type in another one, and the levels between them: six for `Option<Box<T>>`.
struct Edge {
    target: usize,
    levels: usize,
}

/// Returns the number of levels of the type with the most, and the type.
fn deepest(items: &[Item]) -> Option<(usize, &Item)> {
    let index: HashMap<&str, usize> =
        items.iter().enumerate().map(|(at, item)| (item.name.rust.as_str(), at)).collect();
    let edges: Vec<Vec<Edge>> = items.iter().map(|item| edges(item, &index)).collect();
    let groups = Groups::new(&edges);
    let depths = groups.depths();
    let depths = groups.of.iter().map(|group| depths.get(*group).copied().unwrap_or(0));
    depths.zip(items).max_by_key(|(depth, _)| *depth)
}

fn edges(item: &Item, index: &HashMap<&str, usize>) -> Vec<Edge> {
    if let Shape::Shared(shared) = &item.shape {
        let target = index.get(shared.type_name.as_str());
        return target.map(|&target| Edge { target, levels: 0 }).into_iter().collect();
    }
    let types: Vec<&Ty> = match &item.shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
        Shape::Union(shape) => shape.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::Enum(_) | Shape::Shared(_) => Vec::new(),
    };
    // An alias is not a separate type.
    let own = usize::from(!matches!(item.shape, Shape::Alias(_)));
    let edge = |ty: &Ty| {
        let (name, levels) = contained(ty, own)?;
        Some(Edge { target: *index.get(name)?, levels })
    };
    types.into_iter().filter_map(edge).collect()
}

/// Returns the name of the type in `ty`, and the levels down to it.
fn contained(mut ty: &Ty, mut levels: usize) -> Option<(&str, usize)> {
    loop {
        let (inner, more) = match ty {
            Ty::Schema(name) | Ty::Local(name) => return Some((name, levels)),
            Ty::Option(inner) => (inner, 1),
            // The types of the standard library in between, as counted by the compiler for
            // `RefUnwindSafe`, which has the longest way through them.
            Ty::Boxed(inner) => (inner, 5),
            Ty::Vec(inner) => (inner, 3),
            Ty::Map(inner) => (inner, 10),
            _ => return None,
        };
        (ty, levels) = (inner, levels + more);
    }
}

/// The types as a graph without cycles: each of its nodes is a type, or all types of a cycle.
struct Groups<'e> {
    edges: &'e [Vec<Edge>],
    /// The group of each type.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

#[allow(clippy::indexing_slicing, reason = "every index is a type or a group, and every vector has an entry for each")]
impl<'e> Groups<'e> {
    fn new(edges: &'e [Vec<Edge>]) -> Self {
        let targets: Vec<Vec<usize>> =
            edges.iter().map(|edges| edges.iter().map(|edge| edge.target).collect()).collect();
        let (mut of, mut members) = (Vec::with_capacity(edges.len()), Vec::<Vec<usize>>::new());
        let mut of_cycle = HashMap::new();
        for (node, cycle) in components(&targets).into_iter().enumerate() {
            let new = members.len();
            let group = cycle.map_or(new, |cycle| *of_cycle.entry(cycle).or_insert(new));
            if group == new {
                members.push(Vec::new());
            }
            members[group].push(node);
            of.push(group);
        }
        Self { edges, of, members }
    }

    /// Returns an upper bound of the levels of each group. Uses a work list instead of recursion,
    /// because a document may chain any number of schemas.
    fn depths(&self) -> Vec<usize> {
        let mut depths = vec![0; self.members.len()];
        let mut seen = vec![false; self.members.len()];
        let mut work: Vec<(usize, bool)> = (0..self.members.len()).map(|group| (group, false)).collect();
        while let Some((group, finished)) = work.pop() {
            let edges = || self.members[group].iter().flat_map(|member| &self.edges[*member]);
            let below = edges().filter(|edge| self.of[edge.target] != group);
            if finished {
                let below = below.map(|edge| edge.levels + depths[self.of[edge.target]]).max().unwrap_or(0);
                depths[group] = below + self.inner_depth(&self.members[group], edges().count());
            } else if !std::mem::replace(&mut seen[group], true) {
                work.push((group, true));
                work.extend(below.map(|edge| (self.of[edge.target], false)));
            }
        }
        depths
    }

    /// Returns the levels between the types of one group.
    fn inner_depth(&self, members: &[usize], edges: usize) -> usize {
        if members.len().saturating_mul(edges) <= MAX_STEPS {
            return members.iter().map(|start| self.depth_from(*start)).max().unwrap_or(0);
        }
        let inner = |member: usize| {
            let edges = self.edges[member].iter().filter(move |edge| self.of[edge.target] == self.of[member]);
            edges.map(|edge| edge.levels).max().unwrap_or(0)
        };
        members.iter().map(|member| inner(*member)).sum()
    }

    /// Returns the levels between `start` and the types of its group, visited as the compiler does:
    /// depth first, in the order of the fields, and each type once.
    fn depth_from(&self, start: usize) -> usize {
        let mut seen = HashSet::from([start]);
        let mut path = vec![(start, 0, 0)];
        let mut deepest = 0;
        while let Some((node, next, depth)) = path.pop() {
            let Some(edge) = self.edges[node].get(next) else { continue };
            path.push((node, next + 1, depth));
            if self.of[edge.target] == self.of[start] {
                deepest = deepest.max(depth + edge.levels);
                if seen.insert(edge.target) {
                    path.push((edge.target, 0, depth + edge.levels));
                }
            }
        }
        deepest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the levels of each type. `edges` lists the types in each type.
    fn depths(edges: &[Vec<usize>]) -> Vec<usize> {
        let edges: Vec<Vec<Edge>> =
            edges.iter().map(|targets| targets.iter().map(|&target| Edge { target, levels: 2 }).collect()).collect();
        let groups = Groups::new(&edges);
        let depths = groups.depths();
        groups.of.iter().map(|group| depths[*group]).collect()
    }

    #[test]
    fn counts_levels_of_the_longest_chain() {
        // 0 → 1 → 2 → 3, 0 → 3
        assert_eq!(depths(&[vec![3, 1], vec![2], vec![3], vec![]]), [6, 4, 2, 0]);
    }

    #[test]
    fn counts_the_types_of_a_cycle_once() {
        // 0 → 1 ⇄ 2 → 3: the cycle is entered, both ways are followed, and it is left.
        assert_eq!(depths(&[vec![1], vec![2], vec![1, 3], vec![]]), [8, 6, 6, 0]);
        // A type in itself, which the compiler visits once more.
        assert_eq!(depths(&[vec![0]]), [2]);
    }

    #[test]
    fn bounds_large_cycles_by_the_number_of_their_types() {
        let all: Vec<Vec<usize>> = (0..300).map(|_| (0..300).collect()).collect();
        assert_eq!(depths(&all).first(), Some(&600));
    }

    #[test]
    fn long_chains_do_not_exhaust_the_stack() {
        let chain: Vec<Vec<usize>> =
            (1..=100_000).map(|next| if next < 100_000 { vec![next] } else { vec![] }).collect();
        assert_eq!(depths(&chain).first(), Some(&199_998));
    }
}
