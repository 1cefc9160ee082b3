# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

home-navigation = 首頁
home-title = 首頁
home-front-door-title = 創先爭優活動平臺
home-front-door-about = 群眾評議、公開承諾、統計上報，一處填寫，處處可用。任何人都無法把選票與個人對應起來。
home-front-door-account = 工作人員登錄
home-front-door-slip = 我有評議憑證
home-welcome = { $name }，您好。
home-roles = 您的角色：
home-first-steps = 從這裡開始
home-first-steps-about = 系統裡還沒有黨組織。可以先建立最上級的黨組織，也可以直接導入現有的表格。
home-first-organisation = 建立第一個黨組織
home-first-import = 導入表格
home-waiting = 待辦事項
home-waiting-count = 共 { $total } 項，點開即可辦理。
home-nothing-waits = 現在沒有等您辦理的事項，辛苦了。有了新的事項，會列在這裡。
home-due = 截止 { $day }
home-late = 已逾期
