//! The stream of hand-ins: who comes when, with what, and what must be in the box in the end.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::num::NonZeroU32;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use ballot_box::{BallotBox, Batch, BatchId, CookieContent, HandIn, Opinion, Outcome, RoundId, RoundOpening, SheetId};
use credentials::{Answer, Code, Layout, RetryKey, credential_hash};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Settings;
use super::crowd::{Attempt, Crowd, Try, With};
use crate::home::{Home, LARGE, SMALL, bytes, round_of};

/// Answers of a sheet, four grades each: all but the last spell a number, the last says who spells it.
const ANSWERS: usize = 12;
/// Telephones that race for a slip.
const RACERS: usize = 8;
/// Codes of each sort that is never accepted.
const REFUSED: usize = 50;

/// Where the hand-ins come from.
pub struct Stream {
    ballots: Arc<BallotBox>,
    round: RoundId,
    other_round: RoundId,
    chance: StdRng,
    settings: Settings,
    judges: Vec<CookieContent>,
    slips: Vec<Code>,
    unused: Vec<Code>,
    refused: Vec<Code>,
    others: Vec<Code>,
    cookies: Vec<String>,
    /// Who stands at the door already.
    waiting: VecDeque<Attempt>,
    /// How many judges, and how many racers' slips, have come.
    begun: usize,
    drawn: usize,
}

impl Stream {
    /// Opens two rounds and issues their codes.
    ///
    /// # Errors
    /// Those of the box.
    pub async fn open(home: &Home, settings: Settings) -> Result<Self> {
        let mut chance = StdRng::seed_from_u64(settings.seed);
        let ballots = Arc::new(home.open(settings.seed).await?);
        let (round, other_round) = (round_of(1), round_of(2));
        for round in [round, other_round] {
            let layout = Layout::parse("v1;2:4,4,4,4,4,4")?;
            let sheets = BTreeMap::from([(LARGE, layout.clone()), (SMALL, layout)]);
            let turnout_step = NonZeroU32::new(5).context("five is not zero")?;
            ballots.open_round(&RoundOpening { round, sheets, turnout_step }).await?;
        }
        let mut codes =
            |count: usize| -> Vec<Code> { (0..count).map(|_| Code::from_random(bytes(&mut chance))).collect() };
        let (own, slips, unused) = (codes(settings.honest), codes(settings.honest), codes(REFUSED));
        let (cancelled, voided, others) = (codes(REFUSED), codes(REFUSED), codes(REFUSED));
        let issued = [own.as_slice(), &slips, &unused].concat();
        issue(&ballots, round, 1, &issued).await?;
        issue(&ballots, round, 2, &cancelled).await?;
        issue(&ballots, round, 3, &voided).await?;
        issue(&ballots, other_round, 1, &others).await?;
        for code in &cancelled {
            ballots.cancel_code(round, code).await?;
        }
        ballots.void_batch(round, BatchId(3)).await?;
        ballots.begin_casting(round).await?;
        ballots.begin_casting(other_round).await?;
        let mut cookies = Vec::new();
        for code in &unused {
            cookies.push(ballots.make_cookie(round, code).await?);
        }
        let content = |code| CookieContent { code, retry_key: RetryKey::from_random(bytes(&mut chance)) };
        let judges = own.into_iter().map(content).collect();
        let refused = [cancelled, voided].concat();
        let waiting = VecDeque::new();
        Ok(Self {
            ballots,
            round,
            other_round,
            chance,
            settings,
            judges,
            slips,
            unused,
            refused,
            others,
            cookies,
            waiting,
            begun: 0,
            drawn: 0,
        })
    }

    /// The box.
    #[must_use]
    pub const fn ballots(&self) -> &Arc<BallotBox> {
        &self.ballots
    }

    /// Whoever comes next; `None` when everybody has come.
    ///
    /// # Errors
    /// What cannot be made up.
    pub fn next(&mut self, crowd: &Crowd) -> Result<Option<Attempt>> {
        let sent = usize::try_from(crowd.sent())?;
        if self.waiting.is_empty() && self.begun == self.settings.honest && sent >= self.settings.hand_ins {
            return Ok(None);
        }
        if self.waiting.is_empty() && self.begun * self.settings.hand_ins <= sent * self.settings.honest {
            self.let_a_judge_come();
            self.let_racers_come();
        }
        Ok(Some(match self.waiting.pop_front() {
            Some(attempt) => attempt,
            None => self.somebody(crowd),
        }))
    }

    /// A judge presses twice; every other one's connection was gone the first time.
    fn let_a_judge_come(&mut self) {
        let judge = self.begun;
        if judge < self.settings.honest {
            self.begun += 1;
            if judge.is_multiple_of(2) {
                self.waiting.push_back(attempt(Try::LostAnswer(judge), self.own(judge)));
            }
            for _ in 0..2 {
                self.waiting.push_back(attempt(Try::Honest(judge), self.own(judge)));
            }
        }
    }

    fn let_racers_come(&mut self) {
        let Some(code) = self.slips.get(self.drawn).cloned() else { return };
        let slip = self.drawn;
        self.drawn += 1;
        for racer in 0..RACERS {
            let content = self.on_another_telephone(&code);
            let answers = spelled(slip, 1 + racer % 3);
            self.waiting.push_back(attempt(Try::Race(slip), self.hand_in(content, answers)));
        }
    }

    /// Somebody with no good intention, or a judge who asks again.
    fn somebody(&mut self, crowd: &Crowd) -> Attempt {
        let judge = self.chance.random_range(0..self.begun);
        let number = self.chance.random_range(0..1 << 20);
        let refused = |codes: &[Code], chance: &mut StdRng| codes[chance.random_range(0..codes.len())].clone();
        match self.chance.random_range(0..100) {
            0..20 if crowd.is_acknowledged(judge) => {
                let content = self.on_another_telephone(&self.judges[judge].code.clone());
                attempt(Try::Replayed, self.hand_in(content, spelled(number, 1)))
            }
            20..30 if crowd.is_acknowledged(judge) => {
                attempt(Try::Altered, self.hand_in(self.judges[judge].clone(), spelled(number, 1)))
            }
            30..35 => attempt(Try::Honest(judge), self.own(judge)),
            35..50 => self.malformed(),
            50..58 => {
                let code = refused(&self.refused, &mut self.chance);
                let content = self.on_another_telephone(&code);
                attempt(Try::Cancelled, self.hand_in(content, spelled(number, 1)))
            }
            58..63 => {
                let code = refused(&self.others, &mut self.chance);
                let content = self.on_another_telephone(&code);
                attempt(Try::OtherRound, self.hand_in(content, spelled(number, 1)))
            }
            63..65 => {
                let hand_in = self.hand_in(self.judges[judge].clone(), spelled(number, 1));
                attempt(Try::NoRound, HandIn { round: round_of(3), ..hand_in })
            }
            65..70 => self.damaged_cookie(),
            _ => {
                let code = Code::from_random(bytes(&mut self.chance));
                let content = self.on_another_telephone(&code);
                attempt(Try::Forged, self.hand_in(content, spelled(number, 1)))
            }
        }
    }

    /// A form that does not fit its sheet in one of seven ways, with a code that stays unused.
    fn malformed(&mut self) -> Attempt {
        let code = self.unused[self.chance.random_range(0..self.unused.len())].clone();
        let content = self.on_another_telephone(&code);
        let good = self.hand_in(content, spelled(0, 1));
        let opinion = |words: String| Opinion { subject: 7, words };
        let bad = match self.chance.random_range(0..200) {
            0..40 => HandIn { answers: spelled(0, 1)[1..].to_vec(), ..good },
            40..80 => HandIn { answers: vec![Answer::Grade(9); ANSWERS], ..good },
            80..120 => HandIn { answers: vec![Answer::Blank; ANSWERS], ..good },
            120..150 => HandIn { sheet: SMALL, ..good },
            150..180 => HandIn { sheet: SheetId(9), ..good },
            180..199 => HandIn { opinions: vec![opinion("多".repeat(2_001))], ..good },
            _ => HandIn { opinions: vec![opinion("多".to_owned()); 2_001], ..good },
        };
        attempt(Try::Malformed, bad)
    }

    fn damaged_cookie(&mut self) -> Attempt {
        let cookie = &self.cookies[self.chance.random_range(0..self.cookies.len())];
        let at = self.chance.random_range(0..cookie.len());
        let damage = |(place, character): (usize, char)| match (place == at, character) {
            (false, _) => character,
            (true, 'A') => 'B',
            (true, _) => 'A',
        };
        let damaged = cookie.chars().enumerate().map(damage).collect();
        Attempt { what: Try::Cookie, with: With::Cookie(damaged) }
    }

    fn own(&self, judge: usize) -> HandIn {
        let opinions = vec![Opinion { subject: 7, words: format!("意见之{judge}") }];
        HandIn { opinions, ..self.hand_in(self.judges[judge].clone(), spelled(judge, 0)) }
    }

    fn hand_in(&self, content: CookieContent, answers: Vec<Answer>) -> HandIn {
        HandIn { round: self.round, content, sheet: LARGE, answers, opinions: vec![] }
    }

    fn on_another_telephone(&mut self, code: &Code) -> CookieContent {
        CookieContent { code: code.clone(), retry_key: RetryKey::from_random(bytes(&mut self.chance)) }
    }

    /// Everybody asks once more, the round is sealed, and the box holds what it must and nothing else. Gives back how many
    /// slips were used and how many ballots there are.
    ///
    /// # Errors
    /// A ballot too many, too few, or another's.
    pub async fn check(&self, crowd: &Crowd) -> Result<(u64, u64)> {
        let public_key = self.ballots.public_key(self.round).await?;
        for judge in 0..self.settings.honest {
            let receipt = *crowd.receipts().get(&judge).with_context(|| format!("judge {judge} has no receipt"))?;
            receipt.verify(&public_key)?;
            let again = self.ballots.cast(self.own(judge)).await?;
            ensure!(again == Outcome::SameAgain(receipt), "judge {judge} was told {again:?} in the end");
            ensure!(crowd.accepted(Try::Honest(judge)) <= 1, "judge {judge} was accepted twice");
        }
        for slip in 0..self.drawn {
            let accepted = crowd.accepted(Try::Race(slip));
            ensure!(accepted == 1, "{accepted} telephones were told that they had won slip {slip}");
        }
        let counts = self.ballots.seal(self.round).await?;
        let used = u64::try_from(self.settings.honest + self.drawn)?;
        ensure!(counts.ballots == [(LARGE, used), (SMALL, 0)], "{:?} ballots of {used} used slips", counts.ballots);
        let spent: Vec<u64> = counts.batches.iter().map(|batch| batch.spent).collect();
        ensure!(spent == [used, 0, 0], "{spent:?} codes are spent");
        let judges = u64::try_from(self.settings.honest)?;
        ensure!(counts.opinions == judges, "{} opinions of {judges} judges", counts.opinions);
        let mut found: HashMap<(usize, bool), u64> = HashMap::new();
        let mut ballots = 0;
        self.ballots
            .for_each_ballot(self.round, LARGE, |answers| {
                *found.entry(read(answers)).or_default() += 1;
                ballots += 1;
            })
            .await?;
        for (count, is_own) in [(self.settings.honest, true), (self.drawn, false)] {
            for number in 0..count {
                let found = found.remove(&(number, is_own)).unwrap_or_default();
                ensure!(found == 1, "number {number} is in the box {found} times");
            }
        }
        ensure!(found.is_empty(), "{} ballots are nobody's", found.len());
        let other = self.ballots.seal(self.other_round).await?;
        ensure!(other.ballots.iter().all(|(_, ballots)| *ballots == 0), "the other round has ballots");
        self.ballots.close().await?;
        Ok((used, ballots))
    }
}

fn attempt(what: Try, hand_in: HandIn) -> Attempt {
    Attempt { what, with: With::HandIn(Box::new(hand_in)) }
}

async fn issue(ballots: &BallotBox, round: RoundId, batch: u32, codes: &[Code]) -> Result<()> {
    let hashes: Vec<_> = codes.iter().map(|code| credential_hash(round, code)).collect();
    Ok(ballots.issue(round, Batch { id: BatchId(batch), sheet: LARGE }, &hashes).await?)
}

/// The number in grades, lowest first, and who spells it: 0 the judge himself.
fn spelled(number: usize, who: usize) -> Vec<Answer> {
    let grade = |value: usize| Answer::Grade(u8::try_from(value & 3).unwrap_or_default());
    (0..ANSWERS - 1).map(|place| grade(number >> (2 * place))).chain([grade(who)]).collect()
}

/// The number, and whether the judge himself spelled it.
fn read(answers: &[Answer]) -> (usize, bool) {
    let grade = |answer: &Answer| if let Answer::Grade(grade) = answer { usize::from(*grade) } else { 0 };
    let (who, number) = answers.split_last().map_or((0, answers), |(who, number)| (grade(who), number));
    (number.iter().enumerate().map(|(place, answer)| grade(answer) << (2 * place)).sum(), who == 0)
}

#[cfg(test)]
mod tests {
    use super::{read, spelled};

    #[test]
    fn a_number_is_read_as_it_was_spelled() {
        for number in [0, 1, 77, 1_999, 1 << 21] {
            assert_eq!(read(&spelled(number, 0)), (number, true));
            assert_eq!(read(&spelled(number, 2)), (number, false));
        }
    }
}
