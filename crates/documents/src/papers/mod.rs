//! The papers, one module each: a plain `View` and `render(&View, Language)`.
//!
//! Every string of a view is shown as it is. Dates are given, never taken from a clock.

pub mod accounts;
pub mod bulletin;
pub mod feedback;
pub mod instrument;
pub mod plain;
pub mod results;
pub mod self_evaluation;
pub mod slips;
pub mod statistics_return;
pub mod summary;

use serde_json::{Map, Value as Json, json};

use crate::Date;
use crate::wording::Wording;

/// What every paper's data holds beside its own: the document's name, the day in the properties of
/// the file (never today), labels and page numbers.
fn data(wording: Wording, heading: &str, date: Date, labels: Map<String, Json>) -> Json {
    let marks = [("page", "@page@".into()), ("pages", "@pages@".into())];
    json!({
        "heading": heading,
        "dated": { "year": date.year, "month": date.month, "day": date.day },
        "labels": labels,
        "page": wording.with("page", &marks),
        "none": wording.get("none"),
        "colon": wording.get("colon"),
        "comma": wording.get("comma"),
    })
}

/// A template of the `templates` folder.
macro_rules! template {
    ($name:literal) => {
        $crate::engine::Template { name: $name, source: include_str!(concat!("../../templates/", $name)) }
    };
}
use template;
