//! Members who leave, are taken out, or come again, and groups that end: who is not in reads nothing and does nothing,
//! and who comes again is a newcomer.

use contract::change::ChangeKind;
use contract::feed::{NewPost, PostKind};
use contract::group::{Role, SetRole};
use contract::groupbuy::{DealState, NewPledge, Pledge, PledgeState};
use contract::invite::{InviteKind, NewInvite};
use contract::{Code, PostId};
use server::rules::groupbuy::{deal, pledge};
use server::rules::market::{class, line, listing};
use server::rules::{changes, feed, group, invite, lifecycle, member};
use std::collections::BTreeSet;

use super::Chance;
use super::deals::{WHOLE, whose};
use super::world::{Scene, World};

/// One thing that people do.
pub async fn event(world: &mut World, scene: &mut Scene, chance: &mut Chance, met: &mut BTreeSet<String>) {
    let happened = match chance.below(60) {
        0..=14 => leaves(world, scene, chance).await,
        15..=23 => is_removed(world, scene, chance).await,
        24..=46 => comes_again(world, scene, chance).await,
        47..=51 => becomes_host(world, scene, chance).await,
        52 => dissolves(world, scene).await,
        _ => writes(world, scene).await,
    };
    met.extend(happened.map(str::to_owned));
}

/// A host writes something.
pub async fn writes(world: &World, scene: &mut Scene) -> Option<&'static str> {
    let note = NewPost { body: "话".into(), kind: PostKind::Note, ..NewPost::default() };
    let note = world.tries(scene.host(), async |w| feed::create(w, scene.group.clone(), note).await).await;
    scene.notes.push((world.clock_now(), note.unwrap().id));
    None
}

async fn becomes_host(world: &World, scene: &mut Scene, chance: &mut Chance) -> Option<&'static str> {
    let who = scene.somebody(chance, |one| one.here && !one.host)?;
    let (id, role) = (scene.id_of(world, who).await?, SetRole { role: Role::Host });
    let set =
        async |w: &mut server::rules::Writing| lifecycle::set_role(w, scene.group.clone(), id, role).await;
    world.tries(scene.host(), set).await.unwrap();
    scene.who[who].host = true;
    None
}

async fn leaves(world: &mut World, scene: &mut Scene, chance: &mut Chance) -> Option<&'static str> {
    // Half of the time whoever has bought something, who are few.
    let bought = |one: &Pledge| matches!(one.state, PledgeState::Due | PledgeState::Settled);
    let who = match whose(world, scene, chance, bought).await.filter(|_| chance.below(2) == 0) {
        Some((who, _)) => who,
        None => scene.somebody(chance, |one| one.here)?,
    };
    let alone = scene.who[who].host && scene.who.iter().filter(|one| one.here && one.host).count() == 1;
    let left = world.tries(who, async |w| member::leave(w, scene.group.clone()).await).await;
    if alone {
        assert_eq!(left.map(drop), Err(Code::LastHost));
        return None;
    }
    left.unwrap();
    let was_host = scene.who[who].host;
    (scene.who[who].here, scene.who[who].host) = (false, false);
    is_outside(world, scene, who).await;
    Some(if was_host { "a host left" } else { "a member left" })
}

async fn is_removed(world: &mut World, scene: &mut Scene, chance: &mut Chance) -> Option<&'static str> {
    let who = scene.somebody(chance, |one| one.here && !one.host)?;
    let id = scene.id_of(world, who).await?;
    let remove = async |w: &mut server::rules::Writing| member::remove(w, scene.group.clone(), id).await;
    world.tries(scene.host(), remove).await.unwrap();
    (scene.who[who].here, scene.who[who].removed) = (false, true);
    is_outside(world, scene, who).await;
    Some("a member was removed")
}

/// Somebody who is not in comes by what hangs at the door, or by an invite that a member makes for them.
async fn comes_again(world: &mut World, scene: &mut Scene, chance: &mut Chance) -> Option<&'static str> {
    let who = scene.somebody(chance, |one| !one.here)?;
    let removed = scene.who[who].removed;
    let before = world.reads(who, async |r| changes::list(r, None).await).await.unwrap().cursor;
    if removed || chance.below(2) == 0 {
        let door = scene.qr.clone();
        let came = scene.joins(world, who, &door).await;
        assert!(!removed || came.is_err(), "who was taken out came in by an old code");
        if came.is_ok() {
            is_new(world, scene, who, &before).await;
            return Some("came again by the door");
        }
    }
    let by = scene.somebody(chance, |one| one.here)?;
    let new = NewInvite { kind: InviteKind::Personal, note: None, target: None };
    // What is made in the very moment of a removal does not count as fresh.
    world.passes(1);
    let fresh = world.tries(by, async |w| invite::create(w, scene.group.clone(), new).await).await.unwrap();
    scene.joins(world, who, &fresh).await.unwrap();
    is_new(world, scene, who, &before).await;
    Some(if removed { "came again after a removal" } else { "came again" })
}

async fn dissolves(world: &mut World, scene: &mut Scene) -> Option<&'static str> {
    let host = scene.host();
    world.tries(host, async |w| lifecycle::dissolve(w, scene.group.clone()).await).await.unwrap();
    scene.dissolved = true;
    for who in 0..scene.who.len() {
        scene.who[who].here = false;
        is_outside(world, scene, who).await;
    }
    Some("a group was dissolved")
}

/// Whoever is not in the group reads nothing of it and does nothing in it, whatever they had there.
pub async fn is_outside(world: &mut World, scene: &Scene, who: usize) {
    let no = if scene.dissolved { Code::GroupDissolved } else { Code::NotMember };
    let (g, d, c) = (&scene.group, &scene.deal, &scene.class);
    let post = scene.notes[0].1.clone();
    let seats: Option<String> = sqlx::query_scalar("SELECT id FROM listings WHERE group_id = ? LIMIT 1")
        .bind(g.as_str())
        .fetch_optional(&mut world.db)
        .await
        .unwrap();
    let mut r = world.app.reading(Some(&format!("q1_{who}"))).await.unwrap();
    macro_rules! refused {
        ($($what:expr),* $(,)?) => {$(
            match $what.await.map(drop) {
                Err(server::rules::Fail::Problem(problem)) => assert_eq!(problem.code, no, stringify!($what)),
                other => panic!("{} answered {other:?} to somebody outside", stringify!($what)),
            }
        )*};
    }
    refused![
        group::get(&mut r, g.clone()),
        member::list(&mut r, g.clone(), WHOLE),
        feed::list(&mut r, g.clone(), WHOLE),
        feed::pinned(&mut r, g.clone(), WHOLE),
        feed::get(&mut r, post),
        invite::list(&mut r, g.clone(), WHOLE),
        deal::list(&mut r, g.clone(), WHOLE),
        deal::get(&mut r, d.clone()),
        pledge::list(&mut r, d.clone(), WHOLE),
        class::list(&mut r, g.clone(), WHOLE),
        class::get(&mut r, c.clone()),
        listing::list(&mut r, g.clone(), WHOLE),
    ];
    if let Some(seats) = seats {
        refused![listing::get(&mut r, seats.as_str().into())];
    }
    let groups = group::list(&mut r, WHOLE).await.unwrap().items;
    assert!(groups.iter().all(|one| one.id != *g), "a group that is not theirs any more");
    drop(r);
    // What changed is told to them no more; that they are out, and what their own invites came to, is theirs.
    let heard = world.reads(who, async |r| changes::list(r, Some("0")).await).await.unwrap().items;
    for one in heard.iter().filter(|one| one.group_id == *g) {
        let own = [ChangeKind::Membership, ChangeKind::Group, ChangeKind::Invite];
        assert!(own.contains(&one.kind), "{one:?} is told to somebody outside");
    }
    let order = NewPledge { quantity: 1, ..NewPledge::default() };
    let tried = [
        world.tries(who, async |w| pledge::create(w, d.clone(), order).await).await.map(drop),
        world.tries(who, async |w| pledge::leave(w, d.clone()).await).await.map(drop),
        world.tries(who, async |w| line::join(w, c.clone()).await).await.map(drop),
    ];
    assert_eq!(tried, [Err(no); 3]);
}

/// Who comes again sees what a newcomer sees: nothing from before, but for what is open to act on.
async fn is_new(world: &mut World, scene: &Scene, who: usize, before: &str) {
    let (g, since) = (&scene.group, scene.who[who].since);
    let mut r = world.app.reading(Some(&format!("q1_{who}"))).await.unwrap();
    let posts = feed::list(&mut r, g.clone(), WHOLE).await.unwrap().items;
    let deals = deal::list(&mut r, g.clone(), WHOLE).await.unwrap().items;
    let one = deal::get(&mut r, scene.deal.clone()).await;
    let listings = listing::list(&mut r, g.clone(), WHOLE).await.unwrap().items;
    let class = class::get(&mut r, scene.class.clone()).await.unwrap();
    let heard = changes::list(&mut r, Some(before)).await.unwrap().items;
    drop(r);

    let old: BTreeSet<&PostId> =
        scene.notes.iter().filter(|(at, _)| *at < since).map(|(_, post)| post).collect();
    assert!(posts.iter().all(|post| !old.contains(&post.id)), "a note from before they came");
    assert!(
        heard.iter().all(|change| !old.iter().any(|post| change.id == post.as_str())),
        "news of an old note"
    );
    for (_, post) in scene.notes.iter().filter(|(at, _)| *at >= since) {
        assert!(posts.iter().any(|shown| shown.id == *post), "a note since they came is missing");
    }
    for deal in one.iter().chain(&deals) {
        assert!(deal.your_pledge.is_none() && !deal.yours, "what was left is nobody's: {deal:?}");
        assert!(!deal.bargains.iter().any(|b| b.yours) && !deal.teams.iter().any(|t| t.yours));
    }
    assert!(class.your_place.is_none() && class.seats.iter().all(|seat| !seat.yours));
    for post in posts.iter().filter(|post| post.created_at < since) {
        let open = post.attachment.as_ref().is_some_and(|of| {
            deals.iter().any(|d| d.id.as_str() == of.id && d.state == DealState::Open)
                || listings.iter().any(|l| l.id.as_str() == of.id)
        });
        assert!(open || post.pinned, "a post from before they came: {post:?}");
    }
    let over = "SELECT COUNT(*) FROM (SELECT id, closed_at FROM deals UNION ALL SELECT id, closed_at FROM listings) \
                WHERE id = ? AND closed_at < ?";
    let shown = deals.iter().map(|d| d.id.as_str()).chain(listings.iter().map(|l| l.id.as_str()));
    for id in shown.chain(one.iter().map(|d| d.id.as_str())) {
        let count: i64 =
            sqlx::query_scalar(over).bind(id).bind(since.0).fetch_one(&mut world.db).await.unwrap();
        assert_eq!(count, 0, "what was over before they came");
    }
}
