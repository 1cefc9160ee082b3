# Labels of the printed papers, Simplified Chinese. Written beside the English file, key for key.

papers-page = 第 { $page } 页，共 { $pages } 页
papers-date = { $year }年{ $month }月{ $day }日
papers-period = { $from }至{ $to }
papers-colon = ：
papers-comma = 、
papers-none = （无）

# A rate, its range, and what stands in its place
papers-interval = 95%区间 { $low }%~{ $high }%
papers-everyone = 应参加者全部参加，不作推断
papers-pooled-into = 有效票不足 { $minimum } 张，并入“{ $into }”
papers-withheld = 有效票不足 { $minimum } 张，不予公布
papers-total-withheld = 其中有不予公布的部分，合计也不公布

# F16 slips
papers-slips-heading = 匿名评议凭证
papers-slips-document = 匿名评议凭证
papers-slips-instruction = 用手机扫码，或打开下列网址后输入凭证码。一码一票，不记名；用后即失效。请勿拍照、勿转交他人。
papers-slips-valid = 有效期：{ $period }
papers-slips-code = 凭证码

# F12, F13 blank instruments
papers-form-organisation = 基层党组织群众评议表
papers-form-member = 党员群众评议表
papers-form-satisfaction = 满意度测评表
papers-form-anonymous = 本表不记名。请勿填写姓名、单位或作任何记号；填好后请折叠，由本人投入票箱。
papers-form-how = 每项只选一格，在方格内打“√”。
papers-form-every-item = 每一项都须选择，漏选的项按未评计。
papers-form-some-blank = 不了解的项可以不选。
papers-form-round = 评议轮次
papers-form-period = 评议时间
papers-form-issuer = 组织单位
papers-form-object = 评议对象
papers-form-item = 评议内容
papers-form-overall = 总体评价
papers-form-opinion = 意见和建议（可不填）
papers-form-opinion-note = 请勿写出能认出自己的内容。

# F14 self-evaluation
papers-self-organisation = 基层党组织自我评价表
papers-self-member = 党员自我评价表
papers-self-name = 姓名
papers-self-organisation-name = 党组织
papers-self-unit = 所在党组织
papers-self-round = 评议轮次
papers-self-item = 评价内容
papers-self-grades = 自评等次
papers-self-deeds = 主要做法和成绩
papers-self-shortcomings = 存在的不足
papers-self-plan = 改进打算
papers-self-signature = 签名
papers-self-signed-on = 日期
papers-self-note = 本表在评议开始前填写，供评议人参考。

# F22 result bulletin
papers-bulletin-heading = 群众评议结果通报
papers-bulletin-about = 评议范围
papers-bulletin-period = 评议时间
papers-bulletin-turnout = 发出评议表 { $issued } 份，收回 { $recovered } 份，有效 { $valid } 份；收回率 { $recovered-rate }，有效率 { $valid-rate }。
papers-bulletin-due = 应参加 { $due } 人，发出 { $issued } 份。
papers-bulletin-results = 评议结果
papers-bulletin-object = 评议对象
papers-bulletin-valid = 有效票
papers-bulletin-rate = 满意率
papers-bulletin-basic = 基本满意以上
papers-bulletin-total = 合计（{ $count } 个对象）
papers-bulletin-groups = 合并公布的对象
papers-bulletin-group-of = 由 { $count } 个对象合并：
papers-bulletin-base = 各项比率以评该项的有效票为基数，总体评价为准；保留一位小数，四舍五入。
papers-bulletin-minimum = 有效票不足 { $minimum } 张的对象不单独公布。
papers-bulletin-remarks = 说明
papers-bulletin-chart = 总体评价分布
papers-bulletin-chart-description = 各对象总体评价每一等次的票数
papers-bulletin-hash = 开评摘要
papers-bulletin-hash-note = 本轮评议的对象、评议表、规则在发放凭证前已固定，上列摘要由其算出。
papers-bulletin-root = 归档根
papers-bulletin-root-note = 全部评议票按承诺值排列后算出的根值；评议人可凭回执核对，换掉任何一张票，根值都会不同。

# F23 feedback sheet
papers-feedback-heading = 群众评议结果反馈单
papers-feedback-object = 反馈对象
papers-feedback-unit = 所在党组织
papers-feedback-round = 评议轮次
papers-feedback-items = 各项评议结果
papers-feedback-chart-description = 各项每一等次的票数
papers-feedback-item = 评议内容
papers-feedback-own = 自评
papers-feedback-not-given = 未填
papers-feedback-opinions = 群众意见和答复
papers-feedback-opinion = 意见
papers-feedback-answer = 答复
papers-feedback-unanswered = 待答复
papers-feedback-no-opinions = 本轮没有可以反馈的意见。
papers-feedback-sealed = 另有 { $count } 条意见因人数较少不予反馈，以免认出填写人。
papers-feedback-order = 意见已打乱次序，不反映先后。
papers-feedback-receipt = 回执
papers-feedback-receipt-text = 上述结果已收到。
papers-feedback-received-by = 签收人
papers-feedback-received-on = 签收日期
papers-feedback-delivered-by = 反馈人

# F21 round summary
papers-summary-heading = 群众评议工作总结
papers-summary-unit = 单位
papers-summary-basis = 依据
papers-summary-overview = 一、基本情况
papers-summary-meetings = 召开评议会议
papers-summary-meetings-count = { $count } 次
papers-summary-participants = 参加评议的群众
papers-summary-participants-count = { $count } 人
papers-summary-not-recorded = 未记录
papers-summary-forms = 评议表
papers-summary-forms-counts = 发出 { $issued } 份，收回 { $recovered } 份，有效 { $valid } 份
papers-summary-objects = 评议对象
papers-summary-objects-count = { $count } 个
papers-summary-opinions = 群众意见
papers-summary-opinions-counts = { $received } 条，已答复 { $answered } 条
papers-summary-methods = 二、评议方式
papers-summary-results = 三、评议结果
papers-summary-warnings = 四、须说明的情况
papers-summary-problems = 五、存在问题
papers-summary-next = 六、下一步打算
papers-summary-object = 评议对象
papers-summary-valid = 有效票
papers-summary-rate = 满意率

# F19 statistics return
papers-return-heading = 党组织开展创先争优活动情况群众评议相关数据统计单
papers-return-unit = 填报单位
papers-return-date = 填报时间
papers-return-line = 行次
papers-return-item = 项目
papers-return-number = 数量
papers-return-measure = 单位
papers-return-reason = 空白原因
papers-return-filled-by = 填报人（签字）
papers-return-head = 党组织负责人（签字）
papers-return-seal = （盖章）
papers-return-1a = 被评议的党支部（总支）
papers-return-1b = 其中：群众评议为“基本满意”（含）以上的
papers-return-1c = 其中：“满意”（含）以上的
papers-return-1d = 党员总数
papers-return-1e = 被评议的党员
papers-return-1f = 其中：群众评议为“基本满意”（含）以上的
papers-return-1g = 其中：“满意”（含）以上的
papers-return-2a = 召开群众评议会议总数
papers-return-2b = 参加评议的群众总数
papers-return-3 = 除会议外其他评议方式及数量
papers-return-4a = 主要负责人通报活动开展情况的
papers-return-4b = 上级党组织指派人参加评议
papers-return-5 = 自我介绍参加活动情况的党员总数
papers-return-6 = 为群众办实事、做好事、解难事
papers-return-measure-organisations = 个
papers-return-measure-people = 人
papers-return-measure-meetings = 个
papers-return-measure-person-times = 人次
papers-return-measure-deeds = 件（项）

# One-time passwords
papers-accounts-heading = 一次性密码
papers-accounts-document = 一次性密码条
papers-accounts-account = 账号
papers-accounts-password = 一次性密码
papers-accounts-address = 网址
papers-accounts-instruction = 请亲自登录并立即设置自己的密码；设置后这张纸条作废，请销毁。请勿拍照、勿转交他人。
