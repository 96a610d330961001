//! The reference REST backend: axum over a storage trait, SQLite by default.
