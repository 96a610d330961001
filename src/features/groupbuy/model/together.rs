//! The deals of all my groups in one list.

use contract::groupbuy::{Deal, DealState};
use loadable::Loadable;

/// Ids in the order of the page: open ones first, those that end soonest on top; then the latest ended.
pub fn upfront(mut deals: Vec<Deal>) -> Vec<String> {
    deals.sort_by_key(|deal| {
        let open = deal.state == DealState::Open;
        let time = if open { deal.ends_at.0 } else { deal.ends_at.0.saturating_neg() };
        (!open, time, deal.id.clone())
    });
    deals.dedup_by(|a, b| a.id == b.id);
    deals.into_iter().map(|deal| deal.id.0).collect()
}

/// One list out of the lists of all groups, in the order of [`upfront`].
///
/// It waits for the first list only; a list that failed leaves the others on screen under its notice.
pub fn merge(groups: &Loadable<usize>, lists: Vec<Loadable<Vec<Deal>>>) -> Loadable<Vec<String>> {
    let Some(expected) = groups.value().copied() else {
        return groups.clone().map(|_| Vec::new());
    };
    let notice = lists.iter().find_map(|list| list.notice().cloned()).or_else(|| groups.notice().cloned());
    let waiting = lists.len() < expected || lists.iter().any(|l| l.value().is_none() && l.notice().is_none());
    let here: Vec<Deal> = lists.iter().filter_map(Loadable::value).flatten().cloned().collect();
    let some = lists.iter().any(|l| l.value().is_some());
    // An empty list is said to be empty only when all have answered.
    let shown = if here.is_empty() && waiting { None } else { Some(upfront(here)) };
    match (notice, shown) {
        (Some(notice), shown) if some || !waiting => Loadable::Failed(notice, shown.filter(|_| some)),
        (_, Some(ids)) => Loadable::Ready(ids),
        (_, None) => Loadable::Loading(None),
    }
}
