//! One post with its comments.

use contract::feed::Post;
use contract::group::Group;
use contract::{GroupId, Link, PostId, api};
use data::Data;
use leptos::prelude::*;
use loadable::Loadable;

use super::{card, comments};
use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{Crumb, Loaded, Page};

/// The page of a post.
pub fn page(data: Data, group_id: GroupId, id: PostId) -> AnyView {
    use_title(k::feed::post_title().to_owned());
    let group = data.one::<Group>(group_id.as_str());
    let post = data.one::<Post>(id.as_str());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let (again, post_again, place) = (group_id.clone(), id.clone(), group_id.clone());
    let words = comments::Words::of(data, &id);
    view! {
        <Crumb to=Link::Group(group_id) label=name />
        <Page>
            <h1 class="hide">{k::feed::post_title()}</h1>
            <Loaded value=group retry={move || data.fetch::<Group>(again.as_str())} skeletons=1 let:group>
                {
                    let again = post_again.clone();
                    view! {
                        <Loaded value=post retry={move || data.fetch::<Post>(again.as_str())} skeletons=1 let:post>
                            {card::card(data, group, post, false)}
                            {data.offers(&api::COMMENTS).then(|| comments::comments(data, group, post, words))}
                        </Loaded>
                    }
                }
            </Loaded>
        </Page>
        // Nobody answers what is not there.
        {move || {
            let there = post.with(|post| !matches!(post, Loadable::Failed(_, None)));
            (there && data.offers(&api::NEW_COMMENT)).then(|| comments::foot(data, place.clone(), id.clone(), words))
        }}
    }
    .into_any()
}
