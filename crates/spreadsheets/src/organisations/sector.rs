//! Sectors (classified guidance, S002): the words offices use, as data.

use crate::cells::matching_key;

/// The sector whose standards and themes an organisation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// 农村.
    Rural,
    /// 街道社区.
    Community,
    /// 国有企业.
    StateEnterprise,
    /// 机关.
    Office,
    /// 高等学校.
    HigherEducation,
    /// 事业单位: schools, hospitals and other institutions.
    Institution,
    /// 非公和社会组织: non-public firms and social organisations.
    NewOrganisation,
}

/// A sector as read. 民族地区 is no sector but an attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectorReading {
    /// The sector, where the words tell one.
    pub sector: Option<Sector>,
    /// Whether the words say 民族地区.
    pub minority_area: bool,
}

const SYNONYMS: &[(Sector, &[&str])] = &[
    (Sector::Rural, &["农村", "乡镇", "村", "行政村", "农业", "农村基层", "乡村"]),
    (Sector::Community, &["街道社区", "社区", "街道", "城市社区", "居委会", "社区居委会"]),
    (
        Sector::StateEnterprise,
        &["国有企业", "国企", "国有", "企业", "公有制企业", "国有及国有控股企业", "集体企业", "央企"],
    ),
    (Sector::Office, &["机关", "党政机关", "机关单位", "行政机关", "县直机关", "政府机关", "机关事业"]),
    (Sector::HigherEducation, &["高等学校", "高校", "大学", "学院", "高等院校", "大专院校"]),
    (
        Sector::Institution,
        &[
            "事业单位",
            "学校",
            "医院",
            "学校医院等事业单位",
            "中小学",
            "中小学校",
            "教育",
            "卫生",
            "医疗",
            "教育系统",
            "卫生系统",
            "公立医院",
            "科研院所",
            "幼儿园",
            "文化",
            "科研",
        ],
    ),
    (
        Sector::NewOrganisation,
        &[
            "非公和社会组织",
            "两新组织",
            "两新",
            "非公",
            "非公有制经济组织",
            "非公企业",
            "社会组织",
            "新社会组织",
            "民营企业",
            "私营企业",
            "非公有制企业",
            "非公有制经济组织和社会组织",
            "社会团体",
            "新经济组织",
        ],
    ),
];

impl Sector {
    /// The word written on export.
    #[must_use]
    pub fn word(self) -> &'static str {
        SYNONYMS
            .iter()
            .find(|(sector, _)| *sector == self)
            .and_then(|(_, words)| words.first().copied())
            .unwrap_or_default()
    }

    /// Every sector.
    pub const ALL: [Self; 7] = [
        Self::Rural,
        Self::Community,
        Self::StateEnterprise,
        Self::Office,
        Self::HigherEducation,
        Self::Institution,
        Self::NewOrganisation,
    ];

    /// A stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rural => "rural",
            Self::Community => "community",
            Self::StateEnterprise => "state_enterprise",
            Self::Office => "office",
            Self::HigherEducation => "higher_education",
            Self::Institution => "institution",
            Self::NewOrganisation => "new_organisation",
        }
    }

    /// Every sector, in the order of the words.
    pub fn all() -> impl Iterator<Item = Self> {
        SYNONYMS.iter().map(|(sector, _)| *sector)
    }
}

/// Reads sector words; nothing where the table of synonyms does not have them.
#[must_use]
pub fn read_sector(words: &str) -> Option<SectorReading> {
    let key = matching_key(words);
    let minority_area = key.contains("民族地区");
    let rest = key.replace("民族地区", "");
    if rest.is_empty() {
        return minority_area.then_some(SectorReading { sector: None, minority_area });
    }
    let sector = SYNONYMS
        .iter()
        .find(|(_, words)| words.iter().any(|word| matching_key(word) == rest))
        .map(|(sector, _)| *sector)?;
    Some(SectorReading { sector: Some(sector), minority_area })
}
