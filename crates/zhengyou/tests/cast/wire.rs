//! The line between a member and the server: it remembers what is sent, and loses or alters an answer where a test wishes.

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
    faults: Arc<Mutex<Faults>>,
}

/// What goes wrong on the way.
#[derive(Default)]
struct Faults {
    /// The beginning of a request whose answer is lost.
    losing: Option<String>,
    /// What stands in an answer, and what is put in its place.
    altering: Option<(String, String)>,
}

impl Wire {
    /// A line to a server.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let wire = Self { address, sent: Arc::default(), faults: Arc::default() };
        let (sent, faults) = (wire.sent.clone(), wire.faults.clone());
        thread::spawn(move || {
            for member in listener.incoming() {
                let (sent, faults) = (sent.clone(), faults.clone());
                thread::spawn(move || carry(member.unwrap(), TcpStream::connect(server).unwrap(), &sent, &faults));
            }
        });
        wire
    }

    /// Loses the next answer to requests that begin so, after the server did what was asked.
    pub fn lose(&self, request: &str) {
        self.faults.lock().unwrap().losing = Some(request.to_owned());
    }

    /// Alters every answer in which this stands, until told otherwise; both are equally long.
    pub fn alter(&self, altering: Option<(&str, &str)>) {
        let altering = altering.map(|(found, put)| (found.to_owned(), put.to_owned()));
        assert!(altering.as_ref().is_none_or(|(found, put)| found.len() == put.len()));
        self.faults.lock().unwrap().altering = altering;
    }

    /// What was sent since the last time; each piece ends its line.
    pub fn sent(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.sent.lock().unwrap())).into_owned()
    }
}

/// Whether a request or an answer has come whole.
pub fn is_whole(message: &[u8]) -> bool {
    let Some(end) = message.windows(4).position(|some| some == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    message.len() - end - 4 >= length.unwrap_or(0)
}

fn carry(member: TcpStream, server: TcpStream, sent: &Mutex<Vec<u8>>, faults: &Mutex<Faults>) {
    let is_lost = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            pass(&member, &server, |bytes| {
                sent.lock().unwrap().extend([bytes, b"\n"].concat());
                let mut faults = faults.lock().unwrap();
                if faults.losing.as_ref().is_some_and(|request| bytes.starts_with(request.as_bytes())) {
                    faults.losing = None;
                    is_lost.store(true, Ordering::Relaxed);
                }
                Some(bytes.to_vec())
            });
        });
        let mut answer = Vec::new();
        pass(&server, &member, |bytes| {
            answer.extend(bytes);
            if is_lost.load(Ordering::Relaxed) {
                return None;
            }
            let whole = if is_whole(&answer) { std::mem::take(&mut answer) } else { Vec::new() };
            Some(match &faults.lock().unwrap().altering {
                Some((found, put)) => replaced(whole, found.as_bytes(), put.as_bytes()),
                None => whole,
            })
        });
    });
}

fn replaced(mut bytes: Vec<u8>, found: &[u8], put: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place..].starts_with(found)).collect();
    for place in places {
        bytes[place..place + put.len()].copy_from_slice(put);
    }
    bytes
}

/// Passes on what is made of what comes, until one end closes or it is nothing; then both are closed.
fn pass(mut from: &TcpStream, mut to: &TcpStream, mut made: impl FnMut(&[u8]) -> Option<Vec<u8>>) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(length) = from.read(&mut bytes) {
        let passed = if length == 0 { None } else { made(&bytes[..length]) };
        if passed.is_none_or(|passed| to.write_all(&passed).is_err()) {
            break;
        }
    }
    for stream in [from, to] {
        drop(stream.shutdown(Shutdown::Both));
    }
}
