//! The rules: what can change, what that is for a caller, and why.
//!
//! The verdicts are those of cargo's chapter on SemVer compatibility, as it applies to generated crates. `tests/diff`
//! has a caller for each rule; the compiler agrees.

/// What a change is for somebody who uses the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Code that compiled may not compile any more, or calls something else: a new major version.
    Breaking,
    /// Code that compiled still does: a new minor version.
    Compatible,
}

/// Whether something came, went, or is another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is gone.
    Removed,
    /// It is there and differs.
    Changed,
    /// It is new.
    Added,
}

/// Whether a compatible change has calls send or accept something else. Breaking ones may do anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Same,
    Other,
}

macro_rules! rules {
    ($($rule:ident, $name:literal, $verdict:ident, $behaviour:ident, $kind:ident, $one:literal, $many:literal, $reason:literal;)*) => {
        /// What can change between two crates, by name, with its verdict and the reason for it.
        ///
        /// | rule | verdict | reason |
        /// |---|---|---|
        $(#[doc = concat!("| `", $name, "` | ", stringify!($verdict), " | ", $reason, " |")])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $reason] $rule,)*
        }

        impl Rule {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// The rule's name, for tools: `field-removed`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// What the change is for callers.
            #[must_use]
            pub fn verdict(self) -> Verdict {
                match self { $(Self::$rule => Verdict::$verdict,)* }
            }

            /// Whether a change that compiles has the same calls send or accept something else.
            #[must_use]
            pub fn changes_behaviour(self) -> bool {
                match self { $(Self::$rule => Behaviour::$behaviour == Behaviour::Other,)* }
            }

            /// Whether something came, went, or is another now.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$rule => Kind::$kind,)* }
            }

            /// What has changed, in words to put before its name: `field`, `type of field`.
            #[must_use]
            pub fn subject(self) -> &'static str {
                match self { $(Self::$rule => $one,)* }
            }

            /// The same for several of one kind, where a list of names says all.
            #[must_use]
            pub fn subjects(self) -> Option<&'static str> {
                match self { $(Self::$rule => Some($many),)* }.filter(|many| !many.is_empty())
            }

            /// Why the verdict is what it is.
            #[must_use]
            pub fn reason(self) -> &'static str {
                match self { $(Self::$rule => $reason,)* }
            }
        }
    };
}

rules! {
// rule, name, verdict, behaviour, kind, what it is about, … several of them, reason

// The crate.
CrateRenamed, "crate-renamed", Breaking, Same, Changed, "crate", "",
    "Paths start with the crate's name.";
AddressChanged, "address-changed", Compatible, Other, Changed, "address", "",
    "Calls go to another place; no caller names it.";
EnvelopeChanged, "envelope-changed", Compatible, Other, Changed, "envelope of bodies", "",
    "The runtime wraps and unwraps bodies; no caller sees it.";
ScopeRemoved, "scope-removed", Breaking, Same, Removed, "scope", "scopes",
    "Its constant is gone.";
ScopeRenamed, "scope-renamed", Breaking, Same, Changed, "scope renamed", "",
    "Its constant has another name.";
ScopeAdded, "scope-added", Compatible, Same, Added, "scope", "scopes",
    "A new constant hides nothing.";

// Resources.
ResourceRemoved, "resource-removed", Breaking, Same, Removed, "resource", "resources",
    "Its accessor and its module are gone.";
ResourceRenamed, "resource-renamed", Breaking, Same, Changed, "module", "",
    "Request builders and enums are named by their module.";
ResourceAdded, "resource-added", Compatible, Same, Added, "resource", "resources",
    "A new accessor and a new module hide nothing.";

// Methods.
MethodRemoved, "method-removed", Breaking, Same, Removed, "method", "methods",
    "Its function is gone.";
MethodRenamed, "method-renamed", Breaking, Same, Changed, "method renamed", "",
    "Its function has another name.";
MethodAdded, "method-added", Compatible, Same, Added, "method", "methods",
    "A new inherent function hides nothing.";
BuilderRenamed, "builder-renamed", Breaking, Same, Changed, "request builder renamed", "",
    "Who keeps a request in a variable of a named type names its builder.";
ArgumentRemoved, "argument-removed", Breaking, Same, Removed, "argument", "",
    "Calls give one argument too many.";
ArgumentTypeChanged, "argument-type-changed", Breaking, Same, Changed, "type of argument", "",
    "Calls give a value of the old type.";
ArgumentsReordered, "arguments-reordered", Breaking, Other, Changed, "order of arguments", "",
    "Calls give their values in the old order. Where types agree they even compile, and mean something else.";
ArgumentRenamed, "argument-renamed", Compatible, Other, Changed, "argument renamed", "",
    "Arguments are told by their position. See that the new one means the same.";
ArgumentAdded, "argument-added", Breaking, Same, Added, "argument", "",
    "What is required is an argument, and calls do not give it.";
ParameterBecameRequired, "parameter-became-required", Breaking, Same, Changed, "setter became an argument", "",
    "Calls do not give the argument, and the setter is gone.";
ParameterBecameOptional, "parameter-became-optional", Breaking, Same, Changed, "argument became a setter", "",
    "Calls give one argument too many.";
ParameterRemoved, "parameter-removed", Breaking, Same, Removed, "setter", "",
    "Its setter is gone.";
ParameterRenamed, "parameter-renamed", Breaking, Same, Changed, "setter renamed", "",
    "Its setter has another name.";
ParameterTypeChanged, "parameter-type-changed", Breaking, Same, Changed, "type of setter", "",
    "Calls give a value of the old type.";
ParameterAdded, "parameter-added", Compatible, Same, Added, "setter", "",
    "What is optional is a setter, and nobody has to call it.";
ParameterLocationChanged, "parameter-location-changed", Compatible, Other, Changed, "place of parameter", "",
    "The runtime puts it into the path or the query; callers give it alike.";
ResponseChanged, "response-changed", Breaking, Same, Changed, "response", "",
    "What `send` returns has another type.";
HttpMethodChanged, "http-method-changed", Compatible, Other, Changed, "HTTP method", "",
    "Another request; the call is the same.";
PathChanged, "path-changed", Compatible, Other, Changed, "path", "",
    "Another request; the call is the same.";
MethodIdChanged, "method-id-changed", Compatible, Other, Changed, "id", "",
    "It names the method in logs and quotas; no caller names it.";
ApiVersionChanged, "api-version-changed", Compatible, Other, Changed, "API version", "",
    "Another header; the call is the same.";
AcceptedScopeRemoved, "accepted-scope-removed", Compatible, Other, Removed, "accepted scope", "accepted scopes",
    "Calls compile, and a token of that scope alone is refused.";
AcceptedScopeAdded, "accepted-scope-added", Compatible, Same, Added, "accepted scope", "accepted scopes",
    "More tokens are good for it.";
FunctionRemoved, "function-removed", Breaking, Same, Removed, "function", "functions",
    "A request can no longer be paged, uploaded with or downloaded.";
FunctionAdded, "function-added", Compatible, Same, Added, "function", "functions",
    "No setter ever has the name of one of these functions.";
ItemsChanged, "items-changed", Breaking, Same, Changed, "items of pages", "",
    "The stream of items has another type.";
PagingChanged, "paging-changed", Compatible, Other, Changed, "paging", "",
    "The runtime turns the pages; no caller sees how.";
UploadChanged, "upload-changed", Compatible, Other, Changed, "upload", "",
    "Another address, or other limits that the server sets; the call is the same.";

// Types.
TypeRemoved, "type-removed", Breaking, Same, Removed, "type", "types",
    "Its name is gone.";
TypeRenamed, "type-renamed", Breaking, Same, Changed, "type renamed", "",
    "It has another name.";
TypeKindChanged, "type-kind-changed", Breaking, Same, Changed, "kind of type", "",
    "A struct is not built as an enum is, nor as what an alias stands for.";
TypeAdded, "type-added", Compatible, Same, Added, "type", "types",
    "A new name in a module hides nothing; only glob imports could meet it.";
AliasChanged, "alias-changed", Breaking, Same, Changed, "stands for", "",
    "Callers see through an alias.";
FieldRemoved, "field-removed", Breaking, Same, Removed, "field", "",
    "Its name is gone.";
FieldRenamed, "field-renamed", Breaking, Same, Changed, "field renamed", "",
    "It has another name; the old one may mean another property now.";
FieldTypeChanged, "field-type-changed", Breaking, Same, Changed, "type of field", "",
    "Callers read and write the old type.";
FieldBoxChanged, "field-box-changed", Breaking, Same, Changed, "type of field", "",
    "A message that contains itself is boxed, and a `Box` is made and taken apart by hand.";
FieldAdded, "field-added", Compatible, Same, Added, "field", "",
    "Messages are built with `..Default::default()`, as in the README, and matched with `..`. A literal or a pattern that \
     names every field breaks, as cargo's rules have it; but APIs gain fields every week, and these crates promise nothing \
     for that.";
FixedValueChanged, "fixed-value-changed", Compatible, Other, Changed, "fixed value of", "fixed value of",
    "`Default` gives another value of the same type.";
VariantRemoved, "variant-removed", Breaking, Same, Removed, "value", "values",
    "Its name is gone.";
VariantRenamed, "variant-renamed", Breaking, Same, Changed, "value renamed", "",
    "It has another name; the old one may mean another value now.";
VariantTypeChanged, "variant-type-changed", Breaking, Same, Changed, "content of value", "",
    "Callers match and build the old content.";
VariantAdded, "variant-added", Compatible, Same, Added, "value", "values",
    "Enums are `#[non_exhaustive]`: every `match` has an arm for it.";
DiscriminantChanged, "discriminant-changed", Compatible, Other, Changed, "told by the field", "",
    "The runtime reads it; no caller names it.";

// Anything.
WireNameChanged, "wire-name-changed", Compatible, Other, Changed, "wire name of", "",
    "Another name in JSON or in the URL under the same name in Rust.";
Deprecated, "deprecated", Compatible, Same, Changed, "deprecated", "deprecated",
    "A warning; lints are no part of a crate's promise.";
Undeprecated, "undeprecated", Compatible, Same, Changed, "no longer deprecated", "no longer deprecated",
    "A warning less.";
DocumentationChanged, "documentation-changed", Compatible, Same, Changed, "documentation", "documentation",
    "Words alone. Counted apart from the others.";
}
