//! Blind tokens: whose keys they are under, their order, their signatures, and whether they add up.

use std::collections::{BTreeMap, BTreeSet};

use credentials::{RoundId, SheetId};
use sha2::{Digest, Sha256};
use tokens::{BulkVerifier, Token, TokenPublicKey};

use super::Faults;
use crate::bytes::Bytes;
use crate::declared::Declaration;
use crate::lines::{SpentToken, TokenKey, TokenStanding};
use crate::report::{Fault, StepName};

/// What went by of tokens; it does not grow with them.
#[derive(Default)]
pub struct Tokens {
    pub keys: Vec<TokenKey>,
    /// Per sheet, where the keys are the declared ones.
    sheets: BTreeMap<u32, Sheet>,
    used: u64,
    last: Option<Bytes<32>>,
    hash: Sha256,
}

/// A sheet that is judged with tokens.
struct Sheet {
    round: RoundId,
    verifier: BulkVerifier,
    used: u64,
}

impl Tokens {
    /// Whether the file has any line about tokens.
    pub const fn are_any(&self) -> bool {
        !self.keys.is_empty() || self.used > 0
    }

    /// Used tokens that went by.
    pub const fn used(&self) -> u64 {
        self.used
    }

    /// What two archives of a round have in common of them.
    pub fn digest(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// The keys are those that were declared, each of another sheet and no two the same.
    pub fn judge_keys(
        &mut self,
        declaration: &Declaration,
        panels: &BTreeSet<u32>,
        round: RoundId,
    ) -> Result<(), Fault> {
        let none = BTreeMap::new();
        let declared = declaration.tokens.as_ref().map_or(&none, |tokens| &tokens.keys);
        let is_declared = |key: &TokenKey| {
            let fingerprint = Bytes(Sha256::digest(key.public_key.0).into()).to_string();
            panels.contains(&key.sheet) && declared.get(&key.sheet.to_string()) == Some(&fingerprint)
        };
        let ascend = self.keys.windows(2).all(|pair| pair[0].sheet < pair[1].sheet);
        if !ascend || declared.len() != self.keys.len() || !self.keys.iter().all(is_declared) {
            return Err(Fault::TokenKeysDiffer);
        }
        let distinct: BTreeSet<_> = self.keys.iter().map(|key| key.public_key).collect();
        if distinct.len() != self.keys.len() {
            return Err(Fault::TokenKeyTwice);
        }
        for key in &self.keys {
            let verifier = BulkVerifier::new(&public_key(key)?, round, SheetId(key.sheet));
            let verifier = verifier.map_err(|_| Fault::TokenKeyMalformed)?;
            self.sheets.insert(key.sheet, Sheet { round, verifier, used: 0 });
        }
        Ok(())
    }

    /// Takes a used token in its place.
    pub fn take(&mut self, token: &SpentToken, line: u64, faults: &mut Faults) {
        if self.last.is_some_and(|last| last >= token.hash) {
            faults.add(StepName::TokenOrder, Fault::NotAscending, Some(line));
        }
        self.last = Some(token.hash);
        self.used += 1;
        self.hash.update(token.hash.0);
        self.hash.update(token.signature.0);
        if faults.allow(StepName::TokenSignatures)
            && let Err(fault) = self.verify(token)
        {
            faults.add(StepName::TokenSignatures, fault, Some(line));
        }
    }

    fn verify(&mut self, used: &SpentToken) -> Result<(), Fault> {
        let sheet = self.sheets.get_mut(&used.sheet).ok_or(Fault::TokenOfNoKey)?;
        sheet.used += 1;
        let number = SheetId(used.sheet);
        let token = Token::from_parts(sheet.round, number, used.serial.0, used.prefix.0, used.signature.0);
        if *token.spent_hash().as_bytes() != used.hash.0 {
            return Err(Fault::TokenHashDiffers);
        }
        sheet.verifier.verify(&token).map_err(|_| Fault::TokenNotSigned)
    }

    /// Given out is used and not used; what is listed was counted; nobody used a token of a retired key.
    pub fn counts(&self) -> Result<(), Fault> {
        for key in &self.keys {
            if key.issued != key.spent.saturating_add(key.unspent) {
                return Err(Fault::TokensDoNotAddUp);
            }
            if key.standing == TokenStanding::Retired && key.spent > 0 {
                return Err(Fault::RetiredKeyUsed);
            }
            if self.sheets.get(&key.sheet).is_none_or(|sheet| sheet.used != key.spent) {
                return Err(Fault::TokensDiffer);
            }
        }
        Ok(())
    }
}

/// A key in its one form; its modulus, before the five bytes of the exponent, is odd.
fn public_key(key: &TokenKey) -> Result<TokenPublicKey, Fault> {
    let [.., last, _, _, _, _, _] = key.public_key.0;
    let read = TokenPublicKey::from_spki(&key.public_key.0).ok().filter(|_| last % 2 == 1);
    read.ok_or(Fault::TokenKeyMalformed)
}
