//! Three linked rounds of a town (S071): people judge members, members their branch, branches the committee. The middle one
//! follows two procedures.

use chrono::NaiveDate;
use server::App;

use super::chance::Chance;
use super::county::County;
use super::day;
use super::lived::{live, publish};
use super::people::People;
use super::procedures::{self, BY_THE_BOOK};
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use crate::installation::CommandError;

/// The rounds to look at.
pub struct Chain {
    /// Members judge their branch, by the book.
    pub middle: Round,
    /// Branches judge the committee.
    pub highest: Round,
}

/// Lives the three, each drawn up from the one below it.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    chance: &mut Chance,
) -> Result<Chain, CommandError> {
    let town = TOWNS[3];
    let owner = format!("中共{COUNTY}{town}委员会");
    let branches: Vec<String> = county.branches_of(&owner).into_iter().take(1).collect();
    let judged: Vec<String> = county.members_of(&branches[0]).skip(1).take(2).map(str::to_owned).collect();
    let titles = ["群众测评党员", "党员测评支部", "支部测评党委"].map(|level| format!("{town}年终三测评：{level}"));
    let draft = |level: usize, (from, to): (i64, i64)| Draft {
        owner: &owner,
        title: &titles[level],
        notice: "栖创先办〔2026〕12 号",
        period: (day(today, from), day(today, to)),
    };
    let role = ("镇党委书记（三测评）", "secretary of a town with linked rounds", "secretary");
    let mut clerk = people.told("shuanghe", &format!("{town}党委书记"), role, (&owner, "")).await;
    let published = day(today, 0);

    let lowest = Round::draw_up(&mut people.office, &draft(0, (-60, -41))).await;
    lowest.judge_members(&mut people.office, (&branches[0], &judged), ("five_looks", "masses_to_member")).await;
    lowest.ask(&mut people.office, ("villagers", "12", "each")).await;
    lowest.announce(&mut people.office).await;
    live((app, drawn), people, (&lowest, &mut clerk), chance).await?;
    publish(&mut people.office, &lowest, &published).await;

    let middle = Round::draw_up_above(&mut people.office, &draft(1, (-40, -21)), &lowest).await;
    middle.judge_in(&mut people.office, &branches, ("five_goods", "members_to_organisation")).await;
    middle.ask(&mut people.office, ("members", "", "each")).await;
    procedures::choose(&mut people.office, &middle, BY_THE_BOOK).await;
    middle.announce(&mut people.office).await;
    procedures::before_casting(&mut clerk, &middle, (BY_THE_BOOK, &day(today, -38))).await;
    live((app, drawn), people, (&middle, &mut clerk), chance).await?;
    procedures::after_casting(&mut clerk, &middle, (BY_THE_BOOK, &day(today, -22))).await;
    publish(&mut people.office, &middle, &published).await;

    let highest = Round::draw_up_above(&mut people.office, &draft(2, (-20, -1)), &middle).await;
    let upwards = ("five_goods", "subordinates_to_organisation");
    highest.judge_in(&mut people.office, std::slice::from_ref(&owner), upwards).await;
    highest.ask(&mut people.office, ("branches", "11", "each")).await;
    highest.announce(&mut people.office).await;
    live((app, drawn), people, (&highest, &mut clerk), chance).await?;
    publish(&mut people.office, &highest, &published).await;
    Ok(Chain { middle, highest })
}
