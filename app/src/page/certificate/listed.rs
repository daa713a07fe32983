//! What the published list of ISMAP says of the number that is being typed.

use domain::{certificate::CertificateKind, date, label::Choice, reference::IsmapAnswer};
use leptos::prelude::*;

use crate::{
    dom,
    lang::use_lang,
    rpc::reference::get_ismap_service,
    t,
    ui::{at_once::IntoAny, form::use_form},
};

#[component]
pub fn Listed() -> impl IntoView {
    let state = use_form();
    let found = RwSignal::new(IsmapAnswer::default());
    let number = Memo::new(move |_| {
        let is_ismap = CertificateKind::read(&state.value("kind")) == Some(CertificateKind::Ismap);
        CertificateKind::Ismap.rule().number.read(&state.value("number")).ok().filter(|_| is_ismap)
    });
    Effect::new(move || {
        found.set(IsmapAnswer::default());
        if let Some(asked) = number.get() {
            leptos::task::spawn_local(async move {
                let Ok(answer) = get_ismap_service(asked.clone()).await else { return };
                if number.try_get_untracked().flatten() != Some(asked) {
                    return;
                }
                let blank = state.values().with_untracked(|fields| fields.get("scope").is_none_or(|scope| scope.trim().is_empty()));
                if let Some(service) = answer.service.as_ref().filter(|_| blank) {
                    dom::fill(&state.input_name("scope"), &service.service);
                }
                found.try_set(answer);
            });
        }
    });
    view! { <div class="field full" aria-live="polite">{move || number.get().and_then(|_| told(found.get()))}</div> }
}

fn told(answer: IsmapAnswer) -> Option<AnyView> {
    let lang = use_lang();
    let day = date::short(answer.as_of?, lang);
    let Some(service) = answer.service else {
        return Some(view! { <div class="callout" data-tone="warn" role="note"><p>{t!(reference.not_listed, day = day)}</p></div> }.into_any());
    };
    let until = t!(reference.listed_until, day = date::short(service.expires_on, lang));
    Some(
        view! {
            <div class="callout" data-tone="info" role="note">
                <strong>{t!(reference.listed, day = day)}</strong>
                <p>{service.service} " " <span class="muted">{service.provider}</span> " " {until}</p>
            </div>
        }
        .into_any(),
    )
}
