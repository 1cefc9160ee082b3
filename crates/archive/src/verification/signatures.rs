//! Signatures, and whose key they are under.

use std::collections::BTreeSet;

use credentials::PublicKey;

use super::gathering::Gathered;
use crate::lines::Signature;
use crate::report::Fault;

/// The round's signature first, then countersignatures, each over the digest of the bytes as they are.
pub fn signatures(gathered: &Gathered) -> Result<(), Fault> {
    let Some((own, others)) = gathered.end.as_ref().and_then(|end| end.signatures.split_first()) else {
        return Err(Fault::NoSignature);
    };
    let public = |signature: &Signature| PublicKey::from_bytes(&signature.key.0).ok();
    let signed = |key: PublicKey| key.verify_archive(&gathered.digest, &own.signature.0).is_ok();
    if !public(own).is_some_and(signed) {
        return Err(Fault::SignatureWrong);
    }
    let countersigned = |other: &Signature| {
        public(other).is_some_and(|key| key.verify_countersignature(&gathered.digest, &other.signature.0).is_ok())
    };
    if others.iter().all(countersigned) { Ok(()) } else { Err(Fault::CountersignatureWrong) }
}

/// The key is the declared one and signed first; no key signed twice.
pub fn keys(gathered: &Gathered) -> Result<(), Fault> {
    let (Some(keys), Some(declaration), Some(end)) = (&gathered.keys, &gathered.declaration, &gathered.end) else {
        return Err(Fault::KeyNotDeclared);
    };
    if keys.signing.to_string() != declaration.public_key {
        return Err(Fault::KeyNotDeclared);
    }
    if end.signatures.first().is_none_or(|own| own.key != keys.signing) {
        return Err(Fault::SignedByAnother);
    }
    let mut seen = BTreeSet::new();
    if end.signatures.iter().all(|signature| seen.insert(signature.key)) { Ok(()) } else { Err(Fault::SignedTwice) }
}
