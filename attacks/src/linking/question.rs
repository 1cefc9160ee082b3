//! What the attacker is asked.

use super::copies::Kind;

/// What is known, and what is to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// `None`: people, in the order in which they came.
    pub known: Option<Kind>,
    /// What is to be named.
    pub sought: Kind,
}

impl Question {
    /// Which ballot came of a used slip.
    pub const OF_SLIPS: Self = Self { known: Some(Kind::Slip), sought: Kind::Ballot };

    /// Which ballot came of a person, who is known by when he came.
    pub const OF_PERSONS: Self = Self { known: None, sought: Kind::Ballot };

    /// Which ballot came of a used token.
    pub const OF_TOKENS: Self = Self { known: Some(Kind::Token), sought: Kind::Ballot };

    /// Which used token is a person's, who is known by when he came.
    pub const TOKEN_OF_PERSON: Self = Self { known: None, sought: Kind::Token };

    /// Which used token is a person's, of whom is known what he asked for and when.
    pub const TOKEN_OF_REQUEST: Self = Self { known: Some(Kind::Request), sought: Kind::Token };

    /// Everything that is asked of judges with slips; the last two only of whoever has copies of the open store.
    pub const ALL: [Self; 6] = [
        Self::OF_PERSONS,
        Self::OF_SLIPS,
        Self { known: None, sought: Kind::Opinion },
        Self { known: Some(Kind::Opinion), sought: Kind::Ballot },
        Self { known: Some(Kind::CoveredBallot), sought: Kind::Ballot },
        Self { known: Some(Kind::CoveredOpinion), sought: Kind::Opinion },
    ];

    /// Everything that is asked of judges with tokens.
    pub const WITH_TOKENS: [Self; 9] = [
        Self::OF_PERSONS,
        Self { known: Some(Kind::Request), sought: Kind::Ballot },
        Self::OF_TOKENS,
        Self::TOKEN_OF_PERSON,
        Self::TOKEN_OF_REQUEST,
        Self { known: None, sought: Kind::Opinion },
        Self { known: Some(Kind::Opinion), sought: Kind::Ballot },
        Self { known: Some(Kind::CoveredBallot), sought: Kind::Ballot },
        Self { known: Some(Kind::CoveredOpinion), sought: Kind::Opinion },
    ];

    /// Whether it begins with a row of an open store, whose place tells when somebody came.
    #[must_use]
    pub fn is_of_copies(self) -> bool {
        matches!(self.known, Some(Kind::CoveredBallot | Kind::CoveredOpinion))
    }

    /// Whether it begins with what the named side has of who took a token.
    #[must_use]
    pub fn is_of_requests(self) -> bool {
        self.known == Some(Kind::Request)
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match (self.known, self.sought) {
            (None, Kind::Opinion) => "opinion of a person",
            (None, Kind::Token) => "used token of a person",
            (Some(Kind::Request), Kind::Token) => "used token of who asked",
            (Some(Kind::Request), _) => "ballot of who asked",
            (Some(Kind::Token), _) => "ballot of a used token",
            (None, _) => "ballot of a person",
            (Some(Kind::CoveredOpinion), _) => "opinion of a covered row",
            (Some(Kind::CoveredBallot), _) => "ballot of a covered row",
            (Some(Kind::Opinion), _) => "ballot of an opinion",
            (Some(_), _) => "ballot of a used slip",
        }
    }
}
