//! The papers and tables of the demonstration, as the office would print and send them.

use std::fs;
use std::path::{Path, PathBuf};

use visits::{Client, Shown};

use super::casting::Casting;
use super::people::People;
use super::published::{Published, own_return};
use crate::installation::{CommandError, create_private_folder};

/// Writes files into one folder.
struct Folder {
    path: PathBuf,
    written: usize,
}

impl Folder {
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), CommandError> {
        fs::write(self.path.join(name), bytes)?;
        self.written += 1;
        Ok(())
    }

    /// What a page gives to keep: a PDF or a spreadsheet.
    async fn keep(&mut self, client: &mut Client, path: &str, name: &str) -> Result<(), CommandError> {
        let shown = client.get(path).await;
        let is_file = shown.bytes.starts_with(b"%PDF") || shown.bytes.starts_with(b"PK");
        assert!(is_file, "{path} gave no file: {}", shown.text());
        self.write(name, &shown.bytes)
    }
}

/// Writes all of them; how many there are.
pub async fn write(
    folder: &Path,
    people: &mut People,
    casting: &Casting,
    published: &mut Published,
) -> Result<usize, CommandError> {
    create_private_folder(folder)?;
    let mut folder = Folder { path: folder.to_owned(), written: 0 };
    let office = &mut people.office;
    let round = &published.round;
    let panels = office.get(&round.at("/panels")).await;
    // The sheet on which a member stands has both instruments.
    let mut preview = office.get(&panels.link("预览")).await;
    for link in panels.links().into_iter().filter(|link| link.ends_with("/preview")) {
        if preview.says(&published.member) {
            break;
        }
        preview = office.get(&link).await;
    }
    folder.keep(office, &preview.link("F12"), "F12 党组织群众评议表（空白）.pdf").await?;
    folder.keep(office, &preview.link("F13"), "F13 党员群众评议表（空白）.pdf").await?;
    let reports = office.get(&format!("/w/self-reports/rounds/{}", round.id)).await;
    let blank = format!("{}/blank.pdf", reports.link(&published.member));
    folder.keep(office, &blank, "F14 党员自我评价表（空白）.pdf").await?;
    folder.write("F16 匿名评议凭证（县直窗口单位）.pdf", &casting.paper)?;
    folder.keep(office, &round.results("/summary.pdf"), "F21 群众评议总结（云溪镇）.pdf").await?;
    folder.keep(office, &round.results("/bulletin.pdf"), "F22 群众评议结果通报（云溪镇）.pdf").await?;
    let whole = office.get(&round.results("")).await;
    let place = office.get(&whole.link(&published.sent_back)).await;
    let object = office.get(&place.link(&published.sent_back)).await;
    let name = format!("F23 评议结果反馈单（{}）.pdf", published.sent_back);
    folder.keep(office, &object.link("反馈单"), &name).await?;
    folder.keep(office, &round.results("/figures.xlsx"), "评议数据（云溪镇）.xlsx").await?;
    let sum: Shown = own_return(&mut published.town, &published.owner).await;
    let path = sum.path.split('?').next().unwrap_or_default();
    for (file, name) in [
        ("return.pdf", "F19 群众评议统计单（云溪镇汇总）.pdf"),
        ("return.xlsx", "F19 群众评议统计单（云溪镇汇总）.xlsx"),
    ] {
        folder.keep(&mut published.town, &format!("{path}/{file}"), name).await?;
    }
    Ok(folder.written)
}

/// The satisfaction of the whole round with both numbers, as the page says it.
pub async fn satisfaction(office: &mut Client, published: &Published) -> String {
    let page = office.get(&published.round.results("")).await;
    let cells = page.texts("tbody th, tbody td");
    let total = format!("{}合计", published.owner);
    let row = cells.iter().position(|cell| *cell == total);
    row.and_then(|row| cells.get(row + 5)).cloned().unwrap_or_else(|| panic!("no total on {}", page.path))
}
