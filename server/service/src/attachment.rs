//! 添付: files are kept with a record by whoever writes it, read by whoever reads it, and never taken away. Who fetches one is noted.

mod owner;

use std::{collections::BTreeMap, fmt::Display, io};

use bytes::Bytes;
use domain::{
    Error, Result,
    attachment::{Attachment, AttachmentForm, AttachmentInput, AttachmentList, AttachmentView, FileVersion, Media, Subject, Withdrawal, WithdrawalForm, named},
    audit::AuditAction,
    id::AttachmentId,
    message::Message,
};
use futures::{Stream, stream::BoxStream};
use serde_json::{Value, json};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services,
    files::{Staged, State},
    key,
    store::{Fault, Row, Tx, bind},
};

pub(crate) use owner::Owner;

pub struct Attachments<'a>(pub(crate) &'a Services);

/// Attachments of one record: more than any has, few enough to be read whole.
const MOST: usize = 200;
/// Versions of one attachment.
const MOST_VERSIONS: u32 = 100;
/// Rows looked at in one statement when all files are proved.
const BATCH: usize = 500;

const OF_RECORD: &str = "SELECT *, record::id(id) AS id FROM attachment WHERE owner = $owner ORDER BY by_added DESC";

/// A file that has arrived whole, for a record the sender may attach to; not kept yet. Dropped, it goes away.
pub struct Received {
    owner: Owner,
    name: String,
    media: Media,
    staged: Staged,
}

impl Received {
    /// Stands for the content.
    pub fn sha256(&self) -> &str {
        &self.staged.sha256
    }

    fn file(&self, ctx: &Ctx, number: u32) -> FileVersion {
        FileVersion {
            number,
            file_name: self.name.clone(),
            media: self.media,
            size: self.staged.size,
            sha256: self.staged.sha256.clone(),
            by: ctx.actor.name.clone(),
            at: ctx.now,
        }
    }
}

/// A file on its way to a reader.
pub struct Download {
    pub file: FileVersion,
    /// Ends with an error instead of its last piece where the content is not what was kept.
    pub content: BoxStream<'static, io::Result<Bytes>>,
}

/// What a look at all files found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesReport {
    /// Versions of attachments, and contents they share.
    pub versions: usize,
    pub contents: usize,
    /// What is not there or is not what was kept: its SHA-256, and what names it.
    pub missing: Vec<(String, String)>,
    pub altered: Vec<(String, String)>,
    /// What nothing names.
    pub orphans: Vec<String>,
}

fn row(attachment: &Attachment) -> Row {
    let added = attachment.versions.first().map(|file| file.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)).unwrap_or_default();
    Row::of(attachment).with("owner", owner_key(attachment.subject, &attachment.record)).with("by_added", format!("{added} {}", attachment.id))
}

fn owner_key(subject: Subject, record: &str) -> String {
    format!("{subject} {record}")
}

impl Attachments<'_> {
    /// What is kept with a record, newest first, what was withdrawn included.
    pub async fn list(&self, ctx: &Ctx, subject: Subject, record: &str) -> Result<AttachmentList> {
        let owner = Owner::find(self.0, ctx, subject, record).await?;
        let items = self.0.inner.store.read(OF_RECORD, bind([("owner", owner_key(subject, record).into_value())])).await?;
        Ok(AttachmentList {
            subject,
            record: record.to_owned(),
            items,
            may_attach: owner.require(ctx).is_ok(),
            megabytes: self.0.inner.config.attachment_limit >> 20,
        })
    }

    pub async fn get(&self, ctx: &Ctx, id: &AttachmentId) -> Result<AttachmentView> {
        let (attachment, owner) = self.readable(ctx, id).await?;
        let may_change = attachment.withdrawn.is_none() && owner.require(ctx).is_ok();
        Ok(AttachmentView { attachment, record_title: owner.title, above: owner.above, may_change })
    }

    /// Takes a file in that is to be attached to a record.
    pub async fn receive<S, E>(&self, ctx: &Ctx, subject: Subject, record: &str, file_name: &str, content: S) -> Result<Received>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
        E: Display + Send,
    {
        let owner = Owner::find(self.0, ctx, subject, record).await?;
        owner.require(ctx)?;
        self.take(owner, file_name, content).await
    }

    /// Takes a file in that is to be the next version of an attachment.
    pub async fn receive_version<S, E>(&self, ctx: &Ctx, id: &AttachmentId, version: u64, file_name: &str, content: S) -> Result<Received>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
        E: Display + Send,
    {
        let (attachment, owner) = self.readable(ctx, id).await?;
        owner.require(ctx)?;
        changeable(&attachment, version)?;
        self.take(owner, file_name, content).await
    }

    async fn take<S, E>(&self, owner: Owner, file_name: &str, content: S) -> Result<Received>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
        E: Display + Send,
    {
        let staged = self.0.inner.files.receive(content).await?;
        let (name, media) = named(staged.content, file_name)?;
        Ok(Received { owner, name, media, staged })
    }

    /// Attaches a file that has arrived.
    pub async fn create(&self, ctx: &Ctx, received: Received, form: &AttachmentForm) -> Result<Attachment> {
        let input = form.read(&received.name)?;
        let file = received.file(ctx, 1);
        let Received { owner, staged, .. } = received;
        self.0.inner.files.keep(staged).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let made = self.create_in(&mut tx, ctx, &owner, &input, &file).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, owner: &Owner, input: &AttachmentInput, file: &FileVersion) -> Result<Attachment, Fault> {
        let known: Vec<String> = tx
            .query(
                "SELECT VALUE record::id(id) FROM attachment WHERE owner = $owner",
                bind([("owner", owner_key(owner.subject(), owner.record()).into_value())]),
            )
            .await?;
        if known.len() >= MOST {
            return Err(Error::Refused(vec![Message::new("attachment.too_many").with("max", MOST)]).into());
        }
        let made = Attachment {
            id: AttachmentId::new(key::new(ctx.now)),
            subject: owner.subject(),
            record: owner.record().to_owned(),
            kind: input.kind,
            title: input.title.clone(),
            versions: vec![file.clone()],
            withdrawn: None,
            version: 1,
        };
        tx.put("attachment", made.id.as_str(), row(&made)).await?;
        note(tx, AuditAction::Create, owner, &made, None, Some(noted(&made)));
        Ok(made)
    }

    /// Puts a file that has arrived over the one that counted, which stays as an earlier version.
    pub async fn add_version(&self, ctx: &Ctx, id: &AttachmentId, version: u64, received: Received) -> Result<Attachment> {
        let file = received.file(ctx, 0);
        self.0.inner.files.keep(received.staged).await?;
        self.alter(ctx, id, version, AuditAction::Change, |before| {
            let number = before.latest().map_or(1, |file| file.number + 1);
            if number > MOST_VERSIONS {
                return Err(Error::Refused(vec![Message::new("attachment.too_many_versions").with("max", MOST_VERSIONS)]));
            }
            let versions = before.versions.iter().cloned().chain([FileVersion { number, ..file.clone() }]).collect();
            Ok(Attachment { versions, ..before.clone() })
        })
        .await
    }

    /// Says anew what the file is.
    pub async fn change(&self, ctx: &Ctx, id: &AttachmentId, version: u64, form: &AttachmentForm) -> Result<Attachment> {
        self.alter(ctx, id, version, AuditAction::Change, |before| {
            let AttachmentInput { kind, title } = form.read("")?;
            Ok(Attachment { kind, title, ..before.clone() })
        })
        .await
    }

    /// Says that it no longer counts, and why. It stays, for whoever may read the record.
    pub async fn withdraw(&self, ctx: &Ctx, id: &AttachmentId, version: u64, form: &WithdrawalForm) -> Result<Attachment> {
        self.alter(ctx, id, version, AuditAction::Step, |before| {
            let withdrawn = Withdrawal { by: ctx.actor.name.clone(), at: ctx.now, reason: form.read()? };
            Ok(Attachment { withdrawn: Some(withdrawn), ..before.clone() })
        })
        .await
    }

    async fn alter<W>(&self, ctx: &Ctx, id: &AttachmentId, version: u64, action: AuditAction, work: W) -> Result<Attachment>
    where
        W: Fn(&Attachment) -> Result<Attachment> + Send + Sync,
    {
        let (_, owner) = self.readable(ctx, id).await?;
        owner.require(ctx)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before: Attachment = tx.get("attachment", id.as_str()).await?;
                changeable(&before, version)?;
                let after = self.follow_in(&mut tx, action, &owner, &before, &work).await?;
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    pub(crate) async fn follow_in<W>(&self, tx: &mut Tx, action: AuditAction, owner: &Owner, before: &Attachment, work: W) -> Result<Attachment, Fault>
    where
        W: Fn(&Attachment) -> Result<Attachment>,
    {
        let after = Attachment { version: before.version + 1, ..work(before)? };
        tx.replace("attachment", after.id.as_str(), before.version, row(&after)).await?;
        note(tx, action, owner, &after, Some(noted(before)), Some(noted(&after)));
        Ok(after)
    }

    /// A text of the demo city, kept.
    pub(crate) async fn file_of(&self, ctx: &Ctx, file_name: &str, text: &str, earlier: usize) -> Result<FileVersion> {
        let content = futures::stream::iter([Ok::<_, std::convert::Infallible>(Bytes::copy_from_slice(text.as_bytes()))]);
        let staged = self.0.inner.files.receive(content).await?;
        let (file_name, media) = named(staged.content, file_name)?;
        let (size, sha256) = (staged.size, staged.sha256.clone());
        self.0.inner.files.keep(staged).await?;
        let number = u32::try_from(earlier + 1).unwrap_or(1);
        Ok(FileVersion { number, file_name, media, size, sha256, by: ctx.actor.name.clone(), at: ctx.now })
    }

    /// One version of the file as it was kept. That it was fetched is noted before the first piece is sent.
    pub async fn download(&self, ctx: &Ctx, id: &AttachmentId, number: u32) -> Result<Download> {
        let (attachment, owner) = self.readable(ctx, id).await?;
        let file = attachment.file(number).ok_or(Error::NotFound)?.clone();
        let content = self.0.inner.files.read(&file.sha256).await?;
        let content = content.ok_or_else(|| {
            tracing::error!(attachment = %id, number, sha256 = file.sha256, "a kept file is not in the store");
            Error::Refused(vec![Message::new("attachment.missing")])
        })?;
        let fetched = json!({ "attachment": { "file_name": file.file_name, "file_version": file.number, "sha256": file.sha256 } });
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                note(&mut tx, AuditAction::Download, &owner, &attachment, None, Some(fetched.clone()));
                tx.commit(ctx).await
            })
            .await?;
        Ok(Download { file, content })
    }

    /// What [`Self::download`] would send, without sending it.
    pub async fn file(&self, ctx: &Ctx, id: &AttachmentId, number: u32) -> Result<FileVersion> {
        self.readable(ctx, id).await?.0.file(number).cloned().ok_or(Error::NotFound)
    }

    /// The plan the database has for the files of one record.
    pub async fn explain(&self, subject: Subject, record: &str) -> Result<String> {
        self.0.inner.store.explain(OF_RECORD, bind([("owner", owner_key(subject, record).into_value())])).await
    }

    /// Reads every file through: whether each version is there and is what was kept, and what lies there that nothing names.
    pub async fn verify(&self) -> Result<FilesReport> {
        let (mut report, mut named) = (FilesReport::default(), BTreeMap::<String, String>::new());
        let mut after = String::new();
        loop {
            let sql = format!("SELECT *, record::id(id) AS id FROM attachment WHERE by_added > $after ORDER BY by_added LIMIT {BATCH}");
            let rows: Vec<Attachment> = self.0.inner.store.read(&sql, bind([("after", after.as_str().into_value())])).await?;
            let Some(last) = rows.last() else { break };
            let added = last.versions.first().map(|file| file.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)).unwrap_or_default();
            after = format!("{added} {}", last.id);
            for attachment in &rows {
                for file in &attachment.versions {
                    report.versions += 1;
                    let name = format!("{} {} {} {}", attachment.subject, attachment.record, attachment.id, file.file_name);
                    named.entry(file.sha256.clone()).or_insert(name);
                }
            }
        }
        report.contents = named.len();
        report.orphans = self.0.inner.files.others(&named.keys().map(String::as_str).collect()).await?;
        for (sha256, name) in named {
            match self.0.inner.files.prove(&sha256).await? {
                State::Sound => {}
                State::Missing => report.missing.push((sha256, name)),
                State::Altered => report.altered.push((sha256, name)),
            }
        }
        Ok(report)
    }

    async fn readable(&self, ctx: &Ctx, id: &AttachmentId) -> Result<(Attachment, Owner)> {
        let attachment: Attachment = self.0.inner.store.get("attachment", id.as_str()).await?;
        let owner = Owner::find(self.0, ctx, attachment.subject, &attachment.record).await;
        // Of a record that may not be read nothing is told, not even that there are files.
        let owner = owner.map_err(|error| if matches!(error, Error::Forbidden(_)) { Error::NotFound } else { error })?;
        Ok((attachment, owner))
    }
}

fn changeable(attachment: &Attachment, version: u64) -> Result<()> {
    if attachment.version != version {
        return Err(Error::Conflict { current: attachment.version });
    }
    if attachment.withdrawn.is_some() { Err(Error::Refused(vec![Message::new("attachment.withdrawn")])) } else { Ok(()) }
}

/// Notes it in the history of the record.
fn note(tx: &mut Tx, action: AuditAction, owner: &Owner, attachment: &Attachment, before: Option<Value>, after: Option<Value>) {
    let title = format!("{}（添付：{}）", owner.title, attachment.title);
    tx.audit(action, owner.trail.0, &owner.trail.1, &title, before, after);
}

/// An attachment for the trail: the file that counts, in its words. Its fields stand apart from those of the record.
fn noted(attachment: &Attachment) -> Value {
    let file = attachment.latest();
    json!({ "attachment": {
        "title": attachment.title,
        "kind": attachment.kind,
        "file_name": file.map(|file| &file.file_name),
        "file_version": file.map(|file| file.number),
        "size": file.map(|file| file.size),
        "sha256": file.map(|file| &file.sha256),
        "withdrawn": attachment.withdrawn.as_ref().map(|withdrawn| &withdrawn.reason),
    } })
}
