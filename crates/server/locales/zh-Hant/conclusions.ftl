# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

conclusions-title = 定性評價
conclusions-about = 平時瞭解與集中評價、思想作風與工作實績、定量與定性結合：數字取自已公佈的測評，文字由評議工作組填寫，平時記錄作佐證。
conclusions-everyday-title = 平時瞭解
conclusions-everyday-about = 走訪、熱線、實地查看等平時瞭解到的情況，隨時登記。被定性評價引用以前，登記人可以修改或刪除；引用以後不再改動。
conclusions-add = 登記一條
conclusions-no-entries = 還沒有平時瞭解的記錄。
conclusions-is-cited = 已被引用
conclusions-day = 日期
conclusions-method = 方式
conclusions-entry-words = 瞭解到的情況
conclusions-evidence = 佐證
conclusions-evidence-hint = 材料存在哪裡：文號、照片編號等。不寫反映人的姓名。
conclusions-remove = 刪除這條記錄
notice-conclusions-entry-saved = 記錄已保存。
notice-conclusions-entry-removed = 記錄已刪除。
conclusions-error-future = 這一天還沒有到。
conclusions-not-the-author = 這條記錄是別人登記的，只能由登記人修改。如有出入，請另外登記一條。
conclusions-cited = 這條記錄已被定性評價引用，不能再修改或刪除。如有出入，請另外登記一條。
conclusions-concentrated = 集中評價
conclusions-no-score = 本輪沒有直接測評這個黨組織，只測評了它的黨員。
conclusions-no-entries-in-period = 本輪期間沒有平時瞭解的記錄。
conclusions-nothing-cited = 沒有引用平時瞭解的記錄。
conclusions-style = 思想作風
conclusions-work = 工作實績
conclusions-words = 總體定性評價
conclusions-cites-gone = 勾選的記錄裡有的已經刪除，或不在本輪期間。請重新勾選。
conclusions-only-look = 定性評價由組織本輪的活動辦填寫，辦結以後不再改動。
notice-conclusions-saved = 定性評價已保存。
conclusions-none-yet = 尚未作出定性評價
