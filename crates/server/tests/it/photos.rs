//! Photos: sent in parts, without their places, seen by signed addresses, gone with their post.

use std::path::Path;

use contract::api::{self, Done};
use contract::feed::{NewPost, Post};
use contract::group::Policy;
use contract::photo::{NewPhoto, NewUpload, Photo, Upload};
use contract::{Code, GroupId, PhotoId, Problem};
use sha2::{Digest, Sha256};

use crate::people::{Person, key, read, refused};
use crate::server::Server;

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
}

/// A JPEG of 4 by 3 that says where it was made, with so many bytes of picture.
fn jpeg(drawn: usize) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(
        0xe1,
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a GPS 31.2N 121.4E",
    ));
    out.extend(segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPS 31.2N"));
    out.extend(segment(0xc0, &[8, 0, 3, 0, 4, 1, 1, 0x11, 0]));
    out.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    out.extend((0..drawn).map(|i| (i % 251) as u8));
    out.extend([0xff, 0xd9]);
    out.extend(b"ftypmp42 GPS 31.2N");
    out
}

fn announced(bytes: &[u8]) -> NewUpload {
    let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    NewUpload { size: u32::try_from(bytes.len()).unwrap(), media_type: "image/jpeg".into(), sha256 }
}

async fn begin(who: &Person, group: &GroupId, bytes: &[u8]) -> Result<Upload, Problem> {
    who.send(api::NEW_UPLOAD, &[group.as_str()], &announced(bytes)).await
}

async fn append(who: &Person, id: &PhotoId, offset: usize, part: &[u8]) -> Result<Upload, Problem> {
    let path = format!("/uploads/{id}/bytes?offset={offset}");
    let request = who.request("PUT", &path).header(contract::IDEMPOTENCY_KEY, key());
    let request = request.header("content-type", "application/octet-stream").body(part.to_vec());
    let answer = read(request.send().await.unwrap()).await;
    let named = contract::openapi::problems("uploads.append");
    answer.inspect_err(|problem: &Problem| assert!(named.contains(&problem.code), "{:?}", problem.code))
}

async fn sent(who: &Person, group: &GroupId, bytes: &[u8]) -> Upload {
    let mut upload = begin(who, group, bytes).await.unwrap();
    for part in bytes.chunks(upload.part_size as usize) {
        upload = append(who, &upload.id, upload.offset as usize, part).await.unwrap();
    }
    upload
}

/// A photo of this member that is ready for a post.
pub async fn a_photo(who: &Person, group: &GroupId) -> PhotoId {
    sent(who, group, &jpeg(900)).await.id
}

fn with(photos: &[&PhotoId]) -> NewPost {
    let photos = photos.iter().map(|id| NewPhoto { id: (*id).clone(), alt: " 教室 ".into() }).collect();
    NewPost { photos, ..NewPost::default() }
}

async fn post(who: &Person, group: &GroupId, photos: &[&PhotoId]) -> Result<Post, Problem> {
    who.send(api::NEW_POST, &[group.as_str()], &with(photos)).await
}

/// A photo of somebody's that waits for a post.
pub async fn uploaded(who: &Person, group: &GroupId) -> PhotoId {
    sent(who, group, &jpeg(3)).await.id
}

/// A photo of somebody's, in a post of its own.
pub async fn posted(who: &Person, group: &GroupId) -> PhotoId {
    let upload = sent(who, group, &jpeg(3)).await;
    post(who, group, &[&upload.id]).await.unwrap();
    upload.id
}

/// What an address leads to, for somebody without a session.
async fn open(server: &Server, address: &str) -> reqwest::Response {
    Person::stranger(server).request("GET", address).send().await.unwrap()
}

async fn status(server: &Server, address: &str) -> u16 {
    open(server, address).await.status().as_u16()
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("photos")).unwrap().count()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[tokio::test]
async fn a_photo_comes_in_parts_and_is_seen_without_its_place() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let friend = host.let_in(&group, "小满").await;
    let bytes = jpeg(300_000);
    assert!(holds(&bytes, b"GPS"), "the test has what it looks for");

    let upload = begin(&friend, &group, &bytes).await.unwrap();
    let (id, size) = (upload.id.clone(), upload.part_size as usize);
    assert_eq!((upload.offset, upload.ready), (0, false));
    let first = append(&friend, &id, 0, &bytes[..size]).await.unwrap();
    assert_eq!(first.offset as usize, size);
    // The answer was lost: the same again, and more than was missing.
    assert_eq!(append(&friend, &id, 0, &bytes[..size]).await.unwrap().offset as usize, size);
    let overlapping = append(&friend, &id, size - 10, &bytes[size - 10..size + 10]).await.unwrap();
    assert_eq!(overlapping.offset as usize, size + 10);
    assert_eq!(refused(append(&friend, &id, size + 11, &bytes[..5]).await), Code::Conflict, "a gap");
    assert_eq!(refused(append(&friend, &id, size + 10, &vec![0; size + 1]).await), Code::TooLarge);
    assert_eq!(refused(post(&friend, &group, &[&id]).await), Code::ValidationFailed, "it is not ready");
    let mut now = friend.get(api::UPLOAD, &[id.as_str()]).await.unwrap();
    assert_eq!(now.offset as usize, size + 10);
    while !now.ready {
        let from = now.offset as usize;
        let part = &bytes[from..bytes.len().min(from + size)];
        now = append(&friend, &id, from, part).await.unwrap();
    }
    // The last answer was lost as well.
    assert!(append(&friend, &id, bytes.len() - 5, &bytes[bytes.len() - 5..]).await.unwrap().ready);

    let made = post(&friend, &group, &[&id]).await.unwrap();
    let seen = host.get(api::POST, &[made.id.as_str()]).await.unwrap();
    assert_eq!(made.photos, seen.photos, "for a while the address stays the same");
    let [Photo { width: 4, height: 3, alt, address, expires_at: Some(until), .. }] = &seen.photos[..] else {
        panic!("{:?}", seen.photos)
    };
    assert_eq!((alt.as_str(), *until > seen.created_at.plus_s(590)), ("教室", true));

    let answer = open(&server, address).await;
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((answer.status().as_u16(), header("content-type")), (200, "image/jpeg".to_owned()));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("cache-control").starts_with("private, max-age="), "{}", header("cache-control"));
    let whole = answer.bytes().await.unwrap();
    assert!(whole.starts_with(&[0xff, 0xd8]) && whole.ends_with(&[0xff, 0xd9]));
    for place in [&b"GPS"[..], b"Exif", b"xmpmeta", b"ftyp"] {
        assert!(!holds(&whole, place), "{} came through", String::from_utf8_lossy(place));
    }
    let part = Person::stranger(&server).request("GET", address).header("range", "bytes=2-5").send();
    let part = part.await.unwrap();
    let range = part.headers()["content-range"].to_str().unwrap().to_owned();
    assert_eq!((part.status().as_u16(), range), (206, format!("bytes 2-5/{}", whole.len())));
    assert_eq!(part.bytes().await.unwrap(), whole[2..6]);
    let head = Person::stranger(&server).request("HEAD", address).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], whole.len().to_string());

    let all = host.get(api::POSTS, &[group.as_str()]).await.unwrap();
    assert_eq!(all.items[0].photos, seen.photos);
    assert_eq!(refused(post(&friend, &group, &[&id]).await), Code::ValidationFailed, "it is in a post");
    assert_eq!(refused(friend.get(api::UPLOAD, &[id.as_str()]).await), Code::NotFound);
}

#[tokio::test]
async fn addresses_end_and_only_who_may_see_the_post_gets_another() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let leaver = host.let_in(&group, "阿禾").await;
    let elsewhere = Person::verified(&server).await;
    let other = elsewhere.new_group(Policy::default()).await.id;
    let (one, two) = (sent(&host, &group, &jpeg(10)).await, sent(&host, &group, &jpeg(20)).await);
    let made = post(&host, &group, &[&one.id, &two.id]).await.unwrap();
    let newcomer = host.let_in(&group, "新来").await;
    let [first, second] = [0, 1].map(|i| made.photos[i].address.clone());
    assert_eq!((status(&server, &first).await, status(&server, &second).await), (200, 200));

    // Forged: another photo's key, another moment, another key, none.
    let forged = first.replace(one.id.as_str(), two.id.as_str());
    let (base, key) = first.split_once("&key=").unwrap();
    let until: i64 = base.split_once("until=").unwrap().1.parse().unwrap();
    let later = first.replace(&until.to_string(), &(until + 600).to_string());
    for address in
        [&forged, &later, &format!("{base}&key={}", "0".repeat(32)), base, &format!("{base}&key={key}0")]
    {
        assert_eq!(status(&server, address).await, 404, "{address}");
    }
    for id in ["..%2f..%2fserver.key", "%2e%2e", &"a".repeat(32)] {
        assert_eq!(status(&server, &format!("/photos/{id}?until={until}&key={key}")).await, 404, "{id}");
    }

    // Who cannot see the post gets no address: another group's, a newcomer, one who left.
    let id = made.id.as_str();
    assert_eq!(refused(elsewhere.get(api::POST, &[id]).await), Code::NotMember);
    assert_eq!(refused(newcomer.get(api::POST, &[id]).await), Code::NotFound);
    assert!(leaver.get(api::POST, &[id]).await.is_ok());
    leaver.send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    assert_eq!(refused(leaver.get(api::POST, &[id]).await), Code::NotMember);
    // And nobody puts another's photo into a post, or one of another group.
    let mine = sent(&elsewhere, &other, &jpeg(30)).await;
    assert_eq!(refused(post(&host, &group, &[&mine.id]).await), Code::ValidationFailed);
    assert_eq!(refused(host.get(api::UPLOAD, &[mine.id.as_str()]).await), Code::NotMember);
    assert_eq!(refused(append(&host, &mine.id, 0, b"x").await), Code::NotMember);
    let theirs = sent(&newcomer, &group, &jpeg(31)).await;
    assert_eq!(refused(post(&host, &group, &[&theirs.id]).await), Code::ValidationFailed);
    assert_eq!(refused(host.send(api::CANCEL_UPLOAD, &[theirs.id.as_str()], &()).await), Code::NotFound);

    // Twenty minutes later it has ended, and another is to be had.
    server.kill_9();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "1201"]);
    let host = host.at(&server);
    assert_eq!(status(&server, &first).await, 410);
    let again = host.get(api::POST, &[id]).await.unwrap();
    assert_ne!(again.photos[0].address, first);
    assert_eq!(status(&server, &again.photos[0].address).await, 200);

    // With the post its photos go, files and all; what others sent stays.
    let before = files(folder.path());
    host.send(api::DELETE_POST, &[id], &()).await.unwrap();
    assert_eq!(status(&server, &again.photos[0].address).await, 404);
    assert_eq!(files(folder.path()), before - 2);
}

#[tokio::test]
async fn what_is_no_photo_is_refused_and_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let mut broken = jpeg(10);
    broken.truncate(broken.len() - 30);
    for bytes in
        [&b"GIF89a of a cat"[..], b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", &broken]
    {
        let upload = begin(&host, &group, bytes).await.unwrap();
        assert_eq!(refused(append(&host, &upload.id, 0, bytes).await), Code::PhotoInvalid);
        assert_eq!(refused(host.get(api::UPLOAD, &[upload.id.as_str()]).await), Code::NotFound);
    }
    let other = NewUpload { sha256: "0".repeat(64), ..announced(&jpeg(10)) };
    let upload = host.send(api::NEW_UPLOAD, &[group.as_str()], &other).await.unwrap();
    assert_eq!(refused(append(&host, &upload.id, 0, &jpeg(10)).await), Code::PhotoInvalid, "other bytes");
    let upload = begin(&host, &group, &jpeg(10)).await.unwrap();
    assert_eq!(refused(append(&host, &upload.id, 0, &jpeg(11)).await), Code::TooLarge, "more than announced");
    host.send(api::CANCEL_UPLOAD, &[upload.id.as_str()], &()).await.unwrap();
    assert_eq!(files(folder.path()), 0);

    let large = NewUpload { size: domain::photo::MOST_BYTES + 1, ..announced(&jpeg(10)) };
    let film = NewUpload { media_type: "video/mp4".into(), ..announced(&jpeg(10)) };
    for (wrong, pointer) in [(large, "/size"), (film, "/media_type")] {
        let problem = host.send(api::NEW_UPLOAD, &[group.as_str()], &wrong).await.unwrap_err();
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    assert_eq!(refused(post(&host, &group, &[]).await), Code::ValidationFailed, "neither words nor photos");
    let one = sent(&host, &group, &jpeg(12)).await;
    let problem = post(&host, &group, &[&one.id, &one.id]).await.unwrap_err();
    assert_eq!(problem.errors[0].pointer, "/photos/1/id");
    let ten: Vec<PhotoId> = (0..10).map(|i| PhotoId(format!("{i}"))).collect();
    let problem = post(&host, &group, &ten.iter().collect::<Vec<_>>()).await.unwrap_err();
    assert_eq!(problem.errors[0].pointer, "/photos");
    assert!(post(&host, &group, &[&one.id]).await.is_ok());

    // What was refused or taken back does not count; the one in the post does.
    for _ in 1..domain::photo::MOST_IN_DAY {
        begin(&host, &group, &jpeg(1)).await.unwrap();
    }
    assert_eq!(refused(begin(&host, &group, &jpeg(1)).await), Code::PhotoLimit);
    assert!(begin(&host.let_in(&group, "小满").await, &group, &jpeg(1)).await.is_ok(), "each has their own");
}

#[tokio::test]
async fn an_upload_outlives_a_crash_and_an_unused_one_ends_with_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let bytes = jpeg(200_000);
    let upload = begin(&host, &group, &bytes).await.unwrap();
    let size = upload.part_size as usize;
    append(&host, &upload.id, 0, &bytes[..size]).await.unwrap();
    let unused = sent(&host, &group, &jpeg(5)).await;
    server.kill_9();

    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = host.at(&server);
    let went_on = host.get(api::UPLOAD, &[upload.id.as_str()]).await.unwrap();
    assert_eq!(went_on.offset as usize, size);
    assert!(append(&host, &upload.id, size, &bytes[size..]).await.unwrap().ready);
    let made = post(&host, &group, &[&upload.id]).await.unwrap();
    assert_eq!(files(folder.path()), 2);
    server.kill_9();

    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "86500"]);
    let host = host.at(&server);
    assert_eq!(refused(host.get(api::UPLOAD, &[unused.id.as_str()]).await), Code::NotFound);
    // The sweep runs beside: soon only the photo of the post is left.
    for _ in 0..400 {
        if files(folder.path()) == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(files(folder.path()), 1);
    let seen = host.get(api::POST, &[made.id.as_str()]).await.unwrap();
    assert_eq!(status(&server, &seen.photos[0].address).await, 200);
    host.send(api::DISSOLVE, &[group.as_str()], &()).await.map(|Done {}| ()).unwrap();
}

#[tokio::test]
async fn a_photo_stays_in_the_group_that_it_was_announced_for() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let (one, other) =
        (host.new_group(Policy::default()).await.id, host.new_group(Policy::default()).await.id);
    let photo = sent(&host, &one, &jpeg(900)).await;
    assert_eq!(refused(post(&host, &other, &[&photo.id]).await), Code::ValidationFailed);
    assert_eq!(post(&host, &one, &[&photo.id]).await.unwrap().photos.len(), 1);
    // Nobody sends bytes without being who announced them.
    let late = begin(&host, &one, &jpeg(900)).await.unwrap();
    let friend = host.let_in(&one, "朋友").await;
    assert_eq!(refused(append(&friend, &late.id, 0, &[1; 9]).await), Code::NotFound);
}

#[tokio::test]
async fn two_senders_of_one_photo_end_with_one_whole_photo() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let bytes = jpeg(500_000);
    let upload = begin(&host, &group, &bytes).await.unwrap();
    let send = |who: Person| {
        let (bytes, id, size) = (bytes.clone(), upload.id.clone(), upload.part_size as usize);
        tokio::spawn(async move {
            // Each goes on from wherever the upload is, as two tabs would.
            loop {
                let now = who.get(api::UPLOAD, &[id.as_str()]).await.unwrap();
                if now.ready {
                    return;
                }
                let from = now.offset as usize;
                let part = &bytes[from.min(bytes.len())..bytes.len().min(from + size)];
                let answer = append(&who, &id, from, part).await;
                assert!(answer.is_ok_and(|now| now.offset as usize >= from + part.len() || now.ready));
            }
        })
    };
    let tabs: Vec<_> = (0..4).map(|_| send(host.clone())).collect();
    for tab in tabs {
        tab.await.unwrap();
    }
    let made = post(&host, &group, &[&upload.id]).await.unwrap();
    let whole = open(&server, &made.photos[0].address).await.bytes().await.unwrap();
    assert_eq!(whole.len(), domain::photo::picture(&bytes).unwrap().bytes.len());
}

/// A JPEG of a camera that stood on its side, with where that was.
fn photograph() -> Vec<u8> {
    let pixel =
        |x: u32, y: u32| image::Rgb([(x * 7 % 251) as u8, (y * 5 % 241) as u8, ((x ^ y) % 256) as u8]);
    let mut drawn = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(1600, 1200, pixel).write_to(&mut drawn, image::ImageFormat::Jpeg).unwrap();
    let drawn = drawn.into_inner();
    // One entry: turned to the right.
    let turned = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0 GPS 31.2N 121.4E";
    [&drawn[..2], &segment(0xe1, turned), &drawn[2..]].concat()
}

#[tokio::test]
async fn a_card_gets_a_small_version_without_a_place_that_goes_with_its_photo() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let bytes = photograph();
    assert!(holds(&bytes, b"GPS"), "the test has what it looks for");
    let upload = sent(&host, &group, &bytes).await;
    assert_eq!(files(folder.path()), 2);
    let made = post(&host, &group, &[&upload.id]).await.unwrap();
    let [Photo { width: 1200, height: 1600, address, small: Some(small), .. }] = &made.photos[..] else {
        panic!("{:?}", made.photos)
    };
    let answer = open(&server, small).await;
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
        (200, "image/jpeg")
    );
    let small_bytes = answer.bytes().await.unwrap();
    let whole = open(&server, address).await.bytes().await.unwrap();
    assert!(small_bytes.len() * 2 < whole.len(), "{} of {}", small_bytes.len(), whole.len());
    let drawn = domain::photo::picture(&small_bytes).unwrap();
    assert_eq!((drawn.width, drawn.height), (600, 800), "upright, without saying so");
    for place in [&b"GPS"[..], b"Exif"] {
        assert!(!holds(&small_bytes, place), "{} came through", String::from_utf8_lossy(place));
    }
    // An address of one opens not the other.
    assert_eq!(status(&server, &small.replace("size=small&", "")).await, 404);
    assert_eq!(status(&server, &address.replace('?', "?size=small&")).await, 404);
    // What is small already, or cannot be drawn here, has none.
    let plain = sent(&host, &group, &jpeg(900)).await;
    assert_eq!(post(&host, &group, &[&plain.id]).await.unwrap().photos[0].small, None);

    // It goes with its post, or with its upload.
    let before = files(folder.path());
    host.send(api::DELETE_POST, &[made.id.as_str()], &()).await.unwrap();
    assert_eq!(status(&server, small).await, 404);
    assert_eq!(files(folder.path()), before - 2);
    let unused = sent(&host, &group, &bytes).await;
    host.send(api::CANCEL_UPLOAD, &[unused.id.as_str()], &()).await.unwrap();
    assert_eq!(files(folder.path()), before - 2);
}

#[tokio::test]
async fn a_photo_is_ready_though_its_small_version_finds_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let bytes = photograph();
    let mut upload = begin(&host, &group, &bytes).await.unwrap();
    // Where the small one would be written there is something else: as a disk that is full after the whole one.
    let aside = folder.path().join("photos").join(format!("{}-small.new", upload.id));
    std::fs::create_dir(&aside).unwrap();
    for part in bytes.chunks(upload.part_size as usize) {
        upload = append(&host, &upload.id, upload.offset as usize, part).await.unwrap();
    }
    assert!(upload.ready);
    server.wait_for_log("a small photo was not kept");
    // The answer was lost: the same end again is no gap.
    let end = bytes.len() - 5;
    assert!(append(&host, &upload.id, end, &bytes[end..]).await.unwrap().ready);
    let made = post(&host, &group, &[&upload.id]).await.unwrap();
    assert_eq!(made.photos[0].small, None);
    let whole = open(&server, &made.photos[0].address).await.bytes().await.unwrap();
    assert_eq!(whole.len(), domain::photo::picture(&bytes).unwrap().bytes.len());
}
