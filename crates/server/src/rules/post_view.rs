//! Posts and comments as one of the members sees them.

use contract::feed::{Comment, Post, Reaction, ReactionKind, RollCall};
use contract::{Code, CommentId, PostId};
use domain::history::Item;

use super::{Caller, Here, Outcome, mention, roll_call};
use crate::store::{CommentRow, Cursor, PostRow, ReadTx};

/// What the history rule needs to know of a post.
fn post_item(row: &PostRow) -> Item {
    Item { created_at: row.created_at, pinned: row.pinned, actionable: row.actionable }
}

/// Whether `here.me` sees a post.
pub fn sees(here: &Here, row: &PostRow) -> bool {
    match &row.circle_id {
        Some(circle) => here.sees_in(circle, row.created_at),
        None => here.sees(post_item(row)),
    }
}

/// What the history rule needs to know of a comment: talk is never pinned and never an offer.
pub fn comment_item(row: &CommentRow) -> Item {
    Item { created_at: row.created_at, pinned: false, actionable: false }
}

/// A post as `here.me` sees it.
///
/// # Errors
/// When the store failed.
pub async fn post(tx: &mut dyn ReadTx, here: &Here, row: PostRow) -> Outcome<Post> {
    let one = posts(tx, here, vec![row]).await?;
    Ok(one.into_iter().next().map(|(_, post)| post).ok_or(Code::NotFound)?)
}

/// Posts as `here.me` sees them, each with its place in the list.
///
/// # Errors
/// When the store failed.
pub async fn posts(tx: &mut dyn ReadTx, here: &Here, rows: Vec<PostRow>) -> Outcome<Vec<(Cursor, Post)>> {
    let ids: Vec<PostId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut reactions = tx.reactions(&ids, &here.me.public.id, here.from()).await?;
    reactions.sort_by_key(|(_, reaction)| ReactionKind::ALL.iter().position(|kind| *kind == reaction.kind));
    let photos = tx.photos_of(&ids).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let roll_call = roll_call::view(tx, here, &row).await?;
        let answer = match &row.answer {
            Some(id) => tx.comment(id).await?.filter(|c| !c.deleted && here.sees(comment_item(c))),
            None => None,
        };
        let mine = reactions.iter().filter(|(post, _)| *post == row.id);
        let reactions = mine.map(|(_, reaction)| reaction.clone()).collect();
        let answer = answer.map(|answer| said(here, answer));
        let its = photos.iter().filter(|photo| photo.post_id.as_ref() == Some(&row.id));
        let photos = its.map(|photo| here.signer.photo(photo.clone())).collect();
        let place = Cursor(0, row.n);
        out.push((place, Post { photos, ..with(here, row, reactions, roll_call, answer) }));
    }
    mention::tell_posts(tx, out.iter_mut().map(|(_, post)| post)).await?;
    Ok(out)
}

fn with(
    here: &Here,
    row: PostRow,
    reactions: Vec<Reaction>,
    roll_call: Option<RollCall>,
    answer: Option<Comment>,
) -> Post {
    Post {
        moment: row.moment.map(Box::new),
        edited_at: row.edited_at,
        reactions,
        roll_call,
        answer,
        mentions: Vec::new(),
        photos: Vec::new(),
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
        circle_id: row.circle_id,
    }
}

/// A comment as `here.me` sees it.
///
/// # Errors
/// When the store failed.
pub async fn comment(tx: &mut dyn ReadTx, here: &Here, row: CommentRow) -> Outcome<Comment> {
    let mut one = said(here, row);
    mention::tell_comments(tx, core::iter::once(&mut one)).await?;
    Ok(one)
}

/// Comments as `here.me` sees them, each with its place in the list.
///
/// # Errors
/// When the store failed.
pub async fn comments(
    tx: &mut dyn ReadTx,
    here: &Here,
    rows: Vec<CommentRow>,
) -> Outcome<Vec<(Cursor, Comment)>> {
    let each = rows.into_iter().map(|row| (Cursor(row.thread, row.n), said(here, row)));
    let mut all: Vec<_> = each.collect();
    mention::tell_comments(tx, all.iter_mut().map(|(_, comment)| comment)).await?;
    Ok(all)
}

/// A comment with its words as they are kept. A deleted one has neither author nor words.
fn said(here: &Here, row: CommentRow) -> Comment {
    Comment {
        mentions: Vec::new(),
        yours: row.author_id == here.me.public.id && !row.deleted,
        id: row.id,
        post_id: row.post_id,
        author: row.author.filter(|_| !row.deleted),
        body: row.body,
        reply_to: row.reply_to,
        deleted: row.deleted,
        edited_at: row.edited_at.filter(|_| !row.deleted),
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
    if !sees(&here, &row) {
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
