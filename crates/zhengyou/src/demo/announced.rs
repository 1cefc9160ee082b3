//! The first round: announced, some self-reports handed in, others still awaited. Of one branch the judges are to be drawn: the
//! list is fixed, the hour of the seed has passed, nobody has entered it yet (S050).

use server::App;

use super::chance::Chance;
use super::county::County;
use super::judges;
use super::people::People;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, DEEDS, PLANS, SHORTCOMINGS, TOWNS};
use crate::installation::CommandError;

/// Self-reports handed in so far.
const HANDED_IN: usize = 6;
/// People on the list of whom twenty are to be drawn.
const LISTED: usize = 26;
/// The seed of that list.
const LIST_SEED: u64 = 0x2011_0050;

/// The three texts of a self-report.
pub fn introduction(chance: &mut Chance) -> [String; 3] {
    [DEEDS, SHORTCOMINGS, PLANS].map(|texts| chance.one(texts).to_owned())
}

/// Draws it up and announces it.
pub async fn make(
    app: &App,
    people: &mut People,
    county: &County,
    period: (String, String),
    chance: &mut Chance,
) -> Result<(), CommandError> {
    let town = TOWNS[1];
    let owner = format!("中共{COUNTY}{town}委员会");
    let title = format!("{town}党组织群众评议");
    let draft = Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕9 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    round.judge(&mut people.office, &county.branches_of(&owner), "five_goods").await;
    for group in [("members", "", "each"), ("villagers", "20", "each")] {
        round.ask(&mut people.office, group).await;
    }
    round.announce(&mut people.office).await;
    let mut clerk = people.account("shiqiao", &format!("{town}党务干事"), "secretary", (&owner, "")).await;
    round.introduce(&mut clerk, HANDED_IN, &mut || introduction(chance)).await;
    let listed = judges::people_of(&judges::PLACES, LISTED, &mut Chance::new(LIST_SEED));
    let page = judges::list(&mut people.office, (&round, "村民、村民代表"), &listed).await;
    judges::fix(app, people, &page).await?;
    Ok(())
}
