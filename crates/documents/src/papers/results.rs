//! The result of one object, as bulletin, feedback sheet and summary show it.

use serde_json::{Value as Json, json};

use crate::charts::{self, Distribution, DistributionRow};
use crate::wording::Wording;
use crate::{Certainty, DocumentError, GradeCount, Rate};

/// Counts of one item or of the overall item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Ballots by grade, best first; the grades of the scale in its order.
    pub counts: Vec<GradeCount>,
    /// Valid ballots that grade the item: the base, shown as N.
    pub base: u64,
    /// The share of the satisfied grades.
    pub satisfied: Rate,
    /// The share of 基本满意 or better, where the scale has one (A15).
    pub basic_or_above: Option<Rate>,
    /// What may be said of the rate beyond those who answered.
    pub certainty: Option<Certainty>,
}

/// What stands for an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// Its own figures.
    Figures(Figures),
    /// It is counted in a group, named here as in the list of groups.
    PooledInto(String),
    /// Nothing can be published of it.
    Withheld,
}

/// One object with its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectResult {
    /// Its name.
    pub name: String,
    /// What is published.
    pub published: Published,
}

/// Objects published together because each alone is too small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The group's name, the same as in `Published::PooledInto`.
    pub name: String,
    /// The objects in it.
    pub members: Vec<String>,
    /// Their figures together.
    pub figures: Figures,
}

/// All objects of a measure together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// How many objects.
    pub objects: u64,
    /// What is published of them; a withheld total has a part that is not published.
    pub published: Published,
}

/// The results of one measure of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of its instrument.
    pub title: String,
    /// The grades, best first.
    pub scale: Vec<String>,
    /// The results on the overall item.
    pub objects: Vec<ObjectResult>,
    /// Groups published together.
    pub groups: Vec<Group>,
    /// All objects together, where there are several.
    pub total: Option<Total>,
}

impl Part {
    /// As the template reads it.
    pub(super) fn data(&self, minimum: u64, wording: Wording) -> Result<Json, DocumentError> {
        for object in &self.objects {
            if let Published::PooledInto(group) = &object.published
                && !self.groups.iter().any(|known| known.name == *group)
            {
                return Err(DocumentError::Shape(format!("“{}” is pooled into no group", object.name)));
            }
        }
        let objects = self.objects.iter().map(|object| row(object, &self.scale, minimum, wording));
        let total = |total: &Total| {
            let name = wording.with("bulletin-total", &[("count", total.objects.into())]);
            let mut row =
                row(&ObjectResult { name, published: total.published.clone() }, &self.scale, minimum, wording)?;
            if total.published == Published::Withheld {
                row["words"] = wording.get("total-withheld").into();
            }
            Ok::<_, DocumentError>(row)
        };
        let group = |group: &Group| {
            let mut row = figures_row(&group.figures, &self.scale, wording)?;
            row["name"] = group.name.as_str().into();
            row["of"] = wording.with("bulletin-group-of", &[("count", group.members.len().into())]).into();
            row["members"] = group.members.clone().into();
            Ok(row)
        };
        Ok(json!({
            "title": self.title,
            "scale": self.scale,
            "objects": objects.collect::<Result<Vec<_>, _>>()?,
            "total": self.total.as_ref().map(total).transpose()?,
            "groups": self.groups.iter().map(group).collect::<Result<Vec<_>, DocumentError>>()?,
        }))
    }

    /// The distribution of what is shown.
    pub(super) fn chart(&self, wording: Wording) -> Distribution {
        let shown = self.objects.iter().filter_map(|object| match &object.published {
            Published::Figures(figures) => Some((&object.name, figures)),
            Published::PooledInto(_) | Published::Withheld => None,
        });
        let pooled = self.groups.iter().map(|group| (&group.name, &group.figures));
        let rows: Vec<DistributionRow> = shown
            .chain(pooled)
            .map(|(name, figures)| DistributionRow {
                label: name.clone(),
                counts: figures.counts.iter().map(|count| count.count).collect(),
            })
            .collect();
        Distribution {
            name: String::new(),
            title: wording.get("bulletin-chart"),
            description: wording.get("bulletin-chart-description"),
            grades: self.scale.clone(),
            rows,
        }
    }
}

/// The cells of a row: `counts`, `base`, `rate`, `basic`, `certainty`, or `words` in place of all.
pub(super) fn row(
    result: &ObjectResult,
    scale: &[String],
    minimum: u64,
    wording: Wording,
) -> Result<Json, DocumentError> {
    let words = match &result.published {
        Published::Figures(figures) => {
            let mut row = figures_row(figures, scale, wording)?;
            row["name"] = result.name.as_str().into();
            return Ok(row);
        }
        Published::PooledInto(group) => {
            let arguments = [("minimum", minimum.into()), ("into", group.into())];
            wording.with("pooled-into", &arguments)
        }
        Published::Withheld => wording.with("withheld", &[("minimum", minimum.into())]),
    };
    Ok(json!({ "name": result.name, "words": words }))
}

/// The same cells of figures alone; the grades must be the scale's, in its order, so that a count
/// never stands under another grade's heading.
pub(super) fn figures_row(figures: &Figures, scale: &[String], wording: Wording) -> Result<Json, DocumentError> {
    if !figures.counts.iter().map(|count| &count.grade).eq(scale) {
        return Err(DocumentError::Shape(format!(
            "grades {:?} are not the scale {scale:?}",
            figures.counts.iter().map(|count| &count.grade).collect::<Vec<_>>()
        )));
    }
    let counts: Vec<String> = figures.counts.iter().map(|count| count.count.to_string()).collect();
    Ok(json!({
        "words": Json::Null,
        "counts": counts,
        "base": figures.base.to_string(),
        "rate": figures.satisfied.text(),
        "basic": figures.basic_or_above.map(Rate::text),
        "certainty": figures.certainty.map(|certainty| certainty.text(wording)),
    }))
}

/// Beyond so many bars the table says it better, and there is no chart.
const MOST_BARS: usize = 24;
/// Bars a drawing: with names of four lines it still fits on a sheet.
const BARS_A_DRAWING: usize = 6;

/// The drawings of a distribution, by file names that begin with `name`; several where there are many bars.
pub(super) fn drawings(name: &str, chart: &Distribution) -> Vec<(String, String)> {
    if chart.rows.len() > MOST_BARS {
        return Vec::new();
    }
    let drawing = |(index, rows): (usize, &[DistributionRow])| {
        let part = Distribution { rows: rows.to_vec(), ..chart.clone() };
        (format!("{name}-{index}.svg"), charts::distribution(&part))
    };
    // As even as can be: no bar stands alone under a legend of its own.
    let drawings = chart.rows.len().div_ceil(BARS_A_DRAWING).max(1);
    chart.rows.chunks(chart.rows.len().div_ceil(drawings).max(1)).enumerate().map(drawing).collect()
}

/// The names a template includes the drawings by.
pub(super) fn names(drawings: &[(String, String)]) -> Json {
    drawings.iter().map(|(name, _)| name.as_str()).collect()
}
