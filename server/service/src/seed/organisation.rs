//! The departments and the people of the demo city.

use std::collections::HashMap;

use domain::{
    Error, Lang, Result,
    department::DepartmentForm,
    id::{DepartmentId, PersonId},
    permission::Actor,
    person::{Person, Post, Role},
};

use super::{Actors, PASSWORD, Seeder};
use crate::{
    demo::{City, past},
    key,
};

impl Seeder<'_> {
    pub(super) async fn departments(&self, city: &City) -> Result<HashMap<String, DepartmentId>> {
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

    pub(super) async fn people(&self, city: &City, departments: &HashMap<String, DepartmentId>) -> Result<Actors> {
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
                absences: Vec::new(),
                lang: Lang::Ja,
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
}
