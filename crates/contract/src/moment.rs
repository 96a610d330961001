//! The moment: what a post tells besides its words. A check-in, a place, a film, a book, something to eat, a review of
//! something used, or a link.
//!
//! It stands in its post and has no life of its own: who may see the post sees it, and it goes with the post. A check-in
//! names its place in words: there are no coordinates in this contract, so nobody can make a map of who is where.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::feed::{EditPost, NewPost};

/// What sort of moment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MomentKind {
    /// I am here, was here, or will be.
    #[default]
    CheckIn,
    /// A place worth going to.
    Place,
    /// A film, a series, a performance.
    Film,
    /// A book.
    Book,
    /// Something to eat or drink.
    Food,
    /// A review of something that I know: what is good, what is not, and a rating.
    Review,
    /// A page somewhere else. Nobody fetches it but who opens it.
    Link,
    /// A kind that this client does not know.
    #[serde(other)]
    Other,
}

impl MomentKind {
    /// Those that can be made, in the order of the form.
    pub const ALL: [Self; 7] =
        [Self::CheckIn, Self::Place, Self::Film, Self::Book, Self::Food, Self::Review, Self::Link];
}

/// What a post tells besides its words. Which fields a kind has is the domain's; the others are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moment {
    /// What sort. Example: `"review"`.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::known_moment))]
    pub kind: MomentKind,
    /// What it is called, 1 to 60 characters; a check-in's place in words. Example: `"天然橡胶瑜伽垫 5 mm"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "line"))]
    pub title: String,
    /// By whom, or where, up to 40 characters: a book's author, where one eats. Example: `"东湖绿道旁"`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, format = "text"))]
    pub by: String,
    /// The time of a check-in, if it has one. Example: `"2026-03-12T11:00:00.000Z"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// A review's rating in halves, 2 to 10: nine halves are 4.5 of 5. Example: `9`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 10))]
    pub rating: Option<u32>,
    /// What is good about it, up to 300 characters; reviews only. Example: `"不滑，没有味道"`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 300, format = "text"))]
    pub good: String,
    /// What is not, up to 300 characters; reviews only. Example: `"有点重"`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 300, format = "text"))]
    pub not_good: String,
    /// Whether who writes bought or used it themselves; reviews only, and said by nobody but them. Example: `true`.
    #[serde(default)]
    pub used: bool,
    /// A link's address, up to 500 characters: `http` or `https`, and a host by its name. Example: `"https://example.org/a"`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500, format = "text"))]
    pub address: String,
}

/// Writes a post that tells a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMoment {
    /// The post that it is in, a note. It needs no words. Example: see [`NewPost`].
    pub post: NewPost,
    /// What it tells. Example: see [`Moment`].
    pub moment: Moment,
}

/// Changes what a post of mine tells, and its words, as long as words may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditMoment {
    /// The words, which may be none. Example: see [`EditPost`].
    pub post: EditPost,
    /// What it tells now; a moment stays of its kind. Example: see [`Moment`].
    pub moment: Moment,
}
