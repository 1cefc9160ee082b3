//! What a check of the return can find.

use crate::keyed::keyed;

keyed! {
    /// A broken relation: the return is sent back until it is mended.
    Finding;

    /// A line is blank and gives no reason; zero is written 0.
    BlankWithoutReason(R09, "return-blank") {
        /// The line's code.
        line: &'static str,
    }
    /// Something other than a count stands in a line.
    NotACount(R09, "return-not-a-count") {
        /// The line's code.
        line: &'static str,
        /// What stands there.
        written: String,
        /// What is wrong: `text`, `negative`, `fraction`, `percentage` or `too-large`.
        problem: &'static str,
    }
    /// A part exceeds the whole it is a part of (satisfied ≤ basic or above ≤ judged ≤ total).
    OrderViolated(R02, "return-order") {
        /// The line that must not be greater.
        lesser: &'static str,
        /// Its count.
        lesser_count: u64,
        /// The line that must not be less.
        greater: &'static str,
        /// Its count.
        greater_count: u64,
    }
    /// More members introduced themselves than there are.
    IntroductionsExceedMembers(R09, "return-introductions") {
        /// Line 5.
        introductions: u64,
        /// Line 1d.
        members: u64,
    }
    /// People took part in meetings, but none was held.
    ParticipantsWithoutMeeting(R09, "return-no-meeting") {
        /// Line 2b.
        participants: u64,
    }
    /// Methods and quantities of line 3 differ in number.
    MethodLengthsDiffer(R09, "return-method-lengths") {
        /// Methods named.
        methods: usize,
        /// Quantities given.
        quantities: usize,
    }
    /// A quantity of line 3 is no count.
    MethodNotACount(R09, "return-method-count") {
        /// What stands there.
        written: String,
    }
}

keyed! {
    /// Something worth a second look; never a reason to refuse.
    Remark;

    /// More chiefs reported than organisations were judged: perhaps person-times.
    MoreChiefsThanOrganisations(R13, "return-many-chiefs") {
        /// Line 4a.
        chiefs: u64,
        /// Line 1a.
        organisations: u64,
    }
    /// More opinion forms than people at the meetings: some went to people who were not there.
    MoreFormsThanParticipants(R04, "return-many-forms") {
        /// Forms of line 3.
        forms: u64,
        /// Line 2b.
        participants: u64,
    }
    /// Not every member was judged.
    MembersNotJudged(R08, "return-not-judged") {
        /// Line 1e.
        judged: u64,
        /// Line 1d.
        members: u64,
    }
}

keyed! {
    /// A likely correction. It is proposed and asked, never made.
    Proposal;

    /// The counts look exclusive: the inclusive count is their sum.
    ExclusiveCounts(R02, "return-propose-sum") {
        /// The line to correct.
        line: &'static str,
        /// What it would be.
        value: u64,
        /// The line's count now.
        basic: u64,
        /// The count of the satisfied.
        satisfied: u64,
    }
    /// A blank line has only one possible value.
    OnlyValue(R02, "return-propose-only") {
        /// The blank line.
        line: &'static str,
        /// Its only possible value.
        value: u64,
    }
}
