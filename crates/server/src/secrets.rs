//! Random tokens, and passwords as Argon2id hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

/// The machine gave no randomness, or a stored hash is damaged.
#[derive(Debug, thiserror::Error)]
#[error("no randomness or no password hash: {0}")]
pub struct SecretError(String);

/// The least number of characters of a password.
pub const SHORTEST_PASSWORD: usize = 10;
/// The most characters of a password: longer ones only cost time to hash.
pub const LONGEST_PASSWORD: usize = 200;

/// 32 random bytes in hexadecimal, for sessions, forms and tokens.
///
/// # Errors
/// When the machine gives no randomness.
pub fn token() -> Result<String, SecretError> {
    Ok(HEXLOWER.encode(&random::<32>()?))
}

/// A one-time password: 16 letters and digits without look-alikes, 80 bits.
///
/// # Errors
/// When the machine gives no randomness.
pub fn one_time_password() -> Result<String, SecretError> {
    let letters = BASE32_NOPAD.encode(&random::<10>()?).to_lowercase();
    let groups: Vec<&str> = (0..4).filter_map(|group| letters.get(group * 4..group * 4 + 4)).collect();
    Ok(groups.join("-"))
}

/// SHA-256 of a token: what the database keeps instead of it.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Hashes a password with a fresh salt. Takes tens of milliseconds: call it off the async threads.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash_password(password: &str) -> Result<String, SecretError> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| SecretError(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether the password is the one of the hash.
#[must_use]
pub fn is_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], SecretError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| SecretError(error.to_string()))?;
    Ok(bytes)
}
