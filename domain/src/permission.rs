//! Who may do what: the matrix of roles and operations, and the scope in which each holds.
//!
//! Nobody approves what they submitted themselves: see [`Actor::may_decide_on`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Error, Result, choice,
    id::{DepartmentId, PersonId},
    label::Choice,
    message::Message,
    person::Role,
};

choice! {
    /// Everything that can be asked of the services.
    Operation {
        ReadDepartment = "read_department", "課室を見る", "Read departments";
        ManageDepartment = "manage_department", "課室を登録・変更する", "Manage departments";
        ReadPerson = "read_person", "利用者を見る", "Read people";
        ManagePerson = "manage_person", "利用者を登録・変更する", "Manage people";
        ManageAbsence = "manage_absence", "他の職員の不在と代理を登録する", "Manage absences of others";
        ReadContractor = "read_contractor", "委託事業者を見る", "Read contractors";
        WriteContractor = "write_contractor", "委託事業者を登録・変更する", "Write contractors";
        WriteCertificate = "write_certificate", "認証を登録・変更する", "Write certificates";
        ReadContract = "read_contract", "契約を見る", "Read contracts";
        WriteContract = "write_contract", "契約を登録・変更する", "Write contracts";
        SubmitContract = "submit_contract", "契約を審査に出す", "Submit contracts for review";
        ReviewContract = "review_contract", "契約を審査する", "Review contracts";
        MarkClause = "mark_clause", "条項の充足を記録する", "Mark clauses";
        RequestException = "request_exception", "例外措置を申請する", "Ask for exceptions";
        ExceptClause = "except_clause", "例外措置を承認する", "Approve exceptions";
        ReadSelection = "read_selection", "選定評価を見る", "Read selections";
        WriteSelection = "write_selection", "選定評価を記入・提出する", "Write and submit selections";
        DecideSelection = "decide_selection", "選定評価を判定する", "Decide on selections";
        WriteSubcontract = "write_subcontract", "再委託を登録・変更する", "Write subcontracts";
        RuleOnSubcontract = "rule_on_subcontract", "再委託を承認する", "Rule on subcontracts";
        ReadVerification = "read_verification", "点検を見る", "Read verifications";
        CarryOutVerification = "carry_out_verification", "点検を記入する", "Fill in verifications";
        SubmitVerification = "submit_verification", "点検結果を提出する", "Submit verifications";
        DecideVerification = "decide_verification", "点検結果を確認する", "Decide on verifications";
        WritePlan = "write_plan", "年度点検計画を作る", "Draw up yearly plans";
        ApprovePlan = "approve_plan", "年度点検計画を承認する", "Approve yearly plans";
        WriteFinding = "write_finding", "指摘事項を記録し措置を求める", "Record findings and ask for measures";
        ReportMeasure = "report_measure", "措置への回答を記録する", "Write down answers to measures";
        ApproveMeasure = "approve_measure", "措置を承認する", "Approve measures";
        ReadIncident = "read_incident", "事故報告を見る", "Read incidents";
        WriteIncident = "write_incident", "事故報告を記録する", "Record incidents";
        ReadPolicy = "read_policy", "基準を見る", "Read policy data";
        WritePolicy = "write_policy", "基準を改める", "Write policy data";
        ReadReminder = "read_reminder", "送られた督促を見る", "Read the reminders that were sent";
        SendReminder = "send_reminder", "送れなかった督促を送り直す", "Send reminders again";
        ReadAudit = "read_audit", "監査証跡を見る", "Read the audit trail";
        ImportDepartments = "import_departments", "課室を取り込む", "Import departments";
        ImportContractors = "import_contractors", "委託事業者を取り込む", "Import contractors";
        ImportContracts = "import_contracts", "契約を取り込む", "Import contracts";
        ImportReference = "import_reference", "公表データを取り込む", "Import published lists";
    }
}

choice! {
    /// How far an operation reaches.
    Scope {
        None = "none", "不可", "None";
        /// The own department and what lies below it.
        Own = "own", "自課室以下", "Own department and below";
        City = "city", "全庁", "City";
    }
}

/// The matrix.
pub const fn scope(role: Role, operation: Operation) -> Scope {
    use Operation as O;
    use Role as R;
    use Scope::{City, None, Own};
    match operation {
        O::ReadDepartment | O::ReadContractor | O::ReadPolicy => City,
        O::ManageDepartment | O::ManagePerson | O::ImportDepartments => match role {
            R::Administrator => City,
            _ => None,
        },
        O::ReadPerson => match role {
            R::Administrator | R::Auditor | R::SecurityOfficer => City,
            R::DepartmentHead => Own,
            _ => None,
        },
        O::ManageAbsence => match role {
            R::Administrator | R::SecurityOfficer => City,
            R::DepartmentHead => Own,
            _ => None,
        },
        O::ReadReminder => match role {
            R::Administrator | R::SecurityOfficer | R::Approver | R::Auditor => City,
            _ => None,
        },
        O::SendReminder => match role {
            R::Administrator | R::SecurityOfficer => City,
            _ => None,
        },
        O::WriteContractor | O::WriteCertificate | O::ReviewContract | O::WriteSelection | O::ImportContractors | O::ImportContracts => match role {
            R::ProcurementOfficer => City,
            _ => None,
        },
        O::ReadContract | O::ReadVerification => match role {
            R::Staff | R::DepartmentHead => Own,
            R::ProcurementOfficer | R::SecurityOfficer | R::Approver | R::Auditor => City,
            R::Administrator => None,
        },
        O::ImportReference => match role {
            R::ProcurementOfficer | R::SecurityOfficer => City,
            _ => None,
        },
        // Who is being weighed against whom is not for everybody before it is decided.
        O::ReadSelection => match role {
            R::DepartmentHead => Own,
            R::ProcurementOfficer | R::SecurityOfficer | R::Approver | R::Auditor => City,
            R::Staff | R::Administrator => None,
        },
        O::WriteContract | O::MarkClause | O::WriteSubcontract => match role {
            R::Staff | R::DepartmentHead => Own,
            R::ProcurementOfficer => City,
            _ => None,
        },
        O::SubmitContract | O::RequestException => match role {
            R::DepartmentHead => Own,
            R::ProcurementOfficer => City,
            _ => None,
        },
        O::ExceptClause | O::ApproveMeasure | O::ApprovePlan => match role {
            R::Approver => City,
            _ => None,
        },
        O::CarryOutVerification | O::ReportMeasure => match role {
            R::Staff | R::DepartmentHead => Own,
            R::SecurityOfficer => City,
            _ => None,
        },
        O::SubmitVerification | O::RuleOnSubcontract => match role {
            R::DepartmentHead => Own,
            R::SecurityOfficer => City,
            _ => None,
        },
        O::ReadIncident => match role {
            R::ProcurementOfficer | R::SecurityOfficer | R::Approver | R::Auditor => City,
            R::Staff | R::DepartmentHead | R::Administrator => None,
        },
        O::DecideVerification | O::DecideSelection | O::WriteFinding | O::WriteIncident | O::WritePolicy | O::WritePlan => match role {
            R::SecurityOfficer => City,
            _ => None,
        },
        O::ReadAudit => match role {
            R::Auditor | R::SecurityOfficer | R::Approver => City,
            R::DepartmentHead => Own,
            // An administrator is one of those the trail watches.
            R::Staff | R::ProcurementOfficer | R::Administrator => None,
        },
    }
}

/// A role somebody holds today, with the departments it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    /// The department of the post and all below it; of no concern to city-wide roles.
    pub departments: BTreeSet<DepartmentId>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: PersonId,
    pub name: String,
    pub grants: Vec<Grant>,
}

/// The departments an actor's operation reaches.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reach {
    City,
    Departments(BTreeSet<DepartmentId>),
}

impl Reach {
    pub fn covers(&self, department: &DepartmentId) -> bool {
        match self {
            Self::City => true,
            Self::Departments(departments) => departments.contains(department),
        }
    }
}

impl Actor {
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// How far the operation reaches for this actor, over all roles held; forbidden when no role allows it.
    pub fn reach(&self, operation: Operation) -> Result<Reach> {
        let mut departments = BTreeSet::new();
        let mut allowed = false;
        for grant in &self.grants {
            match scope(grant.role, operation) {
                Scope::City => return Ok(Reach::City),
                Scope::Own => {
                    allowed = true;
                    departments.extend(grant.departments.iter().cloned());
                }
                Scope::None => {}
            }
        }
        if allowed { Ok(Reach::Departments(departments)) } else { Err(forbidden(operation)) }
    }

    pub fn can(&self, operation: Operation) -> bool {
        self.reach(operation).is_ok()
    }

    /// Allowed on a record of this department; what cannot even be read answers as not found.
    pub fn require_in(&self, operation: Operation, read: Operation, department: &DepartmentId) -> Result<()> {
        if !self.reach(read).is_ok_and(|reach| reach.covers(department)) {
            return Err(Error::NotFound);
        }
        if self.reach(operation)?.covers(department) { Ok(()) } else { Err(forbidden(operation)) }
    }

    pub fn can_in(&self, operation: Operation, department: &DepartmentId) -> bool {
        self.reach(operation).is_ok_and(|reach| reach.covers(department))
    }

    /// Nobody approves what they submitted themselves.
    pub fn may_decide_on(&self, submitted_by: Option<&PersonId>) -> Result<()> {
        if submitted_by == Some(&self.id) { Err(Error::Forbidden(Message::new("permission.own_submission"))) } else { Ok(()) }
    }
}

fn forbidden(operation: Operation) -> Error {
    Error::Forbidden(Message::new("permission.forbidden").with("operation", crate::message::label_param(operation)))
}

/// The matrix as text, for the golden file and the documentation.
pub fn matrix() -> String {
    let row = |head: &str, cells: &mut dyn Iterator<Item = &'static str>| cells.fold(format!("| {head} |"), |row, cell| row + " " + cell + " |") + "\n";
    let head = row("operation", &mut Role::ALL.iter().map(|role| role.word()));
    let rule = format!("|{}\n", "---|".repeat(Role::ALL.len() + 1));
    let word = |role: Role, operation: Operation| match scope(role, operation) {
        Scope::None => "",
        reach => reach.word(),
    };
    let rows = Operation::ALL.iter().map(|operation| row(operation.word(), &mut Role::ALL.iter().map(|role| word(*role, *operation))));
    head + &rule + &rows.collect::<String>()
}
