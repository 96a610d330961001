//! Paging: which part of a list is asked for, and whether there is another.
//!
//! Towards the app every kind is a cursor: `@40` for "from the 41st", `=x` for the backend's own cursor or next
//! address.

use super::place::Scope;
use super::source::{Names, Source};
use super::spec::{Read, Spec};
use crate::json::Node;

/// How a backend pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagingKind {
    /// By page numbers.
    Page,
    /// By how many to skip.
    Offset,
    /// By a `Range` header.
    Range,
    /// By a cursor that the backend gives.
    Cursor,
    /// By the address of the next page, in the body.
    NextUrl,
    /// By the address of the next page, in a `Link` header.
    Link,
    /// Not at all: a list comes whole.
    None,
}

/// What happens past the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastEnd {
    /// No rows.
    Empty,
    /// The last page again.
    Repeats,
    /// An error.
    Error,
}

#[derive(Debug, Clone)]
pub(crate) struct Paging {
    pub(crate) kind: PagingKind,
    number: String,
    size: Option<String>,
    first: u32,
    most: u32,
    /// The backend's page size, where nobody can choose it.
    fixed: Option<u32>,
    pub(crate) total: Option<Source>,
    next: Option<Source>,
    unit: String,
    pub(crate) past_end: PastEnd,
    query: Vec<(String, String)>,
}

/// The part that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// How many items before it.
    pub(crate) offset: u32,
    /// How many items in it.
    pub(crate) size: u32,
    /// Items at its beginning that the app has already.
    pub(crate) skip: u32,
    /// The backend's cursor or next address.
    pub(crate) cursor: Option<String>,
}

impl Paging {
    pub(crate) fn none() -> Self {
        Self {
            kind: PagingKind::None,
            number: String::new(),
            size: None,
            first: 0,
            most: u32::MAX,
            fixed: None,
            total: None,
            next: None,
            unit: "items".to_owned(),
            past_end: PastEnd::Empty,
            query: Vec::new(),
        }
    }

    pub(crate) fn compile(spec: &Spec<'_>) -> Read<Self> {
        if spec.node.as_text() == Some("none") {
            return Ok(Self::none());
        }
        let keys = spec.keys()?;
        let mut paging = Self::none();
        paging.kind = keys.must("kind")?.word(&[
            ("page", PagingKind::Page),
            ("offset", PagingKind::Offset),
            ("range", PagingKind::Range),
            ("cursor", PagingKind::Cursor),
            ("next_url", PagingKind::NextUrl),
            ("link", PagingKind::Link),
            ("none", PagingKind::None),
        ])?;
        let number = match paging.kind {
            PagingKind::Page => Some(keys.text("page")?.unwrap_or("page")),
            PagingKind::Offset => Some(keys.text("offset")?.unwrap_or("offset")),
            PagingKind::Cursor => Some(keys.text("cursor")?.unwrap_or("cursor")),
            _ => None,
        };
        number.unwrap_or_default().clone_into(&mut paging.number);
        paging.size = keys.text("size")?.map(str::to_owned);
        paging.first = keys.whole("first")?.unwrap_or(1);
        if let Some(most) = keys.get("most") {
            paging.most = most.whole()?;
            if paging.most == 0 {
                return most.wrong("must be 1 or more");
            }
        }
        if let Some(fixed) = keys.get("fixed") {
            paging.fixed = Some(fixed.whole()?).filter(|size| *size > 0);
            if paging.fixed.is_none() || paging.size.is_some() {
                return fixed.wrong("is a page size from 1 that nobody can choose: it stands without `size`");
            }
        }
        paging.total = keys.get("total").map(|s| Source::compile(&s, Names::default())).transpose()?;
        paging.next = keys.get("next").map(|s| Source::compile(&s, Names::default())).transpose()?;
        if paging.next.is_none() && matches!(paging.kind, PagingKind::Cursor | PagingKind::NextUrl) {
            return spec.wrong("`next` is missing: where the answer says how to go on");
        }
        if let Some(unit) = keys.text("unit")? {
            unit.clone_into(&mut paging.unit);
        }
        if let Some(past) = keys.get("past_end") {
            paging.past_end = past.word(&[
                ("empty", PastEnd::Empty),
                ("repeats", PastEnd::Repeats),
                ("error", PastEnd::Error),
            ])?;
        }
        if let Some(query) = keys.get("query") {
            for (name, value) in query.members()? {
                let words =
                    value.node.to_text().ok_or_else(|| value.fault("must be a text, number or boolean"))?;
                paging.query.push((name.to_owned(), words.into_owned()));
            }
        }
        keys.done()?;
        if paging.kind == PagingKind::Page && paging.size.is_none() && paging.fixed.is_none() {
            return spec.wrong(
                "pages are counted by their size: name the parameter in `size`, or the size in `fixed`",
            );
        }
        Ok(paging)
    }

    /// The part after a cursor of ours.
    pub(crate) fn part(&self, after: Option<&str>, limit: u32) -> Part {
        let size = self.fixed.unwrap_or(limit.clamp(1, self.most));
        let mut part = Part { offset: 0, size, skip: 0, cursor: None };
        match after.and_then(|after| after.split_at_checked(1)) {
            Some(("@", offset)) => part.offset = offset.parse().unwrap_or(0),
            Some(("=", cursor)) => part.cursor = Some(cursor.to_owned()),
            _ => {}
        }
        if self.kind == PagingKind::Page {
            // A page number counts whole pages: what the app has of the first one is cut off.
            part.skip = part.offset % size;
            part.offset -= part.skip;
        }
        part
    }

    /// Adds what asks for a part to a request. A next address is not for here: it is followed.
    pub(crate) fn write(
        &self,
        part: &Part,
        query: &mut Vec<(String, String)>,
        headers: &mut Vec<(String, String)>,
    ) {
        let mut add = |name: &str, value: String| query.push((name.to_owned(), value));
        match self.kind {
            PagingKind::None => return,
            PagingKind::Page => {
                add(&self.number, (part.offset / part.size).saturating_add(self.first).to_string())
            }
            PagingKind::Offset => add(&self.number, part.offset.to_string()),
            PagingKind::Cursor => {
                if let Some(cursor) = &part.cursor {
                    add(&self.number, cursor.clone());
                }
            }
            PagingKind::Range => {
                let last = part.offset.saturating_add(part.size) - 1;
                headers.push(("range-unit".to_owned(), self.unit.clone()));
                headers.push(("range".to_owned(), format!("{}-{last}", part.offset)));
            }
            PagingKind::NextUrl | PagingKind::Link => {}
        }
        if let Some(size) = &self.size {
            add(size, part.size.to_string());
        }
        query.extend(self.query.iter().cloned());
    }

    /// The address to follow, when a part is one.
    pub(crate) fn address<'p>(&self, part: &'p Part) -> Option<&'p str> {
        let follows = matches!(self.kind, PagingKind::NextUrl | PagingKind::Link);
        part.cursor.as_deref().filter(|_| follows)
    }

    /// Our cursor of the next part: none at the end. `rows` is how many came.
    pub(crate) fn next(&self, part: &Part, rows: usize, scope: &Scope<'_>) -> Option<String> {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        match self.kind {
            PagingKind::None => None,
            PagingKind::Page | PagingKind::Offset | PagingKind::Range => {
                let end = part.offset.saturating_add(rows);
                let more = match self.said_total(scope) {
                    Some(total) => i64::from(end) < total,
                    None => true,
                };
                // A short page is the last one, whatever the total says: totals count what I may not see.
                (more && rows >= part.size).then(|| format!("@{end}"))
            }
            PagingKind::Cursor | PagingKind::NextUrl => {
                let next = self.next.as_ref()?.find(scope)?;
                let words =
                    next.to_text().filter(|words| !words.is_empty() && !matches!(*next, Node::Bool(_)))?;
                (rows > 0).then(|| format!("={words}"))
            }
            PagingKind::Link => {
                let link = scope.get(super::place::Place::Headers)?.get("link")?.as_text()?.to_owned();
                next_of_link(&link).map(|url| format!("={url}"))
            }
        }
    }

    /// How many there are in all, as the backend says.
    pub(crate) fn said_total(&self, scope: &Scope<'_>) -> Option<i64> {
        if let Some(total) = &self.total {
            return super::coerce::int(&*total.find(scope)?);
        }
        let range = scope.get(super::place::Place::Headers)?.get("content-range")?.as_text()?;
        range.rsplit_once('/').filter(|_| self.kind == PagingKind::Range)?.1.parse().ok()
    }
}

/// The address of `rel="next"` in a `Link` header.
fn next_of_link(header: &str) -> Option<&str> {
    header.split(',').find_map(|link| {
        let (url, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
        let rel = rest.split(';').map(str::trim).find_map(|p| p.strip_prefix("rel="))?;
        rel.trim_matches('"').split(' ').any(|r| r == "next").then_some(url)
    })
}
