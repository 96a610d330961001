//! What the doctor says: codes and facts. The sentences are the app's and the command's.

macro_rules! codes {
    ($(#[doc = $kind_doc:literal])* $kind:ident: $($(#[doc = $doc:literal])* $variant:ident = $code:literal,)*) => {
        $(#[doc = $kind_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $kind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl $kind {
            /// Every one of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

codes! {
    /// What is looked at, in this order.
    Check:
    /// Host, TLS, preflight and origin at once: what a browser cannot tell apart.
    Connection = "connection",
    /// Somebody answers at this address.
    Reachable = "reachable",
    /// Encrypted, and loaded by a page that may.
    Secure = "secure",
    /// The question that browsers ask before a request to another origin.
    Preflight = "preflight",
    /// The headers that the app sends.
    HeadersAllowed = "headers_allowed",
    /// Cookies to another origin.
    Credentials = "credentials",
    /// Who may read the answers, and which headers of them.
    Exposed = "exposed",
    /// Signing in, and the session.
    Auth = "auth",
    /// Lists and single things are read.
    List = "list",
    /// Every item of a list is readable.
    Items = "items",
    /// The next page.
    Paging = "paging",
    /// The page past the end.
    PastEnd = "past_end",
    /// Writing and taking back.
    Create = "create",
    /// A refusal is understood.
    Errors = "errors",
    /// The clocks.
    Clock = "clock",
    /// News as they happen.
    Realtime = "realtime",
}

codes! {
    /// What was found. Stable.
    Finding:
    /// Nobody answers there.
    HostUnreachable = "host_unreachable",
    /// TLS failed, or a secure page may not load it.
    TlsOrMixedContent = "tls_or_mixed_content",
    /// The preflight was refused.
    PreflightRefused = "preflight_refused",
    /// The preflight was asked to sign in.
    PreflightUnauthorized = "preflight_unauthorized",
    /// A header that the app sends is not allowed.
    HeaderNotAllowed = "header_not_allowed",
    /// Any origin is allowed, with cookies: browsers refuse that.
    WildcardWithCredentials = "wildcard_with_credentials",
    /// A browser failed and does not say why: any of the above.
    OpaqueNetworkError = "opaque_network_error",
    /// This device has no network.
    Offline = "offline",
    /// The answer itself may not be read by the page.
    OriginNotAllowed = "origin_not_allowed",
    /// A header that is needed is sent and hidden from the page.
    HeaderNotExposed = "header_not_exposed",
    /// A header that is needed does not come.
    HeaderAbsent = "header_absent",
    /// The page is on the backend's own origin: nothing to ask.
    SameOrigin = "same_origin",
    /// The backend knows no sessions.
    NobodySignsIn = "nobody_signs_in",
    /// There is no session, and this needs one.
    NotSignedIn = "not_signed_in",
    /// Signing in failed.
    SignInRefused = "sign_in_refused",
    /// The session is not accepted.
    SessionRefused = "session_refused",
    /// The session could not be renewed.
    RenewalRefused = "renewal_refused",
    /// The rows, or the single thing, are not where they should be.
    WrongEnvelope = "wrong_envelope",
    /// The backend said no.
    ListRefused = "list_refused",
    /// Items that lack what the app needs.
    UnreadableItems = "unreadable_items",
    /// Too few rows to tell.
    NothingToRead = "nothing_to_read",
    /// The next page is not the next page.
    WrongPaging = "wrong_paging",
    /// Past the end comes something again.
    PastEndRepeats = "past_end_repeats",
    /// Past the end is not as the descriptor says.
    PastEndDiffers = "past_end_differs",
    /// Lists of this kind have no "past the end".
    NoPastEnd = "no_past_end",
    /// Nobody allowed the doctor to write.
    NoPermission = "no_permission",
    /// The write was refused.
    CreateRefused = "create_refused",
    /// The write was answered as done, and was not.
    WriteChangedNothing = "write_changed_nothing",
    /// What was written could not be taken back.
    LeftBehind = "left_behind",
    /// The refusal is not understood.
    ErrorShapeUnknown = "error_shape_unknown",
    /// The refusal may not be read by the page.
    ErrorWithoutCors = "error_without_cors",
    /// The clocks are more than 30 s apart.
    ClockSkew = "clock_skew",
    /// The backend does not tell its time.
    NoServerTime = "no_server_time",
    /// The stream does not come through.
    RealtimeBlocked = "realtime_blocked",
    /// News are asked for, not sent.
    Polled = "polled",
    /// The backend does not do this.
    NotOffered = "not_offered",
    /// Nothing came before, so nothing was asked.
    NotAsked = "not_asked",
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// As it should be.
    Ok,
    /// It works, with less.
    Warning,
    /// It does not work.
    Failed,
    /// Not asked.
    Skipped,
    /// It cannot be told from here.
    Unknown,
}

impl State {
    /// The stable code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Unknown => "unknown",
        }
    }
}

/// One line of what the doctor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What was looked at.
    pub check: Check,
    /// The operation, where a check looks at several. Example: `posts.list`.
    pub subject: &'static str,
    /// How it went.
    pub state: State,
    /// What was found, which is what it means and how to mend it; none when all is well.
    pub finding: Option<Finding>,
    /// What it may be, where a browser cannot tell.
    pub possible: &'static [Finding],
    /// What was asked, in English, for developers.
    pub asked: String,
    /// What came back, in English, for developers.
    pub came: String,
    /// The line that mends it, as it is to be written; empty where there is no such line.
    pub exact: String,
}

impl Row {
    pub(super) fn new(check: Check, asked: impl Into<String>, came: impl Into<String>) -> Self {
        Self {
            check,
            subject: "",
            state: State::Ok,
            finding: None,
            possible: &[],
            asked: asked.into(),
            came: came.into(),
            exact: String::new(),
        }
    }

    #[must_use]
    pub(super) fn with(mut self, state: State, finding: Finding) -> Self {
        (self.state, self.finding) = (state, Some(finding));
        self
    }

    #[must_use]
    pub(super) fn of(mut self, operation: &'static str) -> Self {
        self.subject = operation;
        self
    }

    #[must_use]
    pub(super) fn exact(mut self, line: impl Into<String>) -> Self {
        self.exact = line.into();
        self
    }
}
