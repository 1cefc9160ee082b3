//! What a round declares, until issuing begins.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::round;
use storage::{AccountId, RoundId};

use super::common::{self, DRAFT, Editing, OFFICE, PREPARING};
use super::form::{RoundForm, source_fields};
use super::library::model::Shares;
use super::list::SettingsView;
use super::model::{Definition, ObjectKind, Plan};
use super::verdict::{self, Choices};
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::composition;
use crate::percent::percent;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// Which instrument's verdict rule is to be filled into the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    proposal: String,
}

/// The verdict rules the round's instruments propose, each instrument once.
fn proposed(plan: &Plan) -> impl Iterator<Item = (&Definition, Shares)> {
    let definitions = plan.measures.iter().map(|measure| &measure.definition);
    let first = |(place, definition): &(usize, &Definition)| {
        !plan.measures.iter().take(*place).any(|other| other.definition.code == definition.code)
    };
    let each = definitions.enumerate().filter(first);
    each.filter_map(|(_, definition)| Some((definition, definition.verdict?)))
}

/// What a rule proposed with an instrument says, and where the form filled in with it is.
fn proposals(page: &Page, (id, plan): (RoundId, &Plan)) -> Vec<(String, String)> {
    let line = |(definition, shares): (&Definition, Shares)| {
        let arguments = [
            ("instrument", definition.name.in_language(page.language).into()),
            ("satisfied", percent(shares.satisfied_permille).into()),
            ("basic", percent(shares.basic_permille).into()),
        ];
        let path = format!("{}?proposal={}", urls::Settings { id }.to_path(), definition.code);
        (path, page.with("appraisals-verdict-proposal", &arguments))
    };
    proposed(plan).map(line).collect()
}

/// Shows the form.
pub async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Settings>,
    Query(wish): Query<Wish>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    if !PREPARING.contains(&round.state.as_str()) {
        return Err(WebError::refused("appraisals-too-late"));
    }
    let mut form = stored(&app, &round).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    // A proposal is filled in and shown; nothing is declared before the form is saved.
    if let Some((definition, shares)) = proposed(&plan).find(|(definition, _)| definition.code == wish.proposal) {
        form.propose(definition, shares);
    }
    let followed = followed(&app, &visitor, (Some(url.id), &form.follows)).await?;
    html(&view(&frame, (url.id, &plan), (form, followed), FieldErrors::default()))
}

/// The form of a round as it is stored.
async fn stored(app: &App, round: &round::Model) -> Result<RoundForm, WebError> {
    let rule = queries::verdict(&app.database, round).await?;
    let head = match round.head_account_id {
        Some(head) => queries::account(&app.database, head).await?.map(|account| account.sign_in_name),
        None => None,
    };
    Ok(RoundForm::of(round, rule.as_ref(), head.unwrap_or_default(), app))
}

/// One of several to choose from.
pub struct ChoiceOption {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The measure and the judges that some lines of the return are read from.
pub struct SourceField {
    /// The lines.
    pub lines: &'static str,
    /// The field of the measure.
    pub measure: &'static str,
    /// The field of the judges.
    pub judges: &'static str,
    /// The measures that may be chosen.
    pub instruments: Vec<ChoiceOption>,
    /// The judges that may be chosen.
    pub categories: Vec<ChoiceOption>,
}

fn source_field(frame: &Frame, plan: &Plan, form: &RoundForm, kind: ObjectKind) -> SourceField {
    let choices = Choices::of(plan, kind, frame.language);
    let (measure, judges) = source_fields(kind);
    let (instrument, categories) = form.source(kind);
    SourceField {
        lines: verdict::lines(kind),
        measure,
        judges,
        instruments: choices
            .instruments
            .into_iter()
            .map(|(code, name)| ChoiceOption { name, is_chosen: code == instrument, code })
            .collect(),
        categories: choices
            .categories
            .into_iter()
            .map(|code| ChoiceOption {
                name: plan.category_name(&code, frame.language).to_owned(),
                is_chosen: categories.contains(&code),
                code,
            })
            .collect(),
    }
}

/// The account of the head of the working group, by what it signs in as; nothing where nothing was typed.
pub async fn head(app: &App, form: &RoundForm, errors: &mut FieldErrors) -> Result<Option<AccountId>, WebError> {
    let typed = form.head.trim().to_lowercase();
    if typed.is_empty() {
        return Ok(None);
    }
    let found = queries::account_signing_in_as(&app.database, &typed).await?;
    if found.is_none() {
        errors.add("head", "appraisals-error-head");
    }
    Ok(found.map(|account| account.id))
}

/// The rounds this one may follow (S071): those the office reaches, the one chosen among them, never itself.
pub async fn followed(
    app: &App,
    visitor: &Visitor,
    (itself, chosen): (Option<RoundId>, &str),
) -> Result<Vec<ChoiceOption>, WebError> {
    let reach = visitor.reach(OFFICE);
    let rounds = queries::rounds_to_follow(&app.database, &reach, itself).await?;
    let offered = rounds.into_iter().map(|round| ChoiceOption {
        is_chosen: round.id.to_string() == chosen,
        code: round.id.to_string(),
        name: format!("{} ({} – {})", round.title, round.period_from, round.period_to),
    });
    Ok(offered.collect())
}

/// The round below, as it was chosen: one the office reaches, and no chain that comes back to the round itself.
pub async fn follows(
    app: &App,
    visitor: &Visitor,
    (itself, form): (Option<RoundId>, &RoundForm),
    errors: &mut FieldErrors,
) -> Result<Option<RoundId>, WebError> {
    if form.follows.is_empty() {
        return Ok(None);
    }
    let offered = followed(app, visitor, (itself, &form.follows)).await?;
    let Some(chosen) = offered.iter().find(|one| one.is_chosen).and_then(|one| one.code.parse::<RoundId>().ok()) else {
        errors.add("follows", "error-choose");
        return Ok(None);
    };
    let below = queries::rounds_below(&app.database, chosen).await?;
    if itself.is_some_and(|itself| below.iter().any(|round| round.id == itself)) {
        errors.add("follows", "appraisals-error-follows");
        return Ok(None);
    }
    Ok(Some(chosen))
}

fn view(
    frame: &Frame,
    (id, plan): (RoundId, &Plan),
    (form, followed): (RoundForm, Vec<ChoiceOption>),
    errors: FieldErrors,
) -> SettingsView {
    let sources = ObjectKind::ALL.into_iter().map(|kind| source_field(frame, plan, &form, kind)).collect();
    let page = frame.page("appraisals-settings-title");
    SettingsView {
        sources,
        proposals: proposals(&page, (id, plan)),
        page,
        action: format!("{}?_method=put", urls::Round { id }.to_path()),
        form,
        followed,
        errors,
        owners: Vec::new(),
        is_new: false,
        search: String::new(),
        conflict: None,
    }
}

/// What is stored beside what was typed.
fn both_versions((app, page): (&App, &Page), plan: &Plan, stored: RoundForm, typed: RoundForm) -> Conflict {
    let source = |form: &RoundForm, kind: ObjectKind| match form.source(kind) {
        ("", _) => page.t("appraisals-source-undeclared"),
        chosen => verdict::source_sentence((&app.texts, page.language), kind, chosen, plan),
    };
    let sources = ObjectKind::ALL.map(|kind| {
        let label = page.t1("appraisals-field-source", "lines", verdict::lines(kind));
        (label, source(&stored, kind), source(&typed, kind))
    });
    let conflict = Conflict::between(
        page,
        [
            ("appraisals-field-title", stored.title, typed.title),
            ("appraisals-field-notice", stored.notice_number, typed.notice_number),
            ("appraisals-field-from", stored.period_from, typed.period_from),
            ("appraisals-field-to", stored.period_to, typed.period_to),
            ("appraisals-field-until", stored.casting_until, typed.casting_until),
            ("appraisals-field-minimum", stored.minimum, typed.minimum),
            ("appraisals-field-opinion-minimum", stored.opinion_minimum, typed.opinion_minimum),
            ("appraisals-field-satisfied", stored.satisfied, typed.satisfied),
            ("appraisals-field-basic", stored.basic, typed.basic),
            ("appraisals-field-head", stored.head, typed.head),
            ("appraisals-field-staff", stored.staff, typed.staff),
            ("appraisals-field-retention", stored.retention_days, typed.retention_days),
        ],
    );
    sources.into_iter().fold(conflict, |conflict, (label, stored, typed)| conflict.and(label, stored, typed))
}

/// Stores what was declared.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Round>,
    posted: Posted<RoundForm>,
) -> Answer {
    let form = posted.input;
    common::reached(&app, &visitor, url.id, OFFICE).await?;
    let mut errors = FieldErrors::default();
    let plan = queries::plan(&app.database, url.id).await?;
    let head = head(&app, &form, &mut errors).await?;
    // S049: whoever heads the working group heads the round.
    let group_head = composition::queries::group_head(&app.database, url.id).await?;
    if group_head.is_some_and(|group_head| group_head.account_id != head) {
        errors.add("head", "composition-error-head-follows");
    }
    let follows = follows(&app, &visitor, (Some(url.id), &form), &mut errors).await?;
    let Some(declared) = form.check(&app, &plan, &mut errors) else {
        let followed = followed(&app, &visitor, (Some(url.id), &form.follows)).await?;
        let view = view(&frame, (url.id, &plan), (form, followed), errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let seen = (url.id, form.version);
    let (change, before) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let stored = stored(&app, &round).await?;
            let again = RoundForm { version: round.version, ..form.clone() };
            let followed = followed(&app, &visitor, (Some(url.id), &form.follows)).await?;
            let view = view(&frame, (url.id, &plan), (again, followed), errors);
            let conflict = Some(both_versions((&app, &view.page), &plan, stored, form));
            return html_with(StatusCode::CONFLICT, &SettingsView { conflict, ..view });
        }
        Err(error) => return Err(error),
    };
    let round = round::Model {
        title: declared.title,
        notice_number: declared.notice_number,
        period_from: declared.period_from,
        period_to: declared.period_to,
        minimum: declared.minimum,
        opinion_minimum: declared.opinion_minimum,
        satisfied_permille: declared.verdict.as_ref().map(|rule| rule.satisfied_permille.into()),
        basic_permille: declared.verdict.as_ref().map(|rule| rule.basic_permille.into()),
        head_account_id: head,
        retention_days: declared.retention_days,
        casting_until: declared.casting_until,
        follows_id: follows,
        staff: declared.staff,
        ..before
    };
    queries::update_round(&change.transaction, round.clone()).await?;
    let sources = declared.verdict.map(|rule| rule.sources).unwrap_or_default();
    queries::set_verdict_sources(&change.transaction, url.id, &sources).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Round { id: url.id }, "appraisals-saved").await
}

/// The version somebody saw, and their word that they mean it.
#[derive(Debug, Deserialize)]
pub struct Confirmed {
    /// The version.
    pub version: i64,
    /// Ticked or not there.
    #[serde(default)]
    pub sure: String,
}

/// Throws a draft away.
pub async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Round>,
    posted: Posted<Confirmed>,
) -> Answer {
    if posted.input.sure != "yes" {
        return Err(WebError::refused("appraisals-tick-to-discard"));
    }
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    // S050: else a draw could be repeated until it pleases.
    if !composition::queries::draws(&change.transaction, url.id).await?.is_empty() {
        return common::refuse(change, WebError::refused("appraisals-drawn-stays")).await;
    }
    queries::delete_round(&change.transaction, url.id).await?;
    common::note(&change, &app, &visitor, Event::RoundDiscarded, &round, "").await?;
    change.answer(&urls::Rounds {}, "appraisals-discarded").await
}
