# results
results-title = 评议结果
results-open = 查看结果
results-none = 目前没有正在投票或已经封存的评议轮次。
results-round = 轮次
results-period = 起止日期
results-state = 状态
results-state-casting = 投票中
results-state-sealing = 正在封存
results-state-sealed = 已封存
results-state-published = 已通报
results-state-finished = 已办结
results-superiors = 所在位置
results-warnings = 提请注意
results-warning-about = { $name }：{ $warning }
results-nothing-here = 这里没有可以公布的结果。
results-by-name = 按名称排列，不排名次。点击数字可查看计算过程。
results-pools = 合并公布的小组
results-pools-about = 单独公布会暴露个人意见的小组，只公布合在一起的数字。
results-chart = 各等次票数分布
results-chart-about = 每条横条表示一个对象，按等次列出票数
results-forms = 票数
results-issued = 发出
results-recovered = 收回
results-valid = 有效
results-blank = 空白
results-invalid = 无效 { $count }
results-attendance = 参加率
results-named-apart = 另有 { $count } 人实名评议，不计入应到
results-forms-breach = 票数不符，请核对
results-opinion-counts = 收到意见 { $received } 条，其中 { $sealed } 条因人数过少不予开封。
results-opening-hash = 开评摘要：
results-root = 归档根：
results-total-of = { $name }合计
results-no-overall = 该评议表没有总体评价项，请看各项结果。
results-column-name = 名称
results-column-object = 评议对象
results-column-group = 评议人员
results-column-item = 项目
results-column-base = 有效评价数
results-column-satisfied = 满意率
results-column-basic = 基本满意及以上
results-column-certainty = 可靠程度
results-all-groups = 全部评议人员
results-sheet = 评议结果
results-why = 为什么
results-everyone = 应参加人员全部参加
results-interval = 95% 区间 { $lower }%–{ $upper }%
results-nobody = 没有人评价
results-withheld = 评价人数不足 { $minimum } 人，不公布
results-pooled = 不足 { $minimum } 人，并入“{ $pool }”公布
results-pool-name = { $place }合并组{ $number }（{ $groups } 个小组）
results-overall = 总体评价
results-gap-title = 自评与他评
results-gap-about = 自评是评议前本人或本组织自己评的等次，只有本人、本组织和组织评议的单位能看到与他评的比较。
results-gap-own = 自评
results-gap-others = 他评与自评相比
results-gap = { $base } 份中，与自评相同 { $same } 份，高于自评 { $better } 份，低于自评 { $worse } 份
results-gap-not-shown = 他评不单独公布，不作比较
results-items = 各项结果
results-by-group = 各类评议人员
results-feedback = 反馈单（PDF）
results-acknowledge = 我已收到反馈单
results-acknowledged-by = { $name } 已于 { $day } 确认收到反馈单。
results-acknowledged-already = 这份反馈单已经有人确认收到，不用再次确认。
results-acknowledge-not-own = 反馈单由被评议的本人确认收到；评议党组织和领导班子的，由该组织的书记确认。您不是这份反馈单的接收人。
notice-results-acknowledged = 已确认收到反馈单。
results-feedback-not-delivered = 结果公布后才送达反馈单，请先公布结果。
results-feedback-sheets = 反馈单送达情况
results-feedback-sheets-about = 结果一经公布，反馈单即送达被评议的党组织和个人，由其确认收到。
results-feedback-search = 按评议对象查找
results-feedback-show = 显示
results-feedback-show-all = 全部
results-feedback-missing = 尚未确认
results-feedback-count = 共 { $total } 份反馈单，{ $acknowledged } 份已确认收到
results-feedback-none-found = 没有找到反馈单。请换一个词再查，或显示全部。
results-feedback-organisation = 所在党组织
results-feedback-measure = 测评项
results-feedback-delivered = 送达
results-feedback-acknowledged = 确认收到
results-bulletin = 结果通报（PDF）
results-bulletin-look = 先看通报（PDF）
results-summary = 评议总结（PDF）
results-dossier = 全部文书
results-dossier-about = 结果通报、评议总结和 { $sheets } 份反馈单汇成一个压缩包，可以一次打印、分发、存档。
results-dossier-make = 生成全部文书
results-dossier-anew = 重新生成
results-dossier-waiting = 即将开始生成。
results-dossier-progress = 正在生成：第 { $set } 份，共 { $all } 份。
results-dossier-may-leave = 可以离开本页，生成不会中断。
results-dossier-look-again = 看看好了没有
results-dossier-failed = 多次尝试都没有生成成功，原因已记入服务器日志。请系统管理员检查磁盘空间，然后再生成一次。
results-dossier-download = 下载全部文书（ZIP）
results-dossier-made = 生成于 { $made }。此后新增的答复要重新生成才会写入。
results-scope = 使用《{ $instrument }》，评议对象 { $objects } 个，评议小组 { $groups } 个
results-said-by = { $count ->
    [1] { $words }（{ $places }）。
   *[other] { $words }（{ $count } 个单位：{ $places }）。
}
results-published-record = { $day } 在{ $place }公布。
results-steps-title = 计算过程
results-steps-release = 能否公布
results-steps-total = 合计

results-ending-title = 结束投票
results-ending-about = 结束投票须由两名计票人共同进行：一人提出，另一人确认。确认后立即封存票箱，不能再投票，也不能撤回。
results-ending-sealing = 正在封存票箱，稍后就能查看结果。
results-ending-paper = 本轮有 { $count } 批纸质评议表：结束投票后先清点、录入，全部接收或登记遗失以后自动封存。
results-waits-title = 等待封存
results-waits-about = 投票已经结束。全部纸质评议表接收或登记遗失以后自动封存，再公开结果。
results-waits-open = 等待纸质评议表
results-ending-asked-by = { $name } 已提出结束投票，等待另一名计票人确认。
results-ending-own = 您已提出结束投票，须由另一名计票人登录后确认。
results-ending-withdraw = 撤回提议
results-ending-not-asked = 您没有提出结束投票，或者已经有人确认，不能撤回。请刷新页面查看。
notice-results-ending-withdrawn = 已撤回结束投票的提议，投票照常进行。
results-ending-sure = 我确认投票应当结束
results-ending-unsure = 请先勾选确认。
results-ending-ask = 提出结束投票
results-ending-confirm = 确认结束并封存
results-ending-not-casting = 这个轮次不在投票中，不能结束投票。
results-unfit-judged = 您是本轮评议对象，不能担任本轮计票人。请由其他计票人办理。
results-unfit-office = 您是活动办人员，不能担任计票人。请由其他计票人办理。
results-unfit-group-head = 您是活动领导小组负责人，不能担任本轮计票人。请由其他计票人办理。
results-unfit-head = 您是被评议组织的书记，不能担任本轮计票人。请由其他计票人办理。
notice-results-ending-asked = 已提出结束投票，请另一名计票人登录后确认。
notice-results-ending-confirmed = 投票已结束，票箱已封存。
notice-results-ending-waits = 投票已结束。纸质评议表全部接收以后自动封存。

results-readings-title = 审读意见
results-readings-about = 意见原文只有两名计票人可以看到。第一人删去能看出写信人的内容后提出，第二人核对后公布。
results-readings-none = 没有需要审读的意见。
results-about = 关于
results-read = 审读
results-opinion-unread = 未审读
results-opinion-proposed = 待第二人核对
results-opinion-released = 已公布
results-opinion-withheld = 不公布
results-opinions-sealed = 另有 { $number } 条意见因人数过少不予开封。
results-reading-title = 审读一条意见
results-raw = 原文
results-words = 拟公布的文字
results-words-about = 请删去姓名、职务、口气等能看出写信人的内容，不改变意思。
results-propose = 提出公布
results-withhold = 建议不公布
results-proposal = 第一人的意见
results-proposal-withhold = 建议不公布这条意见。
results-reading-own = 这条意见由您先审读，须由另一名计票人核对。
results-release = 公布
results-confirm-withhold = 同意不公布
results-send-back = 退回重新审读
results-reading-done = 这条意见已经办理完毕。
notice-results-proposed = 已提出，等待另一名计票人核对。
notice-results-released = 意见已公布。
notice-results-opinion-withheld = 已决定不公布这条意见。
notice-results-sent-back = 已退回重新审读。

results-opinions-title = 群众意见
results-opinions-about = 意见不按提出先后排列，文字已由两名计票人审读。
results-opinions-none = 没有可以公布的意见。
results-opinions-sealed-below = 另有 { $number } 条意见：可能提出的人不足 { $minimum } 人，不予开封，无须答复。
results-answer = 答复
results-unanswered = 尚未答复
results-answer-title = 答复意见
results-answer-edit = 修改答复
results-answer-changed = 您填写期间，另一位同志已经作了下面的答复。请对照后再保存；保存会代替它。
results-answer-about = 简短说明已经做了什么、准备怎么做、什么时候完成。
notice-results-answered = 答复已保存。

results-publish = 公布结果
results-publish-about = 公布后，各组织书记和评议对象可以看到自己的结果。请填写公布的地点和日期。
results-publish-place = 公布地点（如公开栏、全体党员大会）
results-publish-day = 公布日期
results-publish-future = 公布日期不能晚于今天。
results-published-already = 这个轮次不处于待公布状态。
notice-results-published = 结果已公布。
results-finish = 办结轮次
results-finish-about = 公布的意见全部答复、每个单位都已评议或说明原因后，才能办结。办结时销毁本轮签名密钥，之后不能再改动。
results-finish-not-yet = 还不能办结，请先办理以上事项。
results-not-published = 只有已公布、未办结的轮次可以办结。
results-finished-already = 这个轮次已经办结，不能再改动。
results-coverage = 已评议单位
results-unanswered-count = 未答复的意见
results-unread-count = 未审读完的意见
results-missing = 既没有评议、也没有说明原因的单位：{ $number } 个
results-missing-about = 请这些单位在评议记录中说明未评议的原因。
notice-results-finished = 轮次已办结。

# 提请注意
results-warning-unanimous = 这组 { $forms } 份评价完全一致，请核实投票是否秘密进行。
results-warning-superior-present = 评议时有上级人员 { $person_times } 人次在场。
results-warning-same-day = { $day } 当天既评议又完成总结。
results-warning-fewer-forms = 只发出 { $issued } 份评议表，参加会议的有 { $participants } 人。
results-warning-unattainable = 文中所称 { $claimed }% 不成立：{ $of } 份评价得不出这个比例。
results-warning-copied-report = 与上级的比例相同（{ $rate }%），文字有 { $overlap }% 相同。
results-warning-same-rate = 与上级的比例完全相同（{ $rate }%）。
results-warning-copied-text = 文字有 { $overlap }% 与上级的总结相同。
results-warning-few-participants = 参加的 { $participants } 人不到 { $staff } 人的三分之一。
results-warning-base-missing = 所称 { $claimed }% 没有说明是多少份中的比例。
results-warning-base-person-times = 所称 { $claimed }% 以 { $person_times } 人次为基数，人次不是人数。
results-participation = 参评人数占总人数：
results-quality-title = 评议质量
results-quality-about = 各项指标和限度在投票前声明，随轮次一起固定，封存时计算一次。比率只供判断结果有多可靠：没有删除任何一张票，没有改变任何一张票的分量，也不涉及任何一个评议人。
results-quality-kept = 在声明的限度以内
results-quality-beyond = 超出声明的限度
results-quality-too-few = 可以统计的太少，不公布
results-quality-remark = 评议质量：{ $name }，声明{ $limit }，结果：{ $found }。{ $means }
results-quality-column-name = 指标
results-quality-column-count = 其中
results-quality-column-base = 共
results-quality-column-share = 比率
results-quality-column-limit = 声明的限度
results-quality-column-means = 说明
results-steps-forms = 票数和参加率

# 统计单提示
results-return-many-chiefs = 报告工作的负责人 { $chiefs } 名，多于受评议组织 { $organisations } 个，是否按人次计算？
results-return-many-forms = 征求意见表 { $forms } 张，多于到会的 { $participants } 人。
results-return-not-judged = 党员 { $members } 名，只评议了 { $judged } 名。

# 计算步骤
results-step-ballots-counted = 有效票 { $valid } 张，空白票 { $blank } 张。
results-step-forms-reconciled = 发出 { $issued }，收回 { $recovered }；其中有效 { $valid }、无效 { $invalid }、空白 { $blank }。
results-step-base-counted = 有效票 { $valid } 张，其中 { $ungraded } 张未评此项，基数为 { $base }。
results-step-mapping-applied = 按声明：前 { $satisfied_labels } 个等次算满意，前 { $basic_labels } 个等次算基本满意及以上。
results-step-satisfaction-computed = 满意率 { $share } = { $percent }%。
results-step-basic-or-above-computed = 基本满意及以上 { $share } = { $percent }%。
results-step-own-grade-compared = 评此项的 { $base } 份中，与自评相同 { $same } 份，高于自评 { $better } 份，低于自评 { $worse } 份。
results-step-share-computed = 占比 { $share } = { $percent }%。
results-step-interval-computed = { $share } 的 95% 区间为 { $lower }% 至 { $upper }%（向外取整）。
results-step-everybody-took-part = 应参加的 { $due } 人全部参加，不需要推算。
results-step-due-computed = 党员 { $total } 人，免于参加 { $exempt } 人，应到 { $due } 人。
results-step-attendance-computed = 参加率 { $share } = { $percent }%。
results-step-coverage-computed = 已评议单位 { $share } = { $percent }%。
results-step-participation-computed = 参与率 { $share } = { $percent }%。
results-step-parts-added = { $parts } 个部分相加得 { $sum }。
results-step-claim-tried = { $of } 份中得出 { $claimed }% 的份数在 { $least } 至 { $greatest } 之间。
results-step-claim-unattainable = { $of } 份中没有任何份数能得出 { $claimed }%。
results-step-verdict-reached = 满意 { $satisfied }，要求 { $satisfied_required }；基本满意及以上 { $basic }，要求 { $basic_required }。
results-step-verdict-withheld = 可公布的有效票不足 { $threshold } 份，不作判定。
results-step-verdict-undeclared = 本轮没有声明判定规则，不作判定。
results-step-block-released = 第 { $block } 组（{ $node }）:{ $groups } 个小组、{ $ballots } 张票，评价最少的一项有 { $fewest_graded } 人，达到 { $threshold } 人，可以公布。
results-step-group-pooled = { $group }评价最少的一项只有 { $fewest_graded } 人（下限 { $threshold } 人），并入第 { $block } 组公布。
results-step-group-hidden = { $group }不足 { $threshold } 人，也没有可以合并的小组，不公布。
results-step-total-released = { $node }的合计由 { $blocks } 组相加，可以公布。
results-step-total-withheld = { $node }的合计会拆开合并的小组，不公布。
results-step-opinions-released = { $source }的意见在{ $node }公布：可能来自 { $ballots } 张票，达到 { $threshold }。
results-step-opinions-sealed = { $source }的 { $opinions } 条意见不予开封：不足 { $threshold } 张票。
results-step-returns-added = 第 { $line } 行：{ $units } 个单位中 { $given } 个填报，合计 { $sum }。
results-step-relation-checked = { $lesser } 行（{ $lesser_count }）不大于 { $greater } 行（{ $greater_count }）。
results-waiting-second-keeper = 另一名计票人提出结束“{ $round }”的投票，请您确认
results-waiting-ending = “{ $round }”的评议日期已过，请提出结束投票
results-waiting-reading = “{ $round }”有 1 条意见等您阅读
results-waiting-readings = “{ $round }”有 { $count } 条意见等您阅读
results-waiting-answer = “{ $round }”有 1 条意见等您答复
results-waiting-answers = “{ $round }”有 { $count } 条意见等您答复
results-waiting-sheet = 请确认收到“{ $name }”在“{ $round }”中的反馈单
results-waiting-sheets = 您在“{ $round }”中有 { $count } 份反馈单，请确认收到
results-waiting-publication = “{ $round }”已封存并算出结果，请通报
results-waiting-publications = 有 { $count } 轮评议已封存并算出结果，请通报
results-waiting-finish = “{ $round }”的结果已通报，请核对后办结
results-waiting-finishes = 有 { $count } 轮评议的结果已通报，请核对后办结
results-search = 按轮次名称或拼音查找
results-none-found = 没有找到轮次。请换一个词再查。
results-step-worth-weighed = 得分 { $share } = { $percent }%，权重 { $weight }%。
results-step-composite-computed = 加权合计 { $share } = { $percent }%。

# 同行业比较
results-comparison-title = 同行业比较
results-comparison-about = 只供活动办和统计员使用，不对外公布，也不是名次：按名称排列，只比较共同的统一项目。两个单位的区间有重叠的，分不出高低。
results-comparison-sector = 行业
results-comparison-measure = 评议表
results-comparison-show = 比较
results-comparison-no-sector = 本轮没有评议登记了行业的组织，没有可以比较的。
results-comparison-nobody = 本轮没有用这张评议表评议这个行业的组织。请换一个行业或者评议表。
results-comparison-no-items = 这些组织没有共同的统一项目，不能比较。

# 历次评议
results-years-title = 历次评议记录
results-years-about = 评议过本组织的各个轮次，从新到旧。数字取自封存时的结果，只随新的轮次增加，不能改动或删除。公布情况和定性评价更正过的，更正前的文字一并保留。
results-years-none = 还没有可以查看的评议。轮次公布以后列在这里。
results-years-forms = 收回 { $recovered } 份，有效 { $valid } 份
results-years-opinions = 公布 { $released } 条，已答复 { $answered } 条
results-years-published = 公布情况
results-years-not-published = 尚未公布
results-years-earlier = 更正前：{ $words }（{ $day } 由{ $name }更正）

# 位次
results-order-title = 位次（活动办内部）
results-order-about = 只供组织本轮评议的活动办内部掌握，不写入通报、总结、反馈单和统计单，不对外公布，也不告诉被评议的单位。
results-order-rule = 按总体评价的满意率排列。两个单位的 95% 区间不重叠，才分先后；区间有重叠的，分不出高低，并列。应参加人员全部参加的，也按区间比较。
results-order-show = 排列
results-order-nobody = 没有可以排列的单位：本轮没有用这张评议表评议这个行业的单位，或者没有单独公布的总体评价。请换一个行业或者评议表。
results-order-caption = 并列的按满意率排列，先后没有意义。
results-order-column = 位次
results-order-place = 第 { $first } 位
results-order-shared = 并列第 { $first }–{ $last } 位
results-order-remark = 可靠程度说明
results-order-alone = 与其他单位的区间都不重叠。
results-order-and-more = { $names }等 { $count } 个
results-order-meeting = 与{ $names }的区间重叠，分不出高低。
results-order-joined = 与{ $names }的区间不重叠，但中间有单位与双方都分不出高低，仍然并列。
results-order-others = 不排位次的单位
results-order-reason = 原因

# 上下级联动
results-linked-title = 联动各轮的结果
results-linked-about = 每一级只用本级一轮的票。上一级等下一级封存后才开评，但不采用下一级的数字：党委的结果只由支部的测评得出。各级之间不相加、不平均。
results-linked-alone = 本轮没有与上下级的轮次联动。拟定轮次时可以选择接着哪一轮评议。
results-linked-level = 级次
results-linked-level-of = 第 { $number } 级
results-linked-this-level = 本级
results-linked-direction = 评议方向
results-linked-judges = 由谁评议
results-linked-only = { $subject }的结果只由{ $judges }的测评得出，其他各级的票都不计入。
results-linked-not-sealed = 这一级还没有封存，封存后才有结果。
results-linked-not-yours = 这一级的结果还没有公布，或者不在您的管理范围内。
results-linked-elsewhere = 这一级由别的单位组织，结果还没有通报，不在您的查看范围内。
results-linked-void = 这一级已经作废，没有结果。
results-step-quarter-added = 第 { $quarter } 季度公布的数字 { $share } = { $percent }%，计入。
results-step-quarter-missing = 第 { $quarter } 季度没有公布的数字，不计入。
results-step-year-pooled = { $figures } 个季度数字的票数相加：{ $share } = { $percent }%。
results-step-mean-hours-computed = 普通职工 { $workers } 人共 { $hours } 小时，人均 { $mean } 小时；党员不在其内。
results-step-hours-compared = 本人 { $hours } 小时，为人均的 { $percent }%，要求不低于 { $required }%。
results-step-waste-found = 有废品。
results-step-violation-found = 有违章。
results-step-accident-found = 有事故。

# 校正得分
results-adjusted-title = 校正得分（仅供参考）
results-adjusted-about = 校正评价者宽严后的得分，仅供参考，不代替满意率，不排名次。等次从差到好记 0 至 { $highest } 分；每张票有宽有严，所评的对象又不全相同，因此按事先约定的规则（多侧面 Rasch 模型，第 { $rule } 版）扣除各张票的宽严。
results-adjusted-raw = 原始平均分
results-adjusted-score = 校正得分
results-adjusted-counted = 参与计算的票 { $ballots } 张。其中全部评最高或全部评最低的 { $alike } 张，分不出对象高低，按约定不参与估计；对象得分处在两端的，按约定向内移 { $points } 分定位。
results-adjusted-left-out = 另有 { $count } 张票只评了得分处在两端的对象或项目，也不参与估计。
results-adjusted-few = 评价的票不足 { $fewest } 张，不公布
results-adjusted-not-shown = 原始结果不单独公布，不计算
results-adjusted-hidden = 评价的票不足 { $fewest } 张，不公布校正得分。
results-adjusted-not-needed = 不需要校正：每张票都评了全部对象的全部项目，宽严对各对象的影响相同。
results-adjusted-separate = 不能校正：评议对象分成 { $parts } 个部分，各部分之间没有 { $minimum } 张以上能分出高低的票同时评价，宽严无从比较。
results-adjusted-few-objects = 不能校正：各类评议人员的结果都能单独公布的评议对象不足两个。
results-adjusted-nothing-to-compare = 不能校正：没有一张票分出对象的高低。
results-adjusted-entangled = 不能校正：各对象评的项目不同，对象的高低与项目的难易分不开。
results-adjusted-not-converged = 不能校正：评价过于一边倒，算不出有限的得分。
results-adjusted-too-large = 不能校正：票数和对象过多，超出封存时计算的范围。
results-adjusted-line = { $name } { $adjusted }（原始 { $raw }）
results-adjusted-remark = { $about }{ $scores }。{ $counted }
