//! Choosing members to mention while words are written. Who was chosen is kept with the words; what they are called is
//! the backend's word whenever it is read.

use contract::circle::{CircleAnswer, CircleMember};
use contract::group::{Group, Member};
use contract::{CircleId, GroupId, MemberId, api};
use data::{Arrival, Data, Draft};
use leptos::prelude::*;

use super::seek;
use crate::i18n::k;
use crate::ui::{Act, Avatar, Sheet, glyph};

/// Who was chosen, with the nickname that went into the words: a line each. `Copy`.
#[derive(Clone, Copy)]
pub struct Mentions(RwSignal<String>);

impl Mentions {
    /// Those of a draft; `before` are those of the words that are being changed.
    pub fn of(draft: Draft, before: &[Member]) -> Self {
        let line = |member: &Member| format!("{} {}\n", member.id, member.persona.nickname);
        Self(draft.field("mentions", &before.iter().map(line).collect::<String>()))
    }

    /// Who is still named in the words.
    pub fn in_words(self, words: &str) -> Vec<MemberId> {
        let mut ids = Vec::new();
        self.0.with_untracked(|lines| {
            for (id, name) in lines.lines().filter_map(|line| line.split_once(' ')) {
                if words.contains(&format!("@{name}")) && !ids.contains(&MemberId::from(id)) {
                    ids.push(MemberId::from(id));
                }
            }
        });
        ids
    }

    fn choose(self, member: &Member, words: RwSignal<String>) {
        let name = &member.persona.nickname;
        self.0.update(|lines| lines.push_str(&format!("{} {name}\n", member.id)));
        words.update(|words| {
            if !words.is_empty() && !words.ends_with(char::is_whitespace) {
                words.push(' ');
            }
            words.push_str(&format!("@{name} "));
        });
    }

    /// The button that opens the members, those of the `circle` that the words are for; nothing where the backend does
    /// not tell who they are.
    pub fn picker(
        self,
        data: Data,
        group: GroupId,
        circle: Signal<Option<CircleId>>,
        words: RwSignal<String>,
        bare: bool,
    ) -> Option<AnyView> {
        data.offers(&api::MEMBERS).then(|| {
            let open = RwSignal::new(false);
            let group = StoredValue::new(group);
            // Whoever looks for somebody goes on with it while what the words are for changes.
            let circle = Memo::new(move |_| circle.get());
            view! {
                <div class="acts">
                    <Act icon=glyph::PEOPLE label=k::feed::mention() bare on_press=move || open.set(true) />
                </div>
                <Sheet open title=k::feed::mention_title()>
                    {move || self.members(data, &group.get_value(), circle.get(), words, open)}
                </Sheet>
            }
            .into_any()
        })
    }

    fn members(
        self,
        data: Data,
        group: &GroupId,
        circle: Option<CircleId>,
        words: RwSignal<String>,
        open: RwSignal<bool>,
    ) -> AnyView {
        let me = data.one::<Group>(group.as_str()).get_untracked().into_value().map(|g| g.me.id);
        let other = move |member: &Member| me.as_ref() != Some(&member.id);
        let row = move |member: Member| {
            let pick = Callback::new({
                let member = member.clone();
                move |()| {
                    self.choose(&member, words);
                    open.set(false);
                }
            });
            person(&member, pick)
        };
        match circle {
            Some(circle) => {
                let list =
                    data.list::<CircleMember>(api::CIRCLE_MEMBERS, &[circle.as_str()], Arrival::AtOnce);
                let is_in =
                    move |one: &CircleMember| one.answer == CircleAnswer::Joined && other(&one.member);
                seek::people(
                    list,
                    |one| one.member.persona.nickname.as_str(),
                    is_in,
                    move |one| row(one.member),
                )
            }
            None => {
                let list = data.list::<Member>(api::MEMBERS, &[group.as_str()], Arrival::AtOnce);
                seek::people(list, |one| one.persona.nickname.as_str(), other, row)
            }
        }
    }
}

fn person(member: &Member, pick: Callback<()>) -> AnyView {
    let (avatar, name) = (member.persona.avatar.clone(), member.persona.nickname.clone());
    view! {
        <li class="list-row" data-link="">
            <button type="button" class="list-link" on:click=move |_| pick.run(())>
                <Avatar of=avatar size="m" />
                <span class="list-title">{name}</span>
            </button>
        </li>
    }
    .into_any()
}
