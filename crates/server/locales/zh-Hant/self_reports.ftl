# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

self-reports-navigation = 自我評價
self-reports-title = 自我評價
self-reports-about = 評議開始前，被評議的黨組織和黨員先自己評一評：做了什麼，哪裡不足，怎樣改進。評議人會看到。
self-reports-none = 沒有需要填寫的自我評價
self-reports-none-about = 評議輪次公佈以後，這裡會列出您和您的黨組織要填寫的自我評價。
self-reports-round = 評議輪次
self-reports-state = 狀態
self-reports-submitted-of = 已提交 / 應提交
self-reports-progress = 已提交{ $submitted }份，應提交{ $due }份。
self-reports-object = 評議對象
self-reports-organisation = 所在黨組織
self-reports-state-missing = 未填寫
self-reports-state-draft = 未提交
self-reports-state-submitted = 已提交
self-reports-round-state-announced = 可填寫
self-reports-round-state-issuing = 可填寫
self-reports-round-state-casting = 評議中
self-reports-round-state-sealing = 已截止
self-reports-round-state-sealed = 已截止
self-reports-round-state-published = 結果已公佈
self-reports-round-state-finished = 已結束
self-reports-show-title = 自我評價
self-reports-edit-about = 可以先存草稿；評議開始前都可以修改。提交後評議人會看到。
self-reports-deeds = 主要做法和成效
self-reports-shortcomings = 存在的問題和不足
self-reports-plan = 改進措施
self-reports-grades-missing = 請給每一項選一個自評等次。
self-reports-submit = 提交
self-reports-save-draft = 存草稿
self-reports-paper = 打印自我評價表（PDF）
self-reports-blank = 打印空白表（PDF）
self-reports-closed = 評議已經開始或結束，自我評價不能再改。需要說明的情況請告訴活動辦。
notice-self-report-saved = 草稿已保存，還沒有提交。
notice-self-report-submitted = 自我評價已提交。
