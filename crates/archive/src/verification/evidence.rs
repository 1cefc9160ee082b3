//! What people hold besides the file, and what it says against it.

use std::collections::{BTreeMap, BTreeSet};

use credentials::{BallotKey, Code, PublicKey, Receipt, RoundId, credential_hash};

use super::Faults;
use super::gathering::Gathered;
use crate::bytes::Bytes;
use crate::report::{Fault, Report, StepName};

/// Evidence. Each part that is there is one more step.
#[derive(Default)]
pub struct Evidence {
    root: Option<Bytes<32>>,
    opening_hash: Option<Bytes<32>>,
    signers: Vec<Bytes<32>>,
    receipts: BTreeMap<Bytes<32>, Vec<Receipt>>,
    /// Codes of slips that came back unused.
    returned: Vec<Code>,
    other: Option<Report>,
}

impl Evidence {
    /// The root as it was printed.
    #[must_use]
    pub fn with_root(mut self, root: Bytes<32>) -> Self {
        self.root = Some(root);
        self
    }

    /// The opening hash as it was printed.
    #[must_use]
    pub fn with_opening_hash(mut self, opening_hash: Bytes<32>) -> Self {
        self.opening_hash = Some(opening_hash);
        self
    }

    /// The public key of an organisation that must have countersigned.
    #[must_use]
    pub fn with_signer(mut self, key: Bytes<32>) -> Self {
        self.signers.push(key);
        self
    }

    /// A judge's receipt.
    #[must_use]
    pub fn with_receipt(mut self, receipt: Receipt) -> Self {
        self.receipts.entry(Bytes(*receipt.ballot_key().as_bytes())).or_default().push(receipt);
        self
    }

    /// The code of a slip that came back unused.
    #[must_use]
    pub fn with_returned(mut self, code: Code) -> Self {
        self.returned.push(code);
        self
    }

    /// Another archive of the round, verified by itself.
    #[must_use]
    pub fn with_other(mut self, other: Report) -> Self {
        self.other = Some(other);
        self
    }

    pub(super) fn has_receipt(&self, key: &Bytes<32>) -> bool {
        self.receipts.contains_key(key)
    }

    /// What the used codes of a round must not contain.
    pub(super) fn returned_in(&self, round: RoundId) -> BTreeSet<Bytes<32>> {
        self.returned.iter().map(|code| Bytes(*credential_hash(round, code).as_bytes())).collect()
    }

    /// The steps that this evidence adds.
    pub(super) fn steps(&self) -> Vec<StepName> {
        let given = [
            (self.root.is_some(), StepName::PrintedRoot),
            (self.opening_hash.is_some(), StepName::PrintedOpeningHash),
            (!self.signers.is_empty(), StepName::Countersignature),
            (!self.receipts.is_empty(), StepName::Receipt),
            (!self.returned.is_empty(), StepName::ReturnedSlip),
            (self.other.is_some(), StepName::SecondArchive),
        ];
        given.into_iter().filter(|(is_given, _)| *is_given).map(|(_, step)| step).collect()
    }
}

pub fn judge(gathered: &Gathered, evidence: &Evidence, faults: &mut Faults) {
    let root = gathered.root.map(|root| root.root);
    if evidence.root.is_some_and(|printed| Some(printed) != root) {
        faults.add(StepName::PrintedRoot, Fault::RootNotPrinted, None);
    }
    let opening_hash = gathered.head.as_ref().map(|head| head.opening_hash);
    if evidence.opening_hash.is_some_and(|printed| Some(printed) != opening_hash) {
        faults.add(StepName::PrintedOpeningHash, Fault::OpeningNotPrinted, None);
    }
    faults.take(StepName::Countersignature, countersigned(gathered, evidence));
    faults.take(StepName::Receipt, receipts(gathered, evidence));
    if gathered.is_returned_used {
        faults.add(StepName::ReturnedSlip, Fault::CodeUsed, None);
    }
    if let Some(other) = &evidence.other {
        if !other.stands() {
            faults.add(StepName::SecondArchive, Fault::OtherUnsound, None);
        } else if other.parts != gathered.parts() {
            faults.add(StepName::SecondArchive, Fault::OtherDiffers, None);
        }
    }
}

fn countersigned(gathered: &Gathered, evidence: &Evidence) -> Result<(), Fault> {
    let others = || gathered.end.iter().flat_map(|end| end.signatures.iter().skip(1));
    let signed = |signer: &Bytes<32>| {
        PublicKey::from_bytes(&signer.0).is_ok_and(|key| {
            let signed = |signature: &[u8; 64]| key.verify_countersignature(&gathered.digest, signature).is_ok();
            others().any(|other| other.key == *signer && signed(&other.signature.0))
        })
    };
    if evidence.signers.iter().all(signed) { Ok(()) } else { Err(Fault::NotCountersigned) }
}

fn receipts(gathered: &Gathered, evidence: &Evidence) -> Result<(), Fault> {
    if evidence.receipts.is_empty() {
        return Ok(());
    }
    let key = gathered.keys.and_then(|keys| PublicKey::from_bytes(&keys.signing.0).ok());
    let key = key.ok_or(Fault::ReceiptOfAnother)?;
    if evidence.receipts.values().flatten().any(|receipt| receipt.verify(&key).is_err()) {
        return Err(Fault::ReceiptOfAnother);
    }
    let is_there = |receipt: &Receipt| {
        let key: BallotKey = receipt.ballot_key();
        gathered.seen.contains(&Bytes(*key.as_bytes()))
    };
    if evidence.receipts.values().flatten().all(is_there) { Ok(()) } else { Err(Fault::BallotMissing) }
}
