//! The session: who is signed in on this phone.

use contract::account::Me;
use contract::{AccountId, api};
use net::descriptor::{PASSWORD, SignInForm};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set};
use reactive_graph::wrappers::read::Signal;
use serde::{Deserialize, Serialize};

use crate::core::Data;
use crate::host::Disk;

const PLACE: &str = "session";

/// A session on this phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub(crate) token: String,
    pub(crate) me: Me,
    /// The recovery code that joining gave, until it is put away.
    #[serde(default)]
    pub(crate) recovery_code: Option<String>,
    /// What renews the token, at backends that have it.
    #[serde(default)]
    pub(crate) refresh: Option<String>,
}

impl Session {
    /// The session of a phone: the one that was kept, or that of a visitor where the backend lets visitors in.
    pub(crate) fn of_phone(client: &net::Client, disk: &dyn Disk) -> Option<Self> {
        Self::load(disk).or_else(|| Self::standing(client))
    }

    /// A visitor's session: whoever the descriptor says.
    fn standing(client: &net::Client) -> Option<Self> {
        let me = client.standing_account()?.clone();
        Some(Self { token: String::new(), me, recovery_code: None, refresh: None })
    }

    pub(crate) fn for_client(&self) -> contract::account::Session {
        let (token, me, refresh) = (self.token.clone(), self.me.clone(), self.refresh.clone());
        contract::account::Session { token, me, refresh }
    }

    fn load(disk: &dyn Disk) -> Option<Self> {
        net::json::from_text(&disk.get(PLACE)?)
    }

    fn save(&self, disk: &dyn Disk) {
        if let Ok(text) = serde_json::to_string(self) {
            disk.set(PLACE, &text);
        }
    }
}

impl Data {
    /// My account, while signed in.
    pub fn me(self) -> Signal<Option<Me>> {
        let session: ArcRwSignal<Option<Session>> = self.core().session.clone();
        Signal::derive(move || session.get().map(|s| s.me))
    }

    /// My account's id, while signed in: caches and drafts of two accounts never mix.
    pub fn account(self) -> Option<AccountId> {
        self.core().session.get_untracked().map(|s| s.me.id)
    }

    /// Takes up a session. Another account's cache is wiped first.
    pub fn sign_in(self, session: contract::account::Session, recovery_code: Option<String>) {
        if self.account().as_ref() != Some(&session.me.id) {
            let visitor = self.account().filter(|_| self.is_standing());
            self.wipe();
            self.adopt_drafts(None, &session.me.id);
            // What somebody typed as a visitor is theirs as well.
            if visitor.is_some() {
                self.adopt_drafts(visitor.as_ref(), &session.me.id);
            }
        }
        let refresh = session.refresh;
        self.set_session(Some(Session { token: session.token, me: session.me, recovery_code, refresh }));
        self.core().client.session_is_fresh(self.now());
    }

    /// Takes up a session and keeps it, or none.
    fn set_session(self, session: Option<Session>) {
        let core = self.core();
        core.client.set_session(session.as_ref().map(Session::for_client));
        // A visitor is in the descriptor, and kept nowhere else.
        if let Some(session) = session.as_ref().filter(|session| !self.is_visitor(session)) {
            session.save(core.disk.as_ref());
        }
        core.session.set(session);
    }

    /// The token was renewed on the way: nobody on screen notices.
    pub(crate) fn session_renewed(self, renewed: &contract::account::Session) {
        let core = self.core();
        if let Some(mut session) = core.session.get_untracked() {
            // Another tab signed out, or in as somebody else: that counts, and not what came too late here.
            if Session::load(core.disk.as_ref()).is_none_or(|kept| kept.token != session.token) {
                return;
            }
            session.token.clone_from(&renewed.token);
            session.refresh.clone_from(&renewed.refresh);
            session.save(core.disk.as_ref());
            core.session.set(Some(session));
        }
    }

    /// Whether whoever is here is a visitor: the account is the descriptor's, and nobody's own.
    pub fn is_standing(self) -> bool {
        self.core().session.get_untracked().is_some_and(|session| self.is_visitor(&session))
    }

    fn is_visitor(self, session: &Session) -> bool {
        let standing = self.core().client.standing_account();
        standing.is_some_and(|me| session.token.is_empty() && session.me.id == me.id)
    }

    /// Whether there is a way to sign in here.
    pub fn can_sign_in(self) -> bool {
        let client = &self.core().client;
        let by_form = match client.sign_in_form() {
            SignInForm::Code => self.offers(&api::REQUEST_CODE) && self.offers(&api::SIGN_IN),
            SignInForm::Password => client.offers_named(PASSWORD),
        };
        by_form || self.offers(&api::RECOVER) || self.offers_wechat()
    }

    /// Whether whoever is here should sign in first. Where nobody can, everybody is here as they are.
    pub fn must_sign_in(self) -> bool {
        self.account().is_none() && self.can_sign_in()
    }

    /// Whether whoever is here should sign in before they write: a visitor reads only.
    pub fn must_sign_in_to_write(self) -> bool {
        (self.account().is_none() || self.is_standing()) && self.can_sign_in()
    }

    /// What was typed before signing in was typed by whoever signs in now: it goes along.
    fn adopt_drafts(self, before: Option<&AccountId>, account: &AccountId) {
        let disk = &self.core().disk;
        let (nobodys, mine) = (crate::draft::prefix(before), crate::draft::prefix(Some(account)));
        for name in disk.names(&nobodys) {
            let place = name.trim_start_matches(&nobodys);
            let here = format!("{mine}{place}");
            if let Some(text) = disk.get(&name).filter(|_| disk.get(&here).is_none()) {
                disk.set(&here, &text);
            }
            disk.remove(&name);
        }
    }

    /// My account changed, such as by a verified phone.
    pub fn me_changed(self, me: Me) {
        if let Some(mut session) = self.core().session.get_untracked() {
            session.me = me;
            self.set_session(Some(session));
        }
    }

    /// The recovery code that has not been put away yet.
    pub fn recovery_code(self) -> Signal<Option<String>> {
        let session: ArcRwSignal<Option<Session>> = self.core().session.clone();
        Signal::derive(move || session.get().and_then(|s| s.recovery_code))
    }

    /// A new recovery code to show until it is put away; none once it was.
    pub fn set_recovery_code(self, code: Option<String>) {
        if let Some(mut session) = self.core().session.get_untracked() {
            session.recovery_code = code;
            self.set_session(Some(session));
        }
    }

    /// Signs out on this phone: the cache and this account's drafts are wiped. The backend is told; if it
    /// cannot be reached the token is forgotten all the same.
    pub fn sign_out(self) {
        let core = self.core();
        if let Some(session) = core.session.get_untracked() {
            let key = self.new_key();
            // With the session of this moment: it is forgotten below.
            let told =
                core.client.send(net::Call::write(&contract::api::SIGN_OUT, &[], &(), &key, self.now()));
            self.spawn(async move {
                let _ = told.await;
            });
            for prefix in [crate::draft::prefix(Some(&session.me.id)), crate::list::places(self)] {
                core.disk.names(&prefix).iter().for_each(|name| core.disk.remove(name));
            }
            self.outbox_wipe();
            self.photos_wipe();
        }
        self.session_ended();
    }

    /// The backend does not know the token any more. Drafts stay: nothing typed is lost.
    pub(crate) fn session_ended(self) {
        let core = self.core();
        let Some(mine) = core.session.get_untracked().filter(|_| !self.is_standing()) else { return };
        // Another tab may have signed in meanwhile, or renewed: its session is not ours to end, but to take up.
        if Session::load(core.disk.as_ref()).is_some_and(|kept| kept.token != mine.token) {
            return self.session_changed_elsewhere();
        }
        core.disk.remove(PLACE);
        self.wipe();
        self.set_session(Session::standing(&core.client));
    }

    /// Another tab of this phone signed in or out: this one follows, and shows nothing of before.
    pub fn session_changed_elsewhere(self) {
        let core = self.core();
        let kept = Session::of_phone(&core.client, core.disk.as_ref());
        let mine = core.session.get_untracked();
        if mine.as_ref().map(|s| &s.me.id) != kept.as_ref().map(|s| &s.me.id) {
            self.wipe();
        }
        if mine != kept {
            core.client.set_session(kept.as_ref().map(Session::for_client));
            core.session.set(kept);
        }
    }

    /// A new intent's key: 128 random bits as hex.
    pub(crate) fn new_key(self) -> String {
        use core::fmt::Write;
        self.core().host.random().iter().fold(String::with_capacity(32), |mut key, byte| {
            let _ = write!(key, "{byte:02x}");
            key
        })
    }
}
