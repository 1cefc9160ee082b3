//! Choosing what is judged: organisations of the subtree, or members of one, each with its instrument. Windows stand in
//! `choose_windows.rs`.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{organisation, round};
use storage::{MemberId, OrganisationId, WindowId};

use super::choosing::{self, Choosable, Typed, chosen_from};
use super::common::{self, OFFICE, Paths};
use super::library::{Catalogue, LIBRARY};
use super::model::Plan;
use super::offers::{self, Offers};
use super::{queries, urls};
use crate::App;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most organisations offered at once.
pub const MOST_OFFERED: usize = 500;

/// What organisations are searched by.
#[derive(Debug, Default, Deserialize)]
pub struct Filtered {
    #[serde(default)]
    pub search: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    sector: String,
}

/// One row to tick.
pub struct Tick {
    pub id: String,
    pub name: String,
    pub beside: String,
    pub target: String,
    /// What it is on the round as already.
    pub there: Vec<String>,
    pub is_ticked: bool,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/choose.html")]
pub struct ChooseView {
    pub page: Page,
    pub paths: Paths,
    pub action: String,
    pub version: i64,
    /// What is chosen from.
    pub from: Choosable,
    pub filtered: Filtered,
    pub ticks: Vec<Tick>,
    pub is_cut: bool,
    pub offers: Offers,
    pub directions: Vec<(String, String, bool)>,
    pub choice: ChoiceForm,
    pub conflict: Option<Conflict>,
    pub errors: FieldErrors,
    pub kinds: Vec<String>,
    pub sectors: Vec<(String, String)>,
}

/// What was ticked, and the instrument.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct ChoiceForm {
    #[serde(default)]
    pub chosen: Vec<String>,
    /// `code` or `code:variant`, or `auto` for the variant that fits each one's sector.
    #[serde(default)]
    pub instrument: String,
    /// A direction, or nothing for the instrument's usual one.
    #[serde(default)]
    pub direction: String,
    /// Ticked: the scale's meaning is what the library proposes.
    #[serde(default)]
    pub mapping: String,
    #[serde(default)]
    pub version: i64,
}

impl ChoiceForm {
    /// The instrument with its direction.
    pub fn typed(&self) -> Typed<'_> {
        Typed { instrument: &self.instrument, direction: &self.direction, mapping: &self.mapping }
    }
}

/// Who or what may be on a round already: an organisation, a member or a window of it.
pub type Candidate = (OrganisationId, Option<MemberId>, Option<WindowId>);

/// What somebody is on a round as already: itself or its leading team, and in which direction.
pub fn there(page: &Page, plan: &Plan, candidate: Candidate) -> Vec<String> {
    let these = plan.objects.iter().filter(|object| (object.organisation, object.member, object.window) == candidate);
    let measures = these.filter_map(|object| plan.measure(object.measure));
    let words = measures.map(|measure| {
        let is_team = measure.definition.is_of_team();
        let key = if is_team { "appraisals-team-is-there" } else { "appraisals-is-there" };
        page.t1(key, "direction", plan.direction_name(&measure.direction, page.language))
    });
    words.collect()
}

/// The directions in which those chosen from here can be judged: code, name, whether it is chosen.
pub fn directions(
    page: &Page,
    catalogue: &Catalogue,
    (from, chosen): (Choosable, &str),
) -> Vec<(String, String, bool)> {
    let fitting = catalogue.directions().filter(|direction| chosen_from(&direction.object) == Some(from));
    let named = fitting.map(|direction| {
        let name = direction.name.in_language(page.language).to_owned();
        (direction.code.clone(), name, direction.code == chosen)
    });
    named.collect()
}

/// The organisations one may choose from.
pub async fn organisations(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ChooseOrganisations>,
    Query(filtered): Query<Filtered>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = ChoiceForm { version: round.version, ..ChoiceForm::default() };
    let view = organisations_view(&app, &frame, &round, filtered, form, FieldErrors::default()).await?;
    html(&view)
}

async fn organisations_view(
    app: &App,
    frame: &Frame,
    round: &round::Model,
    filtered: Filtered,
    choice: ChoiceForm,
    errors: FieldErrors,
) -> Result<ChooseView, WebError> {
    let page = frame.page("appraisals-choose-organisations-title");
    let language = page.language;
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let among = vec![Reach::Under(vec![round.organisation_id])];
    let filter = organisations::queries::Filter {
        search: filtered.search.clone(),
        kind: given(&filtered.kind),
        sector: given(&filtered.sector),
        among: among.clone(),
    };
    let everything = organisations::queries::Filter { among, ..Default::default() };
    let tree = organisations::queries::all(&app.database, &everything).await?;
    let found = organisations::queries::all(&app.database, &filter).await?;
    let plan = queries::plan(&app.database, round.id).await?;
    let shown: Vec<&str> = found.iter().filter_map(|one| one.sector.as_deref()).collect();
    let catalogue = Catalogue::of_round(&app.database, round).await?;
    let offers = offers::of(&catalogue, Choosable::Organisations, &shown, &page);
    let tick = |organisation: &organisation::Model| Tick {
        id: organisation.id.to_string(),
        name: organisation.name.clone(),
        beside: organisation
            .sector
            .as_deref()
            .map_or_else(String::new, |sector| LIBRARY.sector_name(sector, language).to_owned()),
        target: choosing::target_of(organisation, language),
        there: there(&page, &plan, (organisation.id, None, None)),
        is_ticked: choice.chosen.contains(&organisation.id.to_string()),
    };
    let mut kinds: Vec<String> = tree.iter().map(|one| one.kind.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut sectors: Vec<String> = tree.iter().filter_map(|one| one.sector.clone()).collect();
    sectors.sort_unstable();
    sectors.dedup();
    let named = |code: String| {
        let name = LIBRARY.sector_name(&code, language).to_owned();
        (code, name)
    };
    Ok(ChooseView {
        paths: Paths { id: round.id },
        action: format!("{}?add", urls::Objects { id: round.id }.to_path()),
        version: choice.version,
        from: Choosable::Organisations,
        ticks: found.iter().take(MOST_OFFERED).map(tick).collect(),
        is_cut: found.len() > MOST_OFFERED,
        offers,
        directions: directions(&page, &catalogue, (Choosable::Organisations, &choice.direction)),
        filtered,
        choice,
        conflict: None,
        errors,
        kinds,
        sectors: sectors.into_iter().map(named).collect(),
        page,
    })
}

/// Adds the chosen organisations.
pub async fn add_organisations(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Objects>,
    posted: Posted<ChoiceForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let catalogue = Catalogue::of_round(&app.database, &round).await?;
    let choice = choosing::instrument(&catalogue, &form.typed(), Choosable::Organisations, &mut errors);
    let subtree = organisations::queries::subtree(&app.database, round.organisation_id).await?;
    let mut chosen = Vec::new();
    for id in &form.chosen {
        let id: OrganisationId = id.parse().map_err(|_| WebError::NotFound)?;
        let found = organisations::queries::find(&app.database, id).await?;
        let found = found.filter(|one| one.closed_on.is_none() && subtree.contains(&one.id));
        let organisation = found.ok_or(WebError::NotFound)?;
        chosen.push(choosing::Chosen { name: organisation.name.clone(), member: None, window: None, organisation });
    }
    if chosen.is_empty() {
        errors.add("chosen", "appraisals-error-none-chosen");
    }
    let Some(choice) = choice.filter(|_| errors.is_empty()) else {
        let view = organisations_view(&app, &frame, &round, Filtered::default(), form, errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view.await?);
    };
    let seen = (url.id, form.version);
    if let Some(answer) = choosing::take(&app, &visitor, (&posted.once, seen), (chosen, &choice, &catalogue)).await? {
        return Ok(answer);
    }
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = ChoiceForm { version: round.version, ..form };
    let mut shown = organisations_view(&app, &frame, &round, Filtered::default(), form, errors).await?;
    shown.conflict = Some(Conflict::beside());
    html_with(StatusCode::CONFLICT, &shown)
}

/// The members one may choose from.
pub async fn members(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ChooseMembers>,
) -> Answer {
    let (round, organisation) = choosable(&app, &visitor, &url).await?;
    let form = ChoiceForm { version: round.version, ..ChoiceForm::default() };
    let view = members_view(&app, &frame, &round, &organisation, form, FieldErrors::default());
    html(&view.await?)
}

/// The round and an organisation of its subtree.
async fn choosable(
    app: &App,
    visitor: &Visitor,
    url: &urls::ChooseMembers,
) -> Result<(round::Model, organisation::Model), WebError> {
    let round = common::reached(app, visitor, url.id, OFFICE).await?;
    let subtree = organisations::queries::subtree(&app.database, round.organisation_id).await?;
    let found = organisations::queries::find(&app.database, url.organisation).await?;
    let found = found.filter(|one| subtree.contains(&one.id));
    Ok((round, found.ok_or(WebError::NotFound)?))
}

async fn members_view(
    app: &App,
    frame: &Frame,
    round: &round::Model,
    organisation: &organisation::Model,
    choice: ChoiceForm,
    errors: FieldErrors,
) -> Result<ChooseView, WebError> {
    let title = frame.page("appraisals-choose-members-title");
    let title = title.t1("appraisals-choose-members-of", "name", &organisation.name);
    let page = frame.titled(title);
    let plan = queries::plan(&app.database, round.id).await?;
    let members = queries::members_of(&app.database, organisation.id).await?;
    let catalogue = Catalogue::of_round(&app.database, round).await?;
    let sectors: Vec<&str> = organisation.sector.as_deref().into_iter().collect();
    let offers = offers::of(&catalogue, Choosable::Members, &sectors, &page);
    let ticks = members.into_iter().map(|member| Tick {
        id: member.id.to_string(),
        beside: member.party_post.or(member.post_title).unwrap_or_default(),
        target: String::new(),
        there: there(&page, &plan, (organisation.id, Some(member.id), None)),
        is_ticked: choice.chosen.contains(&member.id.to_string()),
        name: member.name,
    });
    Ok(ChooseView {
        paths: Paths { id: round.id },
        action: urls::ChooseMembers { id: round.id, organisation: organisation.id }.to_path(),
        version: choice.version,
        from: Choosable::Members,
        ticks: ticks.collect(),
        is_cut: false,
        offers,
        directions: directions(&page, &catalogue, (Choosable::Members, &choice.direction)),
        filtered: Filtered::default(),
        choice,
        conflict: None,
        errors,
        kinds: Vec::new(),
        sectors: Vec::new(),
        page,
    })
}

/// Adds the chosen members.
pub async fn add_members(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::ChooseMembers>,
    posted: Posted<ChoiceForm>,
) -> Answer {
    let (round, organisation) = choosable(&app, &visitor, &url).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let catalogue = Catalogue::of_round(&app.database, &round).await?;
    let choice = choosing::instrument(&catalogue, &form.typed(), Choosable::Members, &mut errors);
    let members = queries::members_of(&app.database, organisation.id).await?;
    let mut chosen = Vec::new();
    for id in &form.chosen {
        let id: MemberId = id.parse().map_err(|_| WebError::NotFound)?;
        let found = members.iter().find(|member| member.id == id);
        let found = found.ok_or(WebError::NotFound)?;
        chosen.push(choosing::Chosen {
            name: found.name.clone(),
            member: Some(found.id),
            window: None,
            organisation: organisation.clone(),
        });
    }
    if chosen.is_empty() {
        errors.add("chosen", "appraisals-error-none-chosen");
    }
    let Some(choice) = choice.filter(|_| errors.is_empty()) else {
        let view = members_view(&app, &frame, &round, &organisation, form, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let seen = (url.id, form.version);
    if let Some(answer) = choosing::take(&app, &visitor, (&posted.once, seen), (chosen, &choice, &catalogue)).await? {
        return Ok(answer);
    }
    let (round, organisation) = choosable(&app, &visitor, &url).await?;
    let form = ChoiceForm { version: round.version, ..form };
    let mut shown = members_view(&app, &frame, &round, &organisation, form, errors).await?;
    shown.conflict = Some(Conflict::beside());
    html_with(StatusCode::CONFLICT, &shown)
}
