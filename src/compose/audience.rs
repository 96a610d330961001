//! Whom a post is for: everybody in the group, or one of my circles there. Kept with the words, and said in words.

use contract::circle::{Circle, CircleState};
use contract::group::{Group, HistoryRule};
use contract::{CircleId, GroupId, api};
use data::{Arrival, Data, Draft, List};
use leptos::prelude::*;
use loadable::Notice;

use crate::i18n::k;
use crate::ui::{Card, Choices, Icon, glyph};

/// The draft's field of it.
pub const FIELD: &str = "circle";

/// The choice. `Copy`.
#[derive(Clone, Copy)]
pub struct Audience {
    data: Data,
    group: StoredValue<GroupId>,
    chosen: RwSignal<String>,
    /// None where there are no circles.
    circles: Option<List<Circle>>,
}

impl Audience {
    /// The choice of a draft.
    pub fn of(data: Data, draft: Draft, group: &GroupId) -> Self {
        let list = || data.list::<Circle>(api::CIRCLES, &[group.as_str()], Arrival::AtOnce);
        let circles = data.has_circles().then(list);
        Self { data, group: StoredValue::new(group.clone()), chosen: draft.field(FIELD, ""), circles }
    }

    /// The circle that was chosen; tracked.
    pub fn circle(self) -> Option<CircleId> {
        self.chosen.with(|id| (!id.is_empty()).then(|| CircleId::from(id.as_str())))
    }

    /// Chooses one, or everybody.
    pub fn set(self, circle: Option<CircleId>) {
        self.chosen.set(circle.map(|id| id.to_string()).unwrap_or_default());
    }

    /// Those that I am in, as far as they are here; tracked.
    fn mine(self) -> Vec<Circle> {
        let Some(circles) = self.circles else { return Vec::new() };
        let ids = circles.view().get().into_value().map(|all| all.ids).unwrap_or_default();
        let one = |id: &String| circles.item(id).get().into_value();
        ids.iter().filter_map(one).filter(|circle| circle.state == CircleState::Joined).collect()
    }

    /// Whether a circle is chosen that I am not in any more; tracked.
    fn is_lost(self) -> bool {
        let known = self.circles.is_none_or(|c| c.view().get().value().is_some_and(|all| !all.has_more));
        known && self.circle().is_some_and(|id| self.mine().iter().all(|circle| circle.id != id))
    }

    /// Why nothing may be sent. It is never sent to more people instead.
    pub fn fault(self) -> Option<Notice> {
        untrack(|| self.is_lost()).then(|| Notice::new("not_in_circle"))
    }

    /// Who sees it, in words; tracked.
    fn words(self) -> Option<String> {
        let group = self.group.with_value(|id| self.data.one::<Group>(id.as_str())).get().into_value()?;
        let Some(id) = self.circle() else {
            return Some(k::feed::audience_all_hint(i64::from(group.member_count)));
        };
        let circle = self.mine().into_iter().find(|circle| circle.id == id)?;
        let later = match group.policy.history {
            HistoryRule::SinceJoined => k::feed::audience_later_none(),
            HistoryRule::All => k::feed::audience_later_all(),
        };
        let now = k::feed::audience_circle_hint(i64::from(circle.people));
        Some(k::time::two_sentences(&now, later))
    }

    /// The choice as a card, as far as there is one. `announces`: it is an announcement, which is for all.
    pub fn choice(self, announces: Signal<bool>) -> AnyView {
        let options = Memo::new(move |_| {
            let all = (String::new(), k::feed::audience_all().to_owned(), true);
            let one = |circle: Circle| (circle.id.to_string(), circle.name, true);
            core::iter::once(all).chain(self.mine().into_iter().map(one)).collect::<Vec<_>>()
        });
        let any = Memo::new(move |_| options.with(|all| all.len() > 1) || self.circle().is_some());
        let error = Signal::derive(move || {
            let wrong = if announces.get() && self.circle().is_some() {
                k::feed::audience_announces()
            } else if self.is_lost() {
                k::feed::audience_lost()
            } else {
                return None;
            };
            Some(wrong.to_owned())
        });
        let hint = Signal::derive(move || self.words());
        (move || {
            any.get().then(|| {
                view! {
                    <Card>
                        <Choices label=k::feed::audience() value=self.chosen options hint error />
                    </Card>
                }
            })
        })
        .into_any()
    }
}

/// That something is for a circle, and for how many.
pub fn mark(data: Data, circle: &CircleId) -> AnyView {
    let circle = data.one::<Circle>(circle.as_str());
    let words = move || match circle.get().into_value() {
        Some(circle) => k::feed::circle_mark(i64::from(circle.people), &circle.name),
        None => k::feed::circle_only().to_owned(),
    };
    view! {
        <p class="circle-mark">
            <Icon of=glyph::LOCK />
            <span>{words}</span>
        </p>
    }
    .into_any()
}
