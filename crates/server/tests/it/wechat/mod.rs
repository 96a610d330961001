//! WeChat, against a fake of its API: pages signed with one ticket, and everything that coming back can mean.

mod fake;
mod pages;
mod people;
