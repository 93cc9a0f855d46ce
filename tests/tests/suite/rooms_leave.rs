//! `games.rooms.leave`: the code generated for it, and the calls made with that code.

mod end_to_end;
mod interface;
mod page;

use discovery_codegen::Options;
use discovery_tests::compile::root;

/// The method's stub and every type that it reaches. The generated code itself is committed as
/// `generated/games-v1`; this is its interface, one line for each field.
#[test]
fn interface_of_rooms_leave() {
    let document = std::fs::read_to_string(root().join("discovery/games-v1.json")).expect("the document is readable");
    let options = Options::default().method("games.rooms.leave");
    let generated = discovery_codegen::generate(&document, &options).expect("the document is valid");
    assert_eq!(generated.warnings, []);
    // 16 schemas, and one message for the inline object `Player.name`.
    assert_eq!((generated.summary.methods, generated.summary.messages), (1, 17));

    let interface = interface::render(&generated.files["src/rooms.rs"], &generated.files["src/schemas.rs"]);
    assert_eq!(interface.matches("\nstruct ").count(), generated.summary.messages, "unreachable messages");
    assert_eq!(interface.matches("\nenum ").count(), generated.summary.enums, "unreachable enums");
    insta::with_settings!({ snapshot_path => "rooms_leave", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("interface", interface);
    });
}
