//! What every handler can reach.

use std::sync::Arc;

use app::shell::Assets;
use service::Services;

use crate::{config::Config, flash::Flashes, middleware::idempotency::Turns, throttle::Throttle};

/// Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

struct Inner {
    services: Services,
    config: Config,
    assets: Assets,
    flashes: Flashes,
    throttle: Throttle,
    turns: Turns,
}

impl AppState {
    pub fn new(services: Services, config: Config, assets: Assets) -> Self {
        Self(Arc::new(Inner { services, config, assets, flashes: Flashes::default(), throttle: Throttle::default(), turns: Turns::default() }))
    }

    pub fn services(&self) -> &Services {
        &self.0.services
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Names of the browser part's files.
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub fn flashes(&self) -> &Flashes {
        &self.0.flashes
    }

    pub fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }
}
