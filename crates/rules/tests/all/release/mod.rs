//! The release plan: its guarantee attacked, its economy compared with brute force, its known answers.

mod attack;
mod economy;
mod known_answers;
mod opinions;
mod samples;
