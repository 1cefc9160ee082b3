//! The words of the member table.

use crate::cells::matching_key;

/// 性别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// 党员类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// 正式党员.
    Full,
    /// 预备党员.
    Probationary,
}

/// 在职状况. Words beyond the usual ones are kept as they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceState {
    /// 在职.
    InService,
    /// 离退休.
    Retired,
    /// 农民.
    Farmer,
    /// 学生.
    Student,
    /// 流动.
    Floating,
    /// Any other word.
    Other(String),
}

impl Sex {
    /// The sex a word means.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match matching_key(word).as_str() {
            "男" | "男性" | "m" | "male" | "1" => Some(Self::Male),
            "女" | "女性" | "f" | "female" | "2" => Some(Self::Female),
            _ => None,
        }
    }

    /// The word written on export.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }
}

impl Category {
    /// The category a word means.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match matching_key(word).as_str() {
            "正式党员" | "正式" | "中共党员" | "党员" | "正式中共党员" => Some(Self::Full),
            "预备党员" | "预备" | "中共预备党员" | "候补党员" => Some(Self::Probationary),
            _ => None,
        }
    }

    /// The word written on export.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Full => "正式党员",
            Self::Probationary => "预备党员",
        }
    }
}

impl ServiceState {
    /// The state a word means.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        match matching_key(word).as_str() {
            "在职" | "在岗" | "是" | "在职在岗" | "在职党员" => Self::InService,
            "离退休" | "退休" | "离休" | "否" | "已退休" | "离退休党员" => Self::Retired,
            "农民" | "务农" | "村民" | "农牧民" => Self::Farmer,
            "学生" | "在校学生" => Self::Student,
            "流动" | "外出流动" | "流动党员" => Self::Floating,
            _ => Self::Other(word.to_owned()),
        }
    }

    /// The word written on export; reading it gives the same state.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::InService => "在职",
            Self::Retired => "离退休",
            Self::Farmer => "农民",
            Self::Student => "学生",
            Self::Floating => "流动",
            Self::Other(word) => word,
        }
    }
}
