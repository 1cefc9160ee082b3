//! The figures of a return and all below it, as they are frozen at filing.

use std::collections::{BTreeMap, BTreeSet};

use rules::statistics_return::{Line, LineSum, Method, Summed};
use serde::{Deserialize, Serialize};
use storage::StorageError;

#[derive(Serialize, Deserialize)]
struct StoredLine {
    sum: Option<u64>,
    given: u64,
    units: u64,
}

#[derive(Serialize, Deserialize)]
struct StoredMethod {
    name: String,
    quantity: u64,
    unit: String,
}

#[derive(Serialize, Deserialize)]
struct StoredFigures {
    lines: BTreeMap<String, StoredLine>,
    methods: Vec<StoredMethod>,
    methods_given: (u64, u64),
    missing: BTreeSet<String>,
}

/// Writes figures for the database.
pub fn write(figures: &Summed) -> Result<String, StorageError> {
    let line = |(line, sum): (&Line, &LineSum)| {
        let stored = StoredLine { sum: sum.sum, given: sum.given, units: sum.units };
        (line.code().to_owned(), stored)
    };
    let method = |method: &Method| StoredMethod {
        name: method.name.clone(),
        quantity: method.quantity,
        unit: method.unit.clone(),
    };
    let stored = StoredFigures {
        lines: figures.lines.iter().map(line).collect(),
        methods: figures.methods.iter().map(method).collect(),
        methods_given: figures.methods_given,
        missing: figures.missing.clone(),
    };
    serde_json::to_string(&stored).map_err(|_| StorageError::Damaged("a return's figures"))
}

/// Reads what [`write`] wrote.
pub fn read(text: &str) -> Result<Summed, StorageError> {
    let stored: StoredFigures = serde_json::from_str(text).map_err(|_| StorageError::Damaged("a return's figures"))?;
    let mut lines = BTreeMap::new();
    for (code, sum) in stored.lines {
        let line = Line::from_code(&code).ok_or(StorageError::Damaged("a return's line"))?;
        let sum = LineSum { sum: sum.sum, given: sum.given, units: sum.units };
        lines.insert(line, sum);
    }
    let method = |method: StoredMethod| Method { name: method.name, quantity: method.quantity, unit: method.unit };
    Ok(Summed {
        lines,
        methods: stored.methods.into_iter().map(method).collect(),
        methods_given: stored.methods_given,
        missing: stored.missing,
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use rules::statistics_return::{Child, FilledReturn, Line, Summed};

    #[test]
    #[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    fn figures_come_back_from_the_database_as_they_went() {
        let mut own = FilledReturn {
            methods: "走访调研 12次;发放征求意见表 30张".to_owned(),
            ..FilledReturn::default()
        };
        own.set(Line::MembersTotal, 9);
        let figures = Summed::of_parent(Some(&own), &[Child::Missing("柳林村党支部".to_owned())]);
        assert_eq!(read(&write(&figures).unwrap()).unwrap(), figures);
    }
}
