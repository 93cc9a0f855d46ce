//! Types and requests alone, for a transport of one's own.

fn main() {
    println!("{:?}", games_v1::schemas::Player::default());
}
