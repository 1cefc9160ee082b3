//! The instruments offered for a round: those made for the sectors of those judged first, other sectors' last.

use super::choosing::{self, Choosable};
use super::library::model::{Instrument, ScaleTemplate};
use super::library::urls::{self, Kind};
use super::library::{Catalogue, LIBRARY};
use super::model::Words;
use crate::web::Page;

/// An instrument to choose, with everything one should see before choosing.
pub struct Offer {
    pub code: String,
    pub name: String,
    /// What is judged with it.
    pub object: String,
    /// The sectors it is for; empty: all.
    pub sectors: String,
    pub items: Vec<String>,
    pub variants: Vec<(String, String)>,
    /// What its grades would count as, where somebody must confirm it.
    pub mapping: Option<String>,
}

/// What is offered, in three parts, and what cannot be used as it is.
#[derive(Default)]
pub struct Offers {
    /// Made for the sectors of those shown.
    pub own: Vec<Offer>,
    /// For everybody.
    pub general: Vec<Offer>,
    /// Made for other sectors (K02): they may be chosen and are flagged.
    pub others: Vec<Offer>,
    /// Incomplete: name, where it stands in the library.
    pub incomplete: Vec<(String, String)>,
}

impl Offers {
    /// The parts in their order, each with the end of its text key and whether it is folded up.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, &[Offer], bool); 3] {
        [("own", &self.own, false), ("general", &self.general, false), ("others", &self.others, true)]
    }
}

/// What a catalogue offers for those chosen from here, where those shown belong to these sectors.
#[must_use]
pub fn of(catalogue: &Catalogue, from: Choosable, sectors: &[&str], page: &Page) -> Offers {
    let mut offers = Offers::default();
    for instrument in catalogue.instruments().filter(|one| choosing::chosen_from(&one.object) == Some(from)) {
        let Some(taken) = catalogue.take(&instrument.code) else {
            let (code, version) = (instrument.code.clone(), instrument.version);
            let path = urls::Template { kind: Kind::Instruments, code, version }.to_path();
            offers.incomplete.push((instrument.name.in_language(page.language).to_owned(), path));
            continue;
        };
        let part = if instrument.sectors.is_empty() {
            &mut offers.general
        } else if instrument.sectors.iter().any(|sector| sectors.contains(&sector.as_str())) {
            &mut offers.own
        } else {
            &mut offers.others
        };
        let mapping = taken.is_proposed().then(|| mapping(&taken.scale, page));
        part.push(offer(instrument, mapping, page));
    }
    offers
}

fn offer(instrument: &Instrument, mapping: Option<String>, page: &Page) -> Offer {
    let language = page.language;
    let words = |words: &Words| words.in_language(language).to_owned();
    let sectors: Vec<&str> = instrument.sectors.iter().map(|code| LIBRARY.sector_name(code, language)).collect();
    Offer {
        code: instrument.code.clone(),
        name: words(&instrument.name),
        object: page.coded("library-object-", &instrument.object),
        sectors: sectors.join(crate::texts::comma(language)),
        items: instrument.items_in_words(None).iter().map(|item| words(&item.name)).collect(),
        variants: instrument.variants.iter().map(|variant| (variant.code.clone(), words(&variant.name))).collect(),
        mapping,
    }
}

/// What the grades of a scale would count as, in a sentence to confirm.
fn mapping(scale: &ScaleTemplate, page: &Page) -> String {
    let counts = |key: &str, satisfied: bool, basic: bool| {
        let grades = scale.grades.iter().filter(|grade| (grade.satisfied, grade.basic) == (satisfied, basic));
        let names: Vec<String> = grades.map(|grade| format!("“{}”", grade.name.in_language(page.language))).collect();
        let comma = if page.language == texts::Language::En { ", " } else { "" };
        (!names.is_empty()).then(|| page.t1(key, "grades", names.join(comma)))
    };
    let parts = [
        counts("appraisals-mapping-satisfied", true, true),
        counts("appraisals-mapping-basic", false, true),
        counts("appraisals-mapping-neither", false, false),
    ];
    let semicolon = if page.language == texts::Language::En { "; " } else { "；" };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    page.t1("appraisals-mapping", "mapping", parts.join(semicolon))
}
