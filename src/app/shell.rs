//! The shell: the current page, the tabs, what is offline, and the life of the live connection.

use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::rc::Rc;

use contract::Link;
use data::{Data, LiveState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use loadable::WayOn;

use super::adapters::{Around, Eyes, Hash, Outward};
use super::later::Later;
use super::quiet;
use crate::features;
use crate::i18n::{self, Lang, k, moment, set_lang};
use crate::platform::{clock, location, page, storage};
use crate::route::{self, Route};
use crate::ui::nav::{Nav, provide_nav};
use crate::ui::prefs::{Prefs, SetTitle};
use crate::ui::slot;
use crate::ui::{self, Art, Banner, Frame, LinkButton, Page, SendGuide, State, TabBar, ToastHost, glyph};

/// Everything that is on screen.
#[component]
pub fn App(
    /// The kernel.
    data: Data,
    /// The preferences.
    prefs: Prefs,
) -> impl IntoView {
    let hash = Rc::new(Hash::new());
    let nav: Nav<Link> = provide_nav(hash.clone());
    let around = Around::new(data);
    if around.is_back() {
        hash.return_to_sign_in();
    }
    ui::host::provide_host(around);
    ui::share::provide_share(Rc::new(Outward));
    ui::reader::provide_watch(Rc::new(Eyes));
    ui::provide_toasts();
    ui::provide_after_sheet(Callback::new(move |()| clock::next_frame(page::rescue_focus).detach()));
    ui::provide_way_on(Callback::new(move |way| match way {
        WayOn::SignIn => nav.go(&Link::SignIn),
        WayOn::VerifyPhone => nav.go(&Link::Verify),
        WayOn::GoBack => nav.back(&Link::Home),
        WayOn::Retry | WayOn::Correct => {}
    }));
    ui::slot::provide_slots(features::slots(data));
    let brand = data.config().brand.clone();
    provide_context(SetTitle(Callback::new(move |title: String| {
        page::set_title(if title.is_empty() { &brand } else { &title });
    })));

    let here = RwSignal::new(route::parse(&location::hash()));
    let later = Later::new(data);
    follow_places(data, here, hash);
    follow_life(data);
    super::inside::follow(data);
    storage::on_change(move || data.session_changed_elsewhere()).forget();

    // A language or an account is another app: everything is drawn anew, and nothing of before stays.
    let spoken = follow_language(prefs);
    let epoch = Memo::new(move |_| (spoken.get(), data.me().get().map(|me| me.id)));
    Effect::new(move |before: Option<()>| {
        epoch.track();
        // The card with the code stands above the page, and goes.
        data.recovery_code().track();
        if before.is_some() {
            clock::next_frame(page::rescue_focus).detach();
        }
    });
    view! {
        {move || {
            let (lang, _) = epoch.get();
            set_lang(lang);
            view! { <Screens data here later /> }
        }}
    }
}

#[component]
fn Screens(data: Data, here: RwSignal<Route>, later: Later) -> impl IntoView {
    let tabs = features::tabs(data);
    let current = {
        let places: Vec<Link> = tabs.iter().map(|t| t.to.clone()).collect();
        Signal::derive(move || match here.get() {
            Route::At(link) => features::tab_of(&places, &link),
            Route::Unknown => None,
        })
    };
    let screen = move || match here.get() {
        Route::At(link) => features::first_page(&link).unwrap_or_else(|| later.page(&link, not_found)),
        Route::Unknown => not_found(),
    };
    // Nothing waits before those are here who draw it.
    let waits = Memo::new(move |_| {
        data.outbox().with(|all| !all.is_empty()) && here.get() != Route::At(Link::Outbox)
    });
    let signed_in = data.signed_in();
    let has_tabs = move || signed_in.get() || features::has_tabs(data);
    view! {
        <Frame>
            <Connection data />
            {features::above(data)}
            {move || waits.get().then(|| slot::attachment_of("outbox").flatten().map(|draw| draw("", "", "")))}
            {screen}
            {move || (has_tabs() && current.get().is_some()).then(|| view! { <TabBar tabs=tabs.clone() current /> })}
        </Frame>
        <SendGuide />
        <ToastHost />
    }
}

/// What to read when there is no such place.
fn not_found() -> AnyView {
    ui::prefs::use_title(k::app::not_found_title().to_owned());
    view! {
        <Page>
            <h1 class="hide">{k::common::app()}</h1>
            <State art=Art::LostPath title=k::app::not_found_title() body=k::app::not_found_body()>
                <LinkButton to=Link::Home label=k::common::home() />
            </State>
        </Page>
    }
    .into_any()
}

/// Says when what is on screen may be old.
#[component]
fn Connection(data: Data) -> impl IntoView {
    let online = RwSignal::new(page::is_online());
    let (on, off) = page::on_online_change(move |now| {
        online.set(now);
        if now {
            data.live_wake();
        }
    });
    on.forget();
    off.forget();
    let live = data.live_state();
    // A connection that comes back at once is no news.
    let lost = RwSignal::new(false);
    Effect::new(move |_| {
        if live.get() == LiveState::Lost {
            clock::after(1500, move || {
                if live.try_get_untracked() == Some(LiveState::Lost) {
                    lost.try_set(true);
                }
            })
            .detach();
        } else if live.get() == LiveState::Connected {
            lost.set(false);
        }
    });
    // What was seen before is on screen until the answer comes: a word only when that takes long.
    let as_of = data.as_of();
    let late = RwSignal::new(false);
    Effect::new(move |_| {
        late.set(false);
        if as_of.get().is_some() {
            clock::after(1500, move || {
                late.try_set(as_of.try_get_untracked().flatten().is_some());
            })
            .detach();
        }
    });
    // How old it is, once that is worth a word.
    let body = move |fresh: &str| {
        let now = data.minute().get().0;
        let since = as_of.get().or_else(|| data.last_heard().get()).filter(|at| now - at.0 > 60_000);
        since.map_or_else(|| fresh.to_owned(), |at| k::app::as_of(&moment(at.0, now)))
    };
    move || {
        let words = if !online.get() {
            Some((k::app::offline_title(), body(k::app::offline_body())))
        } else if lost.get() && live.get() != LiveState::Paused {
            Some((k::app::lost_title(), body(k::app::lost_body())))
        } else {
            late.get().then(|| (k::app::late_title(), body("")))
        };
        words.map(|(title, body)| view! { <Banner edge=true icon=glyph::CLOUDOFF title body /> })
    }
}

/// Follows the hash, keeps the scroll of each place, and gives it back.
fn follow_places(data: Data, here: RwSignal<Route>, nav: Rc<Hash>) {
    // An address may hold an invite's secret: only a fingerprint of it is written down.
    let key = |address: &str| {
        let mut fingerprint = DefaultHasher::new();
        address.hash(&mut fingerprint);
        format!("qunli.scroll/{:x}", fingerprint.finish())
    };
    let shown = StoredValue::new(location::hash());
    let (host, toasts) = (ui::host::use_host(), ui::Toasts::from_context());
    let show = Rc::new(move |hash: String| {
        let before = shown.get_value();
        if before == hash {
            return;
        }
        // Losing a scroll position is no loss worth a word.
        let _ = storage::session_set(&key(&before), &(page::scroll_y().round() as i64).to_string());
        shown.set_value(hash.clone());
        data.turn_page();
        toasts.turn();
        // What was sent from a page is not what the next one sends; one with a card of its own says so afterwards.
        host.describe(None);
        here.set(route::parse(&hash));
        let kept = storage::session_get(&key(&hash)).and_then(|y| y.parse::<i64>().ok()).unwrap_or(0) as f64;
        clock::next_frame(move || {
            page::rescue_focus();
            page::set_scroll_y(kept);
        })
        .detach();
    });
    location::on_hash_change(move |hash| {
        // The browser's back over an open sheet closes the sheet and nothing else.
        if !nav.is_own() && hash != shown.get_value() && page::close_dialog() {
            nav.undo_back();
            let (nav, show) = (nav.clone(), show.clone());
            // It was no step back but an address typed by hand: there is nothing to go forward to.
            let follow = move || {
                if location::hash() == hash {
                    nav.heard();
                    show(hash);
                }
            };
            clock::after(300, follow).detach();
            return;
        }
        nav.heard();
        show(hash);
    })
    .forget();
}

/// The language on screen: the one that is wanted, as soon as its words are here.
fn follow_language(prefs: Prefs) -> RwSignal<Lang> {
    let first = Some(prefs.lang.get_untracked()).filter(|lang| i18n::is_here(*lang));
    let spoken = RwSignal::new(first.unwrap_or(Lang::ALL[0]));
    let toasts = ui::Toasts::from_context();
    Effect::new(move |before: Option<()>| {
        let (wanted, chosen) = (prefs.lang.get(), before.is_some());
        if i18n::is_here(wanted) {
            if spoken.get_untracked() != wanted {
                spoken.set(wanted);
            }
            return;
        }
        spawn_local(async move {
            let came = i18n::fetch(wanted).await;
            // Another may have been chosen meanwhile.
            if prefs.lang.try_get_untracked() != Some(wanted) {
                return;
            }
            if came {
                spoken.try_set(wanted);
            } else if chosen {
                // The choice goes back to what can be read; the phone's own language is tried again at the next visit.
                prefs.lang.set(spoken.get_untracked());
                toasts.push(k::app::language_lost());
            }
        });
    });
    spoken
}

/// Follows changes while somebody is signed in and the page can be seen. What the first page shows comes first: what
/// changed since it was read is told from its cursor.
fn follow_life(data: Data) {
    let begun = RwSignal::new(false);
    quiet::after(300, move || {
        begun.try_set(true);
    });
    let visible = RwSignal::new(page::is_visible());
    page::on_visibility(move |now| visible.set(now)).forget();
    let account = Memo::new(move |_| data.me().get().map(|me| me.id));
    Effect::new(move |_| {
        if begun.get() && visible.get() && account.get().is_some() {
            data.live_start();
            data.tick();
        } else {
            data.live_stop();
        }
    });
    clock::every(20_000, move || {
        if visible.get_untracked() {
            data.tick();
        }
    })
    .detach();
}
