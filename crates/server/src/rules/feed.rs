//! Posts: reading a feed, writing, deleting, pinning; and the posts that carry offers.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{Attachment, NewPost, Post, PostKind};
use contract::{Code, GroupId, MemberId, Page, PostId, Timestamp};

use super::carried::Carried;
use super::chain::list as chain;
use super::fail::accepted;
use super::post_view::{find_post, post, posts, sees};
use super::{Here, Outcome, Paging, Reading, Writing, daily, event, mention, photo, poll, relay};
use crate::secret::new_id;
use crate::store::{Audience, ChainRow, GroupEventRow, NewChange, PollRow, PostRow, RelayRow};

/// A group's feed, newest first.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Post>> {
    let here = r.here(&group).await?;
    let rows = r.tx.posts(&group, &here.me.public.id, here.from(), paging.slice()).await?;
    let rows = rows.into_iter().filter(|row| sees(&here, row)).collect();
    let items = posts(&mut *r.tx, &here, rows).await?;
    r.page(items, paging).await
}

/// A group's pinned posts, newest first.
pub async fn pinned(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Post>> {
    let here = r.here(&group).await?;
    let rows = r.tx.pinned(&group, here.from(), paging.slice()).await?;
    let items = posts(&mut *r.tx, &here, rows).await?;
    r.page(items, paging).await
}

/// One post.
pub async fn get(r: &mut Reading, id: PostId) -> Outcome<Post> {
    let caller = r.caller()?;
    let (here, row) = find_post(&mut *r.tx, &caller, &id).await?;
    post(&mut *r.tx, &here, row).await
}

/// Writes a post.
pub async fn create(w: &mut Writing, group: GroupId, command: NewPost) -> Outcome<Post> {
    let here = w.here(&group).await?;
    accepted(domain::limits::check_post(&command))?;
    write(w, &here, command, |_| {}).await
}

/// Writes a post that was found right; `carries` puts into it what it carries besides words.
pub(super) async fn write(
    w: &mut Writing,
    here: &Here,
    command: NewPost,
    carries: impl FnOnce(&mut PostRow) + Send,
) -> Outcome<Post> {
    let group = here.group.id.clone();
    here.must_be_in(command.circle_id.as_ref())?;
    if command.kind == PostKind::Announcement {
        here.must_run_it()?;
        let day = w.now.plus_s(-domain::talk::URGENT_WINDOW_S);
        domain::talk::may_call(command.roll_call, w.tx.urgent_since(&group, day).await?)?;
    }
    let body =
        mention::kept(&mut *w.tx, (&group, command.circle_id.as_ref()), &command.body, &command.mentions)
            .await?;
    let mut row = PostRow {
        n: 0,
        id: new_id::<PostId>(),
        group_id: group,
        author_id: here.me.public.id.clone(),
        author: Some(here.me.public.clone()),
        kind: command.kind,
        body,
        attachment: None,
        // What the hosts say to all stays on top until they take it down.
        pinned: command.kind == PostKind::Announcement,
        actionable: false,
        created_at: w.now,
        deleted: false,
        comment_count: 0,
        edited_at: None,
        roll_call: command.roll_call,
        answer: None,
        moment: None,
        circle_id: command.circle_id,
    };
    carries(&mut row);
    w.tx.add_post(&row).await?;
    photo::put_into(w, (&row.group_id, &row.id), &command.photos).await?;
    note_post(w, &row, ChangeOp::Created).await?;
    post(&mut *w.tx, here, row).await
}

/// Deletes one's own post, or any for hosts.
pub async fn delete(w: &mut Writing, id: PostId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, row) = find_post(&mut *w.tx, &caller, &id).await?;
    if row.author_id != here.me.public.id {
        here.must_run_it()?;
    }
    take_down(w, &row).await?;
    note_post(w, &row, ChangeOp::Deleted).await?;
    Ok(Done {})
}

/// Deletes a post with what it carries, its talk and its photos; tells nobody.
pub(super) async fn take_down(w: &mut Writing, row: &PostRow) -> Outcome<()> {
    if let Some(carried) = &row.attachment {
        erase(w, carried).await?;
    }
    w.tx.delete_post(&row.id, w.now).await?;
    photo::remove_of(w, &row.id).await
}

/// Deletes what a post carries, where it is nothing without its post.
async fn erase(w: &mut Writing, carried: &Attachment) -> Outcome<()> {
    let id = carried.id.as_str();
    match carried.kind.as_str() {
        ChainRow::KIND => chain::erase(w, &id.into()).await,
        PollRow::KIND => poll::erase(w, &id.into()).await,
        RelayRow::KIND => relay::erase(w, &id.into()).await,
        daily::KIND => daily::erase(w, &id.into()).await,
        GroupEventRow::KIND => event::erase(w, &id.into()).await,
        _ => Ok(()),
    }
}

/// Pins or unpins a post; hosts only.
pub async fn set_pinned(w: &mut Writing, id: PostId, pinned: bool) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, mut row) = find_post(&mut *w.tx, &caller, &id).await?;
    here.must_run_it()?;
    // What stands on top stands there for everybody.
    if row.circle_id.is_some() {
        return Err(Code::Conflict.into());
    }
    if row.pinned != pinned {
        w.tx.set_pinned(&id, pinned).await?;
        // Exposed before or after: newcomers saw it, or see it now.
        row.pinned = true;
        note_post(w, &row, ChangeOp::Updated).await?;
        row.pinned = pinned;
    }
    post(&mut *w.tx, &here, row).await
}

/// Puts an offer into the feed, in the transaction that opens it; answers its post.
pub(super) async fn add_offer(
    w: &mut Writing,
    group: &GroupId,
    author: &MemberId,
    attachment: Attachment,
) -> Outcome<PostId> {
    let row = PostRow {
        n: 0,
        id: new_id::<PostId>(),
        group_id: group.clone(),
        author_id: author.clone(),
        author: None,
        kind: PostKind::Note,
        body: String::new(),
        attachment: Some(attachment),
        pinned: false,
        actionable: true,
        created_at: w.now,
        deleted: false,
        comment_count: 0,
        edited_at: None,
        roll_call: None,
        answer: None,
        moment: None,
        circle_id: None,
    };
    w.tx.add_post(&row).await?;
    note_post(w, &row, ChangeOp::Created).await?;
    Ok(row.id)
}

/// Notes that an offer is no longer open, in the transaction that closes it: newcomers lose its post.
pub(super) async fn close_offer(w: &mut Writing, group: &GroupId, attachment_id: &str) -> Outcome<()> {
    for (id, created_at) in w.tx.close_offer(attachment_id).await? {
        note(w, group, &id, created_at, true, ChangeOp::Updated).await?;
    }
    Ok(())
}

/// Deletes the posts that carried something which was deleted; newcomers are told where they saw it.
pub(super) async fn delete_carriers(
    w: &mut Writing,
    group: &GroupId,
    posts: Vec<(PostId, Timestamp)>,
    exposed: bool,
) -> Outcome<()> {
    for (post, at) in posts {
        w.tx.delete_post(&post, w.now).await?;
        note(w, group, &post, at, exposed, ChangeOp::Deleted).await?;
    }
    Ok(())
}

/// Gives the posts that carry an offer its title.
pub(super) async fn rename_offer(w: &mut Writing, group: &GroupId, id: &str, title: &str) -> Outcome<()> {
    for (post, created_at) in w.tx.rename_offer(id, title).await? {
        note(w, group, &post, created_at, true, ChangeOp::Updated).await?;
    }
    Ok(())
}

/// Tells the members about a post, newcomers only when they may see it.
pub(super) async fn note_post(w: &mut Writing, row: &PostRow, op: ChangeOp) -> Outcome<()> {
    let exposed = row.pinned || row.actionable;
    note_for(w, audience(row), (&row.group_id, &row.id), row.created_at, exposed, op).await
}

/// Who is told of a post and of the talk under it.
pub(super) fn audience(row: &PostRow) -> Audience {
    row.circle_id.clone().map_or(Audience::Members, Audience::Circle)
}

/// Tells the members about a post that is known by its id.
pub(super) async fn note(
    w: &mut Writing,
    group: &GroupId,
    id: &PostId,
    created_at: Timestamp,
    exposed: bool,
    op: ChangeOp,
) -> Outcome<()> {
    note_for(w, Audience::Members, (group, id), created_at, exposed, op).await
}

async fn note_for(
    w: &mut Writing,
    audience: Audience,
    (group, id): (&GroupId, &PostId),
    created_at: Timestamp,
    exposed: bool,
    op: ChangeOp,
) -> Outcome<()> {
    w.note(NewChange {
        group_id: group.clone(),
        audience,
        kind: ChangeKind::Post,
        op,
        id: id.to_string(),
        parent: None,
        entity_at: created_at,
        exposed,
    })
    .await
}
