//! From sheets as offices make them to checked rows.

use crate::support::{county_members, county_organisations, opened, put, put_row, rows, workbook};
use spreadsheets::members::{Category, ServiceState, Sex};
use spreadsheets::organisations::{Kind, Sector, read_sector};
use spreadsheets::{Choices, Code, Problem, Severity, members, organisations};

fn read_organisations(bytes: &[u8]) -> organisations::OrganisationFile {
    organisations::read(&opened(bytes), &Choices::default(), &mut |_, _| {})
}

fn read_members(bytes: &[u8]) -> members::MemberFile {
    members::read(&opened(bytes), &Choices::default(), &mut |_, _| {})
}

fn codes(problems: &[Problem]) -> Vec<Code> {
    problems.iter().map(|problem| problem.code).collect()
}

fn one(problems: &[Problem], code: Code) -> &Problem {
    let found: Vec<&Problem> = problems.iter().filter(|problem| problem.code == code).collect();
    assert_eq!(found.len(), 1, "{code:?} in {problems:?}");
    found[0]
}

#[test]
fn organisations_are_read_below_merged_titles_and_a_heading_of_two_rows() {
    let file = read_organisations(&county_organisations());
    let names: Vec<&str> = file.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "中共青禾县委员会",
            "中共青禾县城关镇委员会",
            "城关镇南郭岭村党支部",
            "城关镇社区党总支",
            "城关镇社区第一党支部"
        ]
    );
    let branch = &file.rows[2];
    assert_eq!(branch.kind, Some(Kind::Branch));
    assert_eq!(branch.parent.as_deref(), Some("青禾县城关镇党委"));
    assert_eq!(branch.sector, Some(Sector::Rural));
    assert_eq!(branch.founded.unwrap().to_string(), "1997-11");
    assert_eq!(branch.secretary.as_deref(), Some("马丽子"));
    assert_eq!(branch.members, Some(10));
    assert_eq!(branch.remark.as_deref(), Some("2009年换届"));
    assert_eq!(branch.position.to_string(), "党组织!B7");
    assert_eq!(file.rows[1].secretary.as_deref(), Some("贾明"));
    assert_eq!(file.rows[3].founded.unwrap().to_string(), "1955-05-27");
    assert_eq!(file.rows[4].sector, Some(Sector::Institution));
}

#[test]
fn whatever_is_not_a_record_or_not_read_is_named() {
    let file = read_organisations(&county_organisations());
    assert_eq!(
        codes(&file.problems),
        [Code::UnknownColumn, Code::IgnoredColumn, Code::UnknownColumn, Code::BlankRow, Code::TotalRow]
    );
    assert_eq!(file.problems[0].argument("heading"), Some("行政区划代码"));
    assert_eq!(file.problems[1].argument("heading"), Some("书记联系电话"));
    assert_eq!(file.problems[2].argument("heading"), Some("党员人数其中:离退休"));
    assert_eq!(file.problems[3].position.as_ref().unwrap().to_string(), "党组织!8");
    assert!(file.problems.iter().all(|problem| problem.severity == Severity::Note));
}

#[test]
fn members_are_read_and_columns_that_must_not_be_held_are_named_and_never_read() {
    let file = read_members(&county_members());
    assert_eq!(file.rows.len(), 5);
    let second = &file.rows[1];
    assert_eq!((second.name.as_str(), second.sex), ("廖超明", Some(Sex::Female)));
    assert_eq!(second.branch, "城关镇南郭岭村支部");
    assert_eq!(second.birth.unwrap().to_string(), "1935-09-28");
    assert_eq!(second.joined.unwrap().to_string(), "1970-06-25");
    assert_eq!(second.service, Some(ServiceState::Retired));
    assert_eq!(second.post.as_deref(), Some("教师"));
    assert_eq!(file.rows[2].category, Some(Category::Probationary));
    assert_eq!(file.rows[2].joined.unwrap().to_string(), "2009-12");
    let ignored: Vec<Option<&str>> = file
        .problems
        .iter()
        .filter(|problem| problem.code == Code::IgnoredColumn)
        .map(|problem| problem.argument("heading"))
        .collect();
    assert_eq!(ignored, [Some("民族"), Some("身份证号码"), Some("家庭住址")]);
    let everything = format!("{file:?}");
    for held in ["990101", "小区", "\"汉\"", "\"回\"", "\"满\""] {
        assert!(!everything.contains(held), "{held} left the table");
    }
}

#[test]
fn implausible_dates_warn_and_are_kept() {
    let file = read_members(&county_members());
    let early = one(&file.problems, Code::JoinedBeforeBirth);
    assert_eq!(early.position.as_ref().unwrap().to_string(), "党员花名册!I6");
    assert_eq!(early.argument("birth"), Some("1970-01-28"));
    let young = one(&file.problems, Code::JoinedUnderEighteen);
    assert_eq!(young.position.as_ref().unwrap().row_number(), 7);
    assert!(spreadsheets::report::may_be_imported(&file.problems));
    assert_eq!(file.rows[3].joined.unwrap().to_string(), "1969-07-01");
}

#[test]
fn headings_are_found_by_synonym_width_spaces_and_brackets() {
    let bytes = rows(
        "名册",
        &[
            &["姓 名*", "出生年月(格式:1990.01)", "所属支部", "加入党组织时间", "职务/职称"],
            &["张　三", "1953.04", "机关支部", "1975", "会计"],
        ],
    );
    let file = read_members(&bytes);
    assert_eq!(file.rows.len(), 1);
    assert_eq!(file.rows[0].birth.unwrap().to_string(), "1953-04");
    assert_eq!(file.rows[0].joined.unwrap().to_string(), "1975");
    assert_eq!(file.rows[0].post.as_deref(), Some("会计"));
}

#[test]
fn a_heading_of_two_rows_without_merged_cells_is_joined() {
    let bytes = rows(
        "党组织",
        &[
            &["党组织", "上级", "书记", "", "党员人数"],
            &["名称", "党组织", "姓名", "联系电话", "总数"],
            &["机关党支部", "青禾县委", "王雨一", "138", "12"],
        ],
    );
    let file = read_organisations(&bytes);
    assert_eq!(file.rows.len(), 1);
    assert_eq!(file.rows[0].secretary.as_deref(), Some("王雨一"));
    assert_eq!(file.rows[0].members, Some(12));
}

#[test]
fn a_missing_column_says_which_headings_were_looked_for() {
    let bytes = rows("名册", &[&["姓名", "性别", "入党时间"], &["张三", "男", "1990"]]);
    let file = read_members(&bytes);
    let missing = one(&file.problems, Code::MissingColumn);
    assert_eq!(missing.field, Some("branch"));
    assert!(missing.argument("headings").unwrap().contains("所在党支部"));
    assert_eq!(missing.argument("found"), Some("姓名、性别、入党时间"));
}

#[test]
fn a_workbook_without_the_table_says_what_it_looked_for() {
    let file = read_members(&rows("通知", &[&["关于开展创先争优活动的通知"], &["各党支部:"]]));
    assert_eq!(codes(&file.problems), [Code::SheetSkipped, Code::NoTable]);
    assert_eq!(file.problems[1].argument("looked_for"), Some("姓名、所在党支部"));
}

#[test]
fn a_heading_without_rows_is_an_error() {
    let file = read_members(&rows("名册", &[&["姓名", "所在党支部"]]));
    one(&file.problems, Code::NoRows);
}

#[test]
fn footnotes_repeated_headings_and_columns_without_heading_are_named() {
    let bytes = rows(
        "名册",
        &[
            &["姓名", "所在党支部", "性别"],
            &["张三", "机关支部", "男", "外地"],
            &["姓名", "所在党支部", "性别"],
            &["李四", "机关支部", "女"],
            &["填表人：王五", "", "审核人：赵六"],
        ],
    );
    let file = read_members(&bytes);
    assert_eq!(file.rows.len(), 2);
    assert_eq!(codes(&file.problems), [Code::RepeatedHeading, Code::Footnote, Code::UnknownColumn]);
    assert_eq!(file.problems[2].position.as_ref().unwrap().to_string(), "名册!D2");
}

#[test]
fn every_bad_cell_is_told_with_its_place_and_can_be_corrected() {
    let bytes = workbook("名册", |sheet| {
        put_row(sheet, 0, &["姓名", "所在党支部", "出生年月", "性别", "入党时间"]);
        put_row(sheet, 1, &["张三", "机关支部", "2010.13", "不详"]);
        put(sheet, 1, 4, 2010.1);
        put_row(sheet, 2, &["", "机关支部", "1970.01", "女"]);
    });
    let file = read_members(&bytes);
    let month = one(&file.problems, Code::NoSuchMonth);
    assert_eq!(month.argument("month"), Some("13"));
    assert_eq!(month.key.as_deref(), Some("cell:名册!C2"));
    assert_eq!(one(&file.problems, Code::UnknownWord).proposals.len(), 2);
    let october = one(&file.problems, Code::OctoberOrJanuary);
    let offered: Vec<&str> = october.proposals.iter().map(|offer| offer.value.as_str()).collect();
    assert_eq!(offered, ["2010-10", "2010-01"]);
    assert_eq!(one(&file.problems, Code::Missing).position.as_ref().unwrap().to_string(), "名册!A3");
    assert_eq!(file.rows.len(), 1);

    let mut choices = Choices::default();
    choices.choose("cell:名册!C2", "2010.12");
    choices.choose("cell:名册!D2", "男");
    choices.choose("cell:名册!E2", "2010-10");
    choices.choose("cell:名册!A3", "李四");
    let mended = members::read(&opened(&bytes), &choices, &mut |_, _| {});
    assert_eq!(mended.rows.len(), 2);
    assert_eq!(mended.rows[0].birth.unwrap().to_string(), "2010-12");
    assert_eq!(mended.rows[0].joined.unwrap().to_string(), "2010-10");
    assert!(spreadsheets::report::may_be_imported(&mended.problems), "{:?}", mended.problems);
}

#[test]
fn text_in_a_number_cell_is_an_error_and_a_wrong_total_a_warning() {
    let bytes = rows(
        "党组织",
        &[
            &["党组织名称", "上级党组织", "党员人数"],
            &["机关党支部", "青禾县委", "十二人"],
            &["乡村党支部", "青禾县委", "8"],
            &["合计", "", "20"],
        ],
    );
    let file = read_organisations(&bytes);
    assert_eq!(one(&file.problems, Code::NotACount).argument("written"), Some("十二人"));
    let total = one(&file.problems, Code::TotalDisagrees);
    assert_eq!((total.argument("declared"), total.argument("sum")), (Some("20"), Some("8")));
}

#[test]
fn types_are_told_by_the_column_or_else_by_the_name() {
    let cases = [
        ("城关镇南郭岭村党支部", Some(Kind::Branch)),
        ("东河镇社区党总支", Some(Kind::GeneralBranch)),
        ("机关党总支部委员会", Some(Kind::GeneralBranch)),
        ("中共青禾县县直机关工作委员会", Some(Kind::WorkCommittee)),
        ("中共青禾县农业委员会委员会", Some(Kind::Committee)),
        ("中共青禾县委员会", Some(Kind::TerritoryCommittee)),
        ("中共青禾县康庄工业园区委员会", Some(Kind::Committee)),
        ("青禾县教育局党组", Some(Kind::PartyGroup)),
        ("第一党小组", Some(Kind::Group)),
        ("青禾县教育局", None),
    ];
    for (name, expected) in cases {
        assert_eq!(Kind::of_name(name), expected, "{name}");
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::of_word(kind.word()), Some(kind));
    }
    let file = read_organisations(&rows(
        "党组织",
        &[&["党组织名称", "组织类别"], &["第一党支部", "党总支"], &["青禾县教育局", ""]],
    ));
    one(&file.problems, Code::KindDisagrees);
    one(&file.problems, Code::KindUnclear);
    assert_eq!(file.rows[0].kind, Some(Kind::GeneralBranch));
}

#[test]
fn an_unknown_sector_word_is_asked_once_for_all_its_rows() {
    for sector in Sector::all() {
        assert_eq!(read_sector(sector.word()).unwrap().sector, Some(sector));
    }
    let minority = read_sector("农村（民族地区）").unwrap();
    assert_eq!((minority.sector, minority.minority_area), (Some(Sector::Rural), true));
    let bytes = rows("党组织", &[&["党组织名称", "所属行业"], &["第一党支部", "林场"], &["第二党支部", "林场"]]);
    let asked = read_organisations(&bytes);
    let problem = one(&asked.problems, Code::SectorUnknown);
    assert_eq!(problem.positions().count(), 2);
    let mut choices = Choices::default();
    choices.choose(problem.key.clone().unwrap(), "国有企业");
    let answered = organisations::read(&opened(&bytes), &choices, &mut |_, _| {});
    assert!(answered.rows.iter().all(|row| row.sector == Some(Sector::StateEnterprise)));
    assert!(answered.problems.is_empty());
}
