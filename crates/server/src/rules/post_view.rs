//! Posts and comments as one of the members sees them.

use contract::feed::{Comment, Post};
use contract::{CommentId, PostId};
use domain::history::Item;

use super::Outcome;
use super::{Caller, Here};
use crate::store::{CommentRow, PostRow, ReadTx};

/// What the history rule needs to know of a post.
pub fn post_item(row: &PostRow) -> Item {
    Item { created_at: row.created_at, pinned: row.pinned, actionable: row.actionable }
}

/// What the history rule needs to know of a comment: talk is never pinned and never an offer.
pub fn comment_item(row: &CommentRow) -> Item {
    Item { created_at: row.created_at, pinned: false, actionable: false }
}

/// A post as `here.me` sees it.
pub fn post(here: &Here, row: PostRow) -> Post {
    Post {
        yours: row.author_id == here.me.public.id,
        id: row.id,
        group_id: row.group_id,
        author: row.author,
        kind: row.kind,
        body: row.body,
        attachment: row.attachment,
        pinned: row.pinned,
        comment_count: row.comment_count,
        created_at: row.created_at,
    }
}

/// A comment as `here.me` sees it.
pub fn comment(here: &Here, row: CommentRow) -> Comment {
    Comment {
        yours: row.author_id == here.me.public.id,
        id: row.id,
        post_id: row.post_id,
        author: row.author,
        body: row.body,
        created_at: row.created_at,
    }
}

/// Finds a post that the caller may see, with the comments they may count.
///
/// # Errors
/// [`contract::Code::NotFound`] also for what the history rule hides, [`contract::Code::PostDeleted`], or
/// whatever [`Here::find`] says.
pub async fn find_post(tx: &mut dyn ReadTx, caller: &Caller, id: &PostId) -> Outcome<(Here, PostRow)> {
    let far = contract::Timestamp(i64::MAX);
    let row = tx.post(id, far).await?.ok_or(contract::Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    if !here.sees(post_item(&row)) {
        return Err(contract::Code::NotFound.into());
    }
    if row.deleted {
        return Err(contract::Code::PostDeleted.into());
    }
    let row = tx.post(id, here.from()).await?.ok_or(contract::Code::NotFound)?;
    Ok((here, row))
}

/// Finds a comment that the caller may see.
///
/// # Errors
/// [`contract::Code::NotFound`], [`contract::Code::Gone`], or whatever [`find_post`] says of its post.
pub async fn find_comment(
    tx: &mut dyn ReadTx,
    caller: &Caller,
    id: &CommentId,
) -> Outcome<(Here, PostRow, CommentRow)> {
    let row = tx.comment(id).await?.ok_or(contract::Code::NotFound)?;
    let (here, post) = find_post(tx, caller, &row.post_id).await?;
    if !here.sees(comment_item(&row)) {
        return Err(contract::Code::NotFound.into());
    }
    if row.deleted {
        return Err(contract::Code::Gone.into());
    }
    Ok((here, post, row))
}
