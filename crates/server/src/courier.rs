//! Who carries sign-in codes to phones. A deployment puts its SMS provider here.

/// Carries a code to a phone.
pub trait Courier: Send + Sync {
    /// Sends the code. Called after the code was stored; must not block for long.
    fn send_code(&self, phone: &str, code: &str);
}

/// Writes codes to the log, for development and for operators without an SMS provider.
#[derive(Debug, Default)]
pub struct LogCourier;

impl Courier for LogCourier {
    fn send_code(&self, phone: &str, code: &str) {
        tracing::info!(phone, code, "sign-in code");
    }
}
