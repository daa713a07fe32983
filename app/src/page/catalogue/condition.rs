//! The rule form: which contracts the clause is for, as boxes and rows of plain words; below it the rule as a sentence.

use domain::{
    catalogue_draft::{ClauseForm, MOST_CONDITIONS},
    clause::{Condition, Fact, Relation, Values},
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        field::{CheckField, SelectField, Wiring, options},
        form::use_form,
    },
};

/// Blank rows offered below those in use.
const SPARE: usize = 2;

pub fn rows(used: usize) -> usize {
    (used + SPARE).min(MOST_CONDITIONS)
}

#[component]
pub fn RuleFields(rows: usize) -> impl IntoView {
    let conditions = (0..rows).map(|index| view! { <ConditionRow index=index/> }).collect_view();
    view! {
        <fieldset class="fieldset">
            <legend>{t!(catalogue.part_rule)} <small>{t!(catalogue.part_rule_text)}</small></legend>
            <p class="hint">{t!(catalogue.applies_hint)}</p>
            <div class="grid-2">
                <CheckField name="applies.outsourcing"/>
                <CheckField name="applies.system"/>
                <CheckField name="applies.cloud"/>
                <CheckField name="applies.personal"/>
                <CheckField name="applies.my_number"/>
            </div>
            <p class="hint">{t!(catalogue.when_hint)}</p>
            {conditions}
            <Sentence/>
            <div class="grid-2">
                <CheckField name="blocking" hint=t!(catalogue.blocking_hint)/>
                <CheckField name="closing" hint=t!(catalogue.closing_hint)/>
                <CheckField name="flows_down" hint=t!(catalogue.flows_down_hint)/>
            </div>
        </fieldset>
    }
}

#[component]
fn ConditionRow(index: usize) -> impl IntoView {
    let path = |field: &str| format!("when[{index}].{field}");
    view! {
        <div class="condition" role="group" aria-label=t!(catalogue.condition, number = index + 1)>
            <SelectField name=path("fact") options={options::<Fact>()} blank=t!(catalogue.no_condition)/>
            <ValueField index=index/>
            <SelectField name=path("relation") options={options::<Relation>()} blank=t!(catalogue.no_relation)/>
        </div>
    }
}

/// A number, or one of the values the chosen fact can have.
#[component]
fn ValueField(index: usize) -> impl IntoView {
    let (state, lang) = (use_form(), use_lang());
    let wiring = Wiring::new(format!("when[{index}].value"), None, false);
    let fact = Memo::new(move |_| Fact::from_word(&state.value(&format!("when[{index}].fact"))));
    let (path, kept) = (wiring.path.clone(), wiring.clone());
    let input = move || {
        let (id, name, invalid, described) = (kept.id.clone(), kept.name.clone(), kept.is_invalid(), kept.described_by());
        let now = state.values().with_untracked(|fields| fields.get(&path).cloned().unwrap_or_default());
        let words = match fact.get().map(|fact| fact.values(lang)) {
            Some(Values::OneOf(words)) => words,
            Some(Values::Flag) => vec![("yes", t!(catalogue.there_is)), ("no", t!(catalogue.there_is_none))],
            Some(Values::Count) | None => {
                return view! { <input id=id name=name value=now type="text" autocomplete="off" aria-invalid=invalid aria-describedby=described/> }.into_any();
            }
        };
        let words = words.into_iter().map(|(word, label)| view! { <option value=word selected=word == now>{label}</option> }).collect_view();
        view! {
            <select id=id name=name aria-invalid=invalid aria-describedby=described>
                <option value="">{t!(common.choose)}</option>
                {words}
            </select>
        }
        .into_any()
    };
    wiring.frame(false, input.into_any())
}

/// The conditions as they will be read; follows the typing.
#[component]
fn Sentence() -> impl IntoView {
    let (state, lang) = (use_form(), use_lang());
    let said = move || {
        let conditions: Vec<Condition> = state.form::<ClauseForm>().when.iter().filter_map(domain::catalogue_draft::ConditionForm::read).collect();
        if conditions.is_empty() {
            return t!(catalogue.always).to_owned();
        }
        let said: Vec<String> = conditions.into_iter().map(|condition| condition.say(lang)).collect();
        t!(catalogue.only_when, conditions = said.join(t!(catalogue.and)))
    };
    view! { <p class="hint" aria-live="polite">{said}</p> }
}
