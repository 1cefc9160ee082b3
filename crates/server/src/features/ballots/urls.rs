//! Paths of the anonymous door.

use storage::RoundId;

use crate::urls;

urls! {
    /// Where a code is entered; the QR of a slip leads here, with the code behind a `#`.
    Door = "/b";
    /// The sheet: shown, and posted to be checked.
    Sheet = "/b/sheet";
    /// Handing in: posting creates the receipt.
    Receipt = "/b/receipt";
    /// A window's tablet: shown, and posted with its key, which its link brings behind a `#`.
    Tablet = "/b/tablet";
    /// The next person at it: posting takes a code.
    NextPerson = "/b/tablet/next";
    /// How pages look for this judge.
    Display = "/b/display";
    /// The turnout on the screen of a hall.
    Hall { round: RoundId } = "/hall/{round}";
    /// What receipts are compared with after sealing; outside the paths of the judge's cookie.
    Receipts { round: RoundId } = "/receipts/{round}";
    /// A part of a long list.
    ReceiptsPart { round: RoundId, part: usize } = "/receipts/{round}/{part}";
    /// What leads from each ballot of a part to the root.
    Inclusions { round: RoundId, part: usize } = "/receipts/{round}/{part}/list.txt";
    /// What receipts and archives are checked with: the second verifier, and the format.
    Verifier { name: String } = "/verifiers/{name}";
}
