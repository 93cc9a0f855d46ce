//! Workspaces in which generated crates are compiled.

mod pipe;
mod program;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use discovery_codegen::output::{Plan, display_path};
use discovery_codegen::{Generated, Options, RuntimeSource};
use serde_json::Value;

use crate::cargo::{self, Running};
use crate::failure::Failure;
use crate::terminal;

pub(super) use pipe::exchange;
pub(super) use program::Program;

/// A document and the crate generated from it.
pub(super) struct GeneratedCrate {
    pub(super) document: Value,
    pub(super) generated: Generated,
}

/// A workspace with generated crates in `generated/`.
pub(super) struct Workspace {
    /// The root of the repository.
    root: PathBuf,
    folder: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Returns the workspace in a folder of the repository.
    pub(super) fn new(root: &Path, folder: PathBuf) -> Self {
        Self { root: root.to_owned(), target: folder.join("target"), folder }
    }

    /// Sets the target directory.
    pub(super) fn with_target(self, target: PathBuf) -> Self {
        Self { target, ..self }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of the runtime as written in manifests, where `/` works on every system.
    fn runtime(&self) -> String {
        self.root.join("runtime").to_string_lossy().replace('\\', "/")
    }

    /// Generates the crate `name` from a document: the methods that match a pattern, or all methods
    /// if there are no patterns.
    pub(super) fn generate(&self, document: &Path, name: &str, methods: &[&str]) -> Result<GeneratedCrate, Failure> {
        let text = discovery_codegen::output::read(document)?;
        let options = methods.iter().fold(self.options(document, name), |options, method| options.method(*method));
        let generated = discovery_codegen::generate(&text, &options)
            .map_err(|error| Failure::Document(display_path(document), error))?;
        self.write_crate(name, &generated)?;
        let parsed = serde_json::from_str(&text);
        let document =
            parsed.map_err(|error| Failure::File { path: document.to_owned(), message: error.to_string() })?;
        Ok(GeneratedCrate { document, generated })
    }

    /// Returns the options for a crate in this workspace.
    pub(super) fn options(&self, document: &Path, name: &str) -> Options {
        let source = document.file_name().unwrap_or_default().to_string_lossy();
        Options::default().runtime(RuntimeSource::Path(self.runtime())).source(source).package(package_name(name))
    }

    pub(super) fn write_crate(&self, name: &str, generated: &Generated) -> Result<(), Failure> {
        Plan::new(self.folder.join("generated").join(name), &generated.files)?.apply()?;
        Ok(())
    }

    /// Writes the files of the workspace itself. Uses the dependency versions of the repository,
    /// unless there is a lock file.
    pub(super) fn write(&self, files: &BTreeMap<String, String>) -> Result<(), Failure> {
        Plan::new(&self.folder, files)?.apply()?;
        let lock = self.folder.join("Cargo.lock");
        if !lock.exists() {
            std::fs::copy(self.root.join("Cargo.lock"), &lock).map_err(Failure::io(&lock, "cannot be written"))?;
        }
        Ok(())
    }

    /// Returns a command that runs cargo in this workspace.
    pub(super) fn cargo(&self) -> Command {
        let mut cargo = cargo::command(&self.folder);
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Builds the workspace. Returns `false` if it does not compile; the errors are on standard
    /// error.
    pub(super) fn build<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<bool, Failure> {
        let mut cargo = self.cargo();
        cargo.arg("build").args(arguments.into_iter().map(OsStr::new));
        let cargo = Running::start(&mut cargo, &self.folder)?;
        let (status, messages) = cargo.wait().map_err(Failure::io(&self.folder, "cargo cannot be waited for"))?;
        if !messages.is_empty() {
            terminal::finding(messages.trim_end());
        }
        Ok(status.success())
    }

    /// Removes the crates of these packages and their build results.
    pub(super) fn clean(&self, packages: &[String]) -> Result<(), Failure> {
        let mut cargo = self.cargo();
        cargo.args(["clean", "--quiet"]);
        for package in packages {
            cargo.args(["--package", package]);
        }
        cargo.status().map_err(Failure::io(&self.folder, "cargo cannot be run here"))?;
        let crates = self.folder.join("generated");
        std::fs::remove_dir_all(&crates).map_err(Failure::io(&crates, "cannot be removed"))
    }

    /// Returns the path of a program that [`build`](Self::build) has built.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Returns the package name for a document's file name. It is not derived from the document because
/// a folder may contain the same API twice.
pub(super) fn package_name(document: &str) -> String {
    document.to_lowercase().replace(['.', ' '], "-")
}
