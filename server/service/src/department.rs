//! 課室: the organisation tree.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Error, Result,
    audit::AuditAction,
    department::{Department, DepartmentInput},
    error::FieldError,
    id::DepartmentId,
    message::Message,
    permission::Operation,
};
use surrealdb::types::Variables;

use crate::{
    Ctx, Services, key,
    memo::Memo,
    store::{Fault, Row, Tx, bind},
};

pub struct Departments<'a>(pub(crate) &'a Services);

impl Departments<'_> {
    /// The departments that exist today, by code.
    pub async fn list(&self, ctx: &Ctx) -> Result<Vec<Department>> {
        ctx.reach(Operation::ReadDepartment)?;
        let all = self.0.inner.directory.all(self.0).await?;
        Ok(all.iter().filter(|department| department.exists_on(ctx.today)).cloned().collect())
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, input: &DepartmentInput) -> Result<Department, Fault> {
        if tx.is_taken("department", "code", &input.code, None).await? {
            return Err(Error::invalid("code", Message::new("field.taken")).into());
        }
        let department = self.build(tx, DepartmentId::new(key::new(ctx.now)), 1, input).await?;
        tx.put("department", department.id.as_str(), Row::of(&department)).await?;
        tx.audit(AuditAction::Create, "department", department.id.as_str(), &department.name, None, crate::store::snapshot(&department));
        Ok(department)
    }

    pub(crate) async fn change_in(&self, tx: &mut Tx, id: &DepartmentId, version: u64, input: &DepartmentInput) -> Result<Department, Fault> {
        let before: Department = tx.get("department", id.as_str()).await?;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        let after = self.build(tx, id.clone(), version + 1, input).await?;
        tx.replace("department", id.as_str(), version, Row::of(&after)).await?;
        tx.audit(AuditAction::Change, "department", id.as_str(), &after.name, crate::store::snapshot(&before), crate::store::snapshot(&after));
        Ok(after)
    }

    async fn build(&self, tx: &Tx, id: DepartmentId, version: u64, input: &DepartmentInput) -> Result<Department, Fault> {
        let parent = match &input.parent_code {
            None => None,
            Some(code) => Some(self.parent(tx, &id, code).await?),
        };
        Ok(Department {
            id,
            code: input.code.clone(),
            name: input.name.clone(),
            name_kana: input.name_kana.clone(),
            level: input.level,
            parent,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            version,
        })
    }

    /// The department above, which must exist and must not lie below this one.
    async fn parent(&self, tx: &Tx, id: &DepartmentId, code: &str) -> Result<DepartmentId, Fault> {
        let all: Vec<Department> = tx.query(ALL, Variables::new()).await?;
        let fault = |key: &'static str| Fault::from(Error::Invalid(vec![FieldError::new("parent_code", Message::new(key).with("value", code))]));
        let parent = all.iter().find(|department| department.code == code).ok_or_else(|| fault("department.unknown_parent"))?;
        if below(&all, id).contains(&parent.id) { Err(fault("department.cycle")) } else { Ok(parent.id.clone()) }
    }
}

const ALL: &str = "SELECT *, record::id(id) AS id FROM department ORDER BY code";

/// The department and all below it.
pub(crate) fn below(all: &[Department], id: &DepartmentId) -> BTreeSet<DepartmentId> {
    let mut reached = BTreeSet::from([id.clone()]);
    loop {
        let before = reached.len();
        for department in all {
            if department.parent.as_ref().is_some_and(|parent| reached.contains(parent)) {
                reached.insert(department.id.clone());
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

/// The organisation as last read: small, and asked for by every list.
pub(crate) struct Directory(Memo<(), Vec<Department>>);

impl Directory {
    pub fn new(shared: bool) -> Self {
        Self(Memo::new(2, shared))
    }

    /// Every department there ever was, by code.
    pub async fn all(&self, services: &Services) -> Result<Arc<Vec<Department>>> {
        let store = &services.inner.store;
        self.0.get(store.generation(), (), store.read(ALL, bind([]))).await
    }
}
