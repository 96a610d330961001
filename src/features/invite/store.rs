//! Handles of the invite screens: nouns are signals, verbs are intents. Knows no element.

use contract::feed::Attachment;
use contract::group::Group;
use contract::groupbuy::Deal;
use contract::invite::{Invite, InviteKind, InviteState, NewInvite};
use contract::market::Listing;
use contract::{GroupId, InviteId, Timestamp, api};
use data::{Arrival, Data, List, Mutation, Rule};
use leptos::prelude::*;

use super::revoke::Revoke;
use super::sent::{Line, lines};
use super::{form, model};

/// The invites of one group. `Copy`.
#[derive(Clone, Copy)]
pub struct Invites {
    pub data: Data,
    id: StoredValue<GroupId>,
    target: StoredValue<Option<Attachment>>,
    /// The invites as the backend gives them.
    pub list: List<Invite>,
    /// The group, live.
    pub group: Signal<Group>,
    /// Making a QR.
    pub making_qr: Mutation,
}

impl Invites {
    /// Asks for a group's invites. What is made here points at `target`, when there is one.
    pub fn new(data: Data, group: Signal<Group>, target: Option<Attachment>) -> Self {
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
        let (id, target) = (StoredValue::new(id), StoredValue::new(target));
        Self { data, id, target, list, group, making_qr: data.mutation() }
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

    /// A group of mine that stands beside this one. Asks for my groups.
    pub fn beside(self) -> Memo<Option<GroupId>> {
        let groups = self.data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
        Memo::new(move |_| {
            let here = self.group.with(|g| (g.id.clone(), g.sibling_of.clone()));
            model::beside(&loaded(groups), &here.0, here.1.as_ref())
        })
    }

    /// Whether the backend keeps a rule itself.
    pub fn enforces(self, rule: Rule) -> bool {
        self.data.enforces(rule)
    }

    /// The server's time, for deadlines.
    pub fn now(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// Every invite that is loaded.
    fn all(self) -> Vec<Invite> {
        loaded(self.list)
    }

    /// The lines of the list, and how many are folded away.
    pub fn lines(self, unfolded: RwSignal<bool>) -> Memo<(Vec<Line>, usize)> {
        let (group, now) = (self.group, self.now());
        Memo::new(move |_| group.with(|g| lines(&self.all(), g, now.get(), unfolded.get())))
    }

    /// The QR on the poster, if there is one.
    pub fn on_poster(self) -> Memo<Option<Invite>> {
        let (group, now) = (self.group, self.now());
        Memo::new(move |_| {
            self.target.with_value(|target| {
                group.with(|g| model::on_poster(&self.all(), g, target.as_ref(), now.get()).cloned())
            })
        })
    }

    /// The invite of this id as it is now, and where it stands.
    pub fn followed(
        self,
        id: RwSignal<Option<InviteId>>,
    ) -> (Memo<Option<Invite>>, Memo<Option<InviteState>>) {
        let slot = Memo::new(move |_| id.get().map(|id| self.list.item(id.as_str())));
        let invite = Memo::new(move |_| slot.get()?.with(|i| i.value().cloned()));
        let (group, now) = (self.group, self.now());
        let state = move |i: &Invite| group.with(|g| model::state_now(i, g, now.get()));
        (invite, Memo::new(move |_| invite.with(|i| i.as_ref().map(state))))
    }

    /// Makes a QR for many.
    pub fn make_qr(self, on_done: impl FnOnce() + 'static) {
        let new = NewInvite { kind: InviteKind::Qr, note: None, target: self.target.get_value() };
        self.make(self.making_qr, &new, move |_| on_done());
    }

    /// Taking one back, for a row of the list.
    pub fn revoke(self, id: InviteId) -> Revoke {
        Revoke::new(self.data, id)
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
        let fixed = self.target.with_value(|t| t.as_ref().map(|t| format!("{}/{}", t.kind, t.id)));
        let place = fixed.as_ref().map_or_else(String::new, |at| format!("/{at}"));
        let draft = self.data.draft(&format!("group/{group}/invite{place}"));
        let list_of = fixed.is_none().then(|| {
            let deals = self.data.list(api::DEALS, &[group.as_str()], Arrival::AtOnce);
            (deals, self.data.list(api::LISTINGS, &[group.as_str()], Arrival::AtOnce))
        });
        Personal {
            invites: self,
            note: draft.field("note", ""),
            target: draft.field("target", fixed.as_deref().unwrap_or_default()),
            making: draft.mutation(self.data),
            open: list_of,
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
    /// What is open in the group; none when what it points at is settled.
    open: Option<(List<Deal>, List<Listing>)>,
}

impl Personal {
    /// What it may point at.
    pub fn targets(self) -> Memo<Vec<(String, String)>> {
        let open = self.open;
        Memo::new(move |_| {
            open.map(|(deals, listings)| form::target_options(&loaded(deals), &loaded(listings)))
                .unwrap_or_default()
        })
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
