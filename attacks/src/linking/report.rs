//! The table of `docs/ATTACKS.md`.

use super::attacker::Score;
use super::lived::Happened;
use super::question::Question;
use super::twins::Careless;
use super::{Given, Holding};

/// Up to so many judges the order in an open store must name people, for whoever has the secret.
const FEW_JUDGES: usize = 1_000;

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
            Self::TwoCopiesAndSecret => 4,
            Self::OpenStoreAndSecret => 5,
            Self::RowsLeftBeside => 6,
            Self::Twin(Careless::OrderLeftIn) => 7,
            Self::Twin(Careless::TimeLeftIn) => 8,
            Self::SecretKept => 9,
            Self::TokenKeysCopied => 10,
            Self::TokenKeysKept => 11,
            Self::NotBlinded => 12,
            Self::SameFactor => 13,
            Self::SerialsCount => 14,
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
            Given::RowsLeftBeside => !score.is_beyond(deviations) || named * 10 < tried * 9,
            // Few lie between two copies of a round: these twins are judged together, by `twins_fault`.
            Given::TwoCopiesAndSecret | Given::OpenStoreAndSecret => false,
        };
        wrong.then(|| {
            let (database, judges, given) = (self.database, self.judges, self.given.words(self.small));
            let (question, rule, allowed) = (self.question.words(), &score.rule, score.allowed(deviations));
            let small = self.small.words();
            format!("{database}, {judges} judges{small}, {given}, {question}: {named} of {tried} named, chance gives up to {allowed} ({rule})")
        })
    }
}

/// What is wrong with the twins that hold the secret of an open store, of rounds in which the small sheet's judges hold such
/// things: over all those of few judges together their attacker names persons as chance does not. Of thousands who came in
/// crowds too little of the order is left, covered or not.
#[must_use]
pub fn twins_fault(lines: &[Line], small: Holding, deviations: f64) -> Option<String> {
    let with_secret = |line: &&Line| {
        line.small == small
            && matches!(line.given, Given::TwoCopiesAndSecret | Given::OpenStoreAndSecret)
            && line.judges <= FEW_JUDGES
            && line.question == Question::OF_PERSONS
    };
    let mut scores = lines.iter().filter(with_secret).map(|line| &line.score).peekable();
    scores.peek()?;
    let none = (0, 0.0, 0.0);
    let add = |(named, chance, variance): (u64, f64, f64), score: &Score| {
        (named + score.named, chance + score.chance, variance + score.variance)
    };
    let (named, chance, variance) = scores.fold(none, add);
    let allowed = (chance + deviations * variance.sqrt()).floor();
    let small = small.words();
    (named as f64 <= allowed)
        .then(|| format!("twins with the secret{small}: {named} named, chance gives up to {allowed}"))
}

/// Prints the lines as Markdown, one table a size and database.
pub fn print(lines: &[Line]) {
    let table = |line: &Line| (line.database, line.judges, line.small);
    for group in lines.chunk_by(|one, other| table(one) == table(other)) {
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
