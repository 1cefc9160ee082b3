//! The organisations of one sector in the order of their rates (S083): who cannot be told apart shares a place, and each
//! row says why. For the office that runs the round; no paper, no public page and no page of the judged reads this.

use askama::Template;
use axum::extract::{Path, Query, State};
use rules::Fraction;
use rules::places::{Place, places};
use texts::Value;

use super::comparison::{Choice, Comparison, Judged, Wish, is_office, judged};
use super::context::Context;
use super::figures::{Figure, Row, per_mille};
use super::release::Object;
use super::{notices, overview, urls};
use crate::App;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// The sector shown where none is asked for: a thousand people judge offices.
const USUAL: &str = "office";

/// One that has a place.
struct Line {
    place: String,
    path: String,
    name: String,
    rate: String,
    steps: String,
    interval: String,
    remark: String,
}

#[derive(Template)]
#[template(path = "features/results/templates/order.html")]
struct OrderView {
    page: Page,
    comparison: (String, String),
    action: String,
    sectors: Vec<Choice>,
    measures: Vec<Choice>,
    lines: Vec<Line>,
    /// Those without a figure of their own, by name.
    others: Vec<Row>,
}

/// One with a figure of its own.
struct Placed<'a> {
    judged: &'a Judged<'a>,
    figure: Figure,
    share: Fraction,
    item: usize,
}

/// Shows the order.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Order>,
    Query(mut wish): Query<Wish>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    if !is_office(&app, &visitor, &context).await? {
        return Err(WebError::NotFound);
    }
    if wish.sector.is_empty() {
        USUAL.clone_into(&mut wish.sector);
    }
    // Persons are never put in an order, nor are leading teams, who are persons too, nor windows, where one often sits.
    let mut organisations = judged(&context);
    organisations.retain(|one| !one.measure.definition.is_of_team() && !is_of_window(&context, one.object));
    let found = Comparison::among(&context, &wish, organisations);
    let (sectors, measures) = found.choices(&context, frame.language);
    let mut placed = Vec::new();
    let mut others = Vec::new();
    for one in &found.judged {
        let definition = &one.measure.definition;
        let Some(item) = definition.overall_position() else {
            continue;
        };
        let figure = notices::overall_figure(&context, one.object, definition);
        match figure.and_then(|figure| Some((figure.satisfied?, figure))) {
            Some((share, figure)) => placed.push(Placed { judged: one, figure, share, item }),
            None => others.push(overview::object_row(&app, &frame, &context, one.object, definition, item)),
        }
    }
    html(&OrderView {
        page: frame.page("results-order-title"),
        comparison: (
            format!("{}?{}", urls::Comparison { round: url.round }.to_path(), found.query()),
            context.round.title.clone(),
        ),
        action: url.to_path(),
        sectors,
        measures,
        lines: lines(&app, &frame, &context, &placed)?,
        others,
    })
}

/// Neighbours named in a remark; of more only the number is told.
const MOST_NAMED: usize = 5;

fn is_of_window(context: &Context, object: &Object) -> bool {
    context.declared(object.object).is_some_and(|declared| declared.window.is_some())
}

/// The rows in their order; those that share a place by rate, then by name.
fn lines(app: &App, frame: &Frame, context: &Context, placed: &[Placed<'_>]) -> Result<Vec<Line>, WebError> {
    let shares: Vec<Fraction> = placed.iter().map(|one| one.share).collect();
    // A released share is never more than all of its forms.
    let found = places(&shares).ok_or_else(|| WebError::Broken("a rate without an interval".to_owned()))?;
    let mut order: Vec<(usize, &Placed<'_>, &Place)> =
        placed.iter().zip(&found).enumerate().map(|(position, (one, place))| (position, one, place)).collect();
    order.sort_by(|(position, one, place), (other_position, other, beside)| {
        let by_rate = other.share.compare(one.share);
        place.first.cmp(&beside.first).then(by_rate).then(position.cmp(other_position))
    });
    let text = |key: &str, arguments: &[(&str, Value)]| app.texts.with(frame.language, key, arguments);
    let names = |positions: &[usize]| -> String {
        let names: Vec<&str> = positions
            .iter()
            .filter_map(|position| placed.get(*position))
            .map(|one| one.judged.object.name.as_str())
            .collect();
        let first: Vec<&str> = names.iter().take(MOST_NAMED).copied().collect();
        let first = first.join(crate::texts::comma(frame.language));
        match names.len().saturating_sub(MOST_NAMED) {
            0 => first,
            _ => {
                let numbers = [("names", first.into()), ("count", names.len().into())];
                text("results-order-and-more", &numbers)
            }
        }
    };
    let line = |(_, one, place): (usize, &Placed<'_>, &Place)| {
        let object = one.judged.object;
        let mut remarks = Vec::new();
        for (key, positions) in [("results-order-meeting", &place.meeting), ("results-order-joined", &place.joined)] {
            if !positions.is_empty() {
                remarks.push(text(key, &[("names", names(positions).into())]));
            }
        }
        if remarks.is_empty() {
            remarks.push(text("results-order-alone", &[]));
        }
        let (first, last) = (("first", place.first.into()), ("last", place.last.into()));
        let (lower, upper) = (per_mille(place.bounds.lower), per_mille(place.bounds.upper));
        Line {
            place: match place.first == place.last {
                true => text("results-order-place", &[first]),
                false => text("results-order-shared", &[first, last]),
            },
            path: urls::Object { round: context.round.id, object: object.object }.to_path(),
            name: object.name.clone(),
            rate: one.figure.rate(),
            steps: urls::Steps { round: context.round.id, object: object.object, item: one.item }.to_path(),
            interval: text("results-interval", &[("lower", lower.into()), ("upper", upper.into())]),
            remark: remarks.join(" "),
        }
    };
    Ok(order.into_iter().map(line).collect())
}
