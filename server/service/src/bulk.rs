//! A large register made at once, for benches and tests only.
//!
//! The use cases plan, audit and count every record by itself; a million of them would take hours. This writes the same rows, by the same builders,
//! together with the tallies the board reads, and leaves out what no measurement looks at: the audit entries of the records, and, but for one contract
//! in sixteen, the answered checklists. It never touches a register that holds anything.

mod draw;
mod write;

use domain::{
    Error, Result,
    import::ImportKind,
    message::Message,
    person::{Role, SignInForm},
};
use serde::{Deserialize, Serialize};

use crate::{
    Services,
    demo::{self, City},
};

/// How much of what there is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub contracts: usize,
    /// None where 0 is asked for. About so many: a contract gets what its plan says, and the terms of contracts are drawn so that it comes to this.
    pub verifications: usize,
}

/// Fills an empty register with the organisation of the demo city and, drawn from the seed, contractors, contracts, their clauses and verifications.
/// `told` hears how many contracts are written. Answers how much was written.
pub async fn fill(services: &Services, seed: &str, size: Size, told: impl Fn(usize)) -> Result<Size> {
    if !services.auth().is_empty().await? {
        return Err(Error::Refused(vec![Message::new("setup.done")]));
    }
    let today = services.system_ctx("bulk").today;
    let draw = draw::Draw::new(seed, today, size.contracts);
    let (departments, actors) = crate::seed::organisation(services, &draw.city).await?;
    write::Writer::new(services, &draw, departments, actors).await?.run(size, told).await
}

/// Makes the organisation and the contractors alone: what a list of contracts refers to before it is imported.
pub async fn prepare_import(services: &Services, seed: &str, contracts: usize) -> Result<()> {
    fill(services, seed, Size { contracts: 0, verifications: 0 }, |_| ()).await?;
    let draw = draw::Draw::new(seed, services.system_ctx("bulk").today, contracts);
    write::contractors(services, &draw, &[]).await
}

/// A list of so many contracts as a city would hand it over, fit for what [`prepare_import`] made with the same seed and count.
pub fn contracts_csv(services: &Services, seed: &str, contracts: usize) -> String {
    let draw = draw::Draw::new(seed, services.system_ctx("bulk").today, contracts);
    let contracts = (0..contracts).map(|number| draw.contract(number, draw::Term::Short)).collect();
    demo::csv::csv(&City { contracts, ..draw.city }, ImportKind::Contracts)
}

/// A list of so many contractors, none of which the register has.
pub fn contractors_csv(services: &Services, seed: &str, contractors: usize) -> String {
    let draw = draw::Draw::new(seed, services.system_ctx("bulk").today, 0);
    let contractors = (0..contractors).map(|number| draw.contractor(number)).collect();
    demo::csv::csv(&City { contractors, ..draw.city }, ImportKind::Contractors)
}

/// A session of the person who has this role in the register that [`fill`] made.
pub async fn sign_in(services: &Services, role: Role) -> Result<String> {
    let entrance = services.auth().entrance().await?;
    let account = entrance.demo_accounts.into_iter().find(|account| account.role == role).ok_or(Error::NotFound)?;
    services.auth().sign_in(&SignInForm { staff_number: account.staff_number, password: account.password }, "bulk").await
}
