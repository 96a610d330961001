//! Playlists: making, looking, adding, changing, taking out. Each is one transaction, so nothing is in a list twice.
//!
//! A list is seen by whoever sees its post: that is asked whenever a list is.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{Attachment, Post};
use contract::playlist::{EditPlaylist, NewPlaylist, NewPlaylistRow, Playlist, PlaylistRow};
use contract::{Code, GroupId, PlaylistId, PlaylistRowId};
use domain::history::Item;
use domain::playlist::{
    check_edit, check_new, check_row, field_of_sameness, may_add, may_change, may_take_out, sameness,
};

use super::fail::accepted;
use super::feed::{audience, note_post};
use super::moment::carried;
use super::post_view::find_post;
use super::{Caller, Here, Outcome, Reading, Writing};
use crate::secret::new_id;
use crate::store::{NewChange, PlaylistHead, PlaylistLine, PostRow, ReadTx};

/// What a post calls a playlist that stands on it.
const KIND: &str = "playlist";

/// A playlist where somebody found it.
struct Found {
    here: Here,
    post: PostRow,
    list: PlaylistHead,
}

impl Found {
    fn is_mine(&self) -> bool {
        self.list.maker_id == self.here.me.public.id
    }

    /// The list as the caller sees it.
    async fn view(self, tx: &mut dyn ReadTx) -> Outcome<Playlist> {
        let me = &self.here.me.public.id;
        let row = |row: PlaylistLine| PlaylistRow {
            yours: row.member_id == *me,
            id: row.id,
            member: row.member,
            title: row.title,
            address: row.address,
            added_at: row.added_at,
        };
        // What others added before somebody came is talk, like comments; what the list was made with is the post's.
        let told = |row: &PlaylistLine| {
            let talk = Item { created_at: row.added_at, pinned: false, actionable: false };
            row.member_id == self.list.maker_id || row.member_id == *me || self.here.sees(talk)
        };
        let rows = tx.playlist_rows(&self.list.id).await?.into_iter().filter(told).map(row).collect();
        let maker = tx.member(&self.list.maker_id).await?.map(|m| m.public);
        Ok(Playlist {
            maker,
            yours: self.is_mine(),
            rows,
            id: self.list.id,
            group_id: self.list.group_id,
            post_id: self.list.post_id,
            title: self.list.title,
            shared: self.list.shared,
            made_at: self.list.made_at,
        })
    }

    /// Tells whoever sees the post.
    async fn note(&self, w: &mut Writing) -> Outcome<()> {
        w.note(NewChange {
            group_id: self.list.group_id.clone(),
            audience: audience(&self.post),
            kind: ChangeKind::Playlist,
            op: ChangeOp::Updated,
            id: self.list.id.to_string(),
            parent: None,
            entity_at: self.post.created_at,
            exposed: self.post.pinned || self.post.actionable,
        })
        .await
    }
}

async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &PlaylistId) -> Outcome<Found> {
    let list = tx.playlist(id).await?.ok_or(Code::NotFound)?;
    let (here, post) = find_post(tx, caller, &list.post_id).await?;
    Ok(Found { here, post, list })
}

async fn find_row(
    tx: &mut dyn ReadTx,
    caller: &Caller,
    id: &PlaylistRowId,
) -> Outcome<(Found, PlaylistLine)> {
    let row = tx.playlist_row(id).await?.ok_or(Code::NotFound)?;
    Ok((find(tx, caller, &row.playlist_id).await?, row))
}

/// One playlist.
pub async fn get(r: &mut Reading, id: PlaylistId) -> Outcome<Playlist> {
    let caller = r.caller()?;
    find(&mut *r.tx, &caller, &id).await?.view(&mut *r.tx).await
}

/// Makes a playlist on a post; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewPlaylist) -> Outcome<Post> {
    let here = w.here(&group).await?;
    accepted(check_new(&command))?;
    let id = new_id::<PlaylistId>();
    let title = command.title.trim().to_owned();
    let attachment = Attachment { kind: KIND.to_owned(), id: id.to_string(), title: title.clone() };
    let post = carried(w, &here, command.post, |row| row.attachment = Some(attachment)).await?;
    let list = PlaylistHead {
        id,
        group_id: group,
        post_id: post.id.clone(),
        maker_id: here.me.public.id.clone(),
        title,
        shared: command.shared,
        made_at: w.now,
    };
    w.tx.add_playlist(&list).await?;
    for row in &command.rows {
        add(w, &list, &here, row).await?;
    }
    Ok(post)
}

async fn add(w: &mut Writing, list: &PlaylistHead, here: &Here, row: &NewPlaylistRow) -> Outcome<()> {
    let line = PlaylistLine {
        id: new_id(),
        playlist_id: list.id.clone(),
        member_id: here.me.public.id.clone(),
        member: None,
        title: row.title.trim().to_owned(),
        address: row.address.trim().to_owned(),
        sameness: sameness(row),
        added_at: w.now,
    };
    Ok(w.tx.add_playlist_row(&line).await?)
}

/// What is in the list already is not added, nor changed into.
fn must_be_new(row: &NewPlaylistRow, others: &[PlaylistLine]) -> Outcome<()> {
    let same = sameness(row);
    let taken = others.iter().any(|other| other.sameness == same);
    accepted(if taken { vec![(field_of_sameness(row).to_owned(), "taken".to_owned())] } else { Vec::new() })
}

/// Lets all members add or none but oneself, and for a while gives it another name.
pub async fn edit(w: &mut Writing, id: PlaylistId, command: EditPlaylist) -> Outcome<Playlist> {
    let caller = w.caller()?;
    let mut found = find(&mut *w.tx, &caller, &id).await?;
    let title = command.title.trim().to_owned();
    let renames = title != found.list.title;
    may_change(found.list.made_at, found.is_mine(), renames, w.now)?;
    accepted(check_edit(&command))?;
    if renames || command.shared != found.list.shared {
        w.tx.edit_playlist(&id, &title, command.shared).await?;
        (found.list.title, found.list.shared) = (title, command.shared);
        found.note(w).await?;
        if renames {
            note_post(w, &found.post, ChangeOp::Updated).await?;
        }
    }
    found.view(&mut *w.tx).await
}

/// Adds a row.
pub async fn add_row(w: &mut Writing, id: PlaylistId, command: NewPlaylistRow) -> Outcome<Playlist> {
    let caller = w.caller()?;
    let found = find(&mut *w.tx, &caller, &id).await?;
    accepted(check_row(&command))?;
    let rows = w.tx.playlist_rows(&id).await?;
    may_add(found.list.shared, found.is_mine(), rows.len())?;
    must_be_new(&command, &rows)?;
    add(w, &found.list, &found.here, &command).await?;
    found.note(w).await?;
    found.view(&mut *w.tx).await
}

/// Changes a row of mine, which keeps its place.
pub async fn edit_row(w: &mut Writing, id: PlaylistRowId, command: NewPlaylistRow) -> Outcome<Playlist> {
    let caller = w.caller()?;
    let (found, mut row) = find_row(&mut *w.tx, &caller, &id).await?;
    if row.member_id != found.here.me.public.id {
        return Err(Code::NotYours.into());
    }
    accepted(check_row(&command))?;
    let mut others = w.tx.playlist_rows(&found.list.id).await?;
    others.retain(|other| other.id != id);
    must_be_new(&command, &others)?;
    let (title, address) = (command.title.trim().to_owned(), command.address.trim().to_owned());
    if (&title, &address) != (&row.title, &row.address) {
        (row.title, row.address, row.sameness) = (title, address, sameness(&command));
        w.tx.edit_playlist_row(&row).await?;
        found.note(w).await?;
    }
    found.view(&mut *w.tx).await
}

/// Takes a row out.
pub async fn delete_row(w: &mut Writing, id: PlaylistRowId) -> Outcome<Playlist> {
    let caller = w.caller()?;
    let (found, row) = find_row(&mut *w.tx, &caller, &id).await?;
    let yours = row.member_id == found.here.me.public.id;
    may_take_out(yours, found.is_mine(), found.here.runs_it())?;
    w.tx.drop_playlist_row(&id).await?;
    found.note(w).await?;
    found.view(&mut *w.tx).await
}
