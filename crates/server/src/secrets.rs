//! Random tokens, and passwords as Argon2id hashes.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

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

/// Hashes a password with a fresh salt. Takes tens of milliseconds: pages call [`hash`].
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash_password(password: &str) -> Result<String, SecretError> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| SecretError(error.to_string()))?;
    Ok(hash.to_string())
}

/// How many passwords are hashed at a time: each takes a core and 19 MiB, and whoever waits costs next to nothing.
const HASHES_AT_A_TIME: usize = 2;
static TURNS: Semaphore = Semaphore::const_new(HASHES_AT_A_TIME);

/// Hashes a password off the async threads, when it is its turn.
///
/// # Errors
/// When the machine gives no randomness.
pub async fn hash(password: String) -> Result<String, SecretError> {
    in_turn(move || hash_password(&password)).await?
}

/// Whether the password is the one of the hash; found out off the async threads, when it is its turn.
///
/// # Errors
/// When the work breaks off.
pub async fn fits(password: String, hash: String) -> Result<bool, SecretError> {
    in_turn(move || is_password(&password, &hash)).await
}

/// Does heavy work, only so many at a time. The turn goes along: a visitor who leaves does not let another in early.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, SecretError> {
    let turn = TURNS.acquire().await.map_err(|error| SecretError(error.to_string()))?;
    let work = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    work.await.map_err(|error| SecretError(error.to_string()))
}

fn is_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], SecretError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| SecretError(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn many_sign_ins_at_once_hash_only_a_few_passwords_at_a_time() {
        static RUNNING: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let work = || {
            MOST.fetch_max(RUNNING.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let hash = hash_password("一句自己记得住的话");
            RUNNING.fetch_sub(1, Ordering::SeqCst);
            hash.is_ok()
        };
        let all = futures_util::future::join_all((0..12).map(|_| in_turn(work))).await;
        assert!(all.into_iter().all(|hashed| hashed.is_ok_and(|hashed| hashed)));
        assert!(MOST.load(Ordering::SeqCst) <= HASHES_AT_A_TIME);
    }
}
