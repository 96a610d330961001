//! The integration binary: the house rules as tests.

mod architecture;
mod locales;
mod sources;
