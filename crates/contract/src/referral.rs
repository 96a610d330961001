//! Referral: which share led to which joining or purchase. Sharing itself counts nothing.

use serde::{Deserialize, Serialize};

use crate::feed::Attachment;
use crate::group::{Member, Persona};
use crate::{GroupId, Timestamp};

/// What shares led to in one group, as the person whom they name sees it: as who shared, and as who came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Referral {
    /// The group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// What my shares carry here: random, another in each group, opens nothing. None while nothing is recorded.
    /// Example: `"7KQ4M2XD9H"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// How many joined by an invite of mine and are members now. Example: `2`.
    #[serde(default)]
    pub joins: u32,
    /// How many joined by an invite of somebody who joined by mine. Example: `1`.
    #[serde(default)]
    pub joins_further: u32,
    /// The things that were bought after a share of mine, the latest first. Example: see [`Shared`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub things: Vec<Shared>,
    /// By whose shares I came, the latest first. Example: see [`Came`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub came: Vec<Came>,
    /// I erased my trace: it is hidden, can be kept after all until then, and is gone for good after. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_at: Option<Timestamp>,
    /// The backend's clock. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// A thing that I shared, and how many purchases followed. Never whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shared {
    /// The thing. Example: `{"kind": "deal", "id": "d4…", "title": "天然橡胶瑜伽垫 5 mm"}`.
    pub thing: Attachment,
    /// Purchases of those who came by my share; what was undone is not counted. Example: `3`.
    #[serde(default)]
    pub purchases: u32,
    /// Purchases of those who came by the share of somebody who came by mine. Example: `1`.
    #[serde(default)]
    pub further: u32,
}

/// By whose share I came to a thing, or into the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Came {
    /// Where to; `group` for the group itself. Example: `{"kind": "deal", "id": "d4…", "title": "天然橡胶瑜伽垫 5 mm"}`.
    pub to: Attachment,
    /// Who shared it. Example: `{"nickname": "小满", "avatar": "bloom-indigo"}`.
    pub by: Persona,
    /// When I came. Example: `"2026-03-12T11:30:00.000Z"`.
    pub at: Timestamp,
    /// Whether a joining or purchase of mine is counted for them. Example: `false`.
    #[serde(default)]
    pub counted: bool,
}

/// I came to a thing by somebody's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrive {
    /// What the share carried. Example: `"7KQ4M2XD9H"`.
    pub share: String,
    /// The thing, an open deal or listing of the group. Example: `{"kind": "deal", "id": "d4…", "title": ""}`.
    pub to: Attachment,
}

/// Takes back that I came to something by a share; what I do there from now on is counted for nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forget {
    /// Where I came to; `group` for the group itself. Example: `{"kind": "deal", "id": "d4…", "title": ""}`.
    pub to: Attachment,
}

/// Who helps a group by sharing, in sums: never who led whom. For those who run it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Helpers {
    /// Who helped enough people to be told without telling whom, by joining and not by figures. Example: see [`Helper`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Helper>,
    /// How few people are too few to be told. Example: `3`.
    pub fewest: u32,
    /// The backend's clock. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// A member whose shares helped others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Helper {
    /// Who. Example: see [`Member`].
    pub member: Member,
    /// At least so many people joined by them; none for too few to tell. Example: `5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<u32>,
    /// At least so many people bought something by them; none for too few to tell. Example: `10`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bought: Option<u32>,
}
