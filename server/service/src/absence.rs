//! 不在と代理: who is told instead of whoever is away, and in which language mails are.
//!
//! Everybody says so for themselves; who is suddenly ill has it said by their head or by who looks after the register.

use std::collections::HashMap;

use domain::{
    Error, Result,
    audit::AuditAction,
    department::Department,
    id::PersonId,
    message::Message,
    permission::{Operation, Reach},
    person::Person,
    reminder::{AbsenceForm, AbsenceRow, Deputy, MailLangForm, Reminding},
};
use surrealdb::types::Variables;

use crate::{
    Ctx,
    person::People,
    store::{Row, snapshot},
};

impl People<'_> {
    /// How the person is reminded. What the caller has no say in answers as not found.
    pub async fn reminding(&self, ctx: &Ctx, id: &PersonId) -> Result<Reminding> {
        let person = self.in_reach(ctx, id).await?;
        let people = self.all().await?;
        let names: HashMap<&PersonId, &str> = people.iter().map(|person| (&person.id, person.name.as_str())).collect();
        let rows = |away: &Person| {
            let row = |absence: &domain::reminder::Absence| AbsenceRow {
                from: absence.from,
                to: absence.to,
                person_name: away.name.clone(),
                deputy_name: names.get(&absence.deputy).map(|name| (*name).to_owned()).unwrap_or_default(),
                deputy: absence.deputy.clone(),
            };
            away.absences.iter().map(row).collect::<Vec<_>>()
        };
        let mut absences = rows(&person);
        absences.sort_by_key(|row| std::cmp::Reverse(row.from));
        let mut stands_in: Vec<AbsenceRow> = people.iter().flat_map(rows).filter(|row| row.deputy == *id && row.to >= ctx.today).collect();
        stands_in.sort_by_key(|row| row.from);
        Ok(Reminding {
            person: person.id,
            name: person.name,
            email: person.email,
            lang: person.lang,
            mails: self.0.inner.mailer.is_some(),
            absences,
            stands_in,
            version: person.version,
        })
    }

    /// Those who can stand in for somebody: whoever may sign in and holds a post today, by name.
    pub async fn deputies(&self, ctx: &Ctx) -> Result<Vec<Deputy>> {
        let departments: HashMap<_, _> =
            self.0.inner.directory.all(self.0).await?.iter().map(|Department { id, name, .. }| (id.clone(), name.clone())).collect();
        let deputy = |person: Person| {
            let mut names: Vec<String> = person.held_on(ctx.today).filter_map(|post| departments.get(&post.department).cloned()).collect();
            names.dedup();
            person.is_in_office(ctx.today).then_some(Deputy { id: person.id, name: person.name, departments: names })
        };
        let mut deputies: Vec<Deputy> = self.all().await?.into_iter().filter_map(deputy).collect();
        deputies.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(deputies)
    }

    /// Writes down that the person will be away, and who stands in.
    pub async fn add_absence(&self, ctx: &Ctx, id: &PersonId, version: u64, form: &AbsenceForm) -> Result<Person> {
        self.in_reach(ctx, id).await?;
        let deputies = self.all().await?;
        self.alter(ctx, id, version, |mut person| {
            let absence = form.read(id, &person.absences, ctx.today)?;
            if !deputies.iter().any(|deputy| deputy.id == absence.deputy && deputy.is_in_office(ctx.today)) {
                return Err(Error::invalid("deputy", Message::new("absence.unknown_deputy")));
            }
            person.absences.push(absence);
            person.absences.sort_by_key(|absence| absence.from);
            Ok(person)
        })
        .await
    }

    /// Takes back days away that have not come, or ends those that run: the person is here today.
    pub async fn end_absence(&self, ctx: &Ctx, id: &PersonId, version: u64, from: chrono::NaiveDate) -> Result<Person> {
        self.in_reach(ctx, id).await?;
        self.alter(ctx, id, version, |mut person| {
            let place = person.absences.iter().position(|absence| absence.from == from && absence.to >= ctx.today);
            let place = place.ok_or_else(|| Error::Refused(vec![Message::new("absence.unknown")]))?;
            if let Some(ended) = person.absences.remove(place).ended(ctx.today) {
                person.absences.insert(place, ended);
            }
            Ok(person)
        })
        .await
    }

    /// Chooses the language of the person's mails.
    pub async fn choose_mail_lang(&self, ctx: &Ctx, id: &PersonId, version: u64, form: &MailLangForm) -> Result<Person> {
        self.in_reach(ctx, id).await?;
        let lang = form.read()?;
        self.alter(ctx, id, version, |person| Ok(Person { lang, ..person })).await
    }

    pub(crate) async fn all(&self) -> Result<Vec<Person>> {
        self.0.inner.store.read("SELECT *, record::id(id) AS id FROM person ORDER BY staff_number", Variables::new()).await
    }

    /// Oneself, or somebody whose absence the caller looks after.
    async fn in_reach(&self, ctx: &Ctx, id: &PersonId) -> Result<Person> {
        let own = ctx.actor.id == *id;
        let reach = ctx.reach(Operation::ManageAbsence);
        if !own && reach.is_err() {
            return Err(reach.err().unwrap_or(Error::NotFound));
        }
        let person: Person = self.0.inner.store.get("person", id.as_str()).await?;
        // A head has no say in what somebody of the department is told by virtue of a post that serves the whole city.
        let held: Vec<_> = person.held_on(ctx.today).collect();
        let within = |reach: &Reach| !held.is_empty() && held.iter().all(|post| post.role.is_departmental() && reach.covers(&post.department));
        let covered = reach.is_ok_and(|reach| reach == Reach::City || within(&reach));
        if own || covered { Ok(person) } else { Err(Error::NotFound) }
    }

    async fn alter(&self, ctx: &Ctx, id: &PersonId, version: u64, change: impl Fn(Person) -> Result<Person>) -> Result<Person> {
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before: Person = tx.get("person", id.as_str()).await?;
                if before.version != version {
                    return Err(Error::Conflict { current: before.version }.into());
                }
                let after = Person { version: before.version + 1, ..change(before.clone())? };
                tx.replace("person", id.as_str(), version, Row::of(&after)).await?;
                tx.audit(AuditAction::Change, "person", id.as_str(), &after.name, snapshot(&before), snapshot(&after));
                tx.commit(ctx).await?;
                Ok(after)
            })
            .await
    }
}
