//! Warnings beside results (K01, K05, P11, R04, R06): what the arithmetic flags, from figures and records. Pure.

use rules::attendance::Persons;
use rules::dates::PartialDate;
use rules::rounding::Decimals;
use rules::warnings::{
    Base, Report, SMALL_PANEL, Warning, base_of_claim, beside_parent, few_participants, fewer_forms, same_day,
    superior, unanimity,
};
use storage::OrganisationId;
use storage::entities::round_record;
use texts::{Language, Value};

use super::claims::claims;
use super::context::Context;
use super::figures::{Figure, overall, scale_of};
use super::release::{Object, Standing};
use crate::App;
use crate::features::appraisals::model::{self, Definition};

/// Everything to be warned of beside an object's result.
pub fn of_object(context: &Context, object: &Object, definition: &Definition) -> Vec<Warning> {
    let mut found = Vec::new();
    let figure = overall_figure(context, object, definition);
    if let Some(share) = figure.as_ref().and_then(|figure| figure.satisfied) {
        found.extend(unanimity(share, SMALL_PANEL));
    }
    if let Some((item, _)) = overall(object, definition)
        && let Some(scale) = scale_of(definition)
        && object.judged_by.len() > 1
    {
        let panels = object.items.get(item).map(|item| item.panels.as_slice());
        let unanimous = panels
            .unwrap_or_default()
            .iter()
            .filter_map(Standing::counts)
            .filter_map(|counts| Figure::of(counts, counts.iter().sum(), None, &scale).satisfied)
            .filter_map(|share| unanimity(share, SMALL_PANEL));
        found.extend(unanimous);
    }
    // What its organisation reports and holds meetings about is not about a window of it.
    let is_window = context.declared(object.object).is_some_and(|declared| declared.window.is_some());
    let place = context.release.places.get(object.place).filter(|_| !is_window);
    if let Some(organisation) = place.map(|place| place.organisation) {
        found.extend(of_meetings(context, organisation, context.issued_on(object)));
        let forms = figure.as_ref().map_or(0, |figure| figure.base);
        if let Some(record) = context.record(organisation) {
            found.extend(of_claims(&text_of(record), forms));
        }
        found.extend(of_parent(context, object, definition, organisation));
    }
    let mut once: Vec<Warning> = Vec::new();
    for warning in found {
        if !once.contains(&warning) {
            once.push(warning);
        }
    }
    once
}

/// What the meetings of an organisation give rise to.
fn of_meetings(context: &Context, organisation: OrganisationId, issued: u64) -> Vec<Warning> {
    let meetings = context.meetings.iter().filter(|meeting| meeting.organisation_id == organisation);
    let (mut sent, mut most, mut found) = (0, 0, Vec::new());
    for meeting in meetings {
        sent += u64::try_from(meeting.sent_by_superior).unwrap_or_default();
        most = most.max(u64::try_from(meeting.participants).unwrap_or_default());
        if meeting.review_same_day == "yes"
            && let Ok(day) = meeting.held_on.parse::<PartialDate>()
        {
            found.extend(same_day(day, day));
        }
    }
    found.extend(superior(sent));
    // Two meetings may have had the same participants: only the larger one proves that forms were fewer.
    found.extend(fewer_forms(issued, Persons(most)));
    found
}

/// What is wrong with the satisfaction rates a text claims; one that names no base is a share of these forms.
fn of_claims(text: &str, forms: u64) -> Vec<Warning> {
    let own = (forms > 0).then_some(Base::Forms(forms));
    let found = claims(text).into_iter();
    found.filter_map(|(claim, base)| base_of_claim(claim, base.or(own))).collect()
}

/// A report beside the nearest superior's that was judged in the same round.
fn of_parent(
    context: &Context,
    object: &Object,
    definition: &Definition,
    organisation: OrganisationId,
) -> Option<Warning> {
    let rate = |object: &Object, definition: &Definition| {
        overall_figure(context, object, definition)?.satisfied.map(|share| share.percent(Decimals::ONE))
    };
    let child_text = text_of(context.record(organisation)?);
    let mut at = context.release.places.get(object.place)?.parent;
    while let Some(place) = at {
        let above = context.release.places.get(place)?;
        let judged = context.release.objects.iter().find(|other| {
            let is_itself = context.definition(other.measure).is_ok_and(|other| !other.is_of_team());
            other.place == place
                && is_itself
                && context.declared(other.object).is_some_and(model::Object::is_of_organisation)
        });
        if let (Some(parent), Some(record)) = (judged, context.record(above.organisation)) {
            let parent_text = text_of(record);
            return beside_parent(
                Report { rate: rate(parent, context.definition(parent.measure).ok()?)?, text: &parent_text },
                Report { rate: rate(object, definition)?, text: &child_text },
            );
        }
        at = above.parent;
    }
    None
}

/// Whether too few of the staff took part in the round (R07); nothing where their number was not declared.
pub fn of_participation(context: &Context) -> Option<Warning> {
    few_participants(Persons(context.participants()), Persons(context.frozen.staff?.into()))
}

/// What a unit wrote of the round.
pub fn text_of(record: &round_record::Model) -> String {
    let parts = [&record.problems, &record.next_steps];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join("\n")
}

/// The released figure of an object's overall item.
pub fn overall_figure(context: &Context, object: &Object, definition: &Definition) -> Option<Figure> {
    let (_, standing) = overall(object, definition)?;
    let (_, valid, _) = context.release.ballots_on(object);
    let scale = scale_of(definition)?;
    Some(Figure::of(standing.counts()?, valid, context.due(object), &scale))
}

/// A warning in words.
pub fn words(app: &App, language: Language, warning: &Warning) -> String {
    let arguments = warning.arguments();
    let arguments: Vec<(&str, Value)> = arguments.into_iter().map(|(name, value)| (name, value.into())).collect();
    app.texts.with(language, &format!("results-{}", warning.key()), &arguments)
}
