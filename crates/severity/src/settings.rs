//! What is declared before a round, with its defaults.

use crate::outcome::Refusal;

/// What is done about the spread that joint maximum likelihood exaggerates; see [`estimation`](crate::estimation).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spread {
    /// Nothing: the figures other programs of joint maximum likelihood print.
    Estimated,
    /// Every logit is multiplied by 1 − parameters ÷ grades.
    #[default]
    Reduced,
}

/// How an adjusted score is computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Fewer ballots than this, and the adjusted score is hidden.
    pub fewest_ballots: u64,
    /// Two objects are joined where at least so many ballots that take part grade both: a link of one ballot would let
    /// two locations tell what that ballot says. 0 means 1.
    pub fewest_links: u64,
    /// How many points an extreme score is moved inwards to be located, above 0 and at most ½.
    pub extreme_points: f64,
    /// Whether the spread is reduced.
    pub spread: Spread,
    /// When to give up.
    pub most_iterations: u32,
}

impl Default for Settings {
    fn default() -> Self {
        // 0.3 points is what Facets and Winsteps take unless told otherwise.
        Self {
            fewest_ballots: 10,
            fewest_links: 1,
            extreme_points: 0.3,
            spread: Spread::default(),
            most_iterations: 100,
        }
    }
}

impl Settings {
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        // Written so that what is not a number is refused too.
        let is_inside = self.extreme_points > 0.0 && self.extreme_points <= 0.5;
        if is_inside { Ok(()) } else { Err(Refusal::ExtremePoints) }
    }
}
