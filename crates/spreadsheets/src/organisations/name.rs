//! Names of organisations: how they are kept, and when two of them mean the same.

use crate::cells::{CellError, compact, matching_key};

/// The longest name kept, in characters.
const LONGEST: usize = 120;

/// The parts of a name that decide whether two mean the same: the stem without 中共, and what the end says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey {
    /// The name without 中共 and without the word of its type: 青禾县柳林镇.
    pub stem: String,
    /// The word of its type in one spelling: 党委 for 委员会 and 党委, 支部 for 支部 and 党支部. Empty where there is
    /// none.
    pub end: &'static str,
}

/// Ends of names with the one spelling they stand for; longer ones first.
const ENDS: [(&str, &str); 21] = [
    ("党总支部委员会", "总支"),
    ("总支部委员会", "总支"),
    ("党支部委员会", "支部"),
    ("支部委员会", "支部"),
    ("党的工作委员会", "工委"),
    ("党工作委员会", "工委"),
    ("工作委员会", "工委"),
    ("党工委", "工委"),
    ("工委", "工委"),
    ("党的委员会", "党委"),
    ("党委员会", "党委"),
    ("委员会", "党委"),
    ("党总支部", "总支"),
    ("总支部", "总支"),
    ("党总支", "总支"),
    ("总支", "总支"),
    ("党支部", "支部"),
    ("支部", "支部"),
    ("党小组", "小组"),
    ("党委", "党委"),
    ("党组", "党组"),
];

/// The key of a name.
#[must_use]
pub fn name_key(name: &str) -> NameKey {
    let key = matching_key(name);
    let bare = ["中国共产党", "中共"].iter().find_map(|start| key.strip_prefix(start)).unwrap_or(&key);
    for (written, end) in ENDS {
        if let Some(stem) = bare.strip_suffix(written)
            && !stem.is_empty()
        {
            return NameKey { stem: stem.to_owned(), end };
        }
    }
    // 青禾县委 is the committee of 青禾县.
    if let Some(stem) = bare.strip_suffix('委')
        && stem.ends_with(['县', '市', '省', '区', '镇', '乡', '旗', '州'])
    {
        return NameKey { stem: stem.to_owned(), end: "党委" };
    }
    NameKey { stem: bare.to_owned(), end: "" }
}

/// A name as it is kept: no spaces beside Han characters, one kind of width for letters and digits.
///
/// # Errors
/// [`CellError::TooLong`] beyond 120 characters, [`CellError::ControlCharacter`].
pub fn display_name(name: &str, maximum: usize) -> Result<String, CellError> {
    compact(name, maximum.min(LONGEST))
}
