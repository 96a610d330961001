//! Posts: reading a feed, writing, deleting, pinning; and the posts that carry offers.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{Attachment, NewPost, Post, PostKind};
use contract::{GroupId, MemberId, Page, PostId, Timestamp};

use super::chain::list as chain;
use super::fail::accepted;
use super::post_view::{find_post, post, post_item, posts};
use super::{Outcome, Paging, Reading, Writing, mention, photo, poll};
use crate::secret::new_id;
use crate::store::{Audience, NewChange, PostRow};

/// A group's feed, newest first.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Post>> {
    let here = r.here(&group).await?;
    let rows = r.tx.posts(&group, here.from(), paging.slice()).await?;
    let rows = rows.into_iter().filter(|row| here.sees(post_item(row))).collect();
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
    if command.kind == PostKind::Announcement {
        here.must_run_it()?;
        let day = w.now.plus_s(-domain::talk::URGENT_WINDOW_S);
        domain::talk::may_call(command.roll_call, w.tx.urgent_since(&group, day).await?)?;
    }
    let body = mention::kept(&mut *w.tx, &group, &command.body, &command.mentions).await?;
    let row = PostRow {
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
    };
    w.tx.add_post(&row).await?;
    photo::put_into(w, (&row.group_id, &row.id), &command.photos).await?;
    note_post(w, &row, ChangeOp::Created).await?;
    post(&mut *w.tx, &here, row).await
}

/// Deletes one's own post, or any for hosts.
pub async fn delete(w: &mut Writing, id: PostId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, row) = find_post(&mut *w.tx, &caller, &id).await?;
    if row.author_id != here.me.public.id {
        here.must_run_it()?;
    }
    if let Some(carried) = row.attachment.as_ref().filter(|a| a.kind == chain::KIND) {
        chain::erase(w, &carried.id.as_str().into()).await?;
    }
    if let Some(carried) = row.attachment.as_ref().filter(|a| a.kind == poll::KIND) {
        poll::erase(w, &carried.id.as_str().into()).await?;
    }
    w.tx.delete_post(&id, w.now).await?;
    photo::remove_of(w, &id).await?;
    note_post(w, &row, ChangeOp::Deleted).await?;
    Ok(Done {})
}

/// Pins or unpins a post; hosts only.
pub async fn set_pinned(w: &mut Writing, id: PostId, pinned: bool) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, mut row) = find_post(&mut *w.tx, &caller, &id).await?;
    here.must_run_it()?;
    if row.pinned != pinned {
        w.tx.set_pinned(&id, pinned).await?;
        // Exposed before or after: newcomers saw it, or see it now.
        row.pinned = true;
        note_post(w, &row, ChangeOp::Updated).await?;
        row.pinned = pinned;
    }
    post(&mut *w.tx, &here, row).await
}

/// Puts an offer into the feed, in the transaction that opens it.
pub(super) async fn add_offer(
    w: &mut Writing,
    group: &GroupId,
    author: &MemberId,
    attachment: Attachment,
) -> Outcome<()> {
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
    };
    w.tx.add_post(&row).await?;
    note_post(w, &row, ChangeOp::Created).await
}

/// Notes that an offer is no longer open, in the transaction that closes it: newcomers lose its post.
pub(super) async fn close_offer(w: &mut Writing, group: &GroupId, attachment_id: &str) -> Outcome<()> {
    for (id, created_at) in w.tx.close_offer(attachment_id).await? {
        note(w, group, &id, created_at, true, ChangeOp::Updated).await?;
    }
    Ok(())
}

/// Tells the members about a post, newcomers only when they may see it.
pub(super) async fn note_post(w: &mut Writing, row: &PostRow, op: ChangeOp) -> Outcome<()> {
    note(w, &row.group_id, &row.id, row.created_at, row.pinned || row.actionable, op).await
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
    w.note(NewChange {
        group_id: group.clone(),
        audience: Audience::Members,
        kind: ChangeKind::Post,
        op,
        id: id.to_string(),
        parent: None,
        entity_at: created_at,
        exposed,
    })
    .await
}
