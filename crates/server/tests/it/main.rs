//! The server as others meet it: the real binary over HTTP, with a data folder of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod accounts;
mod chains;
mod changes;
mod circles;
mod deal_options;
mod demo;
mod doors;
mod durability;
mod feed;
mod groupbuy;
mod groups;
mod history;
mod idempotency;
mod identity;
mod invites;
mod lifecycle;
mod market;
mod old_database;
mod openapi;
mod people;
mod photos;
mod poll;
mod protocol;
mod races;
mod read;
mod server;
mod talk;
mod typed_codes;
mod wechat;
