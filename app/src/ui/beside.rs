//! A short form that stands beside a record. What was typed into it outlives the record, which somebody else may have changed meanwhile.

use domain::{Error, error::FieldError};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use super::form::{Fields, FormState, fields_of, input_name};
use crate::{
    flash::{Flash, use_flash_of},
    lang::use_lang,
};

/// Fetches the record anew whenever an action was carried out; each action by itself, so that the fault of one is not swept away by what another did before.
pub fn renewed_by<S, T>(record: Resource<T>, action: ServerAction<S>)
where
    S: ServerFn<Output = ()> + Clone + Send + Sync + 'static,
    S::Error: Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move || {
        if value.with(|value| matches!(value, Some(Ok(())))) {
            record.refetch();
        }
    });
}

/// Made once a page.
#[derive(Clone, Copy)]
pub struct Beside {
    /// Inputs are called `prefix[path]`.
    prefix: &'static str,
    /// A field that is always sent: what came back without scripting belongs to the form that has it.
    mark: &'static str,
    typed: RwSignal<Option<Fields>>,
    /// Fetches the record anew.
    again: Callback<()>,
}

impl Beside {
    pub fn new<T>(prefix: &'static str, mark: &'static str, record: Resource<T>) -> Self
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        Self { prefix, mark, typed: RwSignal::new(None), again: Callback::new(move |()| record.refetch()) }
    }

    /// Whether this form came back without scripting: then it says itself what was wrong.
    pub fn came_back(self) -> Option<Flash> {
        use_flash_of(&input_name(self.prefix, self.mark))
    }

    pub fn state<T>(self, shown: &T, version: u64, check: impl Fn(&T) -> Vec<FieldError> + Send + Sync + 'static, label: fn(&str) -> String) -> FormState
    where
        T: Serialize + DeserializeOwned + 'static,
    {
        match self.typed.try_update(Option::take).flatten() {
            Some(fields) => {
                let told = Flash::of(&Error::Conflict { current: version }, use_lang());
                FormState::with_fields::<T>(self.prefix, fields, Some(told), check, label)
            }
            None if self.came_back().is_some() => FormState::new(self.prefix, shown, check, label),
            None => FormState::with_fields::<T>(self.prefix, fields_of(shown), None, check, label),
        }
    }

    /// What was typed belongs to something else than what is shown now.
    pub fn forget(self) {
        self.typed.set(None);
    }

    /// In a conflict keeps what was typed and fetches the record anew.
    pub fn on_error(self, state: FormState) -> Callback<Error, bool> {
        Callback::new(move |error| {
            let conflict = matches!(error, Error::Conflict { .. });
            if conflict {
                self.typed.set(Some(state.values().get_untracked()));
                self.again.run(());
            }
            conflict
        })
    }
}
