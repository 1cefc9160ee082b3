//! Setting a template with its data: typst behind one function.

mod fonts;
mod glyphs;
mod world;

use serde_json::Value as Json;
use texts::Language;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub(crate) use fonts::{advance, fallback_family};
pub(crate) use glyphs::{invisible, printable};

use crate::DocumentError;
use world::PaperWorld;

/// A template of `templates/`, embedded.
pub(crate) struct Template {
    /// Its file name, for messages.
    pub(crate) name: &'static str,
    /// Its text.
    pub(crate) source: &'static str,
}

/// How long what typst has worked out may stay in memory after a paper is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// For the next few papers: sheets of one round share most of their layout.
    AWhile,
    /// Not at all: the paper carries secrets.
    Nothing,
}

/// One paper to set.
pub(crate) struct Job {
    /// The template.
    pub(crate) template: Template,
    /// What it reads as `data`.
    pub(crate) data: Json,
    /// Drawings it may include, by file name.
    pub(crate) drawings: Vec<(String, String)>,
    /// What stays in memory afterwards.
    pub(crate) keep: Keep,
}

/// Sets one paper and returns the PDF; the same job gives the same bytes.
///
/// # Errors
/// When the template fails, which a test of this crate would have seen.
pub(crate) fn set(mut job: Job, language: Language) -> Result<Vec<u8>, DocumentError> {
    let (lang, region) = match language {
        Language::ZhHans => ("zh", "CN"),
        Language::ZhHant => ("zh", "TW"),
        Language::En => ("en", "GB"),
    };
    job.data["lang"] = lang.into();
    job.data["region"] = region.into();
    glyphs::print_every_character(&mut job.data);
    let data = serde_json::to_vec(&job.data)?;
    let template = job.template.name;
    let failed = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| {
        let lines: Vec<String> = errors.iter().map(|error| error.message.to_string()).collect();
        DocumentError::Template { template, detail: lines.join("\n") }
    };
    let world = PaperWorld::new(&job.template, data, job.drawings)?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(failed)?;
    // PDF/A-2b: everything embedded, no missing glyph. A paper outside the standard is still better
    // than none; a test of this crate sees that none of them is.
    let archival =
        PdfStandards::new(&[PdfStandard::A_2b]).map(|standards| options(standards, job.keep)).unwrap_or_default();
    let bytes = typst_pdf::pdf(&document, &archival)
        .or_else(|_| typst_pdf::pdf(&document, &options(PdfStandards::default(), job.keep)))
        .map_err(failed);
    typst::comemo::evict(match job.keep {
        Keep::AWhile => 8,
        Keep::Nothing => 0,
    });
    bytes
}

fn options(standards: PdfStandards, keep: Keep) -> PdfOptions {
    PdfOptions {
        // Thousands of slips have no structure to tell a screen reader about.
        tagged: keep == Keep::AWhile,
        standards,
        creator: Smart::Custom(Some("Zhengyou".to_owned())),
        // No timestamp and no identifier of its own: both would be a clock.
        timestamp: None,
        ident: Smart::Auto,
        ..PdfOptions::default()
    }
}
