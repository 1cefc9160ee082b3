# ballots
