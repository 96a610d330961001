//! Leaving a group and coming again gives nobody a second time what is given once.

use contract::groupbuy::{Deal, NewDeal, PledgeState, Settling, TeamState};
use contract::invite::{InviteKind, NewInvite};
use contract::{Code, Timestamp};
use server::rules::groupbuy::{bargain, deal, pledge, team};
use server::rules::{invite, member};

use super::Chance;
use super::deals::{by_bargains, in_teams};
use super::world::{Scene, World};

async fn begun(world: &World, wanted: impl FnOnce(Timestamp, &mut Chance) -> NewDeal) -> Scene {
    let mut chance = Chance(5);
    let mut scene = Scene::gather(world, &mut chance).await;
    let wanted = NewDeal { stock: Some(6), ..wanted(world.clock_now(), &mut chance) };
    scene.deal =
        world.tries(0, async |w| deal::create(w, scene.group.clone(), wanted).await).await.unwrap().id;
    scene
}

/// Somebody leaves, and is let in again by a fresh invite.
async fn comes_again(world: &World, scene: &mut Scene, who: usize) {
    world.tries(who, async |w| member::leave(w, scene.group.clone()).await).await.unwrap();
    let new = NewInvite { kind: InviteKind::Personal, note: None, target: None };
    let fresh = world.tries(0, async |w| invite::create(w, scene.group.clone(), new).await).await.unwrap();
    scene.joins(world, who, &fresh).await.unwrap();
}

async fn opens(world: &World, scene: &Scene, who: usize) -> Result<Deal, Code> {
    world.tries(who, async |w| team::create(w, scene.deal.clone()).await).await
}

#[tokio::test]
async fn who_bought_in_a_team_and_came_again_takes_no_second_place() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path(), Settling::WithHost).await;
    let mut scene = begun(&world, |now, chance| in_teams(false, now, chance)).await;
    let team = opens(&world, &scene, 1).await.unwrap().teams.remove(0).id;
    for who in [2, 3] {
        world.tries(who, async |w| team::join(w, team.clone()).await).await.unwrap();
    }
    // Their team is full: what they bought is theirs and owed, in the group or not.
    comes_again(&world, &mut scene, 1).await;
    assert_eq!(opens(&world, &scene, 1).await.map(drop), Err(Code::AlreadyPledged));
    let all = super::pledges(&world, &scene).await;
    assert_eq!(all.iter().filter(|(who, one)| who.is_none() && one.state == PledgeState::Due).count(), 1);
    // Who was in a team that waits is out of it by leaving, and may open another.
    opens(&world, &scene, 4).await.unwrap();
    comes_again(&world, &mut scene, 4).await;
    let now = opens(&world, &scene, 4).await.unwrap();
    let running = now.teams.iter().filter(|team| team.state == TeamState::Running);
    assert_eq!((now.people, now.units, running.count()), (4, 6, 1));
    assert_eq!(opens(&world, &scene, 4).await.map(drop), Err(Code::AlreadyPledged));
    // Another in the group is not held to what they bought.
    world.tries(4, async |w| pledge::leave(w, scene.deal.clone()).await).await.unwrap();
    opens(&world, &scene, 5).await.unwrap();
    world.close().await;
    crate::balance::check(folder.path()).await;
}

#[tokio::test]
async fn who_comes_again_helps_and_bargains_no_second_time() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path(), Settling::WithHost).await;
    let mut scene = begun(&world, by_bargains).await;
    let mut bargains = Vec::new();
    for who in [1, 2, 3, 4] {
        let begun = world.tries(who, async |w| bargain::create(w, scene.deal.clone()).await).await.unwrap();
        bargains.push(begun.bargains.into_iter().find(|one| one.yours).unwrap().id);
    }
    let helps = async |who: usize, at: usize| {
        world.tries(who, async |w| bargain::help(w, bargains[at].clone()).await).await
    };
    helps(5, 0).await.unwrap();
    comes_again(&world, &mut scene, 5).await;
    let told = world.sees(5, &scene.deal).await.unwrap();
    assert!(told.bargains.iter().find(|one| one.id == bargains[0]).unwrap().helped);
    assert_eq!(told.bargain.unwrap().helps_left, 2);
    assert_eq!(helps(5, 0).await.map(drop), Err(Code::AlreadyHelped));
    helps(5, 1).await.unwrap();
    helps(5, 2).await.unwrap();
    comes_again(&world, &mut scene, 5).await;
    assert_eq!(helps(5, 3).await.map(drop), Err(Code::HelpLimit), "a fourth of the day");

    // Leaving lets a bargain be, and one has one in a deal.
    comes_again(&world, &mut scene, 4).await;
    let again = world.tries(4, async |w| bargain::create(w, scene.deal.clone()).await).await;
    assert_eq!(again.map(drop), Err(Code::AlreadyPledged));
    // Nobody else is held to that.
    helps(6, 0).await.unwrap();
    world.close().await;
    crate::balance::check(folder.path()).await;
}
