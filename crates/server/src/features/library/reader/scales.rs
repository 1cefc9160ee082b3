//! The fields of a scale.

use super::fields::{Fields, Need, Reader};
use crate::features::library::model::{Grade, Mapping, Opinions, ScaleKind, ScaleTemplate};

/// With blank and 不了解 they still fit the four bits of an answer.
const MOST_GRADES: usize = 14;
const FIELDS: &[&str] =
    &["format", "kind", "code", "version", "name", "about", "measures", "mapping", "opinions", "grade"];

/// Reads a scale; nothing where a field it cannot do without is wrong, which was found then.
pub fn read(reader: &mut Reader<'_>, file: &Fields<'_>) -> Option<ScaleTemplate> {
    reader.known(file, FIELDS);
    let code = reader.code(file, "code", Need::Required);
    let version = reader.number(file, "version", Need::Required, (1, 9999));
    let name = reader.words(file, "name", Need::Required, 100);
    let about = reader.words(file, "about", Need::Optional, 400).unwrap_or_default();
    let kinds = [("grades", ScaleKind::Grades), ("number", ScaleKind::Number)];
    let kind = reader.choice(file, "measures", Need::Required, &kinds);
    let mappings = [("settled", Mapping::Settled), ("proposed", Mapping::Proposed)];
    let mapping = reader.choice(file, "mapping", Need::Optional, &mappings).unwrap_or(Mapping::Proposed);
    let answers = [("optional", Opinions::Optional), ("required", Opinions::Required)];
    let opinions = reader.choice(file, "opinions", Need::Optional, &answers).unwrap_or_default();
    let tables = reader.tables(file, "grade", MOST_GRADES);
    let mut codes = Vec::new();
    let mut grades = Vec::new();
    for fields in &tables {
        reader.known(fields, &["code", "name", "satisfied", "basic"]);
        let code = reader.code(fields, "code", Need::Required);
        let name = reader.words(fields, "name", Need::Required, 40);
        let satisfied = reader.truth(fields, "satisfied", Need::Required);
        let basic = reader.truth(fields, "basic", Need::Required);
        // R02: whatever is satisfied is basic as well.
        if (satisfied, basic) == (Some(true), Some(false)) {
            reader.find_in(fields, "basic", "library-expected-basic", String::new());
        }
        codes.push(code.clone());
        if let (Some(code), Some(name), Some(satisfied), Some(basic)) = (code, name, satisfied, basic) {
            grades.push(Grade { code, name, satisfied, basic });
        }
    }
    reader.each_once(tables.iter().zip(codes.iter().map(Option::as_deref)));
    if kind == Some(ScaleKind::Number) && !tables.is_empty() {
        reader.find_in(file, "grade", "library-expected-no-grades", String::new());
    }
    Some(ScaleTemplate { code: code?, version: version?, name: name?, about, kind: kind?, mapping, grades, opinions })
}
