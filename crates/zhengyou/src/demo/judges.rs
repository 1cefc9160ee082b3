//! Who judges (S050): a list of people, a draw by a public seed that anybody can repeat, invitations and attendance;
//! neighbours who know each other, in a draft (S074).

use std::sync::Arc;

use chrono::TimeDelta;
use server::{App, Clock, router};
use visits::{Client, Service, Shown};

use super::chance::Chance;
use super::county::County;
use super::people::People;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, GIVEN, SURNAMES, TOWNS};
use crate::installation::CommandError;

/// People on the list, more than are wanted.
const LISTED: usize = 18;
/// Hours between fixing the list and now.
const FIXED_BEFORE: i64 = 2;
/// Where they live.
const PLACES: [&str; 3] = ["东片", "西片", "南片"];

/// Enters a list of people for the group, fixes it and draws those who judge; the page of the draw.
pub async fn draw(
    app: &App,
    people: &mut People,
    (round, group): (&Round, &str),
    chance: &mut Chance,
) -> Result<String, CommandError> {
    let office = &mut people.office;
    let mut list: Vec<String> = Vec::new();
    while list.len() < LISTED {
        let name = format!("{}{}{}", chance.one(SURNAMES), chance.one(GIVEN), chance.one(GIVEN));
        if !list.iter().any(|known| known.starts_with(&name)) {
            list.push(format!("{name}\t{}", PLACES[list.len() % PLACES.len()]));
        }
    }
    let page = panel(office, round, group).await;
    let action = format!("{}?_method=put", page.path.split('?').next().unwrap_or_default());
    let page = office.tell(&page, &action, &[("list", &list.join("\n"))], "名单已保存").await;
    let panel = page.path.split('?').next().unwrap_or_default().to_owned();
    let path = fix(app, people, &panel).await?;
    let page = people.office.get(&path).await;
    people.office.tell(&page, "/draw", &[("seed", "8 1 5")], "数字已填写").await;
    let keeper = &mut people.keepers[0];
    let page = keeper.get(&path).await;
    keeper.tell(&page, "draw?_method=put", &[], "抽取完成").await;
    Ok(path)
}

/// Fixes the list two hours ago: what its seed is read from comes about later than that, and was read since.
async fn fix(app: &App, people: &People, panel: &str) -> Result<String, CommandError> {
    let moment = app.clock.now().to_utc() - TimeDelta::hours(FIXED_BEFORE);
    let (database, ballots) = (app.database.clone(), Arc::clone(&app.ballots));
    let earlier = App::new(database, ballots, Clock::standing_at(moment), app.settings.clone())?;
    let mut office = people.sign_in(Service::new(router(&earlier)), "office").await;
    let due = (moment + TimeDelta::hours(1)).with_timezone(&app.settings.time_zone);
    let (day, hour) = (due.format("%Y-%m-%d").to_string(), due.format("%H:00").to_string());
    let fields = [
        ("source", "福利彩票 3D 当日开奖号码"),
        ("place", "中国福利彩票网"),
        ("format", "三个数字，用空格隔开"),
        ("due_on", day.as_str()),
        ("due_at", hour.as_str()),
        ("sure", "yes"),
    ];
    let fixed = office.fill(panel, "/fixing", &fields, "名单已固定").await;
    Ok(fixed.path.split('?').next().unwrap_or_default().to_owned())
}

/// Says when and where, and that everybody drawn was asked.
pub async fn invite(office: &mut Client, round: &Round, group: &str, day: &str) {
    let notice = format!("/w/composition/{}/notice", round.id);
    let fields = [
        ("held", format!("{day} 上午九点")),
        ("place", "镇政府三楼会议室".to_owned()),
        ("contents", "听取支部书记述职，无记名评议党支部。请带好老花镜，会期约一小时。".to_owned()),
    ];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    office.fill(&notice, "notice", &fields, "邀请通知已保存").await;
    let page = panel(office, round, group).await;
    office.tell(&page, "invited?_method=put&all", &[], "邀请情况已保存").await;
}

/// How many came, once the round is sealed.
pub async fn attend(office: &mut Client, round: &Round, group: &str, came: &str) {
    let page = panel(office, round, group).await;
    office.tell(&page, "attendance?_method=put", &[("number", came)], "实到情况已保存").await;
}

/// A draft in which members are judged by people of their own area; the page of its areas.
pub async fn neighbours(office: &mut Client, county: &County, period: (String, String)) -> String {
    let town = TOWNS[6];
    let owner = format!("中共{COUNTY}{town}委员会");
    let title = format!("{town}就近熟悉评议党员");
    let draft = Draft { owner: &owner, title: &title, notice: "栖创先办〔2026〕16 号", period };
    let round = Round::draw_up(office, &draft).await;
    let branch = county.branches_of(&owner).remove(0);
    let judged: Vec<String> = county.members_of(&branch).skip(3).take(4).map(str::to_owned).collect();
    round.judge_members(office, (&branch, &judged), ("five_looks", "masses_to_member")).await;
    let areas = format!("/w/composition/{}/areas", round.id);
    for name in &PLACES[..2] {
        office.fill(&areas, "/areas", &[("name", name)], "片区已增加").await;
    }
    let page = office.get(&areas).await;
    let ids = PLACES.map(|name| page.choices().into_iter().find(|(words, _)| words == name));
    let ids: Vec<String> = ids.into_iter().flatten().map(|(_, id)| id).collect();
    let fields: Vec<(&str, &str)> = ids.iter().cycle().take(judged.len()).map(|id| ("area", id.as_str())).collect();
    office.tell(&page, "areas/objects", &fields, "评议表已按片区编排").await;
    round.ask(office, ("villagers", "8", "each")).await;
    areas
}

/// The page of the group whose name ends so.
async fn panel(office: &mut Client, round: &Round, group: &str) -> Shown {
    let overview = office.get(&format!("/w/composition/{}", round.id)).await;
    office.get(&overview.link(&format!("· {group}"))).await
}
