//! The fields of a report: how and when it was carried out, a question for each clause, and what it comes to.

use domain::{
    certificate::CertificateRow,
    clause::ClauseGroup,
    label::Choice,
    verification::{Answer, CheckItem, Method, Verdict, Verification},
};
use leptos::prelude::*;

use super::{
    checklist::{earlier, grouped},
    words,
};
use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        field::{DateField, RadioField, SelectField, TextArea, options},
        form::use_form,
    },
};

#[component]
pub fn ReportFields(check: Verification, certificates: Vec<CertificateRow>) -> impl IntoView {
    let shown_by = check.methods.contains(&Method::Certificate).then(|| shown_by(&check, &certificates));
    let reason = words::asks_for_reason(&check).then(|| view! { <TextArea name="method_reason" hint=t!(verification.method_reason_hint)/> });
    let means = methods(&check);
    // A question keeps its place in the checklist, whatever part it is shown in: the domain names it by that.
    let parts = grouped(check.checklist.into_iter().enumerate(), |(_, item)| item.group);
    let questions = parts.into_iter().map(|(group, items)| part(group, items)).collect_view();
    view! {
        <fieldset class="fieldset">
            <legend>{t!(verification.part_done)} <small>{t!(verification.part_done_text)}</small></legend>
            <RadioField name="method" required=true options=means hint=t!(verification.method_hint)/>
            <DateField name="carried_out_on" required=true/>
            {reason}
            {shown_by}
        </fieldset>
        {questions}
        <fieldset class="fieldset">
            <legend>{t!(verification.part_end)} <small>{t!(verification.part_end_text)}</small></legend>
            <TextArea name="remarks" hint=t!(verification.remarks_hint)/>
            <RadioField name="verdict" required=true cards=true options=verdicts()/>
        </fieldset>
    }
}

/// The certificate, for where the check is done by one. Where the contractor has none in force, the way to register one.
fn shown_by(check: &Verification, certificates: &[CertificateRow]) -> AnyView {
    let lang = use_lang();
    if certificates.is_empty() {
        return view! { <p class="hint">{t!(verification.no_certificates)}</p> }.into_any();
    }
    let options = certificates.iter().map(|row| (row.id.to_string(), row.offer(lang))).collect();
    let state = use_form();
    let only = check.methods.len() == 1;
    let needless = move || {
        let method = state.value("method");
        !only && !method.is_empty() && Method::read(&method) != Some(Method::Certificate) && state.value("certificate").is_empty()
    };
    view! { <div hidden=needless><SelectField name="certificate" options=options hint=t!(verification.certificate_hint)/></div> }.into_any()
}

fn part(group: ClauseGroup, items: Vec<(usize, CheckItem)>) -> AnyView {
    let count = t!(verification.questions, count = items.len());
    let questions = items.into_iter().map(|(index, item)| question(index, item)).collect_view();
    view! { <fieldset class="fieldset"><legend>{group.label(use_lang())} <small>{count}</small></legend>{questions}</fieldset> }.into_any()
}

/// One question. The remark is folded away until there is something to remark on.
fn question(index: usize, item: CheckItem) -> AnyView {
    let (lang, state) = (use_lang(), use_form());
    let (answer, remark) = (format!("answers[{index}].answer"), format!("answers[{index}].remark"));
    let label = view! { <span class="code">{item.clause.clone()}</span> " " {lang.pick(&item.question, &item.question_en).to_owned()} };
    let before = earlier(&item.earlier);
    let evidence = t!(verification.evidence_of, list = lang.pick(&item.evidence, &item.evidence_en));
    let (asked, told, written) = (answer.clone(), remark.clone(), !state.initial(&remark).is_empty());
    let open = Memo::new(move |_| {
        let finding = matches!(Answer::read(&state.value(&asked)), Some(Answer::Deviates | Answer::Unverified));
        written || finding || !state.errors(&told).is_empty()
    });
    view! {
        <div>
            <input type="hidden" name=state.input_name(&format!("answers[{index}].clause")) value=item.clause/>
            {before}
            <RadioField name=answer options=answers() label=label.into_any() hint=evidence/>
            <details class="model" open=move || open.get()>
                <summary>{t!(verification.remark)}</summary>
                <TextArea name=remark hint=t!(verification.remark_hint)/>
            </details>
        </div>
    }
    .into_any()
}

fn answers() -> Vec<(String, String, String)> {
    options::<Answer>().into_iter().map(|(word, label)| (word, label, String::new())).collect()
}

/// Only what satisfies the check; and what was chosen before, should the check have asked for less then.
fn methods(check: &Verification) -> Vec<(String, String, String)> {
    let lang = use_lang();
    let offered = Method::ALL.iter().filter(|method| check.methods.contains(method) || check.method == Some(**method));
    offered.map(|method| (method.word().to_owned(), method.label(lang).to_owned(), String::new())).collect()
}

fn verdicts() -> Vec<(String, String, String)> {
    let lang = use_lang();
    let explained = |verdict| match verdict {
        Verdict::Adequate => t!(verification.adequate_text),
        Verdict::Improve => t!(verification.improve_text),
        Verdict::Inadequate => t!(verification.inadequate_text),
    };
    Verdict::ALL.iter().map(|verdict| (verdict.word().to_owned(), verdict.label(lang).to_owned(), explained(*verdict).to_owned())).collect()
}
