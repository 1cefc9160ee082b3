//! Chance with a seed: the same in every run and on every machine.

/// A sequence of numbers that look random (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The sequence of one made-up round. Sequences of other numbers have nothing to do with it.
    #[must_use]
    pub fn of(seed: u64, number: u64) -> Self {
        let mut random = Self { state: seed };
        random.state = random.any() ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03);
        random
    }

    /// The next number.
    pub fn any(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `least` to `most`, both possible.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.any() % (most - least + 1)
    }

    /// True so many times out of a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.any() % 100 < chance
    }

    /// One of a few; `of` must not be empty.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.place(of.len())]
    }

    /// A position in a list of so many, at least one.
    pub fn place(&mut self, of: usize) -> usize {
        usize::try_from(self.any() % of as u64).unwrap_or_default()
    }
}
