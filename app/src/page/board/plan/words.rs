//! What the fields of the plan are called.

use crate::t;

pub fn label(path: &str) -> String {
    match path {
        "department_week" => t!(plan.department_week),
        "officer_week" => t!(plan.officer_week),
        "due" => t!(plan.due),
        "reason" => t!(plan.reason),
        _ => t!(plan.remark),
    }
    .to_owned()
}
