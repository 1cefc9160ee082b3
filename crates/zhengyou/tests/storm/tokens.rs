//! Members sign in to the real server over HTTP, take tokens and hand in with them later: what of a token the bytes of
//! the folder, the log, the backups and the databases hold, and where.

use std::collections::BTreeSet;
use std::fs;

use ::tokens::{BlindSignature, Token, TokenPublicKey, TokenRequest};
use ballot_box::{BallotBox, Place, RoundId, Settings};
use credentials::SheetId;
use data_encoding::{BASE64, HEXLOWER, HEXUPPER};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::Clock;
use server::features::appraisals::ballot_round;
use server::roles::Role;
use storage::entities::round;
use storage::{Reads, Scope};
use test_databases::{TestDatabase, for_each_database};
use test_support::life::{add_panel, choose, draw_up, enter_members};
use test_support::tokens::{Made, begin_issuing, declare};
use test_support::{PASSWORD, TestApp, found};

use super::forensics::{Evidence, Needle, strongest_order};
use super::http::{Desk, cookie_of, enter, hand_in, receipt_of, sheet};
use super::served::{Server, log_file};
use super::{BACKUP, EARLIER_BACKUP, back_up, close, noticeable};

const MEMBERS: usize = 30;
/// A step through the members that meets each once: they hand in in another order than they asked in.
const STEP: usize = 11;

/// A round whose members may take tokens, in a folder that nobody serves yet.
struct Prepared {
    id: storage::RoundId,
    round: RoundId,
    made: Made,
}

/// What a member has of a token, and what was sent.
struct Taken {
    token: Token,
    blinded: Vec<u8>,
}

/// What a telephone has once a token is used.
struct Used {
    cookie: String,
    receipt: String,
}

/// The round as its office draws it up; members take tokens until long after this test.
async fn prepare(database: &TestDatabase) -> Prepared {
    let app = TestApp::start_with(database, Clock::System, Some("https://zhengyou.test")).await;
    let mut office = app.office().await;
    let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
    let names: Vec<String> = (0..MEMBERS).map(|number| format!("党员{number}")).collect();
    let people = enter_members(&app, branch, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let round = draw_up(&mut office, town, "手机上评", &[("casting_until", "2099-01-01T18:00")]).await;
    choose(&mut office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
    add_panel(&mut office, &round, "members", "").await;
    let made = Made { branch, people, round };
    declare(&mut office, &made, "2098-01-01T18:00").await;
    begin_issuing(&mut office, &made).await;
    for number in 0..MEMBERS {
        made.member(&app, number).await;
    }
    for name in ["tally-1", "tally-2"] {
        app.visitor(name, &[(Role::TallyKeeper, None)]).await;
    }
    close(app).await;
    let id = made.round.rsplit('/').next().unwrap().parse().unwrap();
    Prepared { id, round: ballot_round(id), made }
}

/// What stands on a page for the device under a name.
fn data<'a>(page: &'a str, name: &str) -> &'a str {
    let value = page.split(&format!("data-{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("{name}: {page}"))
}

/// A member signs in, has a token signed and finishes it.
fn take(address: &str, prepared: &Prepared, number: usize) -> Taken {
    let mut desk = Desk::sign_in(address, &format!("member-{number}"), PASSWORD);
    let path = prepared.made.tokens("/own");
    let page = desk.look(&path);
    let key = TokenPublicKey::from_spki(&BASE64.decode(data(&page, "key").as_bytes()).unwrap()).unwrap();
    let sheet = SheetId(data(&page, "sheet").parse().unwrap());
    let mut chance = StdRng::seed_from_u64(number as u64);
    let request = TokenRequest::begin(&key, prepared.round, sheet, &mut chance).unwrap();
    let blinded = request.blinded_message().as_bytes().to_vec();
    desk.fill(&path, &page, ("blinded", &BASE64.encode(&blinded)));
    let answer = BASE64.decode(data(&desk.look(&path), "answer").as_bytes()).unwrap();
    let token = request.finalise(&key, &BlindSignature::from_bytes(&answer).unwrap()).unwrap();
    Taken { token, blinded }
}

/// Casting begins past the pages, which wait until taking tokens is over.
async fn begin_casting(database: &TestDatabase, prepared: &Prepared) {
    let app = TestApp::start_with(database, Clock::System, None).await;
    app.app.ballots.begin_casting(prepared.round).await.unwrap();
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let row = round::ActiveModel { id: Set(prepared.id), state: Set("casting".to_owned()), ..Default::default() };
    row.update(transaction.connection()).await.unwrap();
    transaction.commit().await.unwrap();
    close(app).await;
}

/// From the token to the receipt.
fn vote(address: &str, token: &Token) -> Used {
    let cookie = cookie_of(&enter(address, &token.to_text()).unwrap());
    let page = sheet(address, &cookie).unwrap().body;
    let names = page.split("name=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let grades: BTreeSet<&str> = names.filter(|name| name.starts_with('g') && name.contains('-')).collect();
    let number = page.split_once("name=\"sheet\" value=\"").and_then(|(_, rest)| rest.split('"').next());
    let mut fields = vec![("sheet".to_owned(), number.unwrap().to_owned())];
    fields.extend(grades.into_iter().map(|name| (name.to_owned(), "0".to_owned())));
    let answer = hand_in(address, &cookie, &fields).unwrap();
    assert!(!answer.body.contains(&token.to_text()[40..80]), "the receipt names the token");
    Used { cookie, receipt: receipt_of(&answer) }
}

/// What is looked for of tokens, each kind by itself and equally long.
struct Traces {
    /// What a store keeps of a used token.
    kept: Vec<(&'static str, Vec<Needle>)>,
    /// The same as somebody would write it, and what a telephone has.
    never_kept: Vec<(&'static str, Vec<Needle>)>,
}

impl Traces {
    fn of<'a>(tokens: impl Iterator<Item = &'a Token> + Clone, used: &[Used]) -> Self {
        let each = |of: fn(&Token) -> Vec<u8>| tokens.clone().map(of).collect::<Vec<Needle>>();
        let hash = |token: &Token| token.spent_hash().as_bytes().to_vec();
        let ending = |text: &String| text.as_bytes()[text.len() - 24..].to_vec();
        let kept = vec![
            ("hash", each(hash)),
            ("random bytes", each(|token| token.serial().to_vec())),
            ("prefix", each(|token| token.prefix().to_vec())),
            ("signature", each(|token| token.signature()[..64].to_vec())),
        ];
        // The text begins with round and sheet, which all have alike.
        let mut never_kept = vec![
            ("text of the random bytes", each(|token| token.to_text().as_bytes()[40..80].to_vec())),
            ("text of the signature", each(|token| token.to_text().as_bytes()[400..440].to_vec())),
            ("small text", each(|token| token.to_text().to_lowercase().as_bytes()[400..440].to_vec())),
            ("cookie", used.iter().map(|used| ending(&used.cookie)).collect()),
            ("receipt", used.iter().map(|used| ending(&used.receipt)).collect()),
        ];
        for (kind, needles) in &kept {
            for written in [HEXLOWER, HEXUPPER] {
                never_kept.push((kind, needles.iter().map(|needle| written.encode(needle).into_bytes()).collect()));
            }
        }
        Self { kept, never_kept }
    }

    /// That nothing but these files and tables holds anything of a token, and that these hold each.
    fn lie_in(&self, evidence: &Evidence, is_store: impl Fn(&str) -> bool) {
        for (kind, needles) in &self.never_kept {
            assert_eq!(evidence.holding(needles), BTreeSet::new(), "{kind} of a token");
        }
        for (kind, needles) in &self.kept {
            let holding = evidence.holding(needles);
            assert!(!holding.is_empty() && holding.iter().all(|name| is_store(name)), "{kind} of a token: {holding:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_token_nothing_stands_where_people_stand_nor_in_the_log_nor_who_asked_for_it_when() {
    for_each_database(async |database| {
        let prepared = prepare(database).await;
        let server = Server::start(database);
        let taken: Vec<Taken> = (0..MEMBERS).map(|number| take(&server.address, &prepared, number)).collect();
        server.stop();
        // Whoever asked stands in the named database, as the search sees; of the tokens it is told nothing.
        let issued = Evidence::gather(database, prepared.round).await;
        let asked: Vec<Needle> = taken.iter().map(|taken| taken.blinded.clone()).collect();
        let is_named = |name: &String| name == "public.token_request" || name.starts_with("zhengyou.sqlite");
        assert!(issued.holding(&asked).iter().any(is_named), "{:?}", issued.holding(&asked));
        let unused = Traces::of(taken.iter().map(|taken| &taken.token), &[]);
        for (kind, needles) in unused.kept.iter().chain(&unused.never_kept) {
            assert_eq!(issued.holding(needles), BTreeSet::new(), "{kind} of a token that nobody has used");
        }

        begin_casting(database, &prepared).await;
        let server = Server::start(database);
        let came: Vec<&Token> = (0..MEMBERS).map(|place| &taken[place * STEP % MEMBERS].token).collect();
        let used: Vec<Used> = came.iter().map(|token| vote(&server.address, token)).collect();
        back_up(database, EARLIER_BACKUP);
        let traces = Traces::of(came.iter().copied(), &used);
        let before = Evidence::gather(database, prepared.round).await;
        traces.lie_in(&before, |name| name.starts_with("ballots/") || name.starts_with("ballots.token_"));
        // In an open store used tokens lie as they came: the twin of what is not found after sealing.
        let hashes = &traces.kept[0].1;
        let found = strongest_order(&before, hashes);
        assert!(found > 900, "before sealing the order of used tokens is found only to {found} thousandths");

        for name in ["tally-1", "tally-2"] {
            let path = prepared.made.round.replace("/w/rounds/", "/w/results/") + "/ending";
            Desk::sign_in(&server.address, name, PASSWORD).tick(&path, "sure");
        }
        server.stop();
        assert_eq!(used_tokens(database, prepared.round).await, MEMBERS as u64);
        back_up(database, BACKUP);
        let after = Evidence::gather(database, prepared.round).await;
        let stores = [format!("ballots/{}.sealed.sqlite", prepared.round), "ballots.token_".to_owned()];
        let of_backup = format!("{BACKUP}/{}", stores[0]);
        traces.lie_in(&after, |name| name == of_backup || stores.iter().any(|store| name.starts_with(store)));
        let asking: Vec<Needle> = taken.iter().map(|taken| taken.token.spent_hash().as_bytes().to_vec()).collect();
        for (order, needles) in [("use", hashes), ("asking", &asking)] {
            let found = strongest_order(&after, needles);
            assert!(found < noticeable(MEMBERS), "after sealing the order of {order} is found to {found} thousandths");
        }
        // Where people stand, the order of asking is found.
        let found = strongest_order(&after, &asked);
        assert!(found > noticeable(MEMBERS), "the order of asking is found only to {found} thousandths");
        let holding = after.holding(&asked);
        assert!(holding.iter().all(|name| !name.contains("ballots") && name != "server.log"), "{holding:?}");
        let log = fs::read_to_string(log_file(database)).unwrap();
        assert!(log.contains("server started") && log.lines().count() < 20, "no line for each who came: {log}");
    })
    .await;
}

async fn used_tokens(database: &TestDatabase, round: RoundId) -> u64 {
    let place = match database.postgres_url() {
        Some(url) => Place::Postgres(url.to_owned()),
        None => Place::Folder(database.folder().join("ballots")),
    };
    let ballots = BallotBox::open(Settings::new(place, database.folder().join("keys"))).await.unwrap();
    let counts = ballots.sealed_counts(round).await.unwrap();
    ballots.close().await.unwrap();
    counts.tokens.iter().map(|count| count.spent).sum()
}
