//! Making a group, also one beside another that is full.

use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Data, Rule};
use leptos::prelude::*;

use super::persona::{FIRST_FACE, NICKNAME, PersonaFields};
use super::{can_join, form, model};
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Banner, Button, Card, Crumb, FormFault, LinkButton, Loaded, Look, Page, PageHead, TextArea,
    TextField, field_error, glyph,
};

/// The page of a group beside another: that one is asked for first, since the form begins with what it has.
pub fn sibling(data: Data, of: GroupId) -> AnyView {
    let group = data.one::<Group>(of.as_str());
    let here = Memo::new(move |_| group.with(|g| g.value().is_some()));
    let of = StoredValue::new(of);
    let again = move || of.with_value(|of| data.fetch::<Group>(of.as_str()));
    let content = move || {
        let known = here.get().then(|| group.get_untracked().into_value()).flatten();
        match known {
            Some(group) => page(data, Some(group)),
            None => view! {
                <Page>
                    <Loaded value=group retry=again skeletons=2 let:_group>
                        ""
                    </Loaded>
                </Page>
            }
            .into_any(),
        }
    };
    view! { {content} }.into_any()
}

/// The form; who is not signed in or verified is led there first, and what was typed stays.
pub fn page(data: Data, beside: Option<Group>) -> AnyView {
    use_title(k::group::new_title().to_owned());
    let nav = use_nav::<Link>();
    let place = beside.as_ref().map_or_else(|| "new-group".to_owned(), |g| format!("group/{}/sibling", g.id));
    let (first_name, first_about) =
        beside.as_ref().map_or_else(Default::default, |g| (model::sibling_name(&g.name), g.about.clone()));
    let draft = data.draft(&place);
    let name = draft.field("name", &first_name);
    let about = draft.field("about", &first_about);
    let nickname = draft.field("nickname", "");
    let avatar = draft.field("avatar", FIRST_FACE);
    let making = draft.mutation(data);
    let notice = making.notice();
    let me = data.me();
    // Nobody is sent to verify what the backend does not verify.
    let can_verify = data.offers(&api::VERIFY_PHONE) && data.offers(&api::REQUEST_CODE);
    let blocked = move || match me.get() {
        None => data.can_sign_in(),
        Some(me) => can_verify && !me.phone_verified,
    };
    let sibling_of = beside.as_ref().map(|g| g.id.clone());
    let invites_next = sibling_of.is_some() && data.offers(&api::NEW_INVITE) && can_join(data);
    let create = move || match form::new_group(
        &name.get_untracked(),
        &about.get_untracked(),
        &nickname.get_untracked(),
        &avatar.get_untracked(),
        sibling_of.clone(),
    ) {
        Ok(group) => making.run(api::NEW_GROUP, &[], &group, move |group: Group| {
            // A group beside a full one is there for those who came too late: inviting is what comes next.
            let to = match invites_next {
                true => Link::Invite(group.id.clone()),
                false => Link::Group(group.id.clone()),
            };
            data.list::<Group>(api::GROUPS, &[], data::Arrival::AtOnce).put_first(group);
            nav.replace(&to);
        }),
        Err(wrong) => making.refuse(wrong),
    };
    let needs = move || {
        blocked().then(|| {
            let (to, label) = match me.get() {
                None => (Link::SignIn, k::common::sign_in()),
                Some(_) => (Link::Verify, k::common::verify_phone()),
            };
            let title = if can_verify { k::group::needs_phone() } else { k::group::needs_sign_in() };
            view! {
                <Banner icon=glyph::SHIELD title>
                    <LinkButton to label look=Look::Soft small=true />
                </Banner>
            }
        })
    };
    let (back, label) = match &beside {
        Some(group) => (Link::Group(group.id.clone()), group.name.clone()),
        None => (Link::Home, k::group::title().to_owned()),
    };
    let sub = beside.map(|g| k::group::sibling_sub(&g.name));
    view! {
        <Crumb to=back label />
        <Page>
            <PageHead title=k::group::new_title() sub />
            {needs}
            <Card>
                <TextField
                    label=k::group::name_label()
                    value=name
                    hint=k::group::name_hint()
                    error=field_error(notice, "name", &[])
                    max_length=40u32
                />
                <TextArea
                    label=k::group::about_label()
                    value=about
                    hint=k::group::about_hint()
                    error=field_error(notice, "about", &[])
                    rows=2
                    optional=true
                    max_length=200u32
                />
            </Card>
            <Card>
                <PersonaFields nickname avatar notice checked=data.enforces(Rule::Nickname) />
            </Card>
        </Page>
        <ActionBar>
            <FormFault notice=notice own=NICKNAME />
            <Button label=k::group::create() wide=true busy=making.is_sending() on_press=create />
        </ActionBar>
    }
    .into_any()
}
