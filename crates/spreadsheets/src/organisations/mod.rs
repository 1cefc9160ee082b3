//! Rows of organisations: the declared columns, what a type and a sector are called, and names that mean the same.

mod kind;
mod name;
mod read;
mod sector;

pub use kind::Kind;
pub use name::{NameKey, display_name, name_key};
pub(crate) use read::before_the_party;
pub use read::{OrganisationFile, OrganisationRow, read};
pub use sector::{Sector, SectorReading, read_sector};

use crate::table::{Column, TableSpec};

/// Headings whose values are never read: what the platform has no business holding about a person.
pub(crate) const NEVER_HELD: &[&str] = &[
    "民族",
    "身份证",
    "公民身份号码",
    "证件号",
    "家庭住址",
    "家庭地址",
    "住址",
    "居住地",
    "籍贯",
    "出生地",
    "户籍",
    "联系电话",
    "手机",
    "电话",
    "联系方式",
    "邮箱",
    "微信",
    "QQ",
    "银行",
    "宗教",
    "信仰",
    "健康",
    "婚姻",
    "照片",
    "家庭成员",
    "配偶",
    "血型",
];

pub(crate) const QUIET: &[&str] = &["序号", "序", "编序", "No", "行号"];

/// The table of organisations; the first heading of each column is the one written on export.
pub const TABLE: TableSpec = TableSpec {
    columns: &[
        Column::optional("code", &["编号", "系统编号", "党组织编号", "组织编号"]),
        Column::required(
            "name",
            &[
                "党组织全称",
                "党组织名称",
                "组织名称",
                "单位名称",
                "党支部名称",
                "名称",
                "全称",
                "组织全称",
                "党(总)支部名称",
                "基层党组织名称",
                "党组织",
            ],
        ),
        Column::optional("kind", &["党组织类别", "组织类别", "类别", "党组织类型", "组织类型", "类型", "组织形式"]),
        Column::optional(
            "parent",
            &[
                "上级党组织",
                "上级党组织名称",
                "上级组织",
                "隶属党组织",
                "隶属",
                "所属党组织",
                "所属党委",
                "上级党委",
                "上级",
                "主管党委",
            ],
        ),
        Column::optional("parent_path", &["上级党组织路径"]),
        Column::optional(
            "sector",
            &["所属行业", "行业", "行业类别", "所属领域", "领域", "单位性质", "单位类别", "行业系统"],
        ),
        Column::optional(
            "founded",
            &["成立时间", "成立日期", "建立时间", "组建时间", "批准成立时间", "成立年月", "建立日期"],
        ),
        Column::optional(
            "secretary",
            &["书记姓名", "书记", "党组织书记", "支部书记", "党支部书记", "负责人", "党组织书记姓名", "主要负责人"],
        ),
        Column::optional(
            "members",
            &[
                "党员人数",
                "党员人数总数",
                "党员总数",
                "党员数",
                "党员人数合计",
                "党员数量",
                "党员人数小计",
                "党员",
                "党员人数计",
                "党员数总数",
                "党员数合计",
            ],
        ),
        Column::optional("remark", &["备注", "说明", "附注"]),
    ],
    ignored: NEVER_HELD,
    quiet: QUIET,
};
