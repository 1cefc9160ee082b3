# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

# results
results-title = 評議結果
results-open = 查看結果
results-none = 目前沒有正在投票或已經封存的評議輪次。
results-round = 輪次
results-period = 起止日期
results-state = 狀態
results-state-casting = 投票中
results-state-sealing = 正在封存
results-state-sealed = 已封存
results-state-published = 已通報
results-state-finished = 已辦結
results-superiors = 所在位置
results-warnings = 提請注意
results-warning-about = { $name }：{ $warning }
results-nothing-here = 這裡沒有可以公佈的結果。
results-by-name = 按名稱排列，不排名次。點擊數字可查看計算過程。
results-pools = 合併公佈的小組
results-pools-about = 單獨公佈會暴露個人意見的小組，只公佈合在一起的數字。
results-chart = 各等次票數分佈
results-chart-about = 每條橫條表示一個對象，按等次列出票數
results-forms = 票數
results-issued = 發出
results-recovered = 收回
results-valid = 有效
results-blank = 空白
results-invalid = 無效 { $count }
results-attendance = 參加率
results-named-apart = 另有 { $count } 人實名評議，不計入應到
results-forms-breach = 票數不符，請核對
results-opinion-counts = 收到意見 { $received } 條，其中 { $sealed } 條因人數過少不予開封。
results-opening-hash = 開評摘要：
results-root = 歸檔根：
results-total-of = { $name }合計
results-no-overall = 該評議表沒有總體評價項，請看各項結果。
results-column-name = 名稱
results-column-object = 評議對象
results-column-group = 評議人員
results-column-item = 項目
results-column-base = 有效評價數
results-column-satisfied = 滿意率
results-column-basic = 基本滿意及以上
results-column-certainty = 可靠程度
results-all-groups = 全部評議人員
results-sheet = 評議結果
results-why = 為什麼
results-everyone = 應參加人員全部參加
results-interval = 95% 區間 { $lower }%–{ $upper }%
results-nobody = 沒有人評價
results-withheld = 評價人數不足 { $minimum } 人，不公佈
results-pooled = 不足 { $minimum } 人，併入“{ $pool }”公佈
results-pool-name = { $place }合併組{ $number }（{ $groups } 個小組）
results-overall = 總體評價
results-gap-title = 自評與他評
results-gap-about = 自評是評議前本人或本組織自己評的等次，只有本人、本組織和組織評議的單位能看到與他評的比較。
results-gap-own = 自評
results-gap-others = 他評與自評相比
results-gap = { $base } 份中，與自評相同 { $same } 份，高於自評 { $better } 份，低於自評 { $worse } 份
results-gap-not-shown = 他評不單獨公佈，不作比較
results-items = 各項結果
results-by-group = 各類評議人員
results-feedback = 反饋單（PDF）
results-acknowledge = 我已收到反饋單
results-acknowledged-by = { $name } 已於 { $day } 確認收到反饋單。
results-acknowledged-already = 這份反饋單已經有人確認收到，不用再次確認。
results-acknowledge-not-own = 反饋單由被評議的本人確認收到；評議黨組織和領導班子的，由該組織的書記確認。您不是這份反饋單的接收人。
notice-results-acknowledged = 已確認收到反饋單。
results-feedback-not-delivered = 結果公佈後才送達反饋單，請先公佈結果。
results-feedback-sheets = 反饋單送達情況
results-feedback-sheets-about = 結果一經公佈，反饋單即送達被評議的黨組織和個人，由其確認收到。
results-feedback-search = 按評議對象查找
results-feedback-show = 顯示
results-feedback-show-all = 全部
results-feedback-missing = 尚未確認
results-feedback-count = 共 { $total } 份反饋單，{ $acknowledged } 份已確認收到
results-feedback-none-found = 沒有找到反饋單。請換一個詞再查，或顯示全部。
results-feedback-organisation = 所在黨組織
results-feedback-measure = 測評項
results-feedback-delivered = 送達
results-feedback-acknowledged = 確認收到
results-bulletin = 結果通報（PDF）
results-bulletin-look = 先看通報（PDF）
results-summary = 評議總結（PDF）
results-dossier = 全部文書
results-dossier-about = 結果通報、評議總結和 { $sheets } 份反饋單匯成一個壓縮包，可以一次打印、分發、存檔。
results-dossier-make = 生成全部文書
results-dossier-anew = 重新生成
results-dossier-waiting = 即將開始生成。
results-dossier-progress = 正在生成：第 { $set } 份，共 { $all } 份。
results-dossier-may-leave = 可以離開本頁，生成不會中斷。
results-dossier-look-again = 看看好了沒有
results-dossier-failed = 多次嘗試都沒有生成成功，原因已記入服務器日誌。請系統管理員檢查磁盤空間，然後再生成一次。
results-dossier-download = 下載全部文書（ZIP）
results-dossier-made = 生成於 { $made }。此後新增的答覆要重新生成才會寫入。
results-scope = 使用《{ $instrument }》，評議對象 { $objects } 個，評議小組 { $groups } 個
results-said-by = { $count ->
    [1] { $words }（{ $places }）。
   *[other] { $words }（{ $count } 個單位：{ $places }）。
}
results-published-record = { $day } 在{ $place }公佈。
results-steps-title = 計算過程
results-steps-release = 能否公佈
results-steps-total = 合計

results-ending-title = 結束投票
results-ending-about = 結束投票須由兩名計票人共同進行：一人提出，另一人確認。確認後立即封存票箱，不能再投票，也不能撤回。
results-ending-sealing = 正在封存票箱，稍後就能查看結果。
results-ending-paper = 本輪有 { $count } 批紙質評議表：結束投票後先清點、錄入，全部接收或登記遺失以後自動封存。
results-waits-title = 等待封存
results-waits-about = 投票已經結束。全部紙質評議表接收或登記遺失以後自動封存，再公開結果。
results-waits-open = 等待紙質評議表
results-ending-asked-by = { $name } 已提出結束投票，等待另一名計票人確認。
results-ending-own = 您已提出結束投票，須由另一名計票人登錄後確認。
results-ending-withdraw = 撤回提議
results-ending-not-asked = 您沒有提出結束投票，或者已經有人確認，不能撤回。請刷新頁面查看。
notice-results-ending-withdrawn = 已撤回結束投票的提議，投票照常進行。
results-ending-sure = 我確認投票應當結束
results-ending-unsure = 請先勾選確認。
results-ending-ask = 提出結束投票
results-ending-confirm = 確認結束並封存
results-ending-not-casting = 這個輪次不在投票中，不能結束投票。
results-unfit-judged = 您是本輪評議對象，不能擔任本輪計票人。請由其他計票人辦理。
results-unfit-office = 您是活動辦人員，不能擔任計票人。請由其他計票人辦理。
results-unfit-group-head = 您是活動領導小組負責人，不能擔任本輪計票人。請由其他計票人辦理。
results-unfit-head = 您是被評議組織的書記，不能擔任本輪計票人。請由其他計票人辦理。
notice-results-ending-asked = 已提出結束投票，請另一名計票人登錄後確認。
notice-results-ending-confirmed = 投票已結束，票箱已封存。
notice-results-ending-waits = 投票已結束。紙質評議表全部接收以後自動封存。

results-readings-title = 審讀意見
results-readings-about = 意見原文只有兩名計票人可以看到。第一人刪去能看出寫信人的內容後提出，第二人核對後公佈。
results-readings-none = 沒有需要審讀的意見。
results-about = 關於
results-read = 審讀
results-opinion-unread = 未審讀
results-opinion-proposed = 待第二人核對
results-opinion-released = 已公佈
results-opinion-withheld = 不公佈
results-opinions-sealed = 另有 { $number } 條意見因人數過少不予開封。
results-reading-title = 審讀一條意見
results-raw = 原文
results-words = 擬公佈的文字
results-words-about = 請刪去姓名、職務、口氣等能看出寫信人的內容，不改變意思。
results-propose = 提出公佈
results-withhold = 建議不公佈
results-proposal = 第一人的意見
results-proposal-withhold = 建議不公佈這條意見。
results-reading-own = 這條意見由您先審讀，須由另一名計票人核對。
results-release = 公佈
results-confirm-withhold = 同意不公佈
results-send-back = 退回重新審讀
results-reading-done = 這條意見已經辦理完畢。
notice-results-proposed = 已提出，等待另一名計票人核對。
notice-results-released = 意見已公佈。
notice-results-opinion-withheld = 已決定不公佈這條意見。
notice-results-sent-back = 已退回重新審讀。

results-opinions-title = 群眾意見
results-opinions-about = 意見不按提出先後排列，文字已由兩名計票人審讀。
results-opinions-none = 沒有可以公佈的意見。
results-opinions-sealed-below = 另有 { $number } 條意見：可能提出的人不足 { $minimum } 人，不予開封，無須答覆。
results-answer = 答覆
results-unanswered = 尚未答覆
results-answer-title = 答覆意見
results-answer-edit = 修改答覆
results-answer-changed = 您填寫期間，另一位同志已經作了下面的答覆。請對照後再保存；保存會代替它。
results-answer-about = 簡短說明已經做了什麼、準備怎麼做、什麼時候完成。
notice-results-answered = 答覆已保存。

results-publish = 公佈結果
results-publish-about = 公佈後，各組織書記和評議對象可以看到自己的結果。請填寫公佈的地點和日期。
results-publish-place = 公佈地點（如公開欄、全體黨員大會）
results-publish-day = 公佈日期
results-publish-future = 公佈日期不能晚於今天。
results-published-already = 這個輪次不處於待公佈狀態。
notice-results-published = 結果已公佈。
results-finish = 辦結輪次
results-finish-about = 公佈的意見全部答覆、每個單位都已評議或說明原因後，才能辦結。辦結時銷燬本輪簽名密鑰，之後不能再改動。
results-finish-not-yet = 還不能辦結，請先辦理以上事項。
results-not-published = 只有已公佈、未辦結的輪次可以辦結。
results-finished-already = 這個輪次已經辦結，不能再改動。
results-coverage = 已評議單位
results-unanswered-count = 未答覆的意見
results-unread-count = 未審讀完的意見
results-missing = 既沒有評議、也沒有說明原因的單位：{ $number } 個
results-missing-about = 請這些單位在評議記錄中說明未評議的原因。
notice-results-finished = 輪次已辦結。

# 提请注意
results-warning-unanimous = 這組 { $forms } 份評價完全一致，請核實投票是否秘密進行。
results-warning-superior-present = 評議時有上級人員 { $person_times } 人次在場。
results-warning-same-day = { $day } 當天既評議又完成總結。
results-warning-fewer-forms = 只發出 { $issued } 份評議表，參加會議的有 { $participants } 人。
results-warning-unattainable = 文中所稱 { $claimed }% 不成立：{ $of } 份評價得不出這個比例。
results-warning-copied-report = 與上級的比例相同（{ $rate }%），文字有 { $overlap }% 相同。
results-warning-same-rate = 與上級的比例完全相同（{ $rate }%）。
results-warning-copied-text = 文字有 { $overlap }% 與上級的總結相同。
results-warning-few-participants = 參加的 { $participants } 人不到 { $staff } 人的三分之一。
results-warning-base-missing = 所稱 { $claimed }% 沒有說明是多少份中的比例。
results-warning-base-person-times = 所稱 { $claimed }% 以 { $person_times } 人次為基數，人次不是人數。
results-participation = 參評人數佔總人數：
results-quality-title = 評議質量
results-quality-about = 各項指標和限度在投票前聲明，隨輪次一起固定，封存時計算一次。比率只供判斷結果有多可靠：沒有刪除任何一張票，沒有改變任何一張票的分量，也不涉及任何一個評議人。
results-quality-kept = 在聲明的限度以內
results-quality-beyond = 超出聲明的限度
results-quality-too-few = 可以統計的太少，不公佈
results-quality-remark = 評議質量：{ $name }，聲明{ $limit }，結果：{ $found }。{ $means }
results-quality-column-name = 指標
results-quality-column-count = 其中
results-quality-column-base = 共
results-quality-column-share = 比率
results-quality-column-limit = 聲明的限度
results-quality-column-means = 說明
results-steps-forms = 票數和參加率

# 统计单提示
results-return-many-chiefs = 報告工作的負責人 { $chiefs } 名，多於受評議組織 { $organisations } 個，是否按人次計算？
results-return-many-forms = 徵求意見表 { $forms } 張，多於到會的 { $participants } 人。
results-return-not-judged = 黨員 { $members } 名，只評議了 { $judged } 名。

# 计算步骤
results-step-ballots-counted = 有效票 { $valid } 張，空白票 { $blank } 張。
results-step-forms-reconciled = 發出 { $issued }，收回 { $recovered }；其中有效 { $valid }、無效 { $invalid }、空白 { $blank }。
results-step-base-counted = 有效票 { $valid } 張，其中 { $ungraded } 張未評此項，基數為 { $base }。
results-step-mapping-applied = 按聲明：前 { $satisfied_labels } 個等次算滿意，前 { $basic_labels } 個等次算基本滿意及以上。
results-step-satisfaction-computed = 滿意率 { $share } = { $percent }%。
results-step-basic-or-above-computed = 基本滿意及以上 { $share } = { $percent }%。
results-step-own-grade-compared = 評此項的 { $base } 份中，與自評相同 { $same } 份，高於自評 { $better } 份，低於自評 { $worse } 份。
results-step-share-computed = 佔比 { $share } = { $percent }%。
results-step-interval-computed = { $share } 的 95% 區間為 { $lower }% 至 { $upper }%（向外取整）。
results-step-everybody-took-part = 應參加的 { $due } 人全部參加，不需要推算。
results-step-due-computed = 黨員 { $total } 人，免於參加 { $exempt } 人，應到 { $due } 人。
results-step-attendance-computed = 參加率 { $share } = { $percent }%。
results-step-coverage-computed = 已評議單位 { $share } = { $percent }%。
results-step-participation-computed = 參與率 { $share } = { $percent }%。
results-step-parts-added = { $parts } 個部分相加得 { $sum }。
results-step-claim-tried = { $of } 份中得出 { $claimed }% 的份數在 { $least } 至 { $greatest } 之間。
results-step-claim-unattainable = { $of } 份中沒有任何份數能得出 { $claimed }%。
results-step-verdict-reached = 滿意 { $satisfied }，要求 { $satisfied_required }；基本滿意及以上 { $basic }，要求 { $basic_required }。
results-step-verdict-withheld = 可公佈的有效票不足 { $threshold } 份，不作判定。
results-step-verdict-undeclared = 本輪沒有聲明判定規則，不作判定。
results-step-block-released = 第 { $block } 組（{ $node }）:{ $groups } 個小組、{ $ballots } 張票，評價最少的一項有 { $fewest_graded } 人，達到 { $threshold } 人，可以公佈。
results-step-group-pooled = { $group }評價最少的一項只有 { $fewest_graded } 人（下限 { $threshold } 人），併入第 { $block } 組公佈。
results-step-group-hidden = { $group }不足 { $threshold } 人，也沒有可以合併的小組，不公佈。
results-step-total-released = { $node }的合計由 { $blocks } 組相加，可以公佈。
results-step-total-withheld = { $node }的合計會拆開合併的小組，不公佈。
results-step-opinions-released = { $source }的意見在{ $node }公佈：可能來自 { $ballots } 張票，達到 { $threshold }。
results-step-opinions-sealed = { $source }的 { $opinions } 條意見不予開封：不足 { $threshold } 張票。
results-step-returns-added = 第 { $line } 行：{ $units } 個單位中 { $given } 個填報，合計 { $sum }。
results-step-relation-checked = { $lesser } 行（{ $lesser_count }）不大於 { $greater } 行（{ $greater_count }）。
results-waiting-second-keeper = 另一名計票人提出結束“{ $round }”的投票，請您確認
results-waiting-ending = “{ $round }”的評議日期已過，請提出結束投票
results-waiting-reading = “{ $round }”有 1 條意見等您閱讀
results-waiting-readings = “{ $round }”有 { $count } 條意見等您閱讀
results-waiting-answer = “{ $round }”有 1 條意見等您答覆
results-waiting-answers = “{ $round }”有 { $count } 條意見等您答覆
results-waiting-sheet = 請確認收到“{ $name }”在“{ $round }”中的反饋單
results-waiting-sheets = 您在“{ $round }”中有 { $count } 份反饋單，請確認收到
results-waiting-publication = “{ $round }”已封存並算出結果，請通報
results-waiting-publications = 有 { $count } 輪評議已封存並算出結果，請通報
results-waiting-finish = “{ $round }”的結果已通報，請核對後辦結
results-waiting-finishes = 有 { $count } 輪評議的結果已通報，請核對後辦結
results-search = 按輪次名稱或拼音查找
results-none-found = 沒有找到輪次。請換一個詞再查。
results-step-worth-weighed = 得分 { $share } = { $percent }%，權重 { $weight }%。
results-step-composite-computed = 加權合計 { $share } = { $percent }%。

# 同行业比较
results-comparison-title = 同行業比較
results-comparison-about = 只供活動辦和統計員使用，不對外公佈，也不是名次：按名稱排列，只比較共同的統一項目。兩個單位的區間有重疊的，分不出高低。
results-comparison-sector = 行業
results-comparison-measure = 評議表
results-comparison-show = 比較
results-comparison-no-sector = 本輪沒有評議登記了行業的組織，沒有可以比較的。
results-comparison-nobody = 本輪沒有用這張評議表評議這個行業的組織。請換一個行業或者評議表。
results-comparison-no-items = 這些組織沒有共同的統一項目，不能比較。

# 历次评议
results-years-title = 歷次評議記錄
results-years-about = 評議過本組織的各個輪次，從新到舊。數字取自封存時的結果，只隨新的輪次增加，不能改動或刪除。公佈情況和定性評價更正過的，更正前的文字一併保留。
results-years-none = 還沒有可以查看的評議。輪次公佈以後列在這裡。
results-years-forms = 收回 { $recovered } 份，有效 { $valid } 份
results-years-opinions = 公佈 { $released } 條，已答覆 { $answered } 條
results-years-published = 公佈情況
results-years-not-published = 尚未公佈
results-years-earlier = 更正前：{ $words }（{ $day } 由{ $name }更正）

# 位次
results-order-title = 位次（活動辦內部）
results-order-about = 只供組織本輪評議的活動辦內部掌握，不寫入通報、總結、反饋單和統計單，不對外公佈，也不告訴被評議的單位。
results-order-rule = 按總體評價的滿意率排列。兩個單位的 95% 區間不重疊，才分先後；區間有重疊的，分不出高低，並列。應參加人員全部參加的，也按區間比較。
results-order-show = 排列
results-order-nobody = 沒有可以排列的單位：本輪沒有用這張評議表評議這個行業的單位，或者沒有單獨公佈的總體評價。請換一個行業或者評議表。
results-order-caption = 並列的按滿意率排列，先後沒有意義。
results-order-column = 位次
results-order-place = 第 { $first } 位
results-order-shared = 並列第 { $first }–{ $last } 位
results-order-remark = 可靠程度說明
results-order-alone = 與其他單位的區間都不重疊。
results-order-and-more = { $names }等 { $count } 個
results-order-meeting = 與{ $names }的區間重疊，分不出高低。
results-order-joined = 與{ $names }的區間不重疊，但中間有單位與雙方都分不出高低，仍然並列。
results-order-others = 不排位次的單位
results-order-reason = 原因

# 上下级联动
results-linked-title = 聯動各輪的結果
results-linked-about = 每一級只用本級一輪的票。上一級等下一級封存後才開評，但不採用下一級的數字：黨委的結果只由支部的測評得出。各級之間不相加、不平均。
results-linked-alone = 本輪沒有與上下級的輪次聯動。擬定輪次時可以選擇接著哪一輪評議。
results-linked-level = 級次
results-linked-level-of = 第 { $number } 級
results-linked-this-level = 本級
results-linked-direction = 評議方向
results-linked-judges = 由誰評議
results-linked-only = { $subject }的結果只由{ $judges }的測評得出，其他各級的票都不計入。
results-linked-not-sealed = 這一級還沒有封存，封存後才有結果。
results-linked-not-yours = 這一級的結果還沒有公佈，或者不在您的管理範圍內。
results-linked-elsewhere = 這一級由別的單位組織，結果還沒有通報，不在您的查看範圍內。
results-linked-void = 這一級已經作廢，沒有結果。
results-step-quarter-added = 第 { $quarter } 季度公佈的數字 { $share } = { $percent }%，計入。
results-step-quarter-missing = 第 { $quarter } 季度沒有公佈的數字，不計入。
results-step-year-pooled = { $figures } 個季度數字的票數相加：{ $share } = { $percent }%。
results-step-mean-hours-computed = 普通職工 { $workers } 人共 { $hours } 小時，人均 { $mean } 小時；黨員不在其內。
results-step-hours-compared = 本人 { $hours } 小時，為人均的 { $percent }%，要求不低於 { $required }%。
results-step-waste-found = 有廢品。
results-step-violation-found = 有違章。
results-step-accident-found = 有事故。

# 校正得分
results-adjusted-title = 校正得分（僅供參考）
results-adjusted-about = 校正評價者寬嚴後的得分，僅供參考，不代替滿意率，不排名次。等次從差到好記 0 至 { $highest } 分；每張票有寬有嚴，所評的對象又不全相同，因此按事先約定的規則（多側面 Rasch 模型，第 { $rule } 版）扣除各張票的寬嚴。
results-adjusted-raw = 原始平均分
results-adjusted-score = 校正得分
results-adjusted-counted = 參與計算的票 { $ballots } 張。其中全部評最高或全部評最低的 { $alike } 張，分不出對象高低，按約定不參與估計；對象得分處在兩端的，按約定向內移 { $points } 分定位。
results-adjusted-left-out = 另有 { $count } 張票只評了得分處在兩端的對象或項目，也不參與估計。
results-adjusted-few = 評價的票不足 { $fewest } 張，不公佈
results-adjusted-not-shown = 原始結果不單獨公佈，不計算
results-adjusted-hidden = 評價的票不足 { $fewest } 張，不公佈校正得分。
results-adjusted-not-needed = 不需要校正：每張票都評了全部對象的全部項目，寬嚴對各對象的影響相同。
results-adjusted-separate = 不能校正：評議對象分成 { $parts } 個部分，各部分之間沒有 { $minimum } 張以上能分出高低的票同時評價，寬嚴無從比較。
results-adjusted-few-objects = 不能校正：各類評議人員的結果都能單獨公佈的評議對象不足兩個。
results-adjusted-nothing-to-compare = 不能校正：沒有一張票分出對象的高低。
results-adjusted-entangled = 不能校正：各對象評的項目不同，對象的高低與項目的難易分不開。
results-adjusted-not-converged = 不能校正：評價過於一邊倒，算不出有限的得分。
results-adjusted-too-large = 不能校正：票數和對象過多，超出封存時計算的範圍。
results-adjusted-line = { $name } { $adjusted }（原始 { $raw }）
results-adjusted-remark = { $about }{ $scores }。{ $counted }
