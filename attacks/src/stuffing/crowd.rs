//! Hundreds who hand in at once, and what each was told.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, bail, ensure};
use credentials::Receipt;
use tokio::task::JoinSet;

use super::door::{Answer, Door, Post};

/// Hand-ins under way at a time.
const AT_ONCE: usize = 512;

/// From here on the numbers of judges and races are those of the round with tokens.
pub const HOLDERS: usize = 1 << 24;

/// What somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Try {
    /// An honest judge, by his number: every one of his hand-ins has the same cookie and the same answers.
    Honest(usize),
    /// A telephone that races others for a slip, by the slip's number.
    Race(usize),
    /// A judge's hand-in whose answer never arrives: the connection is gone, after the answer's first byte or before.
    LostAnswer {
        /// Whether the first byte is waited for.
        waits: bool,
    },
    /// The same of a judge with a token.
    LostAnswerToHolder {
        /// Whether the first byte is waited for.
        waits: bool,
    },
    /// A used code on another telephone that had entered it in time.
    Replayed,
    /// A used code that is entered.
    UsedCode,
    /// The judge's own cookie with other grades.
    Altered,
    /// A code nobody issued that is entered.
    MadeUpCode,
    /// A code nobody issued, in a cookie made with the round's secret.
    Forged,
    /// A cancelled code, or one of a voided batch, that is entered.
    CancelledCode,
    /// A cancelled code, or one of a voided batch, in a cookie made with the round's secret.
    Cancelled,
    /// A code of another round, in a cookie made with this round's secret.
    OtherRound,
    /// A form that does not fit, with a code that is unused.
    Malformed,
    /// A form of another round, with a code that is unused.
    OthersForm,
    /// A cookie that is damaged, of another's making, or of no round.
    Cookie,
    /// A used token on another telephone that had entered it in time.
    ReplayedToken,
    /// A used token that is entered.
    UsedToken,
    /// A token of another key that is entered.
    ForgedToken,
    /// A token of another key, in a cookie made with the round's secret.
    ForgedTokenInCookie,
    /// A token that is cut, altered, doubled or of another version, entered.
    SpoiledToken,
    /// The cookie of a judge's own token with other grades.
    AlteredByToken,
    /// A form that does not fit, with a token that is unused.
    MalformedByToken,
    /// A form of another round, with a token that is unused.
    OthersFormByToken,
    /// A token of another round that says it is of this one, entered.
    OthersToken,
    /// A token of another round, in a cookie made with this round's secret.
    OthersTokenInCookie,
    /// A token of a key that was retired, entered.
    RetiredToken,
    /// A token of a key that was retired, in a cookie made with the secret of its round.
    RetiredTokenInCookie,
}

/// What is handed in.
pub struct Attempt {
    /// What is tried.
    pub what: Try,
    /// With what.
    pub post: Post,
}

/// How often what was tried was told what.
#[derive(Clone, Debug, Default)]
pub struct Told(pub BTreeMap<(&'static str, &'static str), u64>);

/// Everybody who hands in.
pub struct Crowd {
    door: Door,
    under_way: JoinSet<(Try, Result<Option<Answer>>)>,
    told: Told,
    sent: u64,
    receipts: HashMap<usize, Receipt>,
    /// How many telephones hold a receipt for a slip.
    won: HashMap<usize, u64>,
}

impl Crowd {
    /// Nobody yet.
    #[must_use]
    pub fn before(door: Door) -> Self {
        let (told, receipts, won) = (Told::default(), HashMap::new(), HashMap::new());
        Self { door, under_way: JoinSet::new(), told, sent: 0, receipts, won }
    }

    /// Hands in as soon as there is room.
    ///
    /// # Errors
    /// An answer that should not have been given.
    pub async fn send(&mut self, attempt: Attempt) -> Result<()> {
        while self.under_way.len() >= AT_ONCE {
            self.hear().await?;
        }
        self.sent += 1;
        let (door, Attempt { what, post }) = (self.door.clone(), attempt);
        self.under_way.spawn(async move {
            let answer = match what {
                Try::LostAnswer { waits } | Try::LostAnswerToHolder { waits } => {
                    door.post_and_leave(post, waits).await.map(|()| None)
                }
                _ => door.post(post).await.map(Some),
            };
            (what, answer)
        });
        Ok(())
    }

    /// Waits until nobody waits.
    ///
    /// # Errors
    /// An answer that should not have been given.
    pub async fn wait_for_all(&mut self) -> Result<()> {
        while !self.under_way.is_empty() {
            self.hear().await?;
        }
        Ok(())
    }

    /// Whether a judge holds a receipt.
    #[must_use]
    pub fn is_acknowledged(&self, judge: usize) -> bool {
        self.receipts.contains_key(&judge)
    }

    /// The judges' receipts.
    #[must_use]
    pub const fn receipts(&self) -> &HashMap<usize, Receipt> {
        &self.receipts
    }

    /// How many telephones won a slip.
    #[must_use]
    pub fn winners(&self, slip: usize) -> u64 {
        self.won.get(&slip).copied().unwrap_or_default()
    }

    /// How often was handed in.
    #[must_use]
    pub const fn sent(&self) -> u64 {
        self.sent
    }

    /// What was told.
    #[must_use]
    pub fn into_told(self) -> Told {
        self.told
    }

    async fn hear(&mut self) -> Result<()> {
        let Some(heard) = self.under_way.join_next().await else {
            return Ok(());
        };
        let (what, answer) = heard?;
        let told = match answer? {
            None => "nothing, the answer was lost",
            Some(answer) => self.judge(what, &answer)?,
        };
        *self.told.0.entry((what.words(), told)).or_default() += 1;
        Ok(())
    }

    /// What was told, if it is what should be.
    fn judge(&mut self, what: Try, answer: &Answer) -> Result<&'static str> {
        if let Some(receipt) = answer.receipt()? {
            return self.keep(what, answer.status, receipt);
        }
        let expected: &[(u16, &'static str, &'static str)] = match what {
            Try::Race(HOLDERS..) | Try::ReplayedToken | Try::UsedToken | Try::AlteredByToken => {
                &[(422, "这张盲签凭证已经用过", "already used")]
            }
            Try::ForgedToken | Try::ForgedTokenInCookie | Try::OthersToken | Try::OthersTokenInCookie => {
                &[(422, "不是用本次评议的密钥签的", "signed with another key")]
            }
            Try::RetiredToken | Try::RetiredTokenInCookie => &[(422, "这张盲签凭证已经作废", "of a retired key")],
            Try::OthersFormByToken => &[(422, "这张凭证属于另一次评议", "another round's token")],
            Try::SpoiledToken => &[
                (422, "这张盲签凭证不完整", "is cut"),
                (422, "这张盲签凭证后面多了内容", "has more after its end"),
                (422, "这张盲签凭证的版本较新", "is of another version"),
                (422, "这张盲签凭证有误", "is altered"),
            ],
            Try::Race(_) | Try::Replayed | Try::UsedCode | Try::Altered => &[(422, "这张凭证已经用过", "already used")],
            Try::MadeUpCode | Try::Forged => &[(422, "没有找到这张凭证", "unknown code")],
            Try::CancelledCode | Try::Cancelled => &[(422, "这张凭证已经作废", "cancelled")],
            Try::OtherRound | Try::OthersForm => &[(422, "这张凭证属于另一次评议", "another round's code")],
            Try::Cookie => &[(422, "这部手机上没有您的凭证了", "a cookie nobody can read")],
            Try::Malformed | Try::MalformedByToken => &[
                (422, "", "does not fit the sheet"),
                (400, "", "is no form"),
                (403, "", "comes from another's page"),
                (413, "", "is too large"),
            ],
            Try::Honest(_) | Try::LostAnswer { .. } | Try::LostAnswerToHolder { .. } => &[],
        };
        let is_told = |(status, words, _): &&(u16, &str, &str)| answer.status == *status && answer.page.contains(words);
        match expected.iter().find(is_told) {
            Some((.., told)) => Ok(told),
            None => bail!("{what:?} was told {} {}", answer.status, answer.page),
        }
    }

    fn keep(&mut self, what: Try, status: u16, receipt: Receipt) -> Result<&'static str> {
        ensure!(status == 200, "a receipt came with {status}");
        match what {
            Try::Honest(judge) => {
                let before = self.receipts.insert(judge, receipt);
                ensure!(before.is_none_or(|before| before == receipt), "judge {judge} has two receipts");
                Ok(if before.is_none() { "a receipt" } else { "the same receipt again" })
            }
            Try::Race(slip) => {
                *self.won.entry(slip).or_default() += 1;
                Ok("a receipt")
            }
            _ => bail!("{what:?} got a receipt"),
        }
    }
}

impl Try {
    const fn words(self) -> &'static str {
        match self {
            Self::Honest(HOLDERS..) => "honest judges with tokens, each twice at once and many again",
            Self::Race(HOLDERS..) => "eight telephones race for a token",
            Self::ReplayedToken => "a used token on another telephone that entered it in time",
            Self::UsedToken => "a used token, entered",
            Self::ForgedToken => "a token of another key, entered",
            Self::ForgedTokenInCookie => "a token of another key in a cookie made with the stolen secret",
            Self::SpoiledToken => "a token that is cut, altered, doubled or of another version, entered",
            Self::AlteredByToken => "the cookie of a judge's own token, other grades",
            Self::MalformedByToken => "a form that does not fit, an unused token",
            Self::OthersFormByToken => "a form of another round, an unused token",
            Self::OthersToken => "a token of another round that says it is of this one, entered",
            Self::OthersTokenInCookie => "a token of another round in a cookie made with the stolen secret",
            Self::RetiredToken => "a token of a retired key, entered",
            Self::RetiredTokenInCookie => "a token of a retired key in a cookie made with the stolen secret",
            Self::LostAnswerToHolder { waits: false } => "honest judges with tokens whose connection is gone at once",
            Self::LostAnswerToHolder { waits: true } => {
                "honest judges with tokens whose connection is gone with the answer"
            }
            Self::Honest(_) => "honest judges, each twice at once and many again",
            Self::Race(_) => "eight telephones race for a slip",
            Self::LostAnswer { waits: false } => "honest judges whose connection is gone at once",
            Self::LostAnswer { waits: true } => "honest judges whose connection is gone with the answer",
            Self::Replayed => "a used code on another telephone that entered it in time",
            Self::UsedCode => "a used code, entered",
            Self::Altered => "a judge's own cookie, other grades",
            Self::MadeUpCode => "a made-up code, entered",
            Self::Forged => "a made-up code in a cookie made with the stolen secret",
            Self::CancelledCode => "a cancelled or voided code, entered",
            Self::Cancelled => "a cancelled or voided code in a cookie made with the stolen secret",
            Self::OtherRound => "a code of another round in a cookie made with the stolen secret",
            Self::Malformed => "a form that does not fit, an unused code",
            Self::OthersForm => "a form of another round, an unused code",
            Self::Cookie => "a cookie that is damaged, made with another secret, or of no round",
        }
    }
}
