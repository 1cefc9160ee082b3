//! The tree of hashes over the sorted ballot keys of a round (RFC 6962, section 2.1).
//!
//! Its root stands on the bulletin, so that whoever kept a receipt shows with a short proof, offline, that his ballot is
//! among those counted. A leaf is SHA-256(0 ‖ bytes), a node SHA-256(1 ‖ left ‖ right), the root of nothing SHA-256 of
//! nothing; the left half is the greatest power of two below the number of leaves.

use sha2::{Digest, Sha256};

/// A tree takes its leaves one by one and keeps no more than one hash for each of its levels.
#[derive(Clone, Debug, Default)]
pub struct MerkleTree {
    leaves: u64,
    /// Whole subtrees from the left, each smaller than the one before.
    peaks: Vec<Peak>,
    /// The leaf that a proof is made of, with what was gathered for it.
    sought: Option<(u64, Vec<[u8; 32]>)>,
}

#[derive(Clone, Copy, Debug)]
struct Peak {
    height: u32,
    hash: [u8; 32],
    holds_sought: bool,
}

/// What leads from one leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    index: u64,
    leaves: u64,
    path: Vec<[u8; 32]>,
}

impl MerkleTree {
    /// Puts the next leaf on the right.
    pub fn push(&mut self, leaf: &[u8]) {
        let holds_sought = self.sought.as_ref().is_some_and(|(index, _)| *index == self.leaves);
        let mut peak = Peak { height: 0, hash: leaf_hash(leaf), holds_sought };
        while let Some(left) = self.peaks.pop_if(|left| left.height == peak.height) {
            peak = self.join(left, peak);
        }
        self.peaks.push(peak);
        self.leaves += 1;
    }

    /// How many leaves there are.
    #[must_use]
    pub const fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The root over the leaves so far.
    #[must_use]
    pub fn root(&self) -> [u8; 32] {
        self.clone().fold().map_or_else(|| Sha256::digest([]).into(), |top| top.hash)
    }

    /// Joins the whole subtrees, the smallest first.
    fn fold(&mut self) -> Option<Peak> {
        let mut right = self.peaks.pop()?;
        while let Some(left) = self.peaks.pop() {
            right = self.join(left, right);
        }
        Some(right)
    }

    fn join(&mut self, left: Peak, right: Peak) -> Peak {
        if let Some((_, path)) = &mut self.sought {
            if left.holds_sought {
                path.push(right.hash);
            } else if right.holds_sought {
                path.push(left.hash);
            }
        }
        Peak {
            height: left.height + 1,
            hash: node_hash(&left.hash, &right.hash),
            holds_sought: left.holds_sought || right.holds_sought,
        }
    }
}

impl Proof {
    /// The proof of the leaf at a place, counted from 0; nothing where there are not so many leaves.
    pub fn of<Leaf: AsRef<[u8]>>(leaves: impl IntoIterator<Item = Leaf>, index: u64) -> Option<Self> {
        let mut tree = MerkleTree { sought: Some((index, Vec::new())), ..MerkleTree::default() };
        for leaf in leaves {
            tree.push(leaf.as_ref());
        }
        let top = tree.fold()?;
        let (index, path) = tree.sought.filter(|_| top.holds_sought)?;
        Some(Self { index, leaves: tree.leaves, path })
    }

    /// A proof that was kept: the place of the leaf, the number of leaves, the hashes beside its way up.
    #[must_use]
    pub const fn from_parts(index: u64, leaves: u64, path: Vec<[u8; 32]>) -> Self {
        Self { index, leaves, path }
    }

    /// The place of the leaf, counted from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The number of leaves of the tree.
    #[must_use]
    pub const fn leaves(&self) -> u64 {
        self.leaves
    }

    /// The hashes beside the way up, the lowest first.
    #[must_use]
    pub fn path(&self) -> &[[u8; 32]] {
        &self.path
    }

    /// Whether a leaf stands at this place of the tree with this root (RFC 9162, section 2.1.3.2).
    #[must_use]
    pub fn leads(&self, leaf: &[u8], root: &[u8; 32]) -> bool {
        if self.index >= self.leaves {
            return false;
        }
        let (mut place, mut last) = (self.index, self.leaves - 1);
        let mut hash = leaf_hash(leaf);
        for beside in &self.path {
            if last == 0 {
                return false;
            }
            if place % 2 == 1 || place == last {
                hash = node_hash(beside, &hash);
                while place % 2 == 0 && place != 0 {
                    place /= 2;
                    last /= 2;
                }
            } else {
                hash = node_hash(&hash, beside);
            }
            place /= 2;
            last /= 2;
        }
        last == 0 && hash == *root
    }
}

/// What leads from each of some leaves to the root over them: the hashes beside its way up, the lowest first.
#[must_use]
pub fn paths<Leaf: AsRef<[u8]>>(leaves: &[Leaf]) -> Vec<Vec<[u8; 32]>> {
    let hashes: Vec<[u8; 32]> = leaves.iter().map(|leaf| leaf_hash(leaf.as_ref())).collect();
    paths_over(&hashes).1
}

/// The same from each of some subtrees, by their roots. They have the same power of two of leaves, only the last may have
/// fewer: then the tree over them is that over all leaves.
#[must_use]
pub fn paths_of_roots(roots: &[[u8; 32]]) -> Vec<Vec<[u8; 32]>> {
    paths_over(roots).1
}

fn paths_over(hashes: &[[u8; 32]]) -> ([u8; 32], Vec<Vec<[u8; 32]>>) {
    match hashes {
        [] => (Sha256::digest([]).into(), Vec::new()),
        [hash] => (*hash, vec![Vec::new()]),
        _ => {
            let (left, right) = hashes.split_at(hashes.len().next_power_of_two() / 2);
            let ((left, mut paths), (right, mut others)) = (paths_over(left), paths_over(right));
            paths.iter_mut().for_each(|path| path.push(right));
            others.iter_mut().for_each(|path| path.push(left));
            paths.append(&mut others);
            (node_hash(&left, &right), paths)
        }
    }
}

fn leaf_hash(leaf: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

fn node_hash(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}
