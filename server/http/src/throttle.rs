//! Guessing of passwords made slow: attempts are counted before the password is looked at and forgiven when it was right.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{Error, Result, text};
use moka::future::Cache;

/// Attempts counted together.
const WINDOW: Duration = Duration::from_mins(5);
/// Wrong passwords for one number from one address.
const PER_ADDRESS: u32 = 10;
/// Wrong passwords for one number from anywhere (NIST SP 800-63B-4, 3.2.2 allows at most 100).
const PER_NUMBER: u32 = 100;
/// Requests by one link from one address: somebody who fills in forty answers and keeps them often sends far fewer.
const PER_LINK: u32 = 200;
/// Requests by links that do not work, from one address.
const STRAY: u32 = 60;
/// Numbers and addresses remembered; beyond it the least used are forgotten.
const REMEMBERED: u64 = 100_000;

type Key = (String, Option<IpAddr>);

struct Attempts {
    since: Instant,
    count: AtomicU32,
}

/// Failed sign-ins of the last minutes, in memory: a restart forgives, a second server counts for itself.
pub struct Throttle(Cache<Key, Arc<Attempts>>);

impl Default for Throttle {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED).time_to_live(WINDOW).build())
    }
}

impl Throttle {
    /// Counts an attempt, or refuses it.
    pub async fn enter(&self, staff_number: &str, address: Option<IpAddr>) -> Result<()> {
        let number = normal(staff_number);
        self.count((number.clone(), address), PER_ADDRESS).await?;
        if address.is_some() { self.count((number, None), PER_NUMBER).await } else { Ok(()) }
    }

    /// The password was right: this address may go on; what others tried stays counted.
    pub async fn forgive(&self, staff_number: &str, address: Option<IpAddr>) {
        let number = normal(staff_number);
        self.0.invalidate(&(number.clone(), address)).await;
        if let Some(attempts) = self.0.get(&(number, None)).await {
            attempts.count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Counts a request by a link that works.
    pub async fn visit(&self, link: &str, address: Option<IpAddr>) -> Result<()> {
        self.count((format!("link {link}"), address), PER_LINK).await
    }

    /// Counts a request by a link that does not work. What was tried is not remembered: whoever guesses would push out what is.
    pub async fn stray(&self, address: Option<IpAddr>) -> Result<()> {
        self.count(("no link".to_owned(), address), STRAY).await
    }

    async fn count(&self, key: Key, limit: u32) -> Result<()> {
        let attempts = self.0.get_with(key, async { Arc::new(Attempts { since: Instant::now(), count: AtomicU32::new(0) }) }).await;
        if attempts.count.fetch_add(1, Ordering::Relaxed) < limit {
            return Ok(());
        }
        attempts.count.fetch_sub(1, Ordering::Relaxed);
        let left = WINDOW.saturating_sub(attempts.since.elapsed()).as_secs() + 1;
        Err(Error::TooMany { retry_after: u32::try_from(left).unwrap_or(u32::MAX) })
    }
}

/// `１００１` and `1001` are one number; what is longer than any number is cut, so that memory stays bounded.
fn normal(staff_number: &str) -> String {
    text::code(staff_number).chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    const THERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::BROADCAST));

    #[tokio::test]
    async fn the_eleventh_wrong_password_waits_and_other_addresses_do_not() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            throttle.enter("1001", HERE).await.expect("within the limit");
        }
        assert!(matches!(throttle.enter("１００１", HERE).await, Err(Error::TooMany { retry_after: 1..=301 })));
        throttle.enter("1001", THERE).await.expect("another address");
        throttle.enter("1002", HERE).await.expect("another number");
    }

    #[tokio::test]
    async fn a_right_password_forgives_its_own_address() {
        let throttle = Throttle::default();
        for _ in 0..200 {
            throttle.enter("1001", HERE).await.expect("forgiven each time");
            throttle.forgive("1001", HERE).await;
        }
    }

    #[tokio::test]
    async fn links_are_counted_apart_from_what_is_none() {
        let throttle = Throttle::default();
        for _ in 0..60 {
            throttle.stray(HERE).await.expect("within the limit");
        }
        assert!(matches!(throttle.stray(HERE).await, Err(Error::TooMany { .. })));
        throttle.stray(THERE).await.expect("another address");
        for _ in 0..200 {
            throttle.visit("a", HERE).await.expect("a link that works does not pay for guesses");
        }
        assert!(throttle.visit("a", HERE).await.is_err());
        throttle.visit("b", HERE).await.expect("another link");
    }

    #[tokio::test]
    async fn guesses_spread_over_addresses_add_up() {
        let throttle = Throttle::default();
        for last in 0..100_u8 {
            throttle.enter("1001", Some(IpAddr::from([10, 0, 0, last]))).await.expect("within the limit");
        }
        assert!(throttle.enter("1001", Some(IpAddr::from([10, 0, 1, 1]))).await.is_err());
    }
}
