//! The record of an organisation's appraisals over the years (S057): every round that judged it or its leading team, as
//! it was released. Nothing is entered here, so nothing can be changed; whatever round is sealed adds its line. Where a
//! publication was noted or a conclusion written in other words before, those stand there too.

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::round_record;
use storage::{AccountId, Instant, OrganisationId, RoundId};
use texts::Language;

use super::context::Context;
use super::figures::Row;
use super::release::{Object, Standing};
use super::{overview, queries, urls};
use crate::App;
use crate::features::{appraisals, conclusions, organisations};
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// Who reads the record of an organisation: its office and its secretary.
pub const READERS: &[Role] = &[Role::CampaignOffice, Role::Secretary];

#[derive(Template)]
#[template(path = "features/results/templates/years.html")]
struct YearsView {
    page: Page,
    organisation: (String, String),
    lines: Vec<Line>,
}

/// One appraisal.
struct Line {
    /// Last day and first day of its round.
    days: (String, String),
    round: String,
    /// The page of the object.
    path: String,
    state: String,
    /// Who was judged: the organisation by its name then, or its leading team.
    name: String,
    measure: String,
    /// Forms returned, and valid ones.
    forms: (u64, u64),
    overall: Row,
    /// Opinions released, and answered ones.
    opinions: (u64, u64),
    /// Where and when it was published, by the round's owner and by the organisation itself.
    published: Vec<String>,
    /// The conclusion (S056): where it is, and what it says where it was written.
    conclusion: (String, Option<String>),
    /// What both said before, each with when and by whom it was corrected, the first first.
    earlier: [Vec<String>; 2],
}

/// Where the record of an organisation is, for whoever may read it.
///
/// # Errors
/// When the database does not answer.
pub async fn years_path(
    app: &App,
    visitor: &Visitor,
    organisation: OrganisationId,
) -> Result<Option<String>, WebError> {
    let reach = visitor.reach(READERS);
    let reads = organisations::queries::in_reach(&app.database, &reach, organisation).await?;
    Ok(reads.then(|| urls::Years { organisation }.to_path()))
}

/// Shows the record: of each round what the visitor may see of it.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Years>) -> Answer {
    if years_path(&app, &visitor, url.organisation).await?.is_none() {
        return Err(WebError::NotFound);
    }
    let found = organisations::queries::find(&app.database, url.organisation).await?.ok_or(WebError::NotFound)?;
    let mut lines = Vec::new();
    for round in queries::rounds_judging(&app.database, url.organisation).await? {
        let context = match Context::load(&app, &visitor, round).await {
            Ok(context) => context,
            // Sealed and not published yet: nothing of it is for a secretary.
            Err(WebError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        for object in judged(&context, url.organisation) {
            lines.push(line(&app, &frame, &context, object).await?);
        }
    }
    lines.sort_by(|one, other| other.days.cmp(&one.days));
    html(&YearsView {
        page: frame.page("results-years-title"),
        organisation: (organisations::urls::Organisation { id: found.id }.to_path(), found.name),
        lines,
    })
}

/// The organisation among those judged, and its leading team, as far as the visitor may see them.
fn judged(context: &Context, organisation: OrganisationId) -> Vec<&Object> {
    let objects = context.release.objects.iter();
    let is_it = |object: &&Object| {
        let declared = context.declared(object.object);
        declared.is_some_and(|declared| declared.organisation == organisation && declared.is_of_organisation())
    };
    objects.filter(is_it).filter(|object| context.sees_object(object)).collect()
}

async fn line(app: &App, frame: &Frame, context: &Context, object: &Object) -> Result<Line, WebError> {
    let language = frame.language;
    let round = &context.round;
    let definition = context.definition(object.measure)?;
    let overall = match definition.overall_position() {
        Some(item) => overview::object_row(app, frame, context, object, definition, item),
        None => Row {
            words: app.texts.get(language, "results-no-overall"),
            ..Row::of((app, language), context, object.name.clone(), &Standing::Empty, (0, None), definition)
        },
    };
    let (recovered, valid, _) = context.release.ballots_on(object);
    let organisation = context.release.places.get(object.place).map(|place| place.organisation);
    let mut earlier = [Vec::new(), Vec::new()];
    for organisation in noting(context, organisation) {
        let rows = queries::earlier_publications(&app.database, (round.id, organisation)).await?;
        let said = rows.into_iter().map(|row| {
            let (place, day, proof) = (row.published_where, row.published_on, row.published_proof);
            (publication(app, language, (Some(place), day, proof)), row.replaced_at, row.account_id)
        });
        earlier[0].extend(corrected(app, language, said.collect()).await?);
    }
    if let Some(organisation) = organisation {
        let rows = queries::earlier_conclusions(&app.database, (round.id, organisation)).await?;
        let said = rows.into_iter().map(|row| {
            let words = [row.style, row.work, row.words].join(" · ");
            (Some(words), row.replaced_at, row.account_id)
        });
        earlier[1] = corrected(app, language, said.collect()).await?;
    }
    Ok(Line {
        days: (round.period_to.clone(), round.period_from.clone()),
        round: round.title.clone(),
        path: urls::Object { round: round.id, object: object.object }.to_path(),
        state: round.state.clone(),
        name: object.name.clone(),
        measure: overview::title(context, object.measure, language),
        forms: (recovered, valid),
        overall,
        opinions: queries::opinions_about(&app.database, object.object).await?,
        published: noting(context, organisation)
            .filter_map(|organisation| publication(app, language, noted(context.record(organisation)?)))
            .collect(),
        conclusion: match organisation {
            Some(organisation) => conclusion(app, round.id, organisation).await?,
            None => (String::new(), None),
        },
        earlier,
    })
}

/// Where the conclusion about an organisation stands, and what it says.
async fn conclusion(
    app: &App,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<(String, Option<String>), WebError> {
    let stored = conclusions::queries::conclusion(&app.database, (round, organisation)).await?;
    Ok((conclusions::urls::Conclusion { round, organisation }.to_path(), stored.map(|stored| stored.words)))
}

/// Who notes where and when results were published: the round's owner, and the organisation itself.
fn noting(context: &Context, organisation: Option<OrganisationId>) -> impl Iterator<Item = OrganisationId> {
    let owner = context.round.organisation_id;
    let own = organisation.filter(|organisation| *organisation != owner);
    [Some(owner), own].into_iter().flatten()
}

/// Place, day and proof of a publication.
type Noted = (Option<String>, Option<String>, Option<String>);

fn noted(record: &round_record::Model) -> Noted {
    (record.published_where.clone(), record.published_on.clone(), record.published_proof.clone())
}

/// A publication in words; nothing where no place was noted.
fn publication(app: &App, language: Language, (place, day, proof): Noted) -> Option<String> {
    let place = place?;
    let words = match day {
        Some(day) => {
            let arguments = [("place", place.into()), ("day", day.into())];
            app.texts.with(language, "results-published-record", &arguments)
        }
        None => place,
    };
    Some(match proof {
        Some(proof) => format!("{words} · {proof}"),
        None => words,
    })
}

/// What was said before, with the day and the name of whoever corrected it.
async fn corrected(
    app: &App,
    language: Language,
    said: Vec<(Option<String>, Instant, AccountId)>,
) -> Result<Vec<String>, WebError> {
    let accounts: Vec<AccountId> = said.iter().map(|(_, _, account)| *account).collect();
    let names = appraisals::queries::account_names(&app.database, &accounts).await?;
    let in_words = |(words, at, account): (Option<String>, Instant, AccountId)| {
        let day = app.local(at).date_naive().to_string();
        let name = names.get(&account).cloned().unwrap_or_default();
        let arguments = [("words", words?.into()), ("day", day.into()), ("name", name.into())];
        Some(app.texts.with(language, "results-years-earlier", &arguments))
    };
    Ok(said.into_iter().filter_map(in_words).collect())
}
