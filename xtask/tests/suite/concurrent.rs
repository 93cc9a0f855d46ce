//! Commands that change the same repository at the same time.

use std::fs;
use std::sync::Barrier;

use crate::documents::notes;
use crate::repository::Repository;

const APIS: [&str; 6] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];

#[test]
fn concurrent_commands_keep_all_entries() {
    let repository = Repository::with_workspace();
    for api in APIS {
        let document = notes("v1", "20260101").to_string().replace("\"notes\"", &format!("\"{api}\""));
        repository.write(&format!("{api}.json"), &document);
    }
    let before = repository.files();
    let at_once = |arguments: fn(&str) -> Vec<String>| {
        let barrier = Barrier::new(APIS.len());
        std::thread::scope(|scope| {
            for api in APIS {
                let (repository, barrier) = (&repository, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let run = repository.xtask(&arguments(api));
                    assert_eq!(run.code, 0, "{api}: {}", run.err);
                });
            }
        });
    };
    at_once(|api| ["add", api, "v1", "--method", "*", "--from", &format!("{api}.json")].map(str::to_owned).to_vec());
    let (bindings, lock) = (repository.read("discovery/bindings.toml"), repository.read("Cargo.lock"));
    for api in APIS {
        assert!(bindings.contains(&format!("[{api}-v1]")), "{bindings}");
        assert!(lock.contains(&format!("name = \"{api}-v1\"")), "{lock}");
    }
    let run = repository.xtask(&["generate", "--check"]);
    assert_eq!((run.code, run.out.lines().count()), (0, APIS.len()), "{}", run.err);

    at_once(|api| ["remove", api, "v1"].map(str::to_owned).to_vec());
    assert_eq!(repository.files(), before);
}

#[cfg(unix)]
#[test]
fn a_check_does_not_write() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::with_workspace();
    repository.write("discovery/notes-v1.json", &notes("v1", "20260101").to_string());
    repository.write("discovery/bindings.toml", "[notes-v1]\ndocument = \"notes-v1.json\"\n");
    assert_eq!(repository.xtask(&["generate"]).code, 0);
    fs::remove_dir_all(repository.root().join("target")).expect("removed");
    let mode = |mode| fs::set_permissions(repository.root(), fs::Permissions::from_mode(mode)).expect("set");
    mode(0o555);
    let run = repository.xtask(&["generate", "--check"]);
    mode(0o755);
    assert_eq!((run.code, run.out.as_str()), (0, "notes-v1: up to date\n"), "{}", run.err);
    // Root may write everywhere.
    assert!(!repository.root().join("target").exists());
}
