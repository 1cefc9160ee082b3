# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

procedures-title = 評議議程
procedures-lead = 本輪按哪些議程進行，各單位做到了哪一步。要在投票前做完的步驟沒有登記，就不能開放投票。
procedures-none = 本輪沒有選用議程。
procedures-nobody-yet = 還沒有登記。
procedures-complete = 已做齊 { $complete } / { $all }
procedures-organisation = 單位
procedures-steps-done = 已登記的步驟
procedures-other-units = 在其他單位登記
procedures-choose = 選用議程
procedures-begun = 已有登記，繼續按此進行
notice-procedures-chosen = 議程已保存。
procedures-too-late = 投票已經開放，議程不能再改。
procedures-subject = 姓名和職務
procedures-add-subject = 添加一人
procedures-done = 已登記
procedures-before-casting = 投票前必須登記
procedures-waits-for = 投票前還有 { $count } 步議程沒有登記
procedures-record = 登記這一步
procedures-change = 修改登記
procedures-remove = 撤銷這條登記
notice-procedures-removed = 登記已撤銷。
notice-procedures-saved = 登記已保存。
procedures-happened-on = 日期
procedures-persons = 參加人數
procedures-persons-count = { $count } 人參加
procedures-words = 內容
procedures-evidence = 佐證
procedures-evidence-hint = 材料存在哪裡：文號、公示欄、照片編號等。不寫評議人的姓名。
procedures-only-look = 本輪已經辦結，只能查看。
procedures-error-future = 這一天還沒有到。
