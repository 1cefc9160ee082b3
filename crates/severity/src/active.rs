//! What takes part in the estimation: not what is extreme.
//!
//! A ballot, object or item with nothing but lowest or highest grades has no finite location of its own, and says nothing
//! of the others. Leaving it out may make others extreme, and a category unused, so this is repeated until nothing
//! changes. Everything extreme is left out at once: no order decides.

use crate::outcome::Refusal;
use crate::patterns::Patterns;

/// Flags for all patterns, objects, items and categories.
#[derive(Clone, Debug)]
pub struct Active {
    pub patterns: Vec<bool>,
    pub objects: Vec<bool>,
    pub items: Vec<bool>,
    /// Categories that active cells use.
    pub used: Vec<bool>,
    pub lowest: u8,
    pub highest: u8,
}

/// Points and grades of one of them.
#[derive(Clone, Copy, Default)]
struct Total {
    points: u64,
    grades: u64,
}

impl Active {
    pub fn of(patterns: &Patterns) -> Result<Self, Refusal> {
        let design = patterns.design;
        let mut active = Self {
            patterns: vec![true; patterns.patterns.len()],
            objects: vec![true; design.objects],
            items: vec![true; design.items],
            used: Vec::new(),
            lowest: 0,
            highest: 0,
        };
        loop {
            active.see_categories(patterns)?;
            if !active.leave_out(patterns) {
                return Ok(active);
            }
        }
    }

    fn see_categories(&mut self, patterns: &Patterns) -> Result<(), Refusal> {
        let mut used = vec![false; usize::from(patterns.design.highest) + 1];
        for (pattern, _) in patterns.patterns.iter().zip(&self.patterns).filter(|(_, is_active)| **is_active) {
            for grade in pattern.grades.iter().filter(|grade| self.objects[grade.object] && self.items[grade.item]) {
                used[usize::from(grade.category)] = true;
            }
        }
        let mut in_use = (0..=patterns.design.highest).filter(|category| used[usize::from(*category)]);
        let (Some(lowest), Some(highest)) = (in_use.next(), in_use.next_back()) else {
            return Err(Refusal::NothingToCompare);
        };
        (self.used, self.lowest, self.highest) = (used, lowest, highest);
        Ok(())
    }

    /// Leaves out what is extreme; whether there was any.
    fn leave_out(&mut self, patterns: &Patterns) -> bool {
        let design = patterns.design;
        let mut of_pattern = vec![Total::default(); patterns.patterns.len()];
        let mut of_object = vec![Total::default(); design.objects];
        let mut of_item = vec![Total::default(); design.items];
        for (number, pattern) in patterns.patterns.iter().enumerate().filter(|(number, _)| self.patterns[*number]) {
            for grade in pattern.grades.iter().filter(|grade| self.objects[grade.object] && self.items[grade.item]) {
                for total in [&mut of_pattern[number], &mut of_object[grade.object], &mut of_item[grade.item]] {
                    total.points += pattern.times * u64::from(grade.category);
                    total.grades += pattern.times;
                }
            }
        }
        let (lowest, highest) = (u64::from(self.lowest), u64::from(self.highest));
        let is_extreme =
            |total: &Total| total.points == total.grades * lowest || total.points == total.grades * highest;
        let mut changed = false;
        let flags = [&mut self.patterns, &mut self.objects, &mut self.items];
        for (flags, totals) in flags.into_iter().zip([of_pattern, of_object, of_item]) {
            for (flag, total) in flags.iter_mut().zip(&totals) {
                let stays = *flag && !is_extreme(total);
                changed |= stays != *flag;
                *flag = stays;
            }
        }
        changed
    }
}
