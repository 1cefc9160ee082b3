//! The table of `docs/ATTACKS.md`.

use super::attacker::Score;
use super::lived::Happened;
use super::question::Question;
use super::twins::Careless;
use super::{Given, Holding};

/// Up to so many judges the order in an open store must name people, for whoever has the secret.
const FEW_JUDGES: usize = 1_000;

/// Of the pairs of orders that he tries, which are thousands, none may name all by luck on the rounds he learns from: not
/// once in a million times. This is the logarithm of that.
const BEYOND_LUCK: f64 = 14.0;

/// What came of one question in one scene.
#[derive(Clone, Debug)]
pub struct Line {
    /// The database.
    pub database: &'static str,
    /// Judges of each round.
    pub judges: usize,
    /// Rounds lived.
    pub rounds: u64,
    /// What the judges of the small sheet hold.
    pub small: Holding,
    /// What went wrong in them.
    pub happened: Happened,
    /// What the attacker was given.
    pub given: Given,
    /// What he was asked.
    pub question: Question,
    /// What came of it.
    pub score: Score,
}

impl Given {
    /// Its place in the table.
    #[must_use]
    pub const fn place(self) -> u8 {
        match self {
            Self::Sealed => 0,
            Self::Keys => 1,
            Self::EarlierCopies => 2,
            Self::TwoCopies => 3,
            Self::OpenTwin(Careless::OrderLeftIn) => 4,
            Self::OpenTwin(Careless::TimeLeftIn) => 5,
            Self::TwoCopiesAndSecret => 6,
            Self::OpenStoreAndSecret => 7,
            Self::RowsLeftBeside => 8,
            Self::Twin(Careless::OrderLeftIn) => 9,
            Self::Twin(Careless::TimeLeftIn) => 10,
            Self::SecretKept => 11,
            Self::TokenKeysCopied => 12,
            Self::TokenKeysKept => 13,
            Self::NotBlinded => 14,
            Self::SameFactor => 15,
            Self::SerialsCount => 16,
        }
    }

    /// Whether he is asked that: keys and codes tell nothing but which ballot came of which slip, and about a row of the
    /// open store is asked who has one and not the secret.
    #[must_use]
    pub fn is_asked(self, question: Question) -> bool {
        match self {
            Self::Keys => {
                matches!(question, Question::OF_SLIPS | Question::OF_TOKENS | Question::TOKEN_OF_REQUEST)
            }
            Self::SecretKept => matches!(question, Question::OF_SLIPS | Question::OF_TOKENS),
            Self::TokenKeysCopied | Self::TokenKeysKept | Self::NotBlinded | Self::SameFactor | Self::SerialsCount => {
                question == Question::TOKEN_OF_REQUEST
            }
            // In an open store used slips and tokens lie as they came, covered or not: a limit of docs/TRUST.md.
            Self::EarlierCopies | Self::TwoCopies => question != Question::TOKEN_OF_PERSON,
            // Of who asked for which token no row of a ballot tells, covered or not.
            Self::OpenTwin(_) => question != Question::TOKEN_OF_PERSON && !question.is_of_requests(),
            Self::Sealed => !question.is_of_copies(),
            _ => !question.is_of_copies() && !question.is_of_requests(),
        }
    }

    const fn words(self, small: Holding) -> &'static str {
        match self {
            Self::Keys if matches!(small, Holding::Tokens) => "of it used tokens and requests, all keys and the nonces",
            Self::Sealed => "everything after sealing",
            Self::Keys => "of it the codes of used slips, all keys and the nonces",
            Self::EarlierCopies => "besides, copies of the open store, the last with everybody",
            Self::TwoCopies => "besides, two copies during casting, about those in between",
            Self::OpenTwin(Careless::OrderLeftIn) => "twin: two copies, rows uncovered, in the order of arrival",
            Self::OpenTwin(Careless::TimeLeftIn) => "twin: two copies, rows uncovered, with the time of arrival",
            Self::TwoCopiesAndSecret => "twin: two copies, and the round's secret with them",
            Self::OpenStoreAndSecret => "twin: the last copy, and the round's secret with it",
            Self::RowsLeftBeside => "twin: the last rows left in order beside the sealed store",
            Self::Twin(Careless::OrderLeftIn) => "twin: order left in",
            Self::Twin(Careless::TimeLeftIn) => "twin: time left in",
            Self::SecretKept => "twin: the secret kept, one retry key for all",
            Self::TokenKeysCopied => "besides, the private key of the tokens",
            Self::TokenKeysKept => "twin: the private key kept, nothing blinded",
            Self::NotBlinded => "twin: nothing blinded",
            Self::SameFactor => "twin: one blinding factor for all",
            Self::SerialsCount => "twin: random bytes that count up",
        }
    }
}

impl Line {
    /// What is wrong with the product, or with the attacker: he must stay within chance against the product and name
    /// nine of ten against a careless twin, as far as the twin left traces.
    #[must_use]
    pub fn fault(&self, deviations: f64) -> Option<String> {
        let score = &self.score;
        let Score { named, targets, tried, .. } = *score;
        let wrong = match self.given {
            Given::Sealed | Given::Keys | Given::EarlierCopies | Given::TwoCopies | Given::TokenKeysCopied => {
                score.is_beyond(deviations)
            }
            Given::Twin(_)
            | Given::SecretKept
            | Given::TokenKeysKept
            | Given::NotBlinded
            | Given::SameFactor
            | Given::SerialsCount => named * 10 < targets * 9,
            Given::OpenTwin(_) => self.has_enough() && named * 10 < targets * 9,
            Given::RowsLeftBeside => !score.is_beyond(deviations) || named * 10 < tried * 9,
            // Of what lies between two copies the secret names some and not all: judged together, by `twins_faults`.
            Given::TwoCopiesAndSecret | Given::OpenStoreAndSecret => false,
        };
        wrong.then(|| {
            let (rule, allowed) = (&score.rule, score.allowed(deviations));
            format!("{}: {named} of {tried} named, chance gives up to {allowed} ({rule})", self.words())
        })
    }

    /// Whether there is enough to be named for a verdict: k things in each of n groups stand in one order of (k!)ⁿ, and
    /// there are as many in the rounds he learns from.
    #[must_use]
    pub fn has_enough(&self) -> bool {
        let groups = self.score.chance.max(1.0);
        let things = self.score.targets as f64 / groups;
        // Stirling's formula for the logarithm of k!.
        let orders = things * things.ln() - things + (std::f64::consts::TAU * things).ln() / 2.0;
        groups * orders > BEYOND_LUCK
    }

    fn words(&self) -> String {
        let (database, judges, small) = (self.database, self.judges, self.small.words());
        format!("{database}, {judges} judges{small}, {}, {}", self.given.words(self.small), self.question.words())
    }
}

/// What is wrong with twins in the lines of one database and size: whoever copied an open store twice and its rows bear no
/// cover was not let try; or whoever copied the secret with it names no more persons than chance does. Of thousands who
/// came in crowds too little of the order is left for that, and what lies uncovered is the twin.
#[must_use]
pub fn twins_faults(lines: &[Line], deviations: f64) -> Vec<String> {
    of_each_size(lines).flat_map(|group| of_size(group, deviations)).collect()
}

/// The twins of open stores in which too few came in between the copies, in all rounds of that size together, to tell whom
/// the attacker names from luck.
#[must_use]
pub fn twins_of_too_few(lines: &[Line]) -> Vec<String> {
    let too_few = |line: &&Line| matches!(line.given, Given::OpenTwin(_)) && !line.has_enough();
    lines.iter().filter(too_few).map(|line| format!("{}: too few to tell", line.words())).collect()
}

fn of_size(group: &[Line], deviations: f64) -> Vec<String> {
    let of_persons = |given: Given| {
        let line = group.iter().find(|line| line.given == given && line.question == Question::OF_PERSONS);
        line.map(|line| (line, &line.score))
    };
    let mut faults = Vec::new();
    let twins = Careless::BOTH.map(Given::OpenTwin);
    if twins.into_iter().any(|twin| of_persons(twin).is_none_or(|(_, score)| score.tried == 0))
        && let Some(line) = group.first()
    {
        faults.push(format!("{}: no twin of the open store", line.words()));
    }
    let with_secret = [Given::TwoCopiesAndSecret, Given::OpenStoreAndSecret].into_iter().filter_map(of_persons);
    let all: Vec<_> = with_secret.filter(|(line, _)| line.judges <= FEW_JUDGES).collect();
    let sum = |of: fn(&Score) -> f64| all.iter().map(|(_, score)| of(score)).sum::<f64>();
    let named = sum(|score| score.named as f64);
    let allowed = (sum(|score| score.chance) + deviations * sum(|score| score.variance).sqrt()).floor();
    if let Some((line, _)) = all.last()
        && named <= allowed
    {
        faults.push(format!("{} and two copies: {named} named, chance gives up to {allowed}", line.words()));
    }
    faults
}

fn of_each_size(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    let size = |line: &Line| (line.database, line.judges, line.small);
    lines.chunk_by(move |one, other| size(one) == size(other))
}

/// Prints the lines as Markdown, one table a size and database.
pub fn print(lines: &[Line]) {
    for group in of_each_size(lines) {
        if let Some(first) = group.first() {
            let Happened { crashes, retries, late_comers, asked_again, never_used } = first.happened;
            let small = first.small.words();
            println!("\n{}, {} rounds of {} judges{small}:\n", first.database, first.rounds, first.judges);
            print!("{crashes} crashes, {retries} answers given again, {late_comers} late comers");
            if first.small == Holding::Tokens {
                print!(", {asked_again} tokens asked for again, {never_used} never used");
            }
            println!(".\n");
            println!(
                "| the attacker has | he is to name | of | tried | named | 1/m gives | 1/m + 3σ | orders agree | by |"
            );
            println!("|---|---|---|---|---|---|---|---|---|");
        }
        for line in group {
            let Score { targets, tried, named, chance, agreement, rule, .. } = &line.score;
            let (given, question, allowed) =
                (line.given.words(line.small), line.question.words(), line.score.allowed(3.0));
            println!(
                "| {given} | {question} | {targets} | {tried} | {named} | {chance:.0} | {allowed} | {agreement:.1} σ | {rule} |"
            );
        }
    }
}
