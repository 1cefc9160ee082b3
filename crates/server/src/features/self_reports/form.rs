//! The form: own grades, three texts; a draft may lack anything, what is handed in may not.

use std::collections::BTreeMap;

use texts::Language;

use super::queries::Introduction;
use crate::features::appraisals::model::{Definition, OwnGrades, SelfEvaluation};
use crate::web::FieldErrors;

/// The longest of each text.
pub(super) const LONGEST_TEXT: usize = 2_000;

/// The posted fields, in their order.
pub(super) type Fields = Vec<(String, String)>;

/// The last value of a field.
pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().rev().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str())
}

/// Whether they grade themselves.
pub(super) fn grades_themselves(definition: &Definition) -> bool {
    let asked = definition.self_evaluation.as_ref();
    asked.is_some_and(|asked| asked.grades == OwnGrades::Own)
}

/// The heading of one of the three texts, if the instrument asks for it.
pub(super) fn section<'a>(asked: &'a SelfEvaluation, name: &str) -> Option<&'a str> {
    let is_it = |code: &str| code == name || (name == "deeds" && code == "done");
    asked.sections.iter().map(|section| section.code.as_str()).find(|code| is_it(code))
}

/// What the instrument itself calls one of the three texts, where it asks for it.
pub(super) fn label(definition: &Definition, name: &str, language: Language) -> Option<String> {
    let asked = definition.self_evaluation.as_ref()?;
    let code = section(asked, name)?;
    let found = asked.sections.iter().find(|section| section.code == code)?;
    Some(found.name.in_language(language).to_owned())
}

/// Reads the fields. Handing in demands every own grade and every text the instrument asks for.
pub(super) fn read(
    definition: &Definition,
    fields: &Fields,
    is_handed_in: bool,
    errors: &mut FieldErrors,
) -> Introduction {
    let mut grades = BTreeMap::new();
    if grades_themselves(definition) {
        for item in &definition.items {
            let given = field(fields, &format!("g-{}", item.code));
            let is_known = definition.scale.grades.iter().any(|g| g.code == given);
            if is_known {
                grades.insert(item.code.clone(), given.to_owned());
            } else if is_handed_in || !given.is_empty() {
                errors.add("grades", "self-reports-grades-missing");
            }
        }
    }
    let asked = definition.self_evaluation.as_ref();
    let mut text = |name: &'static str| {
        let is_asked = asked.is_some_and(|asked| section(asked, name).is_some());
        let given = field(fields, name).replace("\r\n", "\n");
        if is_handed_in && is_asked {
            errors.required(name, &given, LONGEST_TEXT)
        } else {
            errors.optional(name, &given, LONGEST_TEXT)
        }
    };
    Introduction { deeds: text("deeds"), shortcomings: text("shortcomings"), plan: text("plan"), grades }
}
