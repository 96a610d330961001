//! What shares led to.

use super::{Done, Row};
use crate::referral::{Arrive, Forget, Helpers, Referral};
use crate::{Endpoint, Method};

endpoints! {
    /// What my shares led to in a group, and by whose I came.
    REFERRAL: auth Get "/groups/{group}/referral" "referral.get", () => Referral;
    /// I came to an open deal or listing by a share. One that does not count (mine, of somebody who left or erased
    /// their trace) changes nothing.
    ARRIVE: auth Post "/groups/{group}/referral/arrivals" "referral.arrive", Arrive => Referral;
    /// Takes back that I came to something by a share, with what was counted for it.
    FORGET: auth Put "/groups/{group}/referral/forgotten" "referral.forget", Forget => Referral;
    /// Erases my trace, as who shared and as who came. Hidden at once, gone for good after a while; my shares
    /// carry something new from then on.
    ERASE_REFERRAL: auth Delete "/groups/{group}/referral" "referral.erase", () => Referral;
    /// Keeps it after all, while it is not gone.
    KEEP_REFERRAL: auth Post "/groups/{group}/referral/kept" "referral.keep", Done => Referral | Gone;
    /// Who helps by sharing, in sums; hosts and stewards only.
    HELPERS: auth Get "/groups/{group}/referral/helpers" "referral.helpers", () => Helpers | NotYours;
}
