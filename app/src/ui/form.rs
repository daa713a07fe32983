//! Forms. One state a form, whatever the noun: what is typed, what the rules say of it while it is typed, and what the server said of it last.
//!
//! Without scripting the very same form is posted as it stands, and the page comes back with a [`Flash`]. With scripting the domain's own
//! checks run in the browser: a field is judged once it has been left, and from its first error on with every key.

mod paths;

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use domain::{Error, error::FieldError, message::Message};
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn, web_sys};
use serde::{Serialize, de::DeserializeOwned};

use super::at_once::{Children, IntoAny};
use crate::{
    dom,
    flash::{Flash, use_flash},
    lang::use_lang,
    rpc::Fault,
    t,
};

pub use paths::{Fields, fields_of, id_of, input_name, path_of, read_fields};

type Check = Arc<dyn Fn(&Fields) -> Vec<FieldError> + Send + Sync>;

#[derive(Clone, Copy)]
pub struct FormState {
    /// Inputs are called `prefix[path]`, as a server function with an argument of that name reads them; blank for bare names.
    prefix: &'static str,
    /// Where the fields of this part of the form lie in the whole; blank for the whole itself. See [`FormState::within`].
    part: &'static str,
    /// What a field is called on the screen.
    label: fn(&str) -> String,
    check: StoredValue<Check>,
    initial: StoredValue<Fields>,
    values: RwSignal<Fields>,
    typed: RwSignal<BTreeSet<String>>,
    /// Fields that have been left, or sent: their errors are shown.
    touched: RwSignal<BTreeSet<String>>,
    live: RwSignal<Vec<FieldError>>,
    /// What the button said that sent the form last: a form may ask for more when it is handed in than when it is kept.
    pressed: RwSignal<Option<(String, String)>>,
    told: RwSignal<Option<Flash>>,
    busy: RwSignal<bool>,
}

impl FormState {
    /// `shown` is what the form begins with; a [`Flash`] of this page puts what was typed over it.
    pub fn new<T>(prefix: &'static str, shown: &T, check: impl Fn(&T) -> Vec<FieldError> + Send + Sync + 'static, label: fn(&str) -> String) -> Self
    where
        T: Serialize + DeserializeOwned + 'static,
    {
        let flash = use_flash();
        let mut initial = fields_of(shown);
        if let Some(flash) = &flash {
            let typed = flash.typed(prefix);
            if !typed.is_empty() {
                // A box that is not ticked is not sent at all.
                initial.values_mut().filter(|value| *value == "true").for_each(String::clear);
            }
            initial.extend(typed);
        }
        Self::with_fields::<T>(prefix, initial, flash, check, label)
    }

    /// A form that begins with these values and these errors; for pages that decide for themselves.
    pub fn with_fields<T>(
        prefix: &'static str,
        initial: Fields,
        told: Option<Flash>,
        check: impl Fn(&T) -> Vec<FieldError> + Send + Sync + 'static,
        label: fn(&str) -> String,
    ) -> Self
    where
        T: DeserializeOwned + 'static,
    {
        let check: Check = Arc::new(move |fields| read_fields::<T>(fields).map_or_else(Vec::new, |form| check(&form)));
        let touched = told.iter().flat_map(|flash| flash.errors.iter().map(|error| error.field.clone())).collect();
        Self {
            prefix,
            part: "",
            label,
            check: StoredValue::new(check),
            values: RwSignal::new(initial.clone()),
            initial: StoredValue::new(initial),
            typed: RwSignal::default(),
            touched: RwSignal::new(touched),
            live: RwSignal::default(),
            pressed: RwSignal::default(),
            told: RwSignal::new(told),
            busy: RwSignal::new(false),
        }
    }

    /// A part of the form: fields inside are named as if it were the whole, so that the fields of a noun serve in forms that hold one.
    #[must_use]
    pub fn within(self, part: &'static str) -> Self {
        Self { part, ..self }
    }

    /// The path of a field of this part in the whole form.
    pub fn whole(self, path: &str) -> String {
        if self.part.is_empty() { path.to_owned() } else { format!("{}.{path}", self.part) }
    }

    pub fn label(self, path: &str) -> String {
        (self.label)(&self.whole(path))
    }

    pub fn input_name(self, path: &str) -> String {
        input_name(self.prefix, &self.whole(path))
    }

    /// What the field begins with.
    pub fn initial(self, path: &str) -> String {
        self.initial.with_value(|fields| fields.get(&self.whole(path)).cloned().unwrap_or_default())
    }

    /// What the field says now; follows the typing.
    pub fn value(self, path: &str) -> String {
        self.values.with(|fields| fields.get(&self.whole(path)).cloned().unwrap_or_default())
    }

    /// Everything typed; follows the typing.
    pub fn values(self) -> RwSignal<Fields> {
        self.values
    }

    /// The form, or this part of it, as the domain reads it; follows the typing.
    pub fn form<T: DeserializeOwned + Default>(self) -> T {
        if self.part.is_empty() {
            return self.values.with(read_fields).unwrap_or_default();
        }
        let inside = |(path, value): (&String, &String)| Some((path.strip_prefix(self.part)?.strip_prefix('.')?.to_owned(), value.clone()));
        self.values.with(|fields| read_fields(&fields.iter().filter_map(inside).collect())).unwrap_or_default()
    }

    /// Marks a button while the form is being sent (`aria-busy`). The button of a form that what came of it replaces is still there for a moment.
    pub fn sending(self) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
        move || self.busy.try_get().unwrap_or_default().then_some("true")
    }

    /// What is wrong with a field, as far as it is time to say so.
    pub fn errors(self, path: &str) -> Vec<Message> {
        let path = &self.whole(path);
        let mut found: Vec<Message> = Vec::new();
        let mut add = |errors: &[FieldError]| {
            for error in errors.iter().filter(|error| error.field == *path) {
                if !found.contains(&error.message) {
                    found.push(error.message.clone());
                }
            }
        };
        self.told.try_with(|told| add(told.as_ref().map_or(&[], |told| &told.errors)));
        if self.touched.try_with(|touched| touched.contains(path)).unwrap_or_default() {
            self.live.try_with(|live| add(live));
        }
        found
    }

    /// Takes over what the server answered.
    pub fn tell(self, error: &Error) {
        let flash = Flash::of(error, use_lang());
        self.touched.update(|touched| touched.extend(flash.errors.iter().map(|error| error.field.clone())));
        self.told.set(Some(flash));
        // The summary is there only after this turn.
        request_animation_frame(|| {
            dom::focus(".error-summary");
        });
    }

    /// Reads the document's form; `changed` is the field somebody typed into.
    fn look(self, form: &web_sys::Element, changed: Option<&str>) {
        // What came of the form is about to replace it.
        if self.values.is_disposed() {
            return;
        }
        let mut values: Fields = dom::values(form).into_iter().filter_map(|(name, value)| Some((path_of(self.prefix, &name)?, value))).collect();
        values.extend(self.pressed.get_untracked());
        let found = self.check.with_value(|check| check(&values));
        self.values.set(values);
        self.live.set(found);
        if let Some(path) = changed {
            self.typed.update(|typed| {
                typed.insert(path.to_owned());
            });
            // What the server said of this field was about another value.
            self.told.update(|told| told.iter_mut().for_each(|told| told.errors.retain(|error| error.field != path)));
        }
    }

    /// Judges what was typed before the page woke up; not the field somebody is still in.
    fn wake(self, form: &web_sys::Element) {
        self.look(form, None);
        let here = dom::focused_name().and_then(|name| path_of(self.prefix, &name));
        for (path, value) in self.values.get_untracked() {
            if self.initial(&path).lines().ne(value.lines()) {
                self.look(form, Some(&path));
                if here.as_ref() != Some(&path) {
                    self.leave(&path);
                }
            }
        }
    }

    fn leave(self, path: &str) {
        if self.typed.try_with_untracked(|typed| typed.contains(path)).unwrap_or_default() {
            self.touched.update(|touched| {
                touched.insert(path.to_owned());
            });
        }
    }

    /// Remembers what the button says that was pressed, if it says something.
    fn press(self, event: &SubmitEvent) {
        let said = event.submitter().and_then(|button| {
            let path = path_of(self.prefix, &button.get_attribute("name")?)?;
            Some((path, button.get_attribute("value").unwrap_or_default()))
        });
        self.pressed.set(said);
    }

    /// Checks everything before it is sent; `false` if it is not worth sending.
    fn is_sound(self, form: &web_sys::Element) -> bool {
        self.look(form, None);
        let errors = self.live.get_untracked();
        if errors.is_empty() {
            self.told.set(None);
            return true;
        }
        self.tell(&Error::Invalid(errors));
        false
    }
}

/// The state of the form around a field.
///
/// # Panics
/// Outside a [`Form`] or [`PlainForm`].
#[track_caller]
pub fn use_form() -> FormState {
    expect_context::<FormState>()
}

/// A form that a server function takes. Put the error summary, the fields and the buttons into it.
#[component]
pub fn Form<S>(
    state: FormState,
    action: ServerAction<S>,
    /// Called with every error; `true` if it has been dealt with and the form need not show it.
    #[prop(optional, into)]
    on_error: Option<Callback<Error, bool>>,
    #[prop(default = "form")] class: &'static str,
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Error = Fault> + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    let (value, version) = (action.value(), action.version());
    // An answer that was there before this form is not its own: a page in conflict mounts a second form on the same action.
    let before = version.get_untracked();
    Effect::new(move || {
        if version.get() == before {
            return;
        }
        value.with(|value| {
            if let Some(Err(Fault(error))) = value
                && !on_error.is_some_and(|on_error| on_error.run(error.clone()))
            {
                state.tell(error);
            }
        });
    });
    let pending = action.pending();
    Effect::new(move || state.busy.set(pending.get()));
    let send = Callback::new(move |event: SubmitEvent| match S::from_event(&event) {
        Ok(input) => {
            action.dispatch(input);
        }
        Err(_) => state.tell(&Error::Internal),
    });
    shape(state, S::url().into(), class, Some(send), children)
}

/// A form that the http layer takes itself (`/signin`, `/setup`): checked while typing, then posted as it stands.
#[component]
pub fn PlainForm(
    state: FormState,
    #[prop(into)] action: Cow<'static, str>,
    #[prop(default = "form")] class: &'static str,
    children: Children,
) -> impl IntoView {
    shape(state, action, class, None, children)
}

fn shape(state: FormState, url: Cow<'static, str>, class: &'static str, send: Option<Callback<SubmitEvent>>, children: Children) -> AnyView {
    provide_context(state);
    let on_submit = move |event: SubmitEvent| {
        let Some(form) = dom::form_of(&event) else { return };
        state.press(&event);
        if state.busy.try_get_untracked().unwrap_or(true) || !state.is_sound(&form) {
            event.prevent_default();
        } else if let Some(send) = send {
            event.prevent_default();
            send.run(event);
        }
    };
    let path = move |event: &web_sys::Event| path_of(state.prefix, &dom::name_of(event)?);
    let on_input = move |event: web_sys::Event| {
        if let (Some(form), Some(path)) = (dom::form_of(&event), path(&event)) {
            state.look(&form, Some(&path));
        }
    };
    let on_leave = move |event: leptos::ev::FocusEvent| {
        // What a fault says moves what stands below it: a button that is being pressed would slip away under the pointer.
        if let Some(path) = path(&event).filter(|_| !dom::goes_to_press(&event)) {
            state.leave(&path);
        }
    };
    let form = NodeRef::<leptos::html::Form>::new();
    Effect::new(move || {
        if let Some(form) = form.get() {
            state.wake(&form);
        }
    });
    view! {
        <form node_ref=form class=class method="post" action=url.into_owned() novalidate on:submit=on_submit on:input=on_input on:focusout=on_leave>
            {children.show()}
        </form>
    }
    .into_any()
}

/// What has to be put right, each with a link to its field; takes the focus when it appears, so that it is read out.
#[component]
pub fn ErrorSummary() -> impl IntoView {
    let state = use_form();
    let lang = use_lang();
    move || {
        state.told.try_get().flatten().map(|told| {
            let items = told.errors.iter().map(|error| {
                let said = error.message.say(lang);
                if error.field.is_empty() {
                    return view! { <li>{said}</li> }.into_any();
                }
                let href = format!("#{}", id_of(&error.field));
                view! { <li><a href=href rel="external">{format!("{}{}{said}", state.label(&error.field), t!(common.colon))}</a></li> }.into_any()
            });
            let items = items.collect_view();
            let reasons = told.reasons.iter().map(|reason| view! { <li>{reason.clone()}</li> }).collect_view();
            view! {
                <div class="error-summary" role="alert" tabindex="-1">
                    <h2>{told.summary.clone()}</h2>
                    <ol>{items} {reasons}</ol>
                </div>
            }
        })
    }
}

/// The bar with the buttons of a form.
#[component]
pub fn FormActions(
    /// What the button does: `t!(common.save)`.
    #[prop(into)]
    save: String,
    /// Where giving up leads.
    #[prop(into)]
    cancel: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let sending = use_form().sending();
    view! {
        <div class="form-actions">
            <button class="btn primary" aria-busy=sending>{save}</button>
            <a class="btn quiet" href=cancel>{t!(common.cancel)}</a>
            {children.map(Children::show)}
        </div>
    }
}

/// The state of a button that stands alone.
pub fn button_state() -> FormState {
    FormState::with_fields::<serde_json::Value>("form", Fields::new(), use_flash(), |_| Vec::new(), str::to_owned)
}

/// The errors of a domain form: `errors_of(|| form.read())` for a check of [`FormState::new`].
pub fn errors_of<T>(read: domain::Result<T>) -> Vec<FieldError> {
    match read {
        Err(Error::Invalid(errors)) => errors,
        _ => Vec::new(),
    }
}
