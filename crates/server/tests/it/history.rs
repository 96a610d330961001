//! The history rule, from every endpoint.

use contract::api::{self, Done};
use contract::change::ChangeKind;
use contract::feed::{NewComment, NewPost, PostKind};
use contract::group::{HistoryRule, Policy};
use contract::groupbuy::{Deal, NewDeal, Tier};
use contract::{Code, Money};

use crate::people::{Person, refused};
use crate::server::Server;

async fn write(who: &Person, group: &str, body: &str) -> contract::feed::Post {
    let post = NewPost { body: body.into(), kind: PostKind::Note, ..NewPost::default() };
    who.send(api::NEW_POST, &[group], &post).await.unwrap()
}

async fn say(who: &Person, post: &str, body: &str) -> contract::feed::Comment {
    who.send(api::NEW_COMMENT, &[post], &NewComment { body: body.into(), ..NewComment::default() })
        .await
        .unwrap()
}

async fn deal(who: &Person, group: &contract::group::Group, title: &str) -> Deal {
    let command = NewDeal {
        title: title.into(),
        about: String::new(),
        pick_up: String::new(),
        tiers: vec![Tier { from: 1, price: Money::fen(100) }],
        minimum: 1,
        stock: None,
        per_member: 1,
        ends_at: group.created_at.plus_s(86_400),
        ..NewDeal::default()
    };
    who.send(api::NEW_DEAL, &[group.id.as_str()], &command).await.unwrap()
}

#[tokio::test]
async fn a_newcomer_sees_nothing_older_but_pins_and_open_offers() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let old = write(&host, id, "旧话").await;
    let old_comment = say(&host, old.id.as_str(), "旧评论").await;
    let pinned = write(&host, id, "旧置顶").await;
    say(&host, pinned.id.as_str(), "旧置顶下的话").await;
    host.send(api::PIN_POST, &[pinned.id.as_str()], &Done {}).await.unwrap();
    let open = deal(&host, &group, "还开着的团").await;
    let closed = deal(&host, &group, "已取消的团").await;
    host.send(api::CANCEL_DEAL, &[closed.id.as_str()], &Done {}).await.unwrap();
    let before = host.get(api::CHANGES, &[]).await.unwrap().cursor;

    let newcomer = host.let_in(&group.id, "新来的").await;
    let fresh = write(&host, id, "新话").await;
    let seen = newcomer.get(api::POSTS, &[id]).await.unwrap().items;
    let seen_ids: Vec<_> = seen.iter().map(|p| &p.id).collect();
    let open_post = seen.iter().find(|p| p.attachment.as_ref().is_some_and(|a| a.id == open.id.as_str()));
    assert_eq!(seen_ids, [&fresh.id, &open_post.unwrap().id, &pinned.id]);
    assert_eq!(seen.iter().find(|p| p.id == pinned.id).unwrap().comment_count, 0, "not the talk under it");
    assert!(newcomer.get(api::COMMENTS, &[pinned.id.as_str()]).await.unwrap().items.is_empty());
    assert_eq!(newcomer.get(api::PINNED, &[id]).await.unwrap().items.len(), 1);
    assert_eq!(refused(newcomer.get(api::POST, &[old.id.as_str()]).await), Code::NotFound);
    assert_eq!(refused(newcomer.get(api::COMMENTS, &[old.id.as_str()]).await), Code::NotFound);
    assert_eq!(
        refused(
            newcomer
                .send(
                    api::NEW_COMMENT,
                    &[old.id.as_str()],
                    &NewComment { body: "?".into(), ..NewComment::default() }
                )
                .await
        ),
        Code::NotFound
    );
    assert_eq!(
        refused(newcomer.send(api::DELETE_COMMENT, &[old_comment.id.as_str()], &()).await),
        Code::NotFound
    );
    assert_eq!(refused(newcomer.get(api::DEAL, &[closed.id.as_str()]).await), Code::NotFound);
    let deals = newcomer.get(api::DEALS, &[id]).await.unwrap().items;
    assert_eq!(deals.iter().map(|d| &d.id).collect::<Vec<_>>(), [&open.id]);

    // The changes since before the joining name nothing older either, whatever happens to it now.
    say(&host, old.id.as_str(), "旧话下的新评论").await;
    host.send(api::DELETE_COMMENT, &[old_comment.id.as_str()], &()).await.unwrap();
    host.send(api::DELETE_POST, &[old.id.as_str()], &()).await.unwrap();
    let changes = newcomer.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert!(
        changes.iter().all(|c| c.id != old.id.as_str() && c.id != old_comment.id.as_str()),
        "{changes:?}"
    );
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Post && c.id == fresh.id.as_str()));
    let of_host = host.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert!(of_host.iter().any(|c| c.id == old.id.as_str()), "the host was there");

    // When the offer closes its post is hidden, and the newcomer is told that it changed.
    let cursor = newcomer.get(api::CHANGES, &[]).await.unwrap().cursor;
    let open_post = open_post.unwrap().id.clone();
    host.send(api::CANCEL_DEAL, &[open.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(refused(newcomer.get(api::POST, &[open_post.as_str()]).await), Code::NotFound);
    let changes = newcomer.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.id == open_post.as_str()));
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Deal && c.id == open.id.as_str()));
    // What they saw open, they may see ended.
    newcomer.get(api::DEAL, &[open.id.as_str()]).await.unwrap();
}

#[tokio::test]
async fn a_group_may_show_everything() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { history: HistoryRule::All, ..Policy::default() }).await;
    let id = group.id.as_str();
    let old = write(&host, id, "旧话").await;
    say(&host, old.id.as_str(), "旧评论").await;
    let newcomer = host.let_in(&group.id, "新来的").await;
    let seen = newcomer.get(api::POSTS, &[id]).await.unwrap().items.remove(0);
    assert_eq!((seen.id, seen.comment_count), (old.id.clone(), 1));
    assert_eq!(newcomer.get(api::COMMENTS, &[old.id.as_str()]).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn seats_that_are_still_for_sale_are_seen_whatever_their_age() {
    let server = Server::start();
    let studio = crate::market::Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let taken_back = studio.list(7_000).await;
    studio.seller.send(api::CANCEL_LISTING, &[taken_back.id.as_str()], &Done {}).await.unwrap();
    let open = studio.list(8_000).await;
    let newcomer = studio.host.let_in(&studio.group.id, "新来的").await;
    let seen = newcomer.get(api::LISTINGS, &[id]).await.unwrap().items;
    assert_eq!(seen.iter().map(|l| &l.id).collect::<Vec<_>>(), [&open.id]);
    assert!(seen[0].history.is_empty(), "how it came to be for sale is talk");
    assert_eq!(newcomer.get(api::CLASSES, &[id]).await.unwrap().items.len(), 1);
    let posts = newcomer.get(api::POSTS, &[id]).await.unwrap().items;
    let about = posts.iter().filter_map(|p| p.attachment.as_ref()).map(|a| a.id.as_str()).collect::<Vec<_>>();
    assert_eq!(about, [open.id.as_str()]);
    assert_eq!(refused(newcomer.get(api::LISTING, &[taken_back.id.as_str()]).await), Code::NotFound);
}
