//! Batches of documents whose crates are compiled and compared together.

use std::path::PathBuf;

use crate::failure::Failure;

/// The name of a document, and its path.
pub(super) type Document = (String, PathBuf);

/// The size of the documents of a batch in bytes, if there are several. The crates of a batch are
/// linked into one program, which needs about 3 GB of memory for a batch of this size.
const MAX_SIZE: u64 = 16 << 20;

/// Splits documents into batches, in their order.
pub(super) fn split(documents: Vec<Document>) -> Result<Vec<Vec<Document>>, Failure> {
    let mut batches: Vec<Vec<Document>> = Vec::new();
    let mut size = 0;
    for document in documents {
        let metadata = std::fs::metadata(&document.1).map_err(Failure::io(&document.1, "cannot be read"))?;
        size += metadata.len();
        match batches.last_mut() {
            Some(batch) if size <= MAX_SIZE => batch.push(document),
            _ => {
                size = metadata.len();
                batches.push(vec![document]);
            }
        }
    }
    Ok(batches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_documents_by_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let half = MAX_SIZE / 2;
        for (name, size) in [("a", half), ("b", half), ("c", 1), ("d", MAX_SIZE + 1), ("e", 0)] {
            let file = std::fs::File::create(folder.path().join(format!("{name}.json"))).expect("a file");
            file.set_len(size).expect("a size");
        }
        let document = |name: &str| (name.to_owned(), folder.path().join(format!("{name}.json")));
        let batches = split(["a", "b", "c", "d", "e"].map(document).into()).expect("sizes");
        let names: Vec<Vec<&str>> =
            batches.iter().map(|batch| batch.iter().map(|(name, _)| name.as_str()).collect()).collect();
        assert_eq!(names, [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    }
}
