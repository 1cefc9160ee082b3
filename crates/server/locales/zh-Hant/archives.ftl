# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

# 归档包：封存后的轮次可由任何人核验。
archives-title = 歸檔包
archives-about = 封存時，系統把本輪全部公開內容寫成一個歸檔包，並用本輪密鑰簽名。拿到歸檔包的人不用本系統也能核驗：票數、批次、已用憑證、公佈的每一個數字是否相符，有沒有改動。
archives-root = 歸檔根（全部評議票的根值）
archives-opening-hash = 開評摘要
archives-key = 本輪公鑰
archives-ballots = 評議票數
archives-receipts = 評議人核對回執的頁面
archives-keys-lost = 封存前本輪的密鑰已經遺失，無法簽名，所以沒有歸檔包。歸檔根照常有效，評議人仍可核對回執。
archives-public = 公開歸檔包
archives-public-about = 只含公佈方案允許公佈的內容和每張評議票的承諾值，看不出任何一張票怎樣評。裡面有評議對象的名稱，由主辦單位保管；上報或者交人核驗前請按公佈範圍處理。每次下載都記入審計日誌。
archives-public-fetch = 下載公開歸檔包
archives-auditor = 審計歸檔包
archives-auditor-about = 審計歸檔包打開每一張票（沒有姓名、沒有時間、沒有憑證），審計人員可以重新計票。同時拿到某位評議人回執的人，能知道那一張票，所以必須由兩名計票人共同放行，並寫明交給誰。
archives-released-to = 已由兩名計票人放行，交給：{ $recipient }。每次下載都記入審計日誌。
archives-auditor-fetch = 下載審計歸檔包
archives-release-asked-by = { $name } 已提出放行審計歸檔包，交給：{ $recipient }。等待另一名計票人確認。
archives-release-own = 您已提出放行，須由另一名計票人登錄後確認。
archives-release-withdraw = 撤回提議
archives-release-confirm = 確認放行
archives-release-ask = 提出放行
archives-release-done = 審計歸檔包已經放行，不能再改。請刷新頁面查看。
archives-release-not-asked = 您沒有提出放行，或者已經有人確認，不能撤回。請刷新頁面查看。
archives-recipient = 交給誰（審計單位和人員）
notice-archives-release-asked = 已提出放行審計歸檔包，請另一名計票人登錄後確認。
notice-archives-release-withdrawn = 已撤回放行審計歸檔包的提議。
notice-archives-released = 審計歸檔包已放行，現在可以下載。
archives-verify = 怎樣核驗
archives-verify-about = 兩個核驗程序互不相關，都隨本系統發布，任選其一，最好都用；不聯網也能運行。把下面的 FILE 換成歸檔包的文件名：
archives-countersign-about = 上級單位可以在自己的電腦上生成密鑰，封存當天副署。副署以後，主辦單位也無法換成另一個歸檔包：
archives-uncounted = 歸檔包寫的是封存那一刻的情況：封存以後才清點的憑證，在歸檔包裡是“未清點”。同一評議組、同一渠道的批次合併為一行。
archives-altered = 本輪現在保存的內容與封存時簽名的不一致，不能下載歸檔包。請不要改動服務器和數據庫，保留現場，並報告負責審計的部門；以前下載、副署過的歸檔包仍可核驗。
