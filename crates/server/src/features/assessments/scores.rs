//! The scores of a duty report (F57, S072): how its author was appraised, by ballot and by name.

use rules::composite::Source;
use storage::{ObjectId, RoundId};
use texts::Language;

use super::four::{Four, source_name};
use super::sheet::Sheet;
use crate::App;
use crate::web::{Visitor, WebError};

/// Each of the four appraisals of an object with what it came to. What is not there yet, and what the visitor may not see, is
/// left empty, to be written by hand.
///
/// # Errors
/// When the database does not answer.
pub async fn scores(
    app: &App,
    visitor: &Visitor,
    language: Language,
    (round, object): (RoundId, ObjectId),
) -> Result<Vec<(String, String)>, WebError> {
    let mut said = Source::ALL.map(|source| (source_name(app, language, source), String::new()));
    let sheet = match Sheet::load(app, visitor, round).await {
        Ok(sheet) => sheet,
        Err(WebError::NotFound) => return Ok(said.into()),
        Err(error) => return Err(error),
    };
    // What was given by name stands with the first of the objects that are the author, one for each direction.
    let author = sheet.plan.object(object).map(|object| sheet.plan.judged(object));
    let found = sheet.judged().find(|object| Some(sheet.plan.judged(object)) == author);
    if let Some(found) = found {
        let four = Four::of(app, language, &sheet, found)?;
        for ((_, score), one) in said.iter_mut().zip(&four.each).filter(|(_, one)| one.is_there) {
            *score = one.said();
        }
    }
    Ok(said.into())
}
