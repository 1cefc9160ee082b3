//! Somebody in front of a browser.

use crate::devtools::DevTools;
use crate::{Failure, Screen, Scripts, Visit};
use fantoccini::{Client, Locator, elements::Element, key::Key};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a page may take to show what is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);
/// How long until something waited for is looked for again.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// What the browser says of a page it has not laid out: `… with 0 width`, `… with 0 height`.
const NO_EXTENT: &str = "Cannot take screenshot with 0";
/// No page has more that can have the focus.
const MOST_TABS: usize = 300;

/// One window with a profile of its own.
#[derive(Debug)]
pub struct Visitor {
    /// WebDriver: go, find, click, type.
    pub client: Client,
    visit: Visit,
    /// Where files go that are not shown but saved.
    downloads: PathBuf,
}

/// The network between a visitor and the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// As it is.
    Direct,
    /// A crowded hall: 400 ms each way, 50 kB a second.
    Slow,
    /// No connection.
    Lost,
}

impl Visitor {
    pub(crate) async fn new(client: Client, visit: Visit, downloads: PathBuf) -> Result<Self, Failure> {
        let visitor = Self { client, visit, downloads };
        if visit.screen == Screen::Desktop {
            let (width, height) = visit.screen.size();
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            });
            visitor.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        }
        Ok(visitor)
    }

    /// How this visitor visits.
    pub fn visit(&self) -> Visit {
        self.visit
    }

    /// Waits until the element is on the page.
    ///
    /// # Errors
    /// It is not there after fifteen seconds.
    pub async fn see(&self, what: Locator<'_>) -> Result<Element, Failure> {
        Ok(self.client.wait().at_most(PATIENCE).for_element(what).await?)
    }

    /// Waits until what fits the selector takes what is typed. A window that is not in front has the focus all the same.
    ///
    /// # Errors
    /// Nothing of the kind has the focus after fifteen seconds.
    pub async fn see_focus(&self, selector: &str) -> Result<(), Failure> {
        let script = "const [selector, patience, tell] = arguments, until = Date.now() + patience;
            const look = () => document.activeElement?.matches(selector) ? tell(true)
                : Date.now() > until ? tell(false) : setTimeout(look, 50);
            look();";
        let arguments = vec![json!(selector), json!(PATIENCE.as_millis())];
        if self.client.execute_async(script, arguments).await? == json!(true) {
            return Ok(());
        }
        Err(Failure::NotSeen { kind: "focus", words: selector.to_owned(), within: String::new() })
    }

    /// Waits until the element is on the page, and presses it.
    ///
    /// # Errors
    /// It is not there after fifteen seconds.
    pub async fn press(&self, what: Locator<'_>) -> Result<(), Failure> {
        let element = self.see(what).await?;
        if self.is_touched_in_vain() {
            return Ok(element.send_keys(&String::from(char::from(Key::Enter))).await?);
        }
        Ok(element.click().await?)
    }

    /// Chooses what all these labels stand for.
    ///
    /// # Errors
    /// One of them cannot be chosen.
    pub async fn choose(&self, labels: &str) -> Result<(), Failure> {
        for label in self.client.find_all(Locator::Css(labels)).await? {
            if self.is_touched_in_vain() {
                label.find(Locator::Css("input")).await?.send_keys(" ").await?;
            } else {
                label.click().await?;
            }
        }
        Ok(())
    }

    /// Chromedriver waits for a touched page's script to answer, which never comes where scripts are off: the keyboard
    /// does there what the finger would.
    fn is_touched_in_vain(&self) -> bool {
        self.visit.screen.is_touched() && self.visit.scripts == Scripts::Blocked
    }

    /// Types into whatever has the focus, as on a keyboard: letters, or one of [`Key`].
    ///
    /// # Errors
    /// Nothing can be typed there.
    pub async fn type_keys(&self, keys: &str) -> Result<(), Failure> {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// Waits until the element is on the page, and goes there with the tabulator key alone.
    ///
    /// # Errors
    /// It is not there after fifteen seconds, or the tabulator does not lead there.
    pub async fn tab_to(&self, css: &str) -> Result<(), Failure> {
        self.see(Locator::Css(css)).await?;
        let script = "return document.activeElement === document.querySelector(arguments[0])";
        for _ in 0..MOST_TABS {
            if self.client.execute(script, vec![json!(css)]).await? == json!(true) {
                return Ok(());
            }
            self.type_keys(&String::from(char::from(Key::Tab))).await?;
        }
        Err(Failure::Answer(format!("the tabulator does not lead to {css}")))
    }

    /// Waits until the field is on the page, empties it and types.
    ///
    /// # Errors
    /// It is not there after fifteen seconds.
    pub async fn fill(&self, name: &str, text: &str) -> Result<(), Failure> {
        let field = self.see(Locator::Css(&format!("[name={name}]"))).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// All text a person sees on the page.
    ///
    /// # Errors
    /// There is no page.
    pub async fn page_text(&self) -> Result<String, Failure> {
        Ok(self.see(Locator::Css("body")).await?.text().await?)
    }

    /// Whether something on the page is wider than the screen, so that it would scroll sideways.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn scrolls_sideways(&self) -> Result<bool, Failure> {
        // A phone's own viewport grows with its content, so the screen is the measure.
        Ok(self.laid_out_width().await? > f64::from(self.visit.screen.size().0))
    }

    /// How wide the page is, in CSS pixels. A page that has only just come has no width yet: it is waited for.
    async fn laid_out_width(&self) -> Result<f64, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await?;
            let width = metrics["cssContentSize"]["width"].as_f64();
            let width = width.ok_or_else(|| Failure::Answer(metrics.to_string()))?;
            if width > 0.0 {
                return Ok(width);
            }
            if Instant::now() > until {
                return Err(Failure::NotLaidOut);
            }
            look_again().await;
        }
    }

    /// Waits for the paper that was asked for, and takes it out of the folder it is saved in.
    ///
    /// # Errors
    /// No paper is there after fifteen seconds.
    pub async fn take_paper(&self) -> Result<Vec<u8>, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            // Until all of it is there it has another name.
            let saved = std::fs::read_dir(&self.downloads).into_iter().flatten().flatten().map(|entry| entry.path());
            let mut papers = saved.filter(|path| path.extension().is_some_and(|kind| kind == "pdf"));
            if let Some(path) = papers.next() {
                let paper = std::fs::read(&path)?;
                std::fs::remove_file(&path)?;
                return Ok(paper);
            }
            if Instant::now() > until {
                return Err(Failure::NotSeen { kind: "file", words: ".pdf".to_owned(), within: String::new() });
            }
            look_again().await;
        }
    }

    /// Changes the network from here on.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn set_network(&self, network: Network) -> Result<(), Failure> {
        let (offline, latency, rate) = match network {
            Network::Direct => (false, 0, -1),
            Network::Slow => (false, 400, 50_000),
            Network::Lost => (true, 0, 0),
        };
        let conditions = json!({
            "offline": offline, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate,
        });
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// Saves the whole page, not only what fits the screen, as `target/screenshots/<name>.png`.
    ///
    /// # Errors
    /// The browser does not answer, or the file cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf, Failure> {
        let answer = self.picture().await?;
        let encoded = answer["data"].as_str().ok_or_else(|| Failure::Answer(answer.to_string()))?;
        let bytes =
            data_encoding::BASE64.decode(encoded.as_bytes()).map_err(|error| Failure::Answer(error.to_string()))?;
        let folder = target_folder().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    /// What the browser answers when it is asked for the whole page. It refuses while the page has no extent: another
    /// may have come between the two questions.
    async fn picture(&self) -> Result<Value, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            self.laid_out_width().await?;
            let parameters = json!({ "format": "png", "captureBeyondViewport": true });
            match self.devtools("Page.captureScreenshot", parameters).await {
                Err(error) if error.to_string().contains(NO_EXTENT) && Instant::now() < until => {}
                answer => return answer,
            }
            look_again().await;
        }
    }

    /// The page as a screen reader is told of it: role and name of each node that is not ignored, in order.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn accessibility_tree(&self) -> Result<Vec<(String, String)>, Failure> {
        self.devtools("Accessibility.enable", json!({})).await?;
        let tree = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes = tree["nodes"].as_array().ok_or_else(|| Failure::Answer(tree.to_string()))?;
        let text = |node: &Value, field: &str| node[field]["value"].as_str().unwrap_or_default().trim().to_owned();
        let heard = nodes.iter().filter(|node| node["ignored"] != json!(true));
        Ok(heard.map(|node| (text(node, "role"), text(node, "name"))).collect())
    }

    /// Closes the window. Dropping the visitor leaves it to the browser's end.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn leave(self) -> Result<(), Failure> {
        Ok(self.client.close().await?)
    }

    /// A command of the developer tools.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Result<Value, Failure> {
        Ok(self.client.issue_cmd(DevTools { command, parameters }).await?)
    }
}

/// Waits a moment between two looks at a page that is not there yet.
#[expect(clippy::disallowed_methods, reason = "the browser says nothing when a page has got its width")]
async fn look_again() {
    tokio::time::sleep(LOOK_AGAIN).await;
}

/// The folder builds go to, told from where this test stands: `<target>/debug/deps/<test>`.
pub(crate) fn target_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.ancestors().nth(3).map(Path::to_owned).unwrap_or_default()
}
