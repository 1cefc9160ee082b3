//! Rows of members: the declared columns and the words they hold.

mod read;
mod words;

pub use read::{MemberFile, MemberRow, read};
pub use words::{Category, ServiceState, Sex};

use crate::organisations::{NEVER_HELD, QUIET};
use crate::table::{Column, TableSpec};

/// The table of members; the first heading of each column is the one written on export.
pub const TABLE: TableSpec = TableSpec {
    columns: &[
        Column::optional("code", &["编号", "系统编号", "党员编号"]),
        Column::required("name", &["姓名", "党员姓名", "名字"]),
        Column::optional("sex", &["性别"]),
        Column::optional("birth", &["出生年月", "出生日期", "出生时间", "出生年月日", "生日", "出生"]),
        Column::required(
            "branch",
            &[
                "所在党支部",
                "所在支部",
                "所属党支部",
                "所属支部",
                "党支部",
                "支部",
                "党支部名称",
                "支部名称",
                "所在党组织",
                "所属党组织",
                "组织关系所在党支部",
                "组织关系所在支部",
                "所在党(总)支部",
                "所在单位党支部",
                "组织关系",
            ],
        ),
        Column::optional("branch_path", &["所在党支部路径"]),
        Column::optional("category", &["党员类别", "类别", "党员类型", "人员类别", "正式/预备", "党员身份"]),
        Column::optional(
            "joined",
            &["入党时间", "入党日期", "入党年月", "加入党组织日期", "加入中共时间", "入党年月日", "加入党组织时间"],
        ),
        Column::optional(
            "service",
            &["在职状况", "在职情况", "在职状态", "工作状态", "人员状态", "是否在职", "职业状况", "在岗状况"],
        ),
        Column::optional("party_post", &["党内职务", "党内任职", "支部职务", "党务职务"]),
        Column::optional(
            "post",
            &[
                "职称/岗位",
                "职称",
                "岗位",
                "工作岗位",
                "职务",
                "职务职称",
                "行政职务",
                "职业",
                "单位及职务",
                "工作单位及职务",
            ],
        ),
    ],
    ignored: NEVER_HELD,
    quiet: QUIET,
};
