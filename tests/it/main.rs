//! The integration binary: the house rules as tests.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own project must fail loudly")]

mod architecture;
mod locales;
mod screens;
mod sources;
