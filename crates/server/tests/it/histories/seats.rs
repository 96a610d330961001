//! What happens to a class: its seats change hands, its line moves, its host moves it or calls it off.

use contract::groupbuy::Settling;
use contract::market::{
    CancelClass, Listing, ListingRole, ListingState, ListingStep, MoveClass, NewClass, NewListing, NewSeat,
    Refuse,
};
use contract::{Code, Money};
use server::rules::market::{class, line, listing};
use server::rules::member;

use super::Chance;
use super::deals::WHOLE;
use super::world::{Scene, World};

/// Three seats, which three members have; now and then two others wait for one.
pub async fn full_class(world: &World, scene: &Scene, chance: &mut Chance) -> contract::ClassId {
    let mut roster = Vec::new();
    for who in 1..4 {
        roster.push(scene.id_of(world, who).await.unwrap());
    }
    let new = NewClass {
        title: "普拉提器械".into(),
        coach: "栗子教练".into(),
        place: "B 教室".into(),
        starts_at: world.clock_now().plus_s(chance.of(&[14_400, 43_200, 172_800])),
        duration_min: 60,
        face_value: Money::fen(12_000),
        capacity: 3,
        roster,
    };
    let class =
        world.tries(0, async |w| class::create(w, scene.group.clone(), new).await).await.unwrap().brief.id;
    for who in [4, 5].into_iter().filter(|_| chance.below(2) == 0) {
        world.tries(who, async |w| line::join(w, class.clone()).await).await.unwrap();
    }
    class
}

/// The open listings, as a host sees them: with who claims.
async fn open(world: &World, scene: &Scene) -> Vec<Listing> {
    let all = world.reads(scene.host(), async |r| listing::list(r, scene.group.clone(), WHOLE).await).await;
    let mut items = all.unwrap().items;
    items.retain(|one| {
        use ListingState::{Agreed, Available, Held, Offered};
        matches!(one.state, Available | Offered | Held | Agreed)
    });
    items
}

/// One thing that happens to the class.
pub async fn event(world: &World, scene: &Scene, chance: &mut Chance) {
    let (who, id) = (Scene::anybody(chance), &scene.class);
    match chance.below(20) {
        0..=3 => drop(world.does(who, async |w| line::join(w, id.clone()).await).await),
        4 => drop(world.does(who, async |w| line::leave(w, id.clone()).await).await),
        5..=7 => lists(world, scene, chance, who).await,
        8..=10 => {
            if let Some(first) = open(world, scene).await.into_iter().next() {
                let claim = ListingStep::Claim;
                world.does(who, async |w| listing::step(w, first.id, claim).await).await;
            }
        }
        11..=16 => answers(world, scene, chance).await,
        17 => {
            if let Some(member_id) = scene.id_of(world, who).await {
                let seat = NewSeat { member_id };
                world.does(scene.host(), async |w| class::add_seat(w, id.clone(), seat).await).await;
            }
        }
        18 if chance.below(3) == 0 => {
            let starts_at = world.clock_now().plus_s(chance.of(&[3600, 43_200]));
            let moved =
                MoveClass { starts_at, duration_min: 60, place: "A 教室".into(), notice: String::new() };
            world.does(scene.host(), async |w| class::move_to(w, id.clone(), moved).await).await;
        }
        19 if chance.below(6) == 0 => {
            let off = CancelClass { notice: String::new() };
            world.does(scene.host(), async |w| class::cancel(w, id.clone(), off).await).await;
        }
        _ => world.passes(chance.of(&[20, 1801])),
    }
}

/// Whoever has a seat offers it; whoever has none is told so.
async fn lists(world: &World, scene: &Scene, chance: &mut Chance, who: usize) {
    let Ok(seen) = world.reads(who, async |r| class::get(r, scene.class.clone()).await).await else { return };
    let Some(seat) = seen.seats.first() else { return };
    let mine = seen.seats.iter().find(|seat| seat.yours);
    let offer = NewListing {
        seat_id: mine.unwrap_or(seat).id.clone(),
        asking: Money::fen(chance.of(&[0, 8_000, 12_000])),
        note: String::new(),
        auto_confirm: chance.below(2) == 0,
    };
    let listed = world.tries(who, async |w| listing::create(w, scene.group.clone(), offer).await).await;
    if mine.is_none() {
        assert_eq!(listed.map(drop), Err(Code::SeatNotYours));
    }
}

/// Somebody with a say in a listing says it.
async fn answers(world: &World, scene: &Scene, chance: &mut Chance) {
    let all = open(world, scene).await;
    if all.is_empty() {
        return;
    }
    let at = usize::try_from(chance.below(all.len() as u64)).unwrap();
    let one = &all[at];
    let seller = scene.ids[&one.seller.as_ref().expect("nobody offers it").id];
    let claimant = one.claimant.as_ref().map(|m| scene.ids[&m.id]);
    use ListingStep::{Cancel, Claim, Confirm, Consent, Decline, Release};
    let (who, step) = match chance.below(9) {
        0..=2 => (Some(seller), Confirm),
        3 => (Some(seller), Decline),
        4 => (Some(seller), Cancel),
        5 => (claimant, Release),
        6 => (Some(scene.host()), Consent),
        7 => {
            let reason = Refuse { reason: "先上基础课".into() };
            world.does(scene.host(), async |w| listing::refuse(w, one.id.clone(), reason).await).await;
            return;
        }
        _ => (claimant, Claim),
    };
    if let Some(who) = who {
        world.does(who, async |w| listing::step(w, one.id.clone(), step).await).await;
    }
}

/// Somebody offers their seat.
async fn offers(world: &World, scene: &Scene, who: usize) -> Listing {
    let seen = world.reads(who, async |r| class::get(r, scene.class.clone()).await).await.unwrap();
    let seat_id = seen.seats.into_iter().find(|seat| seat.yours).unwrap().id;
    let new = NewListing { seat_id, asking: Money::fen(8_000), note: String::new(), auto_confirm: false };
    world.tries(who, async |w| listing::create(w, scene.group.clone(), new).await).await.unwrap()
}

/// Who waits and holds one seat is passed over for another; when what they hold is taken back, the other is their turn.
#[tokio::test]
async fn who_loses_a_hold_because_its_listing_ends_has_the_next_turn() {
    for leaves in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let world = World::open(folder.path(), Settling::WithHost).await;
        let mut chance = Chance(3);
        let mut scene = Scene::gather(&world, &mut chance).await;
        scene.class = full_class(&world, &scene, &mut Chance(1)).await;
        for who in [4, 5] {
            world.tries(who, async |w| line::leave(w, scene.class.clone()).await).await.unwrap();
        }
        let first = offers(&world, &scene, 1).await;
        world.tries(6, async |w| listing::step(w, first.id.clone(), ListingStep::Claim).await).await.unwrap();
        world.tries(6, async |w| line::join(w, scene.class.clone()).await).await.unwrap();
        let second = offers(&world, &scene, 2).await;
        assert_eq!(second.state, ListingState::Available, "who waits holds another");
        if leaves {
            world.tries(1, async |w| member::leave(w, scene.group.clone()).await).await.unwrap();
        } else {
            let cancel = ListingStep::Cancel;
            world.tries(1, async |w| listing::step(w, first.id.clone(), cancel).await).await.unwrap();
        }
        let now = world.reads(6, async |r| listing::get(r, second.id.clone()).await).await.unwrap();
        assert_eq!((now.state, now.you), (ListingState::Offered, ListingRole::Claimant));
        world.close().await;
        crate::balance::check(folder.path()).await;
    }
}
