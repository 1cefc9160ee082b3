//! Rounds whose truth is known. The generator is SplitMix64: seeds are fixed, the rounds the same everywhere.

use severity::{Ballot, Design, Grade};

pub const OBJECTS: usize = 10;
pub const ITEMS: usize = 6;
pub const HIGHEST: u8 = 3;
pub const DESIGN: Design = Design { objects: OBJECTS, items: ITEMS, highest: HIGHEST };
const THRESHOLDS: [f64; 3] = [-1.5, 0.0, 1.5];

pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1, even.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal, mean 0 and deviation 1: twelve shares less six.
    pub fn deviate(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// What is true of a round.
pub struct Truth {
    pub objects: Vec<f64>,
    pub items: Vec<f64>,
    pub severities: Vec<f64>,
}

impl Truth {
    /// Objects, items and severities drawn with these deviations.
    pub fn drawn(chance: &mut Chance, ballots: usize, severity: f64) -> Self {
        let mut draw = |count: usize, deviation: f64| -> Vec<f64> {
            centred(&(0..count).map(|_| deviation * chance.deviate()).collect::<Vec<_>>())
        };
        Self { objects: draw(OBJECTS, 0.5), items: draw(ITEMS, 0.5), severities: draw(ballots, severity) }
    }

    /// Grades by the model; every cell draws, so that leaving some out leaves the others as they were.
    pub fn ballots(&self, chance: &mut Chance, is_graded: impl Fn(usize, usize) -> bool) -> Vec<Ballot> {
        let mut ballots = Vec::new();
        for (number, severity) in self.severities.iter().enumerate() {
            let mut grades = Vec::new();
            for (object, location) in self.objects.iter().enumerate() {
                for (item, difficulty) in self.items.iter().enumerate() {
                    let category = category(location - difficulty - severity, chance.share());
                    if is_graded(number, object) {
                        grades.push(Grade { object, item, category });
                    }
                }
            }
            ballots.push(Ballot { grades, times: 1 });
        }
        ballots
    }
}

/// The category a share falls into at a logit.
fn category(logit: f64, share: f64) -> u8 {
    let mut weights = vec![1.0];
    let mut exponent = 0.0;
    for threshold in THRESHOLDS {
        exponent += logit - threshold;
        weights.push(f64::exp(exponent));
    }
    let sum: f64 = weights.iter().sum();
    let mut reached = 0.0;
    let below = weights.iter().take_while(|weight| {
        reached += *weight / sum;
        reached <= share
    });
    u8::try_from(below.count()).unwrap().min(HIGHEST)
}

/// Which of `each` neighbouring objects, on a circle, a ballot grades: connected where each is above one.
pub fn on_a_circle(each: usize) -> impl Fn(usize, usize) -> bool {
    move |ballot, object| (object + OBJECTS - ballot % OBJECTS) % OBJECTS < each
}

pub fn centred(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| value - mean).collect()
}

/// Root of the mean square of differences, both sides centred.
pub fn distance(found: &[f64], wanted: &[f64]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let pairs = centred(found).into_iter().zip(centred(wanted));
    (pairs.map(|(one, other)| (one - other) * (one - other)).sum::<f64>() / found.len() as f64).sqrt()
}

/// How many pairs stand in another order than they should.
pub fn inversions(found: &[f64], wanted: &[f64]) -> usize {
    let pairs = (0..found.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
    pairs.filter(|&(one, other)| (found[one] - found[other]) * (wanted[one] - wanted[other]) < 0.0).count()
}
