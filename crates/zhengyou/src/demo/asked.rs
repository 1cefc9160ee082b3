//! What members of a branch are asked: each quarter the four no-slackenings, the third of which follows from hours (S062),
//! each half-year the four not-letting-offs, with what followed where something was not let off (S063).

use visits::Client;

use super::county::County;
use super::past::Quarter;
use super::people::People;

/// With what the member signs in who checks himself.
const MEMBER: &str = "dongyuan";
/// What the branch's meeting was: representatives of the workers, other workers and their hours. Their mean is 160.
const MEETING: [(&str, &str); 3] = [("representatives", "15"), ("workers", "256"), ("worker_hours", "40960")];
/// Hours and how many representatives were satisfied, item by item: 1.10 times the mean, just short of it, far above it.
const CHECKED: [(&str, [&str; 4]); 3] =
    [("176", ["13", "15", "14", "12"]), ("175.9", ["14", "13", "12", "15"]), ("200", ["15", "15", "15", "14"])];
const ITEMS: [&str; 4] = ["judged_n1", "judged_n2", "judged_n3", "judged_n4"];
/// What the first of them says himself.
const SELF: [(&str, &str); 5] = [
    ("self_n1", "yes"),
    ("self_n2", "yes"),
    ("self_n3", "yes"),
    ("self_n4", "no"),
    ("words_n4", "联系的五名职工只走访了三名。"),
];
/// What is written of the first of them, and of the second.
const REVIEWS: [[&str; 4]; 2] = [
    ["完成带徒两名，参加技改一项。", "年底前再带出一名徒弟。", "技术好，和年轻人说话少。", "帮带要更主动。"],
    ["参加值班十二次，学习笔记只有一半。", "每周补学一次。", "值班认真，学习不够。", "学习抓得不紧，要限期补上。"],
];
/// What was not let off of each: the item, what follows, in words, and how it was dealt with.
const FOLLOWED: [(&str, &str, &str, Option<&str>); 2] = [
    ("P3", "reminder", "组织委员每月过问一次帮带进度。", Some("已结对三名青年职工，徒弟定级通过。")),
    ("P2", "cause_analysis", "支部书记和本人一起找原因，安排一名同班党员帮学。", None),
];
/// Why the third is recommended.
const RECOMMENDED: &str = "连续两个季度解决设备难题三项。";

/// Where the entries of a quarter and of a half-year stand.
pub struct Asked {
    /// The four no-slackenings.
    pub slackening: String,
    /// The four not-letting-offs.
    pub letting_off: String,
}

/// Enters both for three members of the branch, on this day of the quarter.
pub async fn make(
    people: &mut People,
    county: &County,
    (branch, secretary): (&str, &mut Client),
    (quarter, day): (Quarter, &str),
) -> Asked {
    let members: Vec<&str> = county.members_of(branch).skip(3).take(CHECKED.len()).collect();
    let role = ("党员（四个不放松、四个不放过）", "a member who checks himself each quarter", "member");
    let mut member = people.told(MEMBER, members[0], role, (branch, members[0])).await;
    let Quarter { year, number } = quarter;
    let list = secretary.get(&format!("/w/rhythm/members?year={year}&quarter={number}")).await;
    let half = if number > 2 { "下半年" } else { "上半年" };
    let asked = Asked { slackening: list.link(quarter.name()), letting_off: list.link(half) };
    let meeting = [&[("held_on", day)][..], &MEETING].concat();
    let page = secretary.fill(&asked.slackening, "_method=put", &meeting, "生活会已登记").await;
    member.fill(&page.link(members[0]), "self?_method=put", &SELF, "自查已提交").await;
    for (name, (hours, judged)) in members.iter().zip(CHECKED) {
        let check = page.link(name);
        let mut fields = vec![("hours", hours), ("waste", "no"), ("violation", "no"), ("accident", "no")];
        fields.extend(ITEMS.into_iter().zip(judged));
        secretary.fill(&check, &format!("{check}?_method=put"), &fields, "登记已保存").await;
    }
    review(secretary, &asked.letting_off, &members, day).await;
    asked
}

/// The people are heard, the branch comments; one item is dealt with, another is open, the third member is recommended.
async fn review(secretary: &mut Client, half: &str, members: &[&str], day: &str) {
    let list = secretary.get(half).await;
    for ((name, [report, plan, opinion, remark]), (item, remedy, words, done)) in
        members.iter().zip(REVIEWS).zip(FOLLOWED)
    {
        let path = list.link(name);
        let fields = [("report", report), ("plan", plan), ("opinion", opinion), ("remark", remark)];
        secretary.fill(&path, &format!("{path}?_method=put"), &fields, "已保存").await;
        let mut fields = vec![("remedy", remedy), ("words", words)];
        fields.extend(done.map(|words| [("done_on", day), ("done_words", words)]).into_iter().flatten());
        secretary.fill(&path, &format!("items/{item}?_method=put"), &fields, "已保存").await;
    }
    let reason = [("reason", RECOMMENDED)];
    secretary.fill(&list.link(members[2]), "recommendation?_method=put", &reason, "已列入推荐表彰名单").await;
}
