//! How the endpoint table is made: each row a constant with its types, and all of them as data.

use crate::Method;

/// A row of the table, without its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The operation's name. Example: `"posts.list"`.
    pub name: &'static str,
    /// The method. Example: `Get`.
    pub method: Method,
    /// The path template. Example: `"/groups/{group}/posts"`.
    pub path: &'static str,
    /// Whether it works without a session. Example: `false`.
    pub open: bool,
    /// The type that goes in; `()` for none. Example: `"NewPost"`.
    pub command: &'static str,
    /// The type that comes out. Example: `"Page<Post>"`.
    pub answer: &'static str,
}

macro_rules! endpoints {
    ($($(#[doc = $doc:literal])* $name:ident: $access:ident $method:ident $path:literal $op:literal,
        $q:ty => $r:ty $(| $($code:ident)+)?;)*) => {
        $($(#[doc = $doc])* pub const $name: Endpoint<$q, $r> = Endpoint::new($op, Method::$method, $path);)*

        /// Every operation, in the order of this page.
        pub const TABLE: &[Row] = &[$(Row {
            name: $op,
            method: Method::$method,
            path: $path,
            open: endpoints!(@$access),
            command: stringify!($q),
            answer: stringify!($r),
        },)*];

        /// Every row of the table with what only its document says.
        #[cfg(feature = "openapi")]
        pub(crate) fn described() -> Vec<crate::openapi::Described> {
            let rows = TABLE.iter().copied();
            let rest = [$(crate::openapi::Rest::of::<$q, $r>(
                &[$($doc),*],
                &[$($(crate::Code::$code),+)?],
            ),)*];
            rows.zip(rest).map(|(row, rest)| crate::openapi::Described { row, rest }).collect()
        }
    };
    (@open) => { true };
    (@auth) => { false };
}
