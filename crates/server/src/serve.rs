//! Serving over HTTP until told to stop.

use std::future::Future;

use std::net::SocketAddr;

use axum::ServiceExt;
use axum::extract::Request;
use tokio::net::{TcpListener, TcpSocket};

use crate::features::results;
use crate::{App, outbox, router};

/// Telephones that may knock in the same moment. With fewer a full hall is turned away for a second, which is how long a
/// telephone waits before it knocks again.
const KNOCKING: u32 = 4_096;

/// Opens the door; nobody is answered yet.
///
/// # Errors
/// When the address is taken or not of this machine.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Without it a server that stopped cannot be started again for a minute; on Windows it would share the port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(KNOCKING)
}

/// Answers requests until `stop` is done, then lets what has begun come to its end; meanwhile looks after rounds whose
/// time has come and works off the outbox. A step or a job cut off by stopping goes on at the next start.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    app: &App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let beside = [tokio::spawn(results::watch(app.clone())), tokio::spawn(outbox::watch(app.clone()))];
    let service = ServiceExt::<Request>::into_make_service(router(app));
    let served = axum::serve(listener, service).with_graceful_shutdown(stop).await;
    for task in beside {
        task.abort();
    }
    served
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use std::net::TcpStream;
    use std::time::Duration;

    use super::listen;

    #[tokio::test]
    async fn a_full_hall_may_knock_before_anybody_is_let_in() {
        let door = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let address = door.local_addr().unwrap();
        // As many as were turned away before; nobody is let in while they knock.
        let knocking: Result<Vec<TcpStream>, _> =
            (0..400).map(|_| TcpStream::connect_timeout(&address, Duration::from_secs(30))).collect();
        assert_eq!(knocking.unwrap().len(), 400);
    }
}
