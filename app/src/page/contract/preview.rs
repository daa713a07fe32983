//! While a contract is typed: the tier it would have, and why. Asked of the server, for the weights are the city's policy.

use std::time::Duration;

use domain::{contract::ContractForm, risk::Assessment};
use leptos::prelude::*;

use crate::{
    rpc::{Fault, contract::assess_contract},
    t,
    ui::{at_once::IntoAny, form::use_form, load::fetched, reasons::Reasons, state::TierMark},
};

const PAUSE: Duration = Duration::from_millis(400);

#[component]
pub fn Preview() -> impl IntoView {
    let state = use_form();
    let nature = Memo::new(move |_| nature(state.form()));
    // What the question is asked of; follows when the typing rests.
    let settled = RwSignal::new(nature.get_untracked());
    let mut settle = debounce(PAUSE, move |now: Option<ContractForm>| {
        settled.try_set(now);
    });
    Effect::new(move |before: Option<Option<ContractForm>>| {
        let now = nature.get();
        if before.is_some_and(|before| before != now) {
            settle(now.clone());
        }
        now
    });
    let answer = fetched(
        move || settled.get(),
        |form| async move {
            match form {
                Some(form) => assess_contract(form).await.map(Some),
                None => Ok(None),
            }
        },
    );
    view! {
        <section class="fieldset" aria-labelledby="preview-h">
            <h2 id="preview-h">{t!(contract.preview)} <small>{t!(contract.preview_text)}</small></h2>
            <div aria-live="polite">
                <Transition>{move || Suspend::new(async move { shown(answer.await) })}</Transition>
            </div>
        </section>
    }
}

fn shown(answer: Result<Option<Assessment>, Fault>) -> AnyView {
    match answer {
        Ok(Some(assessment)) => {
            let Assessment { tier, points, policy_version, reasons } = assessment;
            view! {
                <p class="page-sub"><TierMark tier=tier large=true/> <strong>{t!(common.points, points = points)}</strong></p>
                <Reasons reasons=reasons summary=t!(contract.why_tier) version=policy_version open=true/>
            }
            .into_any()
        }
        Ok(None) => view! { <p class="muted">{t!(contract.preview_none)}</p> }.into_any(),
        // It decides nothing here: the form can be sent all the same.
        Err(_) => view! { <p class="muted">{t!(contract.preview_failed)}</p> }.into_any(),
    }
}

/// The fields the tier follows from; nothing while the two that weigh most are open.
fn nature(form: ContractForm) -> Option<ContractForm> {
    if form.confidentiality.is_empty() || form.personal.is_empty() {
        return None;
    }
    Some(ContractForm {
        kind: form.kind,
        confidentiality: form.confidentiality,
        integrity: form.integrity,
        availability: form.availability,
        personal: form.personal,
        records: form.records,
        segment: form.segment,
        remote_access: form.remote_access,
        off_premises: form.off_premises,
        data_abroad: form.data_abroad,
        subcontract_depth: form.subcontract_depth,
        ..ContractForm::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_does_not_ask_for_the_tier_again() {
        let form = ContractForm { confidentiality: "2".into(), personal: "none".into(), ..ContractForm::default() };
        let titled = ContractForm { title: "保守".into(), ..form.clone() };
        assert_eq!(nature(form.clone()), nature(titled));
        assert_eq!(nature(ContractForm { personal: String::new(), ..form }), None);
    }
}
