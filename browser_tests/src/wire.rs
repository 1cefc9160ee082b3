//! The wire between a browser and whoever serves it, with an ear on it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Carries what browsers send to a server, and keeps a copy. A byte is kept before it goes on, so that whoever has the
/// answer finds the question here. It is carried until the test's process ends.
#[derive(Debug)]
pub struct Wire {
    address: SocketAddr,
    /// By connection, so that no two requests are mixed.
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Wire {
    /// A wire to the server at this address.
    ///
    /// # Errors
    /// There is no port.
    pub fn to(server: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let wire = Self { address: listener.local_addr()?, heard: Arc::default() };
        let heard = Arc::clone(&wire.heard);
        thread::spawn(move || {
            for browser in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(server) else { return };
                let heard = Arc::clone(&heard);
                thread::spawn(move || carry(browser, server, &heard));
            }
        });
        Ok(wire)
    }

    /// The address of a page by way of the wire.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What browsers sent since this was asked for the last time: a text for every connection that sent something.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = heard.iter_mut().map(std::mem::take).filter(|bytes| !bytes.is_empty());
        sent.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
    }
}

/// Carries one connection both ways until either side hangs up.
fn carry(mut browser: TcpStream, mut server: TcpStream, heard: &Mutex<Vec<Vec<u8>>>) {
    let (Ok(mut answers), Ok(mut reader)) = (server.try_clone(), browser.try_clone()) else { return };
    let back = thread::spawn(move || {
        // A browser that hung up wants no answer.
        drop(io::copy(&mut answers, &mut browser));
        drop(browser.shutdown(Shutdown::Both));
    });
    let connection = {
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(Vec::new());
        heard.len() - 1
    };
    let mut bytes = [0; 16 * 1024];
    while let Ok(length @ 1..) = reader.read(&mut bytes) {
        let read = bytes.get(..length).unwrap_or_default();
        if let Some(kept) = heard.lock().unwrap_or_else(PoisonError::into_inner).get_mut(connection) {
            kept.extend(read);
        }
        if server.write_all(read).is_err() {
            break;
        }
    }
    drop(server.shutdown(Shutdown::Both));
    drop(back.join());
}
