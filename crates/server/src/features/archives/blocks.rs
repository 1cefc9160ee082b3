//! The tree over the ballots of a round cut into blocks: whoever looks for his own receipt fetches a block, and the
//! server learns no more than that his ballot may be one of a thousand.

use archive::Bytes;
use credentials::MerkleTree;
use serde::{Deserialize, Serialize};

/// Commitments of a block: a power of two, so that the roots of blocks make the root of the whole.
const SIZE: u64 = 1_024;
/// The fewest commitments that are shown together, where the round has so many.
const LEAST: u64 = 1_000;

/// A block: all but the last have the same size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its first commitment.
    pub first: Bytes<32>,
    /// The root over its commitments.
    pub root: Bytes<32>,
}

/// Cuts commitments, taken in their order, into blocks.
#[derive(Debug, Default)]
pub struct Cutter {
    blocks: Vec<Block>,
    open: Option<Bytes<32>>,
    tree: MerkleTree,
}

impl Cutter {
    /// The next commitment.
    pub fn push(&mut self, key: &[u8; 32]) {
        self.open.get_or_insert(Bytes(*key));
        self.tree.push(key);
        if self.tree.leaves() == SIZE {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(first) = self.open.take() {
            let tree = std::mem::take(&mut self.tree);
            self.blocks.push(Block { first, root: Bytes(tree.root()) });
        }
    }

    /// The blocks.
    pub fn end(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }
}

/// The blocks that are shown together, by their positions: each by itself, but the last with the one before where it is
/// small.
pub fn shown(blocks: usize, ballots: u64) -> Vec<std::ops::Range<usize>> {
    let mut shown: Vec<_> = (0..blocks).map(|block| block..block + 1).collect();
    let is_small = !ballots.is_multiple_of(SIZE) && ballots % SIZE < LEAST;
    if is_small && shown.len() > 1 {
        shown.pop();
        if let Some(last) = shown.last_mut() {
            last.end = blocks;
        }
    }
    shown
}

/// Where the first commitment of a block stands among all.
pub fn index_of(block: usize) -> u64 {
    u64::try_from(block).unwrap_or(u64::MAX).saturating_mul(SIZE)
}

#[cfg(test)]
mod tests {
    use credentials::MerkleTree;
    use credentials::merkle::{Proof, paths, paths_of_roots};

    use super::{Cutter, index_of, shown};

    #[test]
    fn the_paths_within_blocks_and_over_them_lead_to_the_root_of_the_whole() {
        for ballots in [1_u64, 2, 5, 1_023, 1_024, 1_025, 2_047, 3_073, 5_000] {
            let keys: Vec<[u8; 32]> =
                (0..ballots).map(|key| std::array::from_fn(|at| (key >> (8 * (at % 4))) as u8)).collect();
            let (mut whole, mut cutter) = (MerkleTree::default(), Cutter::default());
            for key in &keys {
                whole.push(key);
                cutter.push(key);
            }
            let blocks = cutter.end();
            let above = paths_of_roots(&blocks.iter().map(|block| block.root.0).collect::<Vec<_>>());
            for (block, leaves) in keys.chunks(1_024).enumerate() {
                assert_eq!(blocks[block].first.0, leaves[0]);
                for (within, path) in paths(leaves).into_iter().enumerate() {
                    let index = index_of(block) + within as u64;
                    let proof = Proof::from_parts(index, ballots, [path, above[block].clone()].concat());
                    assert!(proof.leads(&leaves[within], &whole.root()), "{index} of {ballots}");
                }
            }
        }
    }

    #[test]
    fn never_fewer_than_a_thousand_are_shown_together_where_there_are_so_many() {
        for (ballots, expected) in [
            (0_u64, vec![]),
            (9, vec![9]),
            (1_025, vec![1_025]),
            (2_024, vec![1_024, 1_000]),
            (2_047, vec![1_024, 1_023]),
        ] {
            let blocks = usize::try_from(ballots.div_ceil(1_024)).unwrap_or_default();
            let end = |block: usize| index_of(block).min(ballots);
            let sizes: Vec<u64> =
                shown(blocks, ballots).into_iter().map(|range| end(range.end) - end(range.start)).collect();
            assert_eq!(sizes, expected, "{ballots}");
        }
    }
}
