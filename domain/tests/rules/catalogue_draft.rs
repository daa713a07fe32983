//! 改正案: written clause by clause, compared with what it is based on, and held against contracts.

use chrono::DateTime;
use domain::{
    Error, Lang,
    catalogue_draft::{
        AppliesForm, CatalogueDraft, ClauseChange, ClauseForm, ClausePart, ConditionForm, ForceForm, Impact, LONGEST_TEXT, compare, in_force_on, shift,
    },
    clause::{Catalogue, Clause, ClauseGroup},
    contract::Nature,
    diff::{PieceKind, diff},
};
use proptest::prelude::*;

use crate::{
    samples::{any_nature, day, plain},
    shipped,
};

fn draft() -> CatalogueDraft {
    CatalogueDraft { based_on: 1, written: Vec::new(), dropped: Vec::new(), started_by: "職員".into(), started_at: DateTime::UNIX_EPOCH, version: 1 }
}

fn clause(id: &str) -> Clause {
    shipped::catalogue().clause(id).expect("there").clone()
}

fn form() -> ClauseForm {
    ClauseForm {
        id: "ｋ１４".into(),
        group: "common".into(),
        title: "遠隔保守".into(),
        requirement: "遠隔保守の経路を定める。".into(),
        applies: AppliesForm { outsourcing: "true".into(), ..AppliesForm::default() },
        when: vec![ConditionForm { fact: "remote_access".into(), relation: "=".into(), value: "あり".into() }, ConditionForm::default()],
        keywords: "遠隔保守\r\n リモート\n\n".into(),
        check: "経路は定めたとおりか。".into(),
        text: "### 第○条（遠隔保守）\n\n乙は、市が定める経路によらなければならない。".into(),
        ..ClauseForm::default()
    }
}

fn faults(form: &ClauseForm) -> Vec<String> {
    match form.read() {
        Err(Error::Invalid(errors)) => errors.iter().map(|error| format!("{}: {}", error.field, error.message.key)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_clause_is_read_from_its_form_and_goes_back_into_it() {
    let read = form().read().expect("sound");
    assert_eq!((read.id.as_str(), read.title_en.as_str(), read.keywords.len()), ("K14", "遠隔保守", 2));
    assert_eq!(read.when.iter().map(ToString::to_string).collect::<Vec<_>>(), ["remote_access = yes"]);
    for known in shipped::catalogue().clauses {
        let again = ClauseForm::from(&known).read().unwrap_or_else(|error| panic!("{}: {error}", known.id));
        assert_eq!(again, Clause { cues: domain::reading::Cues::default(), ..known });
    }
}

#[test]
fn every_fault_of_a_clause_is_named_with_its_field() {
    let blank = ["applies.outsourcing: draft.applies_missing", "check: field.required"];
    let found = faults(&ClauseForm::default());
    assert!(blank.iter().all(|fault| found.contains(&(*fault).to_owned())), "{found:?}");
    for field in ["id", "group", "title", "requirement", "text"] {
        assert!(found.contains(&format!("{field}: field.required")), "{field} in {found:?}");
    }
    let condition = |fact: &str, relation: &str, value: &str| ConditionForm { fact: fact.into(), relation: relation.into(), value: value.into() };
    for (wrong, fault) in [
        (ClauseForm { id: "第14".into(), ..form() }, "id: draft.id"),
        (ClauseForm { text: "字".repeat(usize::try_from(LONGEST_TEXT).expect("a length") + 1), ..form() }, "text: field.too_long"),
        (ClauseForm { when: vec![condition("records", "=", "10")], ..form() }, "when[0].relation: draft.relation"),
        (ClauseForm { when: vec![condition("records", ">=", "たくさん")], ..form() }, "when[0].value: draft.value"),
        (ClauseForm { when: vec![ConditionForm::default(), condition("", "=", "10")], ..form() }, "when[1].fact: field.required"),
        (ClauseForm { when: vec![condition("weather", "=", "10")], ..form() }, "when[0].fact: field.choice"),
        (ClauseForm { when: vec![condition("records", ">=", "10"), condition("records", "<=", "9")], ..form() }, "when[1].value: draft.never"),
        (ClauseForm { when: vec![condition("kind", "=", "cloud")], ..form() }, "when[0].fact: draft.never_with_applies"),
        (
            ClauseForm { when: (0..7).map(|count| condition("records", ">=", &count.to_string())).collect(), ..form() },
            "when[6].fact: draft.too_many_conditions",
        ),
    ] {
        assert_eq!(faults(&wrong), [fault]);
    }
}

#[test]
fn a_draft_keeps_the_differences_alone() {
    let base = shipped::catalogue();
    let mut draft = draft();
    assert!(draft.is_empty());
    draft.add(&base, form().read().expect("sound")).expect("added");
    assert!(matches!(draft.add(&base, clause("K08")), Err(Error::Invalid(errors)) if errors[0].field == "id"));
    draft.write(&base, Clause { title: "再委託の禁止".into(), ..clause("K08") });
    draft.drop_clause(&base, "K03").expect("dropped");
    assert_eq!(draft.drop_clause(&base, "K03"), Err(Error::NotFound), "it is gone already");
    let change = |draft: &CatalogueDraft, id: &str| draft.change_of(&base, id);
    assert_eq!(
        ["K01", "K03", "K08", "K14", "X1"].map(|id| change(&draft, id)),
        [Some(ClauseChange::Same), Some(ClauseChange::Dropped), Some(ClauseChange::Changed), Some(ClauseChange::Added), None]
    );
    assert!(matches!(draft.add(&base, clause("K03")), Err(Error::Invalid(_))), "the id of a dropped clause keeps its meaning");

    draft.write(&base, clause("K08"));
    draft.restore(&base, "K03").expect("restored");
    draft.drop_clause(&base, "K14").expect("forgotten");
    assert!(draft.is_empty(), "{draft:?}");
    assert_eq!(draft.restore(&base, "K14"), Err(Error::NotFound));
}

#[test]
fn the_new_version_has_the_order_and_the_cues_of_the_old_one() {
    let base = shipped::catalogue();
    let mut draft = draft();
    draft.add(&base, form().read().expect("sound")).expect("added");
    draft.write(&base, Clause { text: "乙は、再委託をしてはならない。".into(), ..clause("K08") });
    draft.drop_clause(&base, "K03").expect("dropped");
    let next = draft.applied(&base, 2, day("2027-04-01"));
    assert_eq!((next.version, next.in_force_from, next.clauses.len()), (2, day("2027-04-01"), base.clauses.len()));
    let written = next.clause("K08").expect("there");
    assert!(written.text.starts_with("乙は") && written.cues == clause("K08").cues && !written.cues.is_empty());
    let ids: Vec<&str> = next.clauses.iter().map(|clause| clause.id.as_str()).collect();
    let place = |id: &str| ids.iter().position(|known| *known == id);
    assert_eq!((place("K03"), place("K14")), (None, place("SYS1").map(|place| place - 1)), "{ids:?}");
    assert!(next.clauses.iter().filter(|clause| clause.group == ClauseGroup::Common).any(|clause| clause.id == "K14"));
}

#[test]
fn the_comparison_names_what_came_went_and_changed() {
    let base = shipped::catalogue();
    let mut draft = draft();
    draft.add(&base, form().read().expect("sound")).expect("added");
    let before = clause("K08");
    draft.write(&base, Clause { text: before.text.replace('乙', "受託者"), blocking: true, ..before.clone() });
    draft.drop_clause(&base, "K03").expect("dropped");
    let found = compare(&base, &draft.applied(&base, 2, day("2027-04-01")), Lang::Ja);
    let changes: Vec<(&str, ClauseChange)> = found.iter().map(|difference| (difference.clause.as_str(), difference.change)).collect();
    assert_eq!(changes, [("K08", ClauseChange::Changed), ("K14", ClauseChange::Added), ("K03", ClauseChange::Dropped)]);
    let parts: Vec<ClausePart> = found[0].parts.iter().map(|part| part.part).collect();
    assert_eq!(parts, [ClausePart::Blocking, ClausePart::Text]);
    let text = &found[0].parts[1].pieces;
    assert!(text.iter().any(|piece| piece.kind == PieceKind::Removed && piece.text == "乙"), "{text:?}");
    assert!(text.iter().any(|piece| piece.kind == PieceKind::Added && piece.text == "受託者"), "{text:?}");
    assert_eq!(compare(&base, &base, Lang::En), []);
}

#[test]
fn a_contract_gains_loses_and_finds_reworded_what_its_nature_calls_for() {
    let base = shipped::catalogue();
    let mut draft = draft();
    draft.add(&base, form().read().expect("sound")).expect("added");
    draft.write(&base, Clause { text: "乙は、再委託をしてはならない。".into(), ..clause("K08") });
    draft.write(&base, Clause { when: vec!["records >= 1000".parse().expect("a condition")], ..clause("K06") });
    draft.drop_clause(&base, "K03").expect("dropped");
    let next = draft.applied(&base, 2, day("2027-04-01"));
    let ids = |lines: &[domain::catalogue_draft::ShiftLine]| lines.iter().map(|line| line.clause.clone()).collect::<Vec<_>>();

    let remote = shift(&base, &next, &Nature { remote_access: true, ..plain() }, Lang::Ja);
    assert_eq!((ids(&remote.gains), ids(&remote.loses), ids(&remote.reworded)), (vec!["K14".into()], vec!["K03".into(), "K06".into()], vec!["K08".into()]));
    let said: Vec<String> = remote.gains[0].reasons.iter().map(|reason| reason.message.say(Lang::Ja)).collect();
    assert_eq!(said, ["「業務委託」に当たる契約に必要", "条件「遠隔からの接続がある」に当たる"]);
    let why: Vec<&str> = remote.loses.iter().flat_map(|line| &line.reasons).map(|reason| &*reason.message.key).collect();
    assert_eq!(why, ["draft.lost_dropped", "draft.lost_condition"]);

    let many = shift(&base, &next, &Nature { records: 1000, ..plain() }, Lang::Ja);
    assert_eq!((ids(&many.gains), ids(&many.loses)), (vec![], vec!["K03".to_owned()]));
    assert!(shift(&next, &next, &plain(), Lang::Ja).is_empty());
}

fn edited() -> impl Strategy<Value = Catalogue> {
    let base = shipped::catalogue();
    let ids: Vec<String> = base.clauses.iter().map(|clause| clause.id.clone()).collect();
    prop::sample::subsequence(ids, 0..12).prop_map(move |ids| {
        let mut draft = draft();
        for (index, id) in ids.iter().enumerate() {
            match index % 3 {
                0 => draft.drop_clause(&base, id).expect("there"),
                1 => draft.write(&base, Clause { when: vec!["remote_access = yes".parse().expect("a condition")], ..clause(id) }),
                _ => draft.write(&base, Clause { requirement: "新".into(), ..clause(id) }),
            }
        }
        draft.applied(&base, 2, day("2027-04-01"))
    })
}

proptest! {
    #[test]
    fn what_is_required_before_less_the_lost_with_the_gained_is_required_after(nature in any_nature(), next in edited()) {
        let base = shipped::catalogue();
        let required = |catalogue: &Catalogue| catalogue.required_for(&nature).into_iter().map(|need| need.clause.id.clone()).collect::<std::collections::BTreeSet<_>>();
        let impact = Impact::of(&base, &next, &nature);
        let mut expected = required(&base);
        for clause in &impact.loses {
            prop_assert!(expected.remove(&clause.id));
        }
        for clause in &impact.gains {
            prop_assert!(expected.insert(clause.id.clone()));
        }
        prop_assert_eq!(expected, required(&next));
    }

    #[test]
    fn a_diff_holds_both_texts(old in "[あいう甲乙 a-c\\n]{0,60}", new in "[あいう甲乙 a-c\\n]{0,60}") {
        let pieces = diff(&old, &new);
        let side = |gone: PieceKind| pieces.iter().filter(|piece| piece.kind != gone).map(|piece| piece.text.as_str()).collect::<String>();
        prop_assert_eq!(side(PieceKind::Added), old.clone());
        prop_assert_eq!(side(PieceKind::Removed), new.clone());
        prop_assert!(old != new || pieces.iter().all(|piece| piece.kind == PieceKind::Same));
    }
}

#[test]
fn words_are_whole_in_a_diff_and_the_rest_is_kept() {
    let pieces = diff("乙は、ISO27001 を\n取る。\n", "乙は、ISO27017 を\n取る。\n");
    let said: Vec<(PieceKind, &str)> = pieces.iter().map(|piece| (piece.kind, piece.text.as_str())).collect();
    assert_eq!(said, [(PieceKind::Same, "乙は、"), (PieceKind::Removed, "ISO27001"), (PieceKind::Added, "ISO27017"), (PieceKind::Same, " を\n取る。\n")]);
}

#[test]
fn the_version_in_force_follows_the_day() {
    let versions = [(1, day("2019-04-01")), (2, day("2026-04-01")), (3, day("2027-04-01"))];
    for (today, version) in [("2019-04-01", 1), ("2026-03-31", 1), ("2026-04-01", 2), ("2027-04-01", 3), ("2018-01-01", 1)] {
        assert_eq!(in_force_on(versions.into_iter(), day(today)), Some(version), "{today}");
    }
    assert_eq!(in_force_on([].into_iter(), day("2026-04-01")), None);
}

#[test]
fn a_version_is_put_in_force_from_a_day_to_come_with_a_word_on_it() {
    let earliest = day("2026-11-24");
    let form = |from: &str, note: &str| ForceForm { from: from.into(), note: note.into() };
    assert_eq!(form("令和９年４月１日", "ガイドライン改定").read(earliest).map(|input| input.from), Ok(day("2027-04-01")));
    assert!(form("2026-11-24", "改定").read(earliest).is_ok());
    for (wrong, field) in
        [(form("2026-11-23", "改定"), "from"), (form("2040-01-01", "改定"), "from"), (form("", "改定"), "from"), (form("2027-04-01", " "), "note")]
    {
        assert!(matches!(wrong.read(earliest), Err(Error::Invalid(errors)) if errors.len() == 1 && errors[0].field == field), "{wrong:?}");
    }
}
