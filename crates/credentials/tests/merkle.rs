//! The tree over the ballot keys: known answers of RFC 6962, and every proof of small trees.

use credentials::merkle::{MerkleTree, Proof, paths};
use credentials::{BallotKey, Receipt, SigningKeys};
use data_encoding::HEXLOWER;

/// The leaves that implementations of RFC 6962 share, in hexadecimal.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// The roots over none, the first, the first two … of them.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn leaves() -> Vec<Vec<u8>> {
    LEAVES.iter().filter_map(|leaf| HEXLOWER.decode(leaf.as_bytes()).ok()).collect()
}

fn root_of(leaves: &[Vec<u8>]) -> [u8; 32] {
    let mut tree = MerkleTree::default();
    for leaf in leaves {
        tree.push(leaf);
    }
    assert_eq!(usize::try_from(tree.leaves()), Ok(leaves.len()));
    tree.root()
}

#[test]
fn roots_are_those_of_rfc_6962() {
    let leaves = leaves();
    for (number, root) in ROOTS.iter().enumerate() {
        assert_eq!(HEXLOWER.encode(&root_of(&leaves[..number])), *root, "{number} leaves");
    }
}

#[test]
fn a_proof_is_that_of_rfc_6962() {
    // The path of the first of eight leaves; there is no ninth.
    let leaves = leaves();
    let path = |number: usize, index: u64| {
        Proof::of(&leaves[..number], index).map(|proof| proof.path().iter().map(|hash| HEXLOWER.encode(hash)).collect())
    };
    let first: Vec<String> = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    .map(str::to_owned)
    .to_vec();
    assert_eq!(path(8, 0), Some(first));
    assert_eq!(path(8, 8), None::<Vec<String>>);
    assert_eq!(path(0, 0), None);
    assert_eq!(path(1, 0), Some(Vec::new()));
}

#[test]
fn every_proof_of_small_trees_leads_to_its_root_and_to_no_other() {
    for number in 1..=40_u8 {
        let leaves: Vec<Vec<u8>> = (0..number).map(|leaf| vec![leaf; 32]).collect();
        let root = root_of(&leaves);
        let paths = paths(&leaves);
        for (leaf, index) in leaves.iter().zip(0_u64..) {
            let proof = Proof::of(&leaves, index);
            let Some(proof) = proof else { panic!("leaf {index} of {number} has a proof") };
            assert!(proof.leads(leaf, &root), "leaf {index} of {number}");
            assert_eq!(
                paths[usize::try_from(index).unwrap_or(usize::MAX)],
                proof.path(),
                "made one by one or together"
            );
            assert!(!proof.leads(&[number; 32], &root), "another leaf");
            assert!(!proof.leads(leaf, &[0; 32]), "another root");
            let elsewhere = Proof::from_parts(index + 1, proof.leaves(), proof.path().to_vec());
            assert!(!elsewhere.leads(leaf, &root), "another place than {index} of {number}");
            let longer = [proof.path(), &[[7; 32]]].concat();
            assert!(!Proof::from_parts(index, proof.leaves(), longer).leads(leaf, &root), "a path too long");
            if let Some((_, shorter)) = proof.path().split_last() {
                let shorter = Proof::from_parts(index, proof.leaves(), shorter.to_vec());
                assert!(!shorter.leads(leaf, &root), "a path too short");
            }
        }
    }
}

#[test]
fn an_archive_and_its_countersignature_are_signed_under_labels_of_their_own() {
    let keys = SigningKeys::from_random(&[7; 32]);
    let other = SigningKeys::from_random(&[8; 32]);
    let digest = [5; 32];
    let (signed, countersigned) = (keys.sign_archive(&digest), keys.countersign(&digest));
    let public = keys.public_key();
    assert_eq!(public.verify_archive(&digest, &signed), Ok(()));
    assert_eq!(public.verify_countersignature(&digest, &countersigned), Ok(()));
    assert!(public.verify_archive(&digest, &countersigned).is_err(), "one label for the other");
    assert!(public.verify_countersignature(&digest, &signed).is_err(), "one label for the other");
    assert!(public.verify_archive(&[6; 32], &signed).is_err(), "another archive");
    assert!(other.public_key().verify_archive(&digest, &signed).is_err(), "another key");
    let receipt = keys.receipt(BallotKey::from_bytes(digest));
    assert!(public.verify_archive(&digest, receipt.signature()).is_err(), "a receipt is no signature of an archive");
    assert_eq!(Receipt::from_parts(receipt.ballot_key(), *receipt.signature()), receipt);
}
