//! Comments under a post.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{Comment, EditComment, NewComment};
use contract::{Code, CommentId, Page, PostId};
use domain::talk::{Written, may_edit};

use super::fail::accepted;
use super::feed::{audience, note_post};
use super::post_view::{comment, comment_item, comments, find_comment, find_post};
use super::{Caller, Outcome, Paging, Reading, Writing, mention};
use crate::secret::new_id;
use crate::store::{CommentRow, NewChange, PostRow};

/// A post's comments, oldest first.
pub async fn list(r: &mut Reading, post: PostId, paging: Paging) -> Outcome<Page<Comment>> {
    let caller = r.caller()?;
    let (here, _) = find_post(&mut *r.tx, &caller, &post).await?;
    let rows = r.tx.comments(&post, here.from(), paging.slice()).await?;
    let rows = rows.into_iter().filter(|row| here.sees(comment_item(row))).collect();
    let items = comments(&mut *r.tx, &here, rows).await?;
    r.page(items, paging).await
}

/// Writes a comment.
pub async fn create(w: &mut Writing, post: PostId, command: NewComment) -> Outcome<Comment> {
    let caller = w.caller()?;
    let (here, post) = find_post(&mut *w.tx, &caller, &post).await?;
    accepted(domain::limits::check_comment(&command))?;
    let above = match &command.reply_to {
        Some(parent) => Some(thread_above(w, &caller, &post.id, parent).await?),
        None => None,
    };
    let row = CommentRow {
        n: 0,
        id: new_id::<CommentId>(),
        post_id: post.id.clone(),
        group_id: post.group_id.clone(),
        author_id: here.me.public.id.clone(),
        author: Some(here.me.public.clone()),
        body: mention::kept(
            &mut *w.tx,
            (&post.group_id, post.circle_id.as_ref()),
            &command.body,
            &command.mentions,
        )
        .await?,
        created_at: w.now,
        deleted: false,
        edited_at: None,
        thread: above.as_ref().map_or(0, |above| above.thread),
        reply_to: above.map(|above| above.id),
    };
    w.tx.add_comment(&row).await?;
    note(w, &post, &row, ChangeOp::Created).await?;
    comment(&mut *w.tx, &here, row).await
}

/// The comment that a reply stands under, which replies to none itself.
async fn thread_above(
    w: &mut Writing,
    caller: &Caller,
    post: &PostId,
    parent: &CommentId,
) -> Outcome<CommentRow> {
    let (_, of, row) = find_comment(&mut *w.tx, caller, parent).await?;
    if of.id != *post {
        return Err(Code::NotFound.into());
    }
    let root = domain::talk::thread_of(&row.id, row.reply_to.as_ref());
    if *root == row.id {
        return Ok(row);
    }
    // One joins a thread whose first comment is gone, and a newcomer one whose first comment they never saw.
    Ok(w.tx.comment(root).await?.ok_or(Code::NotFound)?)
}

/// Changes the words of one's own comment.
pub async fn edit(w: &mut Writing, id: CommentId, command: EditComment) -> Outcome<Comment> {
    let caller = w.caller()?;
    let (here, post, mut row) = find_comment(&mut *w.tx, &caller, &id).await?;
    let own = row.author_id == here.me.public.id;
    let words = Written { at: row.created_at, own, is_offer: false, confirmed: false };
    may_edit(words, w.now)?;
    accepted(domain::limits::check_edit_comment(&command))?;
    let body = mention::kept(
        &mut *w.tx,
        (&post.group_id, post.circle_id.as_ref()),
        &command.body,
        &command.mentions,
    )
    .await?;
    if body != row.body {
        w.tx.edit_comment(&id, &body, w.now).await?;
        note(w, &post, &row, ChangeOp::Updated).await?;
        row.body = body;
        row.edited_at = Some(w.now);
    }
    comment(&mut *w.tx, &here, row).await
}

/// Deletes one's own comment, or any for hosts. One with replies keeps its place, without author and words.
pub async fn delete(w: &mut Writing, id: CommentId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, post, row) = find_comment(&mut *w.tx, &caller, &id).await?;
    if row.author_id != here.me.public.id {
        here.must_run_it()?;
    }
    let stays = w.tx.reply_count(&id).await? > 0;
    w.tx.delete_comment(&id, w.now).await?;
    if post.answer.as_ref() == Some(&id) {
        w.tx.set_answer(&post.id, None).await?;
        note_post(w, &post, ChangeOp::Updated).await?;
    }
    note(w, &post, &row, if stays { ChangeOp::Updated } else { ChangeOp::Deleted }).await?;
    Ok(Done {})
}

async fn note(w: &mut Writing, post: &PostRow, row: &CommentRow, op: ChangeOp) -> Outcome<()> {
    w.note(NewChange {
        group_id: post.group_id.clone(),
        audience: audience(post),
        kind: ChangeKind::Comment,
        op,
        id: row.id.to_string(),
        parent: Some(post.id.to_string()),
        entity_at: row.created_at,
        exposed: false,
    })
    .await
}
