//! The kinds of things that the cache keeps, a line each. Must not know how they are kept.

use contract::chain::{Chain, ChainEntry};
use contract::change::ChangeKind;
use contract::circle::{Circle, CircleMember};
use contract::daily::{Daily, DailyAnswer};
use contract::event::{Event, Rsvp};
use contract::feed::{Comment, Post};
use contract::group::{Group, Member};
use contract::groupbuy::{Deal, Pledge};
use contract::invite::Invite;
use contract::market::{Class, Listing};
use contract::playlist::Playlist;
use contract::poll::Poll;
use contract::referral::Referral;
use contract::relay::{Relay, RelayEntry};
use contract::{Endpoint, GroupId, api};

use super::Entity;

macro_rules! entity {
    ($type:ty, $kind:ident, $get:expr, |$me:ident| $id:expr, $group:expr $(, mine: $mine:expr, carries: $carries:expr)?) => {
        impl Entity for $type {
            const KIND: ChangeKind = ChangeKind::$kind;
            const GET: Option<Endpoint<(), Self>> = $get;
            fn id(&self) -> &str {
                let $me = self;
                $id
            }
            fn group(&self) -> Option<&GroupId> {
                let $me = self;
                $group
            }
            $(fn is_mine(&self) -> bool {
                let $me = self;
                $mine
            }
            fn carries(&self) -> Option<&str> {
                let $me = self;
                $carries
            })?
        }
    };
}

entity!(Group, Group, Some(api::GROUP), |g| g.id.as_str(), Some(&g.id));
entity!(Member, Member, None, |m| m.id.as_str(), {
    let _ = m;
    None
});
entity!(Invite, Invite, None, |i| i.id.as_str(), Some(&i.group_id));
entity!(Post, Post, Some(api::POST), |p| p.id.as_str(), Some(&p.group_id), mine: p.yours,
    carries: p.attachment.as_ref().map(|carried| carried.id.as_str()));
entity!(Comment, Comment, None, |c| c.id.as_str(), {
    let _ = c;
    None
});
entity!(Class, Class, Some(api::CLASS), |c| c.brief.id.as_str(), Some(&c.group_id));
entity!(Listing, Listing, Some(api::LISTING), |l| l.id.as_str(), Some(&l.group_id));
entity!(Deal, Deal, Some(api::DEAL), |d| d.id.as_str(), Some(&d.group_id));
entity!(Chain, Chain, Some(api::CHAIN), |c| c.id.as_str(), Some(&c.group_id));
entity!(Circle, Circle, Some(api::CIRCLE), |c| c.id.as_str(), Some(&c.group_id));
entity!(CircleMember, Circle, None, |m| m.id.as_str(), {
    let _ = m;
    None
});
entity!(Referral, Referral, Some(api::REFERRAL), |r| r.group_id.as_str(), Some(&r.group_id));
entity!(Poll, Poll, Some(api::POLL), |p| p.id.as_str(), Some(&p.group_id));
entity!(Relay, Relay, Some(api::RELAY), |r| r.id.as_str(), Some(&r.group_id));
entity!(RelayEntry, Relay, None, |e| e.id.as_str(), {
    let _ = e;
    None
});
entity!(Daily, Daily, Some(api::DAILY), |d| d.id.as_str(), Some(&d.group_id));
entity!(DailyAnswer, Daily, None, |a| a.id.as_str(), {
    let _ = a;
    None
});
entity!(Playlist, Playlist, Some(api::PLAYLIST), |p| p.id.as_str(), Some(&p.group_id));
entity!(Event, Event, Some(api::EVENT), |e| e.id.as_str(), Some(&e.group_id));
entity!(Rsvp, Event, None, |r| r.id.as_str(), {
    let _ = r;
    None
});
entity!(ChainEntry, Chain, None, |e| e.id.as_str(), {
    let _ = e;
    None
});
entity!(Pledge, Deal, None, |p| p.id.as_str(), {
    let _ = p;
    None
});
