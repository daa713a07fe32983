//! How far the writing is. With scripting it is asked for every second; without, the page says that it has to be opened again.

use std::time::Duration;

use domain::{Error, import::Import, import::ImportState};
use leptos::prelude::*;

use super::detail::to_write;
use crate::{
    rpc::{Fault, import::get_import},
    t,
    ui::{icon::Icon, state::number},
};

const PAUSE: Duration = Duration::from_secs(1);

#[component]
pub fn Progress(import: Import, again: Callback<()>) -> impl IntoView {
    let id = StoredValue::new(import.id.clone());
    let page = format!("/imports/{}", import.id);
    let (done, total) = (RwSignal::new(import.done), RwSignal::new(to_write(import.count)));
    let awake = RwSignal::new(false);
    let asking = RwSignal::new(false);
    Effect::new(move || {
        awake.set(true);
        let ask = move || {
            // One question at a time: a slow answer must not pile up others.
            if asking.try_get_untracked() != Some(false) {
                return;
            }
            asking.set(true);
            leptos::task::spawn_local(async move {
                let Some(id) = id.try_get_value() else { return };
                let answer = get_import(id).await;
                // The reader may have left meanwhile.
                if asking.try_set(false).is_some() {
                    return;
                }
                match answer {
                    Ok(import) if import.state == ImportState::Running => {
                        total.set(to_write(import.count));
                        done.set(import.done);
                    }
                    Ok(_) | Err(Fault(Error::Unauthenticated | Error::NotFound)) => again.run(()),
                    // Whatever it was, it may be over in a second.
                    Err(_) => {}
                }
            });
        };
        if let Ok(handle) = set_interval_with_handle(ask, PAUSE) {
            on_cleanup(move || handle.clear());
        }
    });
    let asleep = move || {
        (!awake.get()).then(|| {
            view! {
                <p>
                    {t!(import.reload_text)}
                    " "
                    <a href=page.clone() rel="external">{t!(import.reload)}</a>
                </p>
            }
        })
    };
    view! {
        <section class="panel" aria-labelledby="progress-h">
            <div class="head">
                <h2 id="progress-h"><Icon name="clock"/> {t!(import.running)}</h2>
                <span class="count">{move || t!(import.done_of, done = number(done.get().into()), total = number(total.get().into()))}</span>
            </div>
            <progress class="progress" aria-labelledby="progress-h" max=move || total.get().max(1) value=move || done.get()></progress>
            <p class="muted">{t!(import.running_text)}</p>
            {asleep}
        </section>
    }
}
