//! The rules that a backend may keep itself. One that it does not keep is advice, and the app says so.

/// A rule of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// No more members than the group's capacity.
    Capacity,
    /// A QR dies at the group's limit.
    QrLimit,
    /// An invite stops working when its time is over.
    Expiry,
    /// Newcomers see nothing older than their joining.
    History,
    /// Commitments need a verified phone.
    VerifiedPhone,
    /// A deal takes no more than it has.
    Stock,
    /// A seat goes to one person, whoever asks at the same time.
    OneHolder,
    /// No seat is asked more for than it cost.
    FaceValue,
    /// A nickname is one person's in a group.
    Nickname,
    /// What is for a circle is seen by nobody else.
    Circles,
}

impl Rule {
    /// Every rule with its word in a descriptor.
    pub const WORDS: [(&'static str, Self); 10] = [
        ("capacity", Self::Capacity),
        ("qr_limit", Self::QrLimit),
        ("expiry", Self::Expiry),
        ("history", Self::History),
        ("verified_phone", Self::VerifiedPhone),
        ("stock", Self::Stock),
        ("one_holder", Self::OneHolder),
        ("face_value", Self::FaceValue),
        ("nickname", Self::Nickname),
        ("circles", Self::Circles),
    ];
}
