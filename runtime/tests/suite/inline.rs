//! Functions in macros are `#[inline]`. Otherwise a release build of a large API generates machine
//! code for all request builders and takes five times as long, which no other test would notice.

use std::fs;
use std::path::Path;

#[test]
fn functions_in_macros_are_inline() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/macros");
    let mut functions = 0;
    for entry in fs::read_dir(folder).expect("the macros") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        let code: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
        for (index, line) in code.iter().enumerate() {
            if !line.starts_with("fn ") && !line.starts_with("pub fn ") {
                continue;
            }
            functions += 1;
            let attributes = code.iter().take(index).rev().take_while(|line| line.starts_with("#["));
            assert!(attributes.into_iter().any(|line| *line == "#[inline]"), "{}: {line}", path.display());
        }
    }
    assert!(functions > 30, "{functions}");
}
