//! The line between a member and the server: it remembers what is sent, and loses an answer where a test wishes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A line that carries every connection to a server.
pub struct Wire {
    /// Where it is taken up.
    pub address: SocketAddr,
    sent: Arc<Mutex<Vec<u8>>>,
    losing: Arc<Mutex<Option<String>>>,
}

impl Wire {
    /// A line to a server.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sent, losing) = (Arc::default(), Arc::default());
        let wire = Self { address, sent, losing };
        let (sent, losing) = (wire.sent.clone(), wire.losing.clone());
        thread::spawn(move || {
            for member in listener.incoming() {
                let (sent, losing) = (sent.clone(), losing.clone());
                thread::spawn(move || carry(member.unwrap(), TcpStream::connect(server).unwrap(), &sent, &losing));
            }
        });
        wire
    }

    /// Loses the next answer to requests that begin so, after the server did what was asked.
    pub fn lose(&self, request: &str) {
        *self.losing.lock().unwrap() = Some(request.to_owned());
    }

    /// What was sent since the last time; each piece ends its line.
    pub fn sent(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.sent.lock().unwrap())).into_owned()
    }
}

fn carry(member: TcpStream, server: TcpStream, sent: &Mutex<Vec<u8>>, losing: &Mutex<Option<String>>) {
    let is_lost = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            pass(&member, &server, |bytes| {
                sent.lock().unwrap().extend([bytes, b"\n"].concat());
                let mut losing = losing.lock().unwrap();
                if losing.as_ref().is_some_and(|request| bytes.starts_with(request.as_bytes())) {
                    *losing = None;
                    is_lost.store(true, Ordering::Relaxed);
                }
                true
            });
        });
        pass(&server, &member, |_| !is_lost.load(Ordering::Relaxed));
    });
}

/// Passes on what comes, until one end closes or `passes` says no; then both are closed.
fn pass(mut from: &TcpStream, mut to: &TcpStream, mut passes: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(length) = from.read(&mut bytes) {
        if length == 0 || !passes(&bytes[..length]) || to.write_all(&bytes[..length]).is_err() {
            break;
        }
    }
    for stream in [from, to] {
        drop(stream.shutdown(Shutdown::Both));
    }
}
