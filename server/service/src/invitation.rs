//! 回答用リンク: an officer makes one for a candidate, and whoever holds it answers once, without an account. Only where the server faces outwards.
//!
//! A link that was used, has expired or was revoked, one whose selection was handed in, and one that never was: all answer alike.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::{
    Error, Result,
    audit::AuditAction,
    id::{InvitationId, PersonId, SelectionId},
    message::Message,
    permission::{Actor, Operation},
    selection::{Criteria, Declaration, DeclarationForm, DeclarationSource, Invitation, InvitationForm, InvitationRow, Invited, Questionnaire, Selection},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services, key,
    selection::{declaration, open_draft},
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Invitations<'a>(pub(crate) &'a Services);

/// Links of one selection, all of them together.
const MOST: usize = 20;

const BY_SELECTION: &str = "SELECT *, record::id(id) AS id FROM invitation WHERE selection = $selection";
const BY_HASH: &str = "SELECT *, record::id(id) AS id FROM invitation WHERE hash = $hash";

/// A link as it is kept.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    invitation: Invitation,
    /// SHA-256 of its token.
    hash: String,
    /// What the contractor kept for later; gone once the link no longer works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    draft: Option<DeclarationForm>,
}

impl Stored {
    async fn replace(&self, tx: &mut Tx, before: &Self, title: &str) -> Result<(), Fault> {
        tx.replace("invitation", self.invitation.id.as_str(), before.invitation.version, Row::of(self)).await?;
        note(tx, AuditAction::Change, title, Some(&before.invitation), &self.invitation);
        Ok(())
    }
}

/// In the trail of the selection, without what is kept for later.
fn note(tx: &mut Tx, action: AuditAction, title: &str, before: Option<&Invitation>, after: &Invitation) {
    let title = format!("{title}（回答用リンク 第{}号）", after.number);
    tx.audit(action, "selection", after.selection.as_str(), &title, before.and_then(snapshot), snapshot(after));
}

fn fingerprint(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

impl Invitations<'_> {
    fn facing_outwards(&self) -> Result<()> {
        if self.0.inner.config.outward { Ok(()) } else { Err(Error::NotFound) }
    }

    /// The selection, for somebody who may invite to it.
    async fn selection(&self, ctx: &Ctx, id: &SelectionId) -> Result<Selection> {
        self.facing_outwards()?;
        let selection: Selection = self.0.inner.store.get("selection", id.as_str()).await?;
        ctx.actor.require_in(Operation::WriteSelection, Operation::ReadSelection, &selection.department)?;
        Ok(selection)
    }

    /// The links of a selection, the newest first.
    pub async fn list(&self, ctx: &Ctx, selection: &SelectionId) -> Result<Vec<InvitationRow>> {
        self.selection(ctx, selection).await?;
        self.rows(ctx, selection).await
    }

    pub(crate) async fn rows(&self, ctx: &Ctx, selection: &SelectionId) -> Result<Vec<InvitationRow>> {
        let store = &self.0.inner.store;
        let mut found: Vec<Invitation> = store.read(BY_SELECTION, bind([("selection", selection.as_str().into_value())])).await?;
        found.sort_by_key(|invitation| std::cmp::Reverse(invitation.number));
        let people = store.names("person", found.iter().map(|invitation| invitation.created_by.to_string()).collect()).await?;
        let row = |invitation: Invitation| InvitationRow {
            state: invitation.state_at(ctx.now),
            created_by_name: people.get(invitation.created_by.as_str()).cloned().unwrap_or_default(),
            invitation,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// The plans of the statements by which links are found, for EXPLAIN.
    pub async fn explain(&self) -> Result<[String; 2]> {
        let store = &self.0.inner.store;
        let by_selection = store.explain(BY_SELECTION, bind([("selection", "x".into_value())])).await?;
        Ok([by_selection, store.explain(BY_HASH, bind([("hash", "x".into_value())])).await?])
    }

    /// Makes a link. Its token is in the answer and nowhere else.
    pub async fn create(&self, ctx: &Ctx, selection: &SelectionId, form: &InvitationForm) -> Result<Invited> {
        self.selection(ctx, selection).await?;
        let token = key::token();
        let store = &self.0.inner.store;
        let invitation = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let invitation = self.create_in(&mut tx, ctx, selection, form, &token).await?;
                tx.commit(ctx).await?;
                Ok(invitation)
            })
            .await?;
        Ok(Invited { invitation, token })
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, id: &SelectionId, form: &InvitationForm, token: &str) -> Result<Invitation, Fault> {
        let selection: Selection = tx.get("selection", id.as_str()).await?;
        open_draft(&selection, ctx)?;
        let input = form.read(ctx.today)?;
        let known: Vec<Invitation> = tx.query(BY_SELECTION, bind([("selection", id.as_str().into_value())])).await?;
        if known.len() >= MOST {
            return Err(Error::Refused(vec![Message::new("invitation.too_many").with("most", MOST)]).into());
        }
        let invitation = Invitation {
            id: InvitationId::new(key::new(ctx.now)),
            selection: id.clone(),
            number: u32::try_from(known.len()).unwrap_or(u32::MAX) + 1,
            name: input.name,
            email: input.email,
            created_by: ctx.actor.id.clone(),
            created_at: ctx.now,
            until: input.until,
            expires_at: self.end_of(input.until),
            opened_at: None,
            kept_at: None,
            used_at: None,
            revoked_at: None,
            version: 1,
        };
        let stored = Stored { invitation: invitation.clone(), hash: fingerprint(token), draft: None };
        tx.put("invitation", invitation.id.as_str(), Row::of(&stored)).await?;
        note(tx, AuditAction::Create, &selection.title, None, &invitation);
        Ok(invitation)
    }

    /// The instant a day ends in the city.
    fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = (day + Days::new(1)).and_time(NaiveTime::MIN);
        self.0.inner.config.time_zone.from_local_datetime(&midnight).earliest().map_or_else(|| midnight.and_utc(), |instant| instant.with_timezone(&Utc))
    }

    /// Makes a link useless; what was kept behind it is gone.
    pub async fn revoke(&self, ctx: &Ctx, id: &InvitationId, version: u64) -> Result<Invitation> {
        self.facing_outwards()?;
        let store = &self.0.inner.store;
        let named: Stored = store.get("invitation", id.as_str()).await?;
        self.selection(ctx, &named.invitation.selection).await?;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before: Stored = tx.get("invitation", id.as_str()).await?;
                if before.invitation.version != version {
                    return Err(Error::Conflict { current: before.invitation.version }.into());
                }
                if !before.invitation.state_at(ctx.now).is_open() {
                    return Err(Error::Refused(vec![Message::new("invitation.over")]).into());
                }
                let selection: Selection = tx.get("selection", before.invitation.selection.as_str()).await?;
                let revoked = Invitation { revoked_at: Some(ctx.now), version: version + 1, ..before.invitation.clone() };
                let after = Stored { invitation: revoked, draft: None, ..before.clone() };
                after.replace(&mut tx, &before, &selection.title).await?;
                tx.commit(ctx).await?;
                Ok(after.invitation)
            })
            .await
    }

    /// The link of a token and its selection, if it works now.
    async fn working(&self, guest: &Ctx, token: &str) -> Result<(Stored, Selection)> {
        self.facing_outwards()?;
        let store = &self.0.inner.store;
        let found: Vec<Stored> = store.read(BY_HASH, bind([("hash", fingerprint(token).into_value())])).await?;
        let stored = found.into_iter().next().ok_or(Error::NotFound)?;
        let selection: Selection = store.get("selection", stored.invitation.selection.as_str()).await?;
        works(guest, &stored, &selection)?;
        Ok((stored, selection))
    }

    /// What the holder of a token is asked, and what was kept so far. That it was opened is noted the first time.
    pub async fn open(&self, guest: &Ctx, token: &str) -> Result<Questionnaire> {
        let (stored, selection) = self.working(guest, token).await?;
        let criteria = self.0.policies().criteria_version(selection.criteria_version).await?;
        let asked = self.0.selections().asked(&selection, &criteria).await?;
        if stored.invitation.opened_at.is_none() {
            self.act(guest, token, &asked.contractor, &Act::Open).await?;
        }
        let blank = || DeclarationForm::of(&asked.questions, "", &[], "");
        Ok(Questionnaire { until: Some(stored.invitation.until), answered: stored.draft.unwrap_or_else(blank), ..asked })
    }

    /// Keeps answers for later, half-done as they may be.
    pub async fn keep(&self, guest: &Ctx, token: &str, form: &DeclarationForm) -> Result<()> {
        let (_, selection) = self.working(guest, token).await?;
        let criteria = self.0.policies().criteria_version(selection.criteria_version).await?;
        let asked = self.0.selections().asked(&selection, &criteria).await?;
        let draft = DeclarationForm { submit: String::new(), ..form.clone() };
        let read = draft.read(&asked.questions)?;
        let draft = DeclarationForm::of(&asked.questions, &read.by_name, &read.answers, &read.remarks);
        self.act(guest, token, &asked.contractor, &Act::Keep(draft)).await
    }

    /// Hands the answers in as the contractor's self-declaration, which ends the link.
    pub async fn hand_in(&self, guest: &Ctx, token: &str, form: &DeclarationForm) -> Result<()> {
        let (_, selection) = self.working(guest, token).await?;
        let criteria = self.0.policies().criteria_version(selection.criteria_version).await?;
        let asked = self.0.selections().asked(&selection, &criteria).await?;
        let input = DeclarationForm { submit: "true".to_owned(), ..form.clone() }.read(&asked.questions)?;
        let declared = declaration(guest, DeclarationSource::Link, selection.criteria_version, input);
        self.act(guest, token, &asked.contractor, &Act::HandIn(criteria, declared)).await
    }

    /// Does it in one transaction, if the link still works, in the name of whoever holds it.
    async fn act(&self, guest: &Ctx, token: &str, contractor: &str, act: &Act) -> Result<()> {
        let store = &self.0.inner.store;
        let hash = fingerprint(token);
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let found: Vec<Stored> = tx.query(BY_HASH, bind([("hash", hash.as_str().into_value())])).await?;
                let before = found.into_iter().next().ok_or(Error::NotFound)?;
                let selection: Selection = tx.get("selection", before.invitation.selection.as_str()).await?;
                works(guest, &before, &selection)?;
                let acting = Ctx { actor: holder(&before.invitation, contractor), ..guest.clone() };
                let title = selection.title.clone();
                let mut after = Stored { invitation: Invitation { version: before.invitation.version + 1, ..before.invitation.clone() }, ..before.clone() };
                match act {
                    Act::Open => after.invitation.opened_at = before.invitation.opened_at.or(Some(guest.now)),
                    Act::Keep(draft) => (after.invitation.kept_at, after.draft) = (Some(guest.now), Some(draft.clone())),
                    Act::HandIn(criteria, declared) => {
                        self.0.selections().declare_in(&mut tx, &acting, criteria, selection, declared.clone()).await?;
                        (after.invitation.used_at, after.draft) = (Some(guest.now), None);
                    }
                }
                after.replace(&mut tx, &before, &title).await?;
                tx.commit(&acting).await
            })
            .await
    }
}

/// What the holder of a link does.
enum Act {
    Open,
    Keep(DeclarationForm),
    HandIn(Criteria, Declaration),
}

/// Whether a link can be used now.
fn works(guest: &Ctx, stored: &Stored, selection: &Selection) -> Result<()> {
    if stored.invitation.state_at(guest.now).is_open() && open_draft(selection, guest).is_ok() { Ok(()) } else { Err(Error::NotFound) }
}

/// Who acts by a link: the trail names the contractor and the link.
fn holder(invitation: &Invitation, contractor: &str) -> Actor {
    Actor {
        id: PersonId::new(format!("invitation-{}", invitation.id)),
        name: format!("{contractor}（回答用リンク 第{}号）", invitation.number),
        grants: Vec::new(),
    }
}
