//! My page: who I am in each group, how things look, my account, and whether the backend answers.

use contract::group::Group;
use contract::info::Info;
use contract::{Link, api};
use data::{Arrival, Data, Following, List, LiveState, Reading};
use leptos::prelude::*;

use super::{can_verify, host_sign_in, model, recovery, settings};
use crate::i18n::{k, time};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    Avatar, Banner, Button, Card, Fact, Facts, LinkButton, ListLink, ListRow, Loaded, Look, Page, PageHead,
    Patch, SectionHead, Sheet, Stack, Unreadable, cloth_of, glyph,
};

/// The page.
pub fn page(data: Data) -> AnyView {
    use_title(k::common::me_tab().to_owned());
    let groups = data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    let info = data.offers(&api::INFO).then(|| data.read::<Info>(api::INFO, &[]));
    view! {
        <Page>
            <PageHead title=k::account::me_title() sub=(!data.is_standing()).then(k::account::me_sub) />
            {data.is_standing().then(|| guest(data))}
            <Loaded value=groups.view() retry=move || groups.reload() skeletons=1 let:list>
                {move || {
                    let rows = list.with(|l| l.ids.iter().filter_map(|id| persona(groups, id)).collect_view());
                    let none = list.with(|l| l.ids.is_empty() && l.unreadable == 0);
                    if none {
                        view! { <p class="sub">{k::account::no_groups()}</p> }.into_any()
                    } else {
                        view! { <ul class="list" role="list">{rows}</ul> }.into_any()
                    }
                }}
                <Unreadable count=Signal::derive(move || list.with(|l| l.unreadable)) about=Link::Backend />
            </Loaded>
            <SectionHead title=k::account::settings() />
            {settings::card()}
            {(data.account().is_some() && !data.is_standing()).then(|| account(data, info))}
            <SectionHead title=k::account::service() />
            {service(data, info)}
        </Page>
    }
    .into_any()
}

/// Where nobody signs in, everybody is the same; where one can, a visitor may.
fn guest(data: Data) -> AnyView {
    if data.can_sign_in() {
        return view! {
            <Stack>
                <Banner icon=glyph::ME title=k::account::guest() body=k::account::visitor_body() />
                <LinkButton to=Link::SignIn label=k::account::sign_in() wide=true />
            </Stack>
        }
        .into_any();
    }
    view! { <Banner icon=glyph::ME title=k::account::guest() body=k::account::guest_body() /> }.into_any()
}

fn persona(groups: List<Group>, id: &str) -> Option<AnyView> {
    let group = groups.item(id).get().into_value()?;
    let (cloth, avatar) = (cloth_of(group.id.as_str()), group.me.persona.avatar);
    let lead = move || {
        view! {
            <Patch cloth>
                <Avatar of=avatar size="s" />
            </Patch>
        }
    };
    Some(
        view! { <ListLink to=Link::About(group.id) title=group.me.persona.nickname note=group.name lead /> }
            .into_any(),
    )
}

fn account(data: Data, info: Option<Reading<Info>>) -> AnyView {
    let me = data.me();
    let verified = Memo::new(move |_| me.get().is_some_and(|m| m.phone_verified));
    let phone = Signal::derive(move || {
        Some(me.get().and_then(|m| m.phone).unwrap_or_else(|| k::account::phone_none().to_owned()))
    });
    // A session that is renewed is no other account: a sheet that is open over these rows stays open.
    let has_phone = Memo::new(move |_| me.get().is_some_and(|m| m.phone.is_some()));
    let can_verify = can_verify(data);
    let phone_row = move || {
        // Without a phone and a way to verify one there is nothing to say of it.
        (can_verify || has_phone.get()).then(|| {
            view! {
                <ListRow title=k::account::phone() note=phone icon=glyph::LOCK>
                    {move || {
                        (can_verify && !verified.get())
                            .then(|| {
                                view! { <LinkButton to=Link::Verify label=k::account::verify() look=Look::Soft small=true /> }
                            })
                    }}
                </ListRow>
            }
        })
    };
    let codes = data.offers(&api::NEW_RECOVERY_CODE);
    // A cookie that the backend does not take back would go on working.
    let can_leave = data.client().has_tokens() || data.offers(&api::SIGN_OUT);
    let some = move || can_verify || codes || has_phone.get();
    view! {
        <SectionHead title=k::account::account() />
        {move || {
            some()
                .then(|| {
                    view! { <ul class="list" role="list">{phone_row} {codes.then(|| recovery::row(data))}</ul> }
                })
        }}
        {info.map(|info| host_sign_in::link(data, info))}
        {can_leave.then(|| sign_out(data))}
    }
    .into_any()
}

fn sign_out(data: Data) -> AnyView {
    let nav = use_nav::<Link>();
    let open = RwSignal::new(false);
    let keeps_code = data.offers(&api::RECOVER);
    let sub = if keeps_code { k::account::sign_out_sub() } else { k::account::sign_out_plain_sub() };
    let out = move || {
        open.set(false);
        nav.replace(&Link::Home);
        data.sign_out();
    };
    view! {
        <Button label=k::account::sign_out() icon=glyph::OUT look=Look::Warn wide=true on_press=move || open.set(true) />
        <Sheet open title=k::account::sign_out_title() sub>
            <Stack>
                {move || {
                    let unsent = i64::try_from(data.outbox().with(Vec::len)).unwrap_or(i64::MAX);
                    (unsent > 0).then(|| view! { <Banner icon=glyph::CLOUD title=k::account::unsent(unsent) /> })
                }}
                <Button label=k::account::sign_out_yes() look=Look::Warn wide=true on_press=out />
                <Button label=k::account::stay() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}

fn service(data: Data, info: Option<Reading<Info>>) -> AnyView {
    let live = data.live_state();
    let (is_still, polls_s) = match data.client().live() {
        Following::Off => (true, None),
        Following::Poll { every_s, .. } => (false, Some(i64::from(*every_s))),
        Following::Contract | Following::PocketBase(_) => (false, None),
    };
    let state = move || match live.get() {
        _ if is_still => k::account::service_still().to_owned(),
        LiveState::Connected => {
            polls_s.map_or_else(|| k::account::service_connected().to_owned(), k::account::service_polls)
        }
        LiveState::Connecting => k::account::service_connecting().to_owned(),
        LiveState::Lost => k::account::service_lost().to_owned(),
        LiveState::Paused => k::account::service_paused().to_owned(),
    };
    let clock = Signal::derive(move || {
        data.minute().track();
        model::clock_words(data.clock_skew_ms())
    });
    let now = move || {
        let at = time(data.minute().get().0);
        let whose =
            if data.goes_by_server_clock() { k::account::server_time() } else { k::account::phone_time() };
        format!("{whose} {at}")
    };
    let name = move || {
        let info = info.and_then(|info| info.answer().get().into_value());
        info.map(|i| format!("{} {}", i.name, k::account::version(&i.version)))
    };
    let described = data.client().descriptor().map(|d| d.name.clone());
    let named = move || {
        let name = name().or_else(|| described.clone());
        name.map(|title| view! { <Fact icon=glyph::INFO title /> })
    };
    let base = data.config().api_base.clone();
    view! {
        <Card>
            <Facts>
                <Fact icon=glyph::CLOUD title=state />
                <Fact icon=glyph::CLOCK title=now note=clock />
            </Facts>
            <details class="service-more">
                <summary>{k::account::service_more()}</summary>
                <Facts>
                    <Fact icon=glyph::STORE title=base />
                    {named}
                </Facts>
            </details>
        </Card>
        <ul class="list" role="list">
            <ListLink to=Link::Backend title=k::account::backend() note=k::account::backend_note() icon=glyph::STORE />
        </ul>
    }
    .into_any()
}
