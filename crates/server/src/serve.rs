//! Serving over HTTP until told to stop.

use std::future::Future;

use axum::ServiceExt;
use axum::extract::Request;
use tokio::net::TcpListener;

use crate::{App, router};

/// Answers requests until `stop` is done, then lets what has begun come to its end.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    app: &App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = ServiceExt::<Request>::into_make_service(router(app));
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
