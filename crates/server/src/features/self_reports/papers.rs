//! F14 on paper: empty, or as it was saved.

use axum::extract::{Path, State};
use documents::papers::self_evaluation::{self, Item, View, Whose};
use storage::ObjectId;

use super::queries::Introduction;
use super::{form, show, urls};
use crate::App;
use crate::features::appraisals::model::ObjectKind;
use crate::features::organisations;
use crate::web::{Answer, Frame, Visitor, papers};

/// As it was saved.
pub(super) async fn filled(
    State(app): State<App>,
    Path(url): Path<urls::Paper>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    paper(app, &visitor, &frame, url.object, true).await
}

/// With lines to write on.
pub(super) async fn blank(
    State(app): State<App>,
    Path(url): Path<urls::BlankPaper>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    paper(app, &visitor, &frame, url.object, false).await
}

async fn paper(app: App, visitor: &Visitor, frame: &Frame, object: ObjectId, is_filled: bool) -> Answer {
    let found = show::find(&app, visitor, object).await?;
    let said = if is_filled { found.said()? } else { Introduction::default() };
    let language = frame.language;
    let definition = &found.definition;
    let grades = &definition.scale.grades;
    let items = if form::grades_themselves(definition) { definition.items.as_slice() } else { &[] };
    let unit = organisations::queries::find(&app.database, found.object.organisation)
        .await?
        .map_or_else(String::new, |organisation| organisation.name);
    let words = |text: String| (!text.is_empty()).then_some(text);
    let own_grade = |code: &str| {
        let own = said.grades.get(code)?;
        grades.iter().position(|grade| grade.code == *own)
    };
    let view = View {
        whose: match found.object.kind {
            ObjectKind::Member => Whose::Member { unit },
            ObjectKind::Organisation => Whose::Organisation,
        },
        name: found.object.name.clone(),
        round: found.round.title.clone(),
        items: items
            .iter()
            .map(|item| Item { text: item.name.in_language(language).to_owned(), own_grade: own_grade(&item.code) })
            .collect(),
        grades: grades.iter().map(|grade| grade.name.in_language(language).to_owned()).collect(),
        deeds: words(said.deeds.clone()),
        shortcomings: words(said.shortcomings.clone()),
        plan: words(said.plan.clone()),
        date: papers::day(app.today()),
    };
    papers::shown("self-evaluation", move || self_evaluation::render(&view, language)).await
}
