//! The reference backend of Qunli: a small server that implements the contract and enforces every rule.
//!
//! `http` turns requests into calls of `rules`; `rules` load facts through the `store` traits, ask `domain`
//! and write, each operation in one transaction. Only `store/sqlite` knows SQL, only `http` knows HTTP.
#![forbid(unsafe_code)]

pub mod app;
pub mod args;
pub mod blob;
pub mod clock;
pub mod courier;
pub mod demo;
pub mod due;
pub mod http;
pub mod hub;
pub mod limit;
pub mod payment;
pub mod rules;
pub mod scheduler;
pub mod secret;
pub mod small;
pub mod store;
pub mod wechat;
