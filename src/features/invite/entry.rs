//! The handle of the door before a group: what an invite leads to, and joining. Knows no element.

use contract::group::Group;
use contract::invite::{InvitePreview, InviteRef, Joined, PreviewInvite};
use contract::{GroupId, Link, api};
use data::{Arrival, Data, Mutation, Reading};
use leptos::prelude::*;
use loadable::{Loadable, Notice};

use super::{dead::Dead, form, model};

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

    /// Whether it was open when it was looked at, and shut since.
    pub fn was_open(self) -> bool {
        self.died.with_untracked(Option::is_some)
    }

    /// Who invites, if the preview told it.
    pub fn inviter(self) -> Option<String> {
        self.preview().with_untracked(|p| p.value()?.inviter.as_ref().map(|who| who.nickname.clone()))
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
    /// Joins, by the inviter's share if it shall count for them; `arrive` goes to the place behind the door, signed in.
    pub fn join(self, to: Link, share: Option<String>, arrive: impl FnOnce(&Link) + 'static) {
        let data = self.door.data;
        let (nickname, avatar) = (self.nickname.get_untracked(), self.avatar.get_untracked());
        match form::join(self.door.held.get_value(), &nickname, &avatar, share) {
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
