//! Path templates: the part of RFC 6570 that Discovery uses.

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, excerpt};

/// The variables of a template, in order. Anything that the client could not expand is an error here.
pub(super) fn variables<'t>(template: &'t str, pointer: &Pointer<'_>) -> Result<Vec<&'t str>, Error> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let bad = |what: &str| {
            let template = excerpt(template, 120);
            Error::at(pointer, format!("{what} in the path template `{template}`"))
        };
        let Some(open) = rest.get(at..).and_then(|tail| tail.strip_prefix('{')) else {
            return Err(bad("a `}` without its `{`"));
        };
        let Some((expression, after)) = open.split_once('}') else {
            return Err(bad("a `{` without its `}`"));
        };
        let name = expression.trim_start_matches(['+', '/']).trim_end_matches('*');
        let operator = expression.get(..expression.len() - expression.trim_start_matches(['+', '/']).len());
        let known = matches!(operator, Some("" | "+" | "/"));
        let plain = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '$' | '@' | '%'));
        if !known || !plain {
            return Err(bad("an expression other than `{x}`, `{+x}` or `{/x*}`"));
        }
        names.push(name);
        rest = after;
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_discovery_uses() {
        let root = Pointer::ROOT;
        let variables = |template| variables(template, &root).map_err(|error| error.message().to_owned());
        assert_eq!(variables("rooms/{roomId}/leave"), Ok(vec!["roomId"]));
        assert_eq!(variables("v1/{+name}:setDefault"), Ok(vec!["name"]));
        assert_eq!(variables("{a}/{b}{/c*}"), Ok(vec!["a", "b", "c"]));
        assert_eq!(variables(""), Ok(vec![]));
        for bad in ["a/{b", "a/}b", "{?x}", "{}", "{a,b}", "{#x}", "{x:3}", "{+/x}"] {
            assert!(variables(bad).is_err(), "{bad}");
        }
    }
}
