//! The third round: a town's, lived to the end. Sealed by two tally keepers, opinions read and answered, published; the
//! returns filed upward, accepted and added up, one of them sent back.

use chrono::NaiveDate;
use server::App;
use visits::{Client, Shown};

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::county::County;
use super::lived::{SEALED, count_back, end, publish};
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use super::{afterwards, correction, past};
use crate::installation::CommandError;

/// The branch of which three members are judged too.
const WITH_MEMBERS: usize = 0;
/// The branch whose return is sent back.
const SENT_BACK: usize = 1;
/// The branch few came to: its groups are too small to be shown alone.
const SMALL: usize = 3;
/// The branch where everybody agrees, with a superior in the room and the review on the same day.
const UNANIMOUS: usize = 6;
/// The branch people are not content with.
const POOR: usize = 8;
/// The branches whose secretaries have acknowledged their feedback sheets; the others still may.
const ACKNOWLEDGING: [usize; 3] = [0, 2, 4];
/// The branch that noted how it published its result.
const PROVED: usize = 2;
/// Judge groups besides the members: category and number of each branch.
const GROUPS: [(&str, &str); 2] = [("villagers", "18"), ("supervision_group", "3")];
/// Every other way in which that branch heard people, each counted in its own unit (S055).
const HEARD: [(&str, &str); 10] = [
    ("座谈交流", "3"),
    ("发放征求意见表", "120"),
    ("实地查看", "4"),
    ("现场评议", "2"),
    ("满意度测评", "96"),
    ("问卷调查", "80"),
    ("热线电话", "17"),
    ("意见箱", "9"),
    ("网上征求意见", "23"),
    ("教学开放日", "1"),
];
/// One figure over the four appraisals (R40): what each weighs, what each grade of the scale is worth.
const COMPOSITE: [(&str, &str); 7] = [
    ("weight-leader_review", "10"),
    ("weight-organisation_assessment", "20"),
    ("weight-members", "30"),
    ("weight-masses", "40"),
    ("points-SC1-0", "100"),
    ("points-SC1-1", "60"),
    ("points-SC1-2", "0"),
];
/// Opinions left to be answered.
const UNANSWERED: usize = 2;

/// The days around the round.
pub struct Days {
    /// First and last day.
    pub period: (String, String),
    /// The day of the meetings.
    pub meeting: String,
    /// Today.
    pub today: String,
    /// When returns are due.
    pub due: String,
    /// A day of the quarter in which it stands.
    pub quarter: NaiveDate,
}

/// What became of it.
pub struct Published {
    /// The round.
    pub round: Round,
    /// Its title.
    pub title: String,
    /// The town's office.
    pub town: Client,
    /// The committee that owns it.
    pub owner: String,
    /// The branch whose return was sent back.
    pub sent_back: String,
    /// The member who can sign in.
    pub member: String,
    /// The page of its special correction.
    pub project: String,
    /// Slips handed out, and ballots.
    pub slips: (u64, u64),
    /// Returns filed, accepted, sent back.
    pub returns: (usize, usize, usize),
}

/// A branch with its secretary.
struct Branch {
    name: String,
    secretary: Client,
}

/// Lives the round.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    days: &Days,
    chance: &mut Chance,
) -> Result<Published, CommandError> {
    let town_name = TOWNS[0];
    let owner = format!("中共{COUNTY}{town_name}委员会");
    let title = format!("{town_name}创先争优活动群众评议");
    let draft =
        Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕6 号", period: days.period.clone() };
    let round = Round::draw_up(&mut people.office, &draft).await;
    let names = county.branches_of(&owner);
    round.judge(&mut people.office, &names, "five_goods").await;
    let judged: Vec<String> = county.members_of(&names[WITH_MEMBERS]).take(3).map(str::to_owned).collect();
    round.judge_members(&mut people.office, (&names[WITH_MEMBERS], &judged), ("five_looks", "")).await;
    round.ask(&mut people.office, ("members", "", "each")).await;
    for (category, planned) in GROUPS {
        round.ask(&mut people.office, (category, planned, "each")).await;
    }
    people.office.fill(&round.at("/panels"), "mergers", &[], "已合并人数不足的组").await;
    round.declare(&mut people.office, ("70", "60"), &["members", "villagers", "supervision_group"], true).await;
    people.office.fill(&round.at("/composite"), "_method=put", &COMPOSITE, "已声明").await;
    past::place(&mut people.office, &round, days.quarter).await;
    round.announce(&mut people.office).await;

    let role = ("镇活动办", "the town's campaign office", "campaign_office");
    let mut town = people.told("yunxi", &format!("{town_name}活动办"), role, (&owner, "")).await;
    let mut branches = secretaries(people, county, &names).await;
    let role = ("党员（被评议）", "a member who is judged", "member");
    people.told("member", &judged[1], role, (&names[WITH_MEMBERS], &judged[1])).await;
    for (place, branch) in branches.iter_mut().enumerate() {
        round.introduce(&mut branch.secretary, 9, &mut || introduction(chance)).await;
        record(branch, place, &round, &days.meeting, chance).await;
    }
    round.issue(&mut people.office, &mut people.keepers).await;
    let batches = round.print(&mut people.office, drawn).await;
    round.open(&mut people.office).await;
    let mut votes = Vec::new();
    let mut ballots = 0;
    for batch in &batches {
        let slips = batch.codes.len();
        let (mood, cast) = match names.iter().position(|name| *name == batch.sheet) {
            Some(SMALL) => (Mood { opinions: 0, ..Mood::ordinary(chance) }, if batch.judges == "党员" { 3 } else { 4 }),
            Some(UNANIMOUS) => (Mood::UNANIMOUS, slips - 1),
            Some(POOR) => (Mood::POOR, slips - 2),
            _ => (Mood::ordinary(chance), slips - slips / 9),
        };
        let mut say = |_: usize, items: usize| mood.say(chance, (items, 1));
        ballots += round.cast(app, batch, cast, &mut say).await?;
        votes.push(cast);
    }
    count_back(people, &round, &batches, &votes).await;
    end(people, &round, SEALED).await;
    read_opinions(people, &round).await;
    publish(&mut people.office, &round, &days.today).await;
    let project = correction::make(&mut town, (&round, &names[POOR]), (&days.today, &days.due)).await;
    correction::judge_again((app, drawn), people, (&project, &mut branches[POOR].secretary), chance).await?;
    answer(&mut town, &round).await;
    let returns = file_returns(people, county, &mut town, &mut branches, &round, (&owner, days)).await;
    for place in ACKNOWLEDGING {
        afterwards::acknowledge(&mut branches[place].secretary).await;
    }
    let proved = &mut branches[PROVED];
    afterwards::prove(&mut proved.secretary, (&round, &proved.name), &days.today).await;
    let assessed = [&names[WITH_MEMBERS], &names[SENT_BACK], &judged[1]];
    afterwards::assess(&mut people.office, &round, &assessed, &days.today).await;
    let slips = batches.iter().flat_map(|batch| &batch.codes).map(|_| 1_u64).sum();
    let sent_back = names[SENT_BACK].clone();
    let member = judged[1].clone();
    Ok(Published { round, title, town, owner, sent_back, member, project, slips: (slips, ballots), returns })
}

/// With what the secretary of the branch at this place of the town signs in.
pub fn secretary_of(place: usize) -> String {
    format!("yunxi-{:02}", place + 1)
}

/// An account for the secretary of every branch; that of the branch whose return is sent back is told.
async fn secretaries(people: &mut People, county: &County, names: &[String]) -> Vec<Branch> {
    let mut branches = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let secretary = if place == SENT_BACK {
            let role = ("支部书记（统计单被退回）", "secretary whose return was sent back", "secretary");
            people.told("secretary", county.secretary(name), role, (name, "")).await
        } else {
            people.secretary(county, &secretary_of(place), name).await
        };
        branches.push(Branch { name: name.clone(), secretary });
    }
    branches
}

/// The meeting, whom else they heard, what was done.
async fn record(branch: &mut Branch, place: usize, round: &Round, day: &str, chance: &mut Chance) {
    let secretary = &mut branch.secretary;
    let list = secretary.get(&format!("/w/records/{}", round.id)).await;
    let path = list.link(&branch.name);
    let (sent, same_day) = if place == UNANIMOUS { ("2", "yes") } else { ("0", "no") };
    let participants = chance.between(16, 22).to_string();
    let meeting = [
        ("held_on", day),
        ("participants", participants.as_str()),
        ("heads_reporting", "1"),
        ("sent_by_superior", sent),
        ("review_same_day", same_day),
    ];
    secretary.fill(&path, "/meetings", &meeting, "会议已记录").await;
    let (visits, talks) = (chance.between(6, 30).to_string(), chance.between(3, 12).to_string());
    for (method, number) in [("走访调研", &visits), ("个别谈话", &talks)] {
        // Each visit and each talk was with one person (S055).
        let fields = [("method", method), ("number", number), ("contacted_on", day), ("persons", number)];
        secretary.fill(&path, "/contacts", &fields, method).await;
    }
    for (method, number) in HEARD.iter().filter(|_| place == PROVED) {
        let fields = [("method", *method), ("number", *number), ("contacted_on", day)];
        secretary.fill(&path, "/contacts", &fields, method).await;
    }
    let things = chance.between(1, 6).to_string();
    let fields = [("practical_things", things.as_str()), ("problems", "个别党员参加活动不够经常。")];
    secretary.fill(&path, "_method=put", &fields, "记录已保存").await;
}

/// The first proposes the words as they are, the second releases them.
async fn read_opinions(people: &mut People, round: &Round) {
    let [first, second] = &mut people.keepers;
    let list = first.get(&round.results("/readings")).await;
    for link in list.links().into_iter().filter(|link| link.contains("/readings/")) {
        let page = first.get(&link).await;
        let words = page.texts("blockquote").remove(0);
        let fields = [("decision", "propose"), ("words", words.as_str())];
        first.tell(&page, "/readings/", &fields, "等待另一名计票人核对").await;
        second.fill(&link, "/readings/", &[("decision", "confirm")], "意见已公布").await;
    }
}

/// The town answers what was said, but for the last two.
async fn answer(town: &mut Client, round: &Round) {
    let list = town.get(&round.results("/opinions")).await;
    let links = list.links().into_iter().filter(|link| link.contains("/answer"));
    let said = list.texts("article");
    let open: Vec<String> =
        links.zip(said).filter(|(_, said)| !said.contains("整改答复")).map(|(link, _)| link).collect();
    for link in open.iter().take(open.len().saturating_sub(UNANSWERED)) {
        let words = [("words", "已列入本季度整改清单，由支部书记负责，月底前办结并公布。")];
        town.fill(link, "/answer", &words, "答复已保存").await;
    }
}

/// The return of the visitor's own organisation.
pub async fn own_return(client: &mut Client, unit: &str) -> Shown {
    let list = client.get("/w/returns").await;
    client.get(&list.link(unit)).await
}

/// Drawn up by the town, filed by the branches, accepted; one goes back. The park adds up its yards first.
async fn file_returns(
    people: &mut People,
    county: &County,
    town: &mut Client,
    branches: &mut [Branch],
    round: &Round,
    (owner, days): (&str, &Days),
) -> (usize, usize, usize) {
    let roll_up = format!("/w/returns/rounds/{}", round.id);
    town.fill(&roll_up, &roll_up, &[("due_on", days.due.as_str())], "").await;
    let (mut accepted, mut sent_back) = (0, 0);
    for (place, branch) in branches.iter_mut().enumerate() {
        let review = file(&mut branch.secretary, &branch.name).await;
        if place == SENT_BACK {
            let remarks =
                [("remark-6", "办实事件数与公开栏公布的不一致，请核对后重报。"), ("remark-2b", "请附会议签到表。")];
            town.fill(&review, "/review", &remarks, "已退回").await;
            sent_back += 1;
        } else {
            town.fill(&review, "/acceptance", &[], "已接收").await;
            accepted += 1;
        }
    }
    for general in county.general_branches_of(owner) {
        let mut secretary = people.account("yunxi-park", "工业园党总支书记", "secretary", (&general, "")).await;
        let review = file(&mut secretary, &general).await;
        town.fill(&review, "/acceptance", &[], "已接收").await;
        accepted += 1;
    }
    (accepted + sent_back, accepted, sent_back)
}

/// Files the own return as it was prefilled; where it is reviewed.
async fn file(secretary: &mut Client, unit: &str) -> String {
    let page = own_return(secretary, unit).await;
    let filed = secretary.tell(&page, "/filing", &[], "已上报，待审核").await;
    format!("{}/review", filed.path.split('?').next().unwrap_or_default())
}
