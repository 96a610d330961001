//! Seat resale from the offer to the roster.

use contract::api::{self, Done};
use contract::group::Policy;
use contract::market::{Class, ListingRole, ListingState, ListingStep, NewClass, NewListing, NewSeat};
use contract::{Code, MemberId, Money, SeatId, Timestamp};

use crate::people::{Person, refused};
use crate::server::Server;

/// A group with a class in which the seller has a seat.
pub struct Studio {
    pub host: Person,
    pub seller: Person,
    pub group: contract::group::Group,
    pub class: Class,
    pub seat: SeatId,
}

pub async fn member_id(who: &Person, group: &str) -> MemberId {
    who.get(api::GROUP, &[group]).await.unwrap().me.id
}

pub fn new_class(starts_at: Timestamp, capacity: u32, roster: Vec<MemberId>) -> NewClass {
    NewClass {
        title: "普拉提器械".into(),
        coach: "栗子教练".into(),
        place: "B 教室".into(),
        starts_at,
        duration_min: 60,
        face_value: Money::fen(12_000),
        capacity,
        roster,
    }
}

pub fn offer(seat: &SeatId, fen: i64) -> NewListing {
    NewListing {
        seat_id: seat.clone(), asking: Money::fen(fen), note: "来不了".into(), auto_confirm: false
    }
}

impl Studio {
    /// One whose class starts so many seconds from now.
    pub async fn open(server: &Server, policy: Policy, starts_in_s: i64) -> Self {
        let host = Person::verified(server).await;
        let group = host.new_group(policy).await;
        let seller = host.let_in_verified(server, &group.id, "山竹").await;
        let seller_id = member_id(&seller, group.id.as_str()).await;
        let starts_at = host.get(api::CHANGES, &[]).await.unwrap().server_time.plus_s(starts_in_s);
        let command = new_class(starts_at, 8, vec![seller_id]);
        let class = host.send(api::NEW_CLASS, &[group.id.as_str()], &command).await.unwrap();
        let seat = class.seats.first().unwrap().id.clone();
        Self { host, seller, group, class, seat }
    }

    pub async fn list(&self, fen: i64) -> contract::market::Listing {
        let id = self.group.id.as_str();
        self.seller.send(api::NEW_LISTING, &[id], &offer(&self.seat, fen)).await.unwrap()
    }
}

#[tokio::test]
async fn a_seat_changes_hands() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let (id, seat) = (studio.group.id.as_str(), &studio.seat);
    let buyer = studio.host.let_in_verified(&server, &studio.group.id, "小满").await;
    let other = studio.host.let_in_verified(&server, &studio.group.id, "阿禾").await;
    let seller = &studio.seller;

    let dear = seller.send(api::NEW_LISTING, &[id], &offer(seat, 12_001)).await.unwrap_err();
    assert_eq!((dear.code, dear.errors[0].pointer.as_str()), (Code::PriceAboveFaceValue, "/asking"));
    assert_eq!(refused(buyer.send(api::NEW_LISTING, &[id], &offer(seat, 1)).await), Code::SeatNotYours);
    let listing = studio.list(8_000).await;
    let l = listing.id.as_str();
    assert_eq!((listing.state, listing.you), (ListingState::Available, ListingRole::Seller));
    assert_eq!(listing.expires_at, studio.class.cut_off_at);
    assert_eq!(refused(seller.send(api::NEW_LISTING, &[id], &offer(seat, 1)).await), Code::SeatListed);
    let post = buyer.get(api::POSTS, &[id]).await.unwrap().items.remove(0);
    assert_eq!(post.attachment.unwrap().id, listing.id.as_str());

    assert_eq!(refused(seller.send(api::CLAIM, &[l], &Done {}).await), Code::ListingOwn);
    let held = buyer.send(api::CLAIM, &[l], &Done {}).await.unwrap();
    assert_eq!((held.state, held.you), (ListingState::Held, ListingRole::Claimant));
    let hold_ms = held.held_until.unwrap().since_ms(held.server_time);
    assert!((7_190_000..=7_200_000).contains(&hold_ms), "{hold_ms}");
    assert_eq!(refused(other.send(api::CLAIM, &[l], &Done {}).await), Code::ListingHeld);
    let onlooker = other.get(api::LISTING, &[l]).await.unwrap();
    assert_eq!((onlooker.claimant, onlooker.history.len()), (None, 0), "who claimed is not for everybody");
    assert!(seller.get(api::LISTING, &[l]).await.unwrap().claimant.is_some());
    assert_eq!(refused(other.send(api::CONFIRM, &[l], &Done {}).await), Code::NotYours);
    seller.send(api::DECLINE, &[l], &Done {}).await.unwrap();
    assert_eq!(refused(seller.send(api::CONFIRM, &[l], &Done {}).await), Code::Conflict);
    buyer.send(api::CLAIM, &[l], &Done {}).await.unwrap();
    buyer.send(api::RELEASE, &[l], &Done {}).await.unwrap();
    buyer.send(api::CLAIM, &[l], &Done {}).await.unwrap();
    let done = seller.send(api::CONFIRM, &[l], &Done {}).await.unwrap();
    assert_eq!(done.state, ListingState::Transferred);
    let steps: Vec<_> = done.history.iter().map(|e| e.step).collect();
    use ListingStep::{Claim, Confirm, Decline, List, Release};
    assert_eq!(steps, [List, Claim, Decline, Claim, Release, Claim, Confirm]);

    let roster = buyer.get(api::CLASS, &[studio.class.brief.id.as_str()]).await.unwrap();
    assert_eq!(roster.seats.len(), 1);
    assert!(roster.seats[0].yours);
    assert_eq!(refused(other.send(api::CLAIM, &[l], &Done {}).await), Code::ListingGone);
    // The new holder may pass it on again.
    buyer.send(api::NEW_LISTING, &[id], &offer(seat, 12_000)).await.unwrap();
}

#[tokio::test]
async fn auto_confirm_cancel_and_the_unverified() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let unverified = studio.host.let_in(&studio.group.id, "没电话").await;
    let listing = studio.list(0).await;
    let l = listing.id.as_str();
    assert_eq!(refused(unverified.send(api::CLAIM, &[l], &Done {}).await), Code::PhoneUnverified);
    assert_eq!(refused(studio.host.send(api::CANCEL_LISTING, &[l], &Done {}).await), Code::NotYours);
    let cancelled = studio.seller.send(api::CANCEL_LISTING, &[l], &Done {}).await.unwrap();
    assert_eq!(cancelled.state, ListingState::Cancelled);
    assert_eq!(refused(studio.host.send(api::CLAIM, &[l], &Done {}).await), Code::ListingClosed);

    let at_once = NewListing { auto_confirm: true, ..offer(&studio.seat, 0) };
    let listing = studio.seller.send(api::NEW_LISTING, &[id], &at_once).await.unwrap();
    let done = studio.host.send(api::CLAIM, &[listing.id.as_str()], &Done {}).await.unwrap();
    assert_eq!((done.state, done.you), (ListingState::Transferred, ListingRole::Claimant));
    // The open ones come first, then the latest.
    let host_seat = studio.host.send(api::NEW_LISTING, &[id], &offer(&studio.seat, 5)).await.unwrap();
    let listed = studio.host.all(api::LISTINGS, &[id], 1).await;
    let ids: Vec<_> = listed.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(ids, [host_seat.id.as_str(), listing.id.as_str(), l]);
}

#[tokio::test]
async fn rosters_have_room_and_no_doubles() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let (id, class) = (studio.group.id.as_str(), studio.class.brief.id.as_str());
    let seller = member_id(&studio.seller, id).await;
    let add = |member: MemberId| NewSeat { member_id: member };
    assert_eq!(
        refused(studio.seller.send(api::NEW_SEAT, &[class], &add(seller.clone())).await),
        Code::NotYours
    );
    assert_eq!(
        refused(studio.host.send(api::NEW_SEAT, &[class], &add(seller.clone())).await),
        Code::SeatTaken
    );
    let unknown = studio.host.send(api::NEW_SEAT, &[class], &add("nope".into())).await.unwrap_err();
    assert_eq!(unknown.errors[0].pointer, "/member_id");
    let host_id = member_id(&studio.host, id).await;
    let class_now = studio.host.send(api::NEW_SEAT, &[class], &add(host_id.clone())).await.unwrap();
    assert_eq!(class_now.brief.seats_taken, 2);
    // Whoever has a seat in the class cannot take another.
    let listing = studio.list(100).await;
    let double = studio.host.send(api::CLAIM, &[listing.id.as_str()], &Done {}).await;
    assert_eq!(refused(double), Code::SeatTaken);
    // Full is full.
    let small = new_class(studio.class.brief.starts_at, 1, vec![host_id]);
    let small = studio.host.send(api::NEW_CLASS, &[id], &small).await.unwrap();
    let more = studio.host.send(api::NEW_SEAT, &[small.brief.id.as_str()], &add(seller)).await;
    assert_eq!(refused(more), Code::SeatTaken);
    assert_eq!(studio.host.all(api::CLASSES, &[id], 1).await.len(), 2);
}

#[tokio::test]
async fn holds_lapse_and_listings_expire_by_the_servers_clock() {
    let folder = tempfile::tempdir().unwrap();
    let off = ["--rate-limits", "off"];
    let server = Server::start_in(folder.path(), &off);
    let studio = Studio::open(&server, Policy { hold_s: 60, ..Policy::default() }, 8 * 3600).await;
    let id = studio.group.id.as_str();
    let listing = studio.list(100).await;
    let l = listing.id.as_str();
    studio.host.send(api::CLAIM, &[l], &Done {}).await.unwrap();
    server.kill_9();

    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "61"]);
    let now = studio.seller.at(&server).get(api::LISTING, &[l]).await.unwrap();
    assert_eq!(now.state, ListingState::Available);
    let steps: Vec<_> = now.history.iter().map(|e| (e.step, e.by.is_some())).collect();
    assert_eq!(steps, [(ListingStep::List, true), (ListingStep::Claim, true), (ListingStep::Lapse, false)]);
    server.terminate();

    // Seven hours are the cut-off: an hour before the class.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "25200"]);
    let seller = studio.seller.at(&server);
    let now = seller.get(api::LISTING, &[l]).await.unwrap();
    assert_eq!(now.state, ListingState::Expired);
    assert_eq!(now.history.last().unwrap().at, listing.expires_at);
    assert_eq!(refused(studio.host.at(&server).send(api::CLAIM, &[l], &Done {}).await), Code::ListingClosed);
    let late = seller.send(api::NEW_LISTING, &[id], &offer(&studio.seat, 1)).await;
    assert_eq!(refused(late), Code::ClassStarted);
    assert!(
        seller.get(api::CLASS, &[studio.class.brief.id.as_str()]).await.unwrap().seats[0]
            .listing_id
            .is_none()
    );
}

#[tokio::test]
async fn leaving_takes_offers_back_and_frees_seats() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let listing = studio.list(100).await;
    studio.host.send(api::CLAIM, &[listing.id.as_str()], &Done {}).await.unwrap();
    studio.seller.send(api::LEAVE, &[id], &()).await.unwrap();
    let now = studio.host.get(api::LISTING, &[listing.id.as_str()]).await.unwrap();
    assert_eq!((now.state, now.seller), (ListingState::Cancelled, None));
    let class = studio.host.get(api::CLASS, &[studio.class.brief.id.as_str()]).await.unwrap();
    assert!(class.seats.is_empty());
}
