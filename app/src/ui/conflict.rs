//! Somebody else saved first: field by field, theirs or mine. What only one of the two changed is chosen already; what both changed is told.
//!
//! The form is posted to the same server function, with the version that now stands; radio buttons carry the fields' own names, so it works
//! without scripting.

use domain::Error;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    audit_trail::Words,
    form::{ErrorSummary, Fields, Form, FormState, input_name},
};
use crate::{
    flash::{Flash, use_flash},
    rpc::Fault,
    t,
};

/// What the inputs of every form that changes a record are called by.
const PREFIX: &str = "form";

/// What the reader was about to save.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    pub fields: Fields,
    /// What the form showed at first.
    pub base: Fields,
    /// The version the form was made of.
    pub version: u64,
}

impl Mine {
    /// Of a form that came back without scripting: stale if the record has gone on, and if nothing else was wrong.
    pub fn of_flash(flash: &Flash, current: u64) -> Option<Self> {
        let version = flash.fields.get("version")?.parse().ok()?;
        let stale = version != current && flash.errors.is_empty();
        stale.then(|| Self { fields: flash.typed(PREFIX), base: flash.fields.get("base").map(|base| unpack(base)).unwrap_or_default(), version })
    }
}

/// What the reader typed. It outlives the record it was typed over, which is fetched anew when somebody else has saved it.
#[derive(Clone, Copy, Default)]
pub struct Draft(RwSignal<Option<Mine>>);

impl Draft {
    /// What was typed into one field.
    pub fn typed(self, path: &str) -> Option<String> {
        self.0.with_untracked(|mine| mine.as_ref()?.fields.get(path).cloned())
    }

    /// What was typed over another version than the one that stands.
    pub fn behind(self, current: u64) -> Option<Mine> {
        self.0.get_untracked().filter(|mine| mine.version != current).or_else(|| Mine::of_flash(&use_flash()?, current))
    }

    /// The `on_error` of the form: in a conflict keeps what was typed and fetches the record anew.
    pub fn keep<T>(self, record: Resource<Result<T, Fault>>, mine: impl Fn() -> Mine + Send + Sync + 'static) -> Callback<Error, bool>
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        Callback::new(move |error| {
            let conflict = matches!(error, Error::Conflict { .. });
            if conflict {
                self.0.set(Some(mine()));
                record.refetch();
            }
            conflict
        })
    }
}

/// What a form says of the record it changes: which one, in which version, and what it showed of it.
pub fn ground(id: String, version: u64, base: &Fields) -> impl IntoView + use<> {
    let inputs = [("id", id), ("version", version.to_string()), ("base", pack(base))];
    inputs.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// The base as a hidden input carries it.
fn pack(base: &Fields) -> String {
    serde_json::to_string(base).unwrap_or_default()
}

fn unpack(base: &str) -> Fields {
    serde_json::from_str(base).unwrap_or_default()
}

/// A field in which the two differ.
#[derive(Debug, PartialEq, Eq)]
struct Difference {
    path: String,
    theirs: String,
    mine: String,
    was: Option<String>,
    /// Both changed it, each to something else: somebody has to weigh it.
    both: bool,
    keep_mine: bool,
}

/// Every field the form has, in which theirs and mine differ.
fn differences(theirs: &Fields, mine: &Mine) -> Vec<Difference> {
    let blank = String::new();
    let paths = theirs.keys().chain(mine.fields.keys().filter(|path| !theirs.contains_key(*path)));
    paths
        .filter_map(|path| {
            let (their, my) = (theirs.get(path).unwrap_or(&blank), mine.fields.get(path).unwrap_or(&blank));
            if is_same(their, my) {
                return None;
            }
            let was = mine.base.get(path).cloned();
            let changed = |value: &str| !was.as_deref().is_some_and(|was| is_same(was, value));
            let (they_did, i_did) = (changed(their), changed(my));
            let both = they_did && i_did;
            Some(Difference { path: path.clone(), theirs: their.clone(), mine: my.clone(), was, both, keep_mine: i_did })
        })
        .collect()
}

/// A form that is posted breaks its lines otherwise than a script reads them.
fn is_same(one: &str, other: &str) -> bool {
    one.lines().eq(other.lines())
}

/// The page's form in a conflict.
#[component]
pub fn Conflict<S, T>(
    action: ServerAction<S>,
    draft: Draft,
    record: Resource<Result<T, Fault>>,
    id: String,
    /// The record as it stands.
    theirs: Fields,
    /// Its version.
    current: u64,
    mine: Mine,
    words: Words,
    /// The record's page: giving up one's own changes.
    #[prop(into)]
    page: String,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    S: ServerFn<Error = Fault> + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    let found = differences(&theirs, &mine);
    // Saved a third time meanwhile: the same choice again, against what stands then.
    let on_error = draft.keep(record, move || mine.clone());
    let both = found.iter().filter(|difference| difference.both).count();
    let same: Vec<(String, String)> =
        theirs.iter().filter(|(path, _)| found.iter().all(|difference| difference.path != **path)).map(|(path, value)| (path.clone(), value.clone())).collect();
    // Nothing is checked here: the server does, and what it says is shown above.
    let state = FormState::with_fields::<serde_json::Value>(PREFIX, theirs.clone(), None, |_| Vec::new(), words.label);
    let ground = ground(id, current, &theirs);
    let same = same.into_iter().map(|(path, value)| view! { <input type="hidden" name=input_name(PREFIX, &path) value=value/> }).collect_view();
    let rows = found.into_iter().map(|difference| row(difference, words)).collect_view();
    let form = move || {
        view! {
            <ErrorSummary/>
            {ground}
            {same}
            <table class="conflict">
                <thead><tr><th scope="col">{t!(common.field)}</th><th scope="col">{t!(common.conflict_theirs)}</th><th scope="col">{t!(common.conflict_mine)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="actions">
                <button class="btn primary">{t!(common.conflict_save)}</button>
                <a class="btn quiet" href=page>{t!(common.conflict_give_up)}</a>
            </p>
        }
    };
    let text = if both > 0 { t!(common.conflict_both, count = both) } else { t!(common.conflict_apart).to_owned() };
    view! {
        <div class="callout" data-tone="warn" role="alert"><strong>{t!(common.conflict_title)}</strong><p>{text}</p></div>
        <Form state=state action=action on_error=on_error>
            {form()}
        </Form>
    }
}

fn row(difference: Difference, words: Words) -> impl IntoView {
    let Difference { path, theirs, mine, was, both, keep_mine } = difference;
    let name = input_name(PREFIX, &path);
    let shown = |value: &str| if value.is_empty() { t!(common.blank).to_owned() } else { (words.value)(&path, value) };
    // Beside what was changed stands what it was.
    let before = |value: &str| {
        let was = was.as_deref().filter(|was| !is_same(was, value))?;
        Some(view! { <span class="was">{t!(common.conflict_was, value = shown(was))}</span> })
    };
    let (their_words, my_words, they_had, i_had) = (shown(&theirs), shown(&mine), before(&theirs), before(&mine));
    view! {
        <tr>
            <th scope="row">{(words.label)(&path)} {both.then(|| view! { <span class="req">{t!(common.conflict_mark)}</span> })}</th>
            <td data-label=t!(common.conflict_theirs)>
                <label><input type="radio" name=name.clone() value=theirs checked=!keep_mine/><span>{their_words} {they_had}</span></label>
            </td>
            <td data-label=t!(common.conflict_mine)>
                <label><input type="radio" name=name value=mine checked=keep_mine/><span>{my_words} {i_had}</span></label>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_one_side_changed_is_chosen_and_what_both_changed_is_told() {
        let base = fields(&[("name", "葉月"), ("phone", "1"), ("address", "市役所前"), ("note", "一\n二")]);
        let theirs = fields(&[("name", "葉月情報"), ("phone", "2"), ("address", "市役所前"), ("note", "一\n二")]);
        let mine = Mine { fields: fields(&[("name", "葉月システム"), ("phone", "1"), ("address", "駅前"), ("note", "一\r\n二")]), base, version: 1 };
        let found = differences(&theirs, &mine);
        let told: Vec<_> = found.iter().map(|difference| (difference.path.as_str(), difference.both, difference.keep_mine)).collect();
        assert_eq!(told, [("address", false, true), ("name", true, true), ("phone", false, false)]);
    }

    #[test]
    fn a_form_that_came_back_is_in_conflict_only_if_the_record_went_on() {
        let flash = Flash { fields: fields(&[("version", "3"), ("form[name]", "葉月"), ("base", r#"{"name":"葉"}"#)]), ..Flash::default() };
        let mine = Mine::of_flash(&flash, 4).expect("stale");
        assert_eq!((mine.version, mine.base["name"].as_str(), mine.fields["name"].as_str()), (3, "葉", "葉月"));
        assert_eq!(Mine::of_flash(&flash, 3), None);
        assert_eq!(Mine::of_flash(&Flash::default(), 3), None);
    }
}
