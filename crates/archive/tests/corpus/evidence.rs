//! What people hold of an honest round, whatever its operator makes of the file.

use archive::{Bytes, Kind, Line};
use credentials::SigningKeys;
use sha2::{Digest, Sha256};

use crate::drawing_up::{declaration, honest, lines, texts};
use crate::judging::Held;
use crate::world::{Ballot, World};

/// What they hold of every round that was countersigned.
pub struct Evidence {
    pub root: Held,
    pub opening_hash: Held,
    pub signer: Held,
    /// Of one ballot.
    pub receipt: Held,
    /// An auditor's archive made in time.
    pub other: Held,
}

impl Evidence {
    /// Of a round, with the receipt of one of its ballots.
    pub fn of(world: &World, ballot: &Ballot) -> Self {
        let root = texts(&lines(world)).into_iter().find_map(|text| match serde_json::from_str::<Line>(&text) {
            Ok(Line::Root(root)) => Some(root.root.to_string()),
            _ => None,
        });
        let opening_hash: [u8; 32] = Sha256::digest(declaration(world).as_bytes()).into();
        let signer = SigningKeys::from_random(&world.countersigners[0]).public_key();
        Self {
            root: Held::Root(root.unwrap()),
            opening_hash: Held::OpeningHash(Bytes(opening_hash).to_string()),
            signer: Held::Signer(Bytes(*signer.as_bytes()).to_string()),
            receipt: Held::Receipt(world.receipt(ballot).to_text()),
            other: Held::Other(honest(&World { kind: Kind::Auditor, ..world.clone() })),
        }
    }

    pub fn all(&self) -> [&Held; 5] {
        [&self.root, &self.opening_hash, &self.signer, &self.receipt, &self.other]
    }
}
