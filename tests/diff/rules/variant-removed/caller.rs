use notes_v1::schemas::Color;

pub fn blue() -> Color {
    Color::Blue
}
