//! The form of an instrument: everything it says in one form, whose buttons may add, move or take away as well.

use serde::Deserialize;
use texts::Language;

use super::model::{
    Group, GroupLayout, Instrument, Item, OwnGrades, SATISFACTION_FORM, Section, SelfEvaluation, Shares, Ungraded,
    Variant, VariantItem, Words, judges_people, usual_form,
};
use super::rules::free_code;
use crate::percent::{percent, permille};

/// The form as typed. What is listed comes as lists of equal length, a value each.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct InstrumentForm {
    /// The version of the row somebody saw.
    pub version: i64,
    /// What besides saving: `up:CODE`, `down:CODE`, `remove:CODE`, `remove-group:CODE`, `remove-variant:CODE`, `add`.
    pub act: String,
    pub name: String,
    pub name_en: String,
    pub about: String,
    pub about_en: String,
    /// `F15`; anything else is the usual paper of the object.
    pub paper: String,
    pub object: String,
    pub directions: Vec<String>,
    pub scale: String,
    pub ungraded: String,
    pub overall: String,
    pub sectors: Vec<String>,
    pub expected_items: String,
    pub satisfied: String,
    pub basic: String,
    pub own_grades: String,
    pub group_code: Vec<String>,
    pub group_name: Vec<String>,
    pub group_name_en: Vec<String>,
    pub group_layout: Vec<String>,
    pub item_code: Vec<String>,
    pub item_group: Vec<String>,
    pub item_name: Vec<String>,
    pub item_name_en: Vec<String>,
    pub item_explanation: Vec<String>,
    pub item_explanation_en: Vec<String>,
    pub variant_code: Vec<String>,
    pub variant_name: Vec<String>,
    pub variant_name_en: Vec<String>,
    /// `variant/sector`.
    pub variant_sectors: Vec<String>,
    /// `variant/item`.
    pub words_of: Vec<String>,
    pub words_name: Vec<String>,
    pub words_name_en: Vec<String>,
    pub words_explanation: Vec<String>,
    pub words_explanation_en: Vec<String>,
    pub new_item_group: String,
    pub new_item_name: String,
    pub new_item_name_en: String,
    pub new_item_explanation: String,
    pub new_item_explanation_en: String,
    pub new_group_name: String,
    pub new_group_name_en: String,
    pub new_variant_name: String,
    pub new_variant_name_en: String,
}

/// A value of a list; empty where a forged form has fewer.
pub fn at(list: &[String], index: usize) -> &str {
    list.get(index).map_or("", String::as_str)
}

/// Words as typed; traditional words a file gave stay where the simplified ones did not change.
fn words(simplified: &str, english: &str, before: Option<&Words>) -> Words {
    let mut words = Words::in_both(simplified, english);
    let same = before.filter(|before| before.written_in(Language::ZhHans) == words.written_in(Language::ZhHans));
    if let Some(traditional) = same.and_then(|before| before.0.get(Language::ZhHant.code())) {
        words.0.insert(Language::ZhHant.code().to_owned(), traditional.clone());
    }
    words
}

impl InstrumentForm {
    /// The form of an instrument as it is stored.
    #[must_use]
    pub fn of(instrument: &Instrument, version: i64) -> Self {
        let zh = |words: &Words| words.written_in(Language::ZhHans).to_owned();
        let en = |words: &Words| words.written_in(Language::En).to_owned();
        let asked = instrument.self_evaluation.as_ref();
        let mut form = Self {
            version,
            name: zh(&instrument.name),
            name_en: en(&instrument.name),
            about: zh(&instrument.about),
            about_en: en(&instrument.about),
            paper: instrument.form.clone(),
            object: instrument.object.clone(),
            directions: instrument.directions.clone(),
            scale: instrument.scale.clone(),
            ungraded: if instrument.ungraded == Ungraded::NotKnown { "not_known" } else { "refused" }.to_owned(),
            overall: instrument.overall.clone().unwrap_or_default(),
            sectors: instrument.sectors.clone(),
            expected_items: instrument.expected_items.map_or_else(String::new, |number| number.to_string()),
            satisfied: instrument.verdict.map_or_else(String::new, |shares| percent(shares.satisfied_permille)),
            basic: instrument.verdict.map_or_else(String::new, |shares| percent(shares.basic_permille)),
            own_grades: match asked.map(|asked| asked.grades) {
                None => "",
                Some(OwnGrades::Own) => "own",
                Some(OwnGrades::None) => "none",
            }
            .to_owned(),
            ..Self::default()
        };
        for group in &instrument.groups {
            form.group_code.push(group.code.clone());
            form.group_name.push(zh(&group.name));
            form.group_name_en.push(en(&group.name));
            form.group_layout.push(if group.layout.is_columns() { "columns" } else { "rows" }.to_owned());
        }
        for item in instrument.items_in_words(None) {
            form.item_name.push(zh(&item.name));
            form.item_name_en.push(en(&item.name));
            form.item_explanation.push(zh(&item.explanation));
            form.item_explanation_en.push(en(&item.explanation));
            form.item_group.push(item.group);
            form.item_code.push(item.code);
        }
        for variant in &instrument.variants {
            form.variant_name.push(zh(&variant.name));
            form.variant_name_en.push(en(&variant.name));
            form.variant_sectors.extend(variant.sectors.iter().map(|sector| format!("{}/{sector}", variant.code)));
            for item in &variant.items {
                form.words_of.push(format!("{}/{}", variant.code, item.code));
                form.words_name.push(zh(&item.name));
                form.words_name_en.push(en(&item.name));
                form.words_explanation.push(zh(&item.explanation));
                form.words_explanation_en.push(en(&item.explanation));
            }
            form.variant_code.push(variant.code.clone());
        }
        form
    }

    /// What the form says of an instrument, with what its button does besides. `is_local`: what is added is the office's
    /// own, beside the common items of a form made above.
    #[must_use]
    pub fn instrument(&self, before: &Instrument, is_local: bool) -> Instrument {
        let mut instrument = Instrument {
            name: words(&self.name, &self.name_en, Some(&before.name)),
            about: words(&self.about, &self.about_en, Some(&before.about)),
            form: if self.paper == SATISFACTION_FORM { SATISFACTION_FORM } else { usual_form(&self.object) }.to_owned(),
            object: self.object.clone(),
            directions: self.directions.clone(),
            scale: self.scale.clone(),
            ungraded: if self.ungraded == "not_known" { Ungraded::NotKnown } else { Ungraded::Refused },
            overall: Some(self.overall.clone()).filter(|overall| !overall.is_empty()),
            sectors: self.sectors.clone(),
            expected_items: self.expected_items.trim().parse().ok(),
            verdict: permille(&self.satisfied)
                .zip(permille(&self.basic))
                .map(|(satisfied_permille, basic_permille)| Shares { satisfied_permille, basic_permille }),
            groups: self.groups(before),
            items: self.items(before, is_local),
            variants: self.variants(before),
            self_evaluation: self.self_evaluation(before),
            ..before.clone()
        };
        self.add(&mut instrument, is_local);
        self.act_on(&mut instrument);
        instrument
    }

    fn groups(&self, before: &Instrument) -> Vec<Group> {
        let group = |(index, code): (usize, &String)| {
            let old = before.groups.iter().find(|group| group.code == *code);
            let (name, english) = (at(&self.group_name, index), at(&self.group_name_en, index));
            let is_columns = at(&self.group_layout, index) == "columns";
            Group {
                code: code.clone(),
                name: words(name, english, old.map(|group| &group.name)),
                layout: if is_columns { GroupLayout::Columns } else { GroupLayout::Rows },
            }
        };
        self.group_code.iter().enumerate().map(group).collect()
    }

    fn items(&self, before: &Instrument, is_local: bool) -> Vec<Item> {
        let item = |(index, code): (usize, &String)| {
            let old = before.items.iter().find(|item| item.code == *code);
            let (name, english) = (at(&self.item_name, index), at(&self.item_name_en, index));
            let explained = (at(&self.item_explanation, index), at(&self.item_explanation_en, index));
            Item {
                code: code.clone(),
                group: at(&self.item_group, index).to_owned(),
                name: words(name, english, old.map(|item| &item.name)),
                explanation: words(explained.0, explained.1, old.map(|item| &item.explanation)),
                common: old.map_or(!is_local, |item| item.common),
            }
        };
        self.item_code.iter().enumerate().map(item).collect()
    }

    fn variants(&self, before: &Instrument) -> Vec<Variant> {
        let variant = |(index, code): (usize, &String)| {
            let old = before.variant(code);
            let own = |key: &String| key.split_once('/').filter(|(of, _)| of == code).map(|(_, rest)| rest.to_owned());
            let in_words = |(place, key): (usize, &String)| {
                let code = own(key)?;
                let old = old.and_then(|old| old.items.iter().find(|item| item.code == code));
                let explained = (at(&self.words_explanation, place), at(&self.words_explanation_en, place));
                let name = at(&self.words_name, place);
                // Nothing typed: the common words hold.
                (!name.trim().is_empty()).then(|| VariantItem {
                    name: words(name, at(&self.words_name_en, place), old.map(|item| &item.name)),
                    explanation: words(explained.0, explained.1, old.map(|item| &item.explanation)),
                    code,
                })
            };
            let (name, english) = (at(&self.variant_name, index), at(&self.variant_name_en, index));
            Variant {
                code: code.clone(),
                name: words(name, english, old.map(|variant| &variant.name)),
                sectors: self.variant_sectors.iter().filter_map(own).collect(),
                items: self.words_of.iter().enumerate().filter_map(in_words).collect(),
            }
        };
        self.variant_code.iter().enumerate().map(variant).collect()
    }

    fn self_evaluation(&self, before: &Instrument) -> Option<SelfEvaluation> {
        let grades = match self.own_grades.as_str() {
            "own" => OwnGrades::Own,
            "none" => OwnGrades::None,
            _ => return None,
        };
        let of_people = judges_people(&self.object);
        let first = if of_people {
            ("deeds", "主要做法和事迹", "What I did")
        } else {
            ("done", "主要做法和成效", "What was done, with what effect")
        };
        let usual = [
            first,
            ("shortcomings", "存在的问题和不足", "Problems and shortcomings"),
            ("plan", "改进措施", "What will be improved"),
        ];
        let usual = usual.map(|(code, zh, en)| Section { code: code.to_owned(), name: Words::in_both(zh, en) });
        let sections = before.self_evaluation.as_ref().map(|asked| asked.sections.clone());
        Some(SelfEvaluation { grades, sections: sections.unwrap_or_else(|| usual.to_vec()) })
    }

    /// Adds what was typed into the lines for something new.
    fn add(&self, instrument: &mut Instrument, is_local: bool) {
        if !self.new_group_name.trim().is_empty() {
            let mut number = instrument.groups.len() + 1;
            while instrument.groups.iter().any(|group| group.code == format!("group_{number}")) {
                number += 1;
            }
            let name = words(&self.new_group_name, &self.new_group_name_en, None);
            let group = Group { code: format!("group_{number}"), name, layout: GroupLayout::Rows };
            instrument.groups.push(group);
        }
        if !self.new_item_name.trim().is_empty() {
            let group = instrument.groups.iter().find(|group| group.code == self.new_item_group);
            let group = group.or(instrument.groups.first()).map(|group| group.code.clone());
            let item = Item {
                // S052: what a subordinate adds begins with L.
                code: free_code(if is_local { 'L' } else { 'A' }, &instrument.items),
                group: group.unwrap_or_default(),
                name: words(&self.new_item_name, &self.new_item_name_en, None),
                explanation: words(&self.new_item_explanation, &self.new_item_explanation_en, None),
                common: !is_local,
            };
            instrument.items.push(item);
        }
        if !self.new_variant_name.trim().is_empty() {
            let mut number = instrument.variants.len() + 1;
            while instrument.variant(&format!("variant_{number}")).is_some() {
                number += 1;
            }
            instrument.variants.push(Variant {
                code: format!("variant_{number}"),
                name: words(&self.new_variant_name, &self.new_variant_name_en, None),
                sectors: Vec::new(),
                items: Vec::new(),
            });
        }
    }

    fn act_on(&self, instrument: &mut Instrument) {
        let (act, code) = self.act.split_once(':').unwrap_or((&self.act, ""));
        let place = instrument.items.iter().position(|item| item.code == code);
        match (act, place) {
            ("remove", Some(place)) => {
                instrument.items.remove(place);
                for variant in &mut instrument.variants {
                    variant.items.retain(|item| item.code != code);
                }
                instrument.overall = instrument.overall.take().filter(|overall| overall != code);
            }
            ("up" | "down", Some(place)) => {
                let group = instrument.items.get(place).map(|item| item.group.clone());
                let in_group = |(_, item): &(usize, &Item)| Some(&item.group) == group.as_ref();
                let beside = if act == "up" {
                    instrument.items.iter().enumerate().take(place).rfind(in_group)
                } else {
                    instrument.items.iter().enumerate().skip(place + 1).find(in_group)
                };
                if let Some(other) = beside.map(|(other, _)| other) {
                    instrument.items.swap(place, other);
                }
            }
            ("remove-group", _) if !instrument.items.iter().any(|item| item.group == code) => {
                instrument.groups.retain(|group| group.code != code);
            }
            ("remove-variant", _) => instrument.variants.retain(|variant| variant.code != code),
            _ => {}
        }
    }
}
