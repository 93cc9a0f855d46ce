//! Reads the arguments of a call from its request: the reverse of building the URL.

use percent_encoding::percent_decode_str;

use crate::request::path_template::{Expression, Operator, first_variable};

/// Values by wire name.
pub(super) type Arguments = Vec<(String, Vec<String>)>;

/// Returns the parameters of a query.
pub(super) fn of_query(query: &str) -> Arguments {
    let mut arguments = Arguments::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name), decoded(value));
        match arguments.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => arguments.push((name, vec![value])),
        }
    }
    arguments
}

/// Returns the path variables of a request whose path ends with the expanded template. `prefix` is
/// the path before the template, if it is known.
pub(super) fn of_path(template: &str, path: &str, prefix: &str) -> Option<Arguments> {
    let prefix = prefix.trim_matches('/');
    let start = if prefix.is_empty() {
        0
    } else {
        let found = path.match_indices(prefix).map(|(start, _)| start + prefix.len());
        found.map(|end| end + 1).find(|&end| path.get(end - 1..end) == Some("/"))?
    };
    let pieces = pieces(template.trim_start_matches('/'));
    let starts = std::iter::once(start).chain(path.match_indices('/').map(|(slash, _)| slash + 1));
    let mut starts = starts.filter(|&candidate| candidate >= start);
    starts.find_map(|start| {
        let mut values = Vec::new();
        matches(&pieces, path.get(start..)?, &mut values).then_some(values)
    })
}

enum Piece<'t> {
    Literal(&'t str),
    Variable(Expression<'t>),
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, variable, after)) = first_variable(rest) {
        pieces.extend([Piece::Literal(literal), Piece::Variable(variable)]);
        rest = after;
    }
    pieces.push(Piece::Literal(rest));
    pieces
}

/// Matches the whole path, and collects the values of the variables.
fn matches(pieces: &[Piece<'_>], path: &str, values: &mut Arguments) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return path.is_empty() };
    match first {
        Piece::Literal(literal) => path.strip_prefix(literal).is_some_and(|path| matches(rest, path, values)),
        Piece::Variable(variable) => {
            let longest = match variable.operator {
                Operator::Simple => path.find('/').unwrap_or(path.len()),
                Operator::Reserved | Operator::Segments => path.len(),
            };
            let shortest = usize::from(variable.operator != Operator::Segments);
            (shortest..=longest).rev().any(|end| {
                let Some((value, after)) = path.split_at_checked(end) else { return false };
                let count = values.len();
                values.push((variable.name.to_owned(), values_of(variable.operator, value)));
                let is_match = matches(rest, after, values);
                if !is_match {
                    values.truncate(count);
                }
                is_match
            })
        }
    }
}

fn values_of(operator: Operator, text: &str) -> Vec<String> {
    match operator {
        Operator::Segments => text.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect(),
        // Values are encoded before they are joined, so that a comma in the path separates them.
        Operator::Simple => text.split(',').map(decoded).collect(),
        Operator::Reserved => vec![decoded(text)],
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(template: &str, path: &str, prefix: &str) -> Option<Vec<(String, String)>> {
        let arguments = of_path(template, path, prefix)?;
        Some(arguments.into_iter().map(|(name, values)| (name, values.join("|"))).collect())
    }

    #[test]
    fn reads_path_variables_back() {
        for (template, path, prefix, expected) in [
            ("files/{fileId}", "/drive/v3/files/7", "", &[("fileId", "7")][..]),
            ("files/{fileId}", "/upload/drive/v3/files/a%2Fb", "", &[("fileId", "a/b")]),
            ("v1/{+name}:move", "/v1/projects/p/notes/n:move", "", &[("name", "projects/p/notes/n")]),
            (
                "{+organization}/zones/{zone}",
                "/compute/v1/organizations/1/zones/z",
                "compute/v1/",
                &[("organization", "organizations/1"), ("zone", "z")],
            ),
            ("{merchantId}/orders/{orderId}", "/content/v2/5/orders/6", "", &[("merchantId", "5"), ("orderId", "6")]),
            ("a{/x*}", "/v1/a/b/c%20d", "", &[("x", "b|c d")]),
            ("a{/x*}", "/v1/a", "", &[("x", "")]),
            ("a/{x}", "/v1/a/b,c%2Cd", "", &[("x", "b|c,d")]),
            ("rooms", "/games/v1/rooms", "", &[]),
        ] {
            let expected = expected.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
            assert_eq!(values(template, path, prefix), Some(expected), "{template} {path}");
        }
        assert_eq!(values("files/{fileId}", "/drive/v3/about", ""), None);
        assert_eq!(values("rooms", "/v1/bathrooms", ""), None);
    }

    #[test]
    fn reads_repeated_parameters() {
        let expected = [("ids", vec!["1", "2&3"]), ("x", vec![""])];
        let expected =
            expected.map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()));
        assert_eq!(of_query("ids=1&ids=2%263&x"), expected);
    }
}
