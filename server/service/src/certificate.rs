//! 認証: registering, changing and ending the certificates of contractors, and what may be cited of them.

mod list;

use chrono::NaiveDate;
use domain::{
    Error, Lang, Result,
    audit::AuditAction,
    certificate::{Certificate, CertificateForm, CertificateInput, CertificateRow, CertificateView, End, EndForm, EndReason, title},
    contractor::Contractor,
    error::FieldError,
    id::{CertificateId, ContractorId},
    label::Choice,
    message::{Message, label_param},
    permission::{Operation, Reach},
    text,
};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services, key,
    store::{Fault, Row, Tx, bind, snapshot},
};

pub struct Certificates<'a>(pub(crate) &'a Services);

const OF_CONTRACTOR: &str = "SELECT *, record::id(id) AS id FROM certificate WHERE contractor = $contractor ORDER BY by_expiry";

fn row(certificate: &Certificate, contractor: &Contractor) -> Row {
    let Certificate { id, number, scope, body, edition, .. } = certificate;
    let kind = certificate.kind.label(Lang::Ja);
    let words = [number, scope, body, edition, &contractor.name, &contractor.name_kana].map(|part| text::fold(part)).join(" ");
    let last = certificate.expires_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    Row::of(certificate)
        .with("course", certificate.course().word())
        .with("search", format!("{} {words}", text::fold(kind)))
        .with("by_expiry", format!("{last} {id}"))
}

/// Why a contractor's work cannot rest on a certificate, if it cannot: it is somebody else's, or not in force on the day it is cited for.
pub(crate) async fn objection(tx: &Tx, id: &CertificateId, contractor: &ContractorId, day: Option<NaiveDate>) -> Result<Option<Message>, Fault> {
    let certificate: Option<Certificate> = tx.find("certificate", id.as_str()).await?;
    let Some(certificate) = certificate.filter(|certificate| certificate.contractor == *contractor) else {
        return Ok(Some(Message::new("certificate.not_theirs")));
    };
    let Some(day) = day.filter(|day| !certificate.is_in_force_on(*day)) else { return Ok(None) };
    let state = label_param(certificate.standing_on(day).state);
    Ok(Some(Message::new("certificate.not_in_force").with("on", day).with("state", state)))
}

impl Certificates<'_> {
    pub async fn get(&self, ctx: &Ctx, id: &CertificateId) -> Result<CertificateView> {
        ctx.reach(Operation::ReadContractor)?;
        let certificate: Certificate = self.0.inner.store.get("certificate", id.as_str()).await?;
        let contractor: Contractor = self.0.inner.store.get("contractor", certificate.contractor.as_str()).await?;
        Ok(CertificateView {
            contractor_name: contractor.name,
            standing: certificate.standing_on(ctx.today),
            notes: self.0.references().notes_on_certificate(&certificate).await?,
            may_change: ctx.actor.can(Operation::WriteCertificate) && certificate.ended.is_none(),
            may_read_audit: ctx.actor.reach(Operation::ReadAudit) == Ok(Reach::City),
            certificate,
        })
    }

    /// The certificates of a contractor that can be cited on a day, and those `cited` already, as they stand on it.
    pub(crate) async fn citable(&self, contractor: &ContractorId, cited: &[&CertificateId], day: NaiveDate) -> Result<Vec<CertificateRow>> {
        let all: Vec<Certificate> = self.0.inner.store.read(OF_CONTRACTOR, bind([("contractor", contractor.as_str().into_value())])).await?;
        let offered = all.into_iter().filter(|certificate| certificate.is_in_force_on(day) || cited.contains(&&certificate.id));
        Ok(offered.map(|certificate| CertificateRow::of(certificate, String::new(), day)).collect())
    }

    pub async fn create(&self, ctx: &Ctx, form: &CertificateForm) -> Result<Certificate> {
        ctx.reach(Operation::WriteCertificate)?;
        let input = form.read(ctx.today)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let made = self.create_in(&mut tx, ctx, &input).await?;
                tx.commit(ctx).await?;
                Ok(made)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, input: &CertificateInput) -> Result<Certificate, Fault> {
        let unknown = || Error::invalid("contractor", Message::new("certificate.unknown_contractor"));
        let contractor: Contractor = tx.find("contractor", input.contractor.as_str()).await?.ok_or_else(unknown)?;
        if let Some(before) = &input.renews {
            self.supersede(tx, before, &contractor, input.issued_on).await?;
        }
        let made = build(CertificateId::new(key::new(ctx.now)), 1, input);
        once(tx, &made).await?;
        tx.put("certificate", made.id.as_str(), row(&made, &contractor)).await?;
        note(tx, AuditAction::Create, &contractor, None, &made);
        Ok(made)
    }

    /// What a certificate takes the place of ends with it.
    async fn supersede(&self, tx: &mut Tx, id: &CertificateId, contractor: &Contractor, from: NaiveDate) -> Result<(), Fault> {
        let refused = |key: &'static str| Fault::from(Error::invalid("renews", Message::new(key)));
        let before: Option<Certificate> = tx.find("certificate", id.as_str()).await?;
        let before = before.filter(|before| before.contractor == contractor.id).ok_or_else(|| refused("certificate.not_theirs"))?;
        if before.ended.is_some() {
            return Err(refused("certificate.ended_already"));
        }
        let end = End { on: from.max(before.issued_on), reason: EndReason::Renewed, remark: String::new() };
        self.end_in(tx, &before, end).await
    }

    /// Changes what a certificate states, such as the day its renewal was applied for; the contractor stays.
    pub async fn change(&self, ctx: &Ctx, id: &CertificateId, version: u64, form: &CertificateForm) -> Result<Certificate> {
        self.alter(ctx, id, version, AuditAction::Change, |before| {
            let input = form.read(ctx.today)?;
            if input.contractor != before.contractor {
                return Err(Error::invalid("contractor", Message::new("certificate.contractor_stays")));
            }
            Ok(build(id.clone(), version + 1, &input))
        })
        .await
    }

    /// Records that a certificate no longer counts.
    pub async fn end(&self, ctx: &Ctx, id: &CertificateId, version: u64, form: &EndForm) -> Result<Certificate> {
        self.alter(ctx, id, version, AuditAction::Step, |before| {
            Ok(Certificate { ended: Some(form.read(before.issued_on, ctx.today)?), version: version + 1, ..before.clone() })
        })
        .await
    }

    /// A certificate of the demo city ends.
    pub(crate) async fn end_in(&self, tx: &mut Tx, before: &Certificate, end: End) -> Result<(), Fault> {
        let contractor: Contractor = tx.get("contractor", before.contractor.as_str()).await?;
        let after = Certificate { ended: Some(end), version: before.version + 1, ..before.clone() };
        tx.replace("certificate", before.id.as_str(), before.version, row(&after, &contractor)).await?;
        note(tx, AuditAction::Step, &contractor, Some(before), &after);
        Ok(())
    }

    async fn alter<W>(&self, ctx: &Ctx, id: &CertificateId, version: u64, action: AuditAction, work: W) -> Result<Certificate>
    where
        W: Fn(&Certificate) -> Result<Certificate> + Send + Sync,
    {
        ctx.reach(Operation::WriteCertificate)?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before: Certificate = tx.get("certificate", id.as_str()).await?;
                if before.version != version {
                    return Err(Error::Conflict { current: before.version }.into());
                }
                if before.ended.is_some() {
                    return Err(Error::Refused(vec![Message::new("certificate.ended_already")]).into());
                }
                let after = work(&before)?;
                once(&tx, &after).await?;
                let contractor: Contractor = tx.get("contractor", after.contractor.as_str()).await?;
                tx.replace("certificate", id.as_str(), version, row(&after, &contractor)).await?;
                note(&mut tx, action, &contractor, Some(&before), &after);
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }

    /// The contractor has another name: its certificates are found by that.
    pub(crate) async fn renamed(&self, tx: &Tx, contractor: &Contractor) -> Result<(), Fault> {
        let theirs: Vec<Certificate> = tx.query(OF_CONTRACTOR, bind([("contractor", contractor.id.as_str().into_value())])).await?;
        for certificate in &theirs {
            tx.put("certificate", certificate.id.as_str(), row(certificate, contractor)).await?;
        }
        Ok(())
    }
}

/// The same certificate is there once at a time.
async fn once(tx: &Tx, certificate: &Certificate) -> Result<(), Fault> {
    let theirs: Vec<Certificate> = tx.query(OF_CONTRACTOR, bind([("contractor", certificate.contractor.as_str().into_value())])).await?;
    if theirs.iter().any(|other| other.id != certificate.id && certificate.doubles(other)) {
        return Err(Error::Invalid(vec![FieldError::new("number", Message::new("certificate.double"))]).into());
    }
    Ok(())
}

fn note(tx: &mut Tx, action: AuditAction, contractor: &Contractor, before: Option<&Certificate>, after: &Certificate) {
    let named = format!("{}（{}）", title(after.kind, after.grade, &after.number, &after.edition, Lang::Ja), contractor.name);
    tx.audit(action, CertificateId::TABLE, after.id.as_str(), &named, before.and_then(snapshot), snapshot(after));
}

fn build(id: CertificateId, version: u64, input: &CertificateInput) -> Certificate {
    let input = input.clone();
    Certificate {
        id,
        contractor: input.contractor,
        kind: input.kind,
        number: input.number,
        grade: input.grade,
        scope: input.scope,
        body: input.body,
        edition: input.edition,
        issued_on: input.issued_on,
        expires_on: input.expires_on,
        audit_period_end: input.audit_period_end,
        renewal_filed_on: input.renewal_filed_on,
        ended: None,
        remark: input.remark,
        version,
    }
}
