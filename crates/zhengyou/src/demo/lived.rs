//! What rounds have in common that are lived to the end: handed in, voted, counted back, ended, published.

use server::App;
use visits::Client;

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Batch, Round};
use crate::installation::CommandError;

/// More self-reports than any of these rounds waits for.
const ALL: usize = 50;
/// How casting ends where nothing else is waited for.
pub const SEALED: &str = "票箱已封存";

/// Everybody introduces himself, nine of ten vote, two keepers end casting.
pub async fn live(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    (round, clerk): (&Round, &mut Client),
    chance: &mut Chance,
) -> Result<(), CommandError> {
    round.introduce(clerk, ALL, &mut || introduction(chance)).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let batches = round.print(&mut people.office, drawn).await;
    round.open(&mut people.office).await;
    let mut votes = Vec::new();
    for batch in &batches {
        let cast = batch.codes.len() - batch.codes.len() / 10;
        let mood = Mood { opinions: 0, ..Mood::ordinary(chance) };
        let mut say = |_: usize, items: usize| mood.say(chance, (items, 1));
        round.cast(app, batch, cast, &mut say).await?;
        votes.push(cast);
    }
    count_back(people, round, &batches, &votes).await;
    end(people, round, SEALED).await;
    Ok(())
}

/// The office publishes.
pub async fn publish(office: &mut Client, round: &Round, day: &str) {
    let place = [("place", "镇党务公开栏、各村公开栏"), ("day", day)];
    office.fill(&round.results("/publication"), "publication", &place, "已通报").await;
}

/// Each keeper counts every batch.
pub async fn count_back(people: &mut People, round: &Round, batches: &[Batch], votes: &[usize]) {
    let counts: Vec<(usize, usize)> =
        batches.iter().zip(votes).map(|(batch, votes)| (batch.codes.len(), batch.codes.len() - votes)).collect();
    count(people, round, &counts).await;
}

/// Each keeper counts every batch: handed out, and brought back unused.
pub async fn count(people: &mut People, round: &Round, counts: &[(usize, usize)]) {
    let page = people.keepers[0].get(&round.at("/batches")).await;
    let paths: Vec<String> = page.links().into_iter().filter(|path| path.ends_with("/count")).collect();
    assert_eq!(paths.len(), counts.len(), "{}", page.text());
    for (path, (handed_out, returned)) in paths.iter().zip(counts) {
        let (handed_out, returned) = (handed_out.to_string(), returned.to_string());
        let fields = [("handed_out", handed_out.as_str()), ("returned", returned.as_str()), ("missing", "0")];
        for (keeper, told) in people.keepers.iter_mut().zip(["等待另一个人清点", "两人数字一致"]) {
            keeper.fill(path, "/count", &fields, told).await;
        }
    }
}

/// Both keepers end casting; what the second is told.
pub async fn end(people: &mut People, round: &Round, told: &str) {
    for (keeper, told) in people.keepers.iter_mut().zip(["已提出", told]) {
        let page = keeper.get(&round.results("/ending")).await;
        let shown = keeper.submit(&page, "ending", &[("sure", "yes")]).await;
        assert!(shown.html().contains(told), "{told}: {}", shown.text());
    }
}
