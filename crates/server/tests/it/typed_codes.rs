//! Codes that are typed: what they look like, and what guessing costs.

use contract::invite::{InviteKind, InvitePreview, InviteRef, Join, PreviewInvite};
use contract::{Code, Problem, api};

use crate::people::{Person, held, key, persona, read, refused};
use crate::server::Server;

async fn preview_from(who: &Person, address: &str, held: InviteRef) -> Result<InvitePreview, Problem> {
    let body = serde_json::to_string(&PreviewInvite { invite: held }).unwrap();
    let request = who.request("POST", api::PREVIEW_INVITE.path).header(contract::IDEMPOTENCY_KEY, key());
    read(request.header("x-forwarded-for", address).body(body).send().await.unwrap()).await
}

/// A code that nobody has, with its right check character.
fn guess(n: u32) -> InviteRef {
    let mut random = [0; 32];
    random[..4].copy_from_slice(&n.to_be_bytes());
    InviteRef::Code(domain::code::invite_code(&random))
}

#[tokio::test]
async fn a_typed_code_has_eight_characters_no_look_alikes_and_a_check_character() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(contract::group::Policy::default()).await;
    let stranger = Person::stranger(&server);
    let mut seen = std::collections::HashSet::new();
    for _ in 0..10 {
        let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
        let (token, code) = (held(&invite).to_owned(), invite.code.unwrap());
        assert_eq!((code.len(), token.len()), (8, 27), "27 of 31 kinds are 133 bits");
        assert!(!(code.clone() + &token).contains(['0', 'O', '1', 'I', 'L']), "{code} {token}");
        assert!(seen.insert(code.clone()) && seen.insert(token));
        // As people type it: small, spaced, in full width.
        let wide: String = code.chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect();
        for typed in [domain::code::spaced(&code).to_lowercase(), format!(" {code} "), wide] {
            let asked = PreviewInvite { invite: InviteRef::Code(typed) };
            let shown = stranger.send(api::PREVIEW_INVITE, &[], &asked).await.unwrap();
            assert_eq!(shown.group_id, group.id);
        }
        // One character wrong, two swapped: the check character knows.
        let last = code.chars().nth(7).unwrap();
        let other = if last == '2' { '3' } else { '2' };
        let mut swapped: Vec<char> = code.chars().collect();
        let differ = swapped.windows(2).position(|two| two[0] != two[1]).unwrap();
        swapped.swap(differ, differ + 1);
        for wrong in [format!("{}{other}", &code[..7]), swapped.into_iter().collect()] {
            let asked = PreviewInvite { invite: InviteRef::Code(wrong) };
            assert_eq!(refused(stranger.send(api::PREVIEW_INVITE, &[], &asked).await), Code::InviteUnknown);
        }
    }
}

#[tokio::test]
async fn guessing_is_stopped_for_an_address_and_for_everybody_together() {
    let server = Server::start_with(&["--trust-proxy"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(contract::group::Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let typed = || InviteRef::Code(invite.code.clone().unwrap());
    let link = || InviteRef::Token(held(&invite).to_owned());
    let stranger = Person::stranger(&server);

    // One address: it trips, joining by a code is the same guess, and only this address is stopped.
    let mut guesses = 0;
    let tripped = loop {
        match preview_from(&stranger, "203.0.113.1", guess(guesses)).await.unwrap_err() {
            problem if problem.code == Code::InviteUnknown => guesses += 1,
            problem => break problem,
        }
        assert!(guesses < 20, "nobody stops this address");
    };
    assert!(guesses >= 10, "people mistype");
    assert_eq!(tripped.code, Code::RateLimited);
    assert!((1..=15).contains(&tripped.retry_after_s.unwrap()), "{tripped:?}");
    let body =
        serde_json::to_string(&Join { invite: guess(7), persona: persona("谁"), share: None }).unwrap();
    let join = stranger.request("POST", api::JOIN.path).header(contract::IDEMPOTENCY_KEY, key());
    let join = join.header("x-forwarded-for", "203.0.113.1").body(body).send().await.unwrap();
    assert_eq!(refused(read::<serde_json::Value>(join).await), Code::RateLimited);
    assert_eq!(preview_from(&stranger, "203.0.113.2", typed()).await.unwrap().group_id, group.id);
    // A link is no guess: it works where somebody mistyped, and a wrong one is not held against the address.
    assert_eq!(preview_from(&stranger, "203.0.113.1", link()).await.unwrap().group_id, group.id);
    for _ in 0..40 {
        let wrong = InviteRef::Token("2".repeat(27));
        let answer = preview_from(&stranger, "203.0.113.3", wrong).await;
        assert_eq!(refused(answer), Code::InviteUnknown);
    }
    assert_eq!(preview_from(&stranger, "203.0.113.3", typed()).await.unwrap().group_id, group.id);

    // Many addresses, few guesses each: together they are too many.
    let mut address = 0;
    let tripped = 'all: loop {
        address += 1;
        assert!(address < 120, "nobody stops a crowd");
        for _ in 0..8 {
            guesses += 1;
            let from = format!("198.51.100.{address}");
            match preview_from(&stranger, &from, guess(guesses)).await.unwrap_err() {
                problem if problem.code == Code::InviteUnknown => {}
                problem => break 'all problem,
            }
        }
    };
    assert_eq!(tripped.code, Code::RateLimited);
    assert!(guesses > 400, "a busy day is no attack: {guesses}");
    // Then typing waits, also the right code from an address that has done nothing; a link does not.
    let waits = preview_from(&stranger, "192.0.2.9", typed()).await.unwrap_err();
    assert_eq!(waits.code, Code::RateLimited);
    assert!((1..=10).contains(&waits.retry_after_s.unwrap()), "{waits:?}");
    assert_eq!(preview_from(&stranger, "192.0.2.9", link()).await.unwrap().group_id, group.id);
}
