//! The types of party organisations, from their words and from the ends of names.

use crate::cells::matching_key;

/// The type of an organisation (S135).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 地方党委: the committee of a territory.
    TerritoryCommittee,
    /// 党工委: a work committee.
    WorkCommittee,
    /// 党组: a party group of a bureau.
    PartyGroup,
    /// 党委: a committee.
    Committee,
    /// 党总支: a general branch.
    GeneralBranch,
    /// 党支部: a branch.
    Branch,
    /// 党小组: a group within a branch.
    Group,
}

impl Kind {
    /// Every type, from the top.
    pub const ALL: [Self; 7] = [
        Self::TerritoryCommittee,
        Self::WorkCommittee,
        Self::PartyGroup,
        Self::Committee,
        Self::GeneralBranch,
        Self::Branch,
        Self::Group,
    ];

    /// The word written on export.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TerritoryCommittee => "地方党委",
            Self::WorkCommittee => "党工委",
            Self::PartyGroup => "党组",
            Self::Committee => "党委",
            Self::GeneralBranch => "党总支",
            Self::Branch => "党支部",
            Self::Group => "党小组",
        }
    }

    /// A stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TerritoryCommittee => "territory_committee",
            Self::WorkCommittee => "work_committee",
            Self::PartyGroup => "party_group",
            Self::Committee => "committee",
            Self::GeneralBranch => "general_branch",
            Self::Branch => "branch",
            Self::Group => "group",
        }
    }

    /// The type a word of the column means: exact words first, then how a longer phrase ends (机关党支部).
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let key = matching_key(word);
        let exact = match key.as_str() {
            "地方党委" | "地方委员会" | "县委" | "市委" | "区委" | "省委" | "中央" => {
                Self::TerritoryCommittee
            }
            "工委" | "党的工作委员会" => Self::WorkCommittee,
            "委员会" | "基层党委" | "二级党委" => Self::Committee,
            "总支" | "总支部" => Self::GeneralBranch,
            "支部" | "联合支部" => Self::Branch,
            _ => return Self::of_name(word),
        };
        Some(exact)
    }

    /// The type the end of a name tells (…党支部, …总支, …工作委员会, …委员会, 党组).
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let key = matching_key(name);
        let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
        if ends(&["党小组"]) {
            Some(Self::Group)
        } else if ends(&["总支部委员会", "总支部", "总支"]) {
            Some(Self::GeneralBranch)
        } else if ends(&["支部委员会", "支部"]) {
            Some(Self::Branch)
        } else if ends(&["党组"]) {
            Some(Self::PartyGroup)
        } else if ends(&["工作委员会", "党工委", "工委"]) {
            Some(Self::WorkCommittee)
        } else {
            let stem = ["委员会", "党委", "委"].iter().find_map(|end| key.strip_suffix(end))?;
            Some(if is_territory(stem) { Self::TerritoryCommittee } else { Self::Committee })
        }
    }

    /// Whether a name that tells `told` may stand beside a column that says `self`: 委员会 alone does not tell a
    /// territory's committee from any other.
    #[must_use]
    pub const fn agrees_with(self, told: Self) -> bool {
        broad_of(self) == broad_of(told)
    }
}

const fn broad_of(kind: Kind) -> u8 {
    match kind {
        Kind::TerritoryCommittee | Kind::Committee => 0,
        Kind::WorkCommittee => 1,
        Kind::PartyGroup => 2,
        Kind::GeneralBranch => 3,
        Kind::Branch => 4,
        Kind::Group => 5,
    }
}

fn is_territory(stem: &str) -> bool {
    const OTHER_AREAS: [&str; 12] =
        ["园区", "社区", "小区", "开发区", "校区", "矿区", "厂区", "景区", "库区", "林区", "院区", "牧区"];
    let ends = ["省", "自治区", "市", "县", "旗", "盟", "州", "区"].iter().any(|end| stem.ends_with(end));
    ends && !OTHER_AREAS.iter().any(|end| stem.ends_with(end))
}
