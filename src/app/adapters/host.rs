//! The app around the page, for the pages: its bridge is opened once, signed by the backend, and lost without harm.

use std::cell::RefCell;
use std::rc::Rc;

use contract::wechat::PageSignature;
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::File;
use net::json::Node;

use super::hash::BEFORE;
use crate::i18n::k;
use crate::platform::host::{self, Card, HostScan};
use crate::platform::{boot, clock, location, share, storage};
use crate::route;
use crate::ui::host::{Ability, Back, HostApp, Reach, ShareCard};

/// The first data of the page goes before the bridge.
const AFTER_MS: u32 = 300;
/// How long a step in the history may take.
const STEP_MS: u32 = 400;

/// What is around the page.
pub struct Around {
    /// The names of what the bridge can, with spaces between; empty: it is not open.
    bridge: RwSignal<String>,
    /// What the menu sends now; none: the app.
    card: RefCell<Option<ShareCard>>,
    brand: String,
    /// Every card asks.
    has_sheet: bool,
    returned: RefCell<Option<Back>>,
}

impl Around {
    /// Opens the bridge, where there is one, it is configured, and the backend signs pages for it.
    pub fn new(data: Data) -> Rc<Self> {
        let config = data.config();
        let bridge = RwSignal::new(String::new());
        let returned = host::returned().map(|back| Back { code: back.code, state: back.state });
        // Of no use to who is in already: an old page of the history, or somebody else's link.
        let returned = returned.filter(|b| data.wechat_is_under_way(&b.state) || data.must_sign_in());
        let around = Rc::new(Self {
            bridge,
            card: RefCell::default(),
            brand: config.brand.clone(),
            has_sheet: share::can_share(),
            returned: RefCell::new(returned),
        });
        let address = config.wechat_sdk.as_deref().and_then(location::resolve);
        if let Some(sdk) = address.filter(|_| host::has_bridge() && data.offers(&api::SIGN_PAGE))
            && let Some(page) = host::to_sign()
        {
            let around = around.clone();
            clock::after(AFTER_MS, move || {
                data.sign_page(&page, move |signed| {
                    let Ok(signed) = signed else { return };
                    spawn_local(async move { around.open(&sdk, signed).await });
                });
            })
            .detach();
        }
        around
    }

    /// Whether somebody came back from signing in with the host.
    pub fn is_back(&self) -> bool {
        self.returned.borrow().is_some()
    }

    async fn open(self: Rc<Self>, sdk: &str, signed: PageSignature) {
        let build = boot::boot().map(|boot| boot.build).unwrap_or_default();
        let script = location::resolve(&format!("./wechat.js?v={build}")).unwrap_or_default();
        if let Some(abilities) = host::open(&script, sdk, &json(signed)).await {
            self.bridge.set(abilities);
            self.tell();
        }
    }

    /// Tells the menu what it sends.
    fn tell(&self) {
        if self.has("card") {
            let (card, bridge) = (self.menu_card(), self.bridge);
            spawn_local(async move {
                if !host::describe(card).await {
                    lose(bridge, "card");
                }
            });
        }
    }

    fn menu_card(&self) -> Card {
        let image = location::resolve("./card.png").unwrap_or_default();
        let home = location::base_url();
        let app = [self.brand.clone(), k::host::app_text().to_owned(), home, image.clone()];
        let Some(card) = self.card.borrow().clone() else {
            return Card { chat: app.clone(), moments: app, hide: Vec::new() };
        };
        let chat = [card.title, card.text, card.link, image];
        match card.reach {
            Reach::All => Card { chat: chat.clone(), moments: chat, hide: Vec::new() },
            Reach::Chat => Card { chat, moments: app, hide: vec!["moments"] },
            Reach::Nowhere => Card { chat: app.clone(), moments: app, hide: vec!["moments", "chat"] },
        }
    }

    fn has(&self, ability: &str) -> bool {
        self.bridge.with_untracked(|all| has(all, ability))
    }
}

fn has(all: &str, ability: &str) -> bool {
    all.split(' ').any(|one| one == ability)
}

/// What failed is not offered again.
fn lose(bridge: RwSignal<String>, ability: &str) {
    bridge.update(|all| *all = all.replace(ability, ""));
}

fn json(signed: PageSignature) -> String {
    let PageSignature { app_id, timestamp, nonce, signature } = signed;
    let fields = [("app_id", app_id), ("timestamp", timestamp), ("nonce", nonce), ("signature", signature)];
    Node::Object(fields.into_iter().map(|(name, text)| (name.into(), Node::owned(text))).collect())
        .to_string()
}

impl HostApp for Around {
    fn can(&self, what: Ability) -> bool {
        let name = match what {
            Ability::Sheet => return self.has_sheet,
            Ability::SignIn => return host::has_bridge(),
            Ability::Bargain => return host::lets_bargain(),
            Ability::Scan => "scan",
            Ability::Menu => "card",
            Ability::Pick => "pick",
            Ability::Preview => "preview",
            Ability::Close => "close",
        };
        self.bridge.with(|all| has(all, name))
    }

    fn describe(&self, card: Option<ShareCard>) {
        if self.card.replace(card.clone()) != card {
            self.tell();
        }
    }

    fn share(&self, text: String, done: Callback<bool>) {
        spawn_local(async move {
            let sent = share::share("", &text, "").await;
            // Whoever asked may have left the page.
            done.try_run(sent);
        });
    }

    fn scan(&self, done: Callback<Result<Option<String>, ()>>) {
        let bridge = self.bridge;
        spawn_local(async move {
            let ended = match host::scan().await {
                HostScan::Read(text) => Ok(Some(text)),
                HostScan::Cancelled => Ok(None),
                HostScan::Failed => Err(()),
            };
            if ended.is_err() {
                lose(bridge, "scan");
            }
            done.try_run(ended);
        });
    }

    fn pick(&self, done: Callback<Result<Option<File>, ()>>) {
        let bridge = self.bridge;
        spawn_local(async move {
            let picked = host::pick().await;
            if picked.is_err() {
                lose(bridge, "pick");
            }
            done.try_run(picked);
        });
    }

    fn preview(&self, src: String, done: Callback<bool>) {
        let bridge = self.bridge;
        spawn_local(async move {
            let shown = host::preview(&src).await;
            if !shown {
                lose(bridge, "preview");
            }
            done.try_run(shown);
        });
    }

    fn sign_in(&self, url: String) {
        // Coming back leads to the page of signing in, and from there to the place before it.
        let here = location::hash();
        if here != route::print(&Link::SignIn) {
            let _ = storage::session_set(BEFORE, &here);
        }
        location::leave_for(&url);
    }

    fn came_back(&self) -> Option<Back> {
        self.returned.take()
    }

    fn settle(&self) {
        // A step back in the history takes its time, and the page is opened anew where that leads.
        clock::after(STEP_MS, host::settle).detach();
    }

    fn close(&self) {
        host::close();
    }
}
