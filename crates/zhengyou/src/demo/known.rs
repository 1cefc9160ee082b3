//! Three offices on one sheet, judged by people who have dealt with two or three of them: who knows all is stricter. Beside
//! the raw averages stand scores adjusted for that (S083).

use chrono::NaiveDate;
use credentials::Answer;
use server::App;

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::lived::{SEALED, count_back, end, publish};
use super::people::People;
use super::phones::QUALITY;
use super::remembered::Remembered;
use super::rounds::{Draft, Round, Said};
use super::words::COUNTY;
use super::{SEED, day};
use crate::installation::CommandError;

/// The offices judged.
const JUDGED: [&str; 3] = ["水务局", "文化局", "信访局"];
/// Judges: category and number.
const JUDGES: (&str, &str) = ("mass_representatives", "36");
/// Items of the sheet for each office.
const INSTRUMENT: &str = "six_aspects";

/// Lives it.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    today: NaiveDate,
) -> Result<Round, CommandError> {
    let mut chance = Chance::new(SEED + 7);
    let owner = format!("中共{COUNTY}县直机关工作委员会");
    let period = (day(today, -14), day(today, -6));
    let draft = Draft {
        owner: &owner, title: "县直部门群众代表评议", notice: "栖创先办〔2026〕14 号", period
    };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let judged = JUDGED.map(|office| format!("{COUNTY}{office}党支部"));
    round.judge(&mut people.office, &judged, INSTRUMENT).await;
    people.office.fill(&round.at("/objects"), "sheets", &[("arrangement", "common")], "评议表已重新编排").await;
    round.allow_not_known(&mut people.office, "六方面").await;
    round.ask(&mut people.office, (JUDGES.0, JUDGES.1, "owner")).await;
    round.measure_quality(&mut people.office, &QUALITY).await;
    round.announce(&mut people.office).await;
    let mut clerk = people.account("jiguan", "机关工委干事", "secretary", (&owner, "")).await;
    round.introduce(&mut clerk, JUDGED.len(), &mut || introduction(&mut chance)).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let batches = round.print(&mut people.office, drawn).await;
    round.open(&mut people.office).await;
    let votes = batches[0].codes.len() - 2;
    let (strict, mild) =
        (Mood { satisfied: 480, basic: 400, opinions: 30 }, Mood { satisfied: 860, basic: 110, opinions: 30 });
    round
        .cast(app, &batches[0], votes, &mut |place, items| dealt_with(&mut chance, place, items, (strict, mild)))
        .await?;
    count_back(people, &round, &batches, &[votes]).await;
    end(people, &round, SEALED).await;
    publish(&mut people.office, &round, &day(today, 0)).await;
    Ok(round)
}

/// Every third has dealt with the last two offices and is strict; the others have not met one of the first two.
fn dealt_with(chance: &mut Chance, place: usize, items: usize, (strict, mild): (Mood, Mood)) -> Said {
    let (mood, unknown) = [(strict, 0), (mild, 2), (mild, 1)][place % 3];
    let mut said = mood.say(chance, (items, JUDGED.len()));
    let of_one = items / JUDGED.len();
    said.answers[unknown * of_one..(unknown + 1) * of_one].fill(Answer::Unknown);
    said.opinions.retain(|(object, _)| *object != unknown);
    said
}
