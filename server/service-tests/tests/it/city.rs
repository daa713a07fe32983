//! A small city for tests: a division with two sections, one person per role, a day that does not move.

use chrono::NaiveDate;
use domain::{
    Lang,
    contract::{
        ContractForm, ContractStep,
        review::{ReviewForm, ReviewState, ReviewTick, ReviewView},
    },
    contractor::ContractorForm,
    department::Department,
    exception::{ExceptionDecisionForm, ExceptionForm},
    id::{ContractId, ContractorId, DepartmentId, SelectionId},
    import::ImportKind,
    label::Choice,
    person::{PersonForm, Role, SetupForm},
    selection::{AnswerForm, AnswersForm, CandidateForm, Criterion, DecisionForm, ProcurementForm},
};
use service::{Config, Ctx, Services};

/// Every criterion met and shown, to be handed in.
pub fn all_met(asked: &[Criterion]) -> AnswersForm {
    let answer =
        |criterion: &Criterion| AnswerForm {
            criterion: criterion.id.clone(), grade: "met".into(), evidence: "写しを確認した".into(), ..AnswerForm::default()
        };
    AnswersForm { answers: asked.iter().map(answer).collect(), remarks: String::new(), submit: "true".into() }
}

/// Every line ticked that needs it.
pub fn all_seen(list: &ReviewView) -> ReviewForm {
    let needing = list.lines.iter().filter(|line| line.state == ReviewState::Tick);
    ReviewForm { lines: needing.map(|line| ReviewTick { line: line.key.clone(), confirmed: "true".into() }).collect() }
}

pub struct City {
    pub services: Services,
    pub division: DepartmentId,
    pub section: DepartmentId,
    people: Vec<(Role, Ctx)>,
    stranger: Ctx,
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day")
}

impl City {
    pub async fn found() -> Self {
        Self::found_with(Config { today: Some(today()), ..Config::default() }).await
    }

    pub async fn found_with(config: Config) -> Self {
        Self::build(config, "").await
    }

    /// With people who can sign in, so that there is somebody to tell.
    pub async fn in_office(config: Config) -> Self {
        Self::build(config, "correct horse battery").await
    }

    async fn build(config: Config, password: &str) -> Self {
        // What went wrong inside is in the log only: shown with the output of a failed test.
        let _ = tracing_subscriber::fmt().with_test_writer().with_env_filter("warn").try_init();
        let services = Services::open(&config).await.expect("opens");
        let setup = SetupForm {
            city: "試験市".into(),
            staff_number: "admin".into(),
            name: "管理 一郎".into(),
            password: "correct horse battery".into(),
            password_again: "correct horse battery".into(),
        };
        let token = services.auth().set_up(&setup, "test").await.expect("set up");
        let admin = services.ctx(services.auth().resolve(&token).await.expect("signed in"), "test".into(), Lang::Ja);
        let csv = "課室コード,課室名,階層,上位課室コード,有効開始日\n010000,総務部,部,,2019-04-01\n010100,情報政策課,課,010000,2019-04-01\n010200,市民課,課,010000,2019-04-01\n";
        let import = services.imports().preview(&admin, ImportKind::Departments, "課室.csv", csv.into()).await.expect("previewed");
        let import = services.imports().confirm_and_wait(&admin, &import.id, import.version).await.expect("imported");
        assert_eq!((import.done, import.count.faulty), (3, 0), "{import:?}");
        let departments = services.departments().list(&admin).await.expect("departments");
        let id = |name: &str| departments.iter().find(|department: &&Department| department.name == name).expect("there").id.clone();
        let (division, section, other) = (id("総務部"), id("情報政策課"), id("市民課"));
        let mut people = Vec::new();
        for role in Role::ALL {
            people.push((*role, Self::person(&services, &admin, *role, (&section, role.word()), password).await));
        }
        let stranger = Self::person(&services, &admin, Role::DepartmentHead, (&other, "stranger"), password).await;
        Self { services, division, section, people, stranger }
    }

    async fn person(services: &Services, admin: &Ctx, role: Role, (department, number): (&DepartmentId, &str), password: &str) -> Ctx {
        let form = PersonForm {
            staff_number: number.into(),
            name: format!("職員 {number}"),
            department: department.to_string(),
            role: role.word().into(),
            from: "R1.5.1".into(),
            email: format!("{number}@city.example"),
            password: password.into(),
            ..PersonForm::default()
        };
        services.people().create(admin, &form).await.expect("registered");
        let actor = services.auth().act_as(number).await.expect("known");
        services.ctx(actor, "test".into(), Lang::Ja)
    }

    pub fn as_role(&self, role: Role) -> Ctx {
        self.people.iter().find(|(held, _)| *held == role).expect("every role").1.clone()
    }

    /// A head of another section.
    pub fn stranger(&self) -> Ctx {
        self.stranger.clone()
    }

    pub async fn contractor(&self, number: &str, name: &str, kana: &str) -> ContractorId {
        let form = ContractorForm {
            kind: "company".into(),
            corporate_number: number.into(),
            name: name.into(),
            name_kana: kana.into(),
            address: "試験市中央1-1".into(),
            ..ContractorForm::default()
        };
        self.services.contractors().create(&self.as_role(Role::ProcurementOfficer), &form).await.expect("registered").id
    }

    pub fn contract_form(&self, number: &str, contractor: &ContractorId) -> ContractForm {
        ContractForm {
            number: number.into(),
            title: "住民記録システム運用保守業務".into(),
            department: self.section.to_string(),
            contractor: contractor.to_string(),
            kind: "system_operation".into(),
            start: "R8.4.1".into(),
            end: "令和９年３月３１日".into(),
            confidentiality: "3B".into(),
            personal: "personal".into(),
            records: "１２，０００".into(),
            segment: "lgwan".into(),
            city_lead: "市 花子".into(),
            contractor_lead: "受託 太郎".into(),
            ..ContractForm::default()
        }
    }

    /// A contract nobody has looked at yet.
    pub async fn draft(&self) -> ContractId {
        self.draft_of("R08/0001", "7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await
    }

    /// The same with a contractor of its own.
    pub async fn draft_of(&self, number: &str, corporate_number: &str, name: &str, kana: &str) -> ContractId {
        let contractor = self.contractor(corporate_number, name, kana).await;
        self.services.contracts().create(&self.as_role(Role::ProcurementOfficer), &self.contract_form(number, &contractor)).await.expect("a draft").id
    }

    /// Has a clause excepted: asked for by the procurement officer, approved by the CISO, on the days of `on`.
    pub async fn except(&self, on: impl Fn(Role) -> Ctx, contract: &ContractId, clause: &str, until: &str) {
        let form = ExceptionForm {
            clause: clause.into(), reason: "既存の約款による".into(), measure: "市が毎月ログを確かめる".into(), until: until.into()
        };
        let exceptions = self.services.exceptions();
        let made = exceptions.request(&on(Role::ProcurementOfficer), contract, &form).await.expect("requested");
        let approval = ExceptionDecisionForm { answer: "approve".into(), ..ExceptionDecisionForm::default() };
        exceptions.decide(&on(Role::Approver), &made.id, made.version, &approval).await.expect("approved");
    }

    /// Vets a contractor for system operation with personal information: passed today.
    pub async fn vetted(&self, contractor: &ContractorId) -> SelectionId {
        let (officer, security) = (self.as_role(Role::ProcurementOfficer), self.as_role(Role::SecurityOfficer));
        let form = ProcurementForm {
            title: "住民記録システムの運用保守".into(),
            department: self.section.to_string(),
            kind: "system_operation".into(),
            personal: "personal".into(),
            ..ProcurementForm::default()
        };
        let (procurements, selections) = (self.services.procurements(), self.services.selections());
        let procurement = procurements.create(&officer, &form).await.expect("a piece of work");
        let selection = procurements.add(&officer, &procurement.id, &CandidateForm { contractor: contractor.to_string() }).await.expect("a candidate");
        let asked = selections.get(&officer, &selection.id).await.expect("what is asked").criteria;
        selections.answer(&officer, &selection.id, 1, &all_met(&asked)).await.expect("handed in");
        let decision = DecisionForm { verdict: "passed".into(), ..DecisionForm::default() };
        selections.decide(&security, &selection.id, 2, &decision).await.expect("passed").id
    }

    /// Everything on the list of a contract that only a person can see is looked at.
    pub async fn reviewed(&self, officer: &Ctx, contract: &ContractId) {
        let contracts = self.services.contracts();
        let list = contracts.review(officer, contract).await.expect("a list");
        contracts.confirm(officer, contract, list.version, &all_seen(&list)).await.expect("confirmed");
    }

    /// Takes a contract through to being in force.
    pub async fn in_force(&self, officer: &Ctx, form: &ContractForm) -> ContractId {
        let contracts = self.services.contracts();
        let selection = self.vetted(&ContractorId::new(form.contractor.as_str())).await.to_string();
        let contract = contracts.create(officer, &ContractForm { selection, ..form.clone() }).await.expect("a draft");
        let mut coverage = contracts.coverage(officer, &contract.id).await.expect("coverage");
        for line in coverage.lines.clone() {
            let mark = domain::clause::MarkForm { state: "present".into(), article: "第3条".into(), ..Default::default() };
            coverage = contracts.mark(officer, &contract.id, &line.clause, coverage.version, &mark).await.expect("marked");
        }
        contracts.step(&self.as_role(Role::DepartmentHead), &contract.id, 1, ContractStep::Submit).await.expect("handed in");
        self.reviewed(officer, &contract.id).await;
        contracts.step(officer, &contract.id, 2, ContractStep::Activate).await.expect("in force");
        contract.id
    }
}
