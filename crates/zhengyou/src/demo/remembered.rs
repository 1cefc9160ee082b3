//! The system's randomness, remembering the codes drawn: the demonstration looks over the printer's shoulder, for the
//! ballots it casts itself and for the slips it leaves to be tried.

use std::sync::{Arc, Mutex, PoisonError};

use ballot_box::{Entropy, EntropyError, SystemEntropy};
use credentials::Code;

/// How many random bytes a code has; nothing else that is drawn is as long.
const CODE: usize = 10;

/// What was drawn since it was last taken.
#[derive(Clone, Default)]
pub struct Remembered(Arc<Mutex<Vec<Code>>>);

impl Remembered {
    /// The codes drawn since, which are those of the last paper.
    pub fn take(&self) -> Vec<Code> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Entropy for Remembered {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        SystemEntropy.fill(bytes)?;
        if let Ok(code) = <[u8; CODE]>::try_from(&*bytes) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Code::from_random(code));
        }
        Ok(())
    }
}
