//! The second round: casting. Four offices on one sheet, judged by those they serve, by slip or on paper; beside them a
//! service window with a tablet (S070). Some hundreds have voted, five slips and the tablet are left to be tried.

use server::App;
use visits::Client;

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::paper::Forms;
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::COUNTY;
use super::{tablet, windows};
use crate::installation::CommandError;

/// The offices judged.
const JUDGED: [&str; 4] = ["民政局", "交通局", "司法局", "林业局"];
/// Judge groups of the whole round: category, how many are planned, how many have voted by slip.
const GROUPS: [(&str, &str, usize); 2] = [("served_persons", "260", 203), ("grassroots_units", "60", 44)];
/// Visitors of the window: category, how many are planned, how many have voted by slip.
const VISITORS: (&str, &str, usize) = ("administered", "30", 4);
/// Paper forms of the second group, in a box that stays shut until casting ends.
const FORMS: (&str, usize) = ("基层单位代表", 10);
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
    /// The key with which a browser becomes the window's tablet.
    pub tablet: String,
    /// The round.
    pub round: Round,
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
    for (category, planned, _) in GROUPS {
        round.ask(&mut people.office, (category, planned, "owner")).await;
    }
    // The window comes last: it is judged by its own visitors alone.
    windows::register(&mut people.office).await;
    windows::judge(&mut people.office, &round, 1).await;
    round.ask(&mut people.office, (VISITORS.0, VISITORS.1, "windows")).await;
    round.declare(&mut people.office, ("70", "60"), &GROUPS.map(|(category, ..)| category), false).await;
    round.announce(&mut people.office).await;
    let role = ("机关工委干事（登记窗口每天发放）", "secretary who counts a window's days", "secretary");
    let mut clerk = people.told("jiguan", "机关工委干事", role, (&owner, "")).await;
    round.introduce(&mut clerk, JUDGED.len() - 1, &mut || introduction(chance)).await;
    excuse(&mut people.office, &round).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    Forms::make(&mut people.office, &round, FORMS).await;
    let tablet = tablet::make(&mut people.office, &round).await;
    let batches = round.print(&mut people.office, drawn).await;
    round.open(&mut people.office).await;
    let mood = Mood { satisfied: 780, basic: 160, opinions: 20 };
    let (mut ballots, mut unused, mut paper) =
        (u64::from(tablet::judge(people, &tablet).await), Vec::new(), Vec::new());
    for (batch, (.., votes)) in batches.into_iter().zip(GROUPS.into_iter().chain([VISITORS])) {
        let mut say = |_: usize, items: usize| mood.say(chance, (items, JUDGED.len()));
        ballots += round.cast(app, &batch, votes, &mut say).await?;
        if paper.is_empty() {
            unused = batch.codes.iter().skip(votes).take(LEFT).map(credentials::Code::to_text).collect();
            paper = batch.paper;
        }
    }
    Ok(Casting { paper, unused, ballots, tablet, round })
}

/// One of them cannot report in time; the office says why nobody waits for it.
async fn excuse(office: &mut Client, round: &Round) {
    let page = office.get(&round.at("/casting")).await;
    if page.find_form("/excuse").is_some() {
        office.tell(&page, "/excuse", &[("reason", "支部正在换届，改由下一轮自评")], "已记录原因").await;
    }
}
