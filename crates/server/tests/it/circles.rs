//! Circles: only who agreed is in one, and what is written for it reaches nobody else by any way.

use std::time::Duration;

use contract::api::{self, Done};
use contract::change::ChangeKind;
use contract::circle::{
    AskMembers, Circle, CircleAnswer, CircleMember, CircleState, NewCircle, RenameCircle,
};
use contract::feed::{Accept, NewComment, NewPost, Post, PostKind, React, ReactionKind};
use contract::group::{HistoryRule, Policy};
use contract::photo::NewPhoto;
use contract::playlist::{NewPlaylist, NewPlaylistRow};
use contract::{CircleId, Code, GroupId, MemberId, Method, Problem};

use crate::changes::Stream;
use crate::people::{Person, in_the_file, key, refused};
use crate::photos::a_photo;
use crate::races::at_once;
use crate::server::Server;

const WORDS: &str = "只给圈子里的人";

/// A circle of one member alone.
pub async fn made(who: &Person, group: &GroupId) -> CircleId {
    let command = NewCircle { name: "晚班".into(), members: Vec::new() };
    who.send(api::NEW_CIRCLE, &[group.as_str()], &command).await.unwrap().id
}

/// A group with a host who is in no circle, a maker, a friend, and somebody who stays outside.
struct Lane {
    group: GroupId,
    host: Person,
    maker: Person,
    friend: Person,
    outside: Person,
}

impl Lane {
    async fn open(server: &Server, history: HistoryRule) -> Self {
        let host = Person::verified(server).await;
        let group = host.new_group(Policy { history, ..Policy::default() }).await.id;
        let [maker, friend, outside] = [
            host.let_in(&group, "圈主").await,
            host.let_in(&group, "朋友").await,
            host.let_in(&group, "路人").await,
        ];
        Self { group, host, maker, friend, outside }
    }

    async fn id_of(&self, who: &Person) -> MemberId {
        who.get(api::GROUP, &[self.group.as_str()]).await.unwrap().me.id
    }

    async fn circle(&self, ask: &[&Person]) -> Circle {
        let mut members = Vec::new();
        for who in ask {
            members.push(self.id_of(who).await);
        }
        let command = NewCircle { name: " 晚班 ".into(), members };
        self.maker.send(api::NEW_CIRCLE, &[self.group.as_str()], &command).await.unwrap()
    }

    /// A circle that the friend agreed to.
    async fn two(&self) -> CircleId {
        let circle = self.circle(&[&self.friend]).await.id;
        agree(&self.friend, &circle).await.unwrap();
        circle
    }

    async fn write(&self, who: &Person, circle: Option<&CircleId>, kind: PostKind) -> Result<Post, Problem> {
        let post = NewPost { body: WORDS.into(), kind, circle_id: circle.cloned(), ..NewPost::default() };
        who.send(api::NEW_POST, &[self.group.as_str()], &post).await
    }

    async fn feed(&self, who: &Person) -> Vec<Post> {
        who.all(api::POSTS, &[self.group.as_str()], 20).await
    }
}

async fn agree(who: &Person, circle: &CircleId) -> Result<Circle, Problem> {
    who.send(api::AGREE, &[circle.as_str()], &Done {}).await
}

async fn leave(who: &Person, circle: &CircleId) {
    who.send(api::LEAVE_CIRCLE, &[circle.as_str()], &()).await.unwrap();
}

async fn members(who: &Person, circle: &CircleId) -> Vec<CircleMember> {
    who.all(api::CIRCLE_MEMBERS, &[circle.as_str()], 20).await
}

/// Commands that are as they should be, so that it is the post that is not found.
fn body_for(operation: &str) -> &'static str {
    match operation {
        "posts.edit" | "comments.edit" | "comments.create" => r#"{"body":"我也在"}"#,
        "posts.react" => r#"{"kind":"heart","on":true}"#,
        "moments.edit" => r#"{"post":{"body":""},"moment":{"kind":"book","title":"书"}}"#,
        "playlists.edit" => r#"{"title":"歌","shared":true}"#,
        "playlist_rows.create" | "playlist_rows.edit" => r#"{"title":"另一首"}"#,
        "circles.rename" => r#"{"name":"我的"}"#,
        "circles.ask" => r#"{"members":["m"]}"#,
        _ => "{}",
    }
}

#[tokio::test]
async fn no_endpoint_that_can_name_a_post_tells_an_outsider_of_it() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::All).await;
    let group = lane.group.as_str();
    let asked = lane.host.let_in(&lane.group, "受邀").await;
    let circle = lane.circle(&[&lane.friend, &asked]).await.id;
    agree(&lane.friend, &circle).await.unwrap();
    let gone = lane.host.let_in(&lane.group, "来过").await;
    let ask = AskMembers { members: vec![lane.id_of(&gone).await] };
    lane.maker.send(api::ASK_MEMBERS, &[circle.as_str()], &ask).await.unwrap();
    agree(&gone, &circle).await.unwrap();
    leave(&gone, &circle).await;

    let nobody = [&lane.outside, &lane.host, &asked, &gone];
    let mut before = Vec::new();
    for who in nobody {
        before.push(who.get(api::CHANGES, &[]).await.unwrap().cursor);
    }
    let mut stream = Stream::open(&lane.outside).await;
    let mut hosts = Stream::open(&lane.host).await;
    stream.next().await.unwrap();
    hosts.next().await.unwrap();

    // Everything that can be done with a post is done by the two who are in it.
    let photo = a_photo(&lane.maker, &lane.group).await;
    let post = NewPost {
        body: WORDS.into(),
        kind: PostKind::Question,
        circle_id: Some(circle.clone()),
        photos: vec![NewPhoto { id: photo.clone(), alt: "圈内照片".into() }],
        mentions: vec![lane.id_of(&lane.friend).await],
        ..NewPost::default()
    };
    let post = lane.maker.send(api::NEW_POST, &[group], &post).await.unwrap();
    let post_id = post.id.as_str();
    let comment = NewComment { body: "圈内评论".into(), ..NewComment::default() };
    let comment = lane.friend.send(api::NEW_COMMENT, &[post_id], &comment).await.unwrap();
    let reply =
        NewComment {
            body: "圈内回复".into(), reply_to: Some(comment.id.clone()), ..NewComment::default()
        };
    lane.maker.send(api::NEW_COMMENT, &[post_id], &reply).await.unwrap();
    let react = React { kind: ReactionKind::Heart, on: true };
    lane.friend.send(api::REACT, &[post_id], &react).await.unwrap();
    let accept = Accept { comment_id: Some(comment.id.clone()) };
    lane.maker.send(api::ACCEPT, &[post_id], &accept).await.unwrap();

    // What a post carries is the circle's as well.
    let song = NewPlaylistRow { title: "圈内歌".into(), address: String::new() };
    let songs = NewPlaylist {
        post: NewPost { circle_id: Some(circle.clone()), ..NewPost::default() },
        title: "圈内歌单".into(),
        shared: true,
        rows: vec![song],
    };
    let songs = lane.maker.send(api::NEW_PLAYLIST, &[group], &songs).await.unwrap();
    let playlist = songs.attachment.unwrap().id;
    let song_row = lane.friend.get(api::PLAYLIST, &[playlist.as_str()]).await.unwrap().rows[0].id.to_string();

    let here = lane.friend.get(api::POST, &[post_id]).await.unwrap();
    assert_eq!(here.circle_id.as_ref(), Some(&circle));
    assert_eq!((here.comment_count, here.reactions.len(), here.photos.len()), (2, 1, 1));
    assert!(here.answer.is_some());
    assert_eq!(lane.feed(&lane.friend).await.len(), 2);

    // The asked know the circle; its posts and who is in it they do not.
    let secrets = [
        post_id,
        comment.id.as_str(),
        photo.as_str(),
        songs.id.as_str(),
        playlist.as_str(),
        song_row.as_str(),
        WORDS,
        "圈内评论",
        "圈内回复",
        "圈内照片",
        "圈内歌",
    ];
    let mut walked = 0;
    for (i, who) in nobody.into_iter().enumerate() {
        for row in api::TABLE {
            if row.name == "changes.stream" || row.name == "sessions.end" {
                continue;
            }
            // What would end a membership or the group is no question about a post.
            let ends = row.method == Method::Delete && row.path.starts_with("/groups/");
            let knows = who.token == asked.token && row.path.contains("{circle}");
            if ends || knows {
                continue;
            }
            let path = row
                .path
                .replace("{group}", group)
                .replace("{post}", post_id)
                .replace("{comment}", comment.id.as_str())
                .replace("{photo}", photo.as_str())
                .replace("{circle}", circle.as_str())
                .replace("{playlist}", playlist.as_str())
                .replace("{row}", song_row.as_str())
                .replace("{member}", lane.id_of(&lane.friend).await.as_str());
            let path: String = path
                .split('/')
                .map(|part| if part.starts_with('{') { "nothing" } else { part })
                .collect::<Vec<_>>()
                .join("/");
            let since =
                if row.name == "changes.list" { format!("?since={}", before[i]) } else { String::new() };
            let mut request = who.request(row.method.as_str(), &format!("{path}{since}"));
            if row.method != Method::Get {
                request = request.header(contract::IDEMPOTENCY_KEY, key());
            }
            if matches!(row.method, Method::Post | Method::Put) {
                request = request.header("content-type", "application/json").body(body_for(row.name));
            }
            let answer = request.send().await.unwrap();
            let status = answer.status();
            let text = answer.text().await.unwrap();
            for secret in secrets {
                assert!(!text.contains(secret), "{} told of {secret}: {text}", row.name);
            }
            if who.token != asked.token && row.name != "circles.list" {
                assert!(!text.contains(circle.as_str()), "{} told of the circle: {text}", row.name);
            }
            if ["{post}", "{comment}", "{circle}", "{playlist}", "{row}"]
                .iter()
                .any(|name| row.path.contains(name))
            {
                let problem: Problem = serde_json::from_str(&text).unwrap();
                assert_eq!((problem.code, status.as_u16()), (Code::NotFound, 404), "{}: {text}", row.name);
                walked += 1;
            }
        }
        // Unread figures, and what is changed, told nothing either.
        let seen = who.get(api::GROUP, &[group]).await.unwrap();
        assert_eq!(seen.unread, Some(0));
        let changes = who.get_query(api::CHANGES, &[], &format!("?since={}", before[i])).await.unwrap();
        let of_talk =
            |c: &&contract::change::Change| matches!(c.kind, ChangeKind::Post | ChangeKind::Comment);
        assert_eq!(changes.items.iter().filter(of_talk).count(), 0);
    }
    assert!(walked > 60, "only {walked} questions were about the post, its talk or its circle");
    assert_eq!(lane.friend.get(api::GROUP, &[group]).await.unwrap().unread, Some(2));

    // Commands that name it in their body.
    let own = lane.write(&lane.outside, None, PostKind::Question).await.unwrap();
    assert_eq!(refused(lane.outside.send(api::ACCEPT, &[own.id.as_str()], &accept).await), Code::NotFound);
    let under = NewComment { body: "?".into(), reply_to: Some(comment.id.clone()), ..NewComment::default() };
    assert_eq!(
        refused(lane.outside.send(api::NEW_COMMENT, &[own.id.as_str()], &under).await),
        Code::NotFound
    );
    let theirs = NewPost { photos: vec![NewPhoto { id: photo, alt: String::new() }], ..NewPost::default() };
    assert_eq!(refused(lane.outside.send(api::NEW_POST, &[group], &theirs).await), Code::ValidationFailed);
    for id in [circle, CircleId::from("none")] {
        assert_eq!(refused(lane.write(&lane.outside, Some(&id), PostKind::Note).await), Code::NotInCircle);
    }
}

#[tokio::test]
async fn the_streams_of_others_are_silent() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let circle = lane.two().await;
    let mut streams = [Stream::open(&lane.outside).await, Stream::open(&lane.host).await];
    let mut inside = Stream::open(&lane.friend).await;
    for stream in streams.iter_mut().chain([&mut inside]) {
        stream.next().await.unwrap();
    }
    let since = lane.outside.get(api::CHANGES, &[]).await.unwrap().cursor;
    let post = lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
    tokio::time::timeout(Duration::from_secs(2), inside.next()).await.unwrap().unwrap();
    let comment = NewComment { body: "在".into(), ..NewComment::default() };
    lane.friend.send(api::NEW_COMMENT, &[post.id.as_str()], &comment).await.unwrap();
    let name = RenameCircle { name: "早班".into() };
    lane.maker.send(api::RENAME_CIRCLE, &[circle.as_str()], &name).await.unwrap();
    for stream in &mut streams {
        assert!(tokio::time::timeout(Duration::from_millis(400), stream.next()).await.is_err());
    }
    let missed = lane.outside.get_query(api::CHANGES, &[], &format!("?since={since}")).await.unwrap();
    assert!(missed.items.is_empty(), "{:?}", missed.items);

    // Who left hears that they are out, and nothing after it.
    let since = lane.friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    leave(&lane.friend, &circle).await;
    lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
    let heard = lane.friend.get_query(api::CHANGES, &[], &format!("?since={since}")).await.unwrap();
    let kinds: Vec<_> = heard.items.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [ChangeKind::Circle]);
}

#[tokio::test]
async fn nobody_is_put_into_a_circle_and_who_said_no_is_left_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let group = lane.group.as_str();
    let circle = lane.circle(&[&lane.friend]).await;
    assert_eq!((circle.name.as_str(), circle.people, circle.asked), ("晚班", 1, Some(1)));
    let id = circle.id;
    assert!(lane.outside.all(api::CIRCLES, &[group], 20).await.is_empty());
    let seen = lane.friend.all(api::CIRCLES, &[group], 20).await;
    assert_eq!((seen[0].state, seen[0].people, seen[0].asked), (CircleState::Asked, 1, None));
    assert!(members(&lane.friend, &id).await.is_empty());
    assert_eq!(refused(lane.write(&lane.friend, Some(&id), PostKind::Note).await), Code::NotInCircle);
    assert_eq!(refused(agree(&lane.outside, &id).await), Code::NotFound);

    leave(&lane.friend, &id).await;
    assert!(lane.friend.all(api::CIRCLES, &[group], 20).await.is_empty());
    assert_eq!(refused(agree(&lane.friend, &id).await), Code::NotFound);
    let ask = AskMembers { members: vec![lane.id_of(&lane.friend).await] };
    let again = lane.maker.send(api::ASK_MEMBERS, &[id.as_str()], &ask).await.unwrap();
    assert_eq!(again.asked, Some(0), "who declined is not asked again the same day");
    let all = members(&lane.maker, &id).await;
    assert_eq!(
        all.iter().map(|m| m.answer).collect::<Vec<_>>(),
        [CircleAnswer::Joined, CircleAnswer::Declined]
    );
    in_the_file(folder.path(), "UPDATE circle_members SET at = at - 2592000000 WHERE answer = 'declined'")
        .await;
    let again = lane.maker.send(api::ASK_MEMBERS, &[id.as_str()], &ask).await.unwrap();
    assert_eq!(again.asked, Some(1));
    assert_eq!(agree(&lane.friend, &id).await.unwrap().people, 2);
    assert_eq!(agree(&lane.friend, &id).await.unwrap().people, 2);

    // What only who looks after it may.
    let friend = lane.id_of(&lane.friend).await;
    let maker = lane.id_of(&lane.maker).await;
    assert_eq!(refused(lane.friend.send(api::ASK_MEMBERS, &[id.as_str()], &ask).await), Code::NotYours);
    let name = RenameCircle { name: "夜班".into() };
    assert_eq!(refused(lane.friend.send(api::RENAME_CIRCLE, &[id.as_str()], &name).await), Code::NotYours);
    let out = |who: Person, member: MemberId| {
        let id = id.clone();
        async move { who.send(api::REMOVE_FROM_CIRCLE, &[id.as_str(), member.as_str()], &()).await }
    };
    assert_eq!(refused(out(lane.friend.clone(), maker.clone()).await), Code::NotYours);
    assert_eq!(refused(out(lane.maker.clone(), maker).await), Code::Conflict);
    let post = lane.write(&lane.friend, Some(&id), PostKind::Note).await.unwrap();
    assert_eq!(out(lane.maker.clone(), friend).await.unwrap().people, 1);
    assert_eq!(refused(lane.friend.get(api::POST, &[post.id.as_str()]).await), Code::NotFound);
    assert_eq!(lane.maker.get(api::POST, &[post.id.as_str()]).await.unwrap().body, WORDS);
}

#[tokio::test]
async fn who_was_taken_out_and_is_asked_again_is_outside_until_they_agree_again() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let (id, group) = (lane.two().await, lane.group.as_str());
    let member = lane.id_of(&lane.friend).await;
    let before = lane.write(&lane.maker, Some(&id), PostKind::Note).await.unwrap();
    let (circle, place) = ([id.as_str()], [id.as_str(), member.as_str()]);
    let out = || lane.maker.send(api::REMOVE_FROM_CIRCLE, &place, &());
    let ask = AskMembers { members: vec![member.clone()] };
    let ask_again = || lane.maker.send(api::ASK_MEMBERS, &circle, &ask);
    let state = || async { lane.friend.all(api::CIRCLES, &[group], 20).await.first().map(|c| c.state) };

    assert_eq!(out().await.unwrap().people, 1);
    assert_eq!(state().await, None);
    assert_eq!(refused(agree(&lane.friend, &id).await), Code::NotFound, "nobody asks");
    // The question alone opens nothing, whatever they said to the first one.
    let asked = ask_again().await.unwrap();
    assert_eq!((asked.people, asked.asked), (1, Some(1)));
    assert_eq!(state().await, Some(CircleState::Asked));
    assert!(members(&lane.friend, &id).await.is_empty() && lane.feed(&lane.friend).await.is_empty());
    assert_eq!(refused(lane.friend.get(api::POST, &[before.id.as_str()]).await), Code::NotFound);
    assert_eq!(refused(lane.write(&lane.friend, Some(&id), PostKind::Note).await), Code::NotInCircle);
    // Nor does a question that was taken back, and put once more.
    assert_eq!(out().await.unwrap().asked, Some(0));
    assert_eq!(refused(agree(&lane.friend, &id).await), Code::NotFound);
    assert_eq!(ask_again().await.unwrap().asked, Some(1));
    assert_eq!(agree(&lane.friend, &id).await.unwrap().people, 2);
    // They see it from this agreeing on, by the group's rule, and not from the first.
    let after = lane.write(&lane.maker, Some(&id), PostKind::Note).await.unwrap();
    let seen: Vec<_> = lane.feed(&lane.friend).await.into_iter().map(|post| post.id).collect();
    assert_eq!(seen, [after.id]);
    assert_eq!(refused(lane.friend.get(api::POST, &[before.id.as_str()]).await), Code::NotFound);
}

#[tokio::test]
async fn a_newcomer_of_the_circle_sees_what_the_groups_rule_says() {
    let server = Server::start();
    for (history, visible) in [(HistoryRule::SinceJoined, 1), (HistoryRule::All, 2)] {
        let lane = Lane::open(&server, history).await;
        let circle = lane.circle(&[&lane.friend]).await.id;
        lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
        assert!(lane.feed(&lane.friend).await.is_empty());
        agree(&lane.friend, &circle).await.unwrap();
        lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
        assert_eq!(lane.feed(&lane.friend).await.len(), visible);
        leave(&lane.friend, &circle).await;
        assert!(lane.feed(&lane.friend).await.is_empty());
    }
}

#[tokio::test]
async fn a_second_try_tells_nothing_to_who_left() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let circle = lane.two().await;
    let post = lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
    let (intent, react) = (key(), React { kind: ReactionKind::Thanks, on: true });
    let first = lane.friend.send_as(&intent, api::REACT, &[post.id.as_str()], &react).await.unwrap();
    let again = lane.friend.send_as(&intent, api::REACT, &[post.id.as_str()], &react).await.unwrap();
    assert_eq!(first, again);
    leave(&lane.friend, &circle).await;
    let late = lane.friend.send_as(&intent, api::REACT, &[post.id.as_str()], &react).await;
    assert_eq!(refused(late), Code::NotFound);
}

#[tokio::test]
async fn announcements_and_pins_are_for_everybody_and_mentions_for_the_circle() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let circle = lane.two().await;
    let ask = AskMembers { members: vec![lane.id_of(&lane.host).await] };
    lane.maker.send(api::ASK_MEMBERS, &[circle.as_str()], &ask).await.unwrap();
    agree(&lane.host, &circle).await.unwrap();
    let said = lane.write(&lane.host, Some(&circle), PostKind::Announcement).await.unwrap_err();
    assert_eq!((said.code, said.errors[0].pointer.as_str()), (Code::ValidationFailed, "/circle_id"));
    let post = lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
    assert_eq!(refused(lane.host.send(api::PIN_POST, &[post.id.as_str()], &Done {}).await), Code::Conflict);

    let outside = lane.id_of(&lane.outside).await;
    let friend = lane.id_of(&lane.friend).await;
    let words =
        NewComment {
            body: "@路人 @朋友".into(), mentions: vec![outside, friend.clone()], reply_to: None
        };
    let comment = lane.maker.send(api::NEW_COMMENT, &[post.id.as_str()], &words).await.unwrap();
    assert_eq!(comment.mentions.iter().map(|m| &m.id).collect::<Vec<_>>(), [&friend]);
    // A host of the group who is in the circle may still delete.
    lane.host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(lane.maker.get(api::POST, &[post.id.as_str()]).await), Code::PostDeleted);
    assert_eq!(refused(lane.outside.get(api::POST, &[post.id.as_str()]).await), Code::NotFound);
}

#[tokio::test]
async fn a_dissolved_circle_takes_its_posts_with_it_and_says_so() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let group = lane.group.as_str();
    let circle = lane.two().await;
    let photo = a_photo(&lane.friend, &lane.group).await;
    let command = NewPost {
        circle_id: Some(circle.clone()),
        photos: vec![NewPhoto { id: photo, alt: String::new() }],
        ..NewPost::default()
    };
    let post = lane.friend.send(api::NEW_POST, &[group], &command).await.unwrap();
    let address = post.photos[0].address.clone();
    assert!(lane.maker.request("GET", &address).send().await.unwrap().status().is_success());
    assert_eq!(
        refused(lane.friend.send(api::DISSOLVE_CIRCLE, &[circle.as_str()], &()).await),
        Code::NotYours
    );
    lane.maker.send(api::DISSOLVE_CIRCLE, &[circle.as_str()], &()).await.unwrap();

    assert!(lane.feed(&lane.maker).await.is_empty() && lane.feed(&lane.friend).await.is_empty());
    assert_eq!(refused(lane.friend.get(api::POST, &[post.id.as_str()]).await), Code::NotFound);
    assert_eq!(lane.maker.request("GET", &address).send().await.unwrap().status(), 404);
    assert_eq!(refused(lane.write(&lane.friend, Some(&circle), PostKind::Note).await), Code::NotInCircle);
    // Who was in it is told until they put it away; who dissolved it knows.
    assert!(lane.maker.all(api::CIRCLES, &[group], 20).await.is_empty());
    let told = lane.friend.all(api::CIRCLES, &[group], 20).await;
    assert_eq!((told.len(), told[0].state), (1, CircleState::Dissolved));
    assert!(members(&lane.friend, &circle).await.is_empty());
    leave(&lane.friend, &circle).await;
    assert!(lane.friend.all(api::CIRCLES, &[group], 20).await.is_empty());
}

#[tokio::test]
async fn who_looks_after_it_hands_over_by_leaving_and_the_last_one_ends_it() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let circle = lane.circle(&[&lane.friend, &lane.outside]).await.id;
    agree(&lane.friend, &circle).await.unwrap();
    let post = lane.write(&lane.maker, Some(&circle), PostKind::Note).await.unwrap();
    // Leaving the group leaves its circles.
    lane.maker.send(api::LEAVE, &[lane.group.as_str()], &()).await.unwrap();
    let now = lane.friend.get(api::CIRCLE, &[circle.as_str()]).await.unwrap();
    assert!(now.yours && now.people == 1 && now.asked == Some(1));
    let kept = lane.friend.get(api::POST, &[post.id.as_str()]).await.unwrap();
    assert!(kept.author.is_none() && kept.body == WORDS);
    // Removed from the group, the last one takes it along; who was asked is asked no more.
    let friend = lane.id_of(&lane.friend).await;
    lane.host.send(api::REMOVE_MEMBER, &[lane.group.as_str(), friend.as_str()], &()).await.unwrap();
    assert_eq!(refused(lane.outside.get(api::CIRCLE, &[circle.as_str()]).await), Code::NotFound);
    assert_eq!(refused(lane.friend.get(api::POST, &[post.id.as_str()]).await), Code::NotMember);
}

#[tokio::test]
async fn one_member_looks_after_twenty_at_most() {
    let server = Server::start();
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    for _ in 0..20 {
        lane.circle(&[]).await;
    }
    let command = NewCircle { name: "再来".into(), members: Vec::new() };
    let made = lane.maker.send(api::NEW_CIRCLE, &[lane.group.as_str()], &command).await;
    assert_eq!(refused(made), Code::CircleLimit);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_agree_at_once_the_hundred_and_fifty_first_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let lane = Lane::open(&server, HistoryRule::SinceJoined).await;
    let mut people = Vec::new();
    for i in 0..12 {
        people.push(lane.host.let_in(&lane.group, &format!("同时{i}")).await);
    }
    let circle = lane.circle(&people.iter().collect::<Vec<_>>()).await.id;
    crate::people::crowd_to(folder.path(), &lane.group, 160).await;
    in_the_file(
        folder.path(),
        "INSERT INTO circle_members (circle_id, member, answer, at) SELECT c.id, m.id, 'joined', 1 \
         FROM circles c JOIN members m ON m.group_id = c.group_id AND m.joined_at = 0 LIMIT 144",
    )
    .await;
    assert_eq!(lane.maker.get(api::CIRCLE, &[circle.as_str()]).await.unwrap().people, 145);
    let late = people.clone();
    let id = circle.clone();
    let codes = at_once(people, move |_, person| {
        let id = id.clone();
        async move { agree(&person, &id).await }
    })
    .await;
    assert_eq!(codes.get(&None), Some(&5));
    assert_eq!(codes.get(&Some(Code::CircleFull)), Some(&7));
    assert_eq!(lane.maker.get(api::CIRCLE, &[circle.as_str()]).await.unwrap().people, 150);

    // Who was too late stays asked, and agrees when somebody has left.
    let mut free = None;
    for who in &late {
        let state = who.get(api::CIRCLE, &[circle.as_str()]).await.unwrap().state;
        match (state, &free) {
            (CircleState::Joined, None) => free = Some(who.clone()),
            (CircleState::Asked, _) => assert_eq!(refused(agree(who, &circle).await), Code::CircleFull),
            _ => {}
        }
    }
    leave(&free.unwrap(), &circle).await;
    let mut agreed = 0;
    for who in &late {
        if let Ok(circle) = who.get(api::CIRCLE, &[circle.as_str()]).await
            && circle.state == CircleState::Asked
        {
            agreed += u32::from(agree(who, &circle.id).await.is_ok());
        }
    }
    assert_eq!(agreed, 1);
}
