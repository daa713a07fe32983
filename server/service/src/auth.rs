//! Entrance: set-up, sign-in, sessions.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Error, Lang, Result,
    audit::AuditAction,
    department::{Department, DepartmentLevel},
    id::{DepartmentId, PersonId},
    label::Choice,
    message::Message,
    permission::{Actor, Operation},
    person::{DemoAccount, Entrance, Me, Person, Post, Role, SetupForm, SignInForm},
    text,
};
use moka::future::Cache;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use surrealdb::types::{SurrealValue, Variables};
use validator::Validate;

use crate::{
    Ctx, Services, key, person,
    store::{Fault, Row, bind, snapshot},
};

pub struct Auth<'a>(pub(crate) &'a Services);

#[derive(Clone, Serialize, Deserialize)]
struct Session {
    person: PersonId,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct City {
    name: String,
    demo: bool,
}

/// Sessions lately seen, so that not every request asks the database who it is from.
pub(crate) struct Sessions(Cache<String, Arc<(Actor, DateTime<Utc>)>>);

impl Sessions {
    /// A session is believed for a minute; for seconds where another server may end it.
    pub fn new(shared: bool) -> Self {
        Self(Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(if shared { 5 } else { 60 })).build())
    }
}

impl Auth<'_> {
    /// What the entrance shows.
    pub async fn entrance(&self) -> Result<Entrance> {
        let city: Option<City> = self.0.inner.store.find("city", "main").await?;
        let Some(city) = city else {
            return Ok(Entrance { needs_setup: true, ..Entrance::default() });
        };
        let demo_accounts = if city.demo { self.demo_accounts().await? } else { Vec::new() };
        Ok(Entrance { needs_setup: false, city: city.name, demo_accounts })
    }

    /// Name of the city.
    pub(crate) async fn city(&self) -> Result<String> {
        let city: Option<City> = self.0.inner.store.find("city", "main").await?;
        Ok(city.map(|city| city.name).unwrap_or_default())
    }

    async fn demo_accounts(&self) -> Result<Vec<DemoAccount>> {
        let people: Vec<Person> = self
            .0
            .inner
            .store
            .read(
                "SELECT *, record::id(id) AS id FROM person WHERE staff_number IN $numbers",
                bind([("numbers", crate::seed::featured_numbers().into_value())]),
            )
            .await?;
        let departments = self.0.inner.directory.all(self.0).await?;
        let mut accounts: Vec<DemoAccount> = people
            .into_iter()
            .filter_map(|person| {
                let post = person.posts.first()?.clone();
                let department =
                    departments.iter().find(|department| department.id == post.department).map(|department| department.name.clone()).unwrap_or_default();
                Some(DemoAccount {
                    staff_number: person.staff_number,
                    name: person.name,
                    role: post.role,
                    department,
                    password: crate::seed::PASSWORD.to_owned(),
                })
            })
            .collect();
        accounts.sort_by_key(|account| Role::ALL.iter().position(|role| *role == account.role));
        Ok(accounts)
    }

    /// Makes the first department and administrator of an empty database, and signs them in.
    pub async fn set_up(&self, form: &SetupForm, request_id: &str) -> Result<String> {
        form.validate()?;
        let hash = person::hash(form.password.clone()).await?;
        let ctx = self.0.system_ctx(request_id);
        let department = Department {
            id: DepartmentId::new(key::new(ctx.now)),
            code: "000000".to_owned(),
            name: text::tidy(&form.city),
            name_kana: String::new(),
            level: DepartmentLevel::Division,
            parent: None,
            valid_from: ctx.today,
            valid_to: None,
            version: 1,
        };
        let administrator = Person {
            id: PersonId::new(key::new(ctx.now)),
            staff_number: text::code(&form.staff_number),
            name: text::tidy(&form.name),
            name_kana: String::new(),
            email: String::new(),
            enabled: true,
            posts: vec![Post { department: department.id.clone(), role: Role::Administrator, from: ctx.today, to: None }],
            absences: Vec::new(),
            lang: Lang::Ja,
            version: 1,
        };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                if tx.find::<City>("city", "main").await?.is_some() {
                    return Err(Fault::from(Error::Refused(vec![Message::new("setup.done")])));
                }
                tx.put("city", "main", Row::of(&City { name: department.name.clone(), demo: false })).await?;
                tx.put("department", department.id.as_str(), Row::of(&department)).await?;
                tx.audit(AuditAction::SetUp, "department", department.id.as_str(), &department.name, None, snapshot(&department));
                self.0.people().create_in(&mut tx, &administrator, Some(&hash)).await?;
                tx.commit(&ctx).await
            })
            .await?;
        self.open_session(&administrator, request_id).await
    }

    pub(crate) async fn name_city(&self, tx: &crate::store::Tx, name: &str) -> Result<(), Fault> {
        tx.put("city", "main", Row::of(&City { name: name.to_owned(), demo: true })).await
    }

    /// Checks number and password, and opens a session.
    pub async fn sign_in(&self, form: &SignInForm, request_id: &str) -> Result<String> {
        form.validate()?;
        let people: Vec<Person> = self
            .0
            .inner
            .store
            .read("SELECT *, record::id(id) AS id FROM person WHERE staff_number = $number", bind([("number", text::code(&form.staff_number).into_value())]))
            .await?;
        let person = people.into_iter().find(|person| person.enabled);
        let hash = match &person {
            Some(person) => self.0.inner.store.find::<Credential>("credential", person.id.as_str()).await?.map(|credential| credential.hash),
            None => None,
        };
        let fits = person::verify(form.password.clone(), hash).await;
        match person.filter(|_| fits) {
            Some(person) => self.open_session(&person, request_id).await,
            None => Err(Error::invalid("password", Message::new("sign_in.failed"))),
        }
    }

    async fn open_session(&self, person: &Person, request_id: &str) -> Result<String> {
        let mut ctx = self.0.system_ctx(request_id);
        ctx.actor = Actor { id: person.id.clone(), name: person.name.clone(), grants: Vec::new() };
        let token = key::token();
        let session =
            Session { person: person.id.clone(), created_at: ctx.now, expires_at: ctx.now + TimeDelta::hours(i64::from(self.0.inner.config.session_hours)) };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                tx.query::<serde_json::Value>("DELETE session WHERE expires_at < $now RETURN NONE", bind([("now", stamp(ctx.now).into_value())])).await?;
                tx.put("session", &fingerprint(&token), Row::of(&session)).await?;
                tx.audit(AuditAction::SignIn, "person", person.id.as_str(), &person.name, None, None);
                tx.commit(&ctx).await
            })
            .await?;
        Ok(token)
    }

    /// Ends the session of a token; one that is not known is ended already.
    pub async fn sign_out(&self, token: &str, request_id: &str) -> Result<()> {
        let Ok(actor) = self.resolve(token).await else {
            return Ok(());
        };
        let mut ctx = self.0.system_ctx(request_id);
        ctx.actor = actor;
        let key = fingerprint(token);
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                tx.query::<serde_json::Value>("DELETE type::record('session', $key) RETURN NONE", bind([("key", key.clone().into_value())])).await?;
                tx.audit(AuditAction::SignOut, "person", ctx.actor.id.as_str(), &ctx.actor.name, None, None);
                tx.commit(&ctx).await
            })
            .await?;
        self.0.inner.sessions.0.invalidate(&key).await;
        Ok(())
    }

    /// Whose session a token is.
    pub async fn resolve(&self, token: &str) -> Result<Actor> {
        let key = fingerprint(token);
        let known = self.0.inner.sessions.0.get(&key).await;
        let session = if let Some(known) = known {
            known
        } else {
            let session: Session = self.0.inner.store.find("session", &key).await?.ok_or(Error::Unauthenticated)?;
            let person: Person =
                self.0.inner.store.find("person", session.person.as_str()).await?.filter(|person: &Person| person.enabled).ok_or(Error::Unauthenticated)?;
            let actor = self.0.people().actor(&person, self.0.today(self.0.now())).await?;
            let session = Arc::new((actor, session.expires_at));
            self.0.inner.sessions.0.insert(key, session.clone()).await;
            session
        };
        if session.1 <= self.0.now() { Err(Error::Unauthenticated) } else { Ok(session.0.clone()) }
    }

    /// Who is signed in, for the shell of every page.
    pub async fn me(&self, ctx: &Ctx) -> Result<Me> {
        let entrance_city: Option<City> = self.0.inner.store.find("city", "main").await?;
        let departments = self.0.inner.directory.all(self.0).await?;
        let person: Option<Person> = self.0.inner.store.find("person", ctx.actor.id.as_str()).await?;
        let figures = self.0.home().standing(ctx).await?;
        Ok(Me {
            id: ctx.actor.id.clone(),
            name: ctx.actor.name.clone(),
            roles: ctx.actor.grants.iter().map(|grant| grant.role).collect(),
            departments: person
                .iter()
                .flat_map(|person| person.held_on(ctx.today))
                .filter_map(|post| departments.iter().find(|department| department.id == post.department))
                .map(|department| department.name.clone())
                .collect(),
            operations: Operation::ALL.iter().copied().filter(|operation| ctx.actor.can(*operation)).collect(),
            city: entrance_city.map(|city| city.name).unwrap_or_default(),
            today: ctx.today,
            overdue: figures.overdue,
            submitted: if ctx.actor.can(Operation::DecideVerification) { figures.submitted } else { 0 },
            selections: self.0.selections().waiting(ctx).await?,
        })
    }

    /// Acts as a person without a password, for the command line, whose user holds the database itself.
    pub async fn act_as(&self, staff_number: &str) -> Result<Actor> {
        let people: Vec<Person> = self
            .0
            .inner
            .store
            .read("SELECT *, record::id(id) AS id FROM person WHERE staff_number = $number", bind([("number", text::code(staff_number).into_value())]))
            .await?;
        match people.into_iter().next() {
            Some(person) => self.0.people().actor(&person, self.0.today(self.0.now())).await,
            None => Err(Error::NotFound),
        }
    }

    /// Whether nobody was ever registered.
    pub(crate) async fn is_empty(&self) -> Result<bool> {
        let known: Vec<String> = self.0.inner.store.read("SELECT VALUE record::id(id) FROM person LIMIT 1", Variables::new()).await?;
        Ok(known.is_empty())
    }
}

#[derive(Deserialize)]
struct Credential {
    hash: String,
}

/// Sessions are kept under the hash of their token: who reads the database cannot sign in with what is there.
fn fingerprint(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

fn stamp(instant: DateTime<Utc>) -> String {
    serde_json::to_value(instant).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
