//! The application: what every handler may use, and the router over all slices.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use ballot_box::BallotBox;
use chrono::DateTime;
use chrono_tz::Tz;
use storage::{Database, Instant, StorageError};
use texts::{TextError, Texts};
use tower::{Layer, Service, util::MapRequestLayer};

use crate::web::access::Access;
use crate::web::routes::{Declared, Routes};
use crate::web::{Url, WebError, assets, errors, fragment, headers, language, method, visitor};
use crate::{Clock, features, texts as sources};

/// The most bytes of an uploaded spreadsheet.
pub const LARGEST_UPLOAD: usize = 20 * 1024 * 1024;

/// What the application is started with.
#[derive(Clone)]
pub struct AppSettings {
    /// The folder of the installation.
    pub data: PathBuf,
    /// The address judges reach, such as `https://vote.example`; slips cannot be printed without it.
    pub public_url: Option<String>,
    /// Where the organisation is.
    pub time_zone: Tz,
}

/// The application is wrongly built or its stores cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A text file of this repository is damaged.
    #[error(transparent)]
    Texts(#[from] TextError),
    /// The named side's database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The ballot box.
    #[error(transparent)]
    Ballots(#[from] ballot_box::BallotError),
}

/// The application, cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What an [`App`] dereferences to.
pub struct Inner {
    /// The named side.
    pub database: Database,
    /// The anonymous side.
    pub ballots: Arc<BallotBox>,
    /// Where instants come from.
    pub clock: Clock,
    /// All texts.
    pub texts: Arc<Texts>,
    /// What it was started with.
    pub settings: AppSettings,
    /// What was frozen of rounds, in memory.
    pub snapshots: features::appraisals::Snapshots,
    /// When sessions were seen last, ahead of the database.
    pub seen: visitor::Seen,
    /// The turnout of open rounds as halls have seen it, in memory alone.
    pub turnout: features::ballots::hall::Samples,
    /// Spreadsheets being checked or written.
    pub imports: features::imports::runs::Runs,
    /// Dossiers being made.
    pub dossiers: features::results::dossier::Progress,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts the application together.
    ///
    /// # Errors
    /// When a text file is damaged.
    pub fn new(
        database: Database,
        ballots: Arc<BallotBox>,
        clock: Clock,
        settings: AppSettings,
    ) -> Result<Self, AppError> {
        let texts = Arc::new(sources::load()?);
        Ok(Self(Arc::new(Inner {
            database,
            ballots,
            clock,
            texts,
            settings,
            snapshots: features::appraisals::Snapshots::default(),
            seen: visitor::Seen::default(),
            turnout: features::ballots::hall::Samples::default(),
            imports: features::imports::runs::Runs::default(),
            dossiers: features::results::dossier::Progress::default(),
        })))
    }

    /// Whether browsers let pages draw and blind (`crypto.subtle`): over https, or on the machine itself.
    #[must_use]
    pub fn is_secure_context(&self) -> bool {
        let host = self.settings.public_url.as_deref().and_then(|url| url.strip_prefix("http://"));
        let host = host.map(|rest| rest.split('/').next().unwrap_or_default());
        let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
        self.is_served_over_tls() || matches!(name, Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    /// Whether judges and offices reach this over https.
    #[must_use]
    pub fn is_served_over_tls(&self) -> bool {
        self.settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Today where the organisation is.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.clock.today(self.settings.time_zone)
    }

    /// A moment where the organisation is.
    #[must_use]
    pub fn local(&self, moment: Instant) -> DateTime<Tz> {
        moment.to_utc().with_timezone(&self.settings.time_zone)
    }

    /// The same to the minute, as pages and papers show it: `2026-07-01 09:00`.
    #[must_use]
    pub fn local_minute(&self, moment: Instant) -> String {
        self.local(moment).format("%Y-%m-%d %H:%M").to_string()
    }
}

/// The routes of all slices and what they declare.
pub fn routes(app: &App) -> (Router<App>, Vec<Declared>) {
    let mut routes = Routes::new(app.clone()).get(assets::Asset::PATH, Access::Public, assets::show).get(
        language::Switch::PATH,
        Access::Public,
        language::switch,
    );
    for feature in features::FEATURES {
        routes = (feature.routes)(routes);
    }
    routes.finish()
}

/// The whole service: routes, errors as pages, security headers, methods of forms.
pub fn router(
    app: &App,
) -> impl Service<Request, Response = axum::response::Response, Error = std::convert::Infallible, Future: Send>
+ Clone
+ Send
+ 'static {
    let (router, _) = routes(app);
    let router = router
        .fallback(|| async { WebError::NotFound })
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
        .layer(from_fn_with_state(app.clone(), errors::render))
        .layer(from_fn(fragment::open_what_is_none))
        .layer(from_fn(headers::add))
        .with_state(app.clone());
    MapRequestLayer::new(method::rewrite as fn(Request) -> Request).layer(router)
}
