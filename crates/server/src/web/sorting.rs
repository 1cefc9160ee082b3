//! Columns that sort: a heading is a link to the same list in another order, with its search, its filters and no script.

use std::cmp::{Ordering, Reverse};

use sea_orm::sea_query::{CaseStatement, Expr, IntoCondition, NullOrdering};
use sea_orm::{ColumnTrait, IntoSimpleExpr, Order, QueryOrder};

/// How a list is sorted: by which of its columns, and which way.
#[derive(Debug, Clone)]
pub struct Sorting {
    column: &'static str,
    order: Order,
    /// As the address writes it; empty where the list is sorted so anyway.
    code: String,
    /// The path with its other queries, ending in `?` or `&`.
    base: String,
}

/// Reads a column as an address writes it: its code, after a hyphen where it goes downward.
fn read(code: &str) -> (&str, Order) {
    code.strip_prefix('-').map_or((code, Order::Asc), |column| (column, Order::Desc))
}

impl Sorting {
    /// What an address asks for, of the columns a list sorts by. The first is how the list stands unasked, downward where
    /// it begins with a hyphen; whatever else is asked for means that one.
    #[must_use]
    pub fn of(wish: &str, columns: &[&'static str], path: &str, others: &[(&str, &str)]) -> Self {
        let usual = read(columns.first().copied().unwrap_or_default());
        let (asked, order) = read(wish);
        let known = columns.iter().map(|column| read(column).0).find(|column| *column == asked);
        let (column, order) = known.map_or(usual.clone(), |column| (column, order));
        let hyphen = if order == Order::Desc { "-" } else { "" };
        let code = if (column, &order) == (usual.0, &usual.1) { String::new() } else { format!("{hyphen}{column}") };
        let given = others.iter().filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
        let base = if query.is_empty() { format!("{path}?") } else { format!("{path}?{query}&") };
        Self { column, order, code, base }
    }

    /// The column.
    #[must_use]
    pub const fn column(&self) -> &'static str {
        self.column
    }

    /// Which way, for a statement.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order.clone()
    }

    /// As the address writes it, for the form and the other pages of the list; empty where it is sorted so anyway.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The path with the list's other queries, ending in `?` or `&`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether the list is searched or narrowed.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.base.ends_with('&')
    }

    /// Where the heading of a column leads: sorted by it, and the other way round where it is sorted so already.
    #[must_use]
    pub fn path(&self, column: &str) -> String {
        let hyphen = if column == self.column && self.order == Order::Asc { "-" } else { "" };
        format!("{}sort={hyphen}{column}", self.base)
    }

    /// How a column says to those who listen that the list is sorted by it; nothing where it is not.
    #[must_use]
    pub fn aria(&self, column: &str) -> Option<&'static str> {
        (column == self.column).then_some(if self.order == Order::Asc { "ascending" } else { "descending" })
    }

    /// Sorts a statement by an expression of the column, what has nothing there last; the caller ends with the id.
    pub fn by<Q: QueryOrder>(&self, query: Q, column: impl IntoSimpleExpr) -> Q {
        query.order_by_with_nulls(column, self.order(), NullOrdering::Last)
    }

    /// Sorts a statement the other way round: where what is shown falls as what is stored rises.
    pub fn against<Q: QueryOrder>(&self, query: Q, column: impl IntoSimpleExpr) -> Q {
        let order = if self.order == Order::Asc { Order::Desc } else { Order::Asc };
        query.order_by_with_nulls(column, order, NullOrdering::Last)
    }

    /// Sorts rows in memory by a key that is made once a row; equal ones stay as they stand.
    pub fn rows_by_key<T, K: Ord>(&self, rows: &mut [T], key: impl Fn(&T) -> K) {
        match self.order {
            Order::Desc => rows.sort_by_cached_key(|row| Reverse(key(row))),
            _ => rows.sort_by_cached_key(key),
        }
    }

    /// Sorts rows in memory that stand in the order of their ids or names: equal ones stay as they stand.
    pub fn rows<T>(&self, rows: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
        match self.order {
            Order::Desc => rows.sort_by(|one, other| compare(other, one)),
            _ => rows.sort_by(compare),
        }
    }
}

/// The place of a stored code among the codes a page shows, as they stand there: databases order texts differently. What
/// is none of them has no place.
pub fn place<'a>(column: impl ColumnTrait, codes: impl IntoIterator<Item = &'a str>) -> Expr {
    first_of(codes.into_iter().map(|code| column.eq(code)))
}

/// The place of the first of these conditions that holds.
pub fn first_of(conditions: impl IntoIterator<Item = impl IntoCondition>) -> Expr {
    let numbered = conditions.into_iter().zip(0_i32..);
    let case = numbered.fold(CaseStatement::new(), |case, (condition, place)| case.case(condition, Expr::value(place)));
    case.into()
}

#[cfg(test)]
mod tests {
    use super::Sorting;

    fn sorting(wish: &str) -> Sorting {
        Sorting::of(wish, &["-at", "name"], "/w/list", &[("search", "东 河"), ("kind", "")])
    }

    #[test]
    fn a_heading_leads_to_the_same_list_sorted_by_it_and_then_the_other_way_round() {
        let usual = sorting("");
        assert_eq!((usual.column(), usual.code()), ("at", ""));
        assert_eq!(usual.path("at"), "/w/list?search=%E4%B8%9C+%E6%B2%B3&sort=at");
        assert_eq!(usual.path("name"), "/w/list?search=%E4%B8%9C+%E6%B2%B3&sort=name");
        let by_name = sorting("name");
        assert_eq!((by_name.column(), by_name.code()), ("name", "name"));
        assert!(by_name.path("name").ends_with("&sort=-name"));
        assert_eq!((by_name.aria("name"), by_name.aria("at")), (Some("ascending"), None));
        assert_eq!(
            (sorting("-name").aria("name"), sorting("-at").aria("at")),
            (Some("descending"), Some("descending"))
        );
    }

    #[test]
    fn a_column_nobody_knows_means_the_usual_order() {
        for wish in ["nonsense", "-", "name;drop", "--name"] {
            assert_eq!((sorting(wish).column(), sorting(wish).code()), ("at", ""), "{wish}");
        }
    }

    #[test]
    fn rows_that_are_equal_stay_as_they_stand_whichever_way() {
        let mut rows = [(1, 'a'), (2, 'b'), (1, 'c')];
        sorting("-name").rows(&mut rows, |one, other| one.0.cmp(&other.0));
        assert_eq!(rows.map(|row| row.1), ['b', 'a', 'c']);
    }
}
