//! The common structure of categories.

use crate::input::MOST_CATEGORIES;

const CATEGORIES: usize = MOST_CATEGORIES as usize;

/// What is expected at a location.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// Logarithm of the sum over categories.
    pub logarithm: f64,
    /// Mean category.
    pub mean: f64,
    /// Variance of the category: the information of one grade.
    pub variance: f64,
    /// Share of each category.
    pub shares: [f64; CATEGORIES],
}

/// Logarithmic weights: at logit x category k has the share exp(k x + weight) ÷ sum. Unused categories have share 0.
#[derive(Clone, Debug)]
pub struct Scale {
    pub weights: Vec<Option<f64>>,
}

impl Scale {
    /// Expectations at a logit, by the greatest exponent first so that nothing overflows.
    pub fn at(&self, logit: f64) -> Expected {
        let mut exponents = [f64::NEG_INFINITY; CATEGORIES];
        let mut greatest = f64::NEG_INFINITY;
        let mut number = 0.0;
        for (exponent, weight) in exponents.iter_mut().zip(&self.weights) {
            if let Some(weight) = weight {
                *exponent = number * logit + weight;
                greatest = f64::max(greatest, *exponent);
            }
            number += 1.0;
        }
        let mut shares = [0.0; CATEGORIES];
        let (mut sum, mut points) = (0.0, 0.0);
        number = 0.0;
        for ((share, exponent), _) in shares.iter_mut().zip(&exponents).zip(&self.weights) {
            *share = libm::exp(exponent - greatest);
            sum += *share;
            points += number * *share;
            number += 1.0;
        }
        let mean = points / sum;
        let mut variance = 0.0;
        number = 0.0;
        for (share, _) in shares.iter_mut().zip(&self.weights) {
            *share /= sum;
            variance += *share * (number - mean) * (number - mean);
            number += 1.0;
        }
        Expected { logarithm: greatest + libm::log(sum), mean, variance, shares }
    }

    /// Where the expected points of cells add up to a score; a cell is what is added to the location, and how
    /// often it was graded. Found by halving, which cannot fail.
    pub fn location_of(&self, score: f64, cells: &[(f64, f64)]) -> f64 {
        let (mut below, mut above) = (-FARTHEST, FARTHEST);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(below, above);
            let expected: f64 = cells.iter().map(|(offset, times)| times * self.at(middle + offset).mean).sum();
            if expected < score {
                below = middle;
            } else {
                above = middle;
            }
        }
        f64::midpoint(below, above)
    }
}

/// Beyond every location there is.
const FARTHEST: f64 = 200.0;
/// Halvings after which the two ends are neighbours.
const HALVINGS: u32 = 64;
