//! The server as others meet it: the real binary over HTTP, with a data folder of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking"
)]

mod accounts;
mod balance;
mod bargains;
mod chains;
mod changes;
mod circles;
mod commerce_race;
mod dailies;
mod deal_edits;
mod deal_options;
mod demo;
mod doors;
mod due;
mod durability;
mod event;
mod feed;
mod groupbuy;
mod groups;
mod histories;
mod history;
mod idempotency;
mod identity;
mod invites;
mod lifecycle;
mod market;
mod moments;
mod money;
mod old_database;
mod openapi;
mod people;
mod photos;
mod poll;
mod protocol;
mod races;
mod read;
mod referral;
mod relays;
mod resale;
mod server;
mod tables;
mod talk;
mod teams;
mod typed_codes;
mod vacated;
mod wechat;
