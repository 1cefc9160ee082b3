//! A special correction (S070, S089): what people said of a branch becomes one project, is put right, answered and made
//! public once, and the branch is judged again, before and after beside each other.

use server::App;
use visits::Client;

use super::chance::Chance;
use super::lived::{live, publish};
use super::people::People;
use super::remembered::Remembered;
use super::rounds::Round;
use crate::installation::CommandError;

/// What is planned, and what can be seen then.
const PLANNED: [(&str, &str); 3] = [
    ("name", "公开不及时专项整改"),
    ("remedy", "支部每月五日前把账目、低保和承诺进度上墙，活动室周末轮流值班。"),
    ("person", "支部书记"),
];
const DONE: [(&str, &str); 3] = [
    ("output", "公开栏当月账目已上墙，周末值班表贴在活动室门口。"),
    ("evidence", "公开栏和值班表照片三张"),
    ("words", "您说的事已列入专项整改：每月五日前上墙，周末有人值班，请到村务公开栏查看。"),
];

/// The town plans a project of what was said of the branch and sees it through; the page of it.
pub async fn make(town: &mut Client, (round, branch): (&Round, &str), (today, due): (&str, &str)) -> String {
    let list = format!("/w/corrections/{}", round.id);
    let form = town.get(&format!("{list}/new")).await;
    let choices = form.choices();
    let said: Vec<&str> = choices
        .iter()
        .filter(|(words, _)| words.starts_with(&format!("{branch} ")))
        .map(|(_, key)| key.as_str())
        .collect();
    assert!(!said.is_empty(), "nobody said anything of {branch}: {choices:?}");
    let organisation = form.choice(branch);
    let mut fields: Vec<(&str, &str)> = said.into_iter().map(|key| ("chosen", key)).collect();
    fields.extend([("organisation", organisation.as_str()), ("due_on", due)]);
    fields.extend(PLANNED);
    let project = town.tell(&form, &list, &fields, "整改方案已保存").await;
    let path = project.path.split('?').next().unwrap_or_default().to_owned();
    step(town, &path, ("begun", "已开始整改"), &[]).await;
    step(town, &path, ("done", "已登记完成"), &[&DONE[..], &[("output_on", today)]].concat()).await;
    step(town, &path, ("published", "整改结果已公布"), &[]).await;
    path
}

async fn step(client: &mut Client, path: &str, (kind, told): (&str, &str), fields: &[(&str, &str)]) {
    let page = client.get(path).await;
    let of_kind = page.forms("/entries").into_iter().find(|form| form.fields.iter().any(|(_, value)| value == kind));
    let form = of_kind.unwrap_or_else(|| panic!("no {kind} on {path}: {}", page.text()));
    let shown = client.post_form(form, fields).await;
    assert!(shown.says(told), "{told}: {}", shown.text());
}

/// The office has the branch judged again, and publishes it.
pub async fn judge_again(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    (project, secretary): (&str, &mut Client),
    chance: &mut Chance,
) -> Result<(), CommandError> {
    let page = people.office.get(project).await;
    let drafted = people.office.tell(&page, "/repeat", &[], "再评轮次已拟好草稿").await;
    let round = Round::at_page(&drafted);
    round.announce(&mut people.office).await;
    live((app, drawn), people, (&round, secretary), chance).await?;
    publish(&mut people.office, &round, &app.today().to_string()).await;
    Ok(())
}
