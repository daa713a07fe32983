//! 職員 and 利用者: a member of staff, the posts held over time, and the form to register one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    Error, Lang, Result, choice, date,
    error::FieldError,
    form,
    id::{self, DepartmentId, PersonId},
    label::Choice,
    message::Message,
    reminder::Absence,
    text,
};

choice! {
    /// What a post lets its holder do; see [`crate::permission`].
    Role {
        Staff = "staff", "担当者", "Staff";
        DepartmentHead = "department_head", "課室長", "Department head";
        ProcurementOfficer = "procurement_officer", "調達担当", "Procurement officer";
        SecurityOfficer = "security_officer", "セキュリティ担当", "Security officer";
        Approver = "approver", "統括情報セキュリティ責任者", "CISO approver";
        Auditor = "auditor", "監査", "Auditor";
        Administrator = "administrator", "システム管理者", "Administrator";
    }
}

impl Role {
    /// Whether the role is held in a department (and what lies below it) rather than for the whole city.
    pub const fn is_departmental(self) -> bool {
        matches!(self, Self::Staff | Self::DepartmentHead)
    }
}

/// A role held in a department for a time. People change posts every April.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Post {
    pub department: DepartmentId,
    pub role: Role,
    pub from: NaiveDate,
    /// The last day in the post; open while absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

impl Post {
    pub fn is_held_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|end| day <= end)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Person {
    pub id: PersonId,
    /// 職員番号, also the name to sign in with; unique.
    pub staff_number: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_kana: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Whether the person may sign in.
    pub enabled: bool,
    pub posts: Vec<Post>,
    /// Days away, with who stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
    /// The language of mails.
    #[serde(default)]
    pub lang: Lang,
    pub version: u64,
}

impl Person {
    /// The posts the person holds on a day.
    pub fn held_on(&self, day: NaiveDate) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(move |post| post.is_held_on(day))
    }

    /// Whether the person may sign in and holds a post on a day.
    pub fn is_in_office(&self, day: NaiveDate) -> bool {
        self.enabled && self.held_on(day).next().is_some()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PersonForm {
    #[validate(custom(function = "form::required"), length(max = 20), custom(function = "staff_number"))]
    pub staff_number: String,
    #[validate(custom(function = "form::required"), length(max = 100))]
    pub name: String,
    #[validate(length(max = 200))]
    pub name_kana: String,
    #[validate(length(max = 254), custom(function = "form::email"))]
    pub email: String,
    /// Id of the department of the post.
    #[validate(custom(function = "form::required"))]
    pub department: String,
    #[validate(custom(function = "form::required"), custom(function = "form::choice::<Role>"))]
    pub role: String,
    #[validate(custom(function = "form::required"), custom(function = "form::date"))]
    pub from: String,
    /// Blank keeps the one there is; a new person without one cannot sign in.
    #[validate(custom(function = "password_or_blank"))]
    pub password: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonInput {
    pub staff_number: String,
    pub name: String,
    pub name_kana: String,
    pub email: String,
    pub post: Post,
    pub password: Option<String>,
}

impl PersonForm {
    pub fn read(&self) -> Result<PersonInput> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        if !id::is_valid(&self.department) && errors.iter().all(|e| e.field != "department") {
            errors.push(FieldError::new("department", Message::new("person.department_missing")));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        Ok(PersonInput {
            staff_number: text::code(&self.staff_number),
            name: text::tidy(&self.name),
            name_kana: text::tidy(&self.name_kana),
            email: text::narrow(&self.email).trim().to_owned(),
            post: Post {
                department: self.department.parse()?,
                role: Role::read(&self.role).unwrap_or(Role::Staff),
                from: date::parse(&self.from).unwrap_or_default(),
                to: None,
            },
            password: Some(self.password.clone()).filter(|password| !password.is_empty()),
        })
    }
}

/// The first administrator of an empty database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SetupForm {
    #[validate(custom(function = "form::required"), length(max = 100))]
    pub city: String,
    #[validate(custom(function = "form::required"), length(max = 20), custom(function = "staff_number"))]
    pub staff_number: String,
    #[validate(custom(function = "form::required"), length(max = 100))]
    pub name: String,
    #[validate(custom(function = "form::required"), custom(function = "password_or_blank"))]
    pub password: String,
    #[validate(must_match(other = "password", code = "password.differs"))]
    pub password_again: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SignInForm {
    #[validate(custom(function = "form::required"), length(max = 20))]
    pub staff_number: String,
    #[validate(custom(function = "form::required"), length(max = 1024))]
    pub password: String,
}

/// Shortest password taken: length over complexity (NIST SP 800-63B-4, 3.1.1.2).
pub const PASSWORD_MIN: usize = 15;
const PASSWORD_MAX: usize = 256;

fn password_or_blank(password: &str) -> Result<(), validator::ValidationError> {
    let length = password.chars().count();
    match length {
        0 => Ok(()),
        _ if length < PASSWORD_MIN => Err(form::fault("password.short")),
        _ if password.trim().is_empty() => Err(form::fault("password.blank")),
        _ if length > PASSWORD_MAX => Err(form::fault("password.long")),
        _ => Ok(()),
    }
}

fn staff_number(value: &str) -> Result<(), validator::ValidationError> {
    if text::code(value).chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')) { Ok(()) } else { Err(form::fault("field.code")) }
}

/// Who is signed in, as the shell of every page needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
    /// Names of the departments of the posts held today.
    pub departments: Vec<String>,
    /// Everything some role of theirs allows somewhere.
    pub operations: Vec<crate::permission::Operation>,
    pub city: String,
    pub today: NaiveDate,
    /// Overdue checks within reach, for the side bar.
    pub overdue: u32,
    /// Reports awaiting their decision.
    pub submitted: u32,
    /// Selections awaiting their decision.
    pub selections: u32,
}

/// What the entrance needs to know before anybody is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Entrance {
    /// The database is empty: the first administrator has to be made.
    pub needs_setup: bool,
    pub city: String,
    /// People of the demo city, with the password they all share; empty elsewhere.
    pub demo_accounts: Vec<DemoAccount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DemoAccount {
    pub staff_number: String,
    pub name: String,
    pub role: Role,
    pub department: String,
    pub password: String,
}

/// A person in the list of users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PersonRow {
    pub id: PersonId,
    pub staff_number: String,
    pub name: String,
    pub name_kana: String,
    pub email: String,
    pub enabled: bool,
    pub posts: Vec<PostRow>,
    pub version: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PostRow {
    pub department_name: String,
    pub role: Role,
    pub from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}
