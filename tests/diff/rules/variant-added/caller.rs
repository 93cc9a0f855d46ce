use notes_v1::schemas::Color;

pub fn is_red(color: &Color) -> bool {
    match color {
        Color::Red => true,
        Color::Blue => false,
        _ => false,
    }
}
