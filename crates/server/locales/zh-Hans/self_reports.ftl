# self_reports
