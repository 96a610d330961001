//! Groups: mine, one, making one.

use contract::change::{ChangeKind, ChangeOp};
use contract::group::{Group, Member, NewGroup, Persona, Role};
use contract::{AccountId, GroupId, MemberId, Page};

use super::Here;
use super::fail::accepted;
use super::{Outcome, Paging, Reading, Writing, referral};
use crate::secret::new_id;
use crate::store::{Audience, Cursor, GroupRow, MemberRow, NewChange, ReadTx, WriteTx};

/// A group as one of its members sees it.
pub(super) async fn view(tx: &mut dyn ReadTx, group: &GroupRow, me: &MemberRow) -> Outcome<Group> {
    // The id of a group that one is not in would tell who else is in that one.
    let sibling_of = match &group.sibling_of {
        Some(other) if tx.membership(other, &me.account_id).await?.is_some() => Some(other.clone()),
        _ => None,
    };
    let read_to = domain::read::read_to(tx.read_mark(&me.public.id).await?, me.public.joined_at);
    let unread = tx.count_newer(&group.id, &me.public.id, read_to, domain::read::MOST_UNREAD).await?;
    Ok(Group {
        id: group.id.clone(),
        name: group.name.clone(),
        about: group.about.clone(),
        policy: group.policy.clone(),
        member_count: tx.member_count(&group.id).await?,
        qr_closed_at: group.qr_closed_at,
        sibling_of,
        me: me.public.clone(),
        created_at: group.created_at,
        read_to: Some(read_to),
        unread: Some(unread),
    })
}

/// My groups, the latest joined first.
pub async fn list(r: &mut Reading, paging: Paging) -> Outcome<Page<Group>> {
    let account = r.caller()?.account.id;
    let mut items = Vec::new();
    for me in r.tx.memberships(&account, paging.slice()).await? {
        if let Some(group) = r.tx.group(&me.group_id).await? {
            items.push((Cursor(0, me.n), view(&mut *r.tx, &group, &me).await?));
        }
    }
    r.page(items, paging).await
}

/// One group of mine.
pub async fn get(r: &mut Reading, group: GroupId) -> Outcome<Group> {
    let Here { group, me, .. } = r.here(&group).await?;
    view(&mut *r.tx, &group, &me).await
}

/// Makes a group; who makes it is its host.
pub async fn create(w: &mut Writing, command: NewGroup) -> Outcome<Group> {
    let caller = w.verified_caller()?;
    accepted(domain::limits::check_group(&command))?;
    let beside = match &command.sibling_of {
        Some(other) => {
            let there = w.here(other).await?;
            there.must_run_it()?;
            Some(there.group)
        }
        None => None,
    };
    let policy = command.policy.or_else(|| beside.as_ref().map(|group| group.policy.clone()));
    let group = GroupRow {
        id: new_id::<GroupId>(),
        name: command.name.trim().to_owned(),
        about: command.about.trim().to_owned(),
        policy: policy.unwrap_or_default(),
        qr_closed_at: None,
        dissolved: false,
        sibling_of: beside.map(|group| group.id),
        created_at: w.now,
    };
    w.tx.add_group(&group).await?;
    enter(w, &group.id, &caller.account.id, command.persona, Role::Host).await?;
    let here = w.here(&group.id).await?;
    view(&mut *w.tx, &here.group, &here.me).await
}

/// Makes an account a member. The caller has asked the rules; the nickname must be free.
pub(super) async fn enter(
    w: &mut Writing,
    group: &GroupId,
    account: &AccountId,
    persona: Persona,
    role: Role,
) -> Outcome<Member> {
    let persona = Persona { nickname: persona.nickname.trim().to_owned(), ..persona };
    let member = Member { id: new_id::<MemberId>(), persona, role, joined_at: w.now };
    // Changes from before the joining are not theirs to see.
    let joined_seq = w.tx.last_seq().await?;
    w.tx.add_member(group, account, &member, joined_seq).await?;
    referral::entered(w, group, &member.id).await?;
    w.note(NewChange {
        group_id: group.clone(),
        audience: Audience::Account(account.clone()),
        kind: ChangeKind::Membership,
        op: ChangeOp::Created,
        id: member.id.to_string(),
        parent: None,
        entity_at: w.now,
        exposed: true,
    })
    .await?;
    w.note_open(group, ChangeKind::Member, ChangeOp::Created, member.id.as_str()).await?;
    w.note_open(group, ChangeKind::Group, ChangeOp::Updated, group.as_str()).await?;
    Ok(member)
}

/// Whether the nickname is free in the group.
///
/// # Errors
/// [`contract::Code::NicknameTaken`], which names the field.
pub(super) async fn nickname_must_be_free(
    tx: &mut dyn WriteTx,
    group: &GroupId,
    nickname: &str,
    pointer: &str,
    except: Option<&MemberId>,
) -> Outcome<()> {
    if tx.nickname_in_use(group, nickname, except).await? {
        let mut problem = contract::Problem::new(contract::Code::NicknameTaken);
        problem.errors.push(contract::FieldError { pointer: pointer.to_owned(), code: "taken".to_owned() });
        return Err(problem.into());
    }
    Ok(())
}
