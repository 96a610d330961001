//! Comments under a post.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{Comment, NewComment};
use contract::{CommentId, Page, PostId};

use super::fail::accepted;
use super::post_view::{comment, comment_item, find_comment, find_post};
use super::{Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{Audience, CommentRow, Cursor, NewChange, PostRow};

/// A post's comments, oldest first.
pub async fn list(r: &mut Reading, post: PostId, paging: Paging) -> Outcome<Page<Comment>> {
    let caller = r.caller()?;
    let (here, _) = find_post(&mut *r.tx, &caller, &post).await?;
    let rows = r.tx.comments(&post, here.from(), paging.slice()).await?;
    let items = rows
        .into_iter()
        .filter(|row| here.sees(comment_item(row)))
        .map(|row| (Cursor(0, row.n), comment(&here, row)))
        .collect();
    r.page(items, paging).await
}

/// Writes a comment.
pub async fn create(w: &mut Writing, post: PostId, command: NewComment) -> Outcome<Comment> {
    let caller = w.caller()?;
    let (here, post) = find_post(&mut *w.tx, &caller, &post).await?;
    accepted(domain::limits::check_comment(&command))?;
    let row = CommentRow {
        n: 0,
        id: new_id::<CommentId>(),
        post_id: post.id.clone(),
        group_id: post.group_id.clone(),
        author_id: here.me.public.id.clone(),
        author: Some(here.me.public.clone()),
        body: command.body.trim().to_owned(),
        created_at: w.now,
        deleted: false,
    };
    w.tx.add_comment(&row).await?;
    note(w, &post, &row, ChangeOp::Created).await?;
    Ok(comment(&here, row))
}

/// Deletes one's own comment, or any for hosts.
pub async fn delete(w: &mut Writing, id: CommentId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, post, row) = find_comment(&mut *w.tx, &caller, &id).await?;
    if row.author_id != here.me.public.id {
        here.must_run_it()?;
    }
    w.tx.delete_comment(&id, w.now).await?;
    note(w, &post, &row, ChangeOp::Deleted).await?;
    Ok(Done {})
}

async fn note(w: &mut Writing, post: &PostRow, row: &CommentRow, op: ChangeOp) -> Outcome<()> {
    w.note(NewChange {
        group_id: post.group_id.clone(),
        audience: Audience::Members,
        kind: ChangeKind::Comment,
        op,
        id: row.id.to_string(),
        parent: Some(post.id.to_string()),
        entity_at: row.created_at,
        exposed: false,
    })
    .await
}
