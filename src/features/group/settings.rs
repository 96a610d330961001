//! What hosts set in a group: its rules, who runs it, and its end.

use contract::api::Done;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::Data;
use domain::role::may_govern;
use leptos::prelude::*;

use super::{policy, roles};
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    Art, Button, Crumb, Fault, LinkButton, Loaded, Look, Page, PageHead, SectionHead, Sheet, Stack, State,
    TextField, Toasts, glyph,
};

/// Whether the backend does any of it.
pub fn offered(data: Data) -> bool {
    can_pass_on(data) || data.offers(&api::SET_POLICY) || data.offers(&api::DISSOLVE)
}

fn can_pass_on(data: Data) -> bool {
    data.offers(&api::SET_ROLE) && data.offers(&api::MEMBERS)
}

/// The page.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(k::group::settings_title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let again = id.clone();
    view! {
        <Crumb to=Link::About(id) label=name />
        <Page>
            <PageHead title=k::group::settings_title() />
            <Loaded value=group retry={move || data.fetch::<Group>(again.as_str())} skeletons=3 let:group>
                {body(data, group)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(data: Data, group: Signal<Group>) -> AnyView {
    let governs = Memo::new(move |_| group.with(|g| may_govern(g.me.role).is_ok()));
    let content = move || {
        if !governs.get() {
            let to = Link::About(group.with_untracked(|g| g.id.clone()));
            return view! {
                <State art=Art::Door title=k::group::settings_hosts() body=k::group::settings_hosts_body()>
                    <LinkButton to label=k::group::about_title() />
                </State>
            }
            .into_any();
        }
        view! {
            {data.offers(&api::SET_POLICY).then(|| policy::section(data, group))}
            {can_pass_on(data).then(|| roles::section(data, group))}
            {data.offers(&api::DISSOLVE).then(|| dissolving(data, group))}
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

/// The end of a group: what it means, and a word to type, so that no slip of a finger does it.
fn dissolving(data: Data, group: Signal<Group>) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let sending = data.mutation();
    let (open, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let dissolve = Callback::new(move |()| {
        let id = group.with_untracked(|g| g.id.clone());
        sending.run(api::DISSOLVE, &[id.clone().as_str()], &(), move |_: Done| {
            open.set(false);
            data.forget_group(&id);
            toasts.push(k::group::dissolved());
            nav.replace(&Link::Home);
        });
    });
    let unsure = move || {
        let sure = typed.with(|t| t.trim().eq_ignore_ascii_case(k::group::dissolve_word()));
        (!sure).then(|| k::group::dissolve_type(k::group::dissolve_word()))
    };
    let ask = move || {
        typed.set(String::new());
        sending.forgive();
        open.set(true);
    };
    view! {
        <SectionHead title=k::group::dissolve_head() />
        <p class="sub">{k::group::dissolve_note()}</p>
        <Button label=k::group::dissolve() icon=glyph::OUT look=Look::Warn wide=true on_press=ask />
        <Sheet
            open
            title=move || k::group::dissolve_title(&group.with(|g| g.name.clone()))
            sub=k::group::dissolve_sub()
        >
            <Stack>
                <TextField label=k::group::dissolve_type(k::group::dissolve_word()) value=typed max_length=20u32 />
                <Fault notice=sending.notice() />
                <Button
                    label=k::group::dissolve_yes()
                    look=Look::Warn
                    wide=true
                    busy=sending.is_sending()
                    blocked=unsure
                    on_press=dissolve
                />
                <Button label=k::group::dissolve_no() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
