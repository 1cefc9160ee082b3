//! Two rounds of a served installation, the cookies everybody got before the storm, and what must be in the box after it.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use ballot_box::{BallotBox, BatchId, RoundId, SheetId};
use credentials::{Answer, Code};
use test_databases::TestDatabase;
use test_support::casting::{FIRST_BATCH, Round, Size};
use test_support::served::Served;
use test_support::{Form, TestApp};
use tokio::task::JoinSet;

use super::crowd::{Crowd, Try};
use super::door::{Cookie, Door, Post};
use super::tokens::Holders;
use super::unfit::Unfit;

/// Items of a sheet of one object, three grades each: all but the last spell a number, the last says who spells it.
const ITEMS: usize = 12;
const GRADES: usize = 3;
/// One more than the greatest number that is spelled.
pub const NUMBERS: usize = GRADES.pow(ITEMS as u32 - 1);
/// Telephones that race for a slip.
pub const RACERS: usize = 8;
/// Codes of each sort that is never accepted.
const REFUSED: usize = 50;
/// People who enter a code at a time, before the storm.
const ENTERING: usize = 256;
const UNUSED: u32 = 2 * FIRST_BATCH;
const CANCELLED: u32 = UNUSED + 1;
const VOIDED: u32 = UNUSED + 2;

/// A judge.
pub struct Judge {
    /// The code on the slip.
    pub code: Code,
    /// The cookie of the own telephone.
    pub own: Arc<str>,
    /// The cookie of another that read the same slip before it was used.
    pub another: Arc<str>,
}

/// Two rounds that are casting, and everybody's codes and cookies.
pub struct Hall {
    /// The application, served.
    pub app: TestApp,
    served: Served,
    /// Where everybody comes.
    pub door: Door,
    /// The round that is stuffed.
    pub round: Round,
    other: Round,
    form: Form,
    /// The other round's form.
    pub other_form: Form,
    /// Who hands in honestly.
    pub judges: Vec<Judge>,
    /// The cookies of those who race for each slip.
    pub slips: Vec<Vec<Arc<str>>>,
    /// Cookies of codes that are never used.
    pub unused: Vec<Arc<str>>,
    /// Codes that were cancelled or voided.
    pub refused: Vec<Code>,
    /// Codes of the other round.
    pub others: Vec<Code>,
    /// A third round, whose judges hold tokens: one for four judges with slips.
    pub holders: Holders,
}

impl Hall {
    /// Draws two rounds up through the pages, serves them, and lets everybody enter their codes.
    ///
    /// # Errors
    /// Those of the box, and what the door refuses.
    pub async fn open(database: &TestDatabase, honest: usize) -> Result<Self> {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let size = |judges| Size { objects: 1, items: ITEMS, judges };
        let round = Round::issuing(&app, &mut office, "柳林", size(2 * honest)).await;
        let other = Round::casting(&app, &mut office, "大河", size(1 + REFUSED)).await;
        let mut refused = Vec::new();
        let unused = app.app.ballots.draw_codes(REFUSED)?;
        round.issue(&app, UNUSED, &unused).await;
        for batch in [CANCELLED, VOIDED] {
            let codes = app.app.ballots.draw_codes(REFUSED)?;
            round.issue(&app, batch, &codes).await;
            refused.extend(codes);
        }
        for code in &refused[..REFUSED] {
            app.app.ballots.cancel_code(round.id, code).await?;
        }
        app.app.ballots.void_batch(round.id, BatchId(VOIDED)).await?;
        round.open(&mut office).await;
        let (form, other_form) = (round.form(&app).await, other.form(&app).await);
        let served = Served::start(&app);
        let door = Door::at(served.address, Arc::clone(&app.app.ballots));
        let (own, raced) = round.codes.split_at(honest);
        let holders = Holders::open(&app, &door, &round, honest.div_ceil(4)).await?;
        let cookies = enter(&door, &texts(own.iter().chain(own))).await?;
        let judge = |(number, code): (usize, &Code)| Judge {
            code: code.clone(),
            own: Arc::clone(&cookies[number]),
            another: Arc::clone(&cookies[honest + number]),
        };
        let judges = own.iter().enumerate().map(judge).collect();
        let racers = texts(raced.iter().flat_map(|code| std::iter::repeat_n(code, RACERS)));
        let slips = enter(&door, &racers).await?.chunks(RACERS).map(<[_]>::to_vec).collect();
        let unused = enter(&door, &texts(&unused)).await?;
        let others = other.codes[1..].to_vec();
        Ok(Self { app, served, door, round, other, form, other_form, judges, slips, unused, refused, others, holders })
    }

    /// A judge's own hand-in: always the same.
    #[must_use]
    pub fn own(&self, judge: usize) -> Post {
        let mut fields = spelled(judge, 0);
        fields.push(("o0".to_owned(), format!("意见之{judge}")));
        Post::sheet(Cookie::Is(Arc::clone(&self.judges[judge].own)), filled(&self.form, &fields))
    }

    /// A hand-in of a number by somebody else, with any cookie.
    #[must_use]
    pub fn sheet(&self, cookie: Cookie, number: usize, who: usize) -> Post {
        Post::sheet(cookie, filled(&self.form, &spelled(number, who)))
    }

    /// What forms are made of that do not fit, with a code that stays unused.
    #[must_use]
    pub fn unfit(&self, cookie: Arc<str>) -> Unfit<'_> {
        Unfit { form: &self.form, round: self.round.number.to_string(), cookie }
    }

    /// Everybody asks once more, the round is sealed, and the box holds what it must and nothing else. Gives back how many
    /// slips were used and how many ballots there are.
    ///
    /// # Errors
    /// A ballot too many, too few, or another's.
    pub async fn check(self, crowd: &mut Crowd) -> Result<(u64, u64)> {
        let ballots = &self.app.app.ballots;
        let public_key = ballots.public_key(self.round.id).await?;
        let (honest, raced) = (self.judges.len(), self.slips.len());
        for judge in 0..honest {
            let receipt = crowd.receipts().get(&judge).with_context(|| format!("judge {judge} has no receipt"))?;
            receipt.verify(&public_key)?;
            // The crowd compares it with what the judge holds.
            crowd.send(super::crowd::Attempt { what: Try::Honest(judge), post: self.own(judge) }).await?;
        }
        crowd.wait_for_all().await?;
        for slip in 0..raced {
            let winners = crowd.winners(slip);
            ensure!(winners == 1, "{winners} telephones won slip {slip}");
        }
        let counts = ballots.seal(self.round.id).await?;
        let used = u64::try_from(honest + raced)?;
        ensure!(counts.ballots == [(SheetId(1), used)], "{:?} ballots of {used} used slips", counts.ballots);
        let is_own = |batch: BatchId| (FIRST_BATCH..UNUSED).contains(&batch.0);
        for (expected, own) in [(used, true), (0, false)] {
            let batches = counts.batches.iter().filter(|batch| is_own(batch.issued.batch) == own);
            let spent: u64 = batches.map(|batch| batch.spent).sum();
            ensure!(spent == expected, "{spent} codes are spent, not {expected}");
        }
        ensure!(counts.opinions == u64::try_from(honest)?, "{} opinions of {honest} judges", counts.opinions);
        let in_box = in_box(ballots, self.round.id, (honest, raced)).await?;
        let other = ballots.seal(self.other.id).await?;
        ensure!(other.ballots.iter().all(|(_, ballots)| *ballots == 0), "the other round has ballots");
        self.served.stop().await;
        ballots.close().await?;
        self.app.app.database.clone().close().await?;
        Ok((used, in_box))
    }
}

/// How many ballots a sealed round holds: every judge's own once, every race's once, and nobody else's.
///
/// # Errors
/// A ballot too many, too few, or another's.
pub async fn in_box(ballots: &BallotBox, round: RoundId, (honest, raced): (usize, usize)) -> Result<u64> {
    let mut found: HashMap<(usize, bool), u64> = HashMap::new();
    let mut in_box = 0;
    let count = |answers: &[Answer]| {
        *found.entry(read(answers)).or_default() += 1;
        in_box += 1;
    };
    ballots.for_each_ballot(round, SheetId(1), count).await?;
    for (count, is_own) in [(honest, true), (raced, false)] {
        for number in 0..count {
            let found = found.remove(&(number, is_own)).unwrap_or_default();
            ensure!(found == 1, "number {number} is in the box {found} times");
        }
    }
    ensure!(found.is_empty(), "{} ballots are nobody's", found.len());
    Ok(in_box)
}

/// A form with these fields.
#[must_use]
pub fn filled(form: &Form, fields: &[(String, String)]) -> Vec<u8> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.filled(&fields).into_bytes()
}

fn texts<'a>(codes: impl IntoIterator<Item = &'a Code>) -> Vec<String> {
    codes.into_iter().map(Code::to_text).collect()
}

/// Enters codes or tokens over HTTP, each on a telephone of its own; the cookies in the same order.
///
/// # Errors
/// Where one is refused.
pub async fn enter(door: &Door, texts: &[String]) -> Result<Vec<Arc<str>>> {
    let mut cookies: Vec<Option<Arc<str>>> = vec![None; texts.len()];
    let mut entering: JoinSet<Result<(usize, Arc<str>)>> = JoinSet::new();
    let mut coming = texts.iter().cloned().enumerate();
    loop {
        while entering.len() < ENTERING
            && let Some((number, text)) = coming.next()
        {
            let door = door.clone();
            entering.spawn(async move {
                let answer = door.post(Post::entered(&text)).await?;
                Ok((number, answer.cookie.with_context(|| answer.page)?))
            });
        }
        let Some(entered) = entering.join_next().await else { break };
        let (number, cookie) = entered??;
        cookies[number] = Some(cookie);
    }
    cookies.into_iter().collect::<Option<Vec<_>>>().context("everybody entered")
}

/// The number in grades, lowest first, and who spells it: 0 the judge himself.
#[must_use]
pub fn spelled(number: usize, who: usize) -> Vec<(String, String)> {
    let grade = |place: usize| if place < ITEMS - 1 { number / GRADES.pow(place as u32) % GRADES } else { who };
    (0..ITEMS).map(|place| (format!("g0-{place}"), grade(place).to_string())).collect()
}

/// The number, and whether the judge himself spelled it.
fn read(answers: &[Answer]) -> (usize, bool) {
    let grade = |answer: &Answer| if let Answer::Grade(grade) = answer { usize::from(*grade) } else { 0 };
    let (who, number) = answers.split_last().map_or((0, answers), |(who, number)| (grade(who), number));
    (number.iter().rev().fold(0, |value, answer| value * GRADES + grade(answer)), who == 0)
}

#[cfg(test)]
mod tests {
    use credentials::Answer;

    use super::{NUMBERS, read, spelled};

    #[test]
    fn a_number_is_read_as_it_was_spelled() {
        for (number, who) in [(0, 0), (1, 2), (77, 0), (1_999, 1), (NUMBERS - 1, 2)] {
            let answers: Vec<Answer> =
                spelled(number, who).iter().map(|(_, grade)| Answer::Grade(grade.parse().unwrap_or(9))).collect();
            assert_eq!(read(&answers), (number, who == 0));
        }
    }
}
