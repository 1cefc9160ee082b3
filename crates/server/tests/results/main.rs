//! Sealing, figures, opinions, publishing: through pages, on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod adjusted;
mod adjusted_argument;
mod altered;
mod archives;
mod assessments;
mod attack;
mod cases;
mod comparison;
mod coverage;
mod dossier;
mod feedback;
mod figures;
mod filling;
mod keepers;
mod notes;
mod opinions;
mod own_grades;
mod papers;
mod quality;
mod reconciliation;
mod rows;
mod sealing;
mod suppression;
mod texts;
mod tokens;
mod verdicts;
mod verifying;
mod waiting;
mod world;

use test_support::run;
