//! Handles of the invite screens: nouns are signals, verbs are intents. Knows no element.

use contract::group::Group;
use contract::groupbuy::Deal;
use contract::invite::{Invite, InviteKind, InvitePreview, InviteRef, Joined, NewInvite, PreviewInvite};
use contract::market::Listing;
use contract::{GroupId, Link, Timestamp, api};
use data::{Arrival, Data, List, Mutation, Reading, Rule};
use leptos::prelude::*;
use loadable::{Loadable, Notice};

use super::{dead::Dead, form, model};

/// The invites of one group. `Copy`.
#[derive(Clone, Copy)]
pub struct Invites {
    data: Data,
    id: StoredValue<GroupId>,
    /// The invites as the backend gives them.
    pub list: List<Invite>,
    /// The group, live.
    pub group: Signal<Group>,
    /// Making a QR.
    pub making_qr: Mutation,
    /// Taking one back.
    pub revoking: Mutation,
}

impl Invites {
    /// Asks for a group's invites.
    pub fn new(data: Data, group: Signal<Group>) -> Self {
        let id = group.with_untracked(|g| g.id.clone());
        let list = data.list::<Invite>(api::INVITES, &[id.as_str()], Arrival::AtOnce);
        // Reaching the limit ends QR codes: the list is asked for again, whoever was told of which change.
        let closed = Memo::new(move |_| group.with(|g| g.qr_closed_at));
        Effect::new(move |before: Option<_>| {
            let now = closed.get();
            if before.is_some_and(|before| before != now) {
                list.reload();
            }
            now
        });
        let (making_qr, revoking) = (data.mutation(), data.mutation());
        Self { data, id: StoredValue::new(id), list, group, making_qr, revoking }
    }

    /// Whether invites can be made here, by which somebody can come in.
    pub fn can_make(self) -> bool {
        super::can_invite(self.data)
    }

    /// Whether the backend tells which invites there are.
    pub fn can_list(self) -> bool {
        self.data.offers(&api::INVITES)
    }

    /// Whether invites can be taken back.
    pub fn can_revoke(self) -> bool {
        self.data.offers(&api::REVOKE_INVITE)
    }

    /// Whether another group can be made.
    pub fn can_found(self) -> bool {
        self.data.offers(&api::NEW_GROUP)
    }

    /// Whether the backend keeps a rule itself.
    pub fn enforces(self, rule: Rule) -> bool {
        self.data.enforces(rule)
    }

    /// The server's time, for deadlines.
    pub fn now(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// Every invite that is loaded: open ones first, then the newest.
    pub fn all(self) -> Memo<Vec<Invite>> {
        let (list, group, now) = (self.list, self.group, self.now());
        Memo::new(move |_| {
            let ids = list.view().get().into_value().map(|v| v.ids).unwrap_or_default();
            let invites = ids.iter().filter_map(|id| list.item(id).get().into_value()).collect();
            group.with(|group| model::sorted(invites, group, now.get()))
        })
    }

    /// Makes a QR for many.
    pub fn make_qr(self, on_done: impl FnOnce() + 'static) {
        let new = NewInvite { kind: InviteKind::Qr, note: None, target: None };
        self.make(self.making_qr, &new, move |_| on_done());
    }

    /// Takes an invite back, for good.
    pub fn revoke(self, id: &str, on_done: impl FnOnce() + 'static) {
        self.revoking.run(api::REVOKE_INVITE, &[id], &(), move |invite: Invite| {
            self.data.absorb(invite);
            on_done();
        });
    }

    fn make(self, intent: Mutation, new: &NewInvite, on_done: impl FnOnce(Invite) + 'static) {
        let group = self.id.get_value();
        intent.run(api::NEW_INVITE, &[group.as_str()], new, move |invite: Invite| {
            self.list.put_first(invite.clone());
            on_done(invite);
        });
    }

    /// The form of a personal invite.
    pub fn personal(self) -> Personal {
        let group = self.id.get_value();
        let draft = self.data.draft(&format!("group/{group}/invite"));
        Personal {
            invites: self,
            note: draft.field("note", ""),
            target: draft.field("target", ""),
            making: draft.mutation(self.data),
            deals: self.data.list(api::DEALS, &[group.as_str()], Arrival::AtOnce),
            listings: self.data.list(api::LISTINGS, &[group.as_str()], Arrival::AtOnce),
        }
    }
}

/// The form of a personal invite: a draft and one intent. `Copy`.
#[derive(Clone, Copy)]
pub struct Personal {
    invites: Invites,
    /// For whom.
    pub note: RwSignal<String>,
    /// What it points at.
    pub target: RwSignal<String>,
    /// Sending it.
    pub making: Mutation,
    deals: List<Deal>,
    listings: List<Listing>,
}

impl Personal {
    /// What it may point at.
    pub fn targets(self) -> Memo<Vec<(String, String)>> {
        Memo::new(move |_| form::target_options(&loaded(self.deals), &loaded(self.listings)))
    }

    /// Makes it.
    pub fn send(self, on_done: impl FnOnce(Invite) + 'static) {
        match form::personal(&self.note.get_untracked(), &self.target.get_untracked()) {
            Ok(new) => self.invites.make(self.making, &new, on_done),
            Err(wrong) => self.making.refuse(wrong),
        }
    }
}

fn loaded<T: data::Entity>(list: List<T>) -> Vec<T> {
    let ids = list.view().get().into_value().map(|v| v.ids).unwrap_or_default();
    ids.iter().filter_map(|id| list.item(id).get().into_value()).collect()
}

/// The door that an invite leads to. `Copy`.
#[derive(Clone, Copy)]
pub struct Door {
    /// The kernel.
    pub data: Data,
    held: StoredValue<InviteRef>,
    reading: Reading<InvitePreview>,
    /// The invite died between the preview and the joining.
    died: RwSignal<Option<Notice>>,
}

impl Door {
    /// Asks what an invite leads to. Joins nothing.
    pub fn new(data: Data, text: &str) -> Self {
        let held = model::held(text);
        let reading = data.read_by_post(api::PREVIEW_INVITE, PreviewInvite { invite: held.clone() });
        Self { data, held: StoredValue::new(held), reading, died: RwSignal::new(None) }
    }

    /// Whether a recovery code is of use here.
    pub fn has_recovery(self) -> bool {
        self.data.offers(&api::RECOVER)
    }

    /// Whether a phone can be verified here.
    pub fn can_verify(self) -> bool {
        self.data.offers(&api::VERIFY_PHONE) && self.data.offers(&api::REQUEST_CODE)
    }

    /// What it leads to.
    pub fn preview(self) -> Signal<Loadable<InvitePreview>> {
        self.reading.answer()
    }

    /// Asks again.
    pub fn again(self) {
        self.died.set(None);
        self.reading.again();
    }

    /// Why it does not open, with the notice that said so.
    pub fn dead(self) -> Memo<Option<(Dead, Notice)>> {
        let preview = self.preview();
        Memo::new(move |_| {
            let notice = self.died.get().or_else(|| preview.with(|p| p.notice().cloned()))?;
            Dead::of(&notice.code).map(|dead| (dead, notice))
        })
    }

    /// The form at this door, for this group.
    pub fn entry(self, group: &GroupId) -> Entry {
        let draft = self.data.draft(&format!("join/{group}"));
        let (nickname, avatar) = (draft.field("nickname", ""), draft.field("avatar", form::FIRST_FACE));
        let entry = Entry { door: self, nickname, avatar, joining: draft.mutation(self.data) };
        Effect::new(move |before: Option<()>| {
            nickname.track();
            if before.is_some() {
                entry.joining.forgive();
            }
        });
        let notice = entry.joining.notice();
        Effect::new(move |_| {
            let of = |n: &Notice| Dead::of(&n.code).is_some_and(Dead::is_final);
            if let Some(notice) = notice.get().filter(of) {
                self.died.set(Some(notice));
            }
        });
        entry
    }
}

/// Who I will be behind the door: a draft and one intent. `Copy`.
#[derive(Clone, Copy)]
pub struct Entry {
    door: Door,
    /// The nickname, raw.
    pub nickname: RwSignal<String>,
    /// The print and dye.
    pub avatar: RwSignal<String>,
    /// Joining.
    pub joining: Mutation,
}

impl Entry {
    /// Joins; `arrive` goes to the place behind the door, signed in.
    pub fn join(self, to: Link, arrive: impl FnOnce(&Link) + 'static) {
        let data = self.door.data;
        let (nickname, avatar) = (self.nickname.get_untracked(), self.avatar.get_untracked());
        match form::join(self.door.held.get_value(), &nickname, &avatar) {
            Ok(join) => {
                self.joining.run_whatever_comes(api::JOIN, &[], &join, move |joined: Joined, here| {
                    // A new account's session and recovery code are told once: they are kept, page or no page.
                    match joined.account {
                        Some(account) => data.sign_in(account.session, Some(account.recovery_code)),
                        None => data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce).reload(),
                    }
                    if here {
                        arrive(&to);
                    }
                })
            }
            Err(wrong) => self.joining.refuse(wrong),
        }
    }
}
