//! All that a template can reach: itself, the shared templates, its data and its drawings.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::Template;
use super::fonts::FONTS;
use crate::DocumentError;

/// What templates import.
const SHARED: [(&str, &str); 2] = [
    ("common.typ", include_str!("../../templates/common.typ")),
    ("results.typ", include_str!("../../templates/results.typ")),
];

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The files of one paper; there is no other file, no network and no day.
pub(super) struct PaperWorld {
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl PaperWorld {
    pub(super) fn new(
        template: &Template,
        data: Vec<u8>,
        drawings: Vec<(String, String)>,
    ) -> Result<Self, DocumentError> {
        let main = file(template.name)?;
        let mut sources = HashMap::from([(main, Source::new(main, template.source.to_owned()))]);
        for (name, source) in SHARED {
            let shared = file(name)?;
            sources.insert(shared, Source::new(shared, source.to_owned()));
        }
        let mut files = HashMap::from([(file("data.json")?, Bytes::new(data))]);
        for (name, drawing) in drawings {
            files.insert(file(&name)?, Bytes::from_string(drawing));
        }
        Ok(Self { main, sources, files })
    }
}

fn file(name: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(name).map_err(|error| DocumentError::Shape(format!("{error:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.all.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
