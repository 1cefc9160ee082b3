//! What a release plan is made from.

/// A node of the frozen tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The parent's position in the list of nodes; nothing for a root.
    pub parent: Option<usize>,
}

/// One judge group: a panel at a node. Several may hang on one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The node's position in the list of nodes.
    pub node: usize,
    /// Valid ballots (public: turnout).
    pub valid: u64,
    /// For each item the counts by grade.
    pub items: Vec<Vec<u64>>,
}

impl Group {
    /// How many forms grade an item; zero beyond the items.
    #[must_use]
    pub fn graded(&self, item: usize) -> u64 {
        self.items.get(item).map_or(0, |by_grade| by_grade.iter().sum())
    }
}

/// A union of groups whose sums were released before about the same people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The groups, by position.
    pub groups: Vec<usize>,
}

/// Everything the plan is computed from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundFigures {
    /// The frozen tree.
    pub nodes: Vec<Node>,
    /// The judge groups.
    pub groups: Vec<Group>,
    /// What is public already.
    pub known: Vec<Known>,
    /// k: the fewest grades a figure may rest on.
    pub threshold: u64,
}

/// Why no plan can be made. Positions are those of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// k must be at least two, or nothing is protected.
    #[error("the threshold is below two")]
    Threshold,
    /// A parent that does not exist.
    #[error("node {0} has a parent that does not exist")]
    UnknownParent(usize),
    /// Parents in a circle.
    #[error("node {0} is its own ancestor")]
    Cycle(usize),
    /// A group at a node that does not exist.
    #[error("group {0} hangs on a node that does not exist")]
    UnknownNode(usize),
    /// A group whose items or grades differ in number from the first group's.
    #[error("group {0} is not graded on the same items as the others")]
    OtherItems(usize),
    /// More grades than ballots.
    #[error("group {0} has more grades on an item than valid ballots")]
    MoreGradesThanBallots(usize),
    /// A known union that names a group that does not exist.
    #[error("known union {0} names a group that does not exist")]
    UnknownGroup(usize),
    /// Two known unions overlap without one containing the other: what can be told apart then is not a division into
    /// blocks, and the plan refuses instead of guessing.
    #[error("known unions {0} and {1} overlap without one containing the other")]
    KnownUnionsCross(usize, usize),
}

impl RoundFigures {
    /// The number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.groups.first().map_or(0, |group| group.items.len())
    }

    /// Checks the input and orders the nodes so that every child comes before its parent.
    pub(super) fn children_first(&self) -> Result<Vec<usize>, InputError> {
        if self.threshold < 2 {
            return Err(InputError::Threshold);
        }
        self.check_groups()?;
        let mut open_children = vec![0_usize; self.nodes.len()];
        for (position, node) in self.nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                *open_children.get_mut(parent).ok_or(InputError::UnknownParent(position))? += 1;
            }
        }
        let mut order: Vec<usize> = (0..self.nodes.len()).filter(|node| open_children.get(*node) == Some(&0)).collect();
        let mut next = 0;
        while let Some(node) = order.get(next).copied() {
            next += 1;
            if let Some((parent, open)) =
                self.parent(node).and_then(|parent| Some((parent, open_children.get_mut(parent)?)))
            {
                *open -= 1;
                if *open == 0 {
                    order.push(parent);
                }
            }
        }
        match open_children.iter().position(|open| *open > 0) {
            Some(node) => Err(InputError::Cycle(node)),
            None => Ok(order),
        }
    }

    pub(super) fn parent(&self, node: usize) -> Option<usize> {
        self.nodes.get(node).and_then(|node| node.parent)
    }

    fn check_groups(&self) -> Result<(), InputError> {
        let widths = |group: &Group| group.items.iter().map(Vec::len).collect::<Vec<_>>();
        let expected = self.groups.first().map(widths);
        for (position, group) in self.groups.iter().enumerate() {
            if group.node >= self.nodes.len() {
                return Err(InputError::UnknownNode(position));
            }
            if expected.as_ref() != Some(&widths(group)) {
                return Err(InputError::OtherItems(position));
            }
            if (0..group.items.len()).any(|item| group.graded(item) > group.valid) {
                return Err(InputError::MoreGradesThanBallots(position));
            }
        }
        Ok(())
    }
}
