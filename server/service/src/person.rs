//! 利用者: people, their posts and their passwords.

use std::collections::BTreeSet;

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use domain::{
    Error, Lang, Result,
    audit::AuditAction,
    id::{DepartmentId, PersonId},
    message::Message,
    permission::{Actor, Grant, Operation, Reach},
    person::{Person, PersonForm, PersonRow, PostRow},
};

use crate::{
    Ctx, Services,
    department::below,
    key,
    store::{Fault, Row, Tx, snapshot},
};

pub struct People<'a>(pub(crate) &'a Services);

impl People<'_> {
    /// The people within reach, by staff number.
    pub async fn list(&self, ctx: &Ctx) -> Result<Vec<PersonRow>> {
        let reach = ctx.reach(Operation::ReadPerson)?;
        let people = self.all().await?;
        let departments = self.0.inner.directory.all(self.0).await?;
        let name = |id: &DepartmentId| departments.iter().find(|department| department.id == *id).map(|department| department.name.clone()).unwrap_or_default();
        Ok(people
            .into_iter()
            .filter(|person| reach == Reach::City || person.posts.iter().any(|post| reach.covers(&post.department)))
            .map(|person| PersonRow {
                id: person.id,
                staff_number: person.staff_number,
                name: person.name,
                name_kana: person.name_kana,
                email: person.email,
                enabled: person.enabled,
                posts: person
                    .posts
                    .iter()
                    .map(|post| PostRow { department_name: name(&post.department), role: post.role, from: post.from, to: post.to })
                    .collect(),
                version: person.version,
            })
            .collect())
    }

    pub async fn create(&self, ctx: &Ctx, form: &PersonForm) -> Result<Person> {
        ctx.reach(Operation::ManagePerson)?;
        let input = form.read()?;
        let hash = match &input.password {
            Some(password) => Some(hash(password.clone()).await?),
            None => None,
        };
        let store = &self.0.inner.store;
        let person = Person {
            id: PersonId::new(key::new(ctx.now)),
            staff_number: input.staff_number,
            name: input.name,
            name_kana: input.name_kana,
            email: input.email,
            enabled: hash.is_some(),
            posts: vec![input.post],
            absences: Vec::new(),
            lang: Lang::Ja,
            version: 1,
        };
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                self.create_in(&mut tx, &person, hash.as_deref()).await?;
                tx.commit(ctx).await
            })
            .await?;
        Ok(person)
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, person: &Person, hash: Option<&str>) -> Result<(), Fault> {
        if tx.is_taken("person", "staff_number", &person.staff_number, None).await? {
            return Err(Error::invalid("staff_number", Message::new("field.taken")).into());
        }
        for post in &person.posts {
            let known: Option<serde_json::Value> = tx.find("department", post.department.as_str()).await?;
            if known.is_none() {
                return Err(Error::invalid("department", Message::new("person.department_missing")).into());
            }
        }
        tx.put("person", person.id.as_str(), Row::of(person)).await?;
        if let Some(hash) = hash {
            tx.put("credential", person.id.as_str(), Row::of(&serde_json::json!({ "hash": hash }))).await?;
        }
        tx.audit(AuditAction::Create, "person", person.id.as_str(), &person.name, None, snapshot(person));
        Ok(())
    }

    /// What the person may do today: each post held, with the departments it reaches.
    pub(crate) async fn actor(&self, person: &Person, today: chrono::NaiveDate) -> Result<Actor> {
        let departments = self.0.inner.directory.all(self.0).await?;
        let grants = person
            .held_on(today)
            .map(|post| Grant {
                role: post.role,
                departments: if post.role.is_departmental() { below(&departments, &post.department) } else { BTreeSet::new() },
            })
            .collect();
        Ok(Actor { id: person.id.clone(), name: person.name.clone(), grants })
    }
}

/// Hashes a password with argon2id, off the threads that serve requests.
pub(crate) async fn hash(password: String) -> Result<String> {
    tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|_| Error::Internal)?;
        Argon2::default().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string()).map_err(|_| Error::Internal)
    })
    .await
    .map_err(|_| Error::Internal)?
}

/// Whether a password fits a hash. Without a hash the same work is done, so that time does not tell who exists.
pub(crate) async fn verify(password: String, hash: Option<String>) -> bool {
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let fits = PasswordHash::new(&hash).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        known && fits
    })
    .await
    .unwrap_or(false)
}

/// A well-formed hash of nobody's password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmaaJObG0Wb9gqKzqLk";
