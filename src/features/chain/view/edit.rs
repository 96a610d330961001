//! Starting a chain, and changing one: a form that is a draft, with errors beside their fields.

use contract::chain::Chain;
use contract::group::Group;
use contract::{ChainId, GroupId, Link, Timestamp, api};
use data::{Data, Draft, Mutation};
use leptos::{ev, html, prelude::*};

use super::choices::{self, ErrorOf};
use super::fields::{Fields, asks_card, places_card, words_card};
use crate::features::chain::form::{self, RawChain, RawChoice};
use crate::i18n::k::chain as t;
use crate::i18n::local_input;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Banner, Button, Crumb, Fault, Loaded, Look, Page, PageHead, beside_fields, glyph,
};

/// The page that starts a chain in a group.
pub fn new_page(data: Data, group: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let home = data.one::<Group>(group.as_str());
    let name = Signal::derive(move || home.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default());
    let (to, again) = (Link::Group(group.clone()), group.clone());
    view! {
        <Crumb to label=name />
        <Loaded value=home retry={move || data.fetch::<Group>(again.as_str())} let:_home>
            {new_form(data, group.clone())}
        </Loaded>
    }
    .into_any()
}

/// The page that changes a chain.
pub fn edit_page(data: Data, group: GroupId, id: ChainId) -> AnyView {
    use_title(t::edit().to_owned());
    let chain = data.one::<Chain>(id.as_str());
    let title =
        Signal::derive(move || chain.with(|c| c.value().map(|c| c.title.clone())).unwrap_or_default());
    let (to, again) = (Link::Chain(group, id.clone()), id);
    view! {
        <Crumb to label=title />
        <Loaded value=chain retry={move || data.fetch::<Chain>(again.as_str())} let:chain>
            {edit_form(data, chain)}
        </Loaded>
    }
    .into_any()
}

fn new_form(data: Data, group: GroupId) -> AnyView {
    let draft = data.draft(&format!("group/{group}/chain"));
    let first = RawChain {
        most: "1".to_owned(),
        proxies: "2".to_owned(),
        asks_note: true,
        closes_at: in_three_days(data.now()),
        ..RawChain::default()
    };
    let fields = Fields::of(draft, &first);
    let sending = draft.mutation(data);
    let nav = use_nav::<Link>();
    let send = Callback::new(move |()| {
        let read = form::read_new(&untrack(|| fields.get()), data.now());
        read.map(|chain| {
            sending.run(api::NEW_CHAIN, &[group.as_str()], &chain, move |chain: Chain| {
                let to = Link::Chain(chain.group_id.clone(), chain.id.clone());
                data.absorb(chain);
                nav.replace(&to);
            });
        })
    });
    let check = move |now| form::read_new(&fields.get(), now).err();
    let form = Form { data, draft, fields, sending, is_new: true };
    frame(form, send, check)
}

fn edit_form(data: Data, chain: Signal<Chain>) -> AnyView {
    let now = chain.get_untracked();
    let draft = data.draft(&format!("chain/{}/edit", now.id));
    let places = |capacity: Option<u32>| capacity.map(|c| c.to_string()).unwrap_or_default();
    let choice =
        |c: &contract::chain::ChainChoice| RawChoice { label: c.label.clone(), capacity: places(c.capacity) };
    let first = RawChain {
        title: now.title.clone(),
        about: now.about.clone(),
        choices: now.choices.iter().map(choice).collect(),
        capacity: places(now.capacity),
        closes_at: local_input(now.closes_at.0),
        ..RawChain::default()
    };
    let fields = Fields::of(draft, &first);
    let sending = draft.mutation(data);
    let nav = use_nav::<Link>();
    let place = Link::Chain(now.group_id, now.id.clone());
    let id = now.id;
    let send = Callback::new(move |()| {
        let read = chain.with_untracked(|c| form::read_edit(&untrack(|| fields.get()), c, data.now()));
        let place = place.clone();
        read.map(|edit| {
            sending.run(api::EDIT_CHAIN, &[id.as_str()], &edit, move |chain: Chain| {
                data.absorb(chain);
                nav.back(&place);
            });
        })
    });
    let check = move |now| chain.with(|c| form::read_edit(&fields.get(), c, now).err());
    frame(Form { data, draft, fields, sending, is_new: false }, send, check)
}

/// The evening in three days, as a date field writes it.
fn in_three_days(now: Timestamp) -> String {
    let text = local_input(now.plus_s(3 * 86_400).0);
    text.split_once('T').map(|(day, _)| format!("{day}T20:00")).unwrap_or_default()
}

/// The form of either page. `Copy`.
#[derive(Clone, Copy)]
struct Form {
    data: Data,
    draft: Draft,
    fields: Fields,
    sending: Mutation,
    is_new: bool,
}

type Refused = loadable::Notice;

fn frame(
    form: Form,
    send: Callback<(), Result<(), Refused>>,
    check: impl Fn(Timestamp) -> Option<Refused> + Copy + Send + Sync + 'static,
) -> AnyView {
    let Form { data, draft, fields, sending, is_new } = form;
    let tried = RwSignal::new(false);
    let notice = sending.notice();
    // What the server said of a field holds until something is changed.
    Effect::new(move |before: Option<RawChain>| {
        let now = fields.get();
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let minute = data.minute();
    let wrong = Memo::new(move |_| {
        let here = tried.get().then(|| check(minute.get())).flatten();
        here.or_else(|| notice.get()).map(|n| n.fields).unwrap_or_default()
    });
    let error: ErrorOf = Callback::new(move |field: String| {
        let found = |w: &loadable::FieldNotice| form::error_text(&w.field, &w.code);
        wrong.with(|wrong| wrong.iter().find(|w| w.field == field).map(found))
    });
    let frame = NodeRef::<html::Form>::new();
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if let Err(refused) = send.run(()) {
            sending.refuse(refused);
            request_animation_frame(move || focus_first_wrong(frame));
        }
    };
    let (title, sub) = if is_new { (t::start(), t::start_sub()) } else { (t::edit(), t::edit_sub()) };
    let (label, rule) = if is_new { (t::open_it(), t::open_rule()) } else { (t::save(), t::save_rule()) };
    view! {
        <form class="chain-form" node_ref=frame novalidate=true on:submit=on_submit>
            <Page>
                <PageHead title sub />
                {kept(draft, tried)}
                {words_card(fields, error)}
                {choices::editor(fields.rows, error, is_new)}
                {places_card(data, fields, error, is_new)}
                {is_new.then(|| asks_card(fields))}
            </Page>
            <ActionBar>
                <Fault notice=beside_fields(notice, &[]) />
                <Button label rule submit=true wide=true busy=sending.is_sending() />
            </ActionBar>
        </form>
    }
    .into_any()
}

/// Brings the first wrong field into view, under the finger and the reader.
fn focus_first_wrong(frame: NodeRef<html::Form>) {
    use leptos::wasm_bindgen::JsCast;
    let Some(Some(form)) = frame.try_get_untracked() else { return };
    let Ok(Some(field)) = form.query_selector("[aria-invalid]") else { return };
    if let Some(field) = field.dyn_ref::<leptos::web_sys::HtmlElement>() {
        // A field that cannot take the focus still shows its error.
        drop(field.focus());
    }
}

/// Says that this was begun before, and offers to begin anew.
fn kept(draft: Draft, tried: RwSignal<bool>) -> AnyView {
    let shown = RwSignal::new(draft.was_kept());
    let start_over = Callback::new(move |()| {
        draft.clear();
        tried.set(false);
        shown.set(false);
    });
    (move || {
        shown.get().then(|| {
            view! {
                <Banner icon=glyph::EDIT title=t::kept()>
                    <Button label=t::start_over() look=Look::Text small=true on_press=start_over />
                </Banner>
            }
        })
    })
    .into_any()
}
