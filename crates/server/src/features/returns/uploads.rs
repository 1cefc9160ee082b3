//! A filled form brought as a spreadsheet becomes the draft; what is wrong in it is said beside its line.

use axum::extract::{FromRequest, Multipart, Path, Request, State};
use spreadsheets::OpenError;
use spreadsheets::statistics_return::{ReturnError, read};
use storage::Scope;
use texts::Value;

use super::drafts::{Draft, LONGEST, LONGEST_METHODS};
use super::show::{self, Trouble};
use super::{corrections, queries, standing, urls};
use crate::App;
use crate::web::forms::{admit, comes_from_here};
use crate::web::once::{self, Begun, FormKey};
use crate::web::{Answer, Frame, Visitor, WebError};

struct Uploaded {
    once: String,
    name: String,
    bytes: Vec<u8>,
}

/// Reads the posted form; nothing is stored before the token of the session fits.
async fn receive(app: &App, visitor: &Visitor, request: Request) -> Result<Uploaded, WebError> {
    if !comes_from_here(app, &request) {
        return Err(WebError::ForeignForm);
    }
    let slot = FormKey::of(&request);
    let bad = |error: &dyn std::fmt::Display| WebError::BadForm(error.to_string());
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| bad(&error))?;
    let mut uploaded = Uploaded { once: String::new(), name: String::new(), bytes: Vec::new() };
    let mut csrf = String::new();
    while let Some(part) = parts.next_field().await.map_err(|error| bad(&error))? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| WebError::TooLarge)?.to_vec();
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match field.as_str() {
            "csrf" => csrf = text(),
            "once" => uploaded.once = text(),
            "file" => (uploaded.name, uploaded.bytes) = (name, bytes),
            _ => {}
        }
    }
    admit(app, visitor, (&csrf, &uploaded.once), &slot).await?;
    Ok(uploaded)
}

/// Takes over a filled form.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Upload>,
    request: Request,
) -> Answer {
    let uploaded = receive(&app, &visitor, request).await?;
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?.only_own()?;
    let unit = standing.row.unit_name.clone();
    let bytes = uploaded.bytes;
    let found = tokio::task::spawn_blocking(move || read(&bytes)).await?;
    let draft = match found {
        Ok(filled) if !filled.unit.is_empty() && plain(&filled.unit) != plain(&unit) => {
            Err(("returns-upload-other-unit", vec![("unit", filled.unit)]))
        }
        Ok(filled) => checked(Draft::read(&filled)),
        Err(error) => Err(refusal(&error)),
    };
    let draft = match draft {
        Ok(draft) => draft,
        Err((key, values)) => {
            let values: Vec<(&str, Value)> =
                values.into_iter().map(|(name, value)| (name, Value::Text(value))).collect();
            let text = app.texts.with(frame.language, key, &values);
            return show::answer(&app, &visitor, &frame, standing, Trouble::Upload(text)).await;
        }
    };
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &uploaded.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let row = queries::find(&change.transaction, url.id).await?;
    let Some(row) = row.filter(standing::is_open) else {
        change.give_up().await?;
        return Err(WebError::refused("returns-already-filed"));
    };
    let name: String = uploaded.name.chars().take(LONGEST).collect();
    corrections::store(&app, &visitor, &change, row, (&draft, "uploaded", &name)).await?;
    change.answer(&urls::Return { id: url.id }, "returns-uploaded").await
}

fn plain(name: &str) -> String {
    name.chars().filter(|one| !one.is_whitespace()).collect()
}

type Refusal = (&'static str, Vec<(&'static str, String)>);

fn checked(draft: Draft) -> Result<Draft, Refusal> {
    for (code, text) in &draft.lines {
        let longest = if code == "3" { LONGEST_METHODS } else { LONGEST };
        if text.chars().count() > longest {
            return Err(("returns-upload-too-long", vec![("line", code.clone())]));
        }
    }
    Ok(draft)
}

fn refusal(error: &ReturnError) -> Refusal {
    match error {
        ReturnError::NotTheForm => ("returns-upload-not-the-form", Vec::new()),
        ReturnError::OtherVersion(version) => ("returns-upload-other-version", vec![("version", version.clone())]),
        ReturnError::LineTwice(line) => ("returns-upload-line-twice", vec![("line", line.code().to_owned())]),
        ReturnError::Open(OpenError::Empty) => ("returns-upload-empty", Vec::new()),
        ReturnError::Open(OpenError::Encrypted) => ("returns-upload-encrypted", Vec::new()),
        ReturnError::Open(_) => ("returns-upload-unreadable", Vec::new()),
    }
}
