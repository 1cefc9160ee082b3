//! All rows of one database into another, whichever two they are: a backup of PostgreSQL is a SQLite file like any
//! other, and may be restored into either.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, IsolationLevel,
    Iterable, PaginatorTrait, PrimaryKeyToColumn, QueryOrder, QuerySelect, Statement, TransactionTrait,
};

use crate::{Database, Reads, Scope, StorageError, entities};

/// Rows of one statement: databases limit the values a statement takes.
const BATCH: u64 = 500;

macro_rules! tables {
    ($($table:ident),* $(,)?) => {
        /// Every table, for the test that none is forgotten.
        pub const TABLES: &[&str] = &[$(stringify!($table)),*];

        async fn copy_tables(from: &DatabaseTransaction, to: &DatabaseTransaction) -> Result<(), StorageError> {
            $(copy::<entities::$table::Entity>(from, to).await?;)*
            Ok(())
        }
    };
}

tables![
    account,
    role_grant,
    session,
    form_post,
    audit_event,
    job,
    organisation,
    organisation_event,
    member,
    exemption,
    import,
    template,
    service_window,
    round,
    round_area,
    round_invitation,
    working_group_member,
    measure,
    verdict_source,
    sheet,
    round_object,
    sheet_object,
    panel,
    panel_roll,
    panel_draw,
    draw_source,
    draw_reading,
    candidate,
    recusal,
    batch,
    paper_batch,
    paper_correction,
    paper_draft,
    hand_out_plan,
    window_day,
    tablet,
    round_step,
    self_report,
    round_contact,
    round_meeting,
    round_record,
    earlier_publication,
    box_opening,
    round_result,
    round_archive,
    released_opinion,
    opinion_answer,
    composite,
    quality_limit,
    named_record,
    round_procedure,
    round_template,
    procedure_record,
    procedure_subject,
    round_repeat,
    round_omission,
    correction_project,
    correction_opinion,
    correction_entry,
    correction_repeat,
    correction_weak_point,
    acknowledgement,
    cycle,
    cycle_round,
    cycle_summary,
    slackening_meeting,
    slackening_check,
    letting_off_review,
    letting_off_item,
    named_measure,
    allotment,
    token_panel,
    token_period,
    token_request,
    named_sheet,
    everyday_entry,
    conclusion,
    conclusion_entry,
    earlier_conclusion,
    statistics_return,
    return_event,
    return_remark,
];

/// Copies every row of one moment into a database that has the tables and no rows: all or nothing.
///
/// # Errors
/// When a database does not answer or refuses.
pub async fn copy_rows(from: &Database, to: &Database) -> Result<(), StorageError> {
    let reading = from.connection().begin_with_config(Some(IsolationLevel::RepeatableRead), None).await?;
    let writing = to.write(Scope::Whole).await?.undone_when_dropped();
    let target = writing.connection();
    let references = put_off_references(target).await?;
    copy_tables(&reading, target).await?;
    for sql in references {
        target.execute_unprepared(&sql).await?;
    }
    reading.rollback().await?;
    writing.commit().await
}

/// Whether nobody has begun here: no account, no organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty(reads: &impl Reads) -> Result<bool, StorageError> {
    let connection = reads.connection();
    let accounts = entities::account::Entity::find().count(connection).await?;
    Ok(accounts == 0 && entities::organisation::Entity::find().count(connection).await? == 0)
}

/// References are checked at the end, because tables refer to themselves; gives what sets PostgreSQL back.
async fn put_off_references(target: &DatabaseTransaction) -> Result<Vec<String>, StorageError> {
    const REFERENCES: &str = "SELECT conrelid::regclass::text AS referrer, conname::text AS reference \
        FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
    if target.get_database_backend() == DbBackend::Sqlite {
        target.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
        return Ok(Vec::new());
    }
    let mut back = vec!["SET CONSTRAINTS ALL IMMEDIATE".to_owned()];
    for row in target.query_all_raw(Statement::from_string(DbBackend::Postgres, REFERENCES)).await? {
        let (referrer, reference): (String, String) = (row.try_get("", "referrer")?, row.try_get("", "reference")?);
        let alter = format!("ALTER TABLE {referrer} ALTER CONSTRAINT {reference}");
        target.execute_unprepared(&format!("{alter} DEFERRABLE INITIALLY DEFERRED")).await?;
        back.push(format!("{alter} NOT DEFERRABLE"));
    }
    Ok(back)
}

async fn copy<E>(from: &DatabaseTransaction, to: &DatabaseTransaction) -> Result<(), StorageError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut done = 0;
    loop {
        let mut query = E::find();
        for key in E::PrimaryKey::iter() {
            query = query.order_by_asc(key.into_column());
        }
        let rows = query.offset(done).limit(BATCH).all(from).await?;
        let number = rows.len() as u64;
        if number > 0 {
            let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
            E::insert_many(rows).exec_without_returning(to).await?;
        }
        done += number;
        if number < BATCH {
            return Ok(());
        }
    }
}
