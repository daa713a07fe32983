//! Filling an empty database with the demo city, through the very use cases people use, so that the demo is what the product makes of it.

mod certificates;
mod exceptions;

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    Error, Result,
    attachment::{Attachment, AttachmentInput},
    audit::AuditAction,
    certificate::Certificate,
    clause::{Mark, MarkState},
    contract::{Contract, ContractForm, Nature, Stage, revision::RevisionStep},
    contractor::{Contractor, ContractorForm},
    department::DepartmentForm,
    id::{ContractorId, DepartmentId, PersonId, SelectionId},
    label::Choice,
    permission::Actor,
    person::{Person, Post, Role},
    selection::{Criteria, Declaration, DeclarationSource, Selection},
    subcontract::{RulingAnswer, Subcontract, SubcontractForm},
    text,
    verification::{AnswerForm, DecisionForm, Method, ReportForm, Verification, VerificationState},
};
use sha2::{Digest, Sha256};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services,
    attachment::Owner,
    demo::{
        self, City, DemoContract, history, past,
        revisions::Progress,
        selections::{DemoCandidate, DemoProcurement},
    },
    key,
    policy::InForce,
    store::{Fault, Tx, bind},
};

/// The password all people of the demo city share.
pub(crate) const PASSWORD: &str = "itakumori-demo-city";

/// Records written in one transaction.
const BATCH: usize = 8;

/// Staff numbers of those the sign-in page offers.
pub(crate) fn featured_numbers() -> Vec<String> {
    demo::people(NaiveDate::default()).into_iter().filter(|person| person.featured).map(|person| person.staff_number).collect()
}

/// Fills the database unless somebody is registered already.
pub(crate) async fn run(services: &Services) -> Result<()> {
    if !services.auth().is_empty().await? {
        return Ok(());
    }
    let ctx = services.system_ctx("demo");
    tracing::info!("filling the empty database with the demo city");
    let city = demo::city(ctx.today);
    let seeder = Seeder { services, policies: services.policies().in_force().await?, ctx };
    let departments = seeder.departments(&city).await?;
    let actors = seeder.people(&city, &departments).await?;
    let contractors = seeder.contractors(&city).await?;
    seeder.published(&city).await?;
    let certified = seeder.certificates(&city, &contractors, &actors).await?;
    let vetted = seeder.procurements(&city, &departments, &contractors, &certified, &actors).await?;
    let contracts = seeder.contracts(&city, &departments, &contractors, &vetted).await?;
    seeder.history(&city, &contracts, &actors).await?;
    seeder.subcontracts(&contracts, &actors, contractors.into_values().collect()).await?;
    seeder.attachments(&contracts, &actors).await?;
    seeder.revisions(&contracts, &actors).await?;
    seeder.exceptions(&contracts, &actors).await?;
    seeder.close(&city, &contracts).await?;
    seeder.rename(&city).await?;
    tracing::info!(contracts = contracts.len(), "the demo city is ready");
    Ok(())
}

/// What was found of the clauses of a contract of which so many of a hundred are present.
pub(crate) fn marks(policies: &InForce, ctx: &Ctx, number: &str, nature: &Nature, percent: u8) -> Vec<Mark> {
    let required = policies.set.catalogue.required_for(nature);
    let present = required.iter().enumerate().filter(|(index, need)| history::is_marked(number, &need.clause.id, *index, percent));
    present
        .map(|(index, need)| Mark {
            clause: need.clause.id.clone(),
            state: MarkState::Present,
            article: format!("第{}条", index + 3),
            quote: need.clause.requirement.clone(),
            reason: String::new(),
            measure: String::new(),
            until: None,
            exception: None,
            marked_by: ctx.actor.name.clone(),
            marked_at: ctx.now,
        })
        .collect()
}

/// The departments by code, and the people: what all else stands on.
pub(crate) async fn organisation(services: &Services, city: &City) -> Result<(HashMap<String, DepartmentId>, Actors)> {
    let seeder = Seeder { services, policies: services.policies().in_force().await?, ctx: services.system_ctx("demo") };
    let departments = seeder.departments(city).await?;
    let actors = seeder.people(city, &departments).await?;
    Ok((departments, actors))
}

/// What contractors are found by: the corporate number, or the name of a sole proprietor.
fn contractor_key(stated: &str) -> String {
    domain::corporate_number::CorporateNumber::parse(stated).map_or_else(|_| text::fold(stated), |number| number.to_string())
}

/// Who is asked and who is vetted, with what others have certified of them.
struct Parties<'a> {
    departments: &'a HashMap<String, DepartmentId>,
    contractors: &'a HashMap<String, ContractorId>,
    certified: &'a [Certificate],
}

struct Seeder<'a> {
    services: &'a Services,
    policies: std::sync::Arc<InForce>,
    ctx: Ctx,
}

/// People in whose name the history of the demo city is written.
pub(crate) struct Actors {
    pub by_department: HashMap<DepartmentId, Actor>,
    pub security: Actor,
    pub procurement: Actor,
    pub approver: Actor,
    pub any: Actor,
}

impl Seeder<'_> {
    async fn departments(&self, city: &City) -> Result<HashMap<String, DepartmentId>> {
        let store = &self.services.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                self.services.auth().name_city(&tx, &city.name).await?;
                let mut ids = HashMap::new();
                let (begun, renamed) = (self.on(past::begun(self.ctx.today)), self.on(past::renamed(self.ctx.today)));
                for form in &city.departments {
                    let DepartmentForm { code, .. } = form;
                    let former = past::former_section(form);
                    let first = former.as_ref().unwrap_or(form).read()?;
                    let department = self.services.departments().create_in(&mut tx, &begun, &first).await?;
                    tx.sign(&begun);
                    if former.is_some() {
                        self.services.departments().change_in(&mut tx, &department.id, department.version, &form.read()?).await?;
                        tx.sign(&renamed);
                    }
                    ids.insert(code.clone(), department.id);
                }
                tx.commit(&self.ctx).await?;
                Ok(ids)
            })
            .await
    }

    async fn people(&self, city: &City, departments: &HashMap<String, DepartmentId>) -> Result<Actors> {
        let hash = crate::person::hash(PASSWORD.to_owned()).await?;
        let mut people = Vec::new();
        for person in &city.people {
            let department = departments.get(&person.department_code).ok_or(Error::Internal)?.clone();
            people.push(Person {
                id: PersonId::new(key::new(self.ctx.now)),
                staff_number: person.staff_number.clone(),
                name: person.name.clone(),
                name_kana: person.name_kana.clone(),
                email: person.email.clone(),
                enabled: true,
                posts: vec![Post { department, role: person.role, from: person.from, to: None }],
                version: 1,
            });
        }
        let store = &self.services.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                for person in &people {
                    self.services.people().create_in(&mut tx, person, Some(&hash)).await?;
                }
                tx.commit(&self.ctx).await
            })
            .await?;
        let actor = |person: &Person| Actor { id: person.id.clone(), name: person.name.clone(), grants: Vec::new() };
        let with = |role: Role| people.iter().find(|person| person.posts.iter().any(|post| post.role == role)).map(actor);
        let any = people.first().map(actor).ok_or(Error::Internal)?;
        let mut by_department: HashMap<DepartmentId, Actor> = people
            .iter()
            .flat_map(|person| person.posts.iter().map(move |post| (post, person)))
            .filter(|(post, _)| post.role == Role::DepartmentHead)
            .map(|(post, person)| (post.department.clone(), actor(person)))
            .collect();
        // A team answers through the head of its section.
        for form in &city.departments {
            let head = departments.get(&form.parent_code).and_then(|parent| by_department.get(parent)).cloned();
            if let (Some(team), Some(head)) = (departments.get(&form.code), head) {
                by_department.entry(team.clone()).or_insert(head);
            }
        }
        let or_any = |role: Role| with(role).unwrap_or_else(|| any.clone());
        Ok(Actors {
            by_department,
            security: or_any(Role::SecurityOfficer),
            procurement: or_any(Role::ProcurementOfficer),
            approver: or_any(Role::Approver),
            any: any.clone(),
        })
    }

    async fn contractors(&self, city: &City) -> Result<HashMap<String, ContractorId>> {
        let store = &self.services.inner.store;
        let mut ids = HashMap::new();
        let begun = self.on(past::begun(self.ctx.today));
        let former = past::former_contractor(city);
        for batch in city.contractors.chunks(BATCH) {
            let made: Vec<(String, ContractorId)> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for form in batch {
                        let then = former.as_ref().filter(|(now, _)| *now == form).map_or(form, |(_, former)| former);
                        let contractor = self.services.contractors().create_in(&mut tx, &begun, &ContractorForm::read(then)?).await?;
                        made.push((contractor.corporate_number.as_ref().map_or_else(|| text::fold(&contractor.name), ToString::to_string), contractor.id));
                    }
                    tx.commit(&begun).await?;
                    Ok(made)
                })
                .await?;
            ids.extend(made);
        }
        Ok(ids)
    }

    /// Who was vetted for what, by the place of the contract that came of it.
    async fn procurements(
        &self,
        city: &City,
        departments: &HashMap<String, DepartmentId>,
        contractors: &HashMap<String, ContractorId>,
        certified: &[Certificate],
        actors: &Actors,
    ) -> Result<HashMap<usize, SelectionId>> {
        let store = &self.services.inner.store;
        let parties = Parties { departments, contractors, certified };
        let criteria = self.services.policies().criteria_on(self.ctx.today).await?;
        let mut vetted = HashMap::new();
        for batch in city.procurements.chunks(BATCH) {
            let made: Vec<(usize, SelectionId)> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for demo in batch {
                        let first = self.procurement(&mut tx, demo, &criteria, &parties, actors).await?;
                        made.extend(demo.contract.zip(first));
                    }
                    tx.commit(&self.ctx).await?;
                    Ok(made)
                })
                .await?;
            vetted.extend(made);
        }
        Ok(vetted)
    }

    /// A piece of work with its candidates; the selection of the first.
    async fn procurement(
        &self,
        tx: &mut Tx,
        demo: &DemoProcurement,
        criteria: &Criteria,
        parties: &Parties<'_>,
        actors: &Actors,
    ) -> Result<Option<SelectionId>, Fault> {
        let department = parties.departments.get(&demo.form.department).ok_or(Error::Internal)?.to_string();
        let input = domain::selection::ProcurementForm { department, ..demo.form.clone() }.read()?;
        let begun = self.at(&actors.procurement, demo.begun_on);
        let procurement = self.services.procurements().create_in(tx, &begun, &input).await?;
        let asked = criteria.for_work(procurement.work);
        let mut first = None;
        for candidate in &demo.candidates {
            let contractor = parties.contractors.get(&contractor_key(&candidate.contractor)).ok_or(Error::Internal)?;
            let selection = self.services.procurements().add_in(tx, &begun, criteria, &procurement.id, contractor).await?;
            tx.sign(&begun);
            let submitted = self.at(&actors.procurement, demo.submitted_on());
            let mut answers = candidate.answers(&demo.form.title, &asked);
            certificates::cite(&mut answers, parties.certified, contractor, submitted.today);
            let selection = if answers.answers.is_empty() {
                selection
            } else {
                self.services.selections().answer_in(tx, &submitted, criteria, &selection.id, selection.version, &answers).await?
            };
            tx.sign(&submitted);
            let received = self.at(&actors.procurement, demo.decided_on());
            self.ask(tx, &received, candidate, criteria, &selection).await?;
            tx.sign(&received);
            if let Some(decision) = candidate.decision(demo.decided_on()) {
                let decided = self.at(&actors.security, demo.decided_on());
                self.services.selections().decide_in(tx, &decided, criteria, &selection.id, selection.version, &decision).await?;
                tx.sign(&decided);
            }
            first.get_or_insert(selection.id);
        }
        tx.sign(&begun);
        Ok(first)
    }

    /// What the contractor was asked itself: it declared something, or has a link to do so.
    async fn ask(&self, tx: &mut Tx, received: &Ctx, candidate: &DemoCandidate, criteria: &Criteria, selection: &Selection) -> Result<(), Fault> {
        let title = &selection.title;
        if let Some(input) = candidate.declared(title, &criteria.for_work(selection.work)) {
            let sha256 = hex::encode(Sha256::digest(title.as_bytes()));
            let declared = crate::selection::declaration(received, DeclarationSource::Workbook, criteria.version, input);
            let declared = Declaration { file_name: format!("質問書_{title}.xlsx"), sha256, ..declared };
            self.services.selections().declare_in(tx, received, criteria, selection.clone(), declared).await?;
        }
        if let Some(form) = candidate.invited(self.ctx.today) {
            // Nobody holds its token.
            self.services.invitations().create_in(tx, received, &selection.id, &form, &key::token()).await?;
        }
        Ok(())
    }

    async fn contracts(
        &self,
        city: &City,
        departments: &HashMap<String, DepartmentId>,
        contractors: &HashMap<String, ContractorId>,
        vetted: &HashMap<usize, SelectionId>,
    ) -> Result<Vec<Contract>> {
        let store = &self.services.inner.store;
        let mut contracts = Vec::new();
        for (number, batch) in city.contracts.chunks(BATCH).enumerate() {
            let made: Vec<Contract> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for (place, demo) in batch.iter().enumerate() {
                        let selection = vetted.get(&(number * BATCH + place));
                        let contract = self.contract(&mut tx, demo, departments, contractors, selection).await?;
                        tx.sign(&self.on(past::registered(contract.start, self.ctx.today)));
                        self.mark(&mut tx, &contract, demo.coverage_percent).await?;
                        tx.sign(&self.on(past::marked(contract.start, self.ctx.today)));
                        made.push(contract);
                    }
                    tx.commit(&self.ctx).await?;
                    Ok(made)
                })
                .await?;
            contracts.extend(made);
        }
        Ok(contracts)
    }

    async fn contract(
        &self,
        tx: &mut Tx,
        demo: &DemoContract,
        departments: &HashMap<String, DepartmentId>,
        contractors: &HashMap<String, ContractorId>,
        selection: Option<&SelectionId>,
    ) -> Result<Contract, Fault> {
        let form = ContractForm {
            department: departments.get(&demo.form.department).ok_or(Error::Internal)?.to_string(),
            contractor: contractors.get(&contractor_key(&demo.form.contractor)).ok_or(Error::Internal)?.to_string(),
            selection: selection.map(ToString::to_string).unwrap_or_default(),
            ..demo.form.clone()
        };
        let input = form.read()?;
        // Those that will be closed begin as active ones: they have a history of checks.
        let stage = if demo.stage == Stage::Closed { Stage::Active } else { demo.stage };
        let watched_from = input.start;
        let registered = self.on(past::registered(input.start, self.ctx.today));
        self.services.contracts().create_in(tx, &registered, &self.policies, &input, stage, watched_from).await
    }

    /// Marks a share of the required clauses as present, in the order of the catalogue, the same on every machine.
    async fn mark(&self, tx: &mut Tx, contract: &Contract, percent: u8) -> Result<(), Fault> {
        let marked = self.on(past::marked(contract.start, self.ctx.today));
        let marks = marks(&self.policies, &marked, &contract.number, &contract.nature, percent);
        if !marks.is_empty() {
            crate::coverage::mark_in(tx, &marked, &self.policies, &contract.id, 1, &marks).await?;
        }
        Ok(())
    }

    /// Three fiscal years of checks done, handed in, sent back and left.
    async fn history(&self, city: &City, contracts: &[Contract], actors: &Actors) -> Result<()> {
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
                            self.play(&mut tx, contract, check, &outcome, actors).await?;
                        }
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    async fn play(&self, tx: &mut Tx, contract: &Contract, check: &Verification, outcome: &history::Outcome, actors: &Actors) -> Result<(), Fault> {
        let Some(report) = &outcome.report else {
            return Ok(());
        };
        let head = actors.by_department.get(&check.department).unwrap_or(&actors.any);
        let verifications = self.services.verifications();
        let form = self.report(contract, check, report, outcome.state != VerificationState::InProgress);
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

    fn report(&self, contract: &Contract, check: &Verification, report: &history::Report, submit: bool) -> ReportForm {
        let checklist = crate::verification::checklist(&self.policies.set.catalogue, contract, check.kind);
        let method = check.methods.first().copied().unwrap_or(Method::Paper);
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
            certificate: String::new(),
            carried_out_on: report.carried_out_on.to_string(),
            remarks: report.remarks.clone(),
            verdict: if deviates { "improve".to_owned() } else { "adequate".to_owned() },
            answers,
            submit: submit.to_string(),
        }
    }

    /// A moment of a past day in the name of a person.
    fn at(&self, actor: &Actor, day: NaiveDate) -> Ctx {
        let day = day.min(self.ctx.today);
        let hour: DateTime<Utc> = day.and_hms_opt(1, 0, 0).map_or(self.ctx.now, |moment| moment.and_utc() + TimeDelta::minutes(7));
        Ctx { actor: actor.clone(), now: if day == self.ctx.today { self.ctx.now } else { hour }, today: day, ..self.ctx.clone() }
    }

    /// A moment of a past day as the register itself lived through it: the rules still go by today.
    fn on(&self, day: NaiveDate) -> Ctx {
        Ctx { today: self.ctx.today, ..self.at(&self.ctx.actor, day) }
    }

    /// The contractor that was registered under its former name takes its present one.
    async fn rename(&self, city: &City) -> Result<()> {
        let Some((form, _)) = past::former_contractor(city) else {
            return Ok(());
        };
        let store = &self.services.inner.store;
        let variables = || bind([("number", form.corporate_number.clone().into_value())]);
        let found: Vec<Contractor> = store.read("SELECT *, record::id(id) AS id FROM contractor WHERE identity = $number", variables()).await?;
        let Some(contractor) = found.into_iter().next() else {
            return Ok(());
        };
        let (renamed, input) = (self.on(past::renamed(self.ctx.today)), form.read()?);
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                self.services.contractors().change_in(&mut tx, &renamed, &contractor.id, contractor.version, &input).await?;
                tx.commit(&renamed).await
            })
            .await
    }

    /// Who does part of the work below the contractors.
    async fn subcontracts(&self, contracts: &[Contract], actors: &Actors, mut contractors: Vec<ContractorId>) -> Result<()> {
        contractors.sort();
        let passed_on: Vec<&Contract> = contracts.iter().filter(|contract| contract.nature.subcontract_depth > 0 && contract.stage == Stage::Active).collect();
        let store = &self.services.inner.store;
        for batch in passed_on.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for contract in batch {
                        self.pass_on(&mut tx, contract, actors, &contractors).await?;
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    async fn pass_on(&self, tx: &mut Tx, contract: &Contract, actors: &Actors, contractors: &[ContractorId]) -> Result<(), Fault> {
        let head = actors.by_department.get(&contract.department).unwrap_or(&actors.any);
        let required: Vec<String> = crate::subcontract::handed_down(&self.policies, contract).into_iter().map(|clause| clause.id.clone()).collect();
        let (mut chain, mut ends): (Vec<Subcontract>, Vec<_>) = (Vec::new(), Vec::new());
        for (tier, demo) in demo::subcontracts::of(contract, self.ctx.today).into_iter().enumerate() {
            let free: Vec<&ContractorId> =
                contractors.iter().filter(|id| **id != contract.contractor && chain.iter().all(|above| above.contractor != **id)).collect();
            let contractor = free.get(demo.pick % free.len().max(1)).ok_or(Error::Internal)?;
            let form = SubcontractForm {
                parent: tier.checked_sub(1).and_then(|above| chain.get(above)).map(|above| above.id.to_string()).unwrap_or_default(),
                contractor: contractor.to_string(),
                ..demo.form
            };
            let asked = self.at(head, demo.asked_on);
            let made = self.services.subcontracts().create_in(tx, &asked, &self.policies, contract.clone(), &form.read(asked.today)?).await?;
            tx.sign(&asked);
            let Some(ruling) = demo.ruling else {
                break;
            };
            let ruled = self.at(&actors.security, ruling.on);
            let clauses = required.iter().take(required.len() * usize::from(demo.clauses_percent) / 100).cloned().collect();
            let refused = ruling.answer == RulingAnswer::Refuse;
            let node = Subcontract { ruling: Some(ruling.by(&actors.security.name)), clauses, ..made };
            chain.push(self.services.subcontracts().settle_in(tx, &ruled, &self.policies, node).await?);
            tx.sign(&ruled);
            ends.push(demo.closure);
            if refused {
                break;
            }
        }
        // What was passed on last ends first.
        for (node, end) in chain.into_iter().zip(ends).rev() {
            if let Some(end) = end {
                let ended = self.at(head, end.on);
                self.services.subcontracts().settle_in(tx, &ended, &self.policies, Subcontract { closure: Some(end), ..node }).await?;
                tx.sign(&ended);
            }
        }
        Ok(())
    }

    /// What is kept with some of the contracts.
    async fn attachments(&self, contracts: &[Contract], actors: &Actors) -> Result<()> {
        let store = &self.services.inner.store;
        for contract in contracts {
            let head = actors.by_department.get(&contract.department).unwrap_or(&actors.any);
            for demo in demo::attachments::of(contract, self.ctx.today) {
                let attached = self.at(head, demo.on);
                let mut files = Vec::new();
                for text in &demo.texts {
                    files.push(self.services.attachments().file_of(&attached, demo.file_name, text, files.len()).await?);
                }
                let Some((first, later)) = files.split_first() else { continue };
                let input = AttachmentInput { kind: demo.kind, title: demo.title.to_owned() };
                let owner = Owner::of_contract(contract);
                store
                    .write(|| async {
                        let mut tx = store.begin().await?;
                        let mut made = self.services.attachments().create_in(&mut tx, &attached, &owner, &input, first).await?;
                        for file in later {
                            made = self
                                .services
                                .attachments()
                                .follow_in(&mut tx, AuditAction::Change, &owner, &made, |made| {
                                    Ok(Attachment { versions: made.versions.iter().chain([file]).cloned().collect(), ..made.clone() })
                                })
                                .await?;
                        }
                        tx.commit(&attached).await
                    })
                    .await?;
            }
        }
        Ok(())
    }

    /// What was amended, what goes on, and what of that is still under way.
    async fn revisions(&self, contracts: &[Contract], actors: &Actors) -> Result<()> {
        let store = &self.services.inner.store;
        for contract in contracts {
            let Some(demo) = demo::revisions::of(contract, self.ctx.today) else { continue };
            let head = actors.by_department.get(&contract.department).unwrap_or(&actors.any);
            let drafted = self.at(head, demo.drafted_on);
            let submitted = self.at(head, demo.drafted_on + Days::new(4));
            let revisions = self.services.revisions();
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = revisions.create_in(&mut tx, &drafted, &contract.id, &demo.form).await?;
                    tx.sign(&drafted);
                    if demo.progress >= Progress::Submitted {
                        made = revisions.play_in(&mut tx, &submitted, &self.policies, &made, RevisionStep::Submit).await?;
                        tx.sign(&submitted);
                    }
                    if demo.progress == Progress::Agreed {
                        // What has taken effect was agreed to on the day itself.
                        let day = if made.effective_from <= self.ctx.today { made.effective_from } else { submitted.today + Days::new(2) };
                        let agreed = self.at(&actors.procurement, day);
                        revisions.play_in(&mut tx, &agreed, &self.policies, &made, RevisionStep::Agree).await?;
                        tx.sign(&agreed);
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }

    /// Contracts whose return and erasure are proven.
    async fn close(&self, city: &City, contracts: &[Contract]) -> Result<()> {
        let closed: Vec<&Contract> =
            contracts.iter().zip(&city.contracts).filter(|(_, demo)| demo.stage == Stage::Closed).map(|(contract, _)| contract).collect();
        let store = &self.services.inner.store;
        for batch in closed.chunks(BATCH) {
            store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    for contract in batch {
                        let closed = self.on(past::closed(contract.end, self.ctx.today));
                        self.services.contracts().close_in(&mut tx, &closed, &contract.id, "").await?;
                        tx.sign(&closed);
                    }
                    tx.commit(&self.ctx).await
                })
                .await?;
        }
        Ok(())
    }
}
