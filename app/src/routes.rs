//! Which address shows which page. Every page is rendered whole before it is sent (`SsrMode::Async`): its status is true, and it reads without
//! scripting. Each group of pages states its own routes in `page/<group>.rs`.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    boot::provide_boot,
    page::{
        admin::AdminRoutes,
        answer::AnswerRoutes,
        attachment::AttachmentRoutes,
        board::BoardRoutes,
        catalogue::CatalogueRoutes,
        certificate::CertificateRoutes,
        contract::ContractRoutes,
        contractor::ContractorRoutes,
        entrance::{SetupRoutes, SignInPage},
        exception::ExceptionRoutes,
        home::HomePage,
        import::ImportRoutes,
        reference::ReferenceRoutes,
        register::RegisterRoutes,
        selection::SelectionRoutes,
        subcontract::SubcontractRoutes,
        verification::VerificationRoutes,
        version::VersionRoutes,
    },
    t,
    ui::frame::{Framed, Nowhere},
};

/// The app. The server renders it within [`crate::shell::shell`], the browser takes it over.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_boot();
    // Read here: the title is put together where nobody knows the reader any more.
    let product = t!(common.product);
    let formatter = move |title: String| if title.is_empty() { product.to_owned() } else { format!("{title}｜{product}") };
    view! {
        <Title formatter=formatter/>
        <Router>
            <Routes fallback=Nowhere>
                <Route path=path!("/signin") view=SignInPage ssr=SsrMode::Async/>
                <SetupRoutes/>
                <AnswerRoutes/>
                <ParentRoute path=path!("") view=Framed ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <ContractorRoutes/>
                    <CertificateRoutes/>
                    <ContractRoutes/>
                    <VersionRoutes/>
                    <SelectionRoutes/>
                    <SubcontractRoutes/>
                    <AttachmentRoutes/>
                    <ExceptionRoutes/>
                    <BoardRoutes/>
                    <VerificationRoutes/>
                    <ImportRoutes/>
                    <RegisterRoutes/>
                    <ReferenceRoutes/>
                    <CatalogueRoutes/>
                    <AdminRoutes/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Every path there is a page for, as axum writes it.
#[cfg(feature = "ssr")]
pub fn paths() -> Vec<String> {
    leptos_axum::generate_route_list(App).into_iter().map(|listing| listing.path().to_owned()).collect()
}
