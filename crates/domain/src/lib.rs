//! The rules, as pure functions over contract types. Time is a parameter; nothing here reads a clock,
//! a network or a database. The server enforces them inside its transactions; the app only explains them.
#![forbid(unsafe_code)]

pub mod address;
pub mod calendar;
pub mod chain;
pub mod circle;
pub mod code;
pub mod daily;
pub mod event;
pub mod file;
pub mod groupbuy;
pub mod history;
pub mod invite;
pub mod limits;
pub mod market;
pub mod mention;
pub mod moment;
pub mod nickname;
pub mod photo;
pub mod playlist;
pub mod poll;
pub mod read;
pub mod referral;
pub mod relay;
pub mod role;
pub mod talk;
pub mod typed;
pub mod wechat;
