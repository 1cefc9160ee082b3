//! The fields of directions, categories of judges and procedures.

use super::fields::{Fields, Need, Reader};
use super::instruments::OBJECTS;
use super::{Codes, Known};
use crate::features::library::LIBRARY;
use crate::features::library::model::{Category, Direction, JUDGES, ObjectKind, Procedure, SIDES, Step, Words};

/// The fields of a category of judges.
const CATEGORY_FIELDS: [&str; 12] = [
    "format",
    "kind",
    "code",
    "version",
    "name",
    "about",
    "side",
    "judges",
    "precedence",
    "merge_with",
    "judged",
    "minors",
];
/// The fields of a step.
const STEP_FIELDS: [&str; 10] =
    ["code", "name", "about", "before", "persons", "evidence", "summaries", "each_point", "optional", "weak_point"];
/// The most steps of a procedure.
const MOST_STEPS: usize = 20;

/// What all of them begin with.
struct Head {
    code: Option<String>,
    version: Option<u32>,
    name: Option<Words>,
    about: Words,
}

fn head(reader: &mut Reader<'_>, file: &Fields<'_>, known: &Known<'_>, about: Need) -> Head {
    let code = reader.code(file, "code", Need::Required);
    if known.codes == Codes::Local && code.as_ref().is_some_and(|code| !code.starts_with('L')) {
        reader.find_in(file, "code", "library-expected-local-code", String::new());
    }
    Head {
        code,
        version: reader.number(file, "version", Need::Required, (1, 9999)),
        name: reader.words(file, "name", Need::Required, 60),
        about: reader.words(file, "about", about, 400).unwrap_or_default(),
    }
}

/// Reads a direction; nothing where a field it cannot do without is wrong, which was found then.
pub fn direction(reader: &mut Reader<'_>, file: &Fields<'_>, known: &Known<'_>) -> Option<Direction> {
    reader.known(file, &["format", "kind", "code", "version", "name", "about", "judges", "object"]);
    let head = head(reader, file, known, Need::Optional);
    let judges = reader.choice(file, "judges", Need::Required, &JUDGES.map(|judges| (judges, judges)));
    let object = reader.choice(file, "object", Need::Required, &OBJECTS.map(|object| (object, object)));
    Some(Direction {
        code: head.code?,
        version: head.version?,
        name: head.name?,
        about: head.about,
        judges: judges?.to_owned(),
        object: object?.to_owned(),
    })
}

/// Reads a category of judges; nothing where a field it cannot do without is wrong, which was found then.
pub fn category(reader: &mut Reader<'_>, file: &Fields<'_>, known: &Known<'_>) -> Option<Category> {
    reader.known(file, &CATEGORY_FIELDS);
    let head = head(reader, file, known, Need::Optional);
    let side = reader.choice(file, "side", Need::Required, &SIDES.map(|side| (side, side)));
    let judges = reader.codes(file, "judges", Need::Optional, Some(&JUDGES));
    let precedence = reader.number(file, "precedence", Need::Optional, (1, 99));
    let merge_with = reader.code(file, "merge_with", Need::Optional);
    if let (Some(code), Some(categories)) = (&merge_with, &known.categories)
        && !categories.contains(&code.as_str())
    {
        reader.find_in(file, "merge_with", "library-expected-choice", categories.join(", "));
    }
    // Said in so many words: where judges are among those judged, an empty row would name its author.
    let judged = [
        ("nobody", None),
        (ObjectKind::Member.code(), Some(ObjectKind::Member)),
        (ObjectKind::Organisation.code(), Some(ObjectKind::Organisation)),
    ];
    let judged = reader.choice(file, "judged", Need::Required, &judged);
    let minors = reader.choice(file, "minors", Need::Optional, &[("refused", "refused")]);
    Some(Category {
        code: head.code?,
        version: head.version?,
        name: head.name?,
        about: head.about,
        side: side?.to_owned(),
        judges: Some(judges).filter(|judges| !judges.is_empty()),
        precedence,
        merge_with,
        judged: judged?,
        minors: minors.map(str::to_owned),
    })
}

/// Reads a procedure; nothing where a field it cannot do without is wrong, which was found then.
pub fn procedure(reader: &mut Reader<'_>, file: &Fields<'_>, known: &Known<'_>) -> Option<Procedure> {
    reader.known(file, &["format", "kind", "code", "version", "name", "about", "each", "points", "step"]);
    let head = head(reader, file, known, Need::Required);
    let each = reader.choice(file, "each", Need::Required, &["organisation", "person"].map(|each| (each, each)));
    let points = reader.code(file, "points", Need::Optional);
    if points.as_ref().is_some_and(|code| LIBRARY.instrument(code).is_none()) {
        let codes: Vec<&str> = LIBRARY.instruments.iter().map(|instrument| instrument.code.as_str()).collect();
        reader.find_in(file, "points", "library-expected-choice", codes.join(", "));
    }
    if points.is_some() && each == Some("person") {
        reader.find_in(file, "points", "library-expected-no-points", String::new());
    }
    let tables = reader.tables(file, "step", MOST_STEPS);
    if tables.is_empty() {
        reader.find_in(file, "step", "library-expected-tables", "step".to_owned());
    }
    let mut codes = Vec::new();
    let mut steps = Vec::new();
    for fields in &tables {
        reader.known(fields, &STEP_FIELDS);
        let code = reader.code(fields, "code", Need::Required);
        let name = reader.words(fields, "name", Need::Required, 60);
        let about = reader.words(fields, "about", Need::Required, 160);
        let before = reader.choice(fields, "before", Need::Optional, &[("casting", "casting")]);
        let mut says = |name| reader.truth(fields, name, Need::Optional).unwrap_or_default();
        let (persons, evidence, summaries) = (says("persons"), says("evidence"), says("summaries"));
        let (each_point, optional, weak_point) = (says("each_point"), says("optional"), says("weak_point"));
        // Nobody knows beforehand which persons there will be: casting cannot wait for them.
        if before.is_some() && (each == Some("person") || each_point) {
            reader.find_in(fields, "before", "library-expected-no-before", String::new());
        }
        if each_point && points.is_none() {
            reader.find_in(fields, "each_point", "library-expected-points", String::new());
        }
        codes.push(code.clone());
        if let (Some(code), Some(name), Some(about)) = (code, name, about) {
            let before = before.map(str::to_owned);
            let said =
                Step { code, name, about, before, persons, evidence, summaries, each_point, optional, weak_point };
            steps.push(said);
        }
    }
    reader.each_once(tables.iter().zip(codes.iter().map(Option::as_deref)));
    Some(Procedure {
        code: head.code?,
        version: head.version?,
        name: head.name?,
        about: head.about,
        each: each?.to_owned(),
        points,
        steps,
    })
}
