//! One of each paper, in ordinary, long, empty and unusual text, with what must be read in it.

mod forms;
mod reports;

use documents::{Date, DocumentError, Language, Period};

/// What kind of text fills the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    Sample,
    Long,
    Empty,
    Unusual,
}

impl Flavour {
    pub const ALL: [Self; 4] = [Self::Sample, Self::Long, Self::Empty, Self::Unusual];

    /// The text in this flavour.
    pub fn text(self, ordinary: &str) -> String {
        match self {
            Self::Sample => ordinary.to_owned(),
            Self::Long => {
                let long = ordinary.chars().cycle().take(60).collect::<String>();
                format!("{long}Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")
            }
            Self::Empty => String::new(),
            Self::Unusual => format!(
                "{ordinary}𠮷㐂䶮喆 Zoe\u{308} #[*a*]$b$_c_`d` <b>&amp;\"\\ @e 葛\u{E0100}\u{AD}\u{200D}\u{FE0F} བོད ꆈꌠ 🙂 محمد"
            ),
        }
    }

    /// How many of a list whose ordinary length is given.
    pub fn many(self, ordinary: usize) -> usize {
        match self {
            Self::Sample | Self::Unusual => ordinary,
            Self::Long => ordinary * 12,
            Self::Empty => 0,
        }
    }

    pub fn texts(self, ordinary: &[&str]) -> Vec<String> {
        ordinary.iter().cycle().take(self.many(ordinary.len())).map(|text| self.text(text)).collect()
    }
}

/// A paper with the strings of its view that must be read in it.
pub struct Paper {
    pub name: &'static str,
    pub pdf: Result<Vec<u8>, DocumentError>,
    pub expected: Vec<String>,
}

pub const PERIOD: Period =
    Period { from: Date { year: 2012, month: 1, day: 5 }, to: Date { year: 2012, month: 1, day: 15 } };
pub const GRADES: [&str; 3] = ["满意", "基本满意", "不满意"];

pub fn grades() -> Vec<String> {
    GRADES.map(str::to_owned).to_vec()
}

/// Every paper once.
pub fn papers(flavour: Flavour, language: Language) -> Vec<Paper> {
    vec![
        forms::slips(flavour, language),
        forms::account_slips(flavour, language),
        forms::organisation_form(flavour, language),
        forms::member_form(flavour, language),
        forms::satisfaction_form(flavour, language),
        forms::self_evaluation(flavour, language),
        reports::bulletin(flavour, language),
        reports::feedback(flavour, language),
        reports::summary(flavour, language),
        reports::statistics_return(flavour, language),
        reports::plain(flavour, language),
    ]
}
