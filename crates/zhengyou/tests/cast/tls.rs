//! Over TLS, with an authority of the office's own: who is trusted is what the machine trusts.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use test_support::{PASSWORD, run};
use tokens::Token;

use crate::wire::is_whole;
use crate::{World, cast_trusting};

/// An invented authority, and the certificate it gave to `localhost`; both end in 2120.
fn authority(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cast/data").join(name)
}

/// What stands before a server that is reached over TLS; its address.
fn before(server: SocketAddr) -> SocketAddr {
    let certificate = CertificateDer::from(include_bytes!("data/server.der").as_slice());
    let key = PrivatePkcs8KeyDer::from(include_bytes!("data/server-key.der").as_slice());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate], key.into()).unwrap();
    let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for member in listener.incoming() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let member = StreamOwned::new(connection, member.unwrap());
            thread::spawn(move || carry_one(member, server));
        }
    });
    address
}

/// Carries one request, whole, and its answer. A member who does not trust the certificate sends none.
fn carry_one(mut member: StreamOwned<ServerConnection, TcpStream>, server: SocketAddr) {
    let mut request = Vec::new();
    let mut bytes = [0; 16 * 1024];
    while !is_whole(&request) {
        match member.read(&mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(length) => request.extend(&bytes[..length]),
        }
    }
    let request = String::from_utf8(request).unwrap().replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1);
    let mut server = TcpStream::connect(server).unwrap();
    server.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).unwrap();
    member.write_all(&answer).unwrap();
    member.conn.send_close_notify();
    // A member who has the answer may be gone.
    drop(member.flush());
}

#[test]
fn a_server_is_trusted_where_the_machine_trusts_its_authority_and_told_nothing_where_it_does_not() {
    run(async |app| {
        let world = World::issuing(app).await;
        let mut member = world.made.member(app, 0).await;
        let printed = world.printed(&mut member).await;
        let from = format!("https://localhost:{}", before(world.wire.address).port());
        let file = world.file("token");
        let words = ["take", "--from", &from, "--token", &file, "--login", "member-0"];
        let words = [&words[..], &printed.each_ref().map(String::as_str)].concat();
        let stranger = cast_trusting(Some(&authority("other-authority.pem")), &words, &[PASSWORD]);
        assert_eq!(stranger.code, 2, "{stranger:?}");
        assert!(stranger.said.contains("没有收到") && !stranger.said.contains("密码"), "{}", stranger.said);
        assert_eq!(world.wire.sent(), "");
        let taken = cast_trusting(Some(&authority("authority.pem")), &words, &[PASSWORD]);
        assert_eq!(taken.code, 0, "{taken:?}");
        assert!(Token::parse(&world.read("token")).is_ok());
        world.served.stop().await;
    });
}
