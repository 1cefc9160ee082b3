//! The second round: casting. Four offices on one sheet, judged by those they serve; some hundreds have voted, five
//! slips are left to be tried.

use server::App;
use visits::Client;

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::COUNTY;
use crate::installation::CommandError;

/// The offices judged.
const JUDGED: [&str; 4] = ["民政局", "交通局", "司法局", "林业局"];
/// Judge groups: category, slips, and how many have voted.
const GROUPS: [(&str, &str, usize); 2] = [("served_persons", "260", 203), ("grassroots_units", "60", 44)];
/// Slips left to be tried.
const LEFT: usize = 5;

/// What is going on.
pub struct Casting {
    /// The slips of the first group, as PDF.
    pub paper: Vec<u8>,
    /// Codes nobody has used.
    pub unused: Vec<String>,
    /// Ballots cast.
    pub ballots: u64,
}

/// Draws it up, prints its slips, opens casting, and lets people vote.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    period: (String, String),
    chance: &mut Chance,
) -> Result<Casting, CommandError> {
    let owner = format!("中共{COUNTY}县直机关工作委员会");
    let title = "县直窗口单位服务对象评议";
    let draft = Draft { owner: &owner, title, notice: "栖创先办〔2026〕8 号", period };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let judged = JUDGED.map(|office| format!("{COUNTY}{office}党支部"));
    round.judge(&mut people.office, &judged, "five_goods").await;
    let arrangement = [("arrangement", "common")];
    people.office.fill(&round.at("/objects"), "sheets", &arrangement, "评议表已重新编排").await;
    for (category, slips, _) in GROUPS {
        round.ask(&mut people.office, (category, slips, "owner")).await;
    }
    let judges = GROUPS.map(|(category, ..)| category);
    round.declare(&mut people.office, ("70", "60"), &judges, false).await;
    round.announce(&mut people.office).await;
    let mut clerk = people.account("jiguan", "机关工委干事", "secretary", (&owner, "")).await;
    round.introduce(&mut clerk, JUDGED.len() - 1, &mut || introduction(chance)).await;
    excuse(&mut people.office, &round).await;
    let issued = round.issue(&mut people.office, &mut people.keepers).await;
    let batches = round.print(&mut people.office, &issued, drawn).await;
    round.open(&mut people.office).await;
    let mood = Mood { satisfied: 780, basic: 160, opinions: 20 };
    let (mut ballots, mut unused, mut paper) = (0, Vec::new(), Vec::new());
    for (batch, (_, _, votes)) in batches.into_iter().zip(GROUPS) {
        let mut say = |_: usize, items: usize| mood.say(chance, (items, JUDGED.len()));
        ballots += round.cast(app, &batch, votes, &mut say).await?;
        if paper.is_empty() {
            unused = batch.codes.iter().skip(votes).take(LEFT).map(credentials::Code::to_text).collect();
            paper = batch.paper;
        }
    }
    Ok(Casting { paper, unused, ballots })
}

/// One of them cannot report in time; the office says why nobody waits for it.
async fn excuse(office: &mut Client, round: &Round) {
    let page = office.get(&round.at("/casting")).await;
    if page.find_form("/excuse").is_some() {
        office.tell(&page, "/excuse", &[("reason", "支部正在换届，改由下一轮自评")], "已记录原因").await;
    }
}
