# appraisals
