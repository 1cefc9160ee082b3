//! The keys of the rounds: files that are made once, never made again, and erased on purpose.
//!
//! `<round>.secret` is the secret, which also covers the rows of the open store, erased at sealing; `<round>.signing` is
//! the seed of the Ed25519 pair, erased when the round is finished; `<round>.token-<sheet>` signs blind tokens, erased at
//! sealing or when it is retired. An erased file stays behind empty, so that no start ever makes a second one.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use credentials::{Cover, PublicKey, RoundSecret, SigningKeys};
use tokens::TokenKeys;
use zeroize::{Zeroize, Zeroizing};

use crate::{BallotError, Entropy, RoundId, SheetId, Step, StepHook, files};

const KEY_LENGTH: usize = 32;

/// The keys of a round that is open.
pub(crate) struct RoundKeys {
    pub secret: RoundSecret,
    pub cover: Cover,
    pub signing: SigningKeys,
}

impl RoundKeys {
    fn of(round: RoundId, secret: &[u8; KEY_LENGTH], signing: &[u8; KEY_LENGTH]) -> Self {
        let secret = RoundSecret::from_random(*secret);
        Self { cover: Cover::of(&secret, round), secret, signing: SigningKeys::from_random(signing) }
    }
}

/// The folder of the rounds' keys.
pub(crate) struct KeyFolder {
    folder: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Secret,
    Signing,
}

enum KeyFile {
    Missing,
    Erased,
    Present(Zeroizing<[u8; KEY_LENGTH]>),
}

impl KeyFolder {
    /// Opens the folder, made when missing.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, BallotError> {
        files::create_private_folder(&folder)?;
        Ok(Self { folder })
    }

    /// The keys of a round that has no store yet: what is missing is made, what an interrupted opening left is used.
    /// Refuses where a key was erased or the secret is gone and the pair is not, because that round was open before.
    pub(crate) fn create(
        &self,
        round: RoundId,
        entropy: &dyn Entropy,
        steps: &dyn StepHook,
    ) -> Result<RoundKeys, BallotError> {
        let secret = self.read(round, Kind::Secret)?;
        let signing = self.read(round, Kind::Signing)?;
        let secret = match (secret, &signing) {
            (KeyFile::Present(secret), _) => secret,
            (KeyFile::Missing, KeyFile::Missing) => self.write_once(round, Kind::Secret, entropy)?,
            _ => return Err(BallotError::KeysLost(round)),
        };
        steps.reached(Step::SecretCreated)?;
        let signing = match signing {
            KeyFile::Present(signing) => signing,
            KeyFile::Missing => self.write_once(round, Kind::Signing, entropy)?,
            KeyFile::Erased => return Err(BallotError::KeysLost(round)),
        };
        steps.reached(Step::SigningKeyCreated)?;
        Ok(RoundKeys::of(round, &secret, &signing))
    }

    /// The keys of a round that has a store, `None` when either is missing, erased or not the one it was opened with.
    pub(crate) fn load(&self, round: RoundId, expected: &PublicKey) -> Result<Option<RoundKeys>, BallotError> {
        let (KeyFile::Present(secret), KeyFile::Present(signing)) =
            (self.read(round, Kind::Secret)?, self.read(round, Kind::Signing)?)
        else {
            return Ok(None);
        };
        let keys = RoundKeys::of(round, &secret, &signing);
        Ok((keys.signing.public_key() == *expected).then_some(keys))
    }

    /// What opens the rows of a round that is not sealed, `None` when its secret is missing or erased.
    pub(crate) fn load_cover(&self, round: RoundId) -> Result<Option<Cover>, BallotError> {
        Ok(match self.read(round, Kind::Secret)? {
            KeyFile::Present(secret) => Some(Cover::of(&RoundSecret::from_random(*secret), round)),
            KeyFile::Missing | KeyFile::Erased => None,
        })
    }

    /// The signing pair of a sealed round, `None` when it is missing, erased or not the one it was opened with.
    pub(crate) fn load_signing(
        &self,
        round: RoundId,
        expected: &PublicKey,
    ) -> Result<Option<SigningKeys>, BallotError> {
        let KeyFile::Present(signing) = self.read(round, Kind::Signing)? else {
            return Ok(None);
        };
        let pair = SigningKeys::from_random(&signing);
        Ok((pair.public_key() == *expected).then_some(pair))
    }

    /// Whether the secret is still a file that holds anything.
    pub(crate) fn secret_remains(&self, round: RoundId) -> Result<bool, BallotError> {
        let content = files::read_if_present(&self.path(round, Kind::Secret.name()))?.map(Zeroizing::new);
        Ok(content.is_some_and(|content| !content.is_empty()))
    }

    /// Erases the secret. Nothing happens when it is gone already.
    pub(crate) fn destroy_secret(&self, round: RoundId) -> Result<(), BallotError> {
        self.destroy(round, Kind::Secret)
    }

    /// Erases the signing pair. Nothing happens when it is gone already.
    pub(crate) fn destroy_signing_key(&self, round: RoundId) -> Result<(), BallotError> {
        self.destroy(round, Kind::Signing)
    }

    /// The pair that signs tokens of a sheet, `None` before it is made.
    ///
    /// # Errors
    /// [`BallotError::KeysLost`] where it was erased or is no key.
    pub(crate) fn token_keys(&self, round: RoundId, sheet: SheetId) -> Result<Option<TokenKeys>, BallotError> {
        let content = files::read_if_present(&self.path(round, &token_name(sheet)))?.map(Zeroizing::new);
        let keys = content.map(|content| TokenKeys::from_pkcs8(&content).map_err(|_| BallotError::KeysLost(round)));
        keys.transpose()
    }

    /// Writes a pair that signs tokens, unless another server wrote one before; the one that is in force.
    pub(crate) fn keep_token_keys(
        &self,
        round: RoundId,
        sheet: SheetId,
        (pkcs8, entropy): (&[u8], &dyn Entropy),
    ) -> Result<TokenKeys, BallotError> {
        self.link_once(round, &token_name(sheet), (pkcs8, entropy))?;
        self.token_keys(round, sheet)?.ok_or(BallotError::KeysLost(round))
    }

    /// Erases the pair that signs tokens of a sheet. Nothing happens when it is gone already.
    pub(crate) fn destroy_token_keys(&self, round: RoundId, sheet: SheetId) -> Result<(), BallotError> {
        self.destroy_named(round, &token_name(sheet))
    }

    fn destroy(&self, round: RoundId, kind: Kind) -> Result<(), BallotError> {
        self.destroy_named(round, kind.name())
    }

    fn destroy_named(&self, round: RoundId, name: &str) -> Result<(), BallotError> {
        self.remove_unfinished(round, name)?;
        let path = self.path(round, name);
        if files::is_present(&path)? { files::erase(&path) } else { Ok(()) }
    }

    fn read(&self, round: RoundId, kind: Kind) -> Result<KeyFile, BallotError> {
        let path = self.path(round, kind.name());
        let Some(content) = files::read_if_present(&path)?.map(Zeroizing::new) else {
            return Ok(KeyFile::Missing);
        };
        if content.is_empty() {
            return Ok(KeyFile::Erased);
        }
        let mut key = Zeroizing::new([0; KEY_LENGTH]);
        if content.len() != KEY_LENGTH {
            return Err(BallotError::KeysLost(round));
        }
        key.copy_from_slice(&content);
        Ok(KeyFile::Present(key))
    }

    fn write_once(
        &self,
        round: RoundId,
        kind: Kind,
        entropy: &dyn Entropy,
    ) -> Result<Zeroizing<[u8; KEY_LENGTH]>, BallotError> {
        let mut key: [u8; KEY_LENGTH] = entropy.bytes()?;
        let written = self.link_once(round, kind.name(), (&key, entropy));
        key.zeroize();
        written?;
        match self.read(round, kind)? {
            KeyFile::Present(key) => Ok(key),
            _ => Err(BallotError::KeysLost(round)),
        }
    }

    /// Writes a fresh key under a name of its own and links it to its place, which fails where one stands already:
    /// two servers that open the same round at the same time end with the same key.
    fn link_once(
        &self,
        round: RoundId,
        name: &str,
        (content, entropy): (&[u8], &dyn Entropy),
    ) -> Result<(), BallotError> {
        let own = RoundId::from_bytes(entropy.bytes()?);
        let unfinished = self.folder.join(format!("{round}.{name}.{own}.new"));
        files::create_private(&unfinished, content)?;
        let path = self.path(round, name);
        let linked = fs::hard_link(&unfinished, &path);
        if !matches!(&linked, Err(error) if error.kind() == io::ErrorKind::AlreadyExists) {
            files::at(&path, linked)?;
        }
        files::remove_if_present(&unfinished)?;
        files::sync(&self.folder)
    }

    /// Erases what a crash left between writing a key and linking it to its place.
    fn remove_unfinished(&self, round: RoundId, name: &str) -> Result<(), BallotError> {
        let beginning = format!("{round}.{name}.");
        for entry in files::at(&self.folder, fs::read_dir(&self.folder))? {
            let path = files::at(&self.folder, entry)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with(&beginning) && name.ends_with(".new") {
                files::erase(&path)?;
                files::remove_if_present(&path)?;
            }
        }
        Ok(())
    }

    fn path(&self, round: RoundId, name: &str) -> PathBuf {
        self.folder.join(format!("{round}.{name}"))
    }
}

fn token_name(sheet: SheetId) -> String {
    format!("token-{}", sheet.0)
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Signing => "signing",
        }
    }
}

/// The keys in memory, shared with hand-ins under way, and forgotten at sealing.
pub(crate) type SharedKeys = Arc<RoundKeys>;
