//! The release plan: which figures may ever be shown (R32).
//!
//! # What is known to everybody
//! The tree, every group's roll and turnout, and for the argument below also how many of a group's forms grade each
//! item. Everything released is added to that; nothing else is.
//!
//! # The plan
//! Judge groups hang on the nodes of a tree. For each item the groups with forms are divided into *blocks*; whatever
//! is released about the item — a group, a pooled figure, a node's total, any other union asked of
//! [`Plan::figure`] — is a sum of whole blocks. A group with 0 < graded < k on an item is *protected*. A block is
//! releasable when on every item nobody graded it or at least k did, and no protected group in it graded an item
//! alone.
//!
//! # Why it holds
//! Sums and differences of unions of blocks are sums of blocks, so all that can be learnt is the blocks' own tables.
//! In a block with N grades of which a protected group has 0 < n < N, and c of N fall on one grade, the group's own
//! count x ranges over every whole value from max(0, c − (N − n)) to min(n, c) (the margins of a two-row table can
//! always be filled). These bounds meet only if c = 0 or c = N. So for each grade whose pooled count is neither 0
//! nor all at least two whole values stay possible; and every complement of released figures is a union of blocks,
//! hence nobody's or at least k strong. A hidden group is in nothing released: every value stays possible.
//!
//! # Which blocks
//! Small groups of one node are pooled with each other, or where that is not enough with the smallest group of the same
//! node: its total stays. What a node cannot settle goes up and is pooled at the smallest parent where together it is
//! releasable, or joins a block that crosses the border already; only what is left at a root takes a group or block
//! elsewhere, the one that costs the fewest totals ([`pooling`]). A group that was taken in is shown again by itself
//! where others came that are enough without it. So a total is withheld only where what is below the node falls short
//! of k, or where all that falls short in a tree does so even together; and no more ballots lose their own figure than
//! that needs. Items that fewer than half of the forms grade are pooled further, on blocks instead of groups, so that a
//! question hardly anybody answers does not hide the others.
//!
//! # What was released before
//! Unions whose sums are public already ([`Known`]) are taken as they are: their parts that can be told apart become
//! blocks of their own, never pooled again, since the rest of a pool around them could be had by subtraction.

mod build;
mod input;
mod known;
mod opinions;
mod plan;
mod pooling;
mod totals;

pub use build::{plan, plan_among};
pub use input::{Group, InputError, Known, Node, RoundFigures};
pub use opinions::{OpinionSource, Opinions, plan_opinions};
pub use plan::{Block, BlockOrigin, Partition, Plan, Standing, Total};
