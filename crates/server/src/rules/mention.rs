//! Mentions: kept as who it is, told as what they are called at the moment.

use contract::circle::CircleAnswer;
use contract::feed::{Comment, Post};
use contract::group::Member;
use contract::{CircleId, GroupId, MemberId};
use domain::mention::{fold, mentioned, unfold};

use super::Outcome;
use crate::store::ReadTx;

/// Words as they are kept. Of `mentions` only who is a member of the group, and of the circle that the words are for,
/// is one; the others' names stay words.
///
/// # Errors
/// When the store failed.
pub async fn kept(
    tx: &mut dyn ReadTx,
    (group, circle): (&GroupId, Option<&CircleId>),
    words: &str,
    mentions: &[MemberId],
) -> Outcome<String> {
    let mut named = Vec::with_capacity(mentions.len());
    for id in mentions {
        let is_in = match circle {
            Some(circle) => {
                tx.circle_place(circle, id).await?.is_some_and(|(answer, _)| answer == CircleAnswer::Joined)
            }
            None => true,
        };
        if let Some(member) = tx.member(id).await?.filter(|member| is_in && member.group_id == *group) {
            named.push((member.public.id, member.public.persona.nickname));
        }
    }
    Ok(fold(words.trim(), &named))
}

/// Tells posts as they are read: with the names of now, and who that is.
///
/// # Errors
/// When the store failed.
pub async fn tell_posts(tx: &mut dyn ReadTx, posts: impl Iterator<Item = &mut Post>) -> Outcome<()> {
    let mut words = Vec::new();
    for post in posts {
        words.push((&mut post.body, &mut post.mentions));
        if let Some(answer) = &mut post.answer {
            words.push((&mut answer.body, &mut answer.mentions));
        }
    }
    tell(tx, words).await
}

/// Tells comments as they are read.
///
/// # Errors
/// When the store failed.
pub async fn tell_comments(tx: &mut dyn ReadTx, all: impl Iterator<Item = &mut Comment>) -> Outcome<()> {
    tell(tx, all.map(|comment| (&mut comment.body, &mut comment.mentions)).collect()).await
}

async fn tell(tx: &mut dyn ReadTx, words: Vec<(&mut String, &mut Vec<Member>)>) -> Outcome<()> {
    let mut known: Vec<(MemberId, Option<Member>)> = Vec::new();
    for (body, mentions) in words {
        let ids = mentioned(body);
        for id in &ids {
            if !known.iter().any(|(one, _)| one == id) {
                known.push((id.clone(), tx.member(id).await?.map(|member| member.public)));
            }
        }
        if ids.is_empty() {
            continue;
        }
        let find = |id: &str| known.iter().find(|(one, _)| one.as_str() == id)?.1.as_ref();
        *body = unfold(body, |id| find(id).map(|member| member.persona.nickname.as_str()));
        *mentions = ids.iter().filter_map(|id| find(id.as_str()).cloned()).collect();
    }
    Ok(())
}
