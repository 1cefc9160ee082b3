//! Members judged by neighbours who know them, area by area (S074): somebody recuses and judges in another area. The round has
//! its working group, one of whom is judged himself and stands aside (S049).

use chrono::NaiveDate;
use server::App;
use visits::Client;

use super::chance::Chance;
use super::county::County;
use super::lived::{live, publish};
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use super::{day, judges};
use crate::installation::CommandError;

/// The areas, each with the people listed there: after one went to the other area they are as many as were planned.
const LISTED: [(&str, usize); 2] = [(judges::PLACES[0], 9), (judges::PLACES[1], 7)];
/// Judges planned of each area.
const PLANNED: &str = "8";
/// The working group besides the member who is judged: name, post, duty.
const GROUP: [(&str, &str, &str); 3] =
    [("龙海波", "镇党委书记", "head"), ("许静", "镇纪委书记", "tally"), ("邓敏", "党建办主任", "records")];

/// Lives it.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    chance: &mut Chance,
) -> Result<Round, CommandError> {
    let town = TOWNS[6];
    let owner = format!("中共{COUNTY}{town}委员会");
    let title = format!("{town}就近熟悉评议党员");
    let period = (day(today, -16), day(today, -4));
    let draft = Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕16 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let branch = county.branches_of(&owner).remove(0);
    let judged: Vec<String> = county.members_of(&branch).skip(3).take(4).map(str::to_owned).collect();
    round.judge_members(&mut people.office, (&branch, &judged), ("five_looks", "masses_to_member")).await;
    assign(&mut people.office, &round, judged.len()).await;
    round.ask(&mut people.office, ("villagers", PLANNED, "each")).await;
    for (area, number) in LISTED {
        judges::list(&mut people.office, (&round, area), &judges::people_of(&[area], number, chance)).await;
    }
    recuse(&mut people.office, &round).await;
    found_group(&mut people.office, &round, &judged[0]).await;
    round.announce(&mut people.office).await;
    let mut secretary = people.secretary(county, "baiguo", &branch).await;
    live((app, drawn), people, (&round, &mut secretary), chance).await?;
    publish(&mut people.office, &round, &day(today, 0)).await;
    Ok(round)
}

/// Where the areas of a round are.
pub fn areas_of(round: &Round) -> String {
    format!("/w/composition/{}/areas", round.id)
}

/// Puts those judged into the areas by turns.
async fn assign(office: &mut Client, round: &Round, judged: usize) {
    let areas = areas_of(round);
    for (name, _) in LISTED {
        office.fill(&areas, "/areas", &[("name", name)], "片区已增加").await;
    }
    let page = office.get(&areas).await;
    let ids = LISTED.map(|(name, _)| page.choice(name));
    let fields: Vec<(&str, &str)> = ids.iter().cycle().take(judged).map(|id| ("area", id.as_str())).collect();
    office.tell(&page, "areas/objects", &fields, "评议表已按片区编排").await;
}

/// The second of the first area does not judge a neighbour there, and judges in the other; nobody asks why.
async fn recuse(office: &mut Client, round: &Round) {
    let page = judges::panel(office, round, LISTED[0].0).await;
    let form = page.forms("/recusal").remove(1);
    let moved = office.post_form(form, &[]).await;
    assert!(moved.says("已改到另一片区"), "{}", moved.text());
}

/// The working group, with a member of it who is judged in the round and has recused himself.
async fn found_group(office: &mut Client, round: &Round, judged: &str) {
    let path = group_of(round);
    let others = GROUP.map(|(name, post, duty)| [("name", name), ("post", post), ("duty", duty), ("recused", "")]);
    let himself = [("name", judged), ("post", "支部委员"), ("duty", "notice"), ("recused", "yes")];
    for fields in others.into_iter().chain([himself]) {
        let page = office.get(&path).await;
        let shown = office.post_form(page.form("/working-group"), &fields).await;
        assert!(shown.says("领导小组已保存"), "{}", shown.text());
    }
}

/// Where the working group of a round is.
pub fn group_of(round: &Round) -> String {
    format!("/w/composition/{}/working-group", round.id)
}
