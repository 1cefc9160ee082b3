//! Chance from a seed: the same at every run and on every machine.

/// A small generator (SplitMix64); nothing secret is ever drawn from it.
pub struct Chance(u64);

impl Chance {
    /// The generator of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        let width = u64::from(most.saturating_sub(least)) + 1;
        let drawn = self.next() % width;
        least + u32::try_from(drawn).unwrap_or_default()
    }

    /// Whether something happens that happens once in `times`.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.between(1, times) == 1
    }

    /// One of these.
    pub fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let most = u32::try_from(words.len()).unwrap_or(1).saturating_sub(1);
        let place = usize::try_from(self.between(0, most)).unwrap_or_default();
        words.get(place).copied().unwrap_or_default()
    }
}
