//! What the demo's groups share: people, posts, and a calendar in Beijing time.

use std::collections::HashMap;

use contract::feed::{Attachment, PostKind, RollCallKind};
use contract::group::{Member, Persona, Policy, Role};
use contract::moment::Moment;
use contract::{AccountId, CircleId, CommentId, GroupId, MemberId, PostId, Timestamp};
use domain::limits::{DYES, PRINTS};

use super::photos;
use crate::secret::new_id;
use crate::store::{AccountRow, CommentRow, GroupRow, PostRow, StoreError, Stored, WriteTx};

const MINUTE_S: i64 = 60;
const DAY_S: i64 = 86_400;
/// Beijing is eight hours ahead of UTC.
const BEIJING_S: i64 = 8 * 3600;

/// The store while the demo is played into it.
pub struct Stage<'a> {
    /// The transaction.
    pub tx: &'a mut dyn WriteTx,
    /// The moment that everything is relative to.
    pub now: Timestamp,
    /// The bytes of photos, to be kept before it is committed.
    pub pictures: Vec<(String, Vec<u8>)>,
    sign_ins: HashMap<&'static str, AccountId>,
}

/// A group and its people by nickname.
pub struct Room {
    /// The group's id.
    pub id: GroupId,
    people: HashMap<&'static str, Member>,
}

impl Room {
    /// Somebody's membership.
    ///
    /// # Errors
    /// When the demo names somebody who is not there.
    pub fn id_of(&self, nickname: &str) -> Stored<MemberId> {
        self.people
            .get(nickname)
            .map(|m| m.id.clone())
            .ok_or_else(|| StoreError(format!("the demo has no {nickname}").into()))
    }
}

/// A comment: minutes after the post, who, and what.
pub type Reply = (i64, &'static str, &'static str);

/// A post before it is written.
pub struct Draft {
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: &'static str,
    /// What sort of post.
    pub kind: PostKind,
    /// The words.
    pub body: &'static str,
    /// Whether it stays on top.
    pub pinned: bool,
    /// An offer, and whether it is still open.
    pub offer: Option<(Attachment, bool)>,
    /// What it asks each member to confirm.
    pub roll_call: Option<RollCallKind>,
    /// What it tells besides its words.
    pub moment: Option<Moment>,
    /// The circle that alone sees it.
    pub circle: Option<CircleId>,
    /// The talk under it.
    pub replies: &'static [Reply],
}

impl Draft {
    /// A note.
    pub fn note(at: Timestamp, author: &'static str, body: &'static str, replies: &'static [Reply]) -> Self {
        Self {
            at,
            author,
            kind: PostKind::Note,
            body,
            pinned: false,
            offer: None,
            roll_call: None,
            moment: None,
            circle: None,
            replies,
        }
    }

    /// The post that carries an offer.
    pub fn offer(
        at: Timestamp,
        author: &'static str,
        attachment: Attachment,
        open: bool,
        replies: &'static [Reply],
    ) -> Self {
        Self { offer: Some((attachment, open)), ..Self::note(at, author, "", replies) }
    }
}

impl<'a> Stage<'a> {
    /// An empty stage.
    pub fn new(tx: &'a mut dyn WriteTx, now: Timestamp) -> Self {
        Self { tx, now, pictures: Vec::new(), sign_ins: HashMap::new() }
    }

    /// So many minutes ago.
    pub fn ago(&self, minutes: i64) -> Timestamp {
        self.now.plus_s(-minutes * MINUTE_S)
    }

    /// A time of day so many days ago, in Beijing.
    pub fn day(&self, days_ago: i64, hour: i64, minute: i64) -> Timestamp {
        let midnight = self.midnight().plus_s(-days_ago * DAY_S);
        midnight.plus_s(hour * 3600 + minute * MINUTE_S)
    }

    /// The next time that it is this weekday (0 is Monday) and time in Beijing, at least `hours` from now.
    pub fn next(&self, weekday: i64, hour: i64, minute: i64, hours: i64) -> Timestamp {
        // 1970-01-01 was a Thursday.
        let today = ((self.now.0.div_euclid(1000) + BEIJING_S).div_euclid(DAY_S) + 3).rem_euclid(7);
        let mut at = self.day(today - weekday, hour, minute);
        while at < self.now.plus_s(hours * 3600) {
            at = at.plus_s(7 * DAY_S);
        }
        at
    }

    fn midnight(&self) -> Timestamp {
        let days = (self.now.0.div_euclid(1000) + BEIJING_S).div_euclid(DAY_S);
        Timestamp((days * DAY_S - BEIJING_S) * 1000)
    }

    /// Adds an account that anybody may sign in to, known by its first nickname.
    pub async fn sign_in(&mut self, phone: &str, nickname: &'static str) -> Stored<()> {
        let account = AccountRow {
            id: new_id::<AccountId>(),
            phone: Some(phone.to_owned()),
            wechat: false,
            created_at: self.day(60, 9, 0),
        };
        self.tx.add_account(&account).await?;
        self.sign_ins.insert(nickname, account.id);
        Ok(())
    }

    /// Adds a group with its host.
    pub async fn room(
        &mut self,
        name: &str,
        about: &str,
        host: &'static str,
        avatar: &str,
        created_at: Timestamp,
    ) -> Stored<Room> {
        let group = GroupRow {
            id: new_id::<GroupId>(),
            name: name.to_owned(),
            about: about.to_owned(),
            policy: Policy::default(),
            qr_closed_at: None,
            dissolved: false,
            sibling_of: None,
            created_at,
        };
        self.tx.add_group(&group).await?;
        let mut room = Room { id: group.id, people: HashMap::new() };
        self.enter(&mut room, host, avatar, Role::Host, created_at, host).await?;
        Ok(room)
    }

    /// Lets somebody in; `account` names a sign-in by its first nickname, or nobody's.
    pub async fn enter(
        &mut self,
        room: &mut Room,
        nickname: &'static str,
        avatar: &str,
        role: Role,
        joined_at: Timestamp,
        account: &str,
    ) -> Stored<()> {
        let account = match self.sign_ins.get(account) {
            Some(id) => id.clone(),
            None => {
                let row = AccountRow {
                    id: new_id::<AccountId>(),
                    phone: None,
                    wechat: false,
                    created_at: joined_at,
                };
                self.tx.add_account(&row).await?;
                row.id
            }
        };
        let persona = Persona { nickname: nickname.to_owned(), avatar: avatar.to_owned() };
        let member = Member { id: new_id::<MemberId>(), persona, role, joined_at };
        self.tx.add_member(&room.id, &account, &member, 0).await?;
        let share = domain::code::share(&crate::secret::random());
        self.tx.set_share(&room.id, &member.id, &share, joined_at).await?;
        room.people.insert(nickname, member);
        Ok(())
    }

    /// Lets a crowd in, spread evenly over the days between two moments, each with a print and a dye.
    pub async fn crowd(
        &mut self,
        room: &mut Room,
        nicknames: &[&'static str],
        from: Timestamp,
        to: Timestamp,
    ) -> Stored<()> {
        let count = i64::try_from(nicknames.len()).unwrap_or(1).max(1);
        for (i, nickname) in nicknames.iter().enumerate() {
            let nth = i64::try_from(i).unwrap_or(0);
            let at = Timestamp(from.0 + to.since_ms(from) * nth / count);
            let print = PRINTS.get(i * 5 % PRINTS.len()).copied().unwrap_or("seed");
            let dye = DYES.get(i * 3 % DYES.len()).copied().unwrap_or("moss");
            self.enter(room, nickname, &format!("{print}-{dye}"), Role::Member, at, "").await?;
        }
        Ok(())
    }

    /// Writes posts in the order of their times, each with its talk.
    pub async fn write(&mut self, room: &Room, mut drafts: Vec<Draft>) -> Stored<()> {
        drafts.sort_by_key(|draft| draft.at);
        for draft in drafts {
            let (attachment, actionable) = match draft.offer {
                Some((attachment, open)) => (Some(attachment), open),
                None => (None, false),
            };
            let id = new_id::<PostId>();
            // A moment is in its post.
            let told = draft.moment.as_ref().map(|moment| {
                let (kind, title) = ("moment".to_owned(), moment.title.clone());
                Attachment { kind, id: id.to_string(), title }
            });
            let post = PostRow {
                n: 0,
                id,
                group_id: room.id.clone(),
                author_id: room.id_of(draft.author)?,
                author: None,
                kind: draft.kind,
                body: draft.body.to_owned(),
                attachment: told.or(attachment),
                pinned: draft.pinned,
                actionable,
                created_at: draft.at,
                deleted: false,
                comment_count: 0,
                edited_at: None,
                roll_call: draft.roll_call,
                answer: None,
                moment: draft.moment,
                circle_id: draft.circle,
            };
            self.tx.add_post(&post).await?;
            photos::put(self, room, draft.author, &post.id, photos::of(draft.body)).await?;
            for (minutes, author, body) in draft.replies {
                let comment = CommentRow {
                    n: 0,
                    id: new_id::<CommentId>(),
                    post_id: post.id.clone(),
                    group_id: room.id.clone(),
                    author_id: room.id_of(author)?,
                    author: None,
                    body: (*body).to_owned(),
                    // Nobody answers in the future.
                    created_at: draft.at.plus_s(minutes * MINUTE_S).min(self.now),
                    deleted: false,
                    edited_at: None,
                    reply_to: None,
                    thread: 0,
                };
                self.tx.add_comment(&comment).await?;
            }
        }
        Ok(())
    }
}
