//! Batches of documents whose crates are compiled and compared together.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The name of a document, and its path.
pub(super) type Document = (String, PathBuf);

/// The size of the documents of a batch in bytes, if there are several. The crates of a batch are
/// linked into one program, which needs about 3 GB of memory for a batch of this size.
const MAX_SIZE: u64 = 16 << 20;

/// Returns all documents of a folder, sorted by name.
pub(super) fn documents(folder: &Path) -> Result<Vec<Document>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(Failure::io(folder, "cannot be read"))?;
    let mut documents = Vec::new();
    for entry in entries {
        let path = entry.map_err(Failure::io(folder, "cannot be read"))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            documents.push((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path));
        }
    }
    documents.sort();
    Ok(documents)
}

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
        std::fs::write(folder.path().join("other.txt"), "").expect("a file");
        let batches = split(documents(folder.path()).expect("documents")).expect("sizes");
        let names: Vec<Vec<&str>> =
            batches.iter().map(|batch| batch.iter().map(|(name, _)| name.as_str()).collect()).collect();
        assert_eq!(names, [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    }
}
