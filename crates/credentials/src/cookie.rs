//! The judge's cookie: code or token and retry key, encrypted under a key derived from the round secret.
//!
//! Version 1 is base64url without padding of: one byte 1, the round (16), a random nonce (24), XChaCha20-Poly1305 of
//! code ‖ retry key (26 and a tag of 16). Version 2 is the same with a token in place of the code (468 and a tag of 16).
//! Version byte, round and a label are authenticated too. Once the round secret is destroyed nobody can open it, whoever
//! kept the telephone.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroize;

use crate::{Code, Credential, RetryKey, RoundId, RoundSecret, TokenBytes};

const KEY_LABEL: &[u8] = b"zhengyou/cookie/v1";
const OF_A_CODE: u8 = 1;
const OF_A_TOKEN: u8 = 2;
const HEAD_LENGTH: usize = 1 + 16;
const NONCE_LENGTH: usize = 24;

/// 192 random bits, never used twice; made anew for every cookie.
#[derive(Clone, Copy, Debug)]
pub struct CookieNonce(pub [u8; NONCE_LENGTH]);

/// What the cookie holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieContent {
    /// The code or token as entered.
    pub credential: Credential,
    /// The key that makes a retry the same hand-in.
    pub retry_key: RetryKey,
}

/// The cookie cannot be used; the judge enters the code again. The reasons are deliberately not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cookie cannot be read")]
pub struct CookieError;

/// Encrypts code or token and retry key for the round.
///
/// # Errors
/// [`CookieError`] never in practice: the cipher refuses only messages of many gigabytes.
pub fn seal_cookie(
    secret: &RoundSecret,
    round: RoundId,
    content: &CookieContent,
    random: CookieNonce,
) -> Result<String, CookieError> {
    let (version, credential) = match &content.credential {
        Credential::Code(code) => (OF_A_CODE, code.as_bytes().as_slice()),
        Credential::Token(token) => (OF_A_TOKEN, token.as_bytes().as_slice()),
    };
    let head = head(version, round);
    let mut plain = [credential, content.retry_key.as_bytes()].concat();
    let payload = Payload { msg: &plain, aad: &head };
    let sealed = cipher(secret).encrypt(&random.0.into(), payload);
    plain.zeroize();
    let sealed = sealed.map_err(|_| CookieError)?;
    Ok(BASE64URL_NOPAD.encode(&[head.as_slice(), &random.0, &sealed].concat()))
}

/// The round a cookie says it is of, so that its secret can be fetched. Not authenticated until [`open_cookie`].
///
/// # Errors
/// [`CookieError`] when the text is no cookie of a version that is known.
pub fn round_of_cookie(cookie: &str) -> Result<RoundId, CookieError> {
    let bytes = BASE64URL_NOPAD.decode(cookie.as_bytes()).map_err(|_| CookieError)?;
    match bytes.split_first_chunk::<HEAD_LENGTH>() {
        Some(([OF_A_CODE | OF_A_TOKEN, round @ ..], _)) => Ok(RoundId::from_bytes(*round)),
        _ => Err(CookieError),
    }
}

/// Decrypts a cookie of the round.
///
/// # Errors
/// [`CookieError`] when it is damaged, forged, of another round or made with another secret.
pub fn open_cookie(secret: &RoundSecret, round: RoundId, cookie: &str) -> Result<CookieContent, CookieError> {
    let bytes = BASE64URL_NOPAD.decode(cookie.as_bytes()).map_err(|_| CookieError)?;
    let (found, rest) = bytes.split_first_chunk::<HEAD_LENGTH>().ok_or(CookieError)?;
    let (random, sealed) = rest.split_first_chunk::<NONCE_LENGTH>().ok_or(CookieError)?;
    let expected = head(found[0], round);
    if *found != expected {
        return Err(CookieError);
    }
    let payload = Payload { msg: sealed, aad: &expected };
    let mut plain = cipher(secret).decrypt(&(*random).into(), payload).map_err(|_| CookieError)?;
    let content = read(found[0], &plain);
    plain.zeroize();
    content
}

fn read(version: u8, plain: &[u8]) -> Result<CookieContent, CookieError> {
    let (credential, retry_key) = plain.split_last_chunk::<16>().ok_or(CookieError)?;
    let credential = match version {
        OF_A_CODE => Credential::Code(Code::from_random(credential.try_into().map_err(|_| CookieError)?)),
        OF_A_TOKEN => Credential::Token(TokenBytes::from_bytes(credential.try_into().map_err(|_| CookieError)?)),
        _ => return Err(CookieError),
    };
    Ok(CookieContent { credential, retry_key: RetryKey::from_random(*retry_key) })
}

fn head(version: u8, round: RoundId) -> [u8; HEAD_LENGTH] {
    let mut head = [version; HEAD_LENGTH];
    head[1..].copy_from_slice(round.as_bytes());
    head
}

fn cipher(secret: &RoundSecret) -> XChaCha20Poly1305 {
    let mut key = secret.derive(KEY_LABEL);
    let cipher = XChaCha20Poly1305::new(&key.into());
    key.zeroize();
    cipher
}
