//! The seats of who leaves a full class: which host offers them, and who goes on with that when one is a host no more.

use contract::api;
use contract::group::{Group, Policy, Role, SetRole};
use contract::market::{Class, Listing, ListingRole, ListingState, ListingStep, NewSeat};

use crate::balance;
use crate::market::{member_id, new_class};
use crate::people::Person;
use crate::resale::{look, step, wait};
use crate::server::Server;

/// A class of one seat, which somebody has, in a group with so many hosts.
struct Full {
    hosts: Vec<Person>,
    holder: Person,
    group: Group,
    class: Class,
}

impl Full {
    async fn open(server: &Server, hosts: usize, policy: Policy) -> Self {
        let host = Person::verified(server).await;
        let group = host.new_group(policy).await;
        let g = group.id.as_str();
        let mut all = vec![host.clone()];
        for nickname in ["乙", "丙"].iter().take(hosts - 1) {
            let other = host.let_in_verified(server, &group.id, nickname).await;
            set_role(&host, g, &other, Role::Host).await;
            all.push(other);
        }
        let holder = host.let_in_verified(server, &group.id, "山竹").await;
        let starts_at = host.get(api::CHANGES, &[]).await.unwrap().server_time.plus_s(86_400);
        let class = new_class(starts_at, 1, vec![member_id(&holder, g).await]);
        let class = host.send(api::NEW_CLASS, &[g], &class).await.unwrap();
        Self { hosts: all, holder, group, class }
    }

    fn g(&self) -> &str {
        self.group.id.as_str()
    }

    async fn member(&self, server: &Server, nickname: &str) -> Person {
        self.hosts[0].let_in_verified(server, &self.group.id, nickname).await
    }

    async fn waits(&self, who: &Person) {
        wait(who, self.class.brief.id.as_str()).await.unwrap();
    }

    /// The holder leaves; the listing of what they left, as a host sees it.
    async fn left(&self) -> Option<Listing> {
        self.holder.send(api::LEAVE, &[self.g()], &()).await.unwrap();
        self.hosts[0].all(api::LISTINGS, &[self.g()], 10).await.pop()
    }

    async fn now(&self) -> Class {
        self.hosts.last().unwrap().get(api::CLASS, &[self.class.brief.id.as_str()]).await.unwrap()
    }
}

async fn set_role(by: &Person, group: &str, who: &Person, role: Role) {
    let id = member_id(who, group).await;
    by.send(api::SET_ROLE, &[group, id.as_str()], &SetRole { role }).await.unwrap();
}

fn consent() -> Policy {
    Policy { seat_consent: true, ..Policy::default() }
}

#[tokio::test]
async fn the_only_host_who_waits_alone_gives_the_seat_to_themselves() {
    let server = Server::start();
    let full = Full::open(&server, 1, Policy::default()).await;
    let host = &full.hosts[0];
    full.waits(host).await;
    assert!(full.left().await.is_none(), "it is offered to nobody");
    assert!(full.now().await.seats.is_empty());
    let own = NewSeat { member_id: member_id(host, full.g()).await };
    host.send(api::NEW_SEAT, &[full.class.brief.id.as_str()], &own).await.unwrap();
    let now = full.now().await;
    assert_eq!((now.seats.len(), now.seats[0].yours, now.waiting), (1, true, 0));
}

#[tokio::test]
async fn a_host_who_waits_has_their_turn_where_another_one_can_offer_it() {
    let server = Server::start();
    let full = Full::open(&server, 2, Policy::default()).await;
    let (first, second) = (&full.hosts[0], &full.hosts[1]);
    full.waits(first).await;
    let listing = full.left().await.unwrap();
    assert_eq!((listing.state, listing.you), (ListingState::Offered, ListingRole::Claimant));
    assert_eq!(look(second, &listing).await.you, ListingRole::Seller);
    assert_eq!(step(first, api::CLAIM, &listing).await.unwrap().state, ListingState::Transferred);
}

#[tokio::test]
async fn a_claim_outlives_the_host_who_offered_the_seat_when_a_third_can_go_on() {
    let server = Server::start();
    let full = Full::open(&server, 3, consent()).await;
    let [a, b, c] = &full.hosts[..] else { panic!("three") };
    full.waits(b).await;
    let listing = full.left().await.unwrap();
    assert_eq!(listing.you, ListingRole::Seller);
    assert_eq!(step(b, api::CLAIM, &listing).await.unwrap().state, ListingState::Agreed);
    a.send(api::LEAVE, &[full.g()], &()).await.unwrap();
    let now = look(b, &listing).await;
    assert_eq!((now.state, now.you), (ListingState::Agreed, ListingRole::Claimant));
    assert_eq!(look(c, &listing).await.you, ListingRole::Seller);
    assert_eq!(step(c, api::CONSENT, &listing).await.unwrap().state, ListingState::Transferred);
    balance::check(&server.folder).await;
}

#[tokio::test]
async fn who_steps_down_reads_and_ends_nobodys_claim_for_what_was_left() {
    let server = Server::start();
    let full = Full::open(&server, 2, consent()).await;
    let (a, b) = (&full.hosts[0], &full.hosts[1]);
    let x = full.member(&server, "小满").await;
    full.waits(&x).await;
    let listing = full.left().await.unwrap();
    assert_eq!(listing.you, ListingRole::Seller);
    assert_eq!(step(&x, api::CLAIM, &listing).await.unwrap().state, ListingState::Agreed);
    set_role(a, full.g(), a, Role::Member).await;
    let seen = look(a, &listing).await;
    assert_eq!((seen.you, seen.claimant), (ListingRole::Onlooker, None));
    let reads: Vec<_> = seen.history.iter().map(|event| event.step).collect();
    assert_eq!(reads, [ListingStep::List, ListingStep::Confirm], "what they said themselves, and no claim");
    assert!(step(a, api::CANCEL_LISTING, &listing).await.is_err());
    assert_eq!(look(&x, &listing).await.state, ListingState::Agreed);
    assert_eq!(look(b, &listing).await.you, ListingRole::Seller);
}

#[tokio::test]
async fn what_only_its_claimant_could_go_on_offering_is_taken_back_and_theirs_to_give() {
    let server = Server::start();
    let full = Full::open(&server, 2, consent()).await;
    let (a, b) = (&full.hosts[0], &full.hosts[1]);
    full.waits(b).await;
    let listing = full.left().await.unwrap();
    assert_eq!(step(b, api::CLAIM, &listing).await.unwrap().state, ListingState::Agreed);
    set_role(a, full.g(), a, Role::Member).await;
    assert_eq!(look(b, &listing).await.state, ListingState::Cancelled);
    let own = NewSeat { member_id: member_id(b, full.g()).await };
    b.send(api::NEW_SEAT, &[full.class.brief.id.as_str()], &own).await.unwrap();
    let now = full.now().await;
    assert!(now.seats.len() == 1 && now.seats[0].yours);
    balance::check(&server.folder).await;
}

#[tokio::test]
async fn who_offers_it_no_more_is_asked_for_it_in_their_turn() {
    let server = Server::start();
    let full = Full::open(&server, 1, Policy::default()).await;
    let host = &full.hosts[0];
    let (x, heir) = (full.member(&server, "小满").await, full.member(&server, "阿禾").await);
    full.waits(host).await;
    full.waits(&x).await;
    let listing = full.left().await.unwrap();
    step(&x, api::RELEASE, &listing).await.unwrap();
    assert_eq!(look(&x, &listing).await.state, ListingState::Available);
    set_role(host, full.g(), &heir, Role::Host).await;
    set_role(host, full.g(), host, Role::Member).await;
    let turn = look(host, &listing).await;
    assert_eq!((turn.state, turn.you), (ListingState::Offered, ListingRole::Claimant));
    assert_eq!(look(&heir, &listing).await.you, ListingRole::Seller);
}
