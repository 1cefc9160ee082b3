//! The working group of a round (群众评议工作领导小组, S049): who does what. Its head never keeps the tally (P10), and whoever
//! is judged neither counts nor reads opinions.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{account, round, working_group_member};
use storage::{AccountId, Reads, RoundId, Scope, StorageError, WorkingGroupMemberId};

use super::rules::{Act, has_number, refusal};
use super::seen::{self, Seen};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals;
use crate::features::appraisals::model::{ObjectKind, Plan};
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, SeenVersion, Visitor, WebError};

/// What members do; the order of the form. Kept in step with the CHECK of the table.
const DUTIES: [&str; 5] = ["head", "notice", "tally", "opinions", "records"];
/// The most members of a group.
const MOST_MEMBERS: usize = 60;

/// Whether a duty brings somebody near counted ballots or unread opinions.
#[must_use]
pub(super) fn reads_ballots(duty: &str) -> bool {
    matches!(duty, "tally" | "opinions")
}

/// Whether a member of the group is judged in the round: as the member behind the account, and where no account tells,
/// by name.
pub(super) fn is_judged(plan: &Plan, (name, account): (&str, Option<&account::Model>)) -> bool {
    let member = account.and_then(|account| account.member_id);
    let mut judged = plan.objects.iter().filter(|object| object.kind == ObjectKind::Member);
    judged.any(|object| if member.is_some() { object.member == member } else { object.name == name })
}

/// The accounts of a group's members.
pub(super) async fn accounts(
    reads: &impl Reads,
    members: &[working_group_member::Model],
) -> Result<BTreeMap<AccountId, account::Model>, StorageError> {
    appraisals::queries::accounts(reads, members.iter().filter_map(|member| member.account_id)).await
}

/// A member as typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct MemberForm {
    version: i64,
    name: String,
    post: String,
    duty: String,
    words: String,
    recused: String,
    account: String,
}

struct MemberView {
    id: String,
    action: String,
    form: MemberForm,
    is_judged: bool,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

#[derive(Template)]
#[template(path = "features/composition/templates/working_group.html")]
struct GroupView {
    page: Page,
    back: (String, String),
    action: String,
    may_edit: bool,
    members: Vec<MemberView>,
    new: MemberView,
    duties: [&'static str; 5],
}

/// What was typed, of whom, and what is wrong with it.
struct Typed {
    /// Nobody for a new member.
    member: Option<WorkingGroupMemberId>,
    form: MemberForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

fn form_of(row: &working_group_member::Model, account: Option<&account::Model>) -> MemberForm {
    MemberForm {
        version: row.version,
        name: row.name.clone(),
        post: row.post.clone(),
        duty: row.duty.clone(),
        words: row.words.clone(),
        recused: row.recused.clone(),
        account: account.map(|account| account.sign_in_name.clone()).unwrap_or_default(),
    }
}

async fn page(app: &App, frame: &Frame, seen: &Seen, (status, mut typed): (StatusCode, Option<Typed>)) -> Answer {
    let (round, plan) = (&seen.round, &seen.plan);
    let mut members = Vec::new();
    let group = queries::working_group(&app.database, round.id).await?;
    let accounts = accounts(&app.database, &group).await?;
    for row in group {
        let account = row.account_id.and_then(|id| accounts.get(&id));
        let form = form_of(&row, account);
        let mine = typed.take_if(|typed| typed.member == Some(row.id));
        let (form, errors, conflict) =
            mine.map_or((form, FieldErrors::default(), None), |mine| (mine.form, mine.errors, mine.conflict));
        members.push(MemberView {
            id: row.id.to_string(),
            action: urls::GroupMember { round: round.id, member: row.id }.to_path(),
            is_judged: is_judged(plan, (&row.name, account)),
            form,
            errors,
            conflict,
        });
    }
    let action = urls::WorkingGroup { round: round.id }.to_path();
    let (form, errors, conflict) = typed.map_or_else(Default::default, |one| (one.form, one.errors, one.conflict));
    let new = MemberView { id: "new".to_owned(), action: action.clone(), form, is_judged: false, errors, conflict };
    let view = GroupView {
        page: frame.page("composition-group-title"),
        back: seen::back(frame, round),
        action,
        may_edit: refusal(Act::Choose, &round.state).is_none(),
        members,
        new,
        duties: DUTIES,
    };
    html_with(status, &view)
}

/// Shows the group.
pub(super) async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::WorkingGroup>,
) -> Answer {
    let seen = seen::seen(&app, &visitor, url.round).await?;
    page(&app, &frame, &seen, (StatusCode::OK, None)).await
}

/// What a form says, as a row; its errors otherwise. Asked within the change that stores it: two heads added at once, and
/// the second is told.
async fn read(
    reads: &impl Reads,
    plan: &Plan,
    (form, row): (&MemberForm, working_group_member::Model),
    errors: &mut FieldErrors,
) -> Result<working_group_member::Model, WebError> {
    let name = errors.required("name", &form.name, 40);
    let post = errors.required("post", &form.post, 60);
    let words = errors.optional("words", &form.words, 200);
    for (field, text) in [("name", &name), ("post", &post), ("words", &words)] {
        if has_number(text) {
            errors.add(field, "composition-error-reason");
        }
    }
    if !DUTIES.contains(&form.duty.as_str()) {
        errors.add("duty", "error-choose");
    }
    let typed = form.account.trim().to_lowercase();
    let account = match typed.as_str() {
        "" => None,
        typed => appraisals::queries::account_signing_in_as(reads, typed).await?,
    };
    if account.is_none() && !typed.is_empty() {
        errors.add("account", "composition-error-account");
    }
    if reads_ballots(&form.duty) && is_judged(plan, (&name, account.as_ref())) {
        errors.add("duty", "composition-error-judged");
    }
    let group = queries::working_group(reads, row.round_id).await?;
    let others = || group.iter().filter(|other| other.id != row.id);
    if form.duty == "head" && others().any(|other| other.duty == "head") {
        errors.add("duty", "composition-error-two-heads");
    }
    if others().any(|other| other.name == name && other.post == post) {
        errors.add("name", "composition-error-member-twice");
    }
    if others().count() >= MOST_MEMBERS {
        errors.add_with("name", "composition-error-group-full", vec![("most", MOST_MEMBERS.into())]);
    }
    let recused = if form.recused == "yes" { "yes" } else { "no" };
    Ok(working_group_member::Model {
        name,
        post,
        duty: form.duty.clone(),
        words,
        recused: recused.to_owned(),
        account_id: account.map(|account| account.id),
        ..row
    })
}

/// How a change of the group begins.
enum Editing {
    Fresh(Change, Box<round::Model>),
    Answer(axum::response::Response),
}

async fn begin(app: &App, visitor: &Visitor, once_key: &str, id: RoundId) -> Result<Editing, WebError> {
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Round(id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Editing::Answer(answer)),
    };
    let round = appraisals::queries::round(&change.transaction, id).await?;
    let Some(round) = round else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if let Some(reason) = refusal(Act::Choose, &round.state) {
        change.give_up().await?;
        return Err(WebError::refused(reason));
    }
    Ok(Editing::Fresh(change, Box::new(round)))
}

/// Ends a change: whoever heads the group heads the round (P10).
async fn end(
    change: Change,
    (app, visitor): (&App, &Visitor),
    (round, what): (round::Model, &str),
    notice: &str,
) -> Answer {
    // Who was declared without a group, or heads it without an account, stays barred from the tally: never nobody.
    let head = queries::group_head(&change.transaction, round.id).await?.and_then(|head| head.account_id);
    let head = head.or(round.head_account_id);
    let url = urls::WorkingGroup { round: round.id };
    let about = About::organisation(round.organisation_id, format!("{}: working group, {what}", round.title));
    if round.head_account_id != head {
        let row = round::Model { head_account_id: head, ..round };
        appraisals::queries::update_round(&change.transaction, row).await?;
    }
    audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RoundChanged, about).await?;
    change.answer(&url, notice).await
}

/// Adds a member.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::WorkingGroup>,
    posted: Posted<MemberForm>,
) -> Answer {
    let seen = seen::seen(&app, &visitor, url.round).await?;
    let form = posted.input;
    let (change, round) = match begin(&app, &visitor, &posted.once, url.round).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Answer(answer) => return Ok(answer),
    };
    let mut errors = FieldErrors::default();
    let blank = working_group_member::Model {
        id: WorkingGroupMemberId(app.clock.next_id()),
        round_id: url.round,
        name: String::new(),
        post: String::new(),
        duty: String::new(),
        words: String::new(),
        recused: "no".to_owned(),
        account_id: None,
        version: 1,
    };
    let plan = appraisals::queries::plan(&change.transaction, url.round).await?;
    let row = read(&change.transaction, &plan, (&form, blank), &mut errors).await?;
    if !errors.is_empty() {
        change.give_up().await?;
        let typed = Typed { member: None, form, errors, conflict: None };
        return page(&app, &frame, &seen, (StatusCode::UNPROCESSABLE_ENTITY, Some(typed))).await;
    }
    let name = row.name.clone();
    queries::store_group_member(&change.transaction, row, true).await?;
    end(change, (&app, &visitor), (round, &name), "composition-member-saved").await
}

fn both_versions(page: &Page, stored: &MemberForm, typed: &MemberForm) -> Conflict {
    let duty = |form: &MemberForm| page.coded_or("composition-duty-", &form.duty);
    Conflict::between(
        page,
        [
            ("composition-name", stored.name.clone(), typed.name.clone()),
            ("composition-post", stored.post.clone(), typed.post.clone()),
            ("composition-duty", duty(stored), duty(typed)),
            ("composition-words", stored.words.clone(), typed.words.clone()),
            ("composition-account", stored.account.clone(), typed.account.clone()),
        ],
    )
}

/// Changes a member.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::GroupMember>,
    posted: Posted<MemberForm>,
) -> Answer {
    let seen = seen::seen(&app, &visitor, url.round).await?;
    let form = posted.input;
    let (mut errors, member) = (FieldErrors::default(), Some(url.member));
    let (change, round) = match begin(&app, &visitor, &posted.once, url.round).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Answer(answer) => return Ok(answer),
    };
    let group = queries::working_group(&change.transaction, url.round).await?;
    let Some(stored) = group.iter().find(|row| row.id == url.member) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if stored.version != form.version {
        let accounts = accounts(&change.transaction, std::slice::from_ref(stored)).await?;
        let before = form_of(stored, stored.account_id.and_then(|id| accounts.get(&id)));
        change.give_up().await?;
        let conflict = both_versions(&frame.page("composition-group-title"), &before, &form);
        let form = MemberForm { version: before.version, ..form };
        let typed = Typed { member, form, errors, conflict: Some(conflict) };
        return page(&app, &frame, &seen, (StatusCode::CONFLICT, Some(typed))).await;
    }
    let plan = appraisals::queries::plan(&change.transaction, url.round).await?;
    let next = working_group_member::Model { version: stored.version + 1, ..stored.clone() };
    let row = read(&change.transaction, &plan, (&form, next), &mut errors).await?;
    if !errors.is_empty() {
        change.give_up().await?;
        let typed = Typed { member, form, errors, conflict: None };
        return page(&app, &frame, &seen, (StatusCode::UNPROCESSABLE_ENTITY, Some(typed))).await;
    }
    let name = row.name.clone();
    queries::store_group_member(&change.transaction, row, false).await?;
    end(change, (&app, &visitor), (round, &name), "composition-member-saved").await
}

/// Takes a member out of the group.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::GroupMember>,
    posted: Posted<SeenVersion>,
) -> Answer {
    seen::seen(&app, &visitor, url.round).await?;
    let (change, round) = match begin(&app, &visitor, &posted.once, url.round).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Answer(answer) => return Ok(answer),
    };
    let group = queries::working_group(&change.transaction, url.round).await?;
    let Some(stored) = group.iter().find(|row| row.id == url.member) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if stored.version != posted.input.version {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let name = stored.name.clone();
    queries::delete_group_member(&change.transaction, url.member).await?;
    end(change, (&app, &visitor), (round, &name), "composition-member-removed").await
}
