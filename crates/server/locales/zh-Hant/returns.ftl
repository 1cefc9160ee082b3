# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

# returns
