//! Tables on a narrow window: each cell of a table of the office carries its heading, so that a row can be shown as a
//! card (`assets/own/office.css`), and every part its role, which a browser may drop where a table is shown otherwise.
//!
//! This is done to the rendered page, so that a template writes a plain table and none can be forgotten.

const WRAP: &str = "<div class=\"table-wrap\"><table";
const END: &str = "</table>";

/// The page with its tables labelled; everything else is kept as it is.
#[must_use]
pub fn labelled(page: &str) -> String {
    let mut done = String::with_capacity(page.len() + page.len() / 4);
    let mut rest = page;
    while let Some((before, after)) = rest.find(WRAP).and_then(|at| rest.split_at_checked(at)) {
        let length = after.find(END).map_or(after.len(), |at| at + END.len());
        let (table, after) = after.split_at_checked(length).unwrap_or((after, ""));
        done.push_str(before);
        label(table, &mut done);
        rest = after;
    }
    done.push_str(rest);
    done
}

/// What is known of a table while it is read.
#[derive(Default)]
struct Reading {
    is_head: bool,
    headings: Vec<String>,
    column: usize,
}

fn label(table: &str, done: &mut String) {
    let mut reading = Reading::default();
    let mut rest = table;
    while let Some((before, after)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        let length = after.find('>').map_or(after.len(), |at| at + 1);
        let (tag, after) = after.split_at_checked(length).unwrap_or((after, ""));
        done.push_str(before);
        let name_length = 1 + tag.get(1..).unwrap_or_default().chars().take_while(char::is_ascii_lowercase).count();
        let (name, attributes) = tag.split_at_checked(name_length).unwrap_or((tag, ""));
        done.push_str(name);
        done.push_str(&reading.added(name, attributes, after));
        done.push_str(attributes);
        rest = after;
    }
    done.push_str(rest);
}

impl Reading {
    /// The attributes a tag gets. `after` is what follows it.
    fn added(&mut self, name: &str, attributes: &str, after: &str) -> String {
        match name {
            "<table" => " role=\"table\"".to_owned(),
            "<thead" | "<tbody" | "<tfoot" => {
                self.is_head = name == "<thead";
                " role=\"rowgroup\"".to_owned()
            }
            "<tr" => {
                self.column = 0;
                " role=\"row\"".to_owned()
            }
            "<th" if self.is_head => {
                self.headings.push(words(until(after, "</th>")));
                " role=\"columnheader\"".to_owned()
            }
            "<th" => {
                self.column += 1;
                " role=\"rowheader\"".to_owned()
            }
            "<td" => {
                let span = span(attributes);
                let heading = self.headings.get(self.column).filter(|heading| span == 1 && !heading.is_empty());
                let label = heading.map_or_else(String::new, |heading| format!(" data-label=\"{heading}\""));
                let empty = if until(after, "</td>").trim().is_empty() { " data-empty" } else { "" };
                self.column += span;
                format!(" role=\"cell\"{label}{empty}")
            }
            _ => String::new(),
        }
    }
}

fn until<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or(text, |(before, _)| before)
}

/// How many columns a cell covers.
fn span(attributes: &str) -> usize {
    let number = attributes.split_once("colspan=\"").map(|(_, after)| until(after, "\""));
    number.and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// The words of a heading without its tags; what is hidden from screen readers is a sign, not a word.
fn words(heading: &str) -> String {
    let mut words = String::new();
    let mut is_sign = false;
    for piece in heading.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        is_sign = tag.contains("aria-hidden=\"true\"") || is_sign && !tag.starts_with('/');
        if !is_sign {
            words.push_str(text);
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::labelled;

    #[test]
    fn each_cell_carries_its_heading_and_every_part_its_role() {
        let page = "<p>前</p><div class=\"table-wrap\"><table id=\"a\"><thead><tr><th scope=\"col\">行次</th>\
                    <th><a href=\"?sort\">数量<span aria-hidden=\"true\">▲</span></a></th></tr></thead><tbody>\
                    <tr><th scope=\"row\">1a</th><td class=\"number\"><input name=\"n\"></td></tr></tbody></table></div>后";
        let expected = "<p>前</p><div class=\"table-wrap\"><table role=\"table\" id=\"a\"><thead role=\"rowgroup\">\
                        <tr role=\"row\"><th role=\"columnheader\" scope=\"col\">行次</th><th role=\"columnheader\">\
                        <a href=\"?sort\">数量<span aria-hidden=\"true\">▲</span></a></th></tr></thead>\
                        <tbody role=\"rowgroup\"><tr role=\"row\"><th role=\"rowheader\" scope=\"row\">1a</th>\
                        <td role=\"cell\" data-label=\"数量\" class=\"number\"><input name=\"n\"></td></tr></tbody>\
                        </table></div>后";
        assert_eq!(labelled(page), expected);
    }

    #[test]
    fn a_cell_across_several_columns_has_no_heading_and_the_next_one_its_own() {
        let page = "<div class=\"table-wrap\"><table><thead><tr><th>甲</th><th>乙</th><th>丙</th></tr></thead>\
                    <tr><td colspan=\"2\">一</td><td> </td></tr></table></div>";
        let found = labelled(page);
        assert!(found.contains("<td role=\"cell\" colspan=\"2\">一</td>"), "{found}");
        assert!(found.contains("<td role=\"cell\" data-label=\"丙\" data-empty> </td>"), "{found}");
    }

    #[test]
    fn what_is_no_table_of_the_office_and_what_is_cut_off_stays_as_it_is() {
        for page in ["<table><tr><td>1</td></tr></table>", "<p>a < b</p>", ""] {
            assert_eq!(labelled(page), page);
        }
        assert_eq!(labelled("<div class=\"table-wrap\"><table"), "<div class=\"table-wrap\"><table role=\"table\"");
    }
}
