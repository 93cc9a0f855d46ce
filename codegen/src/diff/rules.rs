//! The rules: every possible change, with its verdict and the reason for it.
//!
//! The verdicts follow the chapter on SemVer compatibility of the Cargo book, applied to generated
//! crates. `tests/diff/rules` has a caller for each rule, which the compiler accepts or rejects
//! accordingly.

/// The effect of a change on users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Code that compiled may no longer compile, or may call a different function. Requires a major
    /// version.
    Breaking,
    /// Code that compiled still compiles. Requires a minor version.
    Compatible,
}

/// The kind of a change: removal, modification or addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// The item was removed.
    Removed,
    /// The item is in both crates and differs.
    Changed,
    /// The item was added.
    Added,
}

/// The effect of a compatible change on what calls send or accept. Breaking changes may have any
/// effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behavior {
    Same,
    Other,
}

macro_rules! rules {
    ($($rule:ident, $name:literal, $verdict:ident, $behavior:ident, $kind:ident, $one:literal, $many:literal, $reason:literal;)*) => {
        /// A possible change between two crates, with its verdict and the reason for it.
        ///
        /// | Rule | Verdict | Reason |
        /// |---|---|---|
        $(#[doc = concat!("| `", $name, "` | ", stringify!($verdict), " | ", $reason, " |")])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $reason] $rule,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// Returns the name of the rule for tools: `field-removed`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// Returns the effect of the change on callers.
            #[must_use]
            pub fn verdict(self) -> Verdict {
                match self { $(Self::$rule => Verdict::$verdict,)* }
            }

            /// Returns `true` if calls that still compile send or accept something different.
            #[must_use]
            pub fn changes_behavior(self) -> bool {
                match self { $(Self::$rule => Behavior::$behavior == Behavior::Other,)* }
            }

            /// Returns the kind of the change.
            #[must_use]
            pub fn kind(self) -> ChangeKind {
                match self { $(Self::$rule => ChangeKind::$kind,)* }
            }

            /// Returns what changed, as a phrase that a name can follow: `field`, `type of field`.
            #[must_use]
            pub fn subject(self) -> &'static str {
                match self { $(Self::$rule => $one,)* }
            }

            /// Returns the plural of [`subject`](Self::subject), for rules where a list of names is
            /// enough to describe several changes.
            #[must_use]
            pub fn subjects(self) -> Option<&'static str> {
                match self { $(Self::$rule => Some($many),)* }.filter(|many| !many.is_empty())
            }

            /// Returns the reason for the verdict.
            #[must_use]
            pub fn reason(self) -> &'static str {
                match self { $(Self::$rule => $reason,)* }
            }
        }
    };
}

rules! {
// rule, name, verdict, behavior, kind, subject, plural of the subject if names are enough,
//     reason

// The crate.
CrateRenamed, "crate-renamed", Breaking, Same, Changed, "crate", "",
    "Paths start with the name of the crate.";
AddressChanged, "address-changed", Compatible, Other, Changed, "address", "",
    "Calls go to a different address, which callers do not name.";
EndpointRemoved, "endpoint-removed", Compatible, Other, Removed, "regional endpoint", "regional endpoints",
    "Clients are built with the name of the region, which fails if there is no such endpoint.";
EndpointAdded, "endpoint-added", Compatible, Same, Added, "regional endpoint", "regional endpoints",
    "Clients use an endpoint only if they name its region.";
DataWrapperChanged, "data-wrapper-changed", Compatible, Other, Changed, "data wrapper", "",
    "The runtime wraps and unwraps bodies; callers do not see it.";
ScopeRemoved, "scope-removed", Breaking, Same, Removed, "scope", "scopes",
    "The constant no longer exists.";
ScopeRenamed, "scope-renamed", Breaking, Same, Changed, "scope renamed", "",
    "The constant has a different name.";
ScopeAdded, "scope-added", Compatible, Same, Added, "scope", "scopes",
    "A new constant conflicts with nothing.";

// Resources.
ResourceRemoved, "resource-removed", Breaking, Same, Removed, "resource", "resources",
    "The accessor and the module no longer exist.";
ResourceRenamed, "resource-renamed", Breaking, Same, Changed, "module", "",
    "The paths of request builders and enums contain the module.";
ResourceAdded, "resource-added", Compatible, Same, Added, "resource", "resources",
    "A new accessor and a new module conflict with nothing.";

// Methods.
MethodRemoved, "method-removed", Breaking, Same, Removed, "method", "methods",
    "The function no longer exists.";
MethodRenamed, "method-renamed", Breaking, Same, Changed, "method renamed", "",
    "The function has a different name.";
MethodAdded, "method-added", Compatible, Same, Added, "method", "methods",
    "A new inherent function conflicts with nothing.";
BuilderRenamed, "builder-renamed", Breaking, Same, Changed, "request builder renamed", "",
    "Callers that store a request in a struct name the type of its builder.";
ArgumentRemoved, "argument-removed", Breaking, Same, Removed, "argument", "",
    "Calls pass one argument too many.";
ArgumentTypeChanged, "argument-type-changed", Breaking, Same, Changed, "type of argument", "",
    "Calls pass a value of the old type.";
ArgumentsReordered, "arguments-reordered", Breaking, Other, Changed, "order of arguments", "",
    "Calls pass their values in the old order. If the types match, they compile and mean something else.";
ArgumentRenamed, "argument-renamed", Compatible, Other, Changed, "argument renamed", "",
    "Arguments are passed by position. Check that the new one has the same meaning.";
ArgumentAdded, "argument-added", Breaking, Same, Added, "argument", "",
    "Required parameters are arguments, and calls do not pass the new one.";
ParameterBecameRequired, "parameter-became-required", Breaking, Same, Changed, "setter became an argument", "",
    "Calls do not pass the argument, and the setter no longer exists.";
ParameterBecameOptional, "parameter-became-optional", Breaking, Same, Changed, "argument became a setter", "",
    "Calls pass one argument too many.";
ParameterRemoved, "parameter-removed", Breaking, Same, Removed, "setter", "",
    "The setter no longer exists.";
ParameterRenamed, "parameter-renamed", Breaking, Same, Changed, "setter renamed", "",
    "The setter has a different name.";
ParameterTypeChanged, "parameter-type-changed", Breaking, Same, Changed, "type of setter", "",
    "Calls pass a value of the old type.";
ParameterAdded, "parameter-added", Compatible, Same, Added, "setter", "",
    "Optional parameters are setters, which do not have to be called.";
ParameterLocationChanged, "parameter-location-changed", Compatible, Other, Changed, "location of parameter", "",
    "The runtime puts the value into the path or the query; calls are the same.";
ResponseChanged, "response-changed", Breaking, Same, Changed, "response", "",
    "`send` returns a different type.";
HttpMethodChanged, "http-method-changed", Compatible, Other, Changed, "HTTP method", "",
    "The request differs; calls are the same.";
PathChanged, "path-changed", Compatible, Other, Changed, "path", "",
    "The request differs; calls are the same.";
MethodIdChanged, "method-id-changed", Compatible, Other, Changed, "id", "",
    "The id identifies the method in logs and quotas; callers do not name it.";
ApiVersionChanged, "api-version-changed", Compatible, Other, Changed, "API version", "",
    "A header differs; calls are the same.";
AcceptedScopeRemoved, "accepted-scope-removed", Compatible, Other, Removed, "accepted scope", "accepted scopes",
    "Calls compile, but a token with only this scope is rejected.";
AcceptedScopeAdded, "accepted-scope-added", Compatible, Same, Added, "accepted scope", "accepted scopes",
    "The method accepts more tokens.";
FunctionRemoved, "function-removed", Breaking, Same, Removed, "function", "functions",
    "The method no longer has pages, an upload, a download, an operation or a stream.";
FunctionAdded, "function-added", Compatible, Same, Added, "function", "functions",
    "The names of these functions are reserved, so setters never have them.";
ItemsChanged, "items-changed", Breaking, Same, Changed, "items of pages", "",
    "The stream of items has a different item type.";
PaginationChanged, "pagination-changed", Compatible, Other, Changed, "pagination", "",
    "The runtime requests the pages; callers do not see how.";
OperationTypeChanged, "operation-type-changed", Breaking, Same, Changed, "types of operation", "",
    "Awaiting the operation returns a different type, or its metadata has one.";
OperationPollingChanged, "operation-polling-changed", Compatible, Other, Changed, "polling of operation", "",
    "The runtime polls operations and requests their results; callers do not see how.";
UploadChanged, "upload-changed", Compatible, Other, Changed, "upload", "",
    "The path differs, or the limits that the server enforces; calls are the same.";

// Types.
TypeRemoved, "type-removed", Breaking, Same, Removed, "type", "types",
    "The type no longer exists.";
TypeRenamed, "type-renamed", Breaking, Same, Changed, "type renamed", "",
    "The type has a different name.";
TypeKindChanged, "type-kind-changed", Breaking, Same, Changed, "kind of type", "",
    "Values of structs, enums and aliased types are built in different ways.";
TypeAdded, "type-added", Compatible, Same, Added, "type", "types",
    "A new name in a module conflicts at most with glob imports.";
TypeSplit, "type-split", Breaking, Same, Changed, "type split", "",
    "Names that were aliases of one type are two types, so that values of one are no longer values of the other.";
TypesJoined, "types-joined", Breaking, Same, Changed, "types joined", "",
    "Two types became one, so that callers cannot implement a trait for both.";
AliasChanged, "alias-changed", Breaking, Same, Changed, "aliased type", "",
    "An alias is the same type as its target.";
FieldRemoved, "field-removed", Breaking, Same, Removed, "field", "",
    "The field no longer exists.";
FieldRenamed, "field-renamed", Breaking, Same, Changed, "field renamed", "",
    "The field has a different name, and the old name may belong to another property.";
FieldTypeChanged, "field-type-changed", Breaking, Same, Changed, "type of field", "",
    "Callers read and write values of the old type.";
FieldBoxChanged, "field-box-changed", Breaking, Same, Changed, "type of field", "",
    "Messages that contain themselves are boxed, and callers create and dereference the `Box`.";
FieldAdded, "field-added", Compatible, Same, Added, "field", "",
    "Messages are built with `..Default::default()` and matched with `..`, as in the README. A literal or a pattern \
     that names every field breaks, which Cargo's rules count; but APIs gain fields every week, and these crates do \
     not promise compatibility for that.";
FixedValueChanged, "fixed-value-changed", Compatible, Other, Changed, "fixed value of", "fixed value of",
    "`Default` returns a different value of the same type.";
VariantRemoved, "variant-removed", Breaking, Same, Removed, "variant", "variants",
    "The variant no longer exists.";
VariantRenamed, "variant-renamed", Breaking, Same, Changed, "variant renamed", "",
    "The variant has a different name, and the old name may belong to another value.";
VariantTypeChanged, "variant-type-changed", Breaking, Same, Changed, "content of variant", "",
    "Callers match and build the old content.";
VariantAdded, "variant-added", Compatible, Same, Added, "variant", "variants",
    "Enums are `#[non_exhaustive]`, so every `match` has an arm for other values.";
DiscriminantChanged, "discriminant-changed", Compatible, Other, Changed, "discriminant", "",
    "The runtime reads the property that selects the variant; callers do not name it.";

// All items.
WireNameChanged, "wire-name-changed", Compatible, Other, Changed, "wire name of", "",
    "The name in JSON or in the URL differs; the name in Rust is the same.";
Deprecated, "deprecated", Compatible, Same, Changed, "deprecated", "deprecated",
    "Callers get a warning. Lints are not part of SemVer.";
Undeprecated, "undeprecated", Compatible, Same, Changed, "no longer deprecated", "no longer deprecated",
    "Callers no longer get a warning.";
DocumentationChanged, "documentation-changed", Compatible, Same, Changed, "documentation", "documentation",
    "Only the documentation differs. Counted separately.";
}
