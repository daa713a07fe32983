//! The mail of digests. A digest is taken in hand for a while by one server, sent, and then marked; whatever ends the process between, the next that looks
//! goes on. Its Message-ID is made of the person and the day: should a mail leave twice because the process ended between sending and marking, the mail
//! server and the reader can tell that it is the same.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Lang, Result,
    id::DigestId,
    person::Person,
    reminder::{Digest, Letter, MailState, Sender, write},
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::client::{Certificate, Tls, TlsParameters},
};
use surrealdb::types::SurrealValue;
use url::Url;

use crate::{
    Config, Services,
    store::{Fault, Row, Tx, bind},
};

/// How long a server has a digest in hand before another may take it.
const HOLD: TimeDelta = TimeDelta::minutes(5);
/// Waits after each failed try; after the last it is given up.
const WAITS: [TimeDelta; 7] =
    [TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(15), TimeDelta::hours(1), TimeDelta::hours(3), TimeDelta::hours(6), TimeDelta::hours(12)];

/// Longest a mail server may take to be reached, and over a whole mail: well within [`HOLD`].
const TIMEOUT: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_mins(2);

const TURN: &str = "SELECT VALUE record::id(id) FROM digest WHERE by_turn > '' AND by_turn < $now ORDER BY by_turn LIMIT 20";

/// The way to the mail server.
pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Of the sender; what Message-IDs end in.
    domain: String,
}

impl Mailer {
    /// None where no mail server is named.
    ///
    /// # Errors
    /// The name of the setting that cannot be used.
    pub fn new(config: &Config) -> std::result::Result<Option<Self>, &'static str> {
        if config.smtp_url.is_empty() {
            return Ok(None);
        }
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.smtp_url).map_err(|_| "smtp_url")?;
        let url = Url::parse(&config.smtp_url).map_err(|_| "smtp_url")?;
        let host = url.host_str().ok_or("smtp_url")?.to_owned();
        let secret = url.scheme() == "smtps" || url.query_pairs().any(|(name, value)| name == "tls" && value == "required") || config.smtp_ca.is_some();
        // In the clear to this machine at most.
        if !secret && !matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]") {
            return Err("smtp_url");
        }
        if let Some(path) = &config.smtp_ca {
            let pem = std::fs::read(path).map_err(|_| "smtp_ca")?;
            let certificate = Certificate::from_pem(&pem).map_err(|_| "smtp_ca")?;
            let tls = TlsParameters::builder(host).add_root_certificate(certificate).build_rustls().map_err(|_| "smtp_ca")?;
            builder = builder.tls(if url.scheme() == "smtps" { Tls::Wrapper(tls) } else { Tls::Required(tls) });
        }
        let from: Mailbox = config.mail_from.parse().map_err(|_| "mail_from")?;
        Ok(Some(Self { transport: builder.timeout(Some(TIMEOUT)).build(), domain: from.email.domain().to_owned(), from }))
    }

    async fn send(&self, digest: &Digest, letter: Letter) -> std::result::Result<(), (bool, String)> {
        let final_fault = |error: &dyn std::fmt::Display| (true, error.to_string());
        let to: Mailbox = digest.address.parse().map_err(|error: lettre::address::AddressError| final_fault(&error))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .message_id(Some(format!("<{}@{}>", digest.id, self.domain)))
            .multipart(MultiPart::alternative_plain_html(letter.plain, letter.html))
            .map_err(|error| final_fault(&error))?;
        match tokio::time::timeout(LONGEST, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err((names_nobody(error.status().map(u16::from), &told(&error)), told(&error))),
            Err(_) => Err((false, "the mail server did not answer in time".to_owned())),
        }
    }
}

/// What went wrong, with what lies behind it.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Whether the server says for good that there is no such reader (RFC 3463: 5.1 is about addresses, 5.2 about mailboxes). Whatever else it refuses, a
/// password that was changed or a relay that is not let through, somebody mends within the day.
fn names_nobody(status: Option<u16>, text: &str) -> bool {
    matches!(status, Some(550..=553)) && ["5.1.", "5.2."].iter().any(|class| text.contains(class))
}

impl Config {
    /// The name of the first setting of the mail that cannot be used.
    pub fn mail_fault(&self) -> Option<&'static str> {
        Mailer::new(self).err()
    }
}

pub(crate) fn row(digest: &Digest) -> Row {
    let turn = digest.next_at.filter(|_| matches!(digest.state, MailState::Waiting | MailState::Sending));
    Row::of(digest)
        .with("by_turn", turn.map(|at| at.to_rfc3339()).unwrap_or_default())
        .with("told", digest.lines.len())
        .with("late", digest.late())
        .with("by_day", format!("{} {}", digest.day, digest.person))
}

impl Services {
    /// Sends what waits. Says how many mails left.
    pub async fn send_mails(&self) -> Result<usize> {
        let Some(mailer) = &self.inner.mailer else { return Ok(0) };
        let store = &self.inner.store;
        let mut sent = 0;
        loop {
            let turn: Vec<DigestId> = store.read(TURN, bind([("now", self.now().to_rfc3339().into_value())])).await?;
            if turn.is_empty() {
                return Ok(sent);
            }
            for id in turn {
                // Read anew for each: those before took their time.
                if let Some(digest) = self.take(&id, self.now()).await? {
                    sent += usize::from(self.send_one(mailer, digest).await?);
                }
            }
        }
    }

    /// Takes a digest in hand; none where another server has it.
    async fn take(&self, id: &DigestId, now: DateTime<Utc>) -> Result<Option<Digest>> {
        let ctx = self.system_ctx("mail");
        let store = &self.inner.store;
        store
            .write(|| async {
                let tx = store.begin().await?;
                let before: Digest = tx.get(DigestId::TABLE, id.as_str()).await?;
                let due = matches!(before.state, MailState::Waiting | MailState::Sending) && before.next_at.is_some_and(|at| at <= now);
                if !due {
                    return Ok(None);
                }
                let after = Digest {
                    state: MailState::Sending,
                    attempts: before.attempts + 1,
                    next_at: Some(now + HOLD),
                    version: before.version + 1,
                    ..before.clone()
                };
                replace(&tx, &before, &after).await?;
                tx.commit(&ctx).await?;
                Ok(Some(after))
            })
            .await
    }

    async fn send_one(&self, mailer: &Mailer, digest: Digest) -> Result<bool> {
        let (city, lang) = (self.auth().city().await?, self.lang_of(&digest).await?);
        let letter = write(&digest, lang, Sender { city: &city, origin: &self.inner.config.origin });
        let outcome = mailer.send(&digest, letter).await;
        let now = self.now();
        let after = match &outcome {
            Ok(()) => Digest { state: MailState::Sent, next_at: None, sent_at: Some(now), fault: String::new(), ..digest.clone() },
            Err((for_good, fault)) => {
                let wait = usize::try_from(digest.attempts).ok().and_then(|tries| WAITS.get(tries.saturating_sub(1))).filter(|_| !for_good);
                tracing::warn!(digest = digest.id.as_str(), attempts = digest.attempts, fault, "a mail was not taken");
                Digest {
                    state: if wait.is_some() { MailState::Waiting } else { MailState::Failed },
                    next_at: wait.map(|wait| now + *wait),
                    fault: fault.clone(),
                    ..digest.clone()
                }
            }
        };
        let ctx = self.system_ctx("mail");
        let store = &self.inner.store;
        store
            .write(|| async {
                let tx = store.begin().await?;
                replace(&tx, &digest, &Digest { version: digest.version + 1, ..after.clone() }).await?;
                tx.commit(&ctx).await
            })
            .await?;
        Ok(outcome.is_ok())
    }

    async fn lang_of(&self, digest: &Digest) -> Result<Lang> {
        Ok(self.inner.store.find::<Person>("person", digest.person.as_str()).await?.map(|person| person.lang).unwrap_or_default())
    }
}

pub(crate) async fn replace(tx: &Tx, before: &Digest, after: &Digest) -> Result<(), Fault> {
    tx.replace(DigestId::TABLE, before.id.as_str(), before.version, row(after)).await
}

#[cfg(test)]
mod tests {
    use super::names_nobody;

    #[test]
    fn only_an_address_that_is_not_there_is_given_up_at_once() {
        assert!(names_nobody(Some(550), "permanent error (550): 5.1.1 No such mailbox"));
        assert!(names_nobody(Some(552), "permanent error (552): 5.2.2 Mailbox full"));
        assert!(!names_nobody(Some(535), "permanent error (535): 5.7.8 Authentication failed"));
        assert!(!names_nobody(Some(554), "permanent error (554): 5.7.1 Relay access denied"));
        assert!(!names_nobody(Some(550), "permanent error (550): not today"));
        assert!(!names_nobody(Some(451), "transient error (451): 4.3.0 Come back later"));
        assert!(!names_nobody(None, "connection error"));
    }
}
