//! A deal: what is bought, its steps of price, where it stands, and what opens one.

use serde::{Deserialize, Serialize};

use super::{Bargain, BargainTerms, DealOption, NewBargains, NewOption, Pledge, Settling, Team, TeamTerms};
use crate::group::Member;
use crate::photo::NewPhoto;
use crate::{DealId, GroupId, Money, PostId, Timestamp};

/// A step of the price: from so many people, each unit costs so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tier {
    /// From how many people it holds; the first tier is from 1. Example: `3`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub from: u32,
    /// The price of one unit. Example: `{"amount": 9900, "currency": "CNY"}`.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::UnitPrice))]
    pub price: Money,
}

/// Where a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DealState {
    /// People may join and leave.
    #[default]
    Open,
    /// It ended with enough people: everyone owes the final price.
    Succeeded,
    /// It ended with too few: nobody owes anything.
    Failed,
    /// It was called off: nobody owes anything.
    Cancelled,
}

/// A tiered group-buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deal {
    /// The deal's id. Example: `"d41d8c…"`.
    pub id: DealId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who opened it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opener: Option<Member>,
    /// Whether I opened it. Example: `false`.
    pub yours: bool,
    /// What is bought, up to 60 characters. Example: `"天然橡胶瑜伽垫 5 mm"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub title: String,
    /// About it, up to 1,000 characters. Example: `"和工作室同款，墨绿、靛蓝两色"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub about: String,
    /// Where and when to collect, up to 200 characters. Example: `"下周四课前，前台"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub pick_up: String,
    /// The steps of the price, rising in people, falling in price. Example: `[]`.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 6))]
    pub tiers: Vec<Tier>,
    /// The people it needs to succeed. Example: `3`.
    pub minimum: u32,
    /// Units there are in all; none when there is no limit. Example: `20`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
    /// Units that one member may take. Example: `2`.
    pub per_member: u32,
    /// Units that one order may take, or one change of it may add; none when only the member's limit counts.
    /// Example: `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_order: Option<u32>,
    /// What to choose between, such as colours; empty when there is nothing to choose. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub options: Vec<DealOption>,
    /// When it can be collected, soonest first. Example: `["2026-03-19T11:00:00.000Z"]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub pick_up_at: Vec<Timestamp>,
    /// The post that carries it, with its photos and the talk about it. Example: `"0f3a71…"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_id: Option<PostId>,
    /// When its words or terms were last changed. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// How its teams are made, when it is sold to teams. Example: see [`TeamTerms`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamTerms>,
    /// Its teams that wait for people, soonest over first, and mine. Example: `[]`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 24))]
    pub teams: Vec<Team>,
    /// How it is bargained for, when it is sold by bargains. Example: see [`BargainTerms`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bargain: Option<BargainTerms>,
    /// Its bargains that run, soonest over first, and mine. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 51))]
    pub bargains: Vec<Bargain>,
    /// How its money moves. Example: `"with_host"`.
    #[serde(default)]
    pub settling: Settling,
    /// People in it now, or at its end. Example: `6`.
    pub people: u32,
    /// Units taken now, or at its end. Example: `7`.
    pub units: u32,
    /// What a unit costs if it ended now; once ended, the final price. Example: `{"amount": 9900, "currency": "CNY"}`.
    pub unit_price: Money,
    /// Where it stands. Example: `"open"`.
    pub state: DealState,
    /// When it was opened. Example: `"2026-03-09T12:00:00.000Z"`.
    pub opened_at: Timestamp,
    /// When it ends, by the backend's clock. Example: `"2026-03-12T12:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// The first eight who joined. Example: `[]`.
    #[cfg_attr(feature = "openapi", schema(max_items = 8))]
    pub joined: Vec<Member>,
    /// My commitment, when I have one. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub your_pledge: Option<Pledge>,
    /// The backend's clock. Example: `"2026-03-10T15:00:00.000Z"`.
    pub server_time: Timestamp,
}

/// Opens a tiered deal, or says what an open one is to be: then its photos stay as they are, and none are given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDeal {
    /// What is bought, 1 to 60 characters. Example: `"天然橡胶瑜伽垫 5 mm"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "words"))]
    pub title: String,
    /// About it, up to 1,000 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 1000, format = "text"))]
    pub about: String,
    /// Where and when to collect, up to 200 characters. Example: `""`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200, format = "text"))]
    pub pick_up: String,
    /// One to six tiers; the first is from 1. Example: see [`Tier`].
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 6))]
    pub tiers: Vec<Tier>,
    /// The people it needs, at least 1. Example: `3`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub minimum: u32,
    /// Units there are in all. Example: `20`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub stock: Option<u32>,
    /// Units that one member may take, at least 1. Example: `2`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub per_member: u32,
    /// When it ends; within 30 days. Example: `"2026-03-12T12:00:00.000Z"`.
    pub ends_at: Timestamp,
    /// How its teams are made, to sell it to teams: then there is one tier, the minimum is a team, and each takes one
    /// unit. Example: see [`TeamTerms`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamTerms>,
    /// To sell it by bargains, where the group's policy has them: then there is one tier, a stock of 1 to 50, and each
    /// takes one unit. It is settled with the host. Example: see [`NewBargains`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bargain: Option<NewBargains>,
    /// Units that one order may take, at most those of a member. Example: `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub per_order: Option<u32>,
    /// What to choose between: none, or two to twelve. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub options: Vec<NewOption>,
    /// When it can be collected: after its end, within 90 days of it. Example: `["2026-03-19T11:00:00.000Z"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub pick_up_at: Vec<Timestamp>,
    /// Photos for its post, uploaded before. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub photos: Vec<NewPhoto>,
    /// Where an open deal is changed: when the terms that I saw were made, its `edited_at`, or else its `opened_at`; a
    /// `conflict` when others hold by now. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Timestamp>,
}
