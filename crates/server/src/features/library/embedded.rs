//! What the program brings along: instruments, scales, categories of judges, directions, procedures, sectors. Embedded,
//! read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use texts::Language;

use super::model::{Category, Definition, Direction, Instrument, Procedure, ScaleTemplate, Template, Words};
use super::reader::{self, Finding, Known};
use super::urls::Kind;

macro_rules! library {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/", $name))
    };
}

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/", $folder, "/", $name, ".toml"))),*]
    };
}

/// Every scale's file, in the order of the list.
pub const SCALES: &[&str] = files!["scales": "sc1", "sc2", "sc3", "sc4", "sc5", "sc6", "sc7", "sc8", "sc9", "sc10"];

/// Every instrument's file, in the order they are offered.
pub const INSTRUMENTS: &[&str] = files!["instruments":
    "six_aspects",
    "five_goods",
    "five_goods_college",
    "four_questions_five_tests",
    "five_looks",
    "five_leads",
    "five_strengths",
    "leader_review_county",
    "leader_review_school_branch",
    "leader_review_school_leader",
    "leader_review_school_member",
    "leader_review_hospital_branch",
    "leader_review_hospital_member",
    "secretary_report",
    "four_no_slackenings",
    "four_not_letting_offs",
    "four_reviews_four_looks",
    "member_themes_workshop",
    "four_strengths",
    "four_excellences",
    "five_excellences",
    "five_firsts",
    "three_goods",
    "five_goods_scoring",
    "five_good_households",
    "five_good_branches",
    "five_good_townships",
    "five_good_villages",
    "four_goods_team",
    "six_types_office",
    "customs_leaders",
    "customs_branches",
    "customs_members",
    "service_windows",
    "village_team",
    "village_officials",
    "village_members",
    "village_branches",
    "community_branches",
    "community_members",
];

/// The example files, described field by field: one of each kind.
pub const EXAMPLES: [(&str, &str); 5] = [
    ("instruments", library!("examples/instrument.toml")),
    ("scales", library!("examples/scale.toml")),
    ("directions", library!("examples/direction.toml")),
    ("judge_categories", library!("examples/judge_category.toml")),
    ("procedures", library!("examples/procedure.toml")),
];

/// A file of the library does not say what it must.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Not the declared form.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// What the strict reader found wrong in a template.
    #[error("{0:?}")]
    Template(Vec<Finding>),
}

#[derive(Deserialize)]
struct Categories {
    category: Vec<Category>,
}

#[derive(Deserialize)]
struct Directions {
    direction: Vec<Direction>,
}

#[derive(Deserialize)]
struct Procedures {
    procedure: Vec<Procedure>,
}

#[derive(Deserialize)]
struct Named {
    code: String,
    name: Words,
    target: Option<String>,
    #[serde(default)]
    kind: Vec<Named>,
}

#[derive(Deserialize)]
struct Sectors {
    target: Vec<Named>,
    sector: Vec<Named>,
}

/// A sector, or a part of one that has a target of its own.
struct Sector {
    code: String,
    name: Words,
    target: Option<String>,
}

/// The whole library.
pub struct Library {
    /// The instruments, those that ship incomplete included.
    pub instruments: Vec<Instrument>,
    /// The scales, those without grades included.
    pub scales: Vec<ScaleTemplate>,
    /// The categories, in the order of the file.
    pub categories: Vec<Category>,
    /// The directions.
    pub directions: Vec<Direction>,
    /// The procedures a round may follow, in the order of the file.
    pub procedures: Vec<Procedure>,
    targets: BTreeMap<String, Words>,
    sectors: Vec<Sector>,
}

/// The library as it is embedded.
///
/// # Panics
/// When an embedded file is damaged, which a test finds before anything is released.
pub static LIBRARY: LazyLock<Library> = LazyLock::new(|| match Library::load() {
    Ok(library) => library,
    Err(error) => panic!("the embedded library is damaged: {error}"),
});

impl Library {
    /// Reads the embedded files.
    ///
    /// # Errors
    /// When one of them does not say what it must.
    pub fn load() -> Result<Self, LibraryError> {
        let categories: Categories = toml::from_str(library!("judge_categories.toml"))?;
        let directions: Directions = toml::from_str(library!("directions.toml"))?;
        let procedures: Procedures = toml::from_str(library!("procedures.toml"))?;
        let sectors: Sectors = toml::from_str(library!("sectors.toml"))?;
        let mut library = Self {
            instruments: Vec::new(),
            scales: Vec::new(),
            categories: categories.category,
            directions: directions.direction,
            procedures: procedures.procedure,
            targets: sectors.target.into_iter().map(|target| (target.code, target.name)).collect(),
            sectors: Vec::new(),
        };
        for sector in sectors.sector {
            let kinds = sector.kind.into_iter().map(|kind| (kind.code, kind.name, kind.target));
            let all = std::iter::once((sector.code, sector.name, sector.target)).chain(kinds);
            library.sectors.extend(all.map(|(code, name, target)| Sector { code, name, target }));
        }
        for text in SCALES {
            if let Template::Scale(scale) = reader::read(text, &library.known(None)).map_err(LibraryError::Template)? {
                library.scales.push(scale);
            }
        }
        for text in INSTRUMENTS {
            let scales = library.scales.iter().filter(|scale| scale.is_grades()).map(|scale| scale.code.as_str());
            let read = reader::read(text, &library.known(Some(scales.collect())));
            if let Template::Instrument(instrument) = read.map_err(LibraryError::Template)? {
                library.instruments.push(instrument);
            }
        }
        Ok(library)
    }

    /// What a template may name, with these scales; any where there are none.
    #[must_use]
    pub fn known<'a>(&'a self, scales: Option<Vec<&'a str>>) -> Known<'a> {
        Known {
            scales,
            directions: Some(self.directions.iter().map(|one| (one.code.as_str(), one.object.as_str())).collect()),
            sectors: self.sectors.iter().map(|sector| sector.code.as_str()).collect(),
            ..Known::default()
        }
    }

    /// An instrument.
    #[must_use]
    pub fn instrument(&self, code: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.code == code)
    }

    /// A scale.
    #[must_use]
    pub fn scale(&self, code: &str) -> Option<&ScaleTemplate> {
        self.scales.iter().find(|scale| scale.code == code)
    }

    /// Everything of the library, in its order.
    pub fn templates(&self) -> impl Iterator<Item = Template> {
        let instruments = self.instruments.iter().cloned().map(Template::Instrument);
        let scales = self.scales.iter().cloned().map(Template::Scale);
        let directions = self.directions.iter().cloned().map(Template::Direction);
        let categories = self.categories.iter().cloned().map(Template::Category);
        let procedures = self.procedures.iter().cloned().map(Template::Procedure);
        instruments.chain(scales).chain(directions).chain(categories).chain(procedures)
    }

    /// One template.
    #[must_use]
    pub fn template(&self, kind: Kind, code: &str) -> Option<Template> {
        self.templates().find(|template| Kind::of(template) == kind && template.code() == code)
    }

    /// A category of judges.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// A direction.
    #[must_use]
    pub fn direction(&self, code: &str) -> Option<&Direction> {
        self.directions.iter().find(|direction| direction.code == code)
    }

    /// The name of a sector.
    #[must_use]
    pub fn sector_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.sector(code).map_or(code, |sector| sector.name.in_language(language))
    }

    /// The codes of the sectors, each followed by its parts.
    pub fn sector_codes(&self) -> impl Iterator<Item = &str> {
        self.sectors.iter().map(|sector| sector.code.as_str())
    }

    fn sector(&self, code: &str) -> Option<&Sector> {
        self.sectors.iter().find(|sector| sector.code == code)
    }

    /// What the people judge organisations of a sector against (S053).
    #[must_use]
    pub fn target_of(&self, sector: &str) -> Option<&Words> {
        self.targets.get(self.sector(sector)?.target.as_ref()?)
    }

    /// The target of this simplified text, in all languages; nothing where an office set its own.
    #[must_use]
    pub fn target_called(&self, text: &str) -> Option<&Words> {
        self.targets.values().find(|target| target.in_language(Language::ZhHans) == text)
    }

    /// The definition a round takes of an instrument that is brought along, in a variant's words.
    #[must_use]
    pub fn definition(&self, code: &str, variant: Option<&str>) -> Option<Definition> {
        let instrument = self.instrument(code)?;
        instrument.definition(self.scale(&instrument.scale)?, variant)
    }
}
