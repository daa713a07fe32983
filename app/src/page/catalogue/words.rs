//! What the fields of a clause are called.

use crate::t;

pub fn label(path: &str) -> String {
    if let Some((index, field)) = path.strip_prefix("when[").and_then(|rest| rest.split_once("].")) {
        let number = index.parse::<usize>().map_or(1, |index| index + 1);
        let field = match field {
            "fact" => t!(catalogue.fact),
            "relation" => t!(catalogue.relation),
            _ => t!(catalogue.value),
        };
        return t!(catalogue.condition_part, number = number, field = field);
    }
    known(path).unwrap_or(path).to_owned()
}

fn known(path: &str) -> Option<&'static str> {
    Some(match path {
        "id" => t!(catalogue.id),
        "group" => t!(catalogue.group),
        "title" => t!(catalogue.name),
        "title_en" => t!(catalogue.name_en),
        "requirement" => t!(catalogue.requirement),
        "requirement_en" => t!(catalogue.requirement_en),
        "applies.outsourcing" => t!(catalogue.applies_outsourcing),
        "applies.system" => t!(catalogue.applies_system),
        "applies.cloud" => t!(catalogue.applies_cloud),
        "applies.personal" => t!(catalogue.applies_personal),
        "applies.my_number" => t!(catalogue.applies_my_number),
        "blocking" => t!(catalogue.blocking),
        "closing" => t!(catalogue.closing),
        "flows_down" => t!(catalogue.flows_down),
        "basis" => t!(catalogue.basis),
        "keywords" => t!(catalogue.keywords),
        "check" => t!(catalogue.check),
        "check_en" => t!(catalogue.check_en),
        "evidence" => t!(catalogue.evidence),
        "evidence_en" => t!(catalogue.evidence_en),
        "text" => t!(catalogue.text),
        "from" => t!(catalogue.from),
        "note" => t!(catalogue.note),
        _ => return None,
    })
}
