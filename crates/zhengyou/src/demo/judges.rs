//! Who judges (S050): a list of people, a draw by a public seed that anybody can repeat, invitations and attendance.

use visits::{Client, Shown};

use super::chance::Chance;
use super::rounds::Round;
use super::words::{GIVEN, SURNAMES};

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

/// The page of the group whose name ends so.
async fn panel(office: &mut Client, round: &Round, group: &str) -> Shown {
    let overview = office.get(&format!("/w/composition/{}", round.id)).await;
    office.get(&overview.link(&format!("· {group}"))).await
}
