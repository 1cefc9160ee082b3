//! The little of XML that a chart needs: elements and text, escaped, without a space added.

use std::fmt;

/// An element under construction.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

#[derive(Debug, Clone)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), children: Vec::new() }
    }

    /// Adds an attribute; the order of calls is the order in the text.
    pub(super) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Adds an element inside.
    pub(super) fn holding(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// Adds text inside.
    pub(super) fn saying(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }
}

impl fmt::Display for Element {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<{}", self.name)?;
        for (name, value) in &self.attributes {
            write!(formatter, " {name}=\"{}\"", escaped(value))?;
        }
        if self.children.is_empty() {
            return formatter.write_str("/>");
        }
        formatter.write_str(">")?;
        for child in &self.children {
            match child {
                Node::Element(element) => element.fmt(formatter)?,
                Node::Text(text) => formatter.write_str(&escaped(text))?,
            }
        }
        write!(formatter, "</{}>", self.name)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_cannot_become_markup() {
        let inner = Element::new("b").saying("<script>&");
        let element = Element::new("a").with("d", "\"><x").holding(inner).saying("y");
        let expected = "<a d=\"&quot;&gt;&lt;x\"><b>&lt;script&gt;&amp;</b>y</a>";
        assert_eq!(element.to_string(), expected);
    }
}
