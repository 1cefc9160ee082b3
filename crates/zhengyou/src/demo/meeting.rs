//! A round in which everybody takes part as suits him: villagers by slip or on paper (S048), members by slip or by name
//! (S069), representatives drawn from a list (S050). Then a round that waits for its clerks, and one in which a member
//! still has a named sheet to fill in.

use chrono::NaiveDate;
use server::App;

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::county::County;
use super::lived::{count_back, end, publish};
use super::paper::Forms;
use super::people::People;
use super::procedures::{self, OF_A_MEETING};
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use super::{day, judges, named};
use crate::installation::CommandError;

/// The group that is drawn.
const DRAWN: &str = "群众代表";
/// Members who appraise by name, and what they say: to the office and those judged, or to everybody.
const BY_NAME: [(&str, &str); 3] = [
    ("支部办事公道，希望把低保名单贴到组里。", "yes"),
    ("组织生活会开得及时，发言还可以再实一些。", "no"),
    ("书记带头清淤，党员跟得上。", "yes"),
];
/// Forms on paper; sheets found in the box.
const FORMS: (usize, usize) = (6, 5);
/// What two clerks read: the fourth sheet differently.
const READINGS: [&[&str]; 2] = [&["1", "1", "2", "1", "x"], &["1", "1", "2", "2", "x"]];
/// What the box holds in which the clerks find their work.
const WAITING: (usize, usize) = (8, 6);
/// How casting ends where paper is waited for.
const WAITS: &str = "纸质评议表全部接收以后自动封存";

/// The rounds to look at.
pub struct Meeting {
    /// Every channel of people who stand on a roll; published.
    pub lived: Round,
    /// The page of its draw.
    pub draw: String,
    /// Ended, its paper counted and not keyed.
    pub waiting: Round,
    /// Casting, a named sheet still to be filled in.
    pub by_name: Round,
}

/// Lives them.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    chance: &mut Chance,
) -> Result<Meeting, CommandError> {
    let (lived, draw) = every_channel((app, drawn), people, county, today, chance).await?;
    let waiting = waits_for_keying(people, county, today, chance).await;
    let by_name = by_name(app, drawn, people, county, today).await?;
    Ok(Meeting { lived, draw, waiting, by_name })
}

async fn every_channel(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    chance: &mut Chance,
) -> Result<(Round, String), CommandError> {
    let town = TOWNS[4];
    let owner = format!("中共{COUNTY}{town}委员会");
    let title = format!("{town}党员和群众评议大会");
    let period = (day(today, -25), day(today, -15));
    let draft = Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕10 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let branches: Vec<String> = county.branches_of(&owner).into_iter().take(1).collect();
    let branch = branches[0].as_str();
    for direction in ["masses_to_organisation", "members_to_organisation"] {
        round.judge_in(&mut people.office, &branches, ("five_goods", direction)).await;
    }
    for group in [("villagers", "12", "each"), ("mass_representatives", "6", "each"), ("members", "", "each")] {
        round.ask(&mut people.office, group).await;
    }
    let speakers: Vec<String> = county.members_of(branch).skip(4).take(BY_NAME.len()).map(str::to_owned).collect();
    named::hold(&mut people.office, &round, "党员评组织").await;
    named::move_members(&mut people.office, &round, &speakers).await;
    procedures::choose(&mut people.office, &round, OF_A_MEETING).await;
    let draw = judges::draw(app, people, (&round, DRAWN), chance).await?;
    round.announce(&mut people.office).await;
    judges::invite(&mut people.office, &round, DRAWN, &day(today, -18)).await;
    let mut secretary = people.secretary(county, "qingshan", branch).await;
    procedures::before_casting(&mut secretary, &round, (OF_A_MEETING, &day(today, -18))).await;
    round.introduce(&mut secretary, 1, &mut || introduction(chance)).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let forms = Forms::make(&mut people.office, &round, ("村民", FORMS.0)).await;
    let batches = round.print(&mut people.office, drawn).await;
    round.open(&mut people.office).await;
    for (number, (name, said)) in (1..).zip(speakers.iter().zip(BY_NAME)) {
        let account = format!("qingshan-{number}");
        let mut member = people.account(&account, name, "member", (branch, name)).await;
        named::hand_in(&mut member, &round, (branch, said.0), said.1).await;
    }
    let mut votes = Vec::new();
    for batch in &batches {
        let mood = Mood { opinions: 0, ..Mood::ordinary(chance) };
        let mut say = |_: usize, items: usize| mood.say(chance, (items, 1));
        round.cast(app, batch, batch.codes.len(), &mut say).await?;
        votes.push(batch.codes.len());
    }
    count_back(people, &round, &batches, &votes).await;
    end(people, &round, WAITS).await;
    forms.count(people, FORMS.1).await;
    forms.bring_in(people, READINGS).await;
    judges::attend(&mut people.office, &round, DRAWN, "6").await;
    procedures::after_casting(&mut secretary, &round, (OF_A_MEETING, &day(today, -18))).await;
    publish(&mut people.office, &round, &day(today, 0)).await;
    Ok((round, draw))
}

/// Villagers judged on paper alone; the box is counted.
async fn waits_for_keying(people: &mut People, county: &County, today: NaiveDate, chance: &mut Chance) -> Round {
    let town = TOWNS[5];
    let owner = format!("中共{COUNTY}{town}委员会");
    let title = format!("{town}村民纸质评议");
    let period = (day(today, -9), day(today, -1));
    let draft = Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕13 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let branches: Vec<String> = county.branches_of(&owner).into_iter().take(1).collect();
    round.judge(&mut people.office, &branches, "five_goods").await;
    round.ask(&mut people.office, ("villagers", &WAITING.0.to_string(), "each")).await;
    round.announce(&mut people.office).await;
    let mut secretary = people.secretary(county, "longtan", &branches[0]).await;
    round.introduce(&mut secretary, 1, &mut || introduction(chance)).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let forms = Forms::make(&mut people.office, &round, ("村民", WAITING.0)).await;
    round.open(&mut people.office).await;
    end(people, &round, WAITS).await;
    forms.count(people, WAITING.1).await;
    round
}

/// Members of an office judge their branch, by slip or by name; one of those by name has not yet said his word.
async fn by_name(
    app: &App,
    drawn: &Remembered,
    people: &mut People,
    county: &County,
    today: NaiveDate,
) -> Result<Round, CommandError> {
    let owner = format!("中共{COUNTY}县直机关工作委员会");
    let period = (day(today, -2), day(today, 8));
    let draft =
        Draft { owner: &owner, title: "财政局党员评支部", notice: "栖创先办〔2026〕15 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let branch = format!("{COUNTY}财政局党支部");
    round.judge_in(&mut people.office, std::slice::from_ref(&branch), ("five_goods", "members_to_organisation")).await;
    round.ask(&mut people.office, ("members", "", "each")).await;
    named::hold(&mut people.office, &round, "").await;
    let speakers: Vec<String> = county.members_of(&branch).skip(3).take(2).map(str::to_owned).collect();
    named::move_members(&mut people.office, &round, &speakers).await;
    round.announce(&mut people.office).await;
    let mut secretary = people.secretary(county, "caizheng", &branch).await;
    let mut words = Chance::new(super::SEED + 3);
    round.introduce(&mut secretary, 1, &mut || introduction(&mut words)).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let batches = round.print(&mut people.office, drawn).await;
    round.open(&mut people.office).await;
    let mood = Mood { opinions: 0, ..Mood::ordinary(&mut words) };
    for batch in &batches {
        let mut say = |_: usize, items: usize| mood.say(&mut words, (items, 1));
        round.cast(app, batch, batch.codes.len() / 2, &mut say).await?;
    }
    let mut spoke = people.account("caizheng-1", &speakers[0], "member", (&branch, &speakers[0])).await;
    named::hand_in(&mut spoke, &round, (&branch, "预算公开做得早，看得懂。"), "yes").await;
    let role = ("党员（实名评议待填）", "a member with a named sheet to fill in", "member");
    people.told("named", &speakers[1], role, (&branch, &speakers[1])).await;
    Ok(round)
}
