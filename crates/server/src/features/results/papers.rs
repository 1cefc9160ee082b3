//! The papers of a round as PDF: bulletin (F22), feedback sheet (F23), summary (F21), each from what was released.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use documents::papers::bulletin::{self, Turnout};
use documents::papers::statistics_return::Method;
use documents::papers::{feedback, summary};
use documents::{Date, Period};
use storage::entities::released_opinion;
use storage::{ObjectId, RoundId};
use texts::Language;

use super::adjusted;
use super::context::{AGGREGATES, Context};
use super::figures::{grade_names, words};
use super::own_grades::{OwnGrades, gap_words};
use super::parts::{figures, parts};
use super::release::Object;
use super::{notices, quality, queries, urls};
use crate::App;
use crate::features::appraisals::model::Sheet;
use crate::people_names::sort_key;
use crate::texts::in_script;
use crate::web::papers::{date_of, day, shown};
use crate::web::{Answer, Frame, Visitor, WebError};

/// The bulletin of a published round.
pub async fn bulletin(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Bulletin>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    if !context.sees_place(0) {
        return Err(WebError::NotFound);
    }
    let language = frame.language;
    let view = bulletin_view(&app, language, &context)?;
    shown("bulletin", move || bulletin::render(&view, language)).await
}

/// What the bulletin says.
pub fn bulletin_view(app: &App, language: Language, context: &Context) -> Result<bulletin::View, WebError> {
    let parts = parts(app, language, context);
    let owner = context.round.organisation_id;
    let record = context.record(owner);
    let mut remarks = warnings(app, language, context)?;
    remarks.extend(own_grades_count(app, language, context, None));
    remarks.extend(quality::remarks((&app.texts, language), context));
    remarks.extend(adjusted::remarks((app, language), context));
    if let Some((place, day)) =
        record.and_then(|record| Some((record.published_where.clone()?, record.published_on.clone()?)))
    {
        remarks.push(app.texts.with(
            language,
            "results-published-record",
            &[("place", place.into()), ("day", day.into())],
        ));
    }
    let date = record.and_then(|record| record.published_on.as_deref()).and_then(date_of).unwrap_or_else(|| today(app));
    Ok(bulletin::View {
        issuer: context.frozen.organisation_name.clone(),
        round: context.round.title.clone(),
        scope: app.texts.with(
            language,
            "results-scope",
            &[
                (
                    "instrument",
                    parts
                        .iter()
                        .map(|part| part.title.as_str())
                        .collect::<Vec<_>>()
                        .join(crate::texts::comma(language))
                        .into(),
                ),
                ("objects", context.release.objects.len().into()),
                ("groups", context.release.panels.len().into()),
            ],
        ),
        period: period(context)?,
        turnout: turnout(context, None),
        parts,
        minimum: context.release.minimum,
        remarks,
        opening_hash: context.round.opening_hash.clone().unwrap_or_default(),
        root: context.root.clone(),
        date,
    })
}

/// The feedback sheet of an object.
pub async fn feedback(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Feedback>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    let (_, object) = context.object(url.object)?;
    if !context.is_close_to(object) {
        return Err(WebError::NotFound);
    }
    let language = frame.language;
    let said = Said::load(&app, url.round).await?;
    let view = feedback_view(&app, language, &context, (object, &said)).await?;
    shown("feedback", move || feedback::render(&view, language)).await
}

/// The opinions released of a round with their answers.
pub struct Said {
    opinions: Vec<released_opinion::Model>,
    answers: BTreeMap<String, String>,
}

impl Said {
    /// Loads them.
    pub async fn load(app: &App, round: RoundId) -> Result<Self, WebError> {
        let mut opinions = queries::opinions(&app.database, round).await?;
        opinions.retain(|opinion| opinion.state == "released");
        let answers = queries::answers(&app.database, round).await?;
        Ok(Self { opinions, answers: answers.into_iter().map(|(key, answer)| (key, answer.words)).collect() })
    }

    fn about(&self, object: ObjectId) -> Vec<feedback::Opinion> {
        let opinions = self.opinions.iter().filter(|opinion| opinion.object_id == Some(object));
        let with_answer = |opinion: &released_opinion::Model| feedback::Opinion {
            answer: self.answers.get(&opinion.opinion_key).cloned(),
            text: opinion.words.clone().unwrap_or_default(),
        };
        opinions.map(with_answer).collect()
    }
}

/// What the feedback sheet of an object says.
pub async fn feedback_view(
    app: &App,
    language: Language,
    context: &Context,
    (object, said): (&Object, &Said),
) -> Result<feedback::View, WebError> {
    let definition = context.definition(object.measure)?;
    let own = OwnGrades::load(app, context, object).await?;
    let (_, valid, _) = context.release.ballots_on(object);
    let due = context.due(object);
    let mut items = Vec::new();
    for (position, asked) in definition.items.iter().enumerate() {
        let standing = object.items.get(position).map(|item| &item.total);
        let gap = standing.and_then(|standing| own.gap(definition, asked, standing));
        items.push(feedback::Item {
            text: words(&asked.name, language),
            figures: standing.and_then(|standing| figures(standing.counts()?, valid, due, definition, language)),
            own_grade: own.grade(definition, asked, language),
            gap: gap.map(|gap| gap_words(app, language, &gap)),
        });
    }
    let declared = context.declared(object.object);
    let unit = declared
        .filter(|declared| !declared.is_of_organisation())
        .and_then(|_| context.release.places.get(object.place))
        .map(|place| place.name.clone());
    let remarks = notices::of_object(context, object, definition)
        .iter()
        .map(|warning| notices::words(app, language, warning))
        .chain(own_grades_count(app, language, context, Some(object)))
        .collect();
    Ok(feedback::View {
        object: object.name.clone(),
        unit: unit.unwrap_or_default(),
        round: context.round.title.clone(),
        period: period(context)?,
        turnout: turnout(context, Some(object)),
        scale: grade_names(definition, language),
        items,
        minimum: context.release.minimum,
        opinions: said.about(object.object),
        sealed_opinions: 0,
        remarks,
        issuer: context.frozen.organisation_name.clone(),
        date: today(app),
    })
}

/// The summary of the round.
pub async fn summary(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Summary>) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    if !context.sees_place(0) || !AGGREGATES.iter().any(|role| visitor.has(*role)) {
        return Err(WebError::NotFound);
    }
    let language = frame.language;
    let view = summary_view(&app, language, &context).await?;
    shown("summary", move || summary::render(&view, language)).await
}

/// What the summary says.
pub async fn summary_view(app: &App, language: Language, context: &Context) -> Result<summary::View, WebError> {
    let round = context.round.id;
    let mut methods: Vec<Method> = Vec::new();
    for contact in queries::contacts(&app.database, round).await? {
        let number = u64::try_from(contact.number).unwrap_or_default();
        let (name, unit) = (in_script(&contact.method, language), in_script(&contact.unit, language));
        let same = methods.iter_mut().find(|method| method.name == name && method.unit == unit);
        match same {
            Some(method) => method.number += number,
            None => methods.push(Method { name: name.to_owned(), number, unit: unit.to_owned() }),
        }
    }
    let answered = queries::answers(&app.database, round).await?.len();
    let participants = context.meetings.iter().map(|meeting| meeting.participants);
    let participants: i64 = participants.sum();
    let has_meetings = !context.meetings.is_empty();
    let mut warnings = warnings(app, language, context)?;
    warnings.extend(own_grades_count(app, language, context, None));
    warnings.extend(quality::remarks((&app.texts, language), context));
    warnings.extend(adjusted::remarks((app, language), context));
    Ok(summary::View {
        unit: context.frozen.organisation_name.clone(),
        round: context.round.title.clone(),
        basis: context.round.notice_number.clone().unwrap_or_default(),
        period: period(context)?,
        meetings: has_meetings.then(|| count(context.meetings.len())),
        participants: has_meetings.then(|| u64::try_from(participants).unwrap_or_default()),
        turnout: turnout(context, None),
        opinions: summary::OpinionCounts { received: context.release.opinions_received, answered: count(answered) },
        methods,
        parts: parts(app, language, context),
        minimum: context.release.minimum,
        warnings,
        problems: said(app, language, context, |record| record.problems.as_deref()),
        next_steps: said(app, language, context, |record| record.next_steps.as_deref()),
        date: today(app),
    })
}

/// What organisations noted, line by line; what several say alike stands once, with who says so.
fn said(
    app: &App,
    language: Language,
    context: &Context,
    text: fn(&storage::entities::round_record::Model) -> Option<&str>,
) -> Vec<String> {
    // In the order of the tree.
    let mut records: Vec<_> =
        context.records.iter().map(|record| (context.release.place(record.organisation_id), record)).collect();
    records.sort_by_key(|(place, _)| *place);
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for (place, record) in records {
        let place = place.and_then(|place| context.release.places.get(place)).map_or("", |place| place.name.as_str());
        for line in text(record).unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty()) {
            match lines.iter_mut().find(|(known, _)| alike(known) == alike(line)) {
                Some((_, places)) if places.contains(&place) => {}
                Some((_, places)) => places.push(place),
                None => lines.push((line, vec![place])),
            }
        }
    }
    let by = |(line, places): (&str, Vec<&str>)| {
        let said = [
            ("words", alike(line).into()),
            ("count", places.len().into()),
            ("places", places.join(crate::texts::comma(language)).into()),
        ];
        app.texts.with(language, "results-said-by", &said)
    };
    lines.into_iter().map(by).collect()
}

/// A line without what ends it: a sentence with and without its full stop is the same.
fn alike(line: &str) -> &str {
    line.trim_end_matches(['。', '；', '，', '.', ';', ',', ' '])
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The sentence that own grades count, where judges are among the objects: of the sheets with this one, or of all.
fn own_grades_count(app: &App, language: Language, context: &Context, object: Option<&Object>) -> Option<String> {
    let plan = &context.frozen.plan;
    let concerns = |sheet: &&Sheet| object.is_none_or(|object| sheet.objects.contains(&object.object));
    let is_so = plan.sheets.iter().filter(concerns).any(|sheet| plan.judges_are_judged(sheet));
    is_so.then(|| app.texts.get(language, "appraisals-paper-own-grades"))
}

/// The forms of the groups that judge an object, or of all groups.
fn turnout(context: &Context, object: Option<&Object>) -> Turnout {
    let all: Vec<usize> = (0..context.release.panels.len()).collect();
    let groups = object.map_or(&all, |object| &object.judged_by);
    let mut turnout = Turnout { due: object.and_then(|object| context.due(object)), issued: 0, recovered: 0, valid: 0 };
    for group in groups {
        turnout.issued += context.issued.get(*group).copied().unwrap_or(0);
        if let Some(panel) = context.release.panels.get(*group) {
            turnout.recovered += panel.recovered;
            turnout.valid += panel.valid;
        }
    }
    turnout
}

fn warnings(app: &App, language: Language, context: &Context) -> Result<Vec<String>, WebError> {
    let mut objects: Vec<&Object> = context.release.objects.iter().collect();
    objects.sort_by_cached_key(|object| (sort_key(&object.name), object.object));
    let mut found = Vec::new();
    for object in objects {
        let definition = context.definition(object.measure)?;
        for warning in notices::of_object(context, object, definition) {
            let words = notices::words(app, language, &warning);
            found.push(app.texts.with(
                language,
                "results-warning-about",
                &[("name", object.name.as_str().into()), ("warning", words.into())],
            ));
        }
    }
    Ok(found)
}

fn period(context: &Context) -> Result<Period, WebError> {
    let broken = || WebError::Broken("a period that is none".to_owned());
    Ok(Period {
        from: date_of(&context.round.period_from).ok_or_else(broken)?,
        to: date_of(&context.round.period_to).ok_or_else(broken)?,
    })
}

fn today(app: &App) -> Date {
    day(app.today())
}
