//! Groups and memberships in SQL.

use async_trait::async_trait;
use contract::group::{HistoryRule, Member, Persona};
use contract::{AccountId, CircleId, GroupId, InviteId, MemberId, Timestamp};
use domain::nickname::key;
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, json, member_columns, word};
use crate::store::{GroupRead, GroupRow, GroupWrite, MemberRow, Slice, Standing, StoreError, Stored};

macro_rules! membership {
    ($rest:literal) => {
        concat!(
            "SELECT m.n, m.group_id, m.account_id, ",
            member_columns!(),
            " FROM members m WHERE m.left_at IS NULL AND ",
            $rest
        )
    };
}

macro_rules! rank {
    () => {
        "CASE m.role WHEN 'host' THEN 0 WHEN 'steward' THEN 1 ELSE 2 END"
    };
}

pub(super) fn membership(row: &SqliteRow) -> Stored<MemberRow> {
    let public = row.member()?.ok_or_else(|| StoreError("a membership without an id".into()))?;
    Ok(MemberRow {
        n: row.int("n")?,
        group_id: row.id("group_id")?,
        account_id: row.id("account_id")?,
        public,
    })
}

macro_rules! group_columns {
    () => {
        "g.id, g.name, g.about, g.policy, g.qr_closed_at, g.dissolved_at, g.sibling_of, g.created_at"
    };
}

fn group(row: &SqliteRow) -> Stored<GroupRow> {
    Ok(GroupRow {
        id: row.id("id")?,
        name: row.text("name")?,
        about: row.text("about")?,
        policy: row.json("policy")?,
        qr_closed_at: row.opt_time("qr_closed_at")?,
        dissolved: row.opt_int("dissolved_at")?.is_some(),
        sibling_of: row.opt_id("sibling_of")?,
        created_at: row.time("created_at")?,
    })
}

#[async_trait]
impl GroupRead for SqliteTx {
    async fn group(&mut self, id: &GroupId) -> Stored<Option<GroupRow>> {
        let row = query(concat!("SELECT ", group_columns!(), " FROM groups g WHERE g.id = ?"))
            .bind(id.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(group).transpose()
    }

    async fn standing(&mut self, id: &GroupId, account: &AccountId) -> Stored<Option<Standing>> {
        let row = query(concat!(
            "SELECT ",
            group_columns!(),
            ", m.n, m.group_id, m.account_id, ",
            member_columns!(),
            ", (SELECT json_group_array(json_array(x.circle_id, x.at)) FROM circle_members x \
             JOIN circles c ON c.id = x.circle_id AND c.dissolved_at IS NULL \
             WHERE x.member = m.id AND x.answer = 'joined') AS circles FROM groups g \
             LEFT JOIN members m ON m.group_id = g.id AND m.account_id = ?2 AND m.left_at IS NULL WHERE g.id = ?1"
        ))
        .bind(id.as_str())
        .bind(account.as_str())
        .fetch_optional(self.on())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let me = row.opt_text("m_id")?.map(|_| membership(&row)).transpose()?;
        let circles: Vec<(CircleId, i64)> = row.json("circles")?;
        Ok(Some((group(&row)?, me, circles.into_iter().map(|(id, at)| (id, Timestamp(at))).collect())))
    }

    async fn member_count(&mut self, group: &GroupId) -> Stored<u32> {
        query("SELECT COUNT(*) AS members FROM members WHERE group_id = ? AND left_at IS NULL")
            .bind(group.as_str())
            .fetch_one(self.on())
            .await?
            .count("members")
    }

    async fn membership(&mut self, group: &GroupId, account: &AccountId) -> Stored<Option<MemberRow>> {
        let row = query(membership!("m.group_id = ? AND m.account_id = ?"))
            .bind(group.as_str())
            .bind(account.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(membership).transpose()
    }

    async fn member(&mut self, id: &MemberId) -> Stored<Option<MemberRow>> {
        let row = query(membership!("m.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(membership).transpose()
    }

    async fn memberships(&mut self, account: &AccountId, slice: Slice) -> Stored<Vec<MemberRow>> {
        let rows = query(membership!("m.account_id = ? AND m.n < ? ORDER BY m.n DESC LIMIT ?"))
            .bind(account.as_str())
            .bind(slice.falling())
            .bind(slice.limit)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(membership).collect()
    }

    async fn group_ids(&mut self, account: &AccountId) -> Stored<Vec<GroupId>> {
        let rows = query("SELECT group_id FROM members WHERE account_id = ? AND left_at IS NULL")
            .bind(account.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(|r| r.id("group_id")).collect()
    }

    async fn members(&mut self, group: &GroupId, slice: Slice) -> Stored<Vec<(i64, MemberRow)>> {
        let (rank, n) = slice.rising();
        let rows = query(concat!(
            "SELECT m.n, m.group_id, m.account_id, ",
            member_columns!(),
            ", ",
            rank!(),
            " AS rank FROM members m WHERE m.left_at IS NULL AND m.group_id = ? AND (",
            rank!(),
            ", m.n) > (?, ?) ORDER BY rank, m.n LIMIT ?"
        ))
        .bind(group.as_str())
        .bind(rank)
        .bind(n)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|r| Ok((r.int("rank")?, membership(r)?))).collect()
    }

    async fn host_count(&mut self, group: &GroupId) -> Stored<u32> {
        let row = query(
            "SELECT COUNT(*) AS hosts FROM members WHERE group_id = ? AND left_at IS NULL AND role = 'host'",
        )
        .bind(group.as_str())
        .fetch_one(self.on())
        .await?;
        row.count("hosts")
    }

    async fn first_host(&mut self, group: &GroupId) -> Stored<Option<MemberRow>> {
        let row = query(membership!("m.group_id = ? AND m.role = 'host' ORDER BY m.n LIMIT 1"))
            .bind(group.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(membership).transpose()
    }

    async fn nickname_in_use(
        &mut self,
        group: &GroupId,
        nickname: &str,
        except: Option<&MemberId>,
    ) -> Stored<bool> {
        let row = query(
            "SELECT EXISTS (SELECT 1 FROM members WHERE group_id = ? AND nickname_key = ? \
             AND left_at IS NULL AND id <> ?) AS taken",
        )
        .bind(group.as_str())
        .bind(key(nickname))
        .bind(except.map_or("", MemberId::as_str))
        .fetch_one(self.on())
        .await?;
        row.flag("taken")
    }

    async fn came_by(&mut self, invite: &InviteId, limit: u32) -> Stored<Vec<MemberRow>> {
        let rows = query(membership!("m.invite_id = ? ORDER BY m.n DESC LIMIT ?"))
            .bind(invite.as_str())
            .bind(limit)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(membership).collect()
    }

    async fn removed_at(&mut self, group: &GroupId, account: &AccountId) -> Stored<Option<Timestamp>> {
        let row = query("SELECT MAX(removed_at) AS at FROM members WHERE group_id = ? AND account_id = ?")
            .bind(group.as_str())
            .bind(account.as_str())
            .fetch_one(self.on())
            .await?;
        row.opt_time("at")
    }
}

#[async_trait]
impl GroupWrite for SqliteTx {
    async fn add_group(&mut self, group: &GroupRow) -> Stored<()> {
        query(
            "INSERT INTO groups (id, name, about, policy, history_all, sibling_of, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(group.id.as_str())
        .bind(&group.name)
        .bind(&group.about)
        .bind(json(&group.policy)?)
        .bind(group.policy.history == HistoryRule::All)
        .bind(group.sibling_of.as_ref().map(GroupId::as_str))
        .bind(group.created_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_qr_closed(&mut self, group: &GroupId, at: Option<Timestamp>) -> Stored<()> {
        query("UPDATE groups SET qr_closed_at = ? WHERE id = ?")
            .bind(at.map(|t| t.0))
            .bind(group.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_member(
        &mut self,
        group: &GroupId,
        account: &AccountId,
        member: &Member,
        joined_seq: i64,
    ) -> Stored<()> {
        query(
            "INSERT INTO members (id, group_id, account_id, nickname, nickname_key, avatar, role, joined_at, \
             joined_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(member.id.as_str())
        .bind(group.as_str())
        .bind(account.as_str())
        .bind(&member.persona.nickname)
        .bind(key(&member.persona.nickname))
        .bind(&member.persona.avatar)
        .bind(word(&member.role))
        .bind(member.joined_at.0)
        .bind(joined_seq)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_persona(&mut self, member: &MemberId, persona: &Persona) -> Stored<()> {
        query("UPDATE members SET nickname = ?, nickname_key = ?, avatar = ? WHERE id = ?")
            .bind(&persona.nickname)
            .bind(key(&persona.nickname))
            .bind(&persona.avatar)
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn end_membership(&mut self, member: &MemberId, at: Timestamp, removed: bool) -> Stored<()> {
        query(
            "UPDATE members SET left_at = ?, removed_at = ?, nickname = NULL, nickname_key = NULL, \
             avatar = NULL, invite_id = NULL WHERE id = ?",
        )
        .bind(at.0)
        .bind(removed.then_some(at.0))
        .bind(member.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
