//! The checklist as it is read: what is asked, what was found, and what to look at. Findings stand out; the rest recedes.

use domain::{
    clause::ClauseGroup,
    date,
    label::Choice,
    verification::{Answer, CheckItem, EarlierFinding, FoundBy, VerificationView},
};
use leptos::prelude::*;

use super::words::is_finding;
use crate::{
    lang::use_lang,
    page::finding::standing::{FindingStateBadge, SeverityBadge},
    query::use_asked,
    t,
    ui::{at_once::IntoAny, empty::Empty, page_head::Panel, state::Badge, table::Chip},
};

/// What became of the deviations: findings recorded of this check, and where another is recorded, if the reader may.
#[derive(Clone)]
struct Recorded {
    findings: Vec<FoundBy>,
    new: Option<String>,
}

/// `begun`: somebody has filled something in, so that what is unanswered is worth saying.
#[component]
pub fn Checklist(view: VerificationView, begun: bool) -> impl IntoView {
    let asked = use_asked();
    let elsewhere = (!view.earlier.is_empty()).then(|| {
        let found = earlier(&view.earlier);
        view! { <div class="callout" data-tone="warn" role="note"><strong>{t!(verification.earlier_title)}</strong> {found}</div> }
    });
    let (items, check) = (view.verification.checklist, view.verification.id);
    let new = view.may_find.then(|| format!("/contracts/{}/findings/new?verification={check}", view.verification.contract));
    let recorded = Recorded { findings: view.findings, new };
    let title = if begun { t!(verification.checklist) } else { t!(verification.to_ask) };
    if items.is_empty() {
        return view! { <Empty title=t!(verification.no_questions) text=t!(verification.no_questions_text)/> }.into_any();
    }
    let count = t!(verification.questions, count = items.len());
    let summary = if begun { tally(&items) } else { t!(verification.to_ask_text).to_owned() };
    let chip = items.iter().any(is_finding).then(|| {
        view! {
            <div class="filters" role="group" aria-label=t!(verification.quick_filters)>
                <Chip name="only" value="findings" label=t!(verification.only_findings)/>
            </div>
        }
    });
    // A condition that finds nothing would hide a checklist that is all well.
    let narrowed = chip.is_some();
    let only = Memo::new(move |_| narrowed && asked.read().text("only") == "findings");
    let groups = StoredValue::new(grouped(items, |item| item.group));
    let lists = move || {
        let only = only.get();
        groups.with_value(|groups| {
            let shown = |item: &&CheckItem| !only || is_finding(item);
            groups
                .iter()
                .filter(|(_, items)| items.iter().any(|item| shown(&item)))
                .map(|(group, items)| part(*group, items.iter().filter(shown), begun, &recorded))
                .collect::<Vec<AnyView>>()
        })
    };
    view! { <Panel id="checklist-h" title=title count=count><p class="muted">{summary}</p> {elsewhere} {chip}</Panel> {lists} }.into_any()
}

/// The parts of a checklist, in its own order.
pub fn grouped<T>(items: impl IntoIterator<Item = T>, group_of: impl Fn(&T) -> ClauseGroup) -> Vec<(ClauseGroup, Vec<T>)> {
    let mut groups: Vec<(ClauseGroup, Vec<T>)> = Vec::new();
    for item in items {
        let of = group_of(&item);
        match groups.iter_mut().find(|(group, _)| *group == of) {
            Some((_, items)) => items.push(item),
            None => groups.push((of, vec![item])),
        }
    }
    groups
}

/// How many of each answer; what nobody gave is left out.
fn tally(items: &[CheckItem]) -> String {
    let lang = use_lang();
    let answers = Answer::ALL.iter().map(|answer| (answer.label(lang), items.iter().filter(|item| item.answer == Some(*answer)).count()));
    let open = (t!(verification.unanswered), items.iter().filter(|item| item.answer.is_none()).count());
    let said: Vec<String> = answers.chain([open]).filter(|(_, count)| *count > 0).map(|(label, count)| format!("{label} {count}")).collect();
    said.join(t!(verification.comma))
}

fn part<'a>(group: ClauseGroup, items: impl Iterator<Item = &'a CheckItem>, begun: bool, recorded: &Recorded) -> AnyView {
    let id = format!("group-{}", group.word());
    let items: Vec<AnyView> = items.map(|item| line(item.clone(), begun, recorded).into_any()).collect();
    let count = t!(verification.questions, count = items.len());
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{group.label(use_lang())}</h2><span class="count">{count}</span></div>
            <ol class="clauses">{items}</ol>
        </section>
    }
    .into_any()
}

fn line(item: CheckItem, begun: bool, recorded: &Recorded) -> impl IntoView + use<> {
    let lang = use_lang();
    let (question, evidence) = (lang.pick(&item.question, &item.question_en).to_owned(), lang.pick(&item.evidence, &item.evidence_en).to_owned());
    let (state, tone) = match item.answer {
        Some(Answer::Conforms) => (Some("present"), "ok"),
        Some(Answer::Deviates) => (Some("missing"), "danger"),
        Some(Answer::NotApplicable) => (Some("excepted"), "neutral"),
        Some(Answer::Unverified) => (None, "warn"),
        None => (None, "neutral"),
    };
    let answer = match item.answer {
        Some(answer) => Some(view! { <Badge tone=tone label=answer.label(lang)/> }.into_any()),
        None => begun.then(|| view! { <span class="muted">{t!(verification.unanswered)}</span> }.into_any()),
    };
    let links = finding_links(&item, recorded);
    let earlier = earlier(&item.earlier);
    let remark = (!item.remark.is_empty()).then(|| view! { <p class="quote">{item.remark}</p> });
    let evidence = (!evidence.is_empty()).then(|| {
        view! { <details class="model"><summary>{t!(verification.evidence)}</summary><p class="muted">{evidence}</p></details> }
    });
    view! {
        <li class="clause" id=format!("clause-{}", item.clause) data-state=state>
            <span class="id">{item.clause.clone()}</span>
            <h3 class="title">{question}</h3>
            <span class="article"></span>
            <span class="state">{answer}</span>
            {earlier}
            {remark}
            {links}
            {evidence}
        </li>
    }
}

/// What was found wrong before, with the way there.
pub fn earlier(found: &[EarlierFinding]) -> impl IntoView + use<> {
    let said = |found: &EarlierFinding| {
        let on = date::short(found.found_on, use_lang());
        view! {
            <p class="quote earlier">
                <strong>{t!(verification.earlier, day = on)}</strong>
                " "
                <a class="link" href=format!("/findings/{}", found.finding)>{found.fact.clone()}</a>
            </p>
        }
    };
    found.iter().map(said).collect_view()
}

/// The findings recorded of one question, or the way to record one.
fn finding_links(item: &CheckItem, recorded: &Recorded) -> Option<impl IntoView + use<>> {
    let of_clause: Vec<&FoundBy> = recorded.findings.iter().filter(|found| found.clause == item.clause).collect();
    let links = of_clause
        .iter()
        .map(|found| {
            view! {
                <a class="link" href=format!("/findings/{}", found.finding)>{t!(finding.made)}</a>
                " "
                <SeverityBadge severity=found.severity/>
                " "
                <FindingStateBadge state=found.state/>
            }
        })
        .collect_view();
    let new = recorded.new.as_ref().filter(|_| of_clause.is_empty() && is_finding(item)).map(|new| {
        view! { <a class="btn quiet small" href=format!("{new}&clause={}", item.clause)>{t!(finding.make)} " " <span class="sr">{item.clause.clone()}</span></a> }
    });
    (!of_clause.is_empty() || new.is_some()).then(|| view! { <p class="quote">{links} {new}</p> })
}
