//! Circles among parents.

/// Every circle among parents, once, as the positions it goes through; the smallest position leads.
pub(super) fn circles(parents: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut state = vec![State::New; parents.len()];
    let mut circles = Vec::new();
    for start in 0..parents.len() {
        let mut chain = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| state.get(*here) == Some(&State::New)) {
            state[here] = State::OnTheWay;
            chain.push(here);
            at = parents.get(here).copied().flatten();
        }
        if let Some(closing) = at
            && let Some(from) = chain.iter().position(|here| *here == closing)
        {
            let mut circle = chain[from..].to_vec();
            let lead = circle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(lead, _)| lead);
            circle.rotate_left(lead);
            circles.push(circle);
        }
        for here in chain {
            state[here] = State::Done;
        }
    }
    circles
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}
