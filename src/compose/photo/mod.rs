//! The photos of a draft: the row in which they are chosen, and their way to the backend.

mod copies;
mod model;
mod queue;
mod tray;

pub use queue::Queue;
pub use tray::tray;
