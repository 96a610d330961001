//! What was acknowledged is there after a `kill -9`; stopping is orderly.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use contract::api;
use contract::feed::{NewPost, PostKind};
use contract::group::Policy;

use crate::changes::Stream;
use crate::people::{Person, key};
use crate::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_in_a_burst_of_writes_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let off = ["--rate-limits", "off"];
    let server = Server::start_in(folder.path(), &off);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let sent = Arc::new(Mutex::new(Vec::new()));
    let count = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = (0..8)
        .map(|w| {
            let (host, id) = (host.clone(), group.id.clone());
            let (acknowledged, sent, count) = (acknowledged.clone(), sent.clone(), count.clone());
            tokio::spawn(async move {
                for i in 0.. {
                    let (intent, body) = (key(), format!("写者 {w} 第 {i} 条"));
                    sent.lock().unwrap().push((intent.clone(), body.clone()));
                    let post = NewPost { body: body.clone(), kind: PostKind::Note, ..NewPost::default() };
                    let path = api::NEW_POST.path_with(&[id.as_str()]);
                    let request = host.request("POST", &path).header(contract::IDEMPOTENCY_KEY, &intent);
                    let answer = request.body(serde_json::to_string(&post).unwrap()).send().await;
                    let Ok(answer) = answer else { return };
                    let Ok(answer) = crate::people::read::<contract::feed::Post>(answer).await else {
                        return;
                    };
                    acknowledged.lock().unwrap().push((answer.id, body));
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    while count.load(Ordering::Relaxed) < 60 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    server.kill_9();
    for writer in writers {
        // A broken body would be a lost acknowledgement, not a false one.
        let _ = writer.await;
    }

    let server = Server::start_in(folder.path(), &off);
    let host = host.at(&server);
    let id = group.id.as_str();
    let acknowledged = acknowledged.lock().unwrap().clone();
    let stored = host.all(api::POSTS, &[id], 100).await;
    for (post, body) in &acknowledged {
        assert_eq!(stored.iter().filter(|p| p.id == *post && p.body == *body).count(), 1, "{body}");
    }
    // Whoever got no answer asks again with the same intent: nothing is there twice.
    let sent = sent.lock().unwrap().clone();
    for (intent, body) in &sent {
        let post = NewPost { body: body.clone(), kind: PostKind::Note, ..NewPost::default() };
        host.send_as(intent, api::NEW_POST, &[id], &post).await.unwrap();
    }
    let mut bodies: Vec<_> = host.all(api::POSTS, &[id], 100).await.into_iter().map(|p| p.body).collect();
    assert_eq!(bodies.len(), sent.len());
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies.len(), sent.len());
}

#[tokio::test]
async fn stopping_ends_streams_and_takes_no_time() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let mut stream = Stream::open(&host).await;
    stream.next().await.unwrap();
    let stopped = tokio::task::spawn_blocking(move || server.terminate());
    assert_eq!(tokio::time::timeout(Duration::from_secs(3), stream.next()).await.unwrap(), None);
    let (status, took) = stopped.await.unwrap();
    assert!(status.success());
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[tokio::test]
async fn one_server_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Server::start_in(folder.path(), &[]);
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another server uses"));
}
