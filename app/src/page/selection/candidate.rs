//! One candidate. Opened to go on with the answers, to decide on them, or to see later why the city took this contractor.

use domain::{
    attachment::Subject,
    certificate::CertificateRow,
    id::SelectionId,
    label::Choice,
    permission::Operation,
    person::Role,
    selection::{Answer, Criterion, CriterionGroup, Grade, Selection, SelectionStage, SelectionState, SelectionView},
};
use leptos::prelude::*;

use super::{
    compare::GradeMark,
    decide::Decide,
    declared::{declared, use_own_flash},
    history, page_of, use_selection,
};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    page::{attachment::panel::AttachmentPanel, certificate::standing::cited},
    session::{Session, use_session},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        icon::Icon,
        load::load,
        page_head::{Fact, PageHead, Panel, or_dash},
        reasons::Reasons,
        state::{Badge, Day, SelectionStateBadge},
    },
};

#[component]
pub fn CandidatePage() -> impl IntoView {
    let session = use_session();
    load(use_selection(), move |view| overview(view, session))
}

fn overview(view: SelectionView, session: Session) -> impl IntoView {
    let decide = view.may_decide.then(|| view! { <Decide view=view.clone()/> });
    let note = (!view.may_decide && use_own_flash().is_none()).then(|| view! { <FlashNote/> });
    let (declared, answers) = (declared(&view), answers(&view));
    let kept = view.selection.id.to_string();
    view! {
        {head(&view)}
        {note}
        {returned(&view)}
        {standing(&view, session)}
        <div class="split">
            <div>{declared} {answers} <AttachmentPanel subject=Subject::Selection record=kept/></div>
            <div class="lead"><Result view=view/> {decide}</div>
        </div>
    }
}

/// Title, state and the way back to the work, the same on both pages of a candidate.
pub fn head(view: &SelectionView) -> impl IntoView + use<> {
    let selection = &view.selection;
    let over = view! { <SelectionStateBadge state=view.state/> };
    let work = format!("/selections/{}", selection.procurement);
    let sub = view! { <a class="link" href=work>{selection.title.clone()}</a> <span>{view.department_name.clone()}</span> };
    let history = view.may_read_audit.then(|| history(SelectionId::TABLE, selection.id.as_str()));
    let answer = view.may_answer.then(|| {
        let href = format!("{}/answers", page_of(&selection.procurement, &selection.id));
        view! { <a class="btn primary" href=href data-key="e"><Icon name="edit"/>{t!(selection.answer_action)}</a> }
    });
    view! { <PageHead title=t!(selection.candidate_title, contractor = view.contractor_name) over=over.into_any() sub=sub.into_any()>{history} {answer}</PageHead> }
}

fn note(tone: &'static str, title: String, text: String) -> AnyView {
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! { <div class="callout" data-tone=tone role="note"><strong>{title}</strong>{text}</div> }.into_any()
}

/// What has to be put right.
pub fn returned(view: &SelectionView) -> Option<AnyView> {
    let selection = &view.selection;
    (selection.stage == SelectionStage::Draft && selection.decided_on.is_some()).then(|| {
        let title = view.decided_by_name.as_ref().map_or_else(|| t!(selection.returned).to_owned(), |name| t!(selection.returned_by, name = name));
        note("warn", title, selection.decision.clone())
    })
}

/// Whose turn it is, where that is not the reader's own next step.
fn standing(view: &SelectionView, session: Session) -> Option<AnyView> {
    if view.state != SelectionState::Submitted || view.may_decide {
        return None;
    }
    let own = session.can(Operation::DecideSelection) && view.selection.submitted_by.as_ref() == Some(&session.me().id);
    Some(if own {
        note("info", t!(selection.own_then).to_owned(), t!(selection.own_text).to_owned())
    } else {
        note("info", t!(selection.awaits, role = Role::SecurityOfficer.label(use_lang())), String::new())
    })
}

/// What it comes to, and what was decided.
#[component]
fn Result(view: SelectionView) -> impl IntoView {
    let (selection, score, lang) = (view.selection, view.score, use_lang());
    let submitted = selection.submitted_at.map(|at| t!(selection.of_person, name = view.submitted_by_name.unwrap_or_default(), at = instant(at)));
    let decided = (selection.stage != SelectionStage::Draft).then_some(selection.decided_on).flatten().map(|day| {
        let name = view.decided_by_name.unwrap_or_default();
        view! { <Fact label=t!(selection.decided)>{name} " " <Day day=day/></Fact> }
    });
    let decision = (selection.stage != SelectionStage::Draft && !selection.decision.is_empty())
        .then(|| view! { <Fact label=t!(selection.decision)>{selection.decision.clone()}</Fact> });
    let conditions = selection
        .conditions
        .into_iter()
        .map(|condition| view! { <li>{condition.text} " " <span class="muted">{t!(selection.until_day, day = domain::date::short(condition.due, lang))}</span></li> })
        .collect_view();
    let conditions = (selection.stage == SelectionStage::Conditional).then(|| view! { <Fact label=t!(selection.conditions)><ul>{conditions}</ul></Fact> });
    let until = selection.valid_until.map(|day| view! { <Fact label=t!(selection.valid_until)><Day day=day/></Fact> });
    let hindrances = score.hindrances.iter().map(|message| view! { <li>{message.say(lang)}</li> }).collect_view();
    let hindrances = (!score.hindrances.is_empty()).then(|| view! { <Fact label=t!(selection.stands_against)><ul>{hindrances}</ul></Fact> });
    view! {
        <Panel id="result-h" title=t!(selection.standing)>
            <dl class="facts lines">
                <Fact label=t!(selection.score)>
                    <strong>{t!(selection.percent, percent = score.percent)}</strong> " " {t!(selection.points_of, of = score.of, points = score.points)}
                </Fact>
                <Fact label=t!(selection.answered)>{t!(selection.answered_of, total = score.asked, count = score.answered)}</Fact>
                {hindrances}
                <Fact label=t!(selection.submitted)>{or_dash(&submitted.unwrap_or_default())}</Fact>
                {decided}
                {decision}
                {conditions}
                {until}
                <Fact label=t!(selection.rule_version)>{t!(selection.criteria_version, version = selection.criteria_version)}</Fact>
                <Fact label=t!(common.contractor)><a class="link" href=format!("/contractors/{}", selection.contractor)>{view.contractor_name}</a></Fact>
            </dl>
            {(!score.reasons.is_empty()).then(|| view! { <Reasons reasons=score.reasons summary=t!(selection.why_score) version=selection.criteria_version/> })}
        </Panel>
    }
}

fn answers(view: &SelectionView) -> AnyView {
    let selection = &view.selection;
    let lead = selection.answers.is_empty().then(|| view! { <p class="muted">{t!(selection.no_answers)}</p> });
    let count = t!(selection.questions, count = view.criteria.len());
    let groups = CriterionGroup::ALL
        .iter()
        .map(|group| (group, view.criteria.iter().filter(|criterion| criterion.group == *group).collect::<Vec<_>>()))
        .filter(|(_, criteria)| !criteria.is_empty())
        .map(|(group, criteria)| part(*group, &criteria, selection, &view.certificates))
        .collect_view();
    let paragraphs = selection.remarks.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    let remarks =
        (!selection.remarks.is_empty()).then(|| view! { <Panel id="remarks-h" title=t!(selection.remarks)><div class="prose">{paragraphs}</div></Panel> });
    view! { <Panel id="answers-h" title=t!(selection.answers) count=count>{lead}</Panel> {groups} {remarks} }.into_any()
}

fn part(group: CriterionGroup, criteria: &[&Criterion], selection: &Selection, certificates: &[CertificateRow]) -> AnyView {
    let id = format!("group-{}", group.word());
    let count = t!(selection.questions, count = criteria.len());
    let items = criteria
        .iter()
        .map(|criterion| {
            let answer = selection.answers.iter().find(|answer| answer.criterion == criterion.id);
            let declared = selection.declaration.as_ref().and_then(|declaration| declaration.of(&criterion.id)).and_then(|declared| declared.grade);
            line(criterion, certificates, answer, declared).into_any()
        })
        .collect::<Vec<AnyView>>();
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{group.label(use_lang())}</h2><span class="count">{count}</span></div>
            <ol class="clauses">{items}</ol>
        </section>
    }
    .into_any()
}

/// What the contractor declared is told where the city sees it otherwise, or does not yet see it.
fn line(criterion: &Criterion, certificates: &[CertificateRow], answer: Option<&Answer>, declared: Option<Grade>) -> impl IntoView + use<> {
    let lang = use_lang();
    let grade = answer.and_then(|answer| answer.grade);
    let state = match grade {
        Some(Grade::Met) => Some("present"),
        Some(Grade::NotMet) => Some("missing"),
        Some(Grade::NotApplicable) => Some("excepted"),
        Some(Grade::Partly) | None => None,
    };
    let mark = match grade {
        Some(grade) => view! { <GradeMark grade=grade/> }.into_any(),
        None => view! { <span class="muted">{t!(selection.unanswered)}</span> }.into_any(),
    };
    let told = |text: Option<&String>| text.filter(|text| !text.is_empty()).map(|text| view! { <p class="quote">{text.clone()}</p> });
    let (evidence, remark) = (told(answer.map(|answer| &answer.evidence)), told(answer.map(|answer| &answer.remark)));
    let declared = declared.filter(|declared| grade != Some(*declared)).map(|declared| {
        view! { <p class="quote"><span class="muted">{t!(selection.declared_as, grade = declared.label(lang))}</span></p> }
    });
    let named = answer.iter().flat_map(|answer| &answer.certificates);
    let shown: Vec<_> = named.filter_map(|id| certificates.iter().find(|row| row.id == *id)).map(|row| view! { <li>{cited(row)}</li> }).collect();
    let shown = (!shown.is_empty()).then(|| view! { <ul class="quote" aria-label=t!(certificate.cited)>{shown}</ul> });
    let blocking = criterion.blocking.then(|| view! { " " <Badge tone="accent" label=t!(selection.blocking)/> });
    view! {
        <li class="clause" id=format!("criterion-{}", criterion.id) data-state=state>
            <span class="id">{criterion.id.clone()}</span>
            <h3 class="title">{criterion.text(lang).to_owned()} {blocking}</h3>
            <span class="article">{t!(selection.weight, weight = criterion.weight)}</span>
            <span class="state">{mark}</span>
            {evidence}
            {shown}
            {remark}
            {declared}
        </li>
    }
}
