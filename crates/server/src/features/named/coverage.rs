//! Which organisations of a round were appraised, and by which channels: anonymous forms, named sheets, forums and visits
//! (S069). Beside the share satisfied stands how many opinions came: 100 % with sixty opinions is not 100 % with none.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, State};
use spreadsheets::write::{Field, TableSheet, write};
use storage::{ObjectId, OrganisationId, PanelId, RoundId, Scope};

use super::rules::{self, Channels, Contacts, Covered, Taken};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::measure_title;
use crate::features::results::context::{AGGREGATES, Context};
use crate::features::results::figures::{Figure, Row, share};
use crate::features::results::release::Standing;
use crate::features::{organisations, results};
use crate::people_names::sort_key;
use crate::web::page::spreadsheet;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

struct Line {
    organisation: OrganisationId,
    name: String,
    channels: Channels,
}

#[derive(Template)]
#[template(path = "features/named/templates/coverage.html")]
struct CoverageView {
    page: Page,
    round: (String, String),
    export: String,
    lines: Vec<Line>,
    covered: Covered,
    share: String,
    rates: Vec<(String, String)>,
    opinions: u64,
}

/// What the page and the spreadsheet show.
struct Found {
    context: Context,
    lines: Vec<Line>,
    covered: Covered,
}

/// Finds it, for those whose reach holds the whole round and who see aggregates.
async fn load(app: &App, visitor: &Visitor, round: RoundId) -> Result<Found, WebError> {
    let context = Context::load(app, visitor, round).await?;
    let reach = visitor.reach(AGGREGATES);
    if !organisations::queries::in_reach(&app.database, &reach, context.round.organisation_id).await? {
        return Err(WebError::NotFound);
    }
    let plan = &context.frozen.plan;
    let of_object: BTreeMap<ObjectId, OrganisationId> =
        plan.objects.iter().map(|object| (object.id, object.organisation)).collect();
    let mut named: BTreeMap<OrganisationId, u64> = BTreeMap::new();
    for row in queries::sheets(&app.database, round).await? {
        if let Some(organisation) = of_object.get(&row.object_id) {
            *named.entry(*organisation).or_default() += 1;
        }
    }
    let mut groups: BTreeMap<OrganisationId, BTreeSet<usize>> = BTreeMap::new();
    for object in &context.release.objects {
        if let Some(organisation) = of_object.get(&object.object) {
            groups.entry(*organisation).or_default().extend(&object.judged_by);
        }
    }
    let contacts = queries::contacts(&app.database, round).await?;
    let valid = |group: &usize| context.release.panels.get(*group).map_or(0, |panel| panel.valid);
    let lines = of_object.values().copied().collect::<BTreeSet<OrganisationId>>().into_iter();
    let mut lines: Vec<Line> = lines
        .map(|organisation| Line {
            organisation,
            name: context.frozen.organisation(organisation).map_or_else(String::new, |one| one.name.clone()),
            channels: Channels {
                forms: groups.get(&organisation).map_or(0, |groups| groups.iter().map(valid).sum()),
                named: named.get(&organisation).copied().unwrap_or_default(),
                contacts: contacts.get(&organisation).copied().unwrap_or_default(),
            },
        })
        .collect();
    lines.sort_by_cached_key(|line| (sort_key(&line.name), line.organisation));
    let each: Vec<Channels> = lines.iter().map(|line| line.channels).collect();
    let forms = context.release.panels.iter().map(|panel| panel.valid).sum();
    // Whoever gives a named sheet was not planned for an anonymous form.
    let slips = rules::plan_of_slips(plan, &named_only(&queries::taken(&app.database, round).await?));
    let planned = slips.panels.iter().map(|panel| u64::from(panel.planned)).sum();
    let covered = rules::covered(&each, (forms, planned));
    Ok(Found { lines, covered, context })
}

/// How many of each group give a named sheet; who takes no part stays among those an anonymous form was planned for.
fn named_only(taken: &BTreeMap<PanelId, Taken>) -> BTreeMap<PanelId, Taken> {
    taken.iter().map(|(panel, taken)| (*panel, Taken { named: taken.named, ..Taken::default() })).collect()
}

/// The share satisfied of each measure over the whole round, as it was released.
fn rates(app: &App, frame: &Frame, context: &Context) -> Result<Vec<(String, String)>, WebError> {
    let plan = &context.frozen.plan;
    let mut rates = Vec::new();
    for measure in &plan.measures {
        let definition = context.definition(measure.id)?;
        let totals = context.release.totals.iter();
        let total = totals.into_iter().find(|total| total.place == 0 && total.measure == measure.id);
        if let (Some(item), Some(total)) = (definition.overall_position(), total) {
            let standing = total.items.get(item).unwrap_or(&Standing::Empty);
            let (name, valid) = (measure_title(plan, measure, frame.language), (total.valid, None));
            let row = Row::of((app, frame.language), context, name, standing, valid, definition);
            let said = row.figure.as_ref().map_or(row.words, Figure::rate);
            rates.push((row.name, said));
        }
    }
    Ok(rates)
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Coverage>,
) -> Answer {
    let found = load(&app, &visitor, url.round).await?;
    html(&CoverageView {
        page: frame.page("named-coverage-title"),
        round: (results::urls::Results { round: url.round }.to_path(), found.context.round.title.clone()),
        export: urls::CoverageFile { round: url.round }.to_path(),
        share: found.covered.share.map(share).unwrap_or_default(),
        rates: rates(&app, &frame, &found.context)?,
        opinions: found.context.release.opinions_received,
        lines: found.lines,
        covered: found.covered,
    })
}

/// The same as a spreadsheet; taking it is an event.
pub(super) async fn export(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::CoverageFile>,
) -> Answer {
    let found = load(&app, &visitor, url.round).await?;
    let page = frame.page("named-coverage-title");
    let headings = ["named-organisation", "named-forms", "named-sheets", "named-contacts", "named-persons"];
    let mut headings: Vec<String> = headings.iter().map(|key| page.t(key)).collect();
    headings.push(page.t("named-covered"));
    let number = Field::Count;
    let answer = |is_covered: bool| Field::Text(page.t(if is_covered { "yes" } else { "no" }));
    let row = |line: &Line| {
        let Channels { forms, named, contacts: Contacts { records, persons } } = line.channels;
        let name = Field::Text(line.name.clone());
        vec![name, number(forms), number(named), number(records), number(persons), answer(line.channels.is_covered())]
    };
    let mut rows: Vec<Vec<Field>> = found.lines.iter().map(row).collect();
    let covered = &found.covered;
    rows.push(vec![Field::Text(page.t2("named-covered-of", "covered", covered.organisations, "all", covered.all))]);
    let sheet = TableSheet { name: page.title.clone(), headings, rows };
    let bytes = write(&[sheet]).map_err(|error| WebError::Broken(error.to_string()))?;
    let round = &found.context.round;
    let transaction = app.database.write(Scope::Round(round.id.0)).await?;
    let about = About::organisation(round.organisation_id, format!("{}: {}", round.title, page.title));
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::Exported, about).await?;
    transaction.commit().await?;
    Ok(spreadsheet("coverage.xlsx", bytes))
}
