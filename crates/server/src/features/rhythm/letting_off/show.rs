//! One member in a half-year: what he reported, what the masses and the branch say, each item with its consequence.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{letting_off_item, letting_off_review};

use super::items::ItemForm;
use super::own::OwnForm;
use super::recommending::ReasonForm;
use super::review::ReviewForm;
use super::{Reviewed, asked, reviewed};
use crate::App;
use crate::features::rhythm::consequences::{Remedy, remedies_of, remedy};
use crate::features::rhythm::urls;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor};

/// One item as the page shows it.
struct ItemView {
    code: String,
    name: String,
    explanation: String,
    action: String,
    stored: Option<letting_off_item::Model>,
    remedy: String,
    remedies: Vec<(String, String, bool)>,
    typed: ItemForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/review.html")]
struct ReviewView {
    page: Page,
    back: (String, String),
    action: String,
    recommendation: String,
    keeps: bool,
    /// Where the member's own half is handed in; nothing for whoever may not.
    own_action: Option<String>,
    own: OwnForm,
    own_errors: FieldErrors,
    own_conflict: Option<Conflict>,
    stored: Option<letting_off_review::Model>,
    /// Something is not dealt with yet: no recommendation.
    is_open: bool,
    items: Vec<ItemView>,
    typed: ReviewForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
    reason: ReasonForm,
    reason_errors: FieldErrors,
    reason_conflict: Option<Conflict>,
}

/// What was typed of one of the forms.
pub(super) enum Typed {
    /// Nothing.
    Nothing,
    /// Report and plan.
    Own(OwnForm, FieldErrors, Option<Conflict>),
    /// Opinion and comment.
    Review(ReviewForm, FieldErrors, Option<Conflict>),
    /// An item's consequence.
    Item(String, ItemForm, FieldErrors, Option<Conflict>),
    /// Why the member is recommended.
    Reason(ReasonForm, FieldErrors, Option<Conflict>),
}

/// Shows it.
pub(in crate::features::rhythm) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Review>,
) -> Answer {
    let reviewed = reviewed(&app, &visitor, &url).await?;
    page(&frame, &reviewed, (StatusCode::OK, Typed::Nothing))
}

/// The page, with what was typed.
pub(super) fn page(frame: &Frame, reviewed: &Reviewed, (status, mut typed): (StatusCode, Typed)) -> Answer {
    let Reviewed { found, member, review, items } = reviewed;
    let mut shown = Vec::new();
    for item in asked()? {
        let stored = items.iter().find(|stored| stored.item == item.code).cloned();
        let form = stored.as_ref().map(ItemForm::from).unwrap_or_default();
        let mut parts = (form, FieldErrors::default(), None);
        if matches!(&typed, Typed::Item(code, ..) if *code == item.code)
            && let Typed::Item(_, form, errors, conflict) = std::mem::replace(&mut typed, Typed::Nothing)
        {
            parts = (form, errors, conflict);
        }
        let (form, errors, conflict) = parts;
        let language = frame.language;
        let name_of = |remedy: &Remedy| remedy.name.in_language(language).to_owned();
        let url = found.review_url(member.id);
        let action = urls::Consequence {
            organisation: url.organisation,
            year: url.year,
            half: url.half,
            member: url.member,
            item: item.code.clone(),
        };
        let choice = |remedy: &Remedy| {
            let words = format!("{} ({})", name_of(remedy), remedy.about.in_language(language));
            (remedy.code.clone(), words, remedy.code == form.remedy)
        };
        shown.push(ItemView {
            action: action.to_path(),
            name: item.name.in_language(language).to_owned(),
            explanation: item.explanation.in_language(language).to_owned(),
            remedy: stored.as_ref().and_then(|stored| remedy(&stored.remedy)).map(name_of).unwrap_or_default(),
            remedies: remedies_of(&item.code).map(choice).collect(),
            code: item.code,
            stored,
            typed: form,
            errors,
            conflict,
        });
    }
    let url = found.review_url(member.id);
    let recommendation = urls::Recommendation {
        organisation: url.organisation,
        year: url.year.clone(),
        half: url.half.clone(),
        member: url.member,
    };
    let stored_form = review.as_ref().map(ReviewForm::from).unwrap_or_default();
    let stored_reason = review.as_ref().map(ReasonForm::from).unwrap_or_default();
    let none = FieldErrors::default;
    let mut own = (review.as_ref().map(OwnForm::from).unwrap_or_default(), none(), None);
    let mut of_review = (stored_form, none(), None);
    let mut of_reason = (stored_reason, none(), None);
    match typed {
        Typed::Own(form, errors, conflict) => own = (form, errors, conflict),
        Typed::Review(form, errors, conflict) => of_review = (form, errors, conflict),
        Typed::Reason(form, errors, conflict) => of_reason = (form, errors, conflict),
        Typed::Nothing | Typed::Item(..) => {}
    }
    let is_commented = review.as_ref().is_some_and(|review| !review.remark.is_empty());
    let own_url = urls::OwnReview {
        organisation: url.organisation,
        year: url.year.clone(),
        half: url.half.clone(),
        member: url.member,
    };
    let page = frame.titled(member.name.clone());
    let half = page.coded("rhythm-half-", found.term.half.to_string());
    html_with(
        status,
        &ReviewView {
            back: (found.url().to_path(), format!("{} · {} {half}", found.organisation.name, found.term.year)),
            action: url.to_path(),
            recommendation: recommendation.to_path(),
            keeps: found.sight.keeps(),
            own_action: (reviewed.may_answer() && (found.sight.keeps() || !is_commented)).then(|| own_url.to_path()),
            own: own.0,
            own_errors: own.1,
            own_conflict: own.2,
            stored: review.clone(),
            is_open: reviewed.is_open(),
            items: shown,
            typed: of_review.0,
            errors: of_review.1,
            conflict: of_review.2,
            reason: of_reason.0,
            reason_errors: of_reason.1,
            reason_conflict: of_reason.2,
            page,
        },
    )
}
