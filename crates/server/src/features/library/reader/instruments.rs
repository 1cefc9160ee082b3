//! The fields of an instrument.

use super::Known;
use super::fields::{Fields, Need, Reader};
use crate::features::library::model::{
    FORMS, Group, GroupLayout, Instrument, Item, OwnGrades, Section, SelfEvaluation, Shares, Ungraded, Variant,
    VariantItem,
};

/// The most items of an instrument: a ballot must stay bearable.
const MOST_ITEMS: usize = 100;
/// The most groups.
const MOST_GROUPS: usize = 20;
/// The most variants.
const MOST_VARIANTS: usize = 12;
/// The longest words of an item.
const LONGEST_ITEM: usize = 120;
/// The longest line that explains it.
const LONGEST_EXPLANATION: usize = 160;
/// The types of objects.
pub const OBJECTS: [&str; 5] = ["organisation", "leading_team", "leader", "member", "window"];

const FIELDS: &[&str] = &[
    "format",
    "kind",
    "code",
    "version",
    "name",
    "about",
    "form",
    "object",
    "directions",
    "scale",
    "ungraded",
    "overall",
    "sectors",
    "expected_items",
    "verdict",
    "group",
    "item",
    "variant",
    "self_evaluation",
];

/// Reads an instrument; nothing where a field it cannot do without is wrong, which was found then.
pub fn read(reader: &mut Reader<'_>, file: &Fields<'_>, known: &Known<'_>) -> Option<Instrument> {
    reader.known(file, FIELDS);
    let code = reader.code(file, "code", Need::Required);
    let version = reader.number(file, "version", Need::Required, (1, 9999));
    let name = reader.words(file, "name", Need::Required, 100);
    let about = reader.words(file, "about", Need::Optional, 400).unwrap_or_default();
    let form = reader.choice(file, "form", Need::Required, &FORMS.map(|form| (form, form)));
    let object = reader.choice(file, "object", Need::Required, &OBJECTS.map(|object| (object, object)));
    let fits = |of: &str| object.is_none_or(|object| of == object);
    let fitting = known.directions.as_ref().map(|directions| -> Vec<&str> {
        directions.iter().filter(|(_, of)| fits(of)).map(|(code, _)| *code).collect()
    });
    let directions = reader.codes(file, "directions", Need::Required, fitting.as_deref());
    if file.has("directions") && directions.is_empty() {
        reader.find_in(file, "directions", "library-expected-list", fitting.unwrap_or_default().join(", "));
    }
    let scale = reader.code(file, "scale", Need::Required);
    if let (Some(scale), Some(scales)) = (&scale, &known.scales)
        && !scales.contains(&scale.as_str())
    {
        reader.find_in(file, "scale", "library-expected-scale", scales.join(", "));
    }
    let answers = [("refused", Ungraded::Refused), ("not_known", Ungraded::NotKnown)];
    let ungraded = reader.choice(file, "ungraded", Need::Required, &answers);
    let sectors = reader.codes(file, "sectors", Need::Optional, Some(&known.sectors));
    let most = u32::try_from(MOST_ITEMS).unwrap_or(u32::MAX);
    let expected_items = reader.number(file, "expected_items", Need::Optional, (1, most));
    let verdict = verdict(reader, file);
    let groups = groups(reader, file);
    let above = code.as_ref().and_then(|code| known.above.iter().find(|above| above.code == *code)).copied();
    let items = items(reader, file, &groups, above);
    let overall = reader.code(file, "overall", Need::Optional);
    let item_codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
    if overall.as_deref().is_some_and(|overall| !item_codes.contains(&overall)) {
        reader.find_in(file, "overall", "library-expected-item", item_codes.join(", "));
    }
    let variants = variants(reader, file, known, &item_codes);
    let self_evaluation = self_evaluation(reader, file);
    Some(Instrument {
        code: code?,
        version: version?,
        name: name?,
        about,
        form: form?.to_owned(),
        object: object?.to_owned(),
        directions,
        scale: scale?,
        ungraded: ungraded?,
        overall,
        sectors,
        expected_items,
        verdict,
        groups,
        items,
        variants,
        self_evaluation,
    })
}

fn verdict(reader: &mut Reader<'_>, file: &Fields<'_>) -> Option<Shares> {
    let fields = reader.table(file, "verdict", Need::Optional)?;
    reader.known(&fields, &["satisfied_permille", "basic_permille"]);
    let satisfied_permille = reader.number(&fields, "satisfied_permille", Need::Required, (0, 1000))?;
    let basic_permille = reader.number(&fields, "basic_permille", Need::Required, (0, 1000))?;
    // With p2 above p1 line 1c of the return could exceed line 1b.
    if basic_permille > satisfied_permille {
        reader.find_in(&fields, "basic_permille", "library-expected-at-most", satisfied_permille.to_string());
    }
    Some(Shares { satisfied_permille, basic_permille })
}

fn groups(reader: &mut Reader<'_>, file: &Fields<'_>) -> Vec<Group> {
    let tables = reader.tables(file, "group", MOST_GROUPS);
    let mut codes = Vec::new();
    let mut groups = Vec::new();
    for fields in &tables {
        reader.known(fields, &["code", "name", "layout"]);
        let code = reader.code(fields, "code", Need::Required);
        let name = reader.words(fields, "name", Need::Required, 40);
        let layouts = [("rows", GroupLayout::Rows), ("columns", GroupLayout::Columns)];
        let layout = reader.choice(fields, "layout", Need::Required, &layouts);
        codes.push(code.clone());
        if let (Some(code), Some(name), Some(layout)) = (code, name, layout) {
            groups.push(Group { code, name, layout });
        }
    }
    reader.each_once(tables.iter().zip(codes.iter().map(Option::as_deref)));
    groups
}

fn items(reader: &mut Reader<'_>, file: &Fields<'_>, groups: &[Group], above: Option<&Instrument>) -> Vec<Item> {
    let tables = reader.tables(file, "item", MOST_ITEMS);
    let group_codes: Vec<(&str, &str)> =
        groups.iter().map(|group| (group.code.as_str(), group.code.as_str())).collect();
    let mut codes = Vec::new();
    let mut items = Vec::new();
    for fields in &tables {
        reader.known(fields, &["code", "group", "name", "explanation", "common"]);
        let code = reader.code(fields, "code", Need::Required);
        let group = reader.choice(fields, "group", Need::Required, &group_codes);
        let name = reader.words(fields, "name", Need::Required, LONGEST_ITEM);
        let explanation = reader.words(fields, "explanation", Need::Optional, LONGEST_EXPLANATION).unwrap_or_default();
        let common = reader.truth(fields, "common", Need::Required);
        if let (Some(above), Some(code)) = (above, &code) {
            beside_above(reader, fields, (above, code), common);
        }
        codes.push(code.clone());
        if let (Some(code), Some(group), Some(name), Some(common)) = (code, group, name, common) {
            items.push(Item { code, group: group.to_owned(), name, explanation, common });
        }
    }
    reader.each_once(tables.iter().zip(codes.iter().map(Option::as_deref)));
    items
}

/// An item an office adds to a list made above: named so that no later version of that list has the same, and never common,
/// or a comparison would set it beside what others were asked.
fn beside_above(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    (above, code): (&Instrument, &str),
    common: Option<bool>,
) {
    let known = above.items.iter().find(|item| item.code == code);
    if known.is_none() && !code.starts_with('L') {
        reader.find_in(fields, "code", "library-expected-local-item", String::new());
    }
    if common == Some(true) && known.is_none_or(|known| !known.common) {
        reader.find_in(fields, "common", "library-expected-not-common", String::new());
    }
}

fn variants(reader: &mut Reader<'_>, file: &Fields<'_>, known: &Known<'_>, item_codes: &[&str]) -> Vec<Variant> {
    let tables = reader.tables(file, "variant", MOST_VARIANTS);
    let choices: Vec<(&str, &str)> = item_codes.iter().map(|code| (*code, *code)).collect();
    let mut codes = Vec::new();
    let mut variants = Vec::new();
    for fields in &tables {
        reader.known(fields, &["code", "name", "sectors", "items"]);
        let code = reader.code(fields, "code", Need::Required);
        let name = reader.words(fields, "name", Need::Required, 40);
        let sectors = reader.codes(fields, "sectors", Need::Optional, Some(&known.sectors));
        let inner = reader.tables(fields, "items", MOST_ITEMS);
        let mut inner_codes = Vec::new();
        let mut items = Vec::new();
        for fields in &inner {
            reader.known(fields, &["code", "name", "explanation"]);
            let code = reader.choice(fields, "code", Need::Required, &choices);
            let name = reader.words(fields, "name", Need::Required, LONGEST_ITEM);
            let explanation =
                reader.words(fields, "explanation", Need::Optional, LONGEST_EXPLANATION).unwrap_or_default();
            inner_codes.push(code);
            if let (Some(code), Some(name)) = (code, name) {
                items.push(VariantItem { code: code.to_owned(), name, explanation });
            }
        }
        reader.each_once(inner.iter().zip(inner_codes));
        codes.push(code.clone());
        if let (Some(code), Some(name)) = (code, name) {
            variants.push(Variant { code, name, sectors, items });
        }
    }
    reader.each_once(tables.iter().zip(codes.iter().map(Option::as_deref)));
    variants
}

fn self_evaluation(reader: &mut Reader<'_>, file: &Fields<'_>) -> Option<SelfEvaluation> {
    let fields = reader.table(file, "self_evaluation", Need::Optional)?;
    reader.known(&fields, &["grades", "section"]);
    let grades =
        reader.choice(&fields, "grades", Need::Required, &[("own", OwnGrades::Own), ("none", OwnGrades::None)]);
    let tables = reader.tables(&fields, "section", 3);
    let mut codes = Vec::new();
    let mut sections = Vec::new();
    for fields in &tables {
        reader.known(fields, &["code", "name"]);
        let places = ["done", "deeds", "shortcomings", "plan"].map(|code| (code, code));
        let code = reader.choice(fields, "code", Need::Required, &places);
        let name = reader.words(fields, "name", Need::Required, 40);
        codes.push(code);
        if let (Some(code), Some(name)) = (code, name) {
            sections.push(Section { code: code.to_owned(), name });
        }
    }
    reader.each_once(tables.iter().zip(codes));
    Some(SelfEvaluation { grades: grades?, sections })
}
