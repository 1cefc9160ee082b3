//! Edit distance on characters.

/// The least number of characters to insert, delete or change to get from one text to the other; nothing where it is
/// more than `most`.
#[must_use]
pub fn edit_distance(left: &[char], right: &[char], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(previous.len());
        current.push(row + 1);
        for (column, to) in right.iter().enumerate() {
            let replaced = previous[column] + usize::from(from != to);
            let removed = previous[column + 1] + 1;
            let inserted = current[column] + 1;
            current.push(replaced.min(removed).min(inserted));
        }
        if current.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        previous = current;
    }
    previous.last().copied().filter(|distance| *distance <= most)
}
