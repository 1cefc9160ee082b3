//! What a table says of its rows, whatever columns it has.

use anyhow::{Context, Result};
use data_encoding::HEXUPPER;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};

/// A table as it was read.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What identifies each row, in the order in which the database gave the rows.
    pub things: Vec<Vec<u8>>,
    /// Per column its values in the same order, as text that sorts like the values.
    pub columns: Vec<Column>,
    /// Everything that each row holds, in the same order.
    pub bytes: Vec<Vec<u8>>,
}

/// A column, or something the database tells of each row without being asked to keep it.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it is a column of the table; the others tell of the place.
    pub is_declared: bool,
    /// The values.
    pub values: Vec<String>,
}

/// Reads a table with everything the database tells of its rows. `identity` is the column that names them.
///
/// # Errors
/// Those of the database.
pub async fn read(connection: &DatabaseConnection, table: &str, identity: &str) -> Result<Table> {
    let columns = match connection.get_database_backend() {
        DbBackend::Postgres => columns_of_postgres(connection, table).await?,
        _ => columns_of_sqlite(connection, table).await?,
    };
    let told: Vec<_> =
        columns.iter().enumerate().map(|(at, (_, _, expression))| format!("{expression} AS c{at}")).collect();
    let rows = query(connection, &format!("SELECT {} FROM {table}", told.join(", "))).await?;
    let mut read = Table::default();
    for (at, (name, is_declared, _)) in columns.into_iter().enumerate() {
        let values: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("", &format!("c{at}"))).collect();
        read.columns.push(Column { name, is_declared, values: values? });
    }
    let place = (0..rows.len()).map(|place| format!("{place:020}")).collect();
    let identities = read.columns.iter().find(|column| column.name == identity).context("a column that names rows")?;
    let decode = |text: &String| HEXUPPER.decode(text.to_uppercase().as_bytes());
    read.things = identities.values.iter().map(decode).collect::<Result<_, _>>()?;
    // Of numbers this makes something else, and nothing is recognised by a number.
    let declared = || read.columns.iter().filter(|column| column.is_declared);
    let whole = |row: usize| declared().filter_map(move |column| decode(&column.values[row]).ok()).flatten().collect();
    read.bytes = (0..rows.len()).map(whole).collect();
    // SQLite's tables without a rowid give rows in the order of their keys. PostgreSQL gives them as they lie, which is as
    // they came, and so does a dump of it.
    read.columns.push(Column { name: "order of rows".to_owned(), is_declared: false, values: place });
    Ok(read)
}

/// Rows of a statement.
///
/// # Errors
/// Those of the database.
pub async fn query(connection: &DatabaseConnection, sql: &str) -> Result<Vec<QueryResult>> {
    Ok(connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await?)
}

type Described = (String, bool, String);

async fn columns_of_sqlite(connection: &DatabaseConnection, table: &str) -> Result<Vec<Described>> {
    let sql = format!("SELECT name, type AS kind FROM pragma_table_info('{table}')");
    let mut columns = Vec::new();
    for row in query(connection, &sql).await? {
        let (name, kind): (String, String) = (row.try_get("", "name")?, row.try_get("", "kind")?);
        let expression =
            if kind.starts_with("INT") { format!("printf('%020d', {name})") } else { format!("hex({name})") };
        columns.push((name, true, expression));
    }
    let sql = format!("SELECT 1 AS one FROM pragma_table_list WHERE name = '{table}' AND wr = 0");
    if !query(connection, &sql).await?.is_empty() {
        columns.push(("rowid".to_owned(), false, "printf('%020d', rowid)".to_owned()));
    }
    Ok(columns)
}

async fn columns_of_postgres(connection: &DatabaseConnection, table: &str) -> Result<Vec<Described>> {
    let sql = format!(
        "SELECT attname::text AS name, format_type(atttypid, NULL) AS kind FROM pg_attribute \
         WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
    );
    let mut columns = Vec::new();
    for row in query(connection, &sql).await? {
        let (name, kind): (String, String) = (row.try_get("", "name")?, row.try_get("", "kind")?);
        let expression = match kind.as_str() {
            "bytea" => format!("encode({name}, 'hex')"),
            "text" => format!("encode(convert_to({name}, 'UTF8'), 'hex')"),
            _ => format!("lpad({name}::text, 20, '0')"),
        };
        columns.push((name, true, expression));
    }
    let part = |number: u8| format!("lpad(split_part(trim(BOTH '()' FROM ctid::text), ',', {number}), 10, '0')");
    columns.push(("ctid".to_owned(), false, format!("{} || {}", part(1), part(2))));
    columns.push(("xmin".to_owned(), false, "lpad(xmin::text, 20, '0')".to_owned()));
    Ok(columns)
}
