//! The findings and incidents of the demo city.

use chrono::{Days, NaiveDate};
use domain::{
    Result,
    audit::AuditAction,
    contract::{Contract, Stage},
    date,
    finding::{Finding, FindingInput, MeasureRulingInput},
    id::ContractorId,
    incident::{IncidentInput, IncidentKind},
    verification::{Answer, Verification},
};
use surrealdb::types::Variables;

use super::{Actors, BATCH, Seeder};
use crate::{
    Ctx,
    demo::findings::{self, Act},
    finding::Stored,
    store::{Fault, Tx},
};

impl Seeder<'_> {
    /// What accepted checks of this and the last fiscal year found not to be in order.
    pub(super) async fn findings(&self, actors: &Actors) -> Result<()> {
        let store = &self.services.inner.store;
        let (since, _) = date::fiscal_year_range(date::fiscal_year(self.ctx.today) - 1);
        let sql = format!("SELECT *, record::id(id) AS id FROM verification WHERE lane = 'done' AND by_due > '{since}' ORDER BY by_due");
        let mut checks: Vec<Verification> = store.read(&sql, Variables::new()).await?;
        checks.retain(|check| check.checklist.iter().any(|item| item.answer == Some(Answer::Deviates)));
        for batch in checks.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for check in batch {
                        self.find(&mut tx, check, actors).await?;
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    async fn find(&self, tx: &mut Tx, check: &Verification, actors: &Actors) -> Result<(), Fault> {
        let (Some(found_on), Some(decided_at)) = (check.carried_out_on, check.decided_at) else { return Ok(()) };
        let recorded = self.at(&actors.security, decided_at.date_naive());
        for item in check.checklist.iter().filter(|item| item.answer == Some(Answer::Deviates)) {
            let demo = findings::of(&format!("{}/{}", check.contract, check.slot), &item.clause, recorded.today, self.ctx.today);
            let input = FindingInput {
                verification: Some(check.id.clone()),
                clause: item.clause.clone(),
                severity: demo.severity,
                fact: item.remark.clone(),
                found_on,
            };
            let mut finding = self.services.findings().create_in(tx, &recorded, &self.policies, &check.contract, &input).await?;
            tx.sign(&recorded);
            for (day, act) in &demo.acts {
                finding = self.act(tx, &finding, *day, act, actors).await?;
            }
        }
        Ok(())
    }

    async fn act(&self, tx: &mut Tx, finding: &Finding, day: NaiveDate, act: &Act, actors: &Actors) -> Result<Finding, Fault> {
        let head = actors.by_department.get(&finding.department).unwrap_or(&actors.any);
        let by = match act {
            Act::Report(_) => head,
            Act::Approve => &actors.approver,
            Act::Ask(_) | Act::Confirm(_) | Act::LayAside(_) => &actors.security,
        };
        let ctx = self.at(by, day);
        let after = self
            .services
            .findings()
            .alter_in(tx, &finding.id, finding.version, AuditAction::Step, |Stored { finding, asker, reporter }| {
                let by = ctx.actor.name.as_str();
                Ok(match act {
                    Act::Ask(input) => Stored { finding: finding.ask(input.clone(), day, by)?, asker: Some(ctx.actor.id.clone()), reporter: None },
                    Act::Approve => {
                        let approval = MeasureRulingInput { approved: true, remark: String::new() };
                        Stored { finding: finding.rule(approval, day, by)?, asker, reporter }
                    }
                    Act::Report(input) => Stored { finding: finding.report(input.clone(), by)?, reporter: Some(ctx.actor.id.clone()), asker },
                    Act::Confirm(input) => Stored { finding: finding.confirm(input.clone(), day, by)?, asker, reporter },
                    Act::LayAside(reason) => Stored { finding: finding.lay_aside((*reason).to_owned(), false, day, by)?, asker, reporter },
                })
            })
            .await?;
        tx.sign(&ctx);
        Ok(after)
    }

    /// Two events, one of them over: at contractors with a few contracts in force.
    pub(super) async fn incidents(&self, contracts: &[Contract], actors: &Actors) -> Result<()> {
        let active = |id: &ContractorId| contracts.iter().filter(|contract| contract.contractor == *id && contract.stage == Stage::Active).count();
        let mut struck: Vec<&Contract> = Vec::new();
        for contract in contracts.iter().filter(|contract| contract.stage == Stage::Active) {
            let apart = struck.iter().all(|other| other.contractor != contract.contractor);
            if struck.len() < EVENTS.len() && apart && (2..=6).contains(&active(&contract.contractor)) {
                struck.push(contract);
            }
        }
        let store = &self.services.inner.store;
        for (contract, (kind, title, text, days)) in struck.iter().zip(EVENTS) {
            let learned: Ctx = self.at(&actors.security, self.ctx.today - Days::new(days));
            let input = IncidentInput {
                contractor: contract.contractor.clone(),
                contract: Some(contract.id.clone()),
                kind,
                title: title.to_owned(),
                description: text.to_owned(),
                personal: kind == IncidentKind::Misdelivery,
                occurred_on: learned.today.pred_opt(),
                learned_on: learned.today,
            };
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    self.services.incidents().create_in(&mut tx, &learned, &self.policies, &input).await?;
                    tx.sign(&learned);
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }
}

/// Kind, title, what is known, and how many days ago the city heard of it.
const EVENTS: [(IncidentKind, &str, &str, u64); 2] = [
    (
        IncidentKind::Misdelivery,
        "通知書の封入誤り",
        "封入の際に二件の通知書が入れ替わり、別の世帯に届いた。届いた世帯から連絡があり、当日のうちに二件とも回収した。ほかに誤りがないかを事業者が調べている。",
        5,
    ),
    (
        IncidentKind::Malware,
        "事業者の事務所の端末でのマルウェア感染",
        "事業者の事務所の端末一台が感染し、ネットワークから切り離された。市の業務に使う端末は別のネットワークにあり、市の情報への影響は今のところ見つかっていない。",
        18,
    ),
];
