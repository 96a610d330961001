//! Invites that open nothing: for each problem code a sentence and the ways on. Knows no signal.

use crate::i18n::k;

/// Why an invite does not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dead {
    /// No such invite.
    Unknown,
    /// Its time is over.
    Expired,
    /// Taken back.
    Revoked,
    /// A personal invite that somebody used.
    Used,
    /// A QR whose group has reached the limit.
    QrLimit,
    /// The group is at its capacity.
    Full,
    /// The group was dissolved.
    Dissolved,
    /// This person was removed and may not come back on this invite.
    NotAllowed,
    /// Too many tries.
    TooFast,
    /// This group asks for a verified phone before joining.
    Phone,
}

/// What one can do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Type or scan another one.
    Another,
    /// Sign in: who is a member already goes straight in, and a phone proves itself.
    SignIn,
    /// Verify a phone.
    Verify,
    /// Ask again, after a while.
    Again,
    /// To my groups.
    Home,
}

impl Dead {
    /// Why, for a problem code; none for a fault that is not the invite's.
    pub fn of(code: &str) -> Option<Self> {
        Some(match code {
            "invite_unknown" => Self::Unknown,
            "invite_expired" => Self::Expired,
            "invite_revoked" => Self::Revoked,
            "invite_used" => Self::Used,
            "qr_limit_reached" => Self::QrLimit,
            "group_full" => Self::Full,
            "group_dissolved" => Self::Dissolved,
            "not_allowed" => Self::NotAllowed,
            "rate_limited" => Self::TooFast,
            "phone_unverified" => Self::Phone,
            _ => return None,
        })
    }

    /// Whether the door is shut for good, so that the form behind it is of no use.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::TooFast | Self::Phone)
    }

    /// What is the matter, and whom to ask: the inviter by name, where the preview told it.
    pub fn words(self, inviter: Option<&str>) -> (&'static str, String) {
        use k::invite as t;
        let who = inviter.unwrap_or_else(|| t::dead_who());
        match self {
            Self::Unknown => (t::dead_unknown_title(), t::dead_unknown_body().to_owned()),
            Self::Expired => (t::dead_expired_title(), t::dead_expired_body(who)),
            Self::Revoked => (t::dead_revoked_title(), t::dead_revoked_body(who)),
            Self::Used => (t::dead_used_title(), t::dead_used_body(who)),
            Self::QrLimit => (t::dead_limit_title(), t::dead_limit_body(who)),
            Self::Full => (t::dead_full_title(), t::dead_full_body(who)),
            Self::Dissolved => (t::dead_dissolved_title(), t::dead_dissolved_body().to_owned()),
            Self::NotAllowed => (t::dead_not_allowed_title(), t::dead_not_allowed_body().to_owned()),
            Self::TooFast => (t::dead_fast_title(), t::dead_fast_body().to_owned()),
            Self::Phone => (t::dead_phone_title(), t::dead_phone_body().to_owned()),
        }
    }

    /// What to add when it shut while the form was being filled in.
    pub fn too_late(self) -> Option<&'static str> {
        match self {
            // Not why: the last place may have been taken, or a host may have lowered the limit.
            Self::Full | Self::QrLimit | Self::Expired | Self::Revoked | Self::Used => {
                Some(k::invite::dead_late())
            }
            _ => None,
        }
    }

    /// The ways on, the best one first.
    pub fn ways(self, signed_in: bool) -> Vec<Way> {
        let mut ways = match self {
            Self::Phone if signed_in => vec![Way::Verify],
            Self::Phone => return vec![Way::SignIn],
            Self::TooFast => vec![Way::Again],
            Self::Dissolved | Self::NotAllowed => vec![Way::Home],
            // Somebody may leave.
            Self::Full => vec![Way::Again, Way::Another],
            _ => vec![Way::Another],
        };
        let ended = matches!(self, Self::Dissolved | Self::NotAllowed | Self::Phone);
        if !signed_in && !ended {
            ways.push(Way::SignIn);
        } else if !ways.contains(&Way::Home) {
            ways.push(Way::Home);
        }
        ways
    }
}
