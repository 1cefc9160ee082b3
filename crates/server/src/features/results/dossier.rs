//! The dossier (卷宗): every paper of a round in one file, to print, hand out and keep. Made through the outbox when the
//! round is finished and whenever the office asks, because thousands of feedback sheets take minutes to set.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::extract::{Path, State};
use documents::papers::{bulletin, feedback, summary};
use serde::Deserialize;
use storage::{Instant, RoundId, Scope};
use texts::Language;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::context::Context;
use super::{papers, publishing, urls};
use crate::App;
use crate::outbox::{self, Job, Standing};
use crate::web::once::{self, Begun};
use crate::web::papers::set;
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError, files, html};

/// The papers that go up and out are written in the language of the field.
const LANGUAGE: Language = Language::ZhHans;
/// The most characters of an object's name in the name of a file.
const LONGEST_NAME: usize = 40;

/// How far the dossiers in the making are: papers set, papers in all.
#[derive(Debug, Default)]
pub struct Progress(Mutex<HashMap<RoundId, (usize, usize)>>);

impl Progress {
    fn note(&self, round: RoundId, set: usize, all: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(round, (set, all));
    }

    fn forget(&self, round: RoundId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&round);
    }

    fn of(&self, round: RoundId) -> Option<(usize, usize)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&round).copied()
    }
}

/// A round whose papers go out, where the visitor is of the office that runs it.
async fn open(app: &App, visitor: &Visitor, round: RoundId) -> Result<Context, WebError> {
    publishing::run_by(app, visitor, round, &["published", "finished"], "results-not-published").await
}

#[derive(Template)]
#[template(path = "features/results/templates/dossier.html")]
struct DossierView {
    page: Page,
    round: (String, String),
    /// Its own address: to ask, and to look again.
    here: String,
    sheets: usize,
    is_waiting: bool,
    is_failed: bool,
    progress: Option<(usize, usize)>,
    /// The file and when it was made.
    file: Option<(String, String)>,
}

/// Asking needs no field.
#[derive(Debug, Deserialize)]
pub struct DossierForm {}

/// Where the dossier stands.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Dossier>) -> Answer {
    let round = url.round;
    let context = open(&app, &visitor, round).await?;
    let standing = outbox::standing(&app.database, Job::Dossier(round)).await?;
    let made = fs::metadata(path_of(&app, round)).and_then(|found| found.modified()).ok();
    let made = made
        .filter(|_| standing == Some(Standing::Done))
        .map(|made| (urls::DossierFile { round }.to_path(), app.local_minute(Instant::of(made.into()))));
    html(&DossierView {
        page: frame.page("results-dossier"),
        round: (urls::Results { round }.to_path(), context.round.title.clone()),
        here: urls::Dossier { round }.to_path(),
        sheets: context.release.objects.len(),
        is_waiting: standing == Some(Standing::Waiting),
        is_failed: standing == Some(Standing::Failed),
        progress: app.dossiers.of(round),
        file: made,
    })
}

/// Asks for the dossier.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Dossier>,
    posted: Posted<DossierForm>,
) -> Answer {
    let round = url.round;
    open(&app, &visitor, round).await?;
    let DossierForm {} = posted.input;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    outbox::enqueue(&change.transaction, &app.clock, Job::Dossier(round)).await?;
    change.answer(&urls::Dossier { round }, "").await
}

/// The file.
pub async fn file(State(app): State<App>, visitor: Visitor, Path(url): Path<urls::DossierFile>) -> Answer {
    open(&app, &visitor, url.round).await?;
    let opened = tokio::fs::File::open(path_of(&app, url.round)).await.map_err(|_| WebError::NotFound)?;
    files::download(opened, "application/zip", "dossier.zip").await.map_err(broken)
}

/// Makes the dossier: beside its place first, so that a reader never sees half of one.
///
/// # Errors
/// When a paper cannot be set or the file cannot be written.
pub async fn make(app: &App, round: RoundId) -> Result<(), WebError> {
    let context = Context::whole(app, round).await?;
    let made = write(app, &context).await;
    app.dossiers.forget(round);
    made
}

async fn write(app: &App, context: &Context) -> Result<(), WebError> {
    let round = context.round.id;
    let place = path_of(app, round);
    let beside = place.with_extension("part");
    let mut dossier = Writer::begin(&beside)?;
    let all = 2 + context.release.objects.len();
    let view = papers::bulletin_view(app, LANGUAGE, context)?;
    dossier.add("F22 结果通报.pdf", set(move || bulletin::render(&view, LANGUAGE)).await?)?;
    let view = papers::summary_view(app, LANGUAGE, context).await?;
    dossier.add("F21 评议总结.pdf", set(move || summary::render(&view, LANGUAGE)).await?)?;
    let said = papers::Said::load(app, round).await?;
    for (number, object) in (1..).zip(&context.release.objects) {
        app.dossiers.note(round, number + 1, all);
        let view = papers::feedback_view(app, LANGUAGE, context, (object, &said)).await?;
        let name = format!("F23 反馈单/{number:04} {}.pdf", as_file_name(&object.name));
        dossier.add(&name, set(move || feedback::render(&view, LANGUAGE)).await?)?;
    }
    dossier.end()?;
    fs::rename(&beside, &place).map_err(broken)
}

/// A zip file in the making.
struct Writer(ZipWriter<File>);

impl Writer {
    fn begin(path: &FilePath) -> Result<Self, WebError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(broken)?;
        }
        Ok(Self(ZipWriter::new(File::create(path).map_err(broken)?)))
    }

    fn add(&mut self, name: &str, paper: Vec<u8>) -> Result<(), WebError> {
        // A PDF is compressed already.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, options).map_err(broken)?;
        self.0.write_all(&paper).map_err(broken)
    }

    fn end(self) -> Result<(), WebError> {
        self.0.finish().map_err(broken)?.sync_all().map_err(broken)
    }
}

fn broken(error: impl std::fmt::Display) -> WebError {
    WebError::Broken(error.to_string())
}

fn path_of(app: &App, round: RoundId) -> PathBuf {
    app.settings.data.join("dossiers").join(format!("{round}.zip"))
}

/// A name without what a file system or an unpacking program would take for something else.
fn as_file_name(name: &str) -> String {
    let kept = |letter: char| match letter {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '.' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    name.chars().map(kept).take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::as_file_name;

    #[test]
    fn a_name_leads_out_of_no_folder() {
        assert_eq!(as_file_name("../../etc/passwd"), "etc passwd");
        assert_eq!(as_file_name("东河村党支部"), "东河村党支部");
        assert_eq!(as_file_name(&"长".repeat(90)).chars().count(), 40);
    }
}
