//! 通知文: every step has one, everything it names is known, and what people typed cannot change the paper.

use chrono::DateTime;
use domain::{
    finding::{Confirmation, Finding, Measure, MeasureReport, MeasureStep, Severity},
    id::{ContractId, ContractorId, DepartmentId, FindingId},
    label::Choice,
    markdown,
    notice::{FIELDS, NoticeBasis},
};

use crate::{
    samples::{contract, day, plain},
    shipped,
};

fn measure(step: MeasureStep, asked_on: &str) -> Measure {
    Measure {
        step,
        asked: "再委託先の一覧を出し、\n- 承諾を受けること <b>至急</b>".into(),
        due: day("2026-12-20"),
        asked_on: day(asked_on),
        asked_by: "担当".into(),
        ruling: None,
        report: None,
        confirmation: None,
    }
}

fn finding(measures: Vec<Measure>) -> Finding {
    Finding {
        id: FindingId::new("f1"),
        contract: ContractId::new("c1"),
        contractor: ContractorId::new("r1"),
        department: DepartmentId::new("d1"),
        verification: None,
        incident: None,
        clause: "K08".into(),
        catalogue_version: 1,
        severity: Severity::Major,
        fact: "承諾のない{city}再委託が*二件*あった".into(),
        found_on: day("2026-11-01"),
        recorded_by: "担当".into(),
        recorded_at: DateTime::default(),
        measures,
        closed: None,
        version: 1,
    }
}

fn filled(step: MeasureStep, finding: &Finding) -> String {
    let contract = contract(plain());
    let basis = NoticeBasis {
        city: "葉月市",
        contract: &contract,
        contractor: "株式会社甲_乙",
        department: "市民課",
        clause: "再委託の制限",
        requirement: "市の承諾なく再委託をしない。",
    };
    let notices = shipped::notices();
    let template = notices.template(step).expect("every step has one");
    template.fill(&basis, finding, finding.measures.last().expect("a measure"), day("2026-11-24"))
}

#[test]
fn every_step_has_a_template_that_names_only_what_is_known() {
    let notices = shipped::notices();
    assert_eq!(notices.templates.len(), MeasureStep::ALL.len());
    for step in MeasureStep::ALL {
        let template = notices.template(*step).unwrap_or_else(|| panic!("{step} has none"));
        assert_eq!(template.unknown_fields(), Vec::<String>::new(), "{step}");
        for field in ["contract_number", "fact", "asked", "due", "today"] {
            assert!(template.body.contains(&format!("{{{field}}}")), "{step} does not say {field}");
        }
    }
    let mut odd = notices.templates[0].clone();
    odd.body.push_str("{nobody} {city}");
    assert_eq!(odd.unknown_fields(), ["nobody"]);
    assert!(FIELDS.is_sorted());
}

#[test]
fn a_notice_says_everything_and_shows_what_was_typed_as_it_was_typed() {
    let text = filled(MeasureStep::Improvement, &finding(vec![measure(MeasureStep::Improvement, "2026-11-24")]));
    for part in ["令和8年11月24日", "令和8年12月20日", "葉月市　市民課", "再委託の制限", "市の承諾なく再委託をしない。", "重大"]
    {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    let html = markdown::to_html(&text);
    assert!(html.contains("承諾のない{city}再委託が*二件*あった"), "{html}");
    assert!(html.contains("株式会社甲_乙"), "{html}");
    assert!(html.contains("- 承諾を受けること &lt;b&gt;至急&lt;/b&gt;") && !html.contains("<b>"), "{html}");
    assert!(!text.contains("{fact}") && !text.contains("{asked}"), "{text}");
}

#[test]
fn a_later_notice_tells_what_was_tried_before() {
    let answered = Measure {
        report: Some(MeasureReport { text: "改めた".into(), on: day("2026-10-20"), by: "課".into() }),
        confirmation: Some(Confirmation { effective: false, remark: "改まっていない".into(), on: day("2026-10-25"), by: "担当".into() }),
        ..measure(MeasureStep::Improvement, "2026-10-01")
    };
    let unanswered = measure(MeasureStep::Improvement, "2026-10-26");
    let text = filled(MeasureStep::Review, &finding(vec![answered, unanswered, measure(MeasureStep::Review, "2026-11-24")]));
    assert!(text.contains("- 令和8年10月1日　改善の要求（期限 令和8年12月20日）：効果なし"), "{text}");
    assert!(text.contains("- 令和8年10月26日　改善の要求（期限 令和8年12月20日）：期限までに報告なし"), "{text}");
    let first = filled(MeasureStep::Ciso, &finding(vec![measure(MeasureStep::Ciso, "2026-11-24")]));
    assert!(first.contains("これまでに求めた措置はありません。"), "{first}");
}
