//! The circle: members of a group who each agreed to be in it. A post for a circle is seen by nobody else.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{CircleId, GroupId, MemberId, Timestamp};

/// Where I stand in a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CircleState {
    /// I am asked, and see nothing of its posts.
    Asked,
    /// I agreed.
    Joined,
    /// It was dissolved while I was in it, and its posts are deleted. I am told until I put it away.
    Dissolved,
}

/// A circle, as who is in it or asked sees it. Nobody else is told that there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Circle {
    /// The circle's id. Example: `"4ce19b…"`.
    pub id: CircleId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// What it is called, up to 40 characters. Example: `"周三晚班的妈妈们"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub name: String,
    /// Who looks after it: renames it, asks members, dissolves it. None when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// Whether I look after it. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// Where I stand. Example: `"joined"`.
    pub state: CircleState,
    /// How many agreed. Example: `6`.
    pub people: u32,
    /// How many are asked and have not answered, for who looks after it. Example: `2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u32>,
    /// When I agreed: what is older I see only if the group shows its past to newcomers. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Timestamp>,
    /// When it was made. Example: `"2026-03-12T13:08:00.000Z"`.
    pub made_at: Timestamp,
}

/// How a member answered a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CircleAnswer {
    /// They agreed and are in it.
    Joined,
    /// They are asked and have not answered.
    Asked,
    /// They declined or left; for a while they are not asked again.
    Declined,
}

/// A member of a circle. Who is asked and who declined is told to who looks after it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CircleMember {
    /// The place's id: one member has another in another circle. Example: `"4ce19b….8c21f0…"`.
    pub id: String,
    /// Who it is. Example: see [`Member`].
    pub member: Member,
    /// Their answer. Example: `"joined"`.
    pub answer: CircleAnswer,
    /// When they agreed, were asked, or declined. Example: `"2026-03-12T13:08:00.000Z"`.
    pub at: Timestamp,
}

/// Makes a circle; who makes it is in it, everybody else is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCircle {
    /// What it is called, 1 to 40 characters. Example: `"周三晚班的妈妈们"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40, format = "line"))]
    pub name: String,
    /// The members to ask, 500 at most. Example: `["8c21f0…"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub members: Vec<MemberId>,
}

/// Gives a circle another name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameCircle {
    /// What it is called, 1 to 40 characters. Example: `"周三晚班"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40, format = "line"))]
    pub name: String,
}

/// Asks members to be in a circle. Who is in it, or asked already, is left alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskMembers {
    /// The members, 1 to 500. Example: `["8c21f0…"]`.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub members: Vec<MemberId>,
}
