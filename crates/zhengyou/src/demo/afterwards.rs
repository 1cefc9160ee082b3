//! What follows a published round: feedback sheets acknowledged (S084), publication with its proof (S057), what a leader and
//! the organisation say by name, so that the four appraisals stand beside each other (S086).

use visits::Client;

use super::rounds::Round;

/// By name: whose word it is, who said it, the grade and the words.
const SAID: [(&str, &str, &str, &str); 2] = [
    (
        "leader_review",
        "云溪镇党委副书记 石毅",
        "satisfied",
        "班子团结，党员带头清淤修渠，群众看得见。台账还不够细，下季度要补齐。",
    ),
    (
        "organisation_assessment",
        "云溪镇党委考评组",
        "basically_satisfied",
        "承诺事项完成八成，会议记录齐全，联系户走访有两个月没有登记。",
    ),
];

/// Somebody acknowledges the own feedback sheet, led there by the home page.
pub async fn acknowledge(client: &mut Client) {
    let home = client.get("/w").await;
    let sheet = client.get(&home.link("请确认收到")).await;
    client.tell(&sheet, "/acknowledgement", &[], "已确认收到反馈单").await;
}

/// A secretary notes where and when the branch published its result, and what proves it.
pub async fn prove(secretary: &mut Client, (round, branch): (&Round, &str), day: &str) {
    let list = secretary.get(&format!("/w/records/{}", round.id)).await;
    let fields = [
        ("published_where", "村务公开栏"),
        ("published_on", day),
        ("published_proof", "公开栏照片两张，存支部档案 2026-15"),
        ("next_steps", "补齐联系户走访登记，每季度公布一次进度。"),
    ];
    secretary.fill(&list.link(branch), "_method=put", &fields, "记录已保存").await;
}

/// The office enters what was said of some of those judged by name.
pub async fn assess(office: &mut Client, round: &Round, judged: &[&String], day: &str) {
    let list = office.get(&round.results("/assessments")).await;
    for name in judged {
        let path = list.link(name);
        for (source, author, grade, words) in SAID {
            let fields = [("author", author), ("given_on", day), ("grade", grade), ("words", words)];
            office.fill(&path, source, &fields, "已保存").await;
        }
    }
}
