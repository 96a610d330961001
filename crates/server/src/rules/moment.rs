//! Posts that tell a moment: writing and changing. A moment is in its post: who sees it and when it goes is the post's.

use contract::change::ChangeOp;
use contract::feed::{Attachment, NewPost, Post};
use contract::moment::{EditMoment, NewMoment};
use contract::{GroupId, PostId};
use domain::moment::{check_edit, check_new, of_post, tidied};
use domain::talk::{Written, may_edit};

use super::fail::accepted;
use super::feed::{self, note_post};
use super::post_view::{find_post, post};
use super::{Fail, Here, Outcome, Writing, mention};
use crate::store::PostRow;

/// What a post calls a moment that it tells.
const KIND: &str = "moment";

/// Writes a post that carries something of its own. What is wrong with its photos is said inside the command's post.
pub(super) async fn carried(
    w: &mut Writing,
    here: &Here,
    command: NewPost,
    carries: impl FnOnce(&mut PostRow) + Send,
) -> Outcome<Post> {
    let written = feed::write(w, here, command, carries).await;
    written.map_err(|fail| match fail {
        Fail::Problem(mut problem) => {
            problem.errors.iter_mut().for_each(|error| error.pointer.insert_str(0, "/post"));
            Fail::Problem(problem)
        }
        other => other,
    })
}

/// Writes a post that tells a moment; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewMoment) -> Outcome<Post> {
    let here = w.here(&group).await?;
    accepted(check_new(&command, w.now))?;
    let moment = tidied(command.moment);
    carried(w, &here, command.post, |row| {
        let (id, title) = (row.id.to_string(), moment.title.clone());
        row.attachment = Some(Attachment { kind: KIND.to_owned(), id, title });
        row.moment = Some(moment);
    })
    .await
}

/// Changes what one's own post tells, and its words.
pub async fn edit(w: &mut Writing, id: PostId, command: EditMoment) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, mut row) = find_post(&mut *w.tx, &caller, &id).await?;
    let own = row.author_id == here.me.public.id;
    let words = Written { at: row.created_at, own, is_offer: false, confirmed: false };
    may_edit(words, w.now)?;
    let before = of_post(row.moment.as_ref())?.clone();
    accepted(check_edit(&command, before.kind, w.now))?;
    let place = (&row.group_id, row.circle_id.as_ref());
    let body = mention::kept(&mut *w.tx, place, &command.post.body, &command.post.mentions).await?;
    let moment = tidied(command.moment);
    if body != row.body || moment != before {
        w.tx.edit_moment(&id, &body, &moment, w.now).await?;
        note_post(w, &row, ChangeOp::Updated).await?;
        if let Some(attachment) = &mut row.attachment {
            attachment.title.clone_from(&moment.title);
        }
        (row.body, row.moment, row.edited_at) = (body, Some(moment), Some(w.now));
    }
    post(&mut *w.tx, &here, row).await
}
