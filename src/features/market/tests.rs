//! What the seat screens show for each state and role, and what the forms take.

use contract::group::{Member, Persona, Role};
use contract::market::{
    Class, ClassBrief, Listing, ListingEvent, ListingRole, ListingState, ListingStep, Seat,
};
use contract::{MemberId, Money, SeatId, Timestamp};
use loadable::{Loadable, Notice};

use super::form::{
    Bounds, ClassForm, ListingForm, MoveForm, class_of, listing_of, move_of, roster_of, toggled,
};
use super::model::*;
use super::store::{OpenSeats, together};
use super::words;

const HOUR: i64 = 3_600_000;
/// Noon; the class is six hours later, the cut-off five.
const NOW: Timestamp = Timestamp(1_773_316_800_000);

fn at(hours: i64) -> Timestamp {
    Timestamp(NOW.0 + hours * HOUR)
}

fn member(name: &str) -> Member {
    Member {
        id: MemberId::from(name),
        persona: Persona { nickname: name.to_owned(), avatar: "bloom-indigo".to_owned() },
        role: Role::Member,
        joined_at: at(-1000),
    }
}

fn brief() -> ClassBrief {
    ClassBrief {
        id: "class".into(),
        title: "普拉提器械".to_owned(),
        coach: "栗子教练".to_owned(),
        place: "B 教室".to_owned(),
        starts_at: at(6),
        duration_min: 60,
        face_value: Money::fen(12_000),
        capacity: 8,
        seats_taken: 6,
        sequence: 0,
        moved_from: None,
        cancelled_at: None,
        notice: String::new(),
    }
}

fn listing(state: ListingState, you: ListingRole) -> Listing {
    Listing {
        id: "listing".into(),
        group_id: "group".into(),
        class: brief(),
        seat_id: "seat".into(),
        seller: Some(member("shanzhu")),
        claimant: (HELD.contains(&state) || state == ListingState::Transferred)
            .then(|| member("xiaoman"))
            .filter(|_| you != ListingRole::Onlooker),
        you,
        state,
        held_until: HELD.contains(&state).then(|| at(2)),
        asking: Money::fen(8_000),
        note: String::new(),
        auto_confirm: false,
        consent: false,
        vacated: false,
        seated: false,
        waiting: 0,
        your_place: None,
        listed_at: at(-3),
        expires_at: at(5),
        history: Vec::new(),
        server_time: NOW,
    }
}

fn class(seats: Vec<Seat>) -> Class {
    Class {
        brief: brief(),
        group_id: "group".into(),
        seats,
        cut_off_at: at(5),
        waiting: 0,
        your_place: None,
        server_time: NOW,
    }
}

fn seat(id: &str, holder: &str, yours: bool, listing: Option<&str>) -> Seat {
    Seat {
        id: id.into(),
        holder: Some(member(holder)),
        yours,
        listing_id: listing.map(Into::into),
        from: None,
        passed_on_at: None,
    }
}

/// States in which a seat is kept for somebody.
const HELD: [ListingState; 3] = [ListingState::Offered, ListingState::Held, ListingState::Agreed];
const STATES: [ListingState; 7] = [
    ListingState::Available,
    ListingState::Offered,
    ListingState::Held,
    ListingState::Agreed,
    ListingState::Transferred,
    ListingState::Cancelled,
    ListingState::Expired,
];
const ROLES: [ListingRole; 3] = [ListingRole::Seller, ListingRole::Claimant, ListingRole::Onlooker];

#[track_caller]
fn check(
    state: ListingState,
    you: ListingRole,
    pill: Badge,
    says: Meaning,
    steps: (Option<ListingStep>, &[ListingStep]),
) {
    let listing = listing(state, you);
    let at = standing(&listing, NOW);
    assert_eq!(at, Standing { state, you });
    assert_eq!(badge(at), pill, "{state:?} {you:?}");
    assert_eq!(meaning(at, false), says, "{state:?} {you:?}");
    let offered = Offers { primary: steps.0, others: steps.1.to_vec() };
    assert_eq!(offers(&listing, at, false), offered, "{state:?} {you:?}");
}

#[test]
fn who_has_a_seat_is_offered_no_second_one() {
    for state in STATES {
        for you in ROLES {
            let seated = Listing { seated: true, ..listing(state, you) };
            let at = standing(&seated, NOW);
            let for_others = at.is_open() && at.you == ListingRole::Onlooker;
            assert_eq!(is_for_others(&seated, at), for_others, "{state:?} {you:?}");
            let taken = matches!(at.state, ListingState::Offered | ListingState::Held | ListingState::Agreed);
            assert!(!may_wait(&seated, at), "{state:?} {you:?}");
            let none = Listing { seated: false, ..seated.clone() };
            assert_eq!(may_wait(&none, at), taken && at.you == ListingRole::Onlooker, "{state:?} {you:?}");
            let claims = offers(&seated, at, true).primary == Some(ListingStep::Claim);
            assert_eq!(
                claims,
                (state, at.you) == (ListingState::Offered, ListingRole::Claimant),
                "{state:?} {you:?}"
            );
        }
    }
    // Who runs the class and attends it is asked all the same.
    let asked = Listing {
        seated: true,
        claimant: Some(member("xiaoman")),
        ..listing(ListingState::Agreed, ListingRole::Onlooker)
    };
    let at = standing(&asked, NOW);
    assert!(!is_for_others(&asked, at) && !may_wait(&asked, at));
    assert_eq!(offers(&asked, at, true).primary, Some(ListingStep::Consent));
}

#[test]
fn what_each_role_sees_in_each_state() {
    use ListingRole::{Claimant, Onlooker, Seller};
    use ListingState::{Agreed, Available, Cancelled, Expired, Held, Offered as Turn, Transferred};
    use ListingStep::{Cancel, Claim, Confirm, Decline, Release};
    check(Available, Seller, Badge::Offered, Meaning::YouWillBeAsked, (None, &[Cancel]));
    check(Available, Onlooker, Badge::Open, Meaning::ClaimHolds, (Some(Claim), &[]));
    check(Turn, Seller, Badge::TurnOfOther, Meaning::TurnOfOther, (None, &[Cancel]));
    check(Turn, Claimant, Badge::YourTurn, Meaning::YourTurn, (Some(Claim), &[Release]));
    check(Turn, Onlooker, Badge::TurnOfOther, Meaning::LineFirst, (None, &[]));
    check(Agreed, Seller, Badge::CoachAsked, Meaning::CoachDecides, (None, &[Cancel]));
    check(Agreed, Claimant, Badge::CoachAsked, Meaning::CoachDecides, (None, &[Release]));
    check(Agreed, Onlooker, Badge::HeldByOther, Meaning::CoachMayRefuse, (None, &[]));
    check(Held, Seller, Badge::YourAnswer, Meaning::AnswerClaimant, (Some(Confirm), &[Decline, Cancel]));
    check(Held, Claimant, Badge::HeldForYou, Meaning::WaitForSeller, (None, &[Release]));
    check(Held, Onlooker, Badge::HeldByOther, Meaning::MayReopen, (None, &[]));
    check(Transferred, Seller, Badge::Transferred, Meaning::YouAreOut, (None, &[]));
    check(Transferred, Claimant, Badge::Yours, Meaning::YouAreIn, (None, &[]));
    check(Transferred, Onlooker, Badge::Transferred, Meaning::OtherIsIn, (None, &[]));
    check(Cancelled, Seller, Badge::Cancelled, Meaning::YouKeepIt, (None, &[]));
    check(Cancelled, Onlooker, Badge::Cancelled, Meaning::TakenBack, (None, &[]));
    check(Expired, Seller, Badge::Expired, Meaning::YouKeepItExpired, (None, &[]));
    check(Expired, Onlooker, Badge::Expired, Meaning::TooLate, (None, &[]));
}

#[test]
fn with_auto_confirm_nobody_is_asked() {
    let of = |you| Standing { state: ListingState::Available, you };
    assert_eq!(meaning(of(ListingRole::Onlooker), true), Meaning::ClaimGets);
    assert_eq!(meaning(of(ListingRole::Seller), true), Meaning::FirstGets);
    let onlooker = of(ListingRole::Onlooker);
    assert_eq!(legs(onlooker, true, false), [(Leg::Claim, Reach::Now), (Leg::Roster, Reach::Ahead)]);
    let asked = [(Leg::Claim, Reach::Now), (Leg::Coach, Reach::Ahead), (Leg::Roster, Reach::Ahead)];
    assert_eq!(legs(onlooker, true, true), asked);
    let mut open = listing(ListingState::Available, ListingRole::Onlooker);
    assert_eq!(hold_until(&open, 7200, NOW), Some(at(2)));
    assert_eq!(hold_until(&open, 7200, at(4)), Some(at(5)), "never past the cut-off");
    open.auto_confirm = true;
    assert_eq!(hold_until(&open, 7200, NOW), None);
}

#[test]
fn a_hold_that_ran_out_is_over_without_asking_anybody() {
    let held = |you| listing(ListingState::Held, you);
    let claimed = held(ListingRole::Claimant);
    let lapsed = standing(&claimed, at(2));
    assert_eq!(lapsed, Standing { state: ListingState::Available, you: ListingRole::Onlooker });
    assert_eq!(offers(&claimed, lapsed, false).primary, Some(ListingStep::Claim));
    let seller = standing(&held(ListingRole::Seller), at(2));
    assert_eq!(seller, Standing { state: ListingState::Available, you: ListingRole::Seller });
    assert_eq!(standing(&held(ListingRole::Seller), at(5)).state, ListingState::Expired);
    assert_eq!(standing(&held(ListingRole::Claimant), Timestamp(at(2).0 - 1)).state, ListingState::Held);
}

#[test]
fn knots_follow_the_state() {
    use Reach::{Ahead, Done, Now};
    let of = |state| {
        let at = Standing { state, you: ListingRole::Onlooker };
        legs(at, false, true).into_iter().map(|(_, reach)| reach).collect::<Vec<_>>()
    };
    assert_eq!(of(ListingState::Available), [Now, Ahead, Ahead, Ahead]);
    assert_eq!(of(ListingState::Offered), [Now, Ahead, Ahead, Ahead]);
    assert_eq!(of(ListingState::Held), [Done, Now, Ahead, Ahead]);
    assert_eq!(of(ListingState::Agreed), [Done, Done, Now, Ahead]);
    assert_eq!(of(ListingState::Transferred), [Done; 4]);
    assert!(of(ListingState::Cancelled).is_empty() && of(ListingState::Expired).is_empty());
}

#[test]
fn every_state_and_role_has_words() {
    for state in STATES {
        for you in ROLES {
            for auto_confirm in [false, true] {
                let listing = Listing { auto_confirm, ..listing(state, you) };
                let at = standing(&listing, NOW);
                let said = words::sentence(&listing, at, "xiaoman", Some(super::tests::at(2)), NOW);
                assert!(!said.is_empty() && !said.contains('{'), "{said}");
                assert!(!words::pill(&listing, at, NOW).0.is_empty());
                assert!(!words::state_title(&listing, at).is_empty());
                let offers = offers(&listing, at, true);
                for step in offers.primary.iter().chain(&offers.others) {
                    assert!(!words::step_label(*step, &listing).is_empty(), "{step:?}");
                }
                assert!(offers.others.iter().all(|s| asks_first(*s)));
                assert!(offers.primary.is_none_or(|s| !asks_first(s)));
            }
        }
    }
}

#[test]
fn a_hold_is_shown_as_a_time() {
    let held = listing(ListingState::Held, ListingRole::Claimant);
    let until = words::until(super::tests::at(2), NOW);
    assert_eq!(until, "14:00");
    let (pill, ..) = words::pill(&held, standing(&held, NOW), NOW);
    assert!(pill.contains("14:00"), "{pill}");
    assert!(words::sentence(&held, standing(&held, NOW), "", None, NOW).contains("14:00"));
    assert_ne!(words::until(super::tests::at(20), NOW), "08:00", "another day is named");
}

#[test]
fn the_other_party_is_who_one_deals_with() {
    let name = |state, you| {
        let listing = listing(state, you);
        other_party(&listing, standing(&listing, NOW)).map(|m| m.persona.nickname.clone())
    };
    assert_eq!(name(ListingState::Available, ListingRole::Seller), None);
    assert_eq!(name(ListingState::Held, ListingRole::Seller).as_deref(), Some("xiaoman"));
    assert_eq!(name(ListingState::Held, ListingRole::Claimant).as_deref(), Some("shanzhu"));
    assert_eq!(name(ListingState::Available, ListingRole::Onlooker).as_deref(), Some("shanzhu"));
}

#[test]
fn seats_are_sorted_by_class_and_mine_come_first() {
    let of = |id: &str, hours: i64, state, you| {
        let mut l = listing(state, you);
        l.id = id.into();
        l.class.starts_at = at(hours);
        l.expires_at = at(hours - 1);
        l
    };
    use ListingRole::{Claimant, Onlooker, Seller};
    use ListingState::{Available, Cancelled, Held, Transferred};
    let all = [
        of("later", 48, Available, Onlooker),
        of("soon", 6, Held, Onlooker),
        of("mine", 72, Available, Seller),
        of("got", 30, Transferred, Claimant),
        of("over", -1, Transferred, Claimant),
        of("others", 8, Transferred, Onlooker),
        of("back", 8, Cancelled, Seller),
        of("late", 1, Available, Onlooker),
    ];
    let (mine, others) = sorted(&all, NOW);
    assert_eq!(mine, ["got", "mine"]);
    assert_eq!(others, ["soon", "later"]);
}

#[test]
fn nothing_is_called_empty_before_all_have_answered() {
    let page = |ids: &[&str]| {
        Loadable::Ready(data::ListView {
            ids: ids.iter().map(|i| (*i).to_owned()).collect(),
            ..data::ListView::default()
        })
    };
    let groups = page(&["a", "b"]);
    let none = OpenSeats::default;
    let some = || OpenSeats { others: vec!["x".to_owned()], ..none() };
    let waits = Loadable::Loading(None);
    let offline = Loadable::Failed(Notice::new("offline"), None);
    assert_eq!(together(none(), &Loadable::Idle, &[]), Loadable::Loading(None));
    assert_eq!(together(none(), &groups, &[page(&[]), waits.clone()]), Loadable::Loading(None));
    assert_eq!(together(none(), &groups, &[page(&[]), page(&[])]), Loadable::Ready(none()));
    assert_eq!(together(some(), &groups, &[page(&["x"]), waits]), Loadable::Ready(some()));
    let fault = Notice::new("offline");
    assert_eq!(
        together(some(), &groups, &[page(&["x"]), offline.clone()]),
        Loadable::Failed(fault.clone(), Some(some()))
    );
    assert_eq!(together(none(), &groups, &[page(&[]), offline]), Loadable::Failed(fault, None));
}

#[test]
fn what_a_class_is_to_me() {
    let others = class(vec![seat("1", "a", false, Some("l1"))]);
    assert_eq!(mine(&others, NOW), Mine::None);
    assert_eq!(offered_by_others(&others), 1);
    assert_eq!(free_seats(&others), 2);
    let own = class(vec![seat("1", "me", true, None)]);
    assert_eq!(mine(&own, NOW), Mine::Seat("1".into()));
    assert_eq!(mine(&own, at(5)), Mine::Fixed);
    let listed = class(vec![seat("1", "me", true, Some("l1"))]);
    assert_eq!(mine(&listed, NOW), Mine::Offered("l1".into()));
    assert_eq!(gate(&own, &"1".into(), NOW), Gate::Open);
    assert_eq!(gate(&own, &"1".into(), at(5)), Gate::TooLate);
    assert_eq!(gate(&listed, &"1".into(), NOW), Gate::Listed("l1".into()));
    assert_eq!(gate(&others, &"1".into(), NOW), Gate::NotYours);
    assert_eq!(gate(&own, &"2".into(), NOW), Gate::NotYours);
}

#[test]
fn the_picker_offers_who_has_no_seat() {
    let all = [member("Ahe"), member("Shanzhu"), member("Zhou")];
    let class = class(vec![seat("1", "Ahe", false, None)]);
    let names =
        |typed| without_seat(&all, &class, typed).into_iter().map(|m| m.persona.nickname).collect::<Vec<_>>();
    assert_eq!(names(""), ["Shanzhu", "Zhou"]);
    assert_eq!(names(" zh"), ["Shanzhu", "Zhou"]);
    assert_eq!(names("ZHOU"), ["Zhou"]);
    assert!(names("ahe").is_empty());
}

fn bounds(now: Timestamp) -> Bounds {
    Bounds { face_value: Money::fen(12_000), cut_off: at(5), now }
}

#[test]
fn an_offer_is_never_above_the_face_value() {
    let typed = |asking: &str| ListingForm { asking: asking.to_owned(), ..ListingForm::default() };
    let seat = SeatId::from("seat");
    let code = |asking: &str| {
        listing_of(&typed(asking), &seat, bounds(NOW)).map(|l| l.asking.amount).map_err(|n| {
            assert_eq!(n.code, "validation_failed");
            n.field("asking").map(str::to_owned)
        })
    };
    assert_eq!(code("120"), Ok(12_000));
    assert_eq!(code("0"), Ok(0));
    assert_eq!(code("120.01"), Err(Some("above_face_value".to_owned())));
    assert_eq!(code("abc"), Err(Some("not_a_number".to_owned())));
    let late = listing_of(&typed("80"), &seat, bounds(at(5))).map_err(|n| n.code);
    assert_eq!(late.map(|l| l.asking), Err("class_started".to_owned()));
    let form = ListingForm { asking: "80".into(), note: " 出差 ".into(), auto_confirm: "1".into() };
    let made = listing_of(&form, &seat, bounds(NOW)).unwrap();
    assert_eq!((made.note.as_str(), made.auto_confirm, made.seat_id), ("出差", true, seat.clone()));
    let long = ListingForm { note: "满".repeat(201), ..typed("80") };
    let wrong = listing_of(&long, &seat, bounds(NOW)).unwrap_err();
    assert_eq!(wrong.field("note"), Some("too_long"));
}

#[test]
fn a_class_form_names_each_field_that_is_wrong() {
    let good = ClassForm {
        title: " 普拉提 ".into(),
        coach: "栗子".into(),
        place: "B".into(),
        starts_at: "2027-03-12T19:30".into(),
        minutes: "６０".into(),
        price: "¥120".into(),
        seats: "8".into(),
        roster: "a b".into(),
    };
    let class = class_of(&good, NOW).unwrap();
    assert_eq!(
        (class.title.as_str(), class.face_value, class.duration_min),
        ("普拉提", Money::fen(12_000), 60)
    );
    assert_eq!(class.roster, ["a".into(), "b".into()]);
    let wrong = |form: &ClassForm| {
        let notice = class_of(form, NOW).unwrap_err();
        notice.fields.into_iter().map(|f| format!("{} {}", f.field, f.code)).collect::<Vec<_>>()
    };
    assert_eq!(
        wrong(&ClassForm::default()),
        [
            "starts_at required",
            "duration_min required",
            "face_value required",
            "capacity required",
            "title required",
            "coach required",
            "place required"
        ]
    );
    assert_eq!(
        wrong(&ClassForm { starts_at: "2020-01-01T10:00".into(), ..good.clone() }),
        ["starts_at past"]
    );
    assert_eq!(wrong(&ClassForm { seats: "1".into(), ..good.clone() }), ["roster out_of_range"]);
    assert_eq!(wrong(&ClassForm { minutes: "5".into(), ..good }), ["duration_min out_of_range"]);
}

#[test]
fn a_roster_is_ticked_and_unticked() {
    let once = toggled("a", &"b".into());
    assert_eq!(roster_of(&once), ["a".into(), "b".into()]);
    assert_eq!(toggled(&once, &"a".into()), "b");
    assert_eq!(toggled("", &"a".into()), "a");
}

#[test]
fn a_price_is_drawn_to_scale() {
    let knots = |asking| {
        let knots = words::price_knots(Money::fen(asking), Money::fen(12_000));
        knots.into_iter().map(|k| ((k.at * 100.0).round() as i64, k.look)).collect::<Vec<_>>()
    };
    use crate::ui::KnotLook::{Ahead, Failed, Now, Reached};
    assert_eq!(knots(6_000), [(0, Reached), (50, Now), (100, Ahead)]);
    assert_eq!(knots(12_000), [(0, Reached), (100, Now)]);
    assert_eq!(knots(0), [(0, Now), (100, Ahead)]);
    assert_eq!(knots(13_000), [(0, Reached), (100, Failed)]);
}

#[test]
fn the_copied_text_is_complete_and_names_no_member() {
    for state in STATES {
        let listing = listing(state, ListingRole::Seller);
        let text = words::copied(&listing, standing(&listing, NOW), NOW, "https://x/#/g/1/l/2");
        for part in
            ["普拉提器械", "栗子教练", "B 教室", "¥80", "¥120", "18:00 – 19:00", "https://x/#/g/1/l/2"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("shanzhu") && !text.contains("xiaoman"), "{text}");
        assert!(text.lines().count() <= 6);
    }
}

#[test]
fn a_history_names_who_did_what() {
    let by = |step, who: Option<&str>| ListingEvent {
        step,
        by: who.map(member),
        at: NOW,
        note: if step == ListingStep::Refuse { "why".to_owned() } else { String::new() },
    };
    let events = vec![
        by(ListingStep::List, Some("shanzhu")),
        by(ListingStep::Claim, Some("xiaoman")),
        by(ListingStep::Lapse, None),
        by(ListingStep::Claim, Some("xiaoman")),
    ];
    let told = |history| Listing { history, ..listing(ListingState::Available, ListingRole::Onlooker) };
    let steps = words::history(&told(events.clone()), Some(&"xiaoman".into()), NOW);
    assert!(steps[0].title.contains("shanzhu"), "{:?}", steps[0]);
    assert!(!steps[1].title.contains("xiaoman"), "I am called you");
    assert_eq!(steps.len(), 4);
    assert_eq!(last_at(&events, ListingStep::Claim), Some(NOW));
    assert_eq!(last_at(&events, ListingStep::Confirm), None);
    // Every step has its words, and a refusal its reason.
    use ListingStep::{CallOff, Consent, Move, Promote, Refuse};
    let more = [Promote, Consent, Refuse, Move, CallOff].map(|step| by(step, Some("shanzhu")));
    let steps = words::history(&told(more.to_vec()), None, NOW);
    assert!(steps.iter().all(|s| s.title.contains("shanzhu") && !s.title.contains('{')), "{steps:?}");
    assert!(steps[2].title.contains("why"));
}

#[test]
fn faults_lead_on() {
    assert_eq!(trouble("listing_held"), Trouble::Moved);
    assert_eq!(trouble("listing_gone"), Trouble::Moved);
    assert_eq!(trouble("seat_taken"), Trouble::HasSeat);
    assert_eq!(trouble("phone_unverified"), Trouble::Plain);
    assert_eq!(trouble("offline"), Trouble::Plain);
    assert!(words::own_words("seat_taken", true).is_some());
    assert!(words::own_words("listing_held", true).is_none());
}

#[test]
fn a_sentence_puts_each_word_in_its_place() {
    let held = listing(ListingState::Held, ListingRole::Claimant);
    let said = words::sentence(&held, standing(&held, NOW), "", None, NOW);
    assert!(said.contains("14:00 shanzhu") || said.contains("If shanzhu"), "{said}");
    let text = words::copied(&held, standing(&held, NOW), NOW, "x");
    assert!(text.contains("12:00 的") || text.contains("12:00)"), "the moment it was true: {text}");
    assert!(words::time_pill(&held, standing(&held, NOW), NOW).is_some_and(|p| p.0.contains("14:00")));
}

#[test]
fn a_cancelled_class_says_what_the_money_is() {
    let called_off = |state, you| {
        let mut over = listing(state, you);
        over.class.cancelled_at = Some(NOW);
        words::sentence(&over, standing(&over, NOW), "", None, NOW)
    };
    for you in [ListingRole::Seller, ListingRole::Claimant] {
        let said = called_off(ListingState::Transferred, you);
        assert!(said.contains("¥80") && (said.contains("xiaoman") || said.contains("shanzhu")), "{said}");
    }
    assert!(!called_off(ListingState::Cancelled, ListingRole::Onlooker).contains('¥'));
}

#[test]
fn a_roster_says_how_each_seat_came_and_names_personas_only() {
    let mut passed = seat("b", "=xiaoman", false, Some("listing"));
    passed.from = Some(member("shanzhu"));
    passed.passed_on_at = Some(NOW);
    let csv = words::roster_csv(&class(vec![seat("a", "coach", false, None), passed]));
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("\"1\",\"coach\",") && lines[2].contains("\"'=xiaoman\""), "{csv}");
    assert!(lines[2].contains("shanzhu"));
    let name = words::roster_name(&class(vec![]));
    assert!(name.ends_with(".csv") && !name.contains(':'), "{name}");
}

#[test]
fn a_calendar_follows_the_class() {
    let mut brief = brief();
    let text = words::calendar(&brief, "https://x/#/g/1/c/2", NOW);
    for part in ["UID:class@qunli\r\n", "SEQUENCE:0\r\n", "DTSTART:20260312T180000Z\r\n", "STATUS:CONFIRMED"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    brief.sequence = 2;
    brief.cancelled_at = Some(NOW);
    let text = words::calendar(&brief, "", NOW);
    assert!(
        text.contains("UID:class@qunli") && text.contains("SEQUENCE:2") && text.contains("STATUS:CANCELLED")
    );
}

#[test]
fn a_class_that_moves_says_what_is_wrong_beside_its_field() {
    let form = |starts_at: &str, place: &str| MoveForm {
        starts_at: starts_at.to_owned(),
        minutes: "60".to_owned(),
        place: place.to_owned(),
        notice: String::new(),
    };
    let wrong = move_of(&form("", " "), NOW).unwrap_err();
    assert_eq!((wrong.field("starts_at"), wrong.field("place")), (Some("required"), Some("required")));
    assert_eq!(move_of(&form("2026-03-01T10:00", "A"), NOW).unwrap_err().field("starts_at"), Some("past"));
    assert_eq!(move_of(&form("2026-03-13T10:00", "A"), NOW).unwrap().place, "A");
}

#[test]
fn nobody_keeps_a_seat_that_was_left() {
    for state in STATES {
        for you in [ListingRole::Seller, ListingRole::Claimant, ListingRole::Onlooker] {
            let left = Listing { vacated: true, auto_confirm: true, ..listing(state, you) };
            let said = words::sentence(&left, standing(&left, NOW), "xiaoman", None, NOW);
            for word in ["名额还是你的", "你不用来了", "自己去上课"] {
                assert!(!said.contains(word), "{state:?} {you:?}: {said}");
            }
            let (_, asked, ..) = words::question(ListingStep::Cancel, &left);
            assert!(!asked.contains("名额还是你的"), "{asked}");
        }
    }
}
