//! Partial responses: types that have some of the fields of a message, and their field masks.

use std::any::TypeId;
use std::marker::PhantomData;

use crate::wire::Map;

/// A type that has some of the fields of the message `M`, declared by
/// [`partial!`](crate::partial!). Lists, maps, boxes and options of such types are partial, too.
///
/// This trait is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither `{M}` nor a partial type of it",
    note = "use the type of the field, or a type that `partial!` declares for the message in it"
)]
pub trait Partial<M> {
    /// Returns what follows the name of a field of this type in a field mask, or `None` if the
    /// field is selected as a whole because the type contains itself.
    fn suffix(mask: &mut Mask) -> Option<String>;
}

impl<P: Partial<M>, M> Partial<Option<M>> for Option<P> {
    fn suffix(mask: &mut Mask) -> Option<String> {
        P::suffix(mask)
    }
}

impl<P: Partial<M>, M> Partial<Box<M>> for Box<P> {
    fn suffix(mask: &mut Mask) -> Option<String> {
        P::suffix(mask)
    }
}

impl<P: Partial<M>, M> Partial<Vec<M>> for Vec<P> {
    fn suffix(mask: &mut Mask) -> Option<String> {
        P::suffix(mask)
    }
}

impl<P: Partial<M>, M> Partial<Map<M>> for Map<P> {
    fn suffix(mask: &mut Mask) -> Option<String> {
        Some(format!("/*{}", P::suffix(mask)?))
    }
}

/// Says whether `partial!` declared a type: its constant of this name has priority over this one.
pub trait IsPartial {
    /// `false` for all other types.
    const IS_PARTIAL: bool = false;
}

impl<T: ?Sized> IsPartial for T {}

/// Returns the values of the parameter `fields`: the fields of `P`.
pub(crate) fn mask_of<P: Partial<M>, M>() -> Vec<String> {
    let suffix = P::suffix(&mut Mask::default());
    let list = |suffix: String| {
        let list = suffix.strip_prefix('(').and_then(|list| list.strip_suffix(')'));
        list.unwrap_or(suffix.trim_start_matches('/')).to_owned()
    };
    suffix.map(list).into_iter().collect()
}

/// A field mask that is being built.
#[derive(Debug, Default)]
pub struct Mask {
    /// The types whose fields are being listed, to notice those that contain themselves.
    open: Vec<TypeId>,
}

impl Mask {
    /// Returns the list of the fields of `P` in parentheses. `list` appends the fields.
    pub fn list<P: 'static>(&mut self, list: impl FnOnce(&mut Self, &mut Vec<String>)) -> Option<String> {
        if self.open.contains(&TypeId::of::<P>()) {
            return None;
        }
        self.open.push(TypeId::of::<P>());
        let mut fields = Vec::new();
        list(self, &mut fields);
        self.open.pop();
        Some(format!("({})", fields.join(",")))
    }
}

/// A field of type `D` in a partial type and `F` in its message.
#[derive(Debug)]
pub struct Field<D, F>(PhantomData<fn() -> (D, F)>);

impl<D, F> Field<D, F> {
    /// Infers `F` from an accessor of the field in the message.
    #[must_use]
    pub const fn of<M>(_: fn(&M) -> &F) -> Self {
        Self(PhantomData)
    }
}

/// Accepts fields of the same type. It has priority over [`OtherType`], because method calls need
/// fewer references for it.
pub trait SameType {
    /// Returns how the field is selected.
    fn selected(&self) -> Whole {
        Whole
    }
}

impl<T> SameType for Field<T, T> {}

/// Accepts all other fields. The type is checked where the result is used, for a better error.
pub trait OtherType {
    /// How the field is selected.
    type Selected;

    /// Returns how the field is selected.
    fn selected(&self) -> Self::Selected;
}

impl<D, F> OtherType for &Field<D, F> {
    type Selected = Part<D, F>;

    fn selected(&self) -> Part<D, F> {
        Part(PhantomData)
    }
}

/// A field that is selected as a whole.
#[derive(Debug)]
pub struct Whole;

/// A field of which some fields are selected.
#[derive(Debug)]
pub struct Part<D, F>(PhantomData<fn() -> (D, F)>);

/// A selected field.
pub trait Selected {
    /// Returns the entry of the field called `name` in a mask.
    fn entry(&self, name: &str, mask: &mut Mask) -> String;
}

impl Selected for Whole {
    fn entry(&self, name: &str, _: &mut Mask) -> String {
        name.to_owned()
    }
}

impl<D: Partial<F>, F> Selected for Part<D, F> {
    fn entry(&self, name: &str, mask: &mut Mask) -> String {
        format!("{name}{}", D::suffix(mask).unwrap_or_default())
    }
}
