//! The past checks of the demo city.

use domain::{
    Result,
    certificate::Certificate,
    contract::Contract,
    label::Choice,
    verification::{AnswerForm, DecisionForm, Method, ReportForm, Verification, VerificationState, checklist},
};
use surrealdb::types::SurrealValue;

use super::{Actors, BATCH, Seeder};
use crate::{
    demo::{City, DemoContract, history},
    store::{Fault, Tx, bind},
};

impl Seeder<'_> {
    /// Three fiscal years of checks done, handed in, sent back and left.
    pub(super) async fn history(&self, city: &City, contracts: &[Contract], certified: &[Certificate], actors: &Actors) -> Result<()> {
        let store = &self.services.inner.store;
        let pairs: Vec<(&Contract, &DemoContract)> = contracts.iter().zip(&city.contracts).collect();
        for batch in pairs.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for (contract, demo) in batch {
                        let sql = "SELECT *, record::id(id) AS id FROM verification WHERE contract = $contract ORDER BY by_due";
                        let checks: Vec<Verification> = tx.query(sql, bind([("contract", contract.id.as_str().into_value())])).await?;
                        for check in &checks {
                            let seed = format!("{}/{}", contract.number, check.slot);
                            let outcome = history::outcome(&seed, &demo.form.department, check.due, self.ctx.today);
                            self.play(&mut tx, contract, check, &outcome, certified, actors).await?;
                        }
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    async fn play(
        &self,
        tx: &mut Tx,
        contract: &Contract,
        check: &Verification,
        outcome: &history::Outcome,
        certified: &[Certificate],
        actors: &Actors,
    ) -> Result<(), Fault> {
        let Some(report) = &outcome.report else {
            return Ok(());
        };
        let head = actors.by_department.get(&check.department).unwrap_or(&actors.any);
        let verifications = self.services.verifications();
        let form = self.report(contract, check, report, certified, outcome.state != VerificationState::InProgress);
        let reported = self.at(head, report.carried_out_on);
        verifications.report_in(tx, &reported, &self.policies, &check.id, check.version, &form).await?;
        tx.sign(&reported);
        if matches!(outcome.state, VerificationState::Accepted | VerificationState::SentBack) {
            let decision = DecisionForm { accept: (outcome.state == VerificationState::Accepted).to_string(), remark: report.decision.clone() };
            let decided = self.at(&actors.security, report.decided_on);
            verifications.decide_in(tx, &decided, &check.id, check.version + 1, &decision).await?;
            tx.sign(&decided);
        }
        Ok(())
    }

    fn report(&self, contract: &Contract, check: &Verification, report: &history::Report, certified: &[Certificate], submit: bool) -> ReportForm {
        let checklist = checklist(&self.policies.set.catalogue, &contract.nature, check.questions, &[]);
        let is_shown = |held: &&Certificate| held.contractor == check.contractor && held.is_in_force_on(report.carried_out_on);
        let shown_by = certified.iter().find(is_shown).filter(|_| check.methods.contains(&Method::Certificate));
        let method = shown_by.map_or_else(|| check.methods.first().copied().unwrap_or(Method::Paper), |_| Method::Certificate);
        let answers: Vec<AnswerForm> = checklist
            .iter()
            .map(|item| {
                let (answer, remark) = history::answer(&format!("{}/{}", contract.number, check.slot), &item.clause);
                AnswerForm { clause: item.clause.clone(), answer: answer.word().to_owned(), remark }
            })
            .collect();
        let deviates = answers.iter().any(|answer| answer.answer == "deviates");
        ReportForm {
            method: method.word().to_owned(),
            method_reason: String::new(),
            certificate: shown_by.map(|held| held.id.to_string()).unwrap_or_default(),
            carried_out_on: report.carried_out_on.to_string(),
            remarks: report.remarks.clone(),
            verdict: if deviates { "improve".to_owned() } else { "adequate".to_owned() },
            answers,
            submit: submit.to_string(),
        }
    }
}
