//! Circles: making, asking, agreeing, leaving, dissolving. What is written for one is seen through [`Here`] alone.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::circle::{
    AskMembers, Circle, CircleAnswer, CircleMember, CircleState, NewCircle, RenameCircle,
};
use contract::{AccountId, CircleId, Code, GroupId, MemberId, Page};
use domain::circle::{check_ask, check_new, check_rename, may_agree, may_ask, may_make};

use super::fail::accepted;
use super::{Caller, Here, Outcome, Paging, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{Audience, CirclePlace, CircleRow, Cursor, MemberRow, NewChange, ReadTx, Slice};

/// The first so many of a circle: all that there can be, and those who are asked.
const ALL: Slice = Slice { after: None, limit: u32::MAX };

/// A circle as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: CircleRow, place: CirclePlace) -> Outcome<Circle> {
    let state = match place.0 {
        _ if row.dissolved => CircleState::Dissolved,
        CircleAnswer::Joined => CircleState::Joined,
        CircleAnswer::Asked | CircleAnswer::Declined => CircleState::Asked,
    };
    let yours = row.maker_id == here.me.public.id && !row.dissolved;
    Ok(Circle {
        maker: tx.member(&row.maker_id).await?.map(|m| m.public),
        yours,
        state,
        people: row.people,
        asked: yours.then_some(row.asked),
        joined_at: (state == CircleState::Joined).then_some(place.1),
        id: row.id,
        group_id: row.group_id,
        name: row.name,
        made_at: row.made_at,
    })
}

/// Finds a circle that the caller is in or asked for. To everybody else there is none, whoever runs the group.
async fn find(
    tx: &mut dyn ReadTx,
    caller: &Caller,
    id: &CircleId,
) -> Outcome<(Here, CircleRow, CirclePlace)> {
    let row = tx.circle(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let place = tx.circle_place(id, &here.me.public.id).await?.filter(|(a, _)| *a != CircleAnswer::Declined);
    Ok((here, row, place.ok_or(Code::NotFound)?))
}

/// The same for who looks after it while it is there.
async fn find_mine(w: &mut Writing, id: &CircleId) -> Outcome<(Here, CircleRow)> {
    let caller = w.caller()?;
    let (here, row, _) = find(&mut *w.tx, &caller, id).await?;
    if row.dissolved {
        return Err(Code::NotFound.into());
    }
    if row.maker_id == here.me.public.id { Ok((here, row)) } else { Err(Code::NotYours.into()) }
}

async fn answer(w: &mut Writing, id: &CircleId) -> Outcome<Circle> {
    let caller = w.caller()?;
    let (here, row, place) = find(&mut *w.tx, &caller, id).await?;
    view(&mut *w.tx, &here, row, place).await
}

/// The circles of a group that I am in or asked for.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Circle>> {
    let here = r.here(&group).await?;
    let mut items = Vec::new();
    for (row, place) in r.tx.circles_of(&here.me.public.id, paging.slice()).await? {
        items.push((Cursor(0, row.n), view(&mut *r.tx, &here, row, place).await?));
    }
    r.page(items, paging).await
}

/// One circle.
pub async fn get(r: &mut Reading, id: CircleId) -> Outcome<Circle> {
    let caller = r.caller()?;
    let (here, row, place) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, place).await
}

/// Who is in a circle. Who is asked sees how many, not who: they agreed to be seen by its members.
pub async fn members(r: &mut Reading, id: CircleId, paging: Paging) -> Outcome<Page<CircleMember>> {
    let caller = r.caller()?;
    let (here, row, place) = find(&mut *r.tx, &caller, &id).await?;
    if place.0 != CircleAnswer::Joined || row.dissolved {
        return r.page(Vec::new(), paging).await;
    }
    let all = row.maker_id == here.me.public.id;
    let rows = r.tx.circle_members(&id, all, paging.slice()).await?;
    let item = |(key, row, (answer, at)): (i64, MemberRow, CirclePlace)| {
        let place = format!("{id}.{}", row.public.id);
        (Cursor(key, row.n), CircleMember { id: place, member: row.public, answer, at })
    };
    r.page(rows.into_iter().map(item).collect(), paging).await
}

/// Makes a circle; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewCircle) -> Outcome<Circle> {
    let here = w.here(&group).await?;
    accepted(check_new(&command))?;
    let me = here.me.public.id.clone();
    may_make(w.tx.circles_made(&me).await?)?;
    let row = CircleRow {
        n: 0,
        id: new_id::<CircleId>(),
        group_id: group,
        maker_id: me.clone(),
        name: command.name.trim().to_owned(),
        made_at: w.now,
        dissolved: false,
        people: 1,
        asked: 0,
    };
    w.tx.add_circle(&row).await?;
    w.tx.set_circle_place(&row.id, &me, (CircleAnswer::Joined, w.now)).await?;
    tell(w, &row, &here.me.account_id, ChangeOp::Created).await?;
    ask_each(w, &row, &command.members).await?;
    answer(w, &row.id).await
}

/// Asks members; who looks after it.
pub async fn ask(w: &mut Writing, id: CircleId, command: AskMembers) -> Outcome<Circle> {
    let (here, row) = find_mine(w, &id).await?;
    accepted(check_ask(&command))?;
    ask_each(w, &row, &command.members).await?;
    tell(w, &row, &here.me.account_id, ChangeOp::Updated).await?;
    answer(w, &id).await
}

async fn ask_each(w: &mut Writing, row: &CircleRow, members: &[MemberId]) -> Outcome<()> {
    for id in members {
        let Some(member) = w.tx.member(id).await?.filter(|m| m.group_id == row.group_id) else { continue };
        if may_ask(w.tx.circle_place(&row.id, id).await?, w.now) {
            w.tx.set_circle_place(&row.id, id, (CircleAnswer::Asked, w.now)).await?;
            tell(w, row, &member.account_id, ChangeOp::Created).await?;
        }
    }
    Ok(())
}

/// Agrees. Places are counted in this transaction: the one after the last is told so.
pub async fn agree(w: &mut Writing, id: CircleId) -> Outcome<Circle> {
    let caller = w.caller()?;
    let (here, row, place) = find(&mut *w.tx, &caller, &id).await?;
    if row.dissolved {
        return Err(Code::NotFound.into());
    }
    may_agree(Some(place.0), row.people)?;
    if place.0 != CircleAnswer::Joined {
        w.tx.set_circle_place(&id, &here.me.public.id, (CircleAnswer::Joined, w.now)).await?;
        // The open streams of the account hear of its circles from now on.
        tell(w, &row, &here.me.account_id, ChangeOp::Updated).await?;
        tell_all(w, &row).await?;
    }
    answer(w, &id).await
}

/// Declines, leaves, or puts a dissolved one away.
pub async fn leave(w: &mut Writing, id: CircleId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, row, place) = find(&mut *w.tx, &caller, &id).await?;
    go(w, &row, &here.me, place.0).await?;
    Ok(Done {})
}

/// Takes a member out, or the question back; who looks after it. Who declined is left in peace.
pub async fn remove(w: &mut Writing, id: CircleId, member: MemberId) -> Outcome<Circle> {
    let (here, row) = find_mine(w, &id).await?;
    if member == here.me.public.id {
        return Err(Code::Conflict.into());
    }
    let there = w.tx.member(&member).await?.filter(|m| m.group_id == row.group_id).ok_or(Code::NotFound)?;
    let place = w.tx.circle_place(&id, &member).await?.ok_or(Code::NotFound)?;
    if place.0 != CircleAnswer::Declined {
        w.tx.drop_circle_place(&id, &member).await?;
        out(w, &row, &there.account_id).await?;
        tell_all(w, &row).await?;
    }
    answer(w, &id).await
}

/// Gives it another name.
pub async fn rename(w: &mut Writing, id: CircleId, command: RenameCircle) -> Outcome<Circle> {
    let (_, row) = find_mine(w, &id).await?;
    accepted(check_rename(&command))?;
    let name = command.name.trim();
    if name != row.name {
        w.tx.rename_circle(&id, name).await?;
        for (_, member, (answer, _)) in w.tx.circle_members(&id, true, ALL).await? {
            if answer != CircleAnswer::Declined {
                tell(w, &row, &member.account_id, ChangeOp::Updated).await?;
            }
        }
    }
    answer(w, &id).await
}

/// Dissolves it with its posts, for good.
pub async fn dissolve(w: &mut Writing, id: CircleId) -> Outcome<Done> {
    let (here, row) = find_mine(w, &id).await?;
    end(w, &row).await?;
    w.tx.drop_circle_place(&id, &here.me.public.id).await?;
    Ok(Done {})
}

/// Ends a member's places in all circles of a group, in the transaction that ends their membership.
pub(super) async fn leave_all(w: &mut Writing, member: &MemberRow) -> Outcome<()> {
    for (row, place) in w.tx.circles_of(&member.public.id, ALL).await? {
        go(w, &row, member, place.0).await?;
    }
    Ok(())
}

/// A member goes. Who looked after it hands over to who agreed first of the others; nobody being left, it ends.
async fn go(w: &mut Writing, row: &CircleRow, member: &MemberRow, answer: CircleAnswer) -> Outcome<()> {
    let me = &member.public.id;
    if row.dissolved {
        w.tx.drop_circle_place(&row.id, me).await?;
        return out(w, row, &member.account_id).await;
    }
    let declined = (CircleAnswer::Declined, w.now);
    w.tx.set_circle_place(&row.id, me, declined).await?;
    out(w, row, &member.account_id).await?;
    if answer == CircleAnswer::Joined && row.maker_id == *me {
        let heir = w.tx.circle_members(&row.id, false, Slice { after: None, limit: 1 }).await?;
        match heir.into_iter().next() {
            Some((_, heir, _)) => w.tx.set_circle_maker(&row.id, &heir.public.id).await?,
            None => return end(w, row).await,
        }
    }
    if answer == CircleAnswer::Joined {
        return tell_all(w, row).await;
    }
    // Who looks after it counts who is asked; nobody else knew.
    match w.tx.member(&row.maker_id).await? {
        Some(maker) => tell(w, row, &maker.account_id, ChangeOp::Updated).await,
        None => Ok(()),
    }
}

/// Deletes what was written for a circle, and tells everybody who is in it or asked that it is over.
async fn end(w: &mut Writing, row: &CircleRow) -> Outcome<()> {
    for post in w.tx.posts_for(&row.id).await? {
        if let Some(post) = w.tx.post(&post, w.now).await? {
            feed::take_down(w, &post).await?;
        }
    }
    let told = w.tx.circle_members(&row.id, true, ALL).await?;
    w.tx.dissolve_circle(&row.id, w.now).await?;
    for (_, member, (answer, _)) in told {
        if answer != CircleAnswer::Declined {
            out(w, row, &member.account_id).await?;
        }
    }
    Ok(())
}

/// An account sees nothing of a circle's posts from now on, not by a second try of what it once did either.
async fn out(w: &mut Writing, row: &CircleRow, account: &AccountId) -> Outcome<()> {
    w.tx.forget_answers(account, &row.id).await?;
    tell(w, row, account, ChangeOp::Deleted).await
}

async fn tell(w: &mut Writing, row: &CircleRow, account: &AccountId, op: ChangeOp) -> Outcome<()> {
    note(w, row, Audience::Account(account.clone()), op).await
}

async fn tell_all(w: &mut Writing, row: &CircleRow) -> Outcome<()> {
    note(w, row, Audience::Circle(row.id.clone()), ChangeOp::Updated).await
}

async fn note(w: &mut Writing, row: &CircleRow, audience: Audience, op: ChangeOp) -> Outcome<()> {
    w.note(NewChange {
        group_id: row.group_id.clone(),
        audience,
        kind: ChangeKind::Circle,
        op,
        id: row.id.to_string(),
        parent: None,
        entity_at: w.now,
        exposed: true,
    })
    .await
}
