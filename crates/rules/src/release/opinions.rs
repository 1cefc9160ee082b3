//! Where opinions are shown: at the smallest parent from which enough ballots can have brought them.

use super::input::{InputError, Node, RoundFigures};
use super::pooling::{Nobody, Unit, Walk, pool};
use crate::step::Step;

/// One place where opinions were collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpinionSource {
    /// The node it belongs to.
    pub node: usize,
    /// Valid ballots an opinion can have come from.
    pub ballots: u64,
    /// How many opinions were given.
    pub opinions: u64,
}

/// What becomes of one source's opinions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opinions {
    /// Shown at this node, among those of all sources shown there in the same pool.
    Shown {
        /// The node.
        node: usize,
        /// The pool: sources with the same number are never told apart.
        pool: usize,
        /// Valid ballots they can have come from.
        ballots: u64,
    },
    /// They stay sealed, are counted, and need no answer.
    Sealed {
        /// How many.
        opinions: u64,
    },
}

/// Decides for every source, in their order. `threshold` is k for opinions; it counts ballots, not opinions, and only
/// those of sources that are not shown elsewhere: what is shown below a parent cannot have come from its other parts.
/// A source large enough gives up its own place only where all that is left of a tree would otherwise stay sealed.
///
/// # Errors
/// [`InputError`] where the tree makes no sense.
pub fn plan_opinions(
    nodes: &[Node],
    sources: &[OpinionSource],
    threshold: u64,
) -> Result<(Vec<Opinions>, Vec<Step>), InputError> {
    let tree = RoundFigures { nodes: nodes.to_vec(), threshold, ..RoundFigures::default() };
    let order = tree.children_first()?;
    if let Some(lost) = sources.iter().position(|source| source.node >= nodes.len()) {
        return Err(InputError::UnknownNode(lost));
    }
    let parents: Vec<Option<usize>> = nodes.iter().map(|node| node.parent).collect();
    let units: Vec<Unit> = sources.iter().enumerate().map(|(position, source)| unit(position, source)).collect();
    let pooling =
        pool(&units, &Walk { order: &order, parents: &parents, threshold, nobody: Nobody::IsTooFew, people: None });
    let mut outcomes: Vec<Opinions> =
        sources.iter().map(|source| Opinions::Sealed { opinions: source.opinions }).collect();
    let mut steps = Vec::new();
    for (number, pool) in pooling.pools.iter().enumerate() {
        let members = || pool.units.iter().filter_map(|source| sources.get(*source));
        let ballots = members().map(|source| source.ballots).sum();
        for source in &pool.units {
            if let Some(outcome) = outcomes.get_mut(*source) {
                *outcome = Opinions::Shown { node: pool.home, pool: number, ballots };
            }
            steps.push(Step::OpinionsReleased { source: *source, node: pool.home, ballots, threshold });
        }
    }
    for (source, outcome) in outcomes.iter().enumerate() {
        if let Opinions::Sealed { opinions } = outcome {
            steps.push(Step::OpinionsSealed { source, opinions: *opinions, threshold });
        }
    }
    Ok((outcomes, steps))
}

fn unit(position: usize, source: &OpinionSource) -> Unit {
    Unit {
        node: source.node,
        groups: vec![position],
        valid: source.ballots,
        graded: vec![source.ballots],
        // An opinion may come from one ballot alone: what counts is only how many it can have come from.
        protected: vec![0],
        wanted: source.opinions > 0,
    }
}
