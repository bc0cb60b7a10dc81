//! The `tearproof` command.

fn main() {}
