//! Slips with one-time passwords: one a person, on A4 sheets to be cut apart and handed over.
//!
//! Nothing of a slip stays in memory once the PDF is returned.

use serde_json::json;
use texts::Language;

use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError};

/// One slip.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// Whose.
    pub name: String,
    /// The role and where it holds, as pages write it.
    pub role: String,
    /// The name typed at sign-in.
    pub account: String,
    /// The one-time password.
    pub password: String,
}

/// The slips of one batch.
#[derive(Clone, PartialEq, Eq)]
pub struct View {
    /// The address to open; empty where none is set.
    pub address: String,
    /// The slips.
    pub slips: Vec<Slip>,
    /// The day they were made.
    pub date: Date,
}

/// The slips as PDF.
///
/// # Errors
/// When the paper cannot be set.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let keys = ["heading", "account", "password", "address", "instruction"];
    let heading = wording.get("accounts-document");
    let mut data = super::data(wording, &heading, view.date, wording.labels("accounts", &keys));
    data["address"] = view.address.as_str().into();
    let slip = |slip: &Slip| json!({ "name": slip.name, "role": slip.role, "account": slip.account, "password": slip.password });
    data["slips"] = view.slips.iter().map(slip).collect::<Vec<_>>().into();
    let job = Job { template: template!("accounts.typ"), data, drawings: Vec::new(), keep: Keep::Nothing };
    engine::set(job, language)
}
