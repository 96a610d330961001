//! A fault of an action, as a sentence beside its button, with the way on when it leads elsewhere.

use super::load::leads_elsewhere;
use super::{Button, Icon, Look, glyph};
use crate::i18n::{field_text, undone};
use leptos::prelude::*;
use loadable::Notice;

/// What went wrong with the last try; nothing while nothing did.
#[component]
pub fn Fault(
    /// The fault.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
) -> impl IntoView {
    let lead = leads_elsewhere();
    let words = move || {
        notice.get().map(|notice| {
            let words = undone(&notice);
            let way = lead.filter(|_| notice.way_on.leads_elsewhere());
            view! {
                <span class="grow"><b>{words.title}</b>" "{words.body}</span>
                {way.map(|run| {
                    let on_press = Callback::new(move |()| run.run(notice.way_on));
                    view! { <Button label=words.action look=Look::Soft small=true on_press /> }
                })}
            }
        })
    };
    view! {
        <div class="fault" role="alert" data-on=move || notice.with(Option::is_some).then_some("")>
            {move || notice.with(Option::is_some).then(|| view! { <Icon of=glyph::INFO /> })}
            {words}
        </div>
    }
    .into_any()
}

/// The words under a field while it was not accepted. `own` are problem codes that concern this field alone,
/// such as a nickname that is taken.
pub fn field_error(
    notice: Signal<Option<Notice>>,
    field: &'static str,
    own: &'static [&'static str],
) -> Signal<Option<String>> {
    Signal::derive(move || {
        notice.with(|n| {
            let notice = n.as_ref()?;
            let own = own.contains(&notice.code.as_str()).then_some(notice.code.as_str());
            Some(field_text(notice.field(field).or(own)?).to_owned())
        })
    })
}
