//! The entry: mounts the app. Everything is in the library.

fn main() {
    qunli::start();
}
