//! The form of an organisation: raw input → checked particulars, or itself again with its errors.

use rules::dates::PartialDate;
use rules::organisation::OrganisationType;
use serde::Deserialize;
use storage::OrganisationId;
use storage::entities::organisation;

use super::sectors::Sectors;
use crate::web::FieldErrors;

/// The most characters of a name.
const LONGEST_NAME: usize = 100;
/// The most characters of a slogan or a remark.
const LONGEST_TEXT: usize = 300;

/// As it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OrganisationForm {
    /// The superior's id; empty for the topmost.
    pub parent: String,
    /// The full name.
    pub name: String,
    /// The code of the type.
    pub kind: String,
    /// The code of the sector; empty where none.
    pub sector: String,
    /// `yes` or `no`.
    pub ethnic_area: String,
    /// A year, a month or a day.
    pub founded: String,
    /// The secretary's name.
    pub secretary_name: String,
    /// Its own theme, over the sector's.
    pub own_theme: String,
    /// Its own appraisal target, over the sector's.
    pub own_target: String,
    /// A remark.
    pub remark: String,
    /// The row version the form was made from.
    pub version: i64,
}

/// Checked particulars.
#[derive(Debug, Clone)]
pub struct Particulars {
    /// The superior; `None` for the topmost.
    pub parent: Option<OrganisationId>,
    /// The full name.
    pub name: String,
    /// The type.
    pub kind: OrganisationType,
    /// The sector's code.
    pub sector: Option<String>,
    /// Whether it lies in an area of several ethnic groups (an attribute of the place, never of a person).
    pub ethnic_area: &'static str,
    /// When it was founded, to the precision known.
    pub founded: Option<String>,
    /// The secretary's name.
    pub secretary_name: Option<String>,
    /// Its own theme.
    pub own_theme: Option<String>,
    /// Its own target.
    pub own_target: Option<String>,
    /// A remark.
    pub remark: Option<String>,
}

impl OrganisationForm {
    /// The form of an organisation as it is stored.
    #[must_use]
    pub fn of(row: &organisation::Model) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            parent: row.parent_id.map(|id| id.to_string()).unwrap_or_default(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            sector: text(&row.sector),
            ethnic_area: row.ethnic_area.clone(),
            founded: text(&row.founded),
            secretary_name: text(&row.secretary_name),
            own_theme: text(&row.own_theme),
            own_target: text(&row.own_target),
            remark: text(&row.remark),
            version: row.version,
        }
    }

    /// Checks what was typed.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, sectors: &Sectors) -> Result<Particulars, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.required("name", &self.name, LONGEST_NAME);
        let kind = OrganisationType::from_id(&self.kind);
        if kind.is_none() {
            errors.add("kind", "error-choose");
        }
        let sector = Some(self.sector.clone()).filter(|code| !code.is_empty());
        if sector.as_ref().is_some_and(|code| sectors.find(code).is_none()) {
            errors.add("sector", "error-choose");
        }
        let founded = Some(self.founded.trim()).filter(|text| !text.is_empty());
        let founded = match founded.map(str::parse::<PartialDate>) {
            None => None,
            Some(Ok(date)) => Some(date.to_string()),
            Some(Err(_)) => {
                errors.add("founded", "organisations-error-founded");
                None
            }
        };
        let parent = match self.parent.as_str() {
            "" => None,
            id => {
                let id = id.parse::<OrganisationId>();
                if id.is_err() {
                    errors.add("parent", "error-choose");
                }
                id.ok()
            }
        };
        let mut optional =
            |field, text: &String| Some(errors.optional(field, text, LONGEST_TEXT)).filter(|text| !text.is_empty());
        let secretary_name = optional("secretary_name", &self.secretary_name);
        let own_theme = optional("own_theme", &self.own_theme);
        let own_target = optional("own_target", &self.own_target);
        let remark = optional("remark", &self.remark);
        match kind {
            Some(kind) if errors.is_empty() => Ok(Particulars {
                parent,
                name,
                kind,
                sector,
                ethnic_area: if self.ethnic_area == "yes" { "yes" } else { "no" },
                founded,
                secretary_name,
                own_theme,
                own_target,
                remark,
            }),
            _ => Err(errors),
        }
    }
}
