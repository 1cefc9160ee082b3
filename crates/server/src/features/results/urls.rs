//! Paths of results.

use storage::{MeasureId, ObjectId, OrganisationId, RoundId};

use crate::urls;

urls! {
    /// The rounds whose casting is under way or over.
    Rounds = "/w/results";
    /// What was released of a round.
    Results { round: RoundId } = "/w/results/{round}";
    /// The same for one organisation of the tree and everything below it.
    Place { round: RoundId, organisation: OrganisationId } = "/w/results/{round}/places/{organisation}";
    /// How an organisation's total was found.
    PlaceSteps { round: RoundId, organisation: OrganisationId, measure: MeasureId } = "/w/results/{round}/places/{organisation}/steps/{measure}";
    /// How the numbers of a judge group's forms hang together, and its attendance.
    FormsSteps { round: RoundId, group: usize } = "/w/results/{round}/forms/{group}/steps";
    /// How many of the staff took part.
    Participation { round: RoundId } = "/w/results/{round}/participation";
    /// One object.
    Object { round: RoundId, object: ObjectId } = "/w/results/{round}/objects/{object}";
    /// How the figures of one item were found.
    Steps { round: RoundId, object: ObjectId, item: usize } = "/w/results/{round}/objects/{object}/steps/{item}";
    /// The figures as a spreadsheet.
    Export { round: RoundId } = "/w/results/{round}/figures.xlsx";
    /// The bulletin (F22).
    Bulletin { round: RoundId } = "/w/results/{round}/bulletin.pdf";
    /// The summary (F21).
    Summary { round: RoundId } = "/w/results/{round}/summary.pdf";
    /// The feedback sheet of an object (F23).
    Feedback { round: RoundId, object: ObjectId } = "/w/results/{round}/objects/{object}/feedback.pdf";
    /// The feedback sheets of a round: delivered, and acknowledged or not.
    FeedbackSheets { round: RoundId } = "/w/results/{round}/feedback";
    /// The judged says that the feedback sheet has come: posting acknowledges it, once.
    Acknowledgement { round: RoundId, object: ObjectId } = "/w/results/{round}/objects/{object}/acknowledgement";
    /// The organisations of one sector beside each other on common items.
    Comparison { round: RoundId } = "/w/results/{round}/comparison";
    /// The same as a spreadsheet.
    ComparisonFile { round: RoundId } = "/w/results/{round}/comparison.xlsx";
    /// The organisations of one sector in the order of their rates, as far as these tell them apart.
    Order { round: RoundId } = "/w/results/{round}/order";
    /// The results of linked rounds, level by level.
    Linked { round: RoundId } = "/w/results/{round}/linked";
    /// The same as a spreadsheet.
    LinkedFile { round: RoundId } = "/w/results/{round}/linked.xlsx";
    /// Every round that judged an organisation.
    Years { organisation: OrganisationId } = "/w/results/organisations/{organisation}";
    /// Every paper in one file: where it stands; posting asks for it.
    Dossier { round: RoundId } = "/w/results/{round}/dossier";
    /// The file.
    DossierFile { round: RoundId } = "/w/results/{round}/dossier.zip";
    /// Ending casting: asked by one tally keeper, confirmed by another.
    Ending { round: RoundId } = "/w/results/{round}/ending";
    /// Released opinions.
    Opinions { round: RoundId } = "/w/results/{round}/opinions";
    /// The answer to one of them.
    OpinionAnswer { round: RoundId, key: String } = "/w/results/{round}/opinions/{key}/answer";
    /// Opinions to be read by tally keepers.
    Readings { round: RoundId } = "/w/results/{round}/readings";
    /// One of them: posting proposes what is released, putting decides on a proposal.
    Reading { round: RoundId, key: String } = "/w/results/{round}/readings/{key}";
    /// Where and when the results are published.
    Publication { round: RoundId } = "/w/results/{round}/publication";
    /// Finishing the round, with what is still missing.
    Finish { round: RoundId } = "/w/results/{round}/finish";
}
