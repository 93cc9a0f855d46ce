//! The path of a value in the input.

/// The steps from a value that could not be read up to the root, collected while the error
/// propagates.
#[derive(Default)]
pub(super) struct Trail(Vec<Step>);

pub(super) enum Step {
    Name(String),
    Index(usize),
}

impl Trail {
    pub(super) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// Returns the number of steps.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Removes all steps after the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Appends the steps of another trail.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Returns the path from the root, such as `participants[2].status`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.iter().rev() {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Name(name) if is_plain(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Name(name) => path.push_str(&format!("[{name:?}]")),
            }
        }
        path
    }
}

/// Returns whether a name is unambiguous between dots.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-$@".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{Step, Trail};

    #[test]
    fn quotes_ambiguous_names() {
        let name = |name: &str| Step::Name(name.to_owned());
        let trail = Trail(vec![name("@type"), name("a.b"), Step::Index(2), Step::Index(0), name("rows")]);
        assert_eq!(trail.path(), r#"rows[0][2]["a.b"].@type"#);
        assert_eq!(Trail(vec![name("x"), name("")]).path(), r#"[""].x"#);
        assert_eq!(Trail::default().path(), "");
    }
}
