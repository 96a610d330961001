//! The hash route: the one place that prints and parses addresses.
//!
//! Hash routes work at any path of any static server, survive WeChat's landing-URL signature, and keep an
//! invite's secret out of every server's log. Ours, because `leptos_router` has no hash mode.

use contract::endpoint::push_encoded;
use contract::{
    ChainId, CircleId, ClassId, DailyId, DealId, EventId, GroupId, Link, ListingId, PostId, RelayId, SeatId,
};

/// Where the app is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A place of the app.
    At(Link),
    /// An address that names no place.
    Unknown,
}

/// The address of a place, without the `#`.
pub fn print(link: &Link) -> String {
    match link {
        Link::Home => "/".to_owned(),
        Link::SignIn => "/sign-in".to_owned(),
        Link::NewGroup => "/new-group".to_owned(),
        Link::Scan => "/scan".to_owned(),
        Link::Deals => "/deals".to_owned(),
        Link::Seats => "/seats".to_owned(),
        Link::Outbox => "/outbox".to_owned(),
        Link::Me => "/me".to_owned(),
        Link::Verify => "/verify".to_owned(),
        Link::Backend => "/backend".to_owned(),
        Link::Join(token) => path(&["j", token]),
        Link::Group(g) => path(&["g", g.as_str()]),
        Link::Start(g) => path(&["g", g.as_str(), "start"]),
        Link::About(g) => path(&["g", g.as_str(), "about"]),
        Link::Sibling(g) => path(&["g", g.as_str(), "sibling"]),
        Link::Settings(g) => path(&["g", g.as_str(), "settings"]),
        Link::Write(g) => path(&["g", g.as_str(), "write"]),
        Link::Invite(g) => path(&["g", g.as_str(), "invite"]),
        Link::NewDeal(g) => path(&["g", g.as_str(), "new-deal"]),
        Link::NewChain(g) => path(&["g", g.as_str(), "new-chain"]),
        Link::NewEvent(g) => path(&["g", g.as_str(), "new-event"]),
        Link::Event(g, e) => path(&["g", g.as_str(), "e", e.as_str()]),
        Link::EditEvent(g, e) => path(&["g", g.as_str(), "e", e.as_str(), "edit"]),
        Link::NewPoll(g) => path(&["g", g.as_str(), "new-poll"]),
        Link::NewRelay(g) => path(&["g", g.as_str(), "new-relay"]),
        Link::Relay(g, r) => path(&["g", g.as_str(), "r", r.as_str()]),
        Link::Dailies(g) => path(&["g", g.as_str(), "daily"]),
        Link::NewDaily(g) => path(&["g", g.as_str(), "new-daily"]),
        Link::Daily(g, d) => path(&["g", g.as_str(), "daily", d.as_str()]),
        Link::NewMoment(g) => path(&["g", g.as_str(), "new-moment"]),
        Link::EditMoment(g, p) => path(&["g", g.as_str(), "p", p.as_str(), "moment"]),
        Link::NewPlaylist(g) => path(&["g", g.as_str(), "new-playlist"]),
        Link::Circles(g) => path(&["g", g.as_str(), "circles"]),
        Link::NewCircle(g) => path(&["g", g.as_str(), "new-circle"]),
        Link::Circle(g, c) => path(&["g", g.as_str(), "o", c.as_str()]),
        Link::Classes(g) => path(&["g", g.as_str(), "classes"]),
        Link::NewClass(g) => path(&["g", g.as_str(), "new-class"]),
        Link::Post(g, p) => path(&["g", g.as_str(), "p", p.as_str()]),
        Link::NewBargains(g) => path(&["g", g.as_str(), "new-bargain"]),
        Link::Deal(g, d) => path(&["g", g.as_str(), "d", d.as_str()]),
        Link::EditDeal(g, d) => path(&["g", g.as_str(), "d", d.as_str(), "edit"]),
        Link::PickUps(g, d) => path(&["g", g.as_str(), "d", d.as_str(), "pick-up"]),
        Link::PickUp(g, d, token) => path(&["g", g.as_str(), "d", d.as_str(), "pick-up", token]),
        Link::Chain(g, n) => path(&["g", g.as_str(), "n", n.as_str()]),
        Link::EditChain(g, n) => path(&["g", g.as_str(), "n", n.as_str(), "edit"]),
        Link::Class(g, c) => path(&["g", g.as_str(), "c", c.as_str()]),
        Link::Listing(g, l) => path(&["g", g.as_str(), "l", l.as_str()]),
        Link::InviteDeal(g, d) => path(&["g", g.as_str(), "d", d.as_str(), "invite"]),
        Link::InviteListing(g, l) => path(&["g", g.as_str(), "l", l.as_str(), "invite"]),
        Link::SharedDeal(g, d, by) => path(&["g", g.as_str(), "d", d.as_str(), "r", by]),
        Link::SharedListing(g, l, by) => path(&["g", g.as_str(), "l", l.as_str(), "r", by]),
        Link::Shares(g) => path(&["g", g.as_str(), "shares"]),
        Link::NewListing(g, c, s) => path(&["g", g.as_str(), "c", c.as_str(), "list", s.as_str()]),
    }
}

/// The place that a hash names, with or without its `#`.
pub fn parse(hash: &str) -> Route {
    let hash = hash.trim_start_matches('#');
    // A host may append its own query to the hash; places have none.
    let hash = hash.split_once('?').map_or(hash, |(path, _)| path);
    let Some(parts) = hash.split('/').filter(|p| !p.is_empty()).map(decode).collect::<Option<Vec<String>>>()
    else {
        return Route::Unknown;
    };
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Route::At(match parts.as_slice() {
        [] => Link::Home,
        ["sign-in"] => Link::SignIn,
        ["new-group"] => Link::NewGroup,
        ["scan"] => Link::Scan,
        ["deals"] => Link::Deals,
        ["seats"] => Link::Seats,
        ["me"] => Link::Me,
        ["verify"] => Link::Verify,
        ["backend"] => Link::Backend,
        ["outbox"] => Link::Outbox,
        ["j", token] => Link::Join((*token).to_owned()),
        ["g", g] => Link::Group(GroupId::from(*g)),
        ["g", g, "start"] => Link::Start(GroupId::from(*g)),
        ["g", g, "about"] => Link::About(GroupId::from(*g)),
        ["g", g, "sibling"] => Link::Sibling(GroupId::from(*g)),
        ["g", g, "settings"] => Link::Settings(GroupId::from(*g)),
        ["g", g, "write"] => Link::Write(GroupId::from(*g)),
        ["g", g, "invite"] => Link::Invite(GroupId::from(*g)),
        ["g", g, "new-deal"] => Link::NewDeal(GroupId::from(*g)),
        ["g", g, "new-chain"] => Link::NewChain(GroupId::from(*g)),
        ["g", g, "new-event"] => Link::NewEvent(GroupId::from(*g)),
        ["g", g, "e", e] => Link::Event(GroupId::from(*g), EventId::from(*e)),
        ["g", g, "e", e, "edit"] => Link::EditEvent(GroupId::from(*g), EventId::from(*e)),
        ["g", g, "new-poll"] => Link::NewPoll(GroupId::from(*g)),
        ["g", g, "new-relay"] => Link::NewRelay(GroupId::from(*g)),
        ["g", g, "r", r] => Link::Relay(GroupId::from(*g), RelayId::from(*r)),
        ["g", g, "daily"] => Link::Dailies(GroupId::from(*g)),
        ["g", g, "new-daily"] => Link::NewDaily(GroupId::from(*g)),
        ["g", g, "daily", d] => Link::Daily(GroupId::from(*g), DailyId::from(*d)),
        ["g", g, "new-moment"] => Link::NewMoment(GroupId::from(*g)),
        ["g", g, "p", p, "moment"] => Link::EditMoment(GroupId::from(*g), PostId::from(*p)),
        ["g", g, "new-playlist"] => Link::NewPlaylist(GroupId::from(*g)),
        ["g", g, "circles"] => Link::Circles(GroupId::from(*g)),
        ["g", g, "new-circle"] => Link::NewCircle(GroupId::from(*g)),
        ["g", g, "o", c] => Link::Circle(GroupId::from(*g), CircleId::from(*c)),
        ["g", g, "classes"] => Link::Classes(GroupId::from(*g)),
        ["g", g, "new-class"] => Link::NewClass(GroupId::from(*g)),
        ["g", g, "p", p] => Link::Post(GroupId::from(*g), PostId::from(*p)),
        ["g", g, "new-bargain"] => Link::NewBargains(GroupId::from(*g)),
        ["g", g, "d", d] => Link::Deal(GroupId::from(*g), DealId::from(*d)),
        ["g", g, "d", d, "edit"] => Link::EditDeal(GroupId::from(*g), DealId::from(*d)),
        ["g", g, "d", d, "pick-up"] => Link::PickUps(GroupId::from(*g), DealId::from(*d)),
        ["g", g, "d", d, "pick-up", token] => {
            Link::PickUp(GroupId::from(*g), DealId::from(*d), (*token).to_owned())
        }
        ["g", g, "n", n] => Link::Chain(GroupId::from(*g), ChainId::from(*n)),
        ["g", g, "n", n, "edit"] => Link::EditChain(GroupId::from(*g), ChainId::from(*n)),
        ["g", g, "c", c] => Link::Class(GroupId::from(*g), ClassId::from(*c)),
        ["g", g, "l", l] => Link::Listing(GroupId::from(*g), ListingId::from(*l)),
        ["g", g, "d", d, "invite"] => Link::InviteDeal(GroupId::from(*g), DealId::from(*d)),
        ["g", g, "l", l, "invite"] => Link::InviteListing(GroupId::from(*g), ListingId::from(*l)),
        ["g", g, "d", d, "r", by] => Link::SharedDeal(GroupId::from(*g), DealId::from(*d), (*by).to_owned()),
        ["g", g, "l", l, "r", by] => {
            Link::SharedListing(GroupId::from(*g), ListingId::from(*l), (*by).to_owned())
        }
        ["g", g, "shares"] => Link::Shares(GroupId::from(*g)),
        ["g", g, "c", c, "list", s] => {
            Link::NewListing(GroupId::from(*g), ClassId::from(*c), SeatId::from(*s))
        }
        _ => return Route::Unknown,
    })
}

fn path(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        out.push('/');
        push_encoded(&mut out, part);
    }
    out
}

fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
            let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
            bytes.push(high << 4 | low);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_link() -> impl Strategy<Value = Link> {
        let id = || ".{1,12}";
        prop_oneof![
            Just(Link::Home),
            Just(Link::SignIn),
            Just(Link::NewGroup),
            Just(Link::Scan),
            Just(Link::Deals),
            Just(Link::Seats),
            Just(Link::Me),
            Just(Link::Verify),
            Just(Link::Backend),
            Just(Link::Outbox),
            id().prop_map(Link::Join),
            id().prop_map(|g| Link::Group(g.into())),
            id().prop_map(|g| Link::About(g.into())),
            id().prop_map(|g| Link::Start(g.into())),
            id().prop_map(|g| Link::Sibling(g.into())),
            id().prop_map(|g| Link::Settings(g.into())),
            id().prop_map(|g| Link::Write(g.into())),
            id().prop_map(|g| Link::Invite(g.into())),
            id().prop_map(|g| Link::NewDeal(g.into())),
            id().prop_map(|g| Link::NewBargains(g.into())),
            id().prop_map(|g| Link::NewChain(g.into())),
            id().prop_map(|g| Link::NewPoll(g.into())),
            id().prop_map(|g| Link::NewRelay(g.into())),
            (id(), id()).prop_map(|(g, r)| Link::Relay(g.into(), r.into())),
            id().prop_map(|g| Link::Dailies(g.into())),
            id().prop_map(|g| Link::NewDaily(g.into())),
            (id(), id()).prop_map(|(g, d)| Link::Daily(g.into(), d.into())),
            id().prop_map(|g| Link::NewEvent(g.into())),
            (id(), id()).prop_map(|(g, e)| Link::Event(g.into(), e.into())),
            (id(), id()).prop_map(|(g, e)| Link::EditEvent(g.into(), e.into())),
            id().prop_map(|g| Link::NewMoment(g.into())),
            (id(), id()).prop_map(|(g, p)| Link::EditMoment(g.into(), p.into())),
            id().prop_map(|g| Link::NewPlaylist(g.into())),
            (id(), id()).prop_map(|(g, n)| Link::Chain(g.into(), n.into())),
            (id(), id()).prop_map(|(g, n)| Link::EditChain(g.into(), n.into())),
            id().prop_map(|g| Link::Circles(g.into())),
            id().prop_map(|g| Link::NewCircle(g.into())),
            (id(), id()).prop_map(|(g, c)| Link::Circle(g.into(), c.into())),
            id().prop_map(|g| Link::Classes(g.into())),
            id().prop_map(|g| Link::NewClass(g.into())),
            (id(), id()).prop_map(|(g, p)| Link::Post(g.into(), p.into())),
            (id(), id()).prop_map(|(g, d)| Link::Deal(g.into(), d.into())),
            (id(), id()).prop_map(|(g, d)| Link::EditDeal(g.into(), d.into())),
            (id(), id()).prop_map(|(g, d)| Link::PickUps(g.into(), d.into())),
            (id(), id(), id()).prop_map(|(g, d, t)| Link::PickUp(g.into(), d.into(), t)),
            (id(), id()).prop_map(|(g, c)| Link::Class(g.into(), c.into())),
            (id(), id()).prop_map(|(g, l)| Link::Listing(g.into(), l.into())),
            (id(), id()).prop_map(|(g, d)| Link::InviteDeal(g.into(), d.into())),
            (id(), id()).prop_map(|(g, l)| Link::InviteListing(g.into(), l.into())),
            (id(), id(), id()).prop_map(|(g, d, by)| Link::SharedDeal(g.into(), d.into(), by)),
            (id(), id(), id()).prop_map(|(g, l, by)| Link::SharedListing(g.into(), l.into(), by)),
            id().prop_map(|g| Link::Shares(g.into())),
            (id(), id(), id()).prop_map(|(g, c, s)| Link::NewListing(g.into(), c.into(), s.into())),
        ]
    }

    proptest! {
        #[test]
        fn every_place_survives_its_address(link in any_link()) {
            let address = print(&link);
            prop_assert!(address.is_ascii(), "{}", address);
            prop_assert_eq!(parse(&address), Route::At(link.clone()));
            prop_assert_eq!(parse(&format!("#{address}")), Route::At(link));
        }

        #[test]
        fn no_hash_panics(hash in ".{0,60}") {
            let _ = parse(&hash);
        }
    }

    #[test]
    fn what_is_no_place_is_unknown() {
        for hash in ["#/nowhere", "#/g/1/2/3", "#/j/%ff", "#/j/%4"] {
            assert_eq!(parse(hash), Route::Unknown, "{hash}");
        }
    }
}
