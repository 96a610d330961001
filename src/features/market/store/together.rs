//! The listings of all my groups as one list: what came, what waits, what failed. Pure.

use contract::GroupId;
use data::ListView;
use loadable::Loadable;

/// The listings to show of all my groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenSeats {
    /// Those that concern me.
    pub mine: Vec<String>,
    /// Those of others.
    pub others: Vec<String>,
    /// My groups: id and name.
    pub groups: Vec<(GroupId, String)>,
    /// Whether there may be more that were not read yet.
    pub has_more: bool,
    /// How many could not be read.
    pub unreadable: usize,
}

/// What many lists are together: what came is shown, and nothing is called empty before all have answered.
pub fn together(
    seats: OpenSeats,
    groups: &Loadable<ListView>,
    lists: &[Loadable<ListView>],
) -> Loadable<OpenSeats> {
    let fault = lists.iter().find_map(|l| l.notice()).or(groups.notice()).cloned();
    let came = !(seats.mine.is_empty() && seats.others.is_empty());
    let waits = groups.value().is_none_or(|g| g.ids.len() != lists.len())
        || lists.iter().any(|l| l.value().is_none());
    match (fault, came || !waits) {
        (Some(fault), true) => Loadable::Failed(fault, Some(seats)),
        (Some(fault), false) => Loadable::Failed(fault, None),
        (None, true) => Loadable::Ready(seats),
        (None, false) => Loadable::Loading(None),
    }
}
