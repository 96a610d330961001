//! Making a circle: its name, and whom to ask. A draft until the backend has it.

use contract::circle::{Circle, NewCircle};
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Data, refusal};
use domain::circle::{NAME, check_new};
use leptos::{ev, prelude::*};

use super::list;
use super::pick::Pick;
use crate::i18n::k;
use crate::i18n::k::circle as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Button, Card, Crumb, FormFault, Page, PageHead, SectionHead, TextField, Toasts, field_error,
};

/// The form.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::make().to_owned());
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let group = data.one::<Group>(id.as_str());
    let draft = data.draft(&format!("group/{id}/circle"));
    let (name, pick) = (draft.field("name", ""), Pick(draft.field("members", "")));
    let making = draft.mutation(data);
    let notice = making.notice();
    let (back, members) = (Link::Circles(id.clone()), pick.view(data, &id, Signal::stored(Vec::new())));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked().trim().to_owned();
        let circle = NewCircle { name, members: untrack(|| pick.ids()) };
        let wrong = check_new(&circle);
        if !wrong.is_empty() {
            return making.refuse(refusal(wrong));
        }
        making.run(api::NEW_CIRCLE, &[id.as_str()], &circle, move |circle: Circle| {
            let to = Link::Circle(circle.group_id.clone(), circle.id.clone());
            list::circles(data, &circle.group_id).put_first(circle);
            toasts.push(t::created());
            nav.replace(&to);
        });
    };
    let label = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let most = u32::try_from(NAME).unwrap_or(u32::MAX);
    let error = field_error(notice, "name", &[]);
    let too_many = field_error(notice, "members", &[]);
    view! {
        <Crumb to=back label />
        <form novalidate=true on:submit=submit>
            <Page>
                <PageHead title=t::make() sub=t::make_sub() />
                <Card>
                    <TextField label=t::name() value=name hint=t::name_hint() error max_length=most />
                </Card>
                <SectionHead title=t::people() note=move || pick.count() />
                <Card>
                    {members}
                    <div class="field-error" role="alert">{too_many}</div>
                </Card>
            </Page>
            <ActionBar>
                <FormFault notice=notice />
                <Button label=t::make() submit=true wide=true busy=making.is_sending() />
            </ActionBar>
        </form>
    }
    .into_any()
}
