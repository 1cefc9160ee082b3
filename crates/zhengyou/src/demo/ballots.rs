//! How the county votes: plausible grades and opinions from a fixed seed.

use credentials::Answer;

use super::chance::Chance;
use super::rounds::Said;
use super::words::OPINIONS;

/// How a judge group is minded, in per mille of the grades.
#[derive(Clone, Copy)]
pub struct Mood {
    /// 满意.
    pub satisfied: u32,
    /// 基本满意; the rest is 不满意.
    pub basic: u32,
    /// One ballot in so many carries an opinion; none carries one where it is zero.
    pub opinions: u32,
}

impl Mood {
    /// Every grade the best one.
    pub const UNANIMOUS: Self = Self { satisfied: 1_000, basic: 0, opinions: 0 };
    /// A branch people are not content with.
    pub const POOR: Self = Self { satisfied: 440, basic: 330, opinions: 6 };

    /// An ordinary branch.
    pub fn ordinary(chance: &mut Chance) -> Self {
        let satisfied = chance.between(760, 910);
        Self { satisfied, basic: (1_000 - satisfied) * 4 / 5, opinions: 40 }
    }

    /// What one ballot of so many items says about so many objects.
    pub fn say(self, chance: &mut Chance, (items, objects): (usize, usize)) -> Said {
        // Some give one grade throughout, as people do.
        let same = chance.once_in(4).then(|| self.grade(chance));
        let answers = (0..items).map(|_| Answer::Grade(same.unwrap_or_else(|| self.grade(chance)))).collect();
        let mut opinions = Vec::new();
        if self.opinions > 0 && chance.once_in(self.opinions) {
            let most = u32::try_from(objects).unwrap_or(1).saturating_sub(1);
            let object = usize::try_from(chance.between(0, most)).unwrap_or_default();
            opinions.push((object, chance.one(OPINIONS).to_owned()));
        }
        Said { answers, opinions }
    }

    fn grade(self, chance: &mut Chance) -> u8 {
        let drawn = chance.between(1, 1_000);
        if drawn <= self.satisfied {
            0
        } else if drawn <= self.satisfied + self.basic {
            1
        } else {
            2
        }
    }
}
