//! Only types and requests, for a custom transport.

fn main() {
    println!("{:?}", games_v1::schemas::Player::default());
}
