//! Seat resale in depth: the line, the coach's consent, classes that move or end, crashes, and many at once.

use contract::api::{self, Done};
use contract::group::{Policy, Role, SetRole};
use contract::market::{
    CancelClass, Class, Listing, ListingRole, ListingState, ListingStep, MoveClass, NewListing, NewSeat,
    Refuse,
};
use contract::{Code, MemberId, Problem};

use crate::balance;
use crate::market::{Studio, member_id, new_class, offer};
use crate::people::{Person, refused};
use crate::races::{CROWD, at_once, crowd};
use crate::server::Server;

const OFF: [&str; 2] = ["--rate-limits", "off"];

impl Studio {
    async fn member(&self, server: &Server, nickname: &str) -> Person {
        self.host.let_in_verified(server, &self.group.id, nickname).await
    }

    async fn id(&self, who: &Person) -> MemberId {
        member_id(who, self.group.id.as_str()).await
    }

    fn class_id(&self) -> &str {
        self.class.brief.id.as_str()
    }

    fn moved(&self, hours: i64, notice: &str) -> MoveClass {
        MoveClass {
            starts_at: self.class.brief.starts_at.plus_s(hours * 3600),
            duration_min: 45,
            place: "A 教室".into(),
            notice: notice.into(),
        }
    }
}

pub async fn step(
    who: &Person,
    of: contract::Endpoint<Done, Listing>,
    listing: &Listing,
) -> Result<Listing, Problem> {
    who.send(of, &[listing.id.as_str()], &Done {}).await
}

pub async fn look(who: &Person, listing: &Listing) -> Listing {
    who.get(api::LISTING, &[listing.id.as_str()]).await.unwrap()
}

pub async fn wait(who: &Person, class: &str) -> Result<Class, Problem> {
    who.send(api::JOIN_LINE, &[class], &Done {}).await
}

fn steps(listing: &Listing) -> Vec<ListingStep> {
    listing.history.iter().map(|e| e.step).collect()
}

#[tokio::test]
async fn the_line_moves_up_by_itself_and_who_passes_keeps_their_place() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let class = studio.class_id();
    let buyer = studio.member(&server, "小满").await;
    let first = studio.member(&server, "阿禾").await;
    let second = studio.member(&server, "老周").await;
    let listing = studio.list(8_000).await;
    step(&buyer, api::CLAIM, &listing).await.unwrap();

    // Two claims at once: one wins, the other is told at once and may join the waitlist.
    assert_eq!(refused(step(&first, api::CLAIM, &listing).await), Code::ListingHeld);
    let joined = wait(&first, class).await.unwrap();
    assert_eq!((joined.waiting, joined.your_place), (1, Some(1)));
    assert_eq!(wait(&first, class).await.unwrap().your_place, Some(1), "twice is once");
    assert_eq!(wait(&second, class).await.unwrap().your_place, Some(2));
    assert_eq!(look(&second, &listing).await.your_place, Some(2));
    let seated = [look(&studio.seller, &listing).await.seated, look(&second, &listing).await.seated];
    assert_eq!(seated, [true, false]);
    assert_eq!(refused(wait(&studio.seller, class).await), Code::SeatTaken, "who has a seat waits for none");
    let unverified = studio.host.let_in(&studio.group.id, "没电话").await;
    assert_eq!(refused(wait(&unverified, class).await), Code::PhoneUnverified);

    // Free again: the first in line gets the hold, for a while, and nobody else.
    step(&studio.seller, api::DECLINE, &listing).await.unwrap();
    let turn = look(&first, &listing).await;
    assert_eq!((turn.state, turn.you), (ListingState::Offered, ListingRole::Claimant));
    let ms = turn.held_until.unwrap().since_ms(turn.server_time);
    assert!((7_190_000..=7_200_000).contains(&ms), "{ms}");
    for other in [&second, &buyer] {
        assert_eq!(refused(step(other, api::CLAIM, &listing).await), Code::ListingHeld);
        let seen = look(other, &listing).await;
        assert_eq!((seen.state, seen.claimant), (ListingState::Offered, None));
    }
    // Passing loses this turn only.
    step(&first, api::RELEASE, &listing).await.unwrap();
    assert_eq!(look(&second, &listing).await.you, ListingRole::Claimant);
    assert_eq!(look(&first, &listing).await.your_place, Some(1));
    // All had their turn: it is open to everybody, those in line too.
    step(&second, api::RELEASE, &listing).await.unwrap();
    assert_eq!(look(&buyer, &listing).await.state, ListingState::Available);
    step(&second, api::CLAIM, &listing).await.unwrap();
    let done = step(&studio.seller, api::CONFIRM, &listing).await.unwrap();
    use ListingStep::{Claim, Confirm, Decline, List, Promote, Release};
    let all = [List, Claim, Decline, Promote, Release, Promote, Release, Claim, Confirm];
    assert_eq!(steps(&done), all);
    assert_eq!(steps(&look(&studio.seller, &listing).await), all, "a history both can read");
    // What others asked before and were told is theirs, also from who has it now.
    let to_second = [List, Promote, Release, Claim, Confirm];
    assert_eq!(steps(&look(&second, &listing).await), to_second);
    // Whose turn passed, and who was declined, read their own part and not who came after.
    assert_eq!(steps(&look(&first, &listing).await), [List, Promote, Release]);
    assert_eq!(steps(&look(&buyer, &listing).await), [List, Claim, Decline]);
    assert!(look(&buyer, &listing).await.claimant.is_none());
    assert_eq!(look(&second, &listing).await.your_place, None, "who has a seat waits no more");

    // A new listing for the class is offered to whoever is first now.
    let again = NewListing { auto_confirm: true, ..offer(&studio.seat, 100) };
    let again = second.send(api::NEW_LISTING, &[studio.group.id.as_str()], &again).await.unwrap();
    assert_eq!(again.state, ListingState::Offered);
    let mine = step(&first, api::CLAIM, &again).await.unwrap();
    assert_eq!(mine.state, ListingState::Transferred, "with auto-confirm there is no hold");
    let class_now = studio.host.get(api::CLASS, &[class]).await.unwrap();
    assert_eq!((class_now.waiting, class_now.seats.len()), (0, 1));
    assert_eq!(class_now.seats[0].holder.as_ref().unwrap().id, studio.id(&first).await);
    // How the seat came to them is for them and who runs the class.
    assert_eq!(class_now.seats[0].from.as_ref().unwrap().id, studio.id(&second).await);
    assert!(first.get(api::CLASS, &[class]).await.unwrap().seats[0].passed_on_at.is_some());
    assert!(buyer.get(api::CLASS, &[class]).await.unwrap().seats[0].from.is_none());
}

#[tokio::test]
async fn leaving_the_line_the_group_or_for_a_seat_asks_the_next() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let class = studio.class_id();
    let mut people = Vec::new();
    for nickname in ["甲", "乙", "丙", "丁"] {
        let person = studio.member(&server, nickname).await;
        wait(&person, class).await.unwrap();
        people.push(person);
    }
    let [a, b, c, d] = &people[..] else { panic!("four") };
    let listing = studio.list(100).await;
    assert_eq!(look(a, &listing).await.you, ListingRole::Claimant);
    let left = a.send(api::LEAVE_LINE, &[class], &()).await.unwrap();
    assert_eq!((left.waiting, left.your_place), (3, None));
    assert_eq!(look(b, &listing).await.you, ListingRole::Claimant);
    b.send(api::LEAVE, &[studio.group.id.as_str()], &()).await.unwrap();
    assert_eq!(look(c, &listing).await.you, ListingRole::Claimant);
    // The host gives the one whose turn it is a seat of their own.
    let seat = NewSeat { member_id: studio.id(c).await };
    studio.host.send(api::NEW_SEAT, &[class], &seat).await.unwrap();
    assert_eq!(look(d, &listing).await.you, ListingRole::Claimant);
    studio.seller.send(api::LEAVE, &[studio.group.id.as_str()], &()).await.unwrap();
    assert_eq!(look(d, &listing).await.state, ListingState::Cancelled);
    assert_eq!(look(d, &listing).await.your_place, Some(1), "they wait on for another");
}

#[tokio::test]
async fn the_seat_of_who_leaves_a_full_class_is_offered_to_the_line_at_once() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let g = group.id.as_str();
    let mut people = Vec::new();
    for nickname in ["甲", "乙", "丙", "丁"] {
        people.push(host.let_in_verified(&server, &group.id, nickname).await);
    }
    let [a, b, c, d] = &people[..] else { panic!("four") };
    let starts_at = host.get(api::CHANGES, &[]).await.unwrap().server_time.plus_s(86_400);
    let roster = vec![member_id(a, g).await, member_id(b, g).await];
    let class = host.send(api::NEW_CLASS, &[g], &new_class(starts_at, 2, roster)).await.unwrap();
    let class = class.brief.id;
    // Nobody waits: the seat is free, and the host's to give.
    a.send(api::LEAVE, &[g], &()).await.unwrap();
    assert_eq!(host.get(api::CLASS, &[class.as_str()]).await.unwrap().seats.len(), 1);
    assert!(host.all(api::LISTINGS, &[g], 10).await.is_empty());
    let seat = NewSeat { member_id: member_id(c, g).await };
    host.send(api::NEW_SEAT, &[class.as_str()], &seat).await.unwrap();

    // The host waits too, and is asked for nobody's seat that they offer themselves.
    wait(&host, class.as_str()).await.unwrap();
    wait(d, class.as_str()).await.unwrap();
    let removed = member_id(b, g).await;
    host.send(api::REMOVE_MEMBER, &[g, removed.as_str()], &()).await.unwrap();
    balance::check(&server.folder).await;
    let listing = d.all(api::LISTINGS, &[g], 10).await.remove(0);
    assert_eq!((listing.state, listing.you), (ListingState::Offered, ListingRole::Claimant));
    assert!(listing.vacated && listing.asking == listing.class.face_value);
    assert_eq!(listing.seller.as_ref().unwrap().id, member_id(&host, g).await);
    assert_eq!(steps(&listing), [ListingStep::List, ListingStep::Promote]);
    assert!(listing.history[0].by.is_none(), "nobody put it up");
    // No more than there are: the seat is not given twice.
    let seat = NewSeat { member_id: member_id(&host, g).await };
    assert_eq!(refused(host.send(api::NEW_SEAT, &[class.as_str()], &seat).await), Code::SeatTaken);
    let seen = host.get(api::CLASS, &[class.as_str()]).await.unwrap();
    let left = seen.seats.iter().find(|seat| seat.holder.is_none()).unwrap();
    assert_eq!((seen.seats.len(), left.listing_id.as_ref()), (2, Some(&listing.id)));
    let mine = step(d, api::CLAIM, &listing).await.unwrap();
    assert_eq!(mine.state, ListingState::Transferred, "nobody else is asked");
    assert!(d.get(api::CLASS, &[class.as_str()]).await.unwrap().seats.iter().any(|seat| seat.yours));
    balance::check(&server.folder).await;

    // Nobody takes it: whoever offers it takes it back, and the seat is free.
    let e = host.let_in_verified(&server, &group.id, "戊").await;
    wait(&e, class.as_str()).await.unwrap();
    d.send(api::LEAVE, &[g], &()).await.unwrap();
    let offered = e.all(api::LISTINGS, &[g], 10).await.remove(0);
    assert_eq!((offered.state, offered.you), (ListingState::Offered, ListingRole::Claimant));
    step(&e, api::RELEASE, &offered).await.unwrap();
    assert_eq!(look(c, &offered).await.state, ListingState::Available);
    // Another host goes on offering it when this one leaves.
    let heir = member_id(c, g).await;
    host.send(api::SET_ROLE, &[g, heir.as_str()], &SetRole { role: Role::Host }).await.unwrap();
    host.send(api::LEAVE, &[g], &()).await.unwrap();
    assert_eq!(look(c, &offered).await.you, ListingRole::Seller);
    balance::check(&server.folder).await;
    let back = step(c, api::CANCEL_LISTING, &offered).await.unwrap();
    assert_eq!(back.state, ListingState::Cancelled);
    let seats = c.get(api::CLASS, &[class.as_str()]).await.unwrap().seats;
    assert!(seats.len() == 1 && seats[0].yours);
}

#[tokio::test]
async fn a_host_who_steps_down_hands_on_what_was_left_and_not_to_who_claims_it() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { seat_consent: true, ..Policy::default() }).await;
    let g = group.id.as_str();
    let mut people = Vec::new();
    for nickname in ["甲", "乙", "丙"] {
        people.push(host.let_in_verified(&server, &group.id, nickname).await);
    }
    let [a, b, c] = &people[..] else { panic!("three") };
    for who in [b, c] {
        let role = SetRole { role: Role::Host };
        host.send(api::SET_ROLE, &[g, member_id(who, g).await.as_str()], &role).await.unwrap();
    }
    let starts_at = host.get(api::CHANGES, &[]).await.unwrap().server_time.plus_s(86_400);
    let roster = vec![member_id(a, g).await];
    let class = host.send(api::NEW_CLASS, &[g], &new_class(starts_at, 1, roster)).await.unwrap();
    wait(b, class.brief.id.as_str()).await.unwrap();
    a.send(api::LEAVE, &[g], &()).await.unwrap();
    let listing = b.all(api::LISTINGS, &[g], 10).await.remove(0);
    assert_eq!(look(&host, &listing).await.you, ListingRole::Seller);
    assert_eq!(step(b, api::CLAIM, &listing).await.unwrap().state, ListingState::Agreed);
    let own = member_id(&host, g).await;
    host.send(api::SET_ROLE, &[g, own.as_str()], &SetRole { role: Role::Member }).await.unwrap();
    assert_ne!(look(&host, &listing).await.you, ListingRole::Seller);
    assert!(step(&host, api::CANCEL_LISTING, &listing).await.is_err());
    let now = look(b, &listing).await;
    assert_eq!((now.state, now.you), (ListingState::Agreed, ListingRole::Claimant));
    assert_eq!(look(c, &listing).await.you, ListingRole::Seller);
    balance::check(&server.folder).await;
}

#[tokio::test]
async fn turns_pass_by_the_servers_clock_after_a_crash_and_never_past_the_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &OFF);
    let studio = Studio::open(&server, Policy { hold_s: 600, ..Policy::default() }, 8 * 3600).await;
    let class = studio.class_id();
    let first = studio.member(&server, "阿禾").await;
    let second = studio.member(&server, "老周").await;
    for who in [&first, &second] {
        wait(who, class).await.unwrap();
    }
    let listing = studio.list(100).await;
    let until = look(&first, &listing).await.held_until.unwrap();
    server.kill_9();

    // Nobody asks; the server's own scheduler does it, once, in one transaction.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "601"]);
    let turns = "SELECT COUNT(*) FROM listing_events WHERE step = 'promote'";
    until_counted(folder.path(), turns, 2).await;
    let (first, second) = (first.at(&server), second.at(&server));
    let now = look(&second, &listing).await;
    assert_eq!((now.state, now.you), (ListingState::Offered, ListingRole::Claimant));
    use ListingStep::{Lapse, List, Promote};
    assert_eq!(steps(&now), [List, Promote], "whose turn it was before is theirs");
    let history = look(&studio.seller.at(&server), &listing).await.history;
    let seen: Vec<_> = history.iter().map(|e| e.step).collect();
    assert_eq!(seen, [List, Promote, Lapse, Promote]);
    assert_eq!(history[2].at, until);
    assert_eq!(
        steps(&look(&first, &listing).await),
        [List, Promote, Lapse],
        "whose turn came after is theirs"
    );
    assert_eq!(look(&first, &listing).await.your_place, Some(1), "who does not answer loses only this turn");
    server.kill_9();

    // Past the cut-off nobody's turn comes, and nobody joins.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "25200"]);
    let second = second.at(&server);
    assert_eq!(look(&second, &listing).await.state, ListingState::Expired);
    assert_eq!(refused(wait(&studio.host.at(&server), class).await), Code::ClassStarted);
    until_counted(folder.path(), turns, 2).await;
    until_counted(folder.path(), "SELECT COUNT(*) FROM listing_events WHERE step = 'expire'", 1).await;
}

#[tokio::test]
async fn the_coach_is_asked_where_the_policy_says_so() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy { seat_consent: true, ..Policy::default() }, 86_400).await;
    let buyer = studio.member(&server, "小满").await;
    let steward = studio.member(&server, "助手").await;
    let id = studio.id(&steward).await;
    let group = studio.group.id.as_str();
    let role = SetRole { role: Role::Steward };
    studio.host.send(api::SET_ROLE, &[group, id.as_str()], &role).await.unwrap();
    let listing = studio.list(8_000).await;
    assert!(listing.consent);
    step(&buyer, api::CLAIM, &listing).await.unwrap();
    assert_eq!(refused(step(&steward, api::CONSENT, &listing).await), Code::Conflict, "the seller first");
    let agreed = step(&studio.seller, api::CONFIRM, &listing).await.unwrap();
    assert_eq!(agreed.state, ListingState::Agreed);
    assert_eq!(look(&buyer, &listing).await.you, ListingRole::Claimant);
    let class = studio.host.get(api::CLASS, &[studio.class_id()]).await.unwrap();
    assert!(class.seats[0].holder.as_ref().unwrap().id == studio.id(&studio.seller).await, "not yet");
    let why = |reason: &str| Refuse { reason: reason.into() };
    let l = listing.id.as_str();
    assert_eq!(refused(studio.seller.send(api::REFUSE, &[l], &why("x")).await), Code::NotYours);
    let empty = steward.send(api::REFUSE, &[l], &why(" ")).await.unwrap_err();
    assert_eq!(empty.errors[0].pointer, "/reason");
    let freed = steward.send(api::REFUSE, &[l], &why("要先上过基础")).await.unwrap();
    assert_eq!(freed.state, ListingState::Available);
    for who in [&studio.seller, &buyer] {
        let last = look(who, &listing).await.history.pop().unwrap();
        assert_eq!((last.step, last.note.as_str()), (ListingStep::Refuse, "要先上过基础"));
        assert_eq!(last.by.unwrap().id, id, "who, by persona");
    }
    step(&buyer, api::CLAIM, &listing).await.unwrap();
    step(&studio.seller, api::CONFIRM, &listing).await.unwrap();
    let done = step(&studio.host, api::CONSENT, &listing).await.unwrap();
    assert_eq!(done.state, ListingState::Transferred);

    // The seller's yes beforehand does not speak for the coach.
    let auto = NewListing { auto_confirm: true, ..offer(&studio.seat, 0) };
    let auto = buyer.send(api::NEW_LISTING, &[group], &auto).await.unwrap();
    let asked = step(&studio.seller, api::CLAIM, &auto).await.unwrap();
    assert_eq!((asked.state, asked.you), (ListingState::Agreed, ListingRole::Claimant));
}

#[tokio::test]
async fn a_class_that_moves_takes_its_listings_along() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let class = studio.class_id();
    let buyer = studio.member(&server, "小满").await;
    let listing = studio.list(8_000).await;
    step(&buyer, api::CLAIM, &listing).await.unwrap();
    let later = studio.moved(2, "教练晚到");
    assert_eq!(refused(buyer.send(api::MOVE_CLASS, &[class], &later).await), Code::NotYours);
    let past = studio.moved(-48, "");
    let wrong = studio.host.send(api::MOVE_CLASS, &[class], &past).await.unwrap_err();
    assert_eq!(wrong.errors[0].pointer, "/starts_at");
    let moved = studio.host.send(api::MOVE_CLASS, &[class], &later).await.unwrap();
    let brief = &moved.brief;
    assert_eq!((brief.sequence, brief.moved_from), (1, Some(studio.class.brief.starts_at)));
    assert_eq!((brief.place.as_str(), brief.notice.as_str()), ("A 教室", "教练晚到"));
    // Whoever claimed it is asked again, by the new times.
    let asked = look(&buyer, &listing).await;
    assert_eq!((asked.state, asked.you), (ListingState::Offered, ListingRole::Claimant));
    assert_eq!(asked.expires_at, moved.cut_off_at);
    assert_eq!(refused(step(&studio.seller, api::CONFIRM, &listing).await), Code::Conflict);
    step(&buyer, api::CLAIM, &listing).await.unwrap();
    step(&studio.seller, api::CONFIRM, &listing).await.unwrap();
    // The new holder is told of the next move too.
    studio.host.send(api::MOVE_CLASS, &[class], &studio.moved(3, "")).await.unwrap();
    let told = look(&buyer, &listing).await;
    assert_eq!(
        (told.state, told.history.last().unwrap().step),
        (ListingState::Transferred, ListingStep::Move)
    );
    assert_eq!(told.class.sequence, 2);
    // So near that the cut-off is over: what is open ends with it.
    let again =
        buyer.send(api::NEW_LISTING, &[studio.group.id.as_str()], &offer(&studio.seat, 1)).await.unwrap();
    let near = MoveClass { starts_at: told.server_time.plus_s(1800), ..studio.moved(0, "") };
    studio.host.send(api::MOVE_CLASS, &[class], &near).await.unwrap();
    assert_eq!(look(&buyer, &again).await.state, ListingState::Expired);
}

#[tokio::test]
async fn a_class_that_is_cancelled_ends_what_was_open_and_shows_what_was_agreed() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let class = studio.class_id();
    let group = studio.group.id.as_str();
    let buyer = studio.member(&server, "小满").await;
    let other = studio.member(&server, "阿禾").await;
    let host_id = studio.id(&studio.host).await;
    studio.host.send(api::NEW_SEAT, &[class], &NewSeat { member_id: host_id }).await.unwrap();
    let passed_on = studio.list(8_000).await;
    step(&buyer, api::CLAIM, &passed_on).await.unwrap();
    step(&studio.seller, api::CONFIRM, &passed_on).await.unwrap();
    let seats = studio.host.get(api::CLASS, &[class]).await.unwrap().seats;
    let own = seats.iter().find(|seat| seat.yours).unwrap().id.clone();
    let open = studio.host.send(api::NEW_LISTING, &[group], &offer(&own, 500)).await.unwrap();
    step(&other, api::CLAIM, &open).await.unwrap();
    wait(&studio.seller, class).await.unwrap();
    let why = CancelClass { notice: "教练病了".into() };
    assert_eq!(refused(other.send(api::CANCEL_CLASS, &[class], &why).await), Code::NotYours);
    let over = studio.host.send(api::CANCEL_CLASS, &[class], &why).await.unwrap();
    assert!(over.brief.cancelled_at.is_some());
    assert_eq!((over.waiting, over.brief.sequence, over.brief.notice.as_str()), (0, 1, "教练病了"));
    let ended = look(&other, &open).await;
    assert_eq!((ended.state, ended.you), (ListingState::Cancelled, ListingRole::Onlooker));
    assert_eq!(
        ended.history.last().unwrap().step,
        ListingStep::CallOff,
        "the hold is let go, and they read why"
    );
    // What was passed on stays so: between the two, and both are told.
    for who in [&studio.seller, &buyer] {
        let seen = look(who, &passed_on).await;
        assert_eq!((seen.state, seen.asking.amount), (ListingState::Transferred, 8_000));
        assert_eq!(seen.history.last().unwrap().step, ListingStep::CallOff);
        assert!(seen.class.cancelled_at.is_some());
    }
    // Nothing more happens with it.
    for refusal in [
        refused(wait(&other, class).await),
        refused(buyer.send(api::NEW_LISTING, &[group], &offer(&studio.seat, 1)).await),
        refused(studio.host.send(api::CANCEL_CLASS, &[class], &why).await),
        refused(studio.host.send(api::MOVE_CLASS, &[class], &studio.moved(1, "")).await),
    ] {
        assert_eq!(refusal, Code::ClassCancelled);
    }
    // Newcomers do not see the offers that ended.
    let newcomer = studio.member(&server, "新来的").await;
    assert!(newcomer.get(api::POSTS, &[group]).await.unwrap().items.is_empty());
}

/// Waits until the database says so; the server's scheduler is on its way.
async fn until_counted(folder: &std::path::Path, question: &'static str, wanted: i64) {
    for _ in 0..100 {
        if count(folder, question).await == wanted {
            return;
        }
        tokio::time::sleep(core::time::Duration::from_millis(50)).await;
    }
    assert_eq!(count(folder, question).await, wanted, "{question}");
}

async fn count(folder: &std::path::Path, question: &'static str) -> i64 {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_scalar(question).fetch_one(&mut db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_join_the_line_while_the_seat_comes_free() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let people = crowd(&server, &studio.host, &studio.group.id).await;
    let buyer = studio.member(&server, "小满").await;
    let listing = studio.list(8_000).await;
    step(&buyer, api::CLAIM, &listing).await.unwrap();
    let seller = studio.seller.clone();
    let id = listing.id.clone();
    let declines = tokio::spawn(async move { seller.send(api::DECLINE, &[id.as_str()], &Done {}).await });
    let class = studio.class.brief.id.clone();
    let counts = at_once(people.clone(), move |_, person| {
        let class = class.clone();
        async move { wait(&person, class.as_str()).await }
    })
    .await;
    declines.await.unwrap().unwrap();
    assert_eq!(counts[&None], CROWD);
    balance::check(&server.folder).await;
    let now = look(&studio.seller, &listing).await;
    assert_eq!((now.state, now.waiting), (ListingState::Offered, CROWD as u32));
    // All of them claim at once: it is the turn of one.
    let counts = at_once(people, |_, person| {
        let id = listing.id.clone();
        async move { person.send(api::CLAIM, &[id.as_str()], &Done {}).await }
    })
    .await;
    assert_eq!((counts[&None], counts[&Some(Code::ListingHeld)]), (1, CROWD - 1));
    balance::check(&server.folder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_all_do_at_once_and_whenever_the_server_is_killed_the_database_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &OFF);
    let studio = Studio::open(&server, Policy { hold_s: 60, ..Policy::default() }, 86_400).await;
    let mut people = vec![studio.host.clone(), studio.seller.clone()];
    for i in 0..6 {
        people.push(studio.member(&server, &format!("群友{i}")).await);
    }
    for person in &people[2..4] {
        let seat = NewSeat { member_id: studio.id(person).await };
        studio.host.send(api::NEW_SEAT, &[studio.class_id()], &seat).await.unwrap();
    }
    let rounds = if std::env::var_os("QUNLI_LONG").is_some() { 12 } else { 3 };
    let mut server = Some(server);
    for round in 0..rounds {
        let now = server.take().unwrap();
        let tasks: Vec<_> = people
            .iter()
            .enumerate()
            .map(|(i, person)| {
                let (person, group, class) =
                    (person.at(&now), studio.group.id.clone(), studio.class.brief.id.clone());
                tokio::spawn(
                    async move { stirs(&person, group.as_str(), class.as_str(), round * 100 + i).await },
                )
            })
            .collect();
        tokio::time::sleep(core::time::Duration::from_millis(700)).await;
        now.kill_9();
        for task in tasks {
            task.abort();
        }
        // Holds of the round before are over by then.
        let offset = (61 * (round + 1)).to_string();
        let again = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", &offset]);
        studio.host.at(&again).get(api::CLASS, &[studio.class_id()]).await.unwrap();
        balance::check(folder.path()).await;
        server = Some(again);
    }
}

/// Does one thing after another with whatever is on offer, until the server is gone.
async fn stirs(person: &Person, group: &str, class: &str, seed: usize) {
    let mut seed = seed as u64 + 1;
    loop {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let path = |of: &str, id: &str| format!("/{of}/{id}");
        let seen = person.request("GET", &format!("/groups/{group}/listings?limit=5")).send().await;
        let Ok(seen) = seen else { return };
        let Ok(text) = seen.text().await else { return };
        let seen: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let ids: Vec<String> = seen
            .pointer("/items")
            .and_then(|items| items.as_array())
            .map(|all| all.iter().filter_map(|l| l.get("id")?.as_str().map(str::to_owned)).collect())
            .unwrap_or_default();
        let pick = |n: u64| ids.get((n as usize) % ids.len().max(1)).cloned().unwrap_or_default();
        let (listing, what) = (pick(seed >> 40), (seed >> 33) % 9);
        let (method, path, body) = match what {
            0 => ("POST", format!("{}/line", path("classes", class)), "{}".to_owned()),
            1 => ("DELETE", format!("{}/line", path("classes", class)), String::new()),
            2 | 3 => ("POST", format!("{}/claim", path("listings", &listing)), "{}".to_owned()),
            4 => ("POST", format!("{}/confirm", path("listings", &listing)), "{}".to_owned()),
            5 => ("POST", format!("{}/decline", path("listings", &listing)), "{}".to_owned()),
            6 => ("POST", format!("{}/release", path("listings", &listing)), "{}".to_owned()),
            7 => ("POST", format!("{}/cancel", path("listings", &listing)), "{}".to_owned()),
            _ => {
                let class = person.request("GET", &path("classes", class)).send().await;
                let Ok(class) = class else { return };
                let class: serde_json::Value =
                    serde_json::from_str(&class.text().await.unwrap_or_default()).unwrap_or_default();
                let own = class
                    .get("seats")
                    .and_then(|seats| {
                        seats.as_array()?.iter().find(|s| s.get("yours").is_some_and(|yours| yours == true))
                    })
                    .and_then(|own| own.get("id"));
                let Some(own) = own else { continue };
                let offer = serde_json::json!({
                    "seat_id": own, "asking": {"amount": 100, "currency": "CNY"}, "auto_confirm": seed.is_multiple_of(2),
                });
                ("POST", format!("/groups/{group}/listings"), offer.to_string())
            }
        };
        let request = person.request(method, &path).header(contract::IDEMPOTENCY_KEY, crate::people::key());
        let request = if body.is_empty() { request } else { request.body(body) };
        if request.send().await.is_err() {
            return;
        }
    }
}
