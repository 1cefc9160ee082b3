//! What the attacker is shown and asked, scene by scene.

use super::attacker::{self, Group};
use super::copies::Traces;
use super::lived::{Happened, Judge};
use super::report::Line;
use super::{Given, Size};

/// The groups of every scene, round by round.
pub(super) struct Scenes {
    size: Size,
    all: Vec<(Given, Vec<Vec<Group>>)>,
}

impl Scenes {
    /// None yet.
    pub(super) const fn of(size: Size) -> Self {
        Self { size, all: Vec::new() }
    }

    /// Adds a round's sheets to a scene.
    pub(super) fn add(&mut self, judges: &[Judge], given: Given, asked: std::ops::Range<usize>, traces: &Traces) {
        let groups = self.size.small.sheets().iter().filter_map(|sheet| {
            let members: Vec<usize> = asked.clone().filter(|number| judges[*number].sheet == *sheet).collect();
            Group::of(judges, &members, traces)
        });
        match self.all.iter_mut().find(|(other, _)| *other == given) {
            Some((_, all)) => all.push(groups.collect()),
            None => self.all.push((given, vec![groups.collect()])),
        }
    }

    /// What came of them.
    pub(super) fn lines(&self, database: &'static str, happened: Happened) -> Vec<Line> {
        let Size { judges, rounds: lived, small } = self.size;
        let mut lines = Vec::new();
        for (given, rounds) in &self.all {
            for question in small.questions().iter().copied().filter(|question| given.is_asked(*question)) {
                let score = attacker::attack(rounds, question);
                lines.push(Line { database, judges, rounds: lived, small, happened, given: *given, question, score });
            }
        }
        lines.sort_by_key(|line| line.given.place());
        lines
    }
}
