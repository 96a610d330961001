//! Moments and playlists: who may write what, who sees it, and that nothing is in a list twice.

use contract::api::{self, Done};
use contract::change::ChangeKind;
use contract::feed::{EditPost, NewPost, Post, PostKind};
use contract::group::Policy;
use contract::moment::{EditMoment, Moment, MomentKind, NewMoment};
use contract::photo::NewPhoto;
use contract::playlist::{EditPlaylist, NewPlaylist, NewPlaylistRow, Playlist};
use contract::{Code, GroupId, PlaylistId, Problem};

use crate::people::{Person, refused};
use crate::photos::a_photo;
use crate::server::Server;

fn moment(kind: MomentKind) -> Moment {
    let review = kind == MomentKind::Review;
    Moment {
        kind,
        title: " 天然橡胶瑜伽垫 ".into(),
        rating: review.then_some(9),
        good: if review { "不滑".into() } else { String::new() },
        not_good: if review { "有点重".into() } else { String::new() },
        used: review,
        address: if kind == MomentKind::Link { "https://example.org/a".into() } else { String::new() },
        ..Moment::default()
    }
}

fn words(body: &str) -> NewPost {
    NewPost { body: body.into(), ..NewPost::default() }
}

/// Tells a moment of this kind.
pub async fn told(who: &Person, group: &GroupId, kind: MomentKind) -> Post {
    let command = NewMoment { post: words("用了一个月"), moment: moment(kind) };
    who.send(api::NEW_MOMENT, &[group.as_str()], &command).await.unwrap()
}

async fn change(who: &Person, post: &Post, moment: Moment, body: &str) -> Result<Post, Problem> {
    let post_words = EditPost { body: body.into(), ..EditPost::default() };
    who.send(api::EDIT_MOMENT, &[post.id.as_str()], &EditMoment { post: post_words, moment }).await
}

fn row(title: &str, address: &str) -> NewPlaylistRow {
    NewPlaylistRow { title: title.into(), address: address.into() }
}

/// A playlist that all may add to, with one row.
pub async fn listed(who: &Person, group: &GroupId, shared: bool) -> (Post, PlaylistId) {
    let rows = vec![row("第一首", "https://music.example.org/1")];
    let command = NewPlaylist { post: words(""), title: "拉伸时放的歌".into(), shared, rows };
    let post: Post = who.send(api::NEW_PLAYLIST, &[group.as_str()], &command).await.unwrap();
    let id = post.attachment.clone().unwrap().id;
    (post, id.as_str().into())
}

async fn add(who: &Person, list: &PlaylistId, new: &NewPlaylistRow) -> Result<Playlist, Problem> {
    who.send(api::NEW_PLAYLIST_ROW, &[list.as_str()], new).await
}

fn titles(list: &Playlist) -> Vec<&str> {
    list.rows.iter().map(|row| row.title.as_str()).collect()
}

#[tokio::test]
async fn a_post_tells_a_moment_of_each_kind_with_its_photos() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let member = host.let_in(&group, "甲").await;
    for kind in MomentKind::ALL {
        let photo = a_photo(&host, &group).await;
        let photos = vec![NewPhoto { id: photo, alt: "垫子".into() }];
        let post = NewPost { photos, ..words("用了一个月") };
        let command = NewMoment { post, moment: moment(kind) };
        let made = host.send(api::NEW_MOMENT, &[group.as_str()], &command).await.unwrap();
        let seen = member.get(api::POST, &[made.id.as_str()]).await.unwrap();
        let attachment = seen.attachment.unwrap();
        assert_eq!((attachment.kind.as_str(), attachment.id.as_str()), ("moment", made.id.as_str()));
        assert_eq!(attachment.title, "天然橡胶瑜伽垫");
        let told = seen.moment.unwrap();
        assert_eq!((told.kind, told.title.as_str()), (kind, "天然橡胶瑜伽垫"));
        assert_eq!((told.rating, told.used), (moment(kind).rating, kind == MomentKind::Review));
        assert_eq!((seen.body.as_str(), seen.photos.len()), ("用了一个月", 1));
        assert_eq!(refused(change(&member, &made, moment(kind), "").await), Code::NotYours);
    }
    let feed = member.get(api::POSTS, &[group.as_str()]).await.unwrap().items;
    assert!(feed.iter().all(|post| post.moment.is_some()) && feed.len() == MomentKind::ALL.len());
}

#[tokio::test]
async fn what_may_be_told_and_changed() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let link = |address: &str| Moment { address: address.into(), ..moment(MomentKind::Link) };
    let note = NewPost::default();
    let announcement = NewPost { kind: PostKind::Announcement, ..words("大家好") };
    for (post, moment, pointer, code) in [
        (&note, link("javascript:alert(1)"), "/moment/address", "scheme"),
        (&note, link("https://аррӏе.com"), "/moment/address", "host"),
        (&note, link("https://bank.com@evil.example/"), "/moment/address", "host"),
        (&note, Moment { rating: Some(1), ..moment(MomentKind::Review) }, "/moment/rating", "out_of_range"),
        (&note, Moment { rating: Some(4), ..moment(MomentKind::Film) }, "/moment/rating", "invalid"),
        (&announcement, moment(MomentKind::Book), "/post/kind", "invalid"),
    ] {
        let command = NewMoment { post: post.clone(), moment };
        let problem = host.send(api::NEW_MOMENT, &[group.as_str()], &command).await.unwrap_err();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code));
    }
    let lost = NewPhoto { id: "nothing".into(), alt: String::new() };
    let command =
        NewMoment { post: NewPost { photos: vec![lost], ..words("") }, moment: moment(MomentKind::Food) };
    let problem = host.send(api::NEW_MOMENT, &[group.as_str()], &command).await.unwrap_err();
    assert_eq!(problem.errors[0].pointer, "/post/photos/0");

    let made = told(&host, &group, MomentKind::Review).await;
    let other = Moment { rating: Some(6), not_good: String::new(), ..moment(MomentKind::Review) };
    let seen = change(&host, &made, other.clone(), "").await.unwrap();
    let changed = seen.moment.clone().unwrap();
    assert_eq!((changed.rating, changed.not_good.as_str(), seen.body.as_str()), (Some(6), "", ""));
    let edited_at = seen.edited_at.unwrap();
    let again = change(&host, &made, other, "").await.unwrap();
    assert_eq!(again.edited_at, Some(edited_at), "the same again is no change");
    assert_eq!(refused(change(&host, &made, moment(MomentKind::Film), "").await), Code::ValidationFailed);
    let plain: Post = host.send(api::NEW_POST, &[group.as_str()], &words("话")).await.unwrap();
    assert_eq!(refused(change(&host, &plain, moment(MomentKind::Film), "").await), Code::Conflict);
    host.send(api::DELETE_POST, &[made.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(change(&host, &made, moment(MomentKind::Review), "").await), Code::PostDeleted);
}

#[tokio::test]
async fn a_newcomer_sees_no_moment_and_no_list_from_before() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let made = told(&host, &group, MomentKind::Place).await;
    let (post, list) = listed(&host, &group, true).await;
    let row_id = host.get(api::PLAYLIST, &[list.as_str()]).await.unwrap().rows[0].id.clone();
    let newcomer = host.let_in(&group, "新来的").await;
    let cursor = newcomer.get(api::CHANGES, &[]).await.unwrap().cursor;
    let id = list.as_str();
    assert_eq!(refused(newcomer.get(api::POST, &[made.id.as_str()]).await), Code::NotFound);
    assert_eq!(refused(newcomer.get(api::PLAYLIST, &[id]).await), Code::NotFound);
    assert_eq!(refused(add(&newcomer, &list, &row("新", "")).await), Code::NotFound);
    let edit = newcomer.send(api::EDIT_PLAYLIST_ROW, &[row_id.as_str()], &row("新", "")).await;
    assert_eq!(refused(edit), Code::NotFound);
    assert_eq!(
        refused(newcomer.send(api::DELETE_PLAYLIST_ROW, &[row_id.as_str()], &()).await),
        Code::NotFound
    );
    assert_eq!(newcomer.get(api::POSTS, &[group.as_str()]).await.unwrap().items, []);
    // Nor that something happens to it.
    add(&host, &list, &row("第二首", "")).await.unwrap();
    let told = newcomer.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert_eq!(told, []);
    // Pinned it is there for everybody, and a stranger sees nothing of it ever.
    host.send(api::PIN_POST, &[post.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(titles(&newcomer.get(api::PLAYLIST, &[id]).await.unwrap()), ["第一首", "第二首"]);
    let stranger = Person::verified(&server).await;
    assert_eq!(refused(stranger.get(api::PLAYLIST, &[id]).await), Code::NotMember);
}

#[tokio::test]
async fn rows_belong_to_who_added_them() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let (post, list) = listed(&a, &group, true).await;
    let id = list.as_str();
    let cursor = a.get(api::CHANGES, &[]).await.unwrap().cursor;
    let seen = add(&b, &list, &row("第二首", "")).await.unwrap();
    assert_eq!((titles(&seen), seen.rows[1].yours, seen.yours), (vec!["第一首", "第二首"], true, false));
    let told = a.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(told.iter().any(|change| change.kind == ChangeKind::Playlist && change.id == id));
    // What is there already, by its page or by its name.
    for (new, pointer) in
        [(row("另一个名字", "http://www.music.example.org/1/"), "/address"), (row(" 第二首", ""), "/title")]
    {
        let problem = add(&a, &list, &new).await.unwrap_err();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, "taken"));
    }
    let (first, second) = (seen.rows[0].id.as_str(), seen.rows[1].id.as_str());
    assert_eq!(refused(b.send(api::EDIT_PLAYLIST_ROW, &[first], &row("我的", "")).await), Code::NotYours);
    assert_eq!(refused(b.send(api::DELETE_PLAYLIST_ROW, &[first], &()).await), Code::NotYours);
    let seen = b.send(api::EDIT_PLAYLIST_ROW, &[second], &row("第二首（现场）", "")).await.unwrap();
    assert_eq!(titles(&seen), ["第一首", "第二首（现场）"], "a row keeps its place");
    let taken =
        b.send(api::EDIT_PLAYLIST_ROW, &[second], &row("第二首", "https://music.example.org/1")).await;
    assert_eq!(refused(taken), Code::ValidationFailed);
    // Its maker may stop others, and takes out what does not belong.
    let alone = EditPlaylist { title: "拉伸时放的歌".into(), shared: false };
    assert_eq!(refused(b.send(api::EDIT_PLAYLIST, &[id], &alone).await), Code::NotYours);
    a.send(api::EDIT_PLAYLIST, &[id], &alone).await.unwrap();
    assert_eq!(refused(add(&b, &list, &row("第三首", "")).await), Code::PlaylistClosed);
    assert_eq!(titles(&a.send(api::DELETE_PLAYLIST_ROW, &[second], &()).await.unwrap()), ["第一首"]);
    // Another name is told in the feed, too.
    let named = EditPlaylist { title: "放松".into(), shared: false };
    a.send(api::EDIT_PLAYLIST, &[id], &named).await.unwrap();
    assert_eq!(b.get(api::POST, &[post.id.as_str()]).await.unwrap().attachment.unwrap().title, "放松");
    // Who left is named by nothing; with the post the list is gone.
    a.send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    let seen = b.get(api::PLAYLIST, &[id]).await.unwrap();
    assert!(seen.maker.is_none() && seen.rows.iter().all(|row| row.member.is_none()));
    host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(b.get(api::PLAYLIST, &[id]).await), Code::PostDeleted);
}

#[tokio::test]
async fn of_many_who_add_the_same_one_is_first() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let mut members = Vec::new();
    for nth in 0..8 {
        members.push(host.let_in(&group, &format!("成员{nth}")).await);
    }
    let (_, list) = listed(&host, &group, true).await;
    let mut tries = Vec::new();
    for (nth, member) in members.into_iter().enumerate() {
        let list = list.clone();
        tries.push(tokio::spawn(async move {
            let same = add(&member, &list, &row("同一首", "https://music.example.org/2")).await.is_ok();
            let own = add(&member, &list, &row(&format!("自己的 {nth}"), "")).await.is_ok();
            (same, own)
        }));
    }
    let mut won = 0;
    for one in tries {
        let (same, own) = one.await.unwrap();
        assert!(own);
        won += usize::from(same);
    }
    assert_eq!(won, 1, "of eight who add the same page one adds it");
    let seen = host.get(api::PLAYLIST, &[list.as_str()]).await.unwrap();
    assert_eq!(seen.rows.len(), 1 + 1 + 8);
}
