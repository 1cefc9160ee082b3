//! Quality of a round: the shares it declared before it opened, each beside its limit, as they were measured at sealing.
//! They stand beside the figures and change none; what they do not mean stands with each of them.

mod measuring;

use rules::Fraction;
use rules::quality::Sign;
use spreadsheets::write::{Field, TableSheet};

pub use measuring::measure;

use super::context::Context;
use super::figures::share;
use super::release::QualityRate;
use crate::features::appraisals::quality::{Said, called, limit, means};

/// One share as it is shown.
pub struct Line {
    /// What is measured.
    pub name: String,
    /// The share with both its numbers.
    pub share: Option<Share>,
    /// The declared limit.
    pub limit: String,
    /// What it means, and what it does not.
    pub means: String,
}

/// So many of so many, and whether that keeps the limit.
pub struct Share {
    /// In words.
    pub words: String,
    /// Its numbers.
    pub fraction: Fraction,
    /// Whether it keeps the declared limit.
    pub is_kept: bool,
}

impl Line {
    /// The share and how it stands to the limit, or that there is none.
    fn found(&self, (texts, language): Said<'_>) -> String {
        match &self.share {
            Some(share) => format!("{} · {}", share.words, texts.get(language, standing(share))),
            None => texts.get(language, "results-quality-too-few"),
        }
    }
}

/// Everything that was measured; nothing of a round that declared nothing.
pub fn lines(said: Said<'_>, context: &Context) -> Vec<Line> {
    let line = |sign: Sign| {
        let permille = *context.frozen.quality.get(sign.code())?;
        let found = context.release.quality.iter().find(|rate| rate.sign == sign.code())?;
        let share = found.share().map(|fraction| Share {
            words: share(fraction),
            fraction,
            is_kept: sign.keeps(fraction, permille),
        });
        Some(Line { name: called(said, sign), share, limit: limit(said, sign, permille), means: means(said, sign) })
    };
    Sign::ALL.into_iter().filter_map(line).collect()
}

/// The same as sentences of a paper.
pub fn remarks((texts, language): Said<'_>, context: &Context) -> Vec<String> {
    let sentence = |line: Line| {
        let arguments = [
            ("found", line.found((texts, language)).into()),
            ("name", line.name.into()),
            ("limit", line.limit.into()),
            ("means", line.means.into()),
        ];
        texts.with(language, "results-quality-remark", &arguments)
    };
    lines((texts, language), context).into_iter().map(sentence).collect()
}

/// The same as a sheet of a workbook, numbers as numbers.
pub fn sheet(said: Said<'_>, context: &Context) -> Option<TableSheet> {
    let (texts, language) = said;
    let row = |line: Line| {
        let numbers = line.share.as_ref().map_or([Field::Empty, Field::Empty], |share| {
            [share.fraction.numerator(), share.fraction.denominator()].map(Field::Count)
        });
        let words = line.found(said);
        let [count, base] = numbers;
        let texts = [line.limit, words, line.means].map(Field::Text);
        [vec![Field::Text(line.name), count, base], texts.into()].concat()
    };
    let rows: Vec<Vec<Field>> = lines(said, context).into_iter().map(row).collect();
    let columns = ["name", "count", "base", "limit", "share", "means"];
    (!rows.is_empty()).then(|| TableSheet {
        name: texts.get(language, "results-quality-title"),
        headings: columns.map(|column| texts.get(language, &format!("results-quality-column-{column}"))).into(),
        rows,
    })
}

/// Which text says how a share stands to its limit.
pub const fn standing(share: &Share) -> &'static str {
    if share.is_kept { "results-quality-kept" } else { "results-quality-beyond" }
}

impl QualityRate {
    fn share(&self) -> Option<Fraction> {
        let [count, base] = self.found?;
        Fraction::new(count, base)
    }
}
