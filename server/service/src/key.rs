//! Keys of new records and tokens of sessions.

use chrono::{DateTime, SubsecRound, Utc};

/// A key that sorts by the time it was made: a ULID in lower case.
pub fn new(now: DateTime<Utc>) -> String {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    ulid::Ulid::from_parts(millis, rand::random()).to_string().to_lowercase()
}

/// An instant as it is stored: whole milliseconds, so that it reads back as it was written.
pub fn to_millis(now: DateTime<Utc>) -> DateTime<Utc> {
    now.trunc_subsecs(3)
}

/// 256 random bits for a session, as text.
pub fn token() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
