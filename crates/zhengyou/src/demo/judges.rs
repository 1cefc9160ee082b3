//! Who judges (S050): a list of people, a draw by a public seed that anybody can repeat, invitations and attendance;
//! neighbours who know each other, in a draft (S074).

use visits::{Client, Shown};

use super::chance::Chance;
use super::county::County;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, GIVEN, SURNAMES, TOWNS};

/// People on the list, more than are wanted.
const LISTED: usize = 18;
/// Where they live.
const PLACES: [&str; 3] = ["东片", "西片", "南片"];

/// Enters a list of people for the group, fixes it and draws those who judge; the page of the draw.
pub async fn draw(office: &mut Client, round: &Round, group: &str, chance: &mut Chance) -> String {
    let mut people: Vec<String> = Vec::new();
    while people.len() < LISTED {
        let name = format!("{}{}{}", chance.one(SURNAMES), chance.one(GIVEN), chance.one(GIVEN));
        if !people.iter().any(|known| known.starts_with(&name)) {
            people.push(format!("{name}\t{}", PLACES[people.len() % PLACES.len()]));
        }
    }
    let page = panel(office, round, group).await;
    let action = format!("{}?_method=put", page.path.split('?').next().unwrap_or_default());
    let page = office.tell(&page, &action, &[("list", &people.join("\n"))], "名单已保存").await;
    let fixed = office.tell(&page, "/fixing", &[("sure", "yes")], "名单已固定").await;
    let seed = [("seed", "福彩 3D 815"), ("source", "抽取当天福利彩票 3D 开奖号码")];
    let drawn = office.tell(&fixed, "/draw", &seed, "抽取完成").await;
    drawn.path.split('?').next().unwrap_or_default().to_owned()
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
