# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

# Labels of the printed papers, Simplified Chinese. Written beside the English file, key for key.

papers-page = 第 { $page } 頁，共 { $pages } 頁
papers-date = { $year }年{ $month }月{ $day }日
papers-period = { $from }至{ $to }
papers-colon = ：
papers-comma = 、
papers-none = （無）

# A rate, its range, and what stands in its place
papers-interval = 95%區間 { $low }%~{ $high }%
papers-everyone = 應參加者全部參加，不作推斷
papers-pooled-into = 有效票不足 { $minimum } 張，併入“{ $into }”
papers-withheld = 有效票不足 { $minimum } 張，不予公佈
papers-total-withheld = 其中有不予公佈的部分，合計也不公佈

# F16 slips
papers-slips-heading = 匿名評議憑證
papers-slips-document = 匿名評議憑證
papers-slips-instruction = 用手機掃碼，或打開下列網址後輸入憑證碼。一碼一票，不記名；用後即失效。請勿拍照、勿轉交他人。
papers-slips-valid = 有效期：{ $period }
papers-slips-code = 憑證碼

# F12, F13 blank instruments
papers-form-organisation = 基層黨組織群眾評議表
papers-form-member = 黨員群眾評議表
papers-form-satisfaction = 滿意度測評表
papers-form-anonymous = 本表不記名。請勿填寫姓名、單位或作任何記號；填好後請摺疊，由本人投入票箱。
papers-form-how = 每項只選一格，在方格內打“√”。
papers-form-every-item = 每一項都須選擇，漏選的項按未評計。
papers-form-some-blank = 不瞭解的項可以不選。
papers-form-round = 評議輪次
papers-form-period = 評議時間
papers-form-issuer = 組織單位
papers-form-object = 評議對象
papers-form-item = 評議內容
papers-form-overall = 總體評價
papers-form-opinion = 意見和建議（可不填）
papers-form-opinion-note = 請勿寫出能認出自己的內容。

# F14 self-evaluation
papers-self-organisation = 基層黨組織自我評價表
papers-self-member = 黨員自我評價表
papers-self-name = 姓名
papers-self-organisation-name = 黨組織
papers-self-unit = 所在黨組織
papers-self-round = 評議輪次
papers-self-item = 評價內容
papers-self-grades = 自評等次
papers-self-deeds = 主要做法和成績
papers-self-shortcomings = 存在的不足
papers-self-plan = 改進打算
papers-self-signature = 簽名
papers-self-signed-on = 日期
papers-self-note = 本表在評議開始前填寫，供評議人參考。

# F22 result bulletin
papers-bulletin-heading = 群眾評議結果通報
papers-bulletin-about = 評議範圍
papers-bulletin-period = 評議時間
papers-bulletin-turnout = 發出評議表 { $issued } 份，收回 { $recovered } 份，有效 { $valid } 份；收回率 { $recovered-rate }，有效率 { $valid-rate }。
papers-bulletin-due = 應參加 { $due } 人，發出 { $issued } 份。
papers-bulletin-results = 評議結果
papers-bulletin-object = 評議對象
papers-bulletin-valid = 有效票
papers-bulletin-rate = 滿意率
papers-bulletin-basic = 基本滿意以上
papers-bulletin-total = 合計（{ $count } 個對象）
papers-bulletin-groups = 合併公佈的對象
papers-bulletin-group-of = 由 { $count } 個對象合併：
papers-bulletin-base = 各項比率以評該項的有效票為基數，總體評價為準；保留一位小數，四捨五入。
papers-bulletin-minimum = 有效票不足 { $minimum } 張的對象不單獨公佈。
papers-bulletin-remarks = 說明
papers-bulletin-chart = 總體評價分佈
papers-bulletin-chart-description = 各對象總體評價每一等次的票數
papers-bulletin-hash = 開評摘要
papers-bulletin-hash-note = 本輪評議的對象、評議表、規則在發放憑證前已固定，上列摘要由其算出。
papers-bulletin-root = 歸檔根
papers-bulletin-root-note = 全部評議票按承諾值排列後算出的根值；評議人可憑回執核對，換掉任何一張票，根值都會不同。

# F23 feedback sheet
papers-feedback-heading = 群眾評議結果反饋單
papers-feedback-object = 反饋對象
papers-feedback-unit = 所在黨組織
papers-feedback-round = 評議輪次
papers-feedback-items = 各項評議結果
papers-feedback-chart-description = 各項每一等次的票數
papers-feedback-item = 評議內容
papers-feedback-own = 自評
papers-feedback-not-given = 未填
papers-feedback-opinions = 群眾意見和答覆
papers-feedback-opinion = 意見
papers-feedback-answer = 答覆
papers-feedback-unanswered = 待答覆
papers-feedback-no-opinions = 本輪沒有可以反饋的意見。
papers-feedback-sealed = 另有 { $count } 條意見因人數較少不予反饋，以免認出填寫人。
papers-feedback-order = 意見已打亂次序，不反映先後。
papers-feedback-receipt = 回執
papers-feedback-receipt-text = 上述結果已收到。
papers-feedback-received-by = 簽收人
papers-feedback-received-on = 簽收日期
papers-feedback-delivered-by = 反饋人

# F21 round summary
papers-summary-heading = 群眾評議工作總結
papers-summary-unit = 單位
papers-summary-basis = 依據
papers-summary-overview = 一、基本情況
papers-summary-meetings = 召開評議會議
papers-summary-meetings-count = { $count } 次
papers-summary-participants = 參加評議的群眾
papers-summary-participants-count = { $count } 人
papers-summary-not-recorded = 未記錄
papers-summary-forms = 評議表
papers-summary-forms-counts = 發出 { $issued } 份，收回 { $recovered } 份，有效 { $valid } 份
papers-summary-objects = 評議對象
papers-summary-objects-count = { $count } 個
papers-summary-opinions = 群眾意見
papers-summary-opinions-counts = { $received } 條，已答覆 { $answered } 條
papers-summary-methods = 二、評議方式
papers-summary-results = 三、評議結果
papers-summary-warnings = 四、須說明的情況
papers-summary-problems = 五、存在問題
papers-summary-next = 六、下一步打算
papers-summary-object = 評議對象
papers-summary-valid = 有效票
papers-summary-rate = 滿意率

# F19 statistics return
papers-return-heading = 黨組織開展創先爭優活動情況群眾評議相關數據統計單
papers-return-unit = 填報單位
papers-return-date = 填報時間
papers-return-line = 行次
papers-return-item = 項目
papers-return-number = 數量
papers-return-measure = 單位
papers-return-reason = 空白原因
papers-return-filled-by = 填報人（簽字）
papers-return-head = 黨組織負責人（簽字）
papers-return-seal = （蓋章）
papers-return-1a = 被評議的黨支部（總支）
papers-return-1b = 其中：群眾評議為“基本滿意”（含）以上的
papers-return-1c = 其中：“滿意”（含）以上的
papers-return-1d = 黨員總數
papers-return-1e = 被評議的黨員
papers-return-1f = 其中：群眾評議為“基本滿意”（含）以上的
papers-return-1g = 其中：“滿意”（含）以上的
papers-return-2a = 召開群眾評議會議總數
papers-return-2b = 參加評議的群眾總數
papers-return-3 = 除會議外其他評議方式及數量
papers-return-4a = 主要負責人通報活動開展情況的
papers-return-4b = 上級黨組織指派人參加評議
papers-return-5 = 自我介紹參加活動情況的黨員總數
papers-return-6 = 為群眾辦實事、做好事、解難事
papers-return-measure-organisations = 個
papers-return-measure-people = 人
papers-return-measure-meetings = 個
papers-return-measure-person-times = 人次
papers-return-measure-deeds = 件（項）

# One-time passwords
papers-accounts-heading = 一次性密碼
papers-accounts-document = 一次性密碼條
papers-accounts-account = 賬號
papers-accounts-password = 一次性密碼
papers-accounts-address = 網址
papers-accounts-instruction = 請親自登錄並立即設置自己的密碼；設置後這張紙條作廢，請銷燬。請勿拍照、勿轉交他人。
