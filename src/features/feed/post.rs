//! One post with its comments.

use contract::feed::Post;
use contract::group::Group;
use contract::{GroupId, Link, PostId, api};
use data::Data;
use leptos::prelude::*;
use loadable::Loadable;

use super::{card, comments, model};
use crate::i18n::k;
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::{Crumb, Loaded, Page};

/// The page of a post.
pub fn page(data: Data, group_id: GroupId, id: PostId) -> AnyView {
    use_title(k::feed::post_title().to_owned());
    let group = data.one::<Group>(group_id.as_str());
    let post = data.one::<Post>(id.as_str());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let (again, post_again, place) = (group_id.clone(), id.clone(), group_id.clone());
    let words = comments::Words::of(data, &id);
    let link = use_nav::<Link>().absolute(&Link::Post(group_id.clone(), id.clone()));
    // What is being sent stays, whatever else changes of the post.
    let there = Memo::new(move |_| post.with(|post| !matches!(post, Loadable::Failed(_, None))));
    view! {
        <Crumb to=Link::Group(group_id) label=name />
        <Page>
            <h1 class="hide">{k::feed::post_title()}</h1>
            <Loaded value=group retry={move || data.fetch::<Group>(again.as_str())} skeletons=1 let:group>
                {
                    let (again, link) = (post_again.clone(), link.clone());
                    view! {
                        <Loaded value=post retry={move || data.fetch::<Post>(again.as_str())} skeletons=1 let:post>
                            {sent_as(group, post, link.clone())}
                            {card::card(data, group, post, false)}
                            {data.offers(&api::COMMENTS).then(|| comments::comments(data, group, post, words))}
                        </Loaded>
                    }
                }
            </Loaded>
        </Page>
        // Nobody answers what is not there.
        {move || {
            (there.get() && data.offers(&api::NEW_COMMENT))
                .then(|| comments::foot(data, place.clone(), id.clone(), words))
        }}
    }
    .into_any()
}

/// What the host's menu sends while the post is on screen: the same as its button.
fn sent_as(group: Signal<Group>, post: Signal<Post>, link: String) {
    use_card(move || {
        let text = post.with(|post| group.with(|group| model::as_text(post, &group.name, &link)));
        Some(Outgoing::new(text, link.clone(), Reach::Chat).card)
    });
}
