//! A round of fifteen directions (S054): the superior judges branches and they the superior, members their branch and its
//! committee the members, branches each other; the team and the secretary of a branch are judged from every side. Few
//! judges each; no figure adds two directions up.

use chrono::NaiveDate;
use server::App;

use super::chance::Chance;
use super::county::County;
use super::day;
use super::lived::{live, publish};
use super::people::People;
use super::procedures::{self, OF_A_LEADER};
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use crate::installation::CommandError;

/// The directions in which the branches are judged.
const OF_BRANCHES: [&str; 3] = ["superior_to_organisation", "members_to_organisation", "organisations_to_organisation"];
/// The directions in which a branch's team is judged.
const OF_TEAM: [&str; 4] = ["superior_to_team", "subordinates_to_team", "members_to_team", "masses_to_team"];
/// Those in which its secretary is judged as a leader.
const OF_LEADER: [&str; 4] = ["superior_to_leader", "subordinates_to_leader", "members_to_leader", "masses_to_leader"];
/// Those in which members are judged.
const OF_MEMBERS: [&str; 3] = ["organisation_to_member", "members_to_member", "superior_to_member"];
/// Judge groups: category and number; of members the roll says it.
const GROUPS: [(&str, &str); 5] =
    [("superior", "6"), ("branches", "10"), ("members", ""), ("committee", "5"), ("villagers", "8")];

/// Lives it.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    chance: &mut Chance,
) -> Result<Round, CommandError> {
    let town = TOWNS[2];
    let owner = format!("中共{COUNTY}{town}委员会");
    let title = format!("{town}上下左右互评");
    let period = (day(today, -30), day(today, -2));
    let draft = Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕7 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let branches: Vec<String> = county.branches_of(&owner).into_iter().take(2).collect();
    for direction in OF_BRANCHES {
        round.judge_in(&mut people.office, &branches, ("five_goods", direction)).await;
    }
    let upwards = ("five_goods", "subordinates_to_organisation");
    round.judge_in(&mut people.office, std::slice::from_ref(&owner), upwards).await;
    let first = branches[0].as_str();
    for direction in OF_TEAM {
        round.judge_in(&mut people.office, &branches[..1], ("village_team", direction)).await;
    }
    let secretary = [county.secretary(first).to_owned()];
    for direction in OF_LEADER {
        round.judge_members(&mut people.office, (first, &secretary), ("village_officials", direction)).await;
    }
    let judged: Vec<String> = county.members_of(first).skip(3).take(2).map(str::to_owned).collect();
    for direction in OF_MEMBERS {
        round.judge_members(&mut people.office, (first, &judged), ("five_looks", direction)).await;
    }
    for (category, planned) in GROUPS {
        round.ask(&mut people.office, (category, planned, "each")).await;
    }
    procedures::choose(&mut people.office, &round, OF_A_LEADER).await;
    round.announce(&mut people.office).await;
    let role = ("镇党委书记（多向评议）", "secretary of a town judged in many directions", "secretary");
    let mut clerk = people.told("shaping", &format!("{town}党委书记"), role, (&owner, "")).await;
    procedures::before_casting(&mut clerk, &round, (OF_A_LEADER, &day(today, -12))).await;
    live((app, drawn), people, (&round, &mut clerk), chance).await?;
    procedures::after_casting(&mut clerk, &round, (OF_A_LEADER, &day(today, -3))).await;
    publish(&mut people.office, &round, &day(today, 0)).await;
    Ok(round)
}
