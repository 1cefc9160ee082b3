//! What may be done with a project as it stands, and in which order projects are listed.

/// The most days ahead that a last day may lie: a correction nobody waits for is none.
pub const LONGEST_DAYS: u64 = 3 * 366;

/// A step of a project, or what is noted after its publication; in code the kind of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Work begins.
    Begin,
    /// It is done: what can be seen now.
    Complete,
    /// It was not done after all.
    Reopen,
    /// It is given up; its opinions and weak points are free again.
    Withdraw,
    /// It is made public.
    Publish,
    /// What changed since it was made public.
    Note,
}

impl Step {
    /// Reads the kind of an entry.
    #[must_use]
    pub fn from_kind(kind: &str) -> Option<Self> {
        [Self::Begin, Self::Complete, Self::Reopen, Self::Withdraw, Self::Publish, Self::Note]
            .into_iter()
            .find(|step| step.kind() == kind)
    }

    /// The kind of its entry.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Begin => "begun",
            Self::Complete => "done",
            Self::Reopen => "reopened",
            Self::Withdraw => "withdrawn",
            Self::Publish => "published",
            Self::Note => "noted",
        }
    }

    /// The state it is taken from; what is public is never taken back, later changes are entries of their own.
    #[must_use]
    pub fn may_follow(self, state: &str) -> bool {
        match self {
            Self::Begin => state == "planned",
            Self::Complete => state == "in_progress",
            Self::Reopen | Self::Publish => state == "done",
            Self::Withdraw => matches!(state, "planned" | "in_progress" | "done"),
            Self::Note => state == "published",
        }
    }

    /// The state it leads to.
    #[must_use]
    pub const fn leads_to(self) -> &'static str {
        match self {
            Self::Begin | Self::Reopen => "in_progress",
            Self::Complete => "done",
            Self::Withdraw => "withdrawn",
            Self::Publish | Self::Note => "published",
        }
    }

    /// Whether words are asked for: a reason, or what changed.
    #[must_use]
    pub const fn asks_for_words(self) -> bool {
        matches!(self, Self::Reopen | Self::Withdraw | Self::Note)
    }
}

/// Whether the plan and the opinions of a project may still change: until it is done.
#[must_use]
pub fn is_open(state: &str) -> bool {
    matches!(state, "planned" | "in_progress")
}

/// Whether the last day of a project is over and it is not done. Both are ISO days.
#[must_use]
pub fn is_late(state: &str, due_on: &str, today: &str) -> bool {
    is_open(state) && due_on < today
}

/// The order of lists: what is open by its last day, so that what is late comes first, then what was done, then what was
/// made public, then what was given up.
#[must_use]
pub fn place<'a>(state: &str, due_on: &'a str) -> (u8, &'a str) {
    let group = match state {
        "planned" | "in_progress" => 0,
        "done" => 1,
        "published" => 2,
        _ => 3,
    };
    (group, due_on)
}

/// Whether what a round led to may be made public: not before the results themselves.
#[must_use]
pub fn may_publish(round_state: &str) -> bool {
    matches!(round_state, "published" | "finished")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s089_what_is_public_is_never_taken_back_and_a_step_follows_its_own_state_alone() {
        let states = ["planned", "in_progress", "done", "published", "withdrawn"];
        let after = |step: Step| -> Vec<&str> { states.into_iter().filter(|state| step.may_follow(state)).collect() };
        assert_eq!(after(Step::Begin), ["planned"]);
        assert_eq!(after(Step::Complete), ["in_progress"]);
        assert_eq!(after(Step::Reopen), ["done"]);
        assert_eq!(after(Step::Publish), ["done"]);
        assert_eq!(after(Step::Note), ["published"]);
        assert_eq!(after(Step::Withdraw), ["planned", "in_progress", "done"]);
        assert!(Step::from_kind("planned").is_none(), "planning is no step of its own");
    }

    #[test]
    fn what_is_late_comes_first_and_what_was_given_up_last() {
        let mut all = [("withdrawn", "2026-01-01"), ("published", "2026-01-01"), ("planned", "2026-08-01")].to_vec();
        all.extend([("done", "2026-01-01"), ("in_progress", "2026-06-01")]);
        all.sort_by_key(|(state, due)| place(state, due));
        let states: Vec<&str> = all.iter().map(|(state, _)| *state).collect();
        assert_eq!(states, ["in_progress", "planned", "done", "published", "withdrawn"]);
        assert!(is_late("planned", "2026-06-30", "2026-07-01") && !is_late("planned", "2026-07-01", "2026-07-01"));
        assert!(!is_late("done", "2026-06-30", "2026-07-01"));
    }
}
