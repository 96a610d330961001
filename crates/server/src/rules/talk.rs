//! What members do about posts: other words, reactions, accepted answers.

use contract::change::ChangeOp;
use contract::feed::{Accept, EditPost, Post, React};
use contract::{Code, PostId};
use domain::talk::{Written, may_accept, may_edit};

use super::fail::accepted;
use super::feed::note_post;
use super::post_view::{find_comment, find_post, post};
use super::{Outcome, Writing, mention};

/// Changes the words of one's own post.
pub async fn edit_post(w: &mut Writing, id: PostId, command: EditPost) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, mut row) = find_post(&mut *w.tx, &caller, &id).await?;
    let own = row.author_id == here.me.public.id;
    let confirmed = row.roll_call.is_some() && w.tx.is_confirmed(&id).await?;
    let words = Written {
        at: row.created_at,
        own,
        is_offer: row.attachment.is_some() && row.body.is_empty(),
        confirmed,
    };
    may_edit(words, w.now)?;
    accepted(domain::limits::check_edit_post(&command, 1))?;
    let body =
        mention::kept(&mut *w.tx, (&row.group_id, row.circle_id.as_ref()), &command.body, &command.mentions)
            .await?;
    if body != row.body {
        w.tx.edit_post(&id, &body, w.now).await?;
        note_post(w, &row, ChangeOp::Updated).await?;
        row.body = body;
        row.edited_at = Some(w.now);
    }
    post(&mut *w.tx, &here, row).await
}

/// Sets a reaction of mine, or takes it back; saying it twice changes nothing.
pub async fn react(w: &mut Writing, id: PostId, command: React) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, row) = find_post(&mut *w.tx, &caller, &id).await?;
    accepted(domain::limits::check_react(&command))?;
    let on = command.on.then_some(w.now);
    if w.tx.set_reaction(&id, &here.me.public.id, command.kind, on).await? {
        note_post(w, &row, ChangeOp::Updated).await?;
    }
    post(&mut *w.tx, &here, row).await
}

/// Accepts a comment as the answer, another one instead, or none.
pub async fn accept(w: &mut Writing, id: PostId, command: Accept) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, mut row) = find_post(&mut *w.tx, &caller, &id).await?;
    may_accept(row.kind, row.author_id == here.me.public.id)?;
    if let Some(comment) = &command.comment_id {
        let (_, of, _) = find_comment(&mut *w.tx, &caller, comment).await?;
        if of.id != id {
            return Err(Code::NotFound.into());
        }
    }
    if command.comment_id != row.answer {
        w.tx.set_answer(&id, command.comment_id.as_ref()).await?;
        note_post(w, &row, ChangeOp::Updated).await?;
        row.answer = command.comment_id;
    }
    post(&mut *w.tx, &here, row).await
}
