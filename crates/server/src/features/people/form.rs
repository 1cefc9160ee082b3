//! The form of a member: raw input to checked particulars, or the form again with its errors.

use serde::Deserialize;
use storage::OrganisationId;
use storage::entities::member;

use super::{days, words};
use crate::web::FieldErrors;

/// The fields as posted.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct MemberForm {
    /// The organisation.
    #[serde(default)]
    pub organisation: String,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The sex, or nothing.
    #[serde(default)]
    pub sex: String,
    /// Birth, as precise as known.
    #[serde(default)]
    pub birth: String,
    /// Full, probationary or unknown.
    #[serde(default)]
    pub category: String,
    /// When the member joined.
    #[serde(default)]
    pub joined: String,
    /// In service, retired and so on, or another word.
    #[serde(default)]
    pub service: String,
    /// The post in the party.
    #[serde(default)]
    pub party_post: String,
    /// Title or post at work.
    #[serde(default)]
    pub post: String,
    /// The version the form was shown with; 0 for a new member.
    #[serde(default)]
    pub version: i64,
}

/// Checked particulars.
pub struct Particulars {
    /// The organisation, still to be checked against the reach.
    pub organisation: OrganisationId,
    name: String,
    sex: Option<String>,
    birth: Option<String>,
    category: String,
    joined: Option<String>,
    service: Option<String>,
    party_post: Option<String>,
    post: Option<String>,
}

impl MemberForm {
    /// The form of a member as stored.
    #[must_use]
    pub fn of(member: &member::Model) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            organisation: member.organisation_id.to_string(),
            name: member.name.clone(),
            sex: text(&member.sex),
            birth: text(&member.birth),
            category: member.category.clone(),
            joined: text(&member.joined),
            service: text(&member.service),
            party_post: text(&member.party_post),
            post: text(&member.post_title),
            version: member.version,
        }
    }

    /// The particulars, or nothing where an error was noted.
    pub fn check(&self, errors: &mut FieldErrors) -> Option<Particulars> {
        let name = errors.required("name", &self.name, 60);
        let organisation = self.organisation.parse().ok();
        if organisation.is_none() {
            errors.add("organisation", "error-choose");
        }
        let sex = (!self.sex.is_empty()).then(|| self.sex.clone());
        if sex.as_deref().is_some_and(|sex| !words::SEXES.contains(&sex)) {
            errors.add("sex", "error-choose");
        }
        if !words::CATEGORIES.contains(&self.category.as_str()) {
            errors.add("category", "error-choose");
        }
        let birth = date("birth", &self.birth, errors);
        let joined = date("joined", &self.joined, errors);
        let some = |text: String| (!text.is_empty()).then_some(text);
        let service = some(errors.optional("service", &self.service, 60));
        let party_post = some(errors.optional("party_post", &self.party_post, 120));
        let post = some(errors.optional("post", &self.post, 120));
        let organisation = organisation.filter(|_| errors.is_empty())?;
        Some(Particulars {
            organisation,
            name: spreadsheets::cells::person_name(&name, 60).unwrap_or(name),
            sex,
            birth,
            category: self.category.clone(),
            joined,
            service,
            party_post,
            post,
        })
    }
}

fn date(field: &'static str, text: &str, errors: &mut FieldErrors) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let date = days::partial(text);
    if date.is_none() {
        errors.add(field, "people-bad-date");
    }
    date
}

impl Particulars {
    /// Puts the particulars into a row.
    pub fn write(self, row: &mut member::Model) {
        row.organisation_id = self.organisation;
        row.sort_key = crate::people_names::sort_key(&self.name);
        row.search_key = crate::people_names::search_key(&self.name);
        row.name = self.name;
        row.sex = self.sex;
        row.birth = self.birth;
        row.category = self.category;
        row.joined = self.joined;
        row.service = self.service;
        row.party_post = self.party_post;
        row.post_title = self.post;
    }
}
