//! All source files of a crate, which are rendered on several threads.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::examples::Examples;
use super::print::print;
use super::root_path::RootPath;
use super::rustdoc::Rustdoc;
use super::source_file::SourceFile;
use super::{crate_root, resource, schemas, scopes};
use crate::diagnostics::Error;
use crate::model::{Api, Resource};

/// The number of methods, messages and enums for which another thread saves more time than it takes
/// to start.
const ITEMS_PER_THREAD: usize = 60;

/// The source files of a crate, or of a module.
pub(crate) struct Sources<'a> {
    api: &'a Api,
    rustdoc: Rustdoc<'a>,
    sources: Vec<Source<'a>>,
}

/// A source file, which is rendered independently of all others.
enum Source<'a> {
    Root(Examples<'a>),
    Schemas,
    Scopes,
    Resource(ResourceSource<'a>),
}

/// The file of a resource.
pub(super) struct ResourceSource<'a> {
    pub(super) resource: &'a Resource,
    pub(super) path: String,
    pub(super) examples: Examples<'a>,
}

impl<'a> Sources<'a> {
    /// Lists the files of an API, which are rendered later.
    pub(crate) fn new(api: &'a Api, root_path: &'a RootPath) -> Self {
        let mut sources = Vec::new();
        // The largest file comes first, so that no thread has to wait for it in the end.
        if !api.items.is_empty() {
            sources.push(Source::Schemas);
        }
        if !api.scopes.is_empty() {
            sources.push(Source::Scopes);
        }
        let client = Examples::of_client(api, root_path);
        for child in &api.root.children {
            add(child, &root_path.file(""), client.below(child), &mut sources);
        }
        sources.push(Source::Root(client));
        Self { api, rustdoc: Rustdoc::new(api, root_path), sources }
    }

    /// Returns the texts of the files by their paths. The first line of each is a comment with the
    /// `mark` of generated files.
    pub(crate) fn texts(&self, mark: &str) -> Result<BTreeMap<String, String>, Error> {
        self.texts_on(self.threads(), mark)
    }

    fn texts_on(&self, threads: usize, mark: &str) -> Result<BTreeMap<String, String>, Error> {
        let next = AtomicUsize::new(0);
        let work = || {
            let sources = std::iter::from_fn(|| self.sources.get(next.fetch_add(1, Ordering::Relaxed)));
            let text = |file: SourceFile| (file.path.clone(), print(file, mark));
            sources.map(|source| text(self.render(source))).collect::<Vec<_>>()
        };
        let texts = thread::scope(|scope| {
            // If the system starts no more threads, those that it has started do the work.
            let start = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
            let others: Vec<_> = (1..threads).filter_map(start).collect();
            let mut texts = work();
            for other in others {
                texts.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            texts
        });
        // Sorted, so that the first error does not depend on the threads.
        let texts: BTreeMap<_, _> = texts.into_iter().collect();
        texts.into_iter().map(|(path, text)| Ok((path, text?))).collect()
    }

    /// Returns the number of threads that render files, including the current one.
    fn threads(&self) -> usize {
        let summary = self.api.summary();
        let useful = (summary.methods + summary.messages + summary.enums) / ITEMS_PER_THREAD;
        let available = || thread::available_parallelism().map_or(1, usize::from);
        if useful < 2 { 1 } else { useful.min(available()).min(self.sources.len()) }
    }

    /// Returns all files before they are printed.
    #[cfg(test)]
    pub(super) fn files(&self) -> impl Iterator<Item = SourceFile> {
        self.sources.iter().map(|source| self.render(source))
    }

    fn render(&self, source: &Source<'_>) -> SourceFile {
        match source {
            Source::Root(client) => crate_root::file(self.api, &self.rustdoc, client),
            Source::Schemas => schemas::file(self.api, &self.rustdoc),
            Source::Scopes => scopes::file(self.api, &self.rustdoc),
            Source::Resource(source) => resource::file(source, &self.rustdoc),
        }
    }
}

/// Adds the file of a resource and the files of the resources below it.
fn add<'a>(resource: &'a Resource, folder: &str, examples: Examples<'a>, sources: &mut Vec<Source<'a>>) {
    let below = format!("{folder}{}/", resource.module);
    for child in &resource.children {
        add(child, &below, examples.below(child), sources);
    }
    let path = format!("{folder}{}.rs", resource.module);
    sources.push(Source::Resource(ResourceSource { resource, path, examples }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Warnings;

    fn texts_on(threads: usize, document: &str) -> BTreeMap<String, String> {
        let options = crate::Options::default();
        let (api, root_path) = crate::lowered(document, &options, &mut Warnings::default()).expect("a valid document");
        Sources::new(&api, &root_path).texts_on(threads, "mark").expect("valid code")
    }

    #[test]
    fn threads_change_nothing() {
        let document = include_str!("../../../examples/build-script/notes.json");
        let texts = texts_on(1, document);
        let paths: Vec<_> = texts.keys().map(String::as_str).collect();
        assert_eq!(paths, ["src/lib.rs", "src/notes.rs", "src/notes/comments.rs", "src/schemas.rs", "src/scopes.rs"]);
        for threads in 2..8 {
            assert_eq!(texts_on(threads, document), texts);
        }
    }
}
