//! What happens around every request, from the outside in: frame, security headers, faults written, panics caught, time bounded, other sites refused, bodies taken as they are.

pub mod conditional;
pub mod csrf;
pub mod encoding;
pub mod fault;
pub mod frame;
pub mod headers;
pub mod idempotency;
