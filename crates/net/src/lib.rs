//! From contract operations to HTTP and back: configuration, requests, answers, typed errors.
//!
//! Sans-I/O: a [`Transport`] given by the app carries the bytes. Knows the contract; must not know
//! leptos, the entity cache or the app. Nothing here panics on what a backend sends.
#![forbid(unsafe_code)]

mod client;
mod config;
pub mod descriptor;
pub mod doctor;
mod error;
mod sse;
mod transport;

pub use client::{Call, Client, PageEnd, Reply};
pub use config::{Config, ConfigError};
pub use error::Error;
pub use json;
pub use sse::{Event, SseParser};
pub use transport::{Answer, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};
