# Generated from zh-Hans by `cargo xtask generate`.
# Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.

sign-in-title = 登錄
sign-in-name = 賬號
sign-in-password = 密碼
sign-in-button = 登錄
sign-in-wrong = 賬號或密碼不對，或者失敗次數太多、賬號暫時鎖定。請檢查後再試；連續輸錯五次後請等幾分鐘（最長一小時），忘記密碼請聯繫安全管理員重置。
password-title = 修改密碼
password-one-time = 您使用的是一次性密碼。請先設置自己的密碼，再繼續使用。
password-current = 現在的密碼
password-new = 新密碼
password-again = 再輸一遍新密碼
password-too-short = 密碼至少 { $shortest } 個字符，可以用一句您記得住的話。
password-too-easy = 新密碼不能與現在的密碼相同，也不能包含賬號。
password-differs = 兩次輸入的新密碼不一樣。
password-wrong = 現在的密碼不對。
password-locked = 現在的密碼輸錯次數太多，賬號暫時鎖定，密碼沒有修改。請等幾分鐘（最長一小時）再試，或請安全管理員重置密碼。
notice-password-changed = 密碼已修改，其他設備上的登錄已全部退出。
