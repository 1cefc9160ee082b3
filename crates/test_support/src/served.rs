//! An application that answers on a port of this machine, for those who come over HTTP.

use std::net::SocketAddr;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::TestApp;

/// A served application.
pub struct Served {
    /// Where it answers.
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Served {
    /// Serves the application on a free port.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn start(app: &TestApp) -> Self {
        let app = app.app.clone();
        Self::start_as(|listener, stopped| async move {
            let stopped = async { drop(stopped.await) };
            server::serve(&app, listener, stopped).await.expect("serving");
        })
    }

    /// Serves whatever `serve` does with a listener until it is told to stop.
    ///
    /// # Panics
    /// When there is no free port.
    pub fn start_as<Serving: Future<Output = ()> + Send + 'static>(
        serve: impl FnOnce(tokio::net::TcpListener, oneshot::Receiver<()>) -> Serving,
    ) -> Self {
        let listener = server::listen(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel();
        Self { address, stop, serving: tokio::spawn(serve(listener, stopped)) }
    }

    /// Ends serving.
    ///
    /// # Panics
    /// When it ended before.
    pub async fn stop(self) {
        self.stop.send(()).expect("still serving");
        self.serving.await.expect("the end of serving");
    }
}
