//! The use cases of the register: each authorises, validates, writes and notes itself in the audit trail in one transaction.
//!
//! Every door (REST, pages, command line, jobs) calls `services.<noun>().<verb>(&ctx, …)` and nothing else.

mod absence;
mod annex;
mod attachment;
mod audit;
mod auth;
mod board;
pub mod bulk;
mod cadence_draft;
mod catalogue_draft;
mod certificate;
mod config;
mod contract;
mod contract_text;
mod contractor;
mod coverage;
mod criteria;
mod ctx;
pub mod demo;
mod department;
mod document;
mod docx;
mod exception;
mod files;
mod finding;
mod history;
mod home;
mod idempotency;
mod incident;
mod invitation;
mod key;
mod lapse;
mod listing;
mod mail;
mod memo;
mod migration;
mod notice;
mod person;
mod plan;
mod policy;
mod procurement;
mod questionnaire;
mod reference;
mod register;
mod reminder;
mod replanning;
mod review;
mod revision;
mod seed;
mod selection;
mod store;
mod subcontract;
mod transfer;
mod verification;
mod workbook;
mod yearly_plan;

use std::{path::Path, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Lang, Result,
    id::{ContractorId, DepartmentId},
    permission::Actor,
};

pub use annex::AnnexFile;
pub use attachment::{Download, FilesReport, Received};
pub use config::Config;
pub use ctx::Ctx;
pub use files::is_files_url;
pub use idempotency::Replay;
pub use memo::Written;
pub use notice::NoticeFile;
pub use questionnaire::LARGEST as LARGEST_QUESTIONNAIRE;
pub use register::RegisterFile;
pub use selection::QuestionnaireFile;
pub use store::{Store, bind};
pub use transfer::template_csv;

/// All use cases; cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    store: Store,
    files: files::Files,
    policies: policy::Cache,
    criteria: criteria::CriteriaVersions,
    directory: department::Directory,
    organisations: register::Organisations,
    exports: register::Turns,
    sessions: auth::Sessions,
    lists: board::Lists,
    readings: contract_text::Readings,
    shifts: migration::Shifts,
    what_ifs: cadence_draft::WhatIfs,
    plans: yearly_plan::Plans,
    mailer: Option<mail::Mailer>,
}

impl Services {
    /// Opens the database, brings it up to date, and fills it with the demo city where asked and empty.
    pub async fn open(config: &Config) -> Result<Self> {
        Self::over(config, Store::open(&config.connection()).await?).await
    }

    /// The same on a database that is open already: one register can be served under two settings.
    pub async fn over(config: &Config, store: Store) -> Result<Self> {
        let shared = config.is_shared();
        let services = Self {
            inner: Arc::new(Inner {
                config: config.clone(),
                store,
                files: files::Files::new(config),
                policies: policy::Cache::default(),
                criteria: criteria::CriteriaVersions::new(shared),
                directory: department::Directory::new(shared),
                organisations: register::Organisations::new(shared),
                exports: register::Turns::default(),
                sessions: auth::Sessions::new(shared),
                lists: board::Lists::new(shared),
                readings: contract_text::readings(),
                shifts: migration::shifts(shared),
                what_ifs: cadence_draft::what_ifs(shared),
                plans: yearly_plan::plans(shared),
                mailer: mail::Mailer::new(config).map_err(|setting| {
                    tracing::error!(setting, "the mail server cannot be used");
                    domain::Error::Internal
                })?,
            }),
        };
        policy::ship(&services).await?;
        transfer::interrupt_unfinished(&services).await?;
        reference::interrupt_unfinished(&services).await?;
        services.begin_history().await?;
        if config.demo {
            seed::run(&services).await?;
        }
        services.turn_day().await?;
        Ok(services)
    }

    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// What a request of this person is told.
    pub fn ctx(&self, actor: Actor, request_id: String, lang: Lang) -> Ctx {
        let now = self.now();
        Ctx { actor, request_id, now, today: self.today(now), lang }
    }

    /// What the request of somebody without an account is told; a use case that lets them in says who they are.
    pub fn guest_ctx(&self, request_id: String, lang: Lang) -> Ctx {
        self.ctx(ctx::system(), request_id, lang)
    }

    pub(crate) fn system_ctx(&self, request_id: &str) -> Ctx {
        self.ctx(ctx::system(), request_id.to_owned(), Lang::Ja)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let now = key::to_millis(Utc::now());
        match self.inner.config.today {
            Some(today) => today.and_time(now.time()).and_utc(),
            None => now,
        }
    }

    fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        self.inner.config.today.unwrap_or_else(|| now.with_timezone(&self.inner.config.time_zone).date_naive())
    }

    /// Whether reads can be answered.
    pub async fn ready(&self) -> Result<()> {
        self.inner.store.ready().await
    }

    /// Writes the whole database as statements, while the system works.
    pub async fn export(&self, path: &Path) -> Result<()> {
        self.inner.store.export(path).await
    }

    pub const fn auth(&self) -> auth::Auth<'_> {
        auth::Auth(self)
    }

    pub const fn reminders(&self) -> reminder::Reminders<'_> {
        reminder::Reminders(self)
    }

    pub const fn departments(&self) -> department::Departments<'_> {
        department::Departments(self)
    }

    pub const fn people(&self) -> person::People<'_> {
        person::People(self)
    }

    pub const fn contractors(&self) -> contractor::Contractors<'_> {
        contractor::Contractors(self)
    }

    pub const fn certificates(&self) -> certificate::Certificates<'_> {
        certificate::Certificates(self)
    }

    pub const fn references(&self) -> reference::References<'_> {
        reference::References(self)
    }

    pub const fn contracts(&self) -> contract::Contracts<'_> {
        contract::Contracts(self)
    }

    pub const fn procurements(&self) -> procurement::Procurements<'_> {
        procurement::Procurements(self)
    }

    pub const fn selections(&self) -> selection::Selections<'_> {
        selection::Selections(self)
    }

    pub const fn invitations(&self) -> invitation::Invitations<'_> {
        invitation::Invitations(self)
    }

    pub const fn subcontracts(&self) -> subcontract::Subcontracts<'_> {
        subcontract::Subcontracts(self)
    }

    pub const fn attachments(&self) -> attachment::Attachments<'_> {
        attachment::Attachments(self)
    }

    pub const fn revisions(&self) -> revision::Revisions<'_> {
        revision::Revisions(self)
    }

    pub const fn findings(&self) -> finding::Findings<'_> {
        finding::Findings(self)
    }

    pub const fn incidents(&self) -> incident::Incidents<'_> {
        incident::Incidents(self)
    }

    pub const fn exceptions(&self) -> exception::Exceptions<'_> {
        exception::Exceptions(self)
    }

    pub const fn verifications(&self) -> verification::Verifications<'_> {
        verification::Verifications(self)
    }

    pub const fn home(&self) -> home::Homes<'_> {
        home::Homes(self)
    }

    pub const fn registers(&self) -> register::Registers<'_> {
        register::Registers(self)
    }

    pub const fn audit(&self) -> audit::Trail<'_> {
        audit::Trail(self)
    }

    pub const fn policies(&self) -> policy::Policies<'_> {
        policy::Policies(self)
    }

    pub const fn yearly_plans(&self) -> yearly_plan::YearlyPlans<'_> {
        yearly_plan::YearlyPlans(self)
    }

    pub const fn cadence_drafts(&self) -> cadence_draft::CadenceDrafts<'_> {
        cadence_draft::CadenceDrafts(self)
    }

    pub const fn catalogue_drafts(&self) -> catalogue_draft::CatalogueDrafts<'_> {
        catalogue_draft::CatalogueDrafts(self)
    }

    pub const fn migrations(&self) -> migration::Migrations<'_> {
        migration::Migrations(self)
    }

    pub const fn imports(&self) -> transfer::Imports<'_> {
        transfer::Imports(self)
    }

    pub const fn idempotency(&self) -> idempotency::Idempotency<'_> {
        idempotency::Idempotency(self)
    }
}

/// Names shown beside ids in lists.
pub(crate) struct Names {
    departments: Arc<Vec<domain::department::Department>>,
    contractors: std::collections::HashMap<String, String>,
}

impl Names {
    pub(crate) async fn load(services: &Services, contractors: Vec<String>) -> Result<Self> {
        Ok(Self { departments: services.inner.directory.all(services).await?, contractors: services.inner.store.names("contractor", contractors).await? })
    }

    pub(crate) fn department(&self, id: &DepartmentId) -> String {
        self.departments.iter().find(|department| department.id == *id).map(|department| department.name.clone()).unwrap_or_default()
    }

    pub(crate) fn contractor(&self, id: &ContractorId) -> String {
        self.contractors.get(id.as_str()).cloned().unwrap_or_default()
    }
}
