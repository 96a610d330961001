//! Hostile answers and hostile descriptors: whatever comes, `net` says what is wrong, and goes on.
//!
//! Nothing here asks what is said, only that nothing panics, nothing leaves the origin, and nothing is lost that was
//! good. The same code runs under a fuzzer: see `fuzz/`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests, which fail by panicking"
)]

mod answers;
mod backends;
mod descriptors;
mod mutate;
mod paging;
mod samples;
