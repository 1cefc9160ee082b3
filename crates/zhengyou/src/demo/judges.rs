//! Who judges (S050): a list of people, a draw by a public seed that anybody can repeat, invitations and attendance.

use std::sync::Arc;

use chrono::TimeDelta;
use server::{App, Clock, router};
use visits::{Client, Service, Shown};

use super::chance::Chance;
use super::people::People;
use super::rounds::Round;
use super::words::{GIVEN, SURNAMES};
use crate::installation::CommandError;

/// People on the list, more than are wanted.
const LISTED: usize = 18;
/// Hours between fixing the list and now.
const FIXED_BEFORE: i64 = 2;
/// Where they live.
pub const PLACES: [&str; 3] = ["东片", "西片", "南片"];

/// Enters a list of people for the group, fixes it and draws those who judge; the page of the draw.
pub async fn draw(
    app: &App,
    people: &mut People,
    (round, group): (&Round, &str),
    chance: &mut Chance,
) -> Result<String, CommandError> {
    let page = list(&mut people.office, (round, group), &people_of(&PLACES, LISTED, chance)).await;
    let path = fix(app, people, &page).await?;
    let page = people.office.get(&path).await;
    people.office.tell(&page, "/draw", &[("seed", "8 1 5")], "数字已填写").await;
    let keeper = &mut people.keepers[0];
    let page = keeper.get(&path).await;
    keeper.tell(&page, "draw?_method=put", &[], "抽取完成").await;
    Ok(path)
}

/// So many invented people, each with a place.
pub fn people_of(places: &[&str], number: usize, chance: &mut Chance) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    while list.len() < number {
        let name = format!("{}{}{}", chance.one(SURNAMES), chance.one(GIVEN), chance.one(GIVEN));
        if !list.iter().any(|known| known.starts_with(&name)) {
            list.push(format!("{name}\t{}", places[list.len() % places.len()]));
        }
    }
    list
}

/// Enters the people of a group; its page.
pub async fn list(office: &mut Client, (round, group): (&Round, &str), people: &[String]) -> Shown {
    let page = panel(office, round, group).await;
    let action = format!("{}?_method=put", page.path.split('?').next().unwrap_or_default());
    office.tell(&page, &action, &[("list", &people.join("\n"))], "名单已保存").await
}

/// Fixes the list of this page two hours ago: what its seed is read from comes about later than that, and is known now.
pub async fn fix(app: &App, people: &People, page: &Shown) -> Result<String, CommandError> {
    let panel = page.path.split('?').next().unwrap_or_default();
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

/// The page of the group whose name ends so.
pub async fn panel(office: &mut Client, round: &Round, group: &str) -> Shown {
    let overview = office.get(&format!("/w/composition/{}", round.id)).await;
    office.get(&overview.link(&format!("· {group}"))).await
}
