//! The lines of an archive, as values.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bytes::{Bytes, Packed};
use crate::json;

/// One line. The types stand in the order of this list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum Line {
    /// What the archive is about.
    Head(Head),
    /// The round's key.
    Keys(Keys),
    /// A judge group that was open.
    Panel(Panel),
    /// A batch of slips, of a tablet, or of paper forms.
    Batch(Batch),
    /// The key of a sheet that is judged with blind tokens.
    TokenKey(TokenKey),
    /// A used code.
    Spent(Spent),
    /// A used token.
    Token(SpentToken),
    /// A ballot.
    Ballot(Ballot),
    /// The tree over the ballots.
    Root(Root),
    /// What was released.
    Release(ReleaseText),
    /// When something was done.
    Step(Step),
    /// Digest and signatures.
    End(End),
}

/// Who the archive is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// For everybody: ballots are commitments only.
    Public,
    /// For auditors: commitments are opened.
    Auditor,
}

/// What the archive is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The frozen text, exactly as it was stored.
    pub declaration: String,
    /// Who it is for.
    pub kind: Kind,
    /// SHA-256 of the declaration.
    pub opening_hash: Bytes<32>,
    /// The round.
    pub round: Bytes<16>,
}

/// The round's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The public half of the round's signing pair.
    pub signing: Bytes<32>,
}

/// A judge group that was open; the n-th is position n of the release's panels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// What its sheet asks, as `credentials::Layout` writes it.
    pub layout: String,
    /// Positions in the release's objects, in the order of the layout.
    pub objects: Vec<usize>,
    /// How many are due, panels merged into it included; nothing where nobody counted.
    pub roll: Option<u64>,
    /// Its number in the ballot store.
    pub sheet: u32,
}

/// How ballots of a batch come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Printed slips, each with a code.
    Slips,
    /// Codes on a window's tablet.
    Tablet,
    /// Paper forms without a code.
    Paper,
}

/// Whether a batch counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It does.
    Valid,
    /// It was voided before anybody used it.
    Void,
}

/// A batch, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// How its ballots come in.
    pub channel: Channel,
    /// Handed out, where it was counted.
    pub handed_out: Option<u64>,
    /// Paper that is no ballot; 0 for codes.
    pub invalid: u64,
    /// Missing, where it was counted.
    pub missing: Option<u64>,
    /// Its number.
    pub number: u32,
    /// Printed.
    pub printed: u64,
    /// Came back unused, where it was counted.
    pub returned: Option<u64>,
    /// The panel's sheet.
    pub sheet: u32,
    /// Codes used; paper: sheets accepted as ballots.
    pub spent: u64,
    /// Whether it counts.
    pub standing: Standing,
}

/// Whether the tokens of a key count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenStanding {
    /// They do.
    Valid,
    /// The key was retired before casting: its people judged in another way.
    Retired,
}

/// The key of a sheet that is judged with blind tokens, and what became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenKey {
    /// Tokens given out, one a person, as the named side counted them.
    pub issued: u64,
    /// SubjectPublicKeyInfo.
    pub public_key: Bytes<422>,
    /// The panel's sheet.
    pub sheet: u32,
    /// Tokens used.
    pub spent: u64,
    /// Whether its tokens count.
    pub standing: TokenStanding,
    /// Tokens given out and not used.
    pub unspent: u64,
}

/// A used code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spent {
    /// SHA-256 of round and code.
    pub hash: Bytes<32>,
}

/// A used token, which anybody can verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpentToken {
    /// What it is listed under.
    pub hash: Bytes<32>,
    /// The random bytes that signing put before the message.
    pub prefix: Bytes<32>,
    /// The random bytes that make it this token.
    pub serial: Bytes<32>,
    /// The panel's sheet.
    pub sheet: u32,
    /// The signature of the sheet's key.
    pub signature: Bytes<384>,
}

/// A ballot: a commitment, and in an auditor's archive what opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The packed answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Packed>,
    /// The commitment.
    pub key: Bytes<32>,
    /// What hides the answers in the commitment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Bytes<32>>,
    /// The panel's sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<u32>,
}

/// The tree over the ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// How many there are.
    pub ballots: u64,
    /// The root.
    pub root: Bytes<32>,
}

/// What was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseText {
    /// The release, exactly as it was stored.
    pub text: String,
}

/// What is done with a round, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// It was announced.
    Announced,
    /// Issuing began.
    Issuing,
    /// Casting opened.
    Opened,
    /// Casting ended.
    Ended,
    /// It was sealed.
    Sealed,
    /// Its figures were published.
    Published,
}

/// When something was done: no name, no hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// ISO day.
    pub day: String,
    /// What.
    pub step: Milestone,
}

/// Digest and signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// SHA-256 of all bytes before this line.
    pub sha256: Bytes<32>,
    /// The round's, then countersignatures.
    pub signatures: Vec<Signature>,
}

/// A signature and the key it is under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The public key.
    pub key: Bytes<32>,
    /// The signature.
    pub signature: Bytes<64>,
}

impl Line {
    /// The one form of a line, without its end; nothing where a number is too large for it.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        json::canonical(&serde_json::to_value(self).ok()?)
    }

    /// Reads a line in its one form; nothing where it is none.
    pub(crate) fn parse(text: &str) -> Parsed {
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            return Parsed::NotCanonical;
        };
        if json::canonical(&value).as_deref() != Some(text) {
            return Parsed::NotCanonical;
        }
        let fields = value.as_object().map_or(0, serde_json::Map::len);
        match serde_json::from_value::<Self>(value) {
            // Counted, because an absent field and a `null` one are read alike; unknown ones are refused already.
            Ok(line) if line.is_well_formed() && line.fields() == fields && line.is_as_nested(text) => {
                Parsed::Line(line)
            }
            _ => Parsed::NoLine,
        }
    }

    /// The place of its type among the types.
    pub(crate) const fn rank(&self) -> u8 {
        match self {
            Self::Head(_) => 0,
            Self::Keys(_) => 1,
            Self::Panel(_) => 2,
            Self::Batch(_) => 3,
            Self::TokenKey(_) => 4,
            Self::Spent(_) => 5,
            Self::Token(_) => 6,
            Self::Ballot(_) => 7,
            Self::Root(_) => 8,
            Self::Release(_) => 9,
            Self::Step(_) => 10,
            Self::End(_) => 11,
        }
    }

    /// How many keys it has, its type's among them.
    const fn fields(&self) -> usize {
        match self {
            Self::Keys(_) | Self::Spent(_) | Self::Release(_) => 2,
            Self::Root(_) | Self::Step(_) | Self::End(_) => 3,
            Self::Head(_) | Self::Panel(_) => 5,
            Self::Token(_) => 6,
            Self::TokenKey(_) => 7,
            Self::Batch(_) => 11,
            Self::Ballot(ballot) => match ballot.kind() {
                Kind::Public => 2,
                Kind::Auditor => 5,
            },
        }
    }

    /// Whether the objects within are objects: lists of their values in order are read alike.
    fn is_as_nested(&self, text: &str) -> bool {
        !matches!(self, Self::End(_)) || self.to_text().as_deref() == Some(text)
    }

    fn is_well_formed(&self) -> bool {
        match self {
            Self::Step(step) => is_day(&step.day),
            Self::Ballot(ballot) => {
                let opened = [ballot.sheet.is_some(), ballot.nonce.is_some(), ballot.answers.is_some()];
                opened == [true; 3] || opened == [false; 3]
            }
            _ => true,
        }
    }
}

impl Ballot {
    /// A ballot as everybody may see it.
    #[must_use]
    pub const fn public(key: Bytes<32>) -> Self {
        Self { answers: None, key, nonce: None, sheet: None }
    }

    /// A ballot opened for auditors.
    #[must_use]
    pub const fn opened(key: Bytes<32>, sheet: u32, nonce: Bytes<32>, answers: Packed) -> Self {
        Self { answers: Some(answers), key, nonce: Some(nonce), sheet: Some(sheet) }
    }

    pub(crate) const fn kind(&self) -> Kind {
        if self.sheet.is_some() { Kind::Auditor } else { Kind::Public }
    }
}

/// What a text is.
#[expect(clippy::large_enum_variant, reason = "it is taken apart where it is made, and no two are ever kept")]
pub(crate) enum Parsed {
    /// A line.
    Line(Line),
    /// A line, but none of these types with these fields.
    NoLine,
    /// It has another form than the one.
    NotCanonical,
}

/// Whether a text is a day of the calendar, `2026-02-28`.
fn is_day(text: &str) -> bool {
    let digits = |from: usize, to: usize| {
        let part = text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<u32>().ok()
    };
    let (Some(year), Some(month), Some(day)) = (digits(0, 4), digits(5, 7), digits(8, 10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let hyphens = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    hyphens && year > 0 && (1..=days).contains(&day)
}
