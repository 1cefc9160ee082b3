//! One appraisal round lived from the first start to the filed return, by pages alone: what somebody at a browser sees
//! and posts is all that is used, and every figure is computed here a second time from the ballots that were cast.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod after;
mod count;
mod everywhere;
mod people;
mod returns;
mod round;
mod voting;

use test_support::{TestApp, run};

/// The county committee, which owns the round.
pub const COUNTY: &str = "中共云山县委员会";
/// The committee between it and the branches.
pub const TOWN: &str = "柳林镇党委";
/// A branch of whose members three are judged too.
pub const EAST: &str = "柳林镇东河村党支部";
/// A branch of whose members few come.
pub const WEST: &str = "柳林镇西沟村党支部";
/// A branch that is judged in a school's words.
pub const SCHOOL: &str = "柳林镇中心学校党支部";
/// The branches with their members.
pub const BRANCHES: [(&str, usize); 3] = [(EAST, 8), (WEST, 6), (SCHOOL, 7)];
/// The members of the first branch who are judged.
pub const JUDGED: [&str; 3] = ["钱东一", "钱东二", "钱东三"];
/// The title of the round.
pub const TITLE: &str = "2026 年上半年群众评议";

/// The identifier at the end of a path.
pub fn id_in(path: &str) -> String {
    path.split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[test]
fn s048_s081_a_round_is_lived_from_the_first_start_to_the_filed_return() {
    run(lived);
}

async fn lived(app: &TestApp) {
    let mut people = people::begin(app).await;
    let round = round::draw_up(&mut people).await;
    round::hand_in_self_reports(&mut people, &round).await;
    let batches = round::issue(&mut people, &round).await;
    round::record(&mut people, &round).await;
    let count = voting::cast(app, &round, &batches).await;
    voting::count_back_and_end(&mut people, &round, &batches).await;
    after::look_at_figures(&mut people, &round, &count).await;
    after::read_opinions(&mut people, &round).await;
    after::publish(&mut people, &round, &count).await;
    after::answer_and_finish(&mut people, &round).await;
    returns::draw_up_and_file(&mut people, &round, &count).await;
    returns::add_up(&mut people, &round, &count).await;
    everywhere::look_round(app, &people).await;
}
