//! Paths of a year's rhythm. Years, quarters and half-years are texts here: what is none leads nowhere.

use storage::{CycleId, MemberId, OrganisationId, RoundId};

use crate::urls;

urls! {
    /// The years declared; posting declares one.
    Cycles = "/w/rhythm";
    /// The quarter a round stands in: putting chooses it, deleting takes the round out.
    OfRound { round: RoundId } = "/w/rhythm/rounds/{round}";
    /// The calendar of a year; putting changes its rule, deleting takes an empty one away.
    Calendar { cycle: CycleId } = "/w/rhythm/{cycle}";
    /// Rounds of the year: posting draws one up after an earlier one.
    Rounds { cycle: CycleId } = "/w/rhythm/{cycle}/rounds";
    /// The year of one organisation: its quarters side by side.
    Year { cycle: CycleId, organisation: OrganisationId } = "/w/rhythm/{cycle}/{organisation}";
    /// Its summary of a half-year or of the year; putting writes it.
    Summary { cycle: CycleId, organisation: OrganisationId, period: String } =
        "/w/rhythm/{cycle}/{organisation}/{period}";
    /// It on paper (F61).
    SummaryPaper { cycle: CycleId, organisation: OrganisationId, period: String } =
        "/w/rhythm/{cycle}/{organisation}/{period}/summary.pdf";
    /// What members are asked each quarter and half-year, by branch.
    Members = "/w/rhythm/members";
    /// The four no-slackenings of a branch in a quarter; putting records the meeting.
    Slackening { organisation: OrganisationId, year: String, quarter: String } =
        "/w/rhythm/slackening/{organisation}/{year}/{quarter}";
    /// Those of one member; putting records hours and what the representatives said.
    Check { organisation: OrganisationId, year: String, quarter: String, member: MemberId } =
        "/w/rhythm/slackening/{organisation}/{year}/{quarter}/{member}";
    /// The member's own check; putting hands it in.
    OwnCheck { organisation: OrganisationId, year: String, quarter: String, member: MemberId } =
        "/w/rhythm/slackening/{organisation}/{year}/{quarter}/{member}/self";
    /// The four not-letting-offs of a branch in a half-year.
    LettingOff { organisation: OrganisationId, year: String, half: String } =
        "/w/rhythm/letting-off/{organisation}/{year}/{half}";
    /// Those of one member; putting records opinion and comment.
    Review { organisation: OrganisationId, year: String, half: String, member: MemberId } =
        "/w/rhythm/letting-off/{organisation}/{year}/{half}/{member}";
    /// The member's own half, report and plan; putting hands it in.
    OwnReview { organisation: OrganisationId, year: String, half: String, member: MemberId } =
        "/w/rhythm/letting-off/{organisation}/{year}/{half}/{member}/self";
    /// What follows from one item: putting raises, changes or closes it, deleting takes it back.
    Consequence { organisation: OrganisationId, year: String, half: String, member: MemberId, item: String } =
        "/w/rhythm/letting-off/{organisation}/{year}/{half}/{member}/items/{item}";
    /// Recommending the member for commendation: putting recommends, deleting takes it back.
    Recommendation { organisation: OrganisationId, year: String, half: String, member: MemberId } =
        "/w/rhythm/letting-off/{organisation}/{year}/{half}/{member}/recommendation";
}
