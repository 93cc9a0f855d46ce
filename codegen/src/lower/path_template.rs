//! Path templates: the subset of RFC 6570 that Discovery uses.

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, excerpt};
use crate::discovery::invalid_char;

/// Returns the variables of a template, in order.
///
/// # Errors
///
/// Returns an error if the runtime cannot expand the template.
pub(super) fn variables<'t>(template: &'t str, pointer: &Pointer<'_>) -> Result<Vec<&'t str>, Error> {
    let mut names = Vec::new();
    let mut rest = template;
    let invalid = |reason: &str| {
        let template = excerpt(template, 120);
        Error::at(pointer, format!("invalid path template `{template}`: {reason}"))
    };
    while let Some(at) = rest.find(['{', '}']) {
        check_literal(rest.get(..at).unwrap_or_default()).map_err(|reason| invalid(&reason))?;
        let Some(open) = rest.get(at..).and_then(|tail| tail.strip_prefix('{')) else {
            return Err(invalid("`}` without a matching `{`"));
        };
        let Some((expression, after)) = open.split_once('}') else {
            return Err(invalid("`{` without a matching `}`"));
        };
        let name = expression.trim_start_matches(['+', '/']).trim_end_matches('*');
        let operator = expression.get(..expression.len() - expression.trim_start_matches(['+', '/']).len());
        let supported = matches!(operator, Some("" | "+" | "/"));
        let valid = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '$' | '@' | '%'));
        if !supported || !valid {
            return Err(invalid("only `{x}`, `{+x}` and `{/x*}` are supported"));
        }
        names.push(name);
        rest = after;
    }
    check_literal(rest).map_err(|reason| invalid(&reason))?;
    Ok(names)
}

/// Checks the text between expressions, which requests contain unchanged.
fn check_literal(text: &str) -> Result<(), String> {
    match invalid_char(text) {
        Some(c) => Err(format!("`{}` is not allowed in a path", c.escape_debug())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_expressions_of_discovery() {
        let root = Pointer::ROOT;
        let variables = |template| variables(template, &root).map_err(|error| error.message().to_owned());
        assert_eq!(variables("rooms/{roomId}/leave"), Ok(vec!["roomId"]));
        assert_eq!(variables("v1/{+name}:setDefault"), Ok(vec!["name"]));
        assert_eq!(variables("{a}/{b}{/c*}"), Ok(vec!["a", "b", "c"]));
        assert_eq!(variables(""), Ok(vec![]));
    }

    #[test]
    fn rejects_other_expressions() {
        for template in
            ["a/{b", "a/}b", "{?x}", "{}", "{a,b}", "{#x}", "{x:3}", "{+/x}", "a b", "{a}?b=1", "\u{e9}/{a}", "a#{b}"]
        {
            assert!(variables(template, &Pointer::ROOT).is_err(), "{template}");
        }
    }
}
