//! People in a list in which one is looked for by nickname.

use data::{Entity, List};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::{Button, Loaded, Look, TextField};

/// The field, and the rows of those who fit; `row` draws one, or leaves it out.
pub fn people<T: Entity>(
    list: List<T>,
    name: fn(&T) -> &str,
    row: impl Fn(T) -> Option<AnyView> + Clone + Send + Sync + 'static,
) -> AnyView {
    let sought = RwSignal::new(String::new());
    // Whoever is looked for may be on a page that is not here yet.
    let view = list.view();
    Effect::new(move |_| {
        let seeks = sought.with(|sought| !sought.trim().is_empty());
        if seeks && view.with(|v| v.value().is_some_and(|v| v.has_more && !v.loading_more)) {
            list.more();
        }
    });
    let shown = move |id: &String| {
        let one = list.item(id).get().into_value()?;
        sought.with(|sought| is_called(name(&one), sought)).then(|| row(one)).flatten()
    };
    let rows = move |shown: &dyn Fn(&String) -> Option<AnyView>, all: &data::ListView| {
        let rows: Vec<_> = all.ids.iter().filter_map(shown).collect();
        let nobody = (rows.is_empty() && !all.has_more)
            .then(|| view! { <p class="sub">{k::feed::mention_nobody()}</p> });
        let more = all.has_more.then(|| {
            view! { <Button label=k::common::more() look=Look::Text wide=true on_press=move || list.more() /> }
        });
        view! { {nobody} <ul class="list" role="list">{rows}</ul> {more} }
    };
    view! {
        <TextField label=k::feed::mention_seek() value=sought optional=true />
        <Loaded value=view retry=move || list.reload() skeletons=1 let:all>
            {
                let shown = shown.clone();
                move || all.with(|all| rows(&shown, all))
            }
        </Loaded>
    }
    .into_any()
}

fn is_called(nickname: &str, sought: &str) -> bool {
    nickname.to_lowercase().contains(&sought.trim().to_lowercase())
}
