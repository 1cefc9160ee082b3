//! What a round declares, as typed and as checked.

use ::rules::digits::plain_text;
use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use serde::Deserialize;
use storage::Instant;
use storage::entities::round;

use super::library::model::Shares;
use super::model::{Definition, ObjectKind, Plan, VerdictRule, VerdictSource};
use super::rules;
use super::verdict::{self, Fault};
use crate::App;
use crate::percent::{self, percent};
use crate::web::FieldErrors;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct RoundForm {
    /// The owner, where the round is new.
    #[serde(default)]
    pub organisation: String,
    /// Title.
    pub title: String,
    /// The superior's notice.
    #[serde(default)]
    pub notice_number: String,
    /// First day.
    pub period_from: String,
    /// Last day.
    pub period_to: String,
    /// k.
    pub minimum: String,
    /// `k_text`.
    pub opinion_minimum: String,
    /// p1 in percent, or nothing.
    #[serde(default)]
    pub satisfied: String,
    /// p2 in percent, or nothing.
    #[serde(default)]
    pub basic: String,
    /// The instrument lines 1b and 1c are read from, or nothing.
    #[serde(default)]
    pub measure_organisation: String,
    /// The categories of judges they are read from.
    #[serde(default)]
    pub judges_organisation: Vec<String>,
    /// The instrument lines 1f and 1g are read from, or nothing.
    #[serde(default)]
    pub measure_member: String,
    /// The categories of judges they are read from.
    #[serde(default)]
    pub judges_member: Vec<String>,
    /// What the head of the working group signs in as, or nothing.
    #[serde(default)]
    pub head: String,
    /// Days.
    pub retention_days: String,
    /// How many staff there are in all, or nothing.
    #[serde(default)]
    pub staff: String,
    /// The round below this one, or nothing.
    #[serde(default)]
    pub follows: String,
    /// When the clock ends casting, or nothing.
    #[serde(default)]
    pub casting_until: String,
    /// The version somebody saw.
    #[serde(default)]
    pub version: i64,
}

/// What it declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Title.
    pub title: String,
    /// The superior's notice.
    pub notice_number: Option<String>,
    /// First day.
    pub period_from: String,
    /// Last day.
    pub period_to: String,
    /// k.
    pub minimum: i64,
    /// `k_text`.
    pub opinion_minimum: i64,
    /// Both or none.
    pub verdict: Option<VerdictRule>,
    /// Days.
    pub retention_days: i64,
    /// When the clock ends casting.
    pub casting_until: Option<Instant>,
    /// How many staff there are in all.
    pub staff: Option<i64>,
}

impl RoundForm {
    /// A new form: the thresholds have defaults, nothing else has.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            minimum: rules::USUAL_MINIMUM.to_string(),
            opinion_minimum: rules::USUAL_OPINION_MINIMUM.to_string(),
            ..Self::default()
        }
    }

    /// The form of a round that exists, with its verdict rule and what its head signs in as.
    #[must_use]
    pub fn of(round: &round::Model, rule: Option<&VerdictRule>, head: String, app: &App) -> Self {
        let source = |kind| rule.and_then(|rule| rule.source(kind));
        let instrument = |kind| source(kind).map_or_else(String::new, |source| source.instrument.clone());
        let judges = |kind| source(kind).map_or_else(Vec::new, |source| source.categories.clone());
        Self {
            organisation: round.organisation_id.to_string(),
            title: round.title.clone(),
            notice_number: round.notice_number.clone().unwrap_or_default(),
            period_from: round.period_from.clone(),
            period_to: round.period_to.clone(),
            minimum: round.minimum.to_string(),
            opinion_minimum: round.opinion_minimum.to_string(),
            satisfied: share(round.satisfied_permille),
            basic: share(round.basic_permille),
            measure_organisation: instrument(ObjectKind::Organisation),
            judges_organisation: judges(ObjectKind::Organisation),
            measure_member: instrument(ObjectKind::Member),
            judges_member: judges(ObjectKind::Member),
            head,
            retention_days: round.retention_days.to_string(),
            staff: round.staff.map_or_else(String::new, |staff| staff.to_string()),
            follows: round.follows_id.map_or_else(String::new, |follows| follows.to_string()),
            casting_until: round.casting_until.map_or_else(String::new, |until| typed_moment(until, app)),
            version: round.version,
        }
    }

    /// Fills in the verdict rule an instrument proposes; the office may still change or clear it.
    pub fn propose(&mut self, definition: &Definition, shares: Shares) {
        self.satisfied = percent(shares.satisfied_permille);
        self.basic = percent(shares.basic_permille);
        let measure =
            if definition.judges_members() { &mut self.measure_member } else { &mut self.measure_organisation };
        measure.clone_from(&definition.code);
    }

    /// The instrument and the judges chosen for a kind of objects.
    #[must_use]
    pub fn source(&self, kind: ObjectKind) -> (&str, &[String]) {
        match kind {
            ObjectKind::Organisation => (&self.measure_organisation, &self.judges_organisation),
            ObjectKind::Member => (&self.measure_member, &self.judges_member),
        }
    }

    /// Checks what was typed, for a round of this plan.
    pub fn check(&self, app: &App, plan: &Plan, errors: &mut FieldErrors) -> Option<Declared> {
        let title = errors.required("title", &self.title, 80);
        let notice_number = errors.optional("notice_number", &self.notice_number, 80);
        let from = day("period_from", &self.period_from, errors);
        let to = day("period_to", &self.period_to, errors);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            errors.add("period_to", "appraisals-error-period");
        }
        let minimum = whole("minimum", &self.minimum, errors);
        if minimum.is_some_and(|minimum| !(rules::LEAST_MINIMUM..=1000).contains(&minimum)) {
            errors.add_with("minimum", "appraisals-error-minimum", vec![("least", rules::LEAST_MINIMUM.into())]);
        }
        let opinion_minimum = whole("opinion_minimum", &self.opinion_minimum, errors);
        if let (Some(figures), Some(opinions)) = (minimum, opinion_minimum)
            && (opinions < figures || opinions > 1000)
        {
            errors.add("opinion_minimum", "appraisals-error-opinion-minimum");
        }
        let verdict = self.verdict(plan, errors);
        let retention_days = whole("retention_days", &self.retention_days, errors);
        if retention_days.is_some_and(|days| !(1..=36_500).contains(&days)) {
            errors.add("retention_days", "appraisals-error-retention");
        }
        let casting_until = self.casting_until(app, errors);
        let staff = if self.staff.trim().is_empty() { None } else { whole("staff", &self.staff, errors) };
        if staff.is_some_and(|staff| !(1..=10_000_000).contains(&staff)) {
            errors.add("staff", "error-bad-number");
        }
        if !errors.is_empty() {
            return None;
        }
        Some(Declared {
            title,
            notice_number: Some(notice_number).filter(|number| !number.is_empty()),
            period_from: from?.to_string(),
            period_to: to?.to_string(),
            minimum: minimum?,
            opinion_minimum: opinion_minimum?,
            verdict,
            retention_days: retention_days?,
            casting_until,
            staff,
        })
    }

    fn verdict(&self, plan: &Plan, errors: &mut FieldErrors) -> Option<VerdictRule> {
        let given = |text: &str| !text.trim().is_empty();
        let sources = self.sources(plan, errors);
        match (given(&self.satisfied), given(&self.basic)) {
            (false, false) if sources.is_empty() => return None,
            (false, false) => {
                errors.add("satisfied", "appraisals-error-verdict-shares");
                return None;
            }
            (true, false) => errors.add("basic", "appraisals-error-verdict-both"),
            (false, true) => errors.add("satisfied", "appraisals-error-verdict-both"),
            (true, true) => {}
        }
        let satisfied = permille("satisfied", &self.satisfied, errors)?;
        let basic = permille("basic", &self.basic, errors)?;
        if basic > satisfied {
            errors.add("basic", "appraisals-error-verdict-order");
            return None;
        }
        Some(VerdictRule { satisfied_permille: satisfied, basic_permille: basic, sources })
    }

    /// What the rule is read from; until objects and judges are chosen there is nothing to choose from.
    fn sources(&self, plan: &Plan, errors: &mut FieldErrors) -> Vec<VerdictSource> {
        let mut sources = Vec::new();
        for kind in ObjectKind::ALL {
            let (instrument, categories) = self.source(kind);
            let (measure_field, judges_field) = source_fields(kind);
            if instrument.is_empty() {
                if !categories.is_empty() {
                    errors.add(measure_field, "appraisals-error-source-measure");
                }
                continue;
            }
            let source =
                VerdictSource { objects: kind, instrument: instrument.to_owned(), categories: categories.to_vec() };
            match verdict::fault(plan, &source) {
                None => {}
                Some(Fault::Instrument) => errors.add(measure_field, "appraisals-error-source-measure"),
                Some(Fault::Categories) => errors.add(judges_field, "appraisals-error-source-judges"),
            }
            sources.push(source);
        }
        sources
    }

    fn casting_until(&self, app: &App, errors: &mut FieldErrors) -> Option<Instant> {
        if self.casting_until.trim().is_empty() {
            None
        } else {
            moment("casting_until", &self.casting_until, app, errors)
        }
    }
}

/// The names of the fields of a kind's source: its measure, its judges.
#[must_use]
pub const fn source_fields(kind: ObjectKind) -> (&'static str, &'static str) {
    match kind {
        ObjectKind::Organisation => ("measure_organisation", "judges_organisation"),
        ObjectKind::Member => ("measure_member", "judges_member"),
    }
}

/// A stored share as one types it; nothing where none is declared.
fn share(permille: Option<i64>) -> String {
    permille.and_then(|permille| u32::try_from(permille).ok()).map_or_else(String::new, percent)
}

fn day(field: &'static str, typed: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok();
    if day.is_none() {
        errors.add(field, "error-bad-date");
    }
    day
}

/// A moment as a field for one holds it, in the time zone of the installation.
#[must_use]
pub fn typed_moment(moment: Instant, app: &App) -> String {
    app.local(moment).format("%Y-%m-%dT%H:%M").to_string()
}

/// A moment to come, in the time zone of the installation.
pub fn moment(field: &'static str, typed: &str, app: &App, errors: &mut FieldErrors) -> Option<Instant> {
    let local = NaiveDateTime::parse_from_str(typed.trim(), "%Y-%m-%dT%H:%M").ok();
    let moment = local.and_then(|local| app.settings.time_zone.from_local_datetime(&local).earliest());
    match moment.map(|moment| Instant::of(moment.to_utc())) {
        None => {
            errors.add(field, "appraisals-error-moment");
            None
        }
        Some(moment) if moment <= app.clock.now() => {
            errors.add(field, "appraisals-error-past");
            None
        }
        moment => moment,
    }
}

/// A whole number that is not negative; full-width digits are digits.
pub fn whole(field: &'static str, typed: &str, errors: &mut FieldErrors) -> Option<i64> {
    let number = plain_text(typed).parse::<i64>().ok();
    let number = number.filter(|number| *number >= 0);
    if number.is_none() {
        errors.add(field, "error-bad-number");
    }
    number
}

fn permille(field: &'static str, typed: &str, errors: &mut FieldErrors) -> Option<u32> {
    let permille = percent::permille(typed);
    if permille.is_none() {
        errors.add(field, "appraisals-error-percent");
    }
    permille
}
