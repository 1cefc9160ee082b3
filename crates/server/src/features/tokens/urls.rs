//! Paths of blind tokens.

use storage::{PanelId, RoundId};

use crate::urls;

urls! {
    /// The rounds in which the visitor may take a token.
    Rounds = "/w/tokens";
    /// Which groups of a round take tokens and how many were taken; putting declares it.
    OfRound { round: RoundId } = "/w/tokens/{round}";
    /// Until when tokens are taken; putting prolongs it.
    Period { round: RoundId } = "/w/tokens/{round}/period";
    /// The key of a group; deleting retires it.
    Key { round: RoundId, panel: PanelId } = "/w/tokens/{round}/keys/{panel}";
    /// A member's own page; posting has a blinded message signed.
    Own { round: RoundId } = "/w/tokens/{round}/own";
    /// The public key of the member's own group, for whoever blinds with a program of his own.
    KeyFile { round: RoundId } = "/w/tokens/{round}/own/key.der";
}
