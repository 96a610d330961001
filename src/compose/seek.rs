//! People in a list in which one is looked for by nickname.

use data::{Entity, List};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::{Button, Loaded, Look, TextField};

/// The field, and the rows of those who fit and are called so; `row` draws one. A row stands as long as its member
/// does: whoever is on it with the keyboard stays there.
pub fn people<T: Entity>(
    list: List<T>,
    name: fn(&T) -> &str,
    fits: impl Fn(&T) -> bool + Send + Sync + 'static,
    row: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
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
    let is_shown = move |id: &String| {
        let one = list.item(id).get().into_value();
        one.is_some_and(|one| fits(&one) && sought.with(|sought| is_called(name(&one), sought)))
    };
    let shown = Memo::new(move |_| {
        let ids = view.get().into_value().map(|all| all.ids).unwrap_or_default();
        ids.into_iter().filter(&is_shown).collect::<Vec<_>>()
    });
    let draw = move |id: String| {
        let row = row.clone();
        let one = Memo::new(move |_| list.item(&id).get().into_value());
        move || one.get().map(&row)
    };
    view! {
        <TextField label=k::feed::mention_seek() value=sought optional=true />
        <Loaded value=view retry=move || list.reload() skeletons=1 let:all>
            {
                let draw = draw.clone();
                let has_more = Memo::new(move |_| all.with(|all| all.has_more));
                let nobody = Memo::new(move |_| shown.with(Vec::is_empty) && !has_more.get());
                view! {
                    {move || nobody.get().then(|| view! { <p class="sub">{k::feed::mention_nobody()}</p> })}
                    <ul class="list" role="list">
                        <For each=move || shown.get() key=String::clone children=draw />
                    </ul>
                    {move || has_more.get().then(|| {
                        view! { <Button label=k::common::more() look=Look::Text wide=true on_press=move || list.more() /> }
                    })}
                }
            }
        </Loaded>
    }
    .into_any()
}

fn is_called(nickname: &str, sought: &str) -> bool {
    nickname.to_lowercase().contains(&sought.trim().to_lowercase())
}
