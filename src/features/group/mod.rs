//! stub
use contract::Link;
use leptos::prelude::*;
pub fn page(_: &Link) -> Option<AnyView> { None }
