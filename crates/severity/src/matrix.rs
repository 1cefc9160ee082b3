//! Symmetric equations.

/// A pivot smaller than this share of what it was reduced from is none: rounding leaves some 10⁻¹⁵.
const SMALLEST_PIVOT: f64 = 1e-10;

/// A symmetric matrix, its lower half used.
#[derive(Clone, Debug)]
pub struct Symmetric {
    size: usize,
    cells: Vec<f64>,
}

/// Cholesky's lower factor.
#[derive(Clone, Debug)]
pub struct Factor {
    size: usize,
    cells: Vec<f64>,
}

impl Symmetric {
    pub fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    /// Adds to the cell of a pair, given once in either order.
    pub fn add(&mut self, one: usize, other: usize, value: f64) {
        let (row, column) = (one.max(other), one.min(other));
        self.cells[row * self.size + column] += value;
    }

    /// The factor; nothing where the matrix is not positive definite, each pivot compared with what its diagonal was
    /// before anything was eliminated from it.
    pub fn factor(&self, unreduced: &[f64]) -> Option<Factor> {
        let size = self.size;
        let mut cells = self.cells.clone();
        for (column, before) in unreduced.iter().enumerate().take(size) {
            let (above, below) = cells.split_at_mut((column + 1) * size);
            let own = &mut above[column * size..];
            let reduced = own[column] - own[..column].iter().map(|cell| cell * cell).sum::<f64>();
            // Written so that what is not a number is refused too.
            let is_pivot = reduced > SMALLEST_PIVOT * before;
            if !is_pivot {
                return None;
            }
            let pivot = reduced.sqrt();
            own[column] = pivot;
            for row in below.chunks_exact_mut(size) {
                let product: f64 = row[..column].iter().zip(&own[..column]).map(|(one, other)| one * other).sum();
                row[column] = (row[column] - product) / pivot;
            }
        }
        Some(Factor { size, cells })
    }
}

impl Factor {
    /// The unit vector of a place.
    pub fn unit(&self, place: usize) -> Vec<f64> {
        let mut unit = vec![0.0; self.size];
        unit[place] = 1.0;
        unit
    }

    /// Solves for one right side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut solved = right.to_vec();
        for row in 0..self.size {
            let cells = &self.cells[row * self.size..];
            let known: f64 = cells[..row].iter().zip(&solved).map(|(cell, value)| cell * value).sum();
            solved[row] = (solved[row] - known) / cells[row];
        }
        for row in (0..self.size).rev() {
            let known: f64 = (row + 1..self.size).map(|next| self.cells[next * self.size + row] * solved[next]).sum();
            solved[row] = (solved[row] - known) / self.cells[row * self.size + row];
        }
        solved
    }
}
