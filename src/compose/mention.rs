//! Choosing members to mention while words are written. Who was chosen is kept with the words; what they are called is
//! the backend's word whenever it is read.

use contract::group::{Group, Member};
use contract::{GroupId, MemberId, api};
use data::{Arrival, Data, Draft, List};
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::{Act, Avatar, Button, Loaded, Look, Sheet, TextField, glyph};

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

    /// The button that opens the members; nothing where the backend does not tell who they are.
    pub fn picker(self, data: Data, group: GroupId, words: RwSignal<String>, bare: bool) -> Option<AnyView> {
        data.offers(&api::MEMBERS).then(|| {
            let open = RwSignal::new(false);
            let group = StoredValue::new(group);
            view! {
                <div class="acts">
                    <Act icon=glyph::PEOPLE label=k::feed::mention() bare on_press=move || open.set(true) />
                </div>
                <Sheet open title=k::feed::mention_title()>
                    {move || self.members(data, &group.get_value(), words, open)}
                </Sheet>
            }
            .into_any()
        })
    }

    fn members(self, data: Data, group: &GroupId, words: RwSignal<String>, open: RwSignal<bool>) -> AnyView {
        let members = data.list::<Member>(api::MEMBERS, &[group.as_str()], Arrival::AtOnce);
        let me = data.one::<Group>(group.as_str()).get_untracked().into_value().map(|g| g.me.id);
        let sought = RwSignal::new(String::new());
        // Whoever is looked for may be on a page that is not here yet.
        let view = members.view();
        Effect::new(move |_| {
            let seeks = sought.with(|sought| !sought.trim().is_empty());
            if seeks && view.with(|v| v.value().is_some_and(|v| v.has_more && !v.loading_more)) {
                members.more();
            }
        });
        let row = move |id: &String| {
            let member = members.item(id).get().into_value()?;
            let fits = sought.with(|sought| is_called(&member.persona.nickname, sought));
            let pick = Callback::new({
                let member = member.clone();
                move |()| {
                    self.choose(&member, words);
                    open.set(false);
                }
            });
            (fits && me.as_ref() != Some(&member.id)).then(|| person(&member, pick))
        };
        view! {
            <TextField label=k::feed::mention_seek() value=sought optional=true />
            <Loaded value=view retry=move || members.reload() skeletons=1 let:list>
                {
                    let row = row.clone();
                    move || {
                        list.with(|list| {
                            let rows: Vec<_> = list.ids.iter().filter_map(&row).collect();
                            let nobody = (rows.is_empty() && !list.has_more)
                                .then(|| view! { <p class="sub">{k::feed::mention_nobody()}</p> });
                            view! { {nobody} <ul class="list" role="list">{rows}</ul> {more(members, list.has_more)} }
                        })
                    }
                }
            </Loaded>
        }
        .into_any()
    }
}

fn is_called(nickname: &str, sought: &str) -> bool {
    nickname.to_lowercase().contains(&sought.trim().to_lowercase())
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

fn more(members: List<Member>, has_more: bool) -> Option<AnyView> {
    has_more.then(|| {
        view! { <Button label=k::common::more() look=Look::Text wide=true on_press=move || members.more() /> }
            .into_any()
    })
}
