//! The reactive kernel: sessions, the entity cache, lists, mutations, drafts, the outbox and live changes.
//!
//! The only writer of cached entities. Two features that read one id share one signal. Views get
//! [`loadable::Loadable`]s and never a `Result`; intents go out through one door, [`Mutation`].
//! Knows the contract, the domain and the net; must not know the app. The outside world is two traits,
//! [`Host`] and [`Disk`], and the net's transport, so every test runs natively with fakes.
#![forbid(unsafe_code)]

mod beside;
mod circle;
mod core;
mod doctor;
mod draft;
mod entity;
mod host;
mod list;
mod live;
mod mutation;
mod notice;
mod outbox;
mod reading;
mod referral;
mod seen;
mod session;
mod thing;
mod upload;
mod wechat;

pub use self::core::{Data, Unread};
pub use draft::Draft;
pub use entity::Entity;
pub use host::{Disk, Host, Shelf};
pub use list::{Anchor, Arrival, List, ListView, Part};
pub use live::LiveState;
pub use mutation::{Mutation, Place, Progress};
pub use notice::{notice_of, refusal};
pub use outbox::{Refused, TakenBack, Typed, Waiting, may_wait};
pub use reading::Reading;
pub use referral::Sharing;
pub use upload::{Source, Step, UNREADABLE, Uploading};
pub use wechat::WechatDone;

// What a feature must name of the net to speak of the backend itself.
pub use net::descriptor::{Live as Following, PASSWORD, Rule, SignInForm};
pub use net::{Call, LocalFuture};

#[cfg(test)]
mod tests;
