accounts-title = Accounts and roles
accounts-new = New account
accounts-new-about = An account begins with one role; further roles are given on its page.
accounts-create = Create the account
accounts-search = Find by name, pinyin or account
accounts-none-found = No account was found. Try another word.
accounts-sign-in-name = Account
accounts-sign-in-name-hint = Typed at sign-in: 2 to 40 letters, digits, dots, hyphens or underscores; capitals do not matter.
accounts-display-name = Person or office
accounts-name-unfit = An account has 2 to 40 letters, digits, dots, hyphens or underscores.
accounts-name-taken = This account exists already (ended accounts are not reused). Choose another.
accounts-role = Role
accounts-roles = Roles
accounts-role-choose = Choose a role
accounts-role-excluded = System administrator, security administrator and auditor hold no other role. Make a separate account.
accounts-role-held = The account holds this role already.
accounts-no-roles = No role yet: after signing in there is nothing to see.
accounts-give-role = Give a role
accounts-end-role = Take back
accounts-reach = Reach
accounts-whole-tree = All organisations
accounts-no-reach = No business data
accounts-organisation = Organisation
accounts-organisation-hint = The role holds in this organisation and everything below it. Leave it empty for all organisations.
accounts-organisation-needed = This role needs an organisation; write its name.
accounts-organisation-idle = Administrators and the auditor belong to no organisation; leave this empty.
accounts-organisation-unknown = There is no such organisation. Check the name; the campaign office founds organisations.
accounts-organisation-which = Choose below which organisation you mean.
accounts-organisation-choices = You mean
accounts-member = Member
accounts-member-hint = The member's name; may stay empty. The role of a member needs one.
accounts-member-needed = The role of a member needs a member; write the name.
accounts-member-unknown = There is no member of this name in that organisation. Check the name and the organisation.
accounts-member-which = Several members have this name; choose below.
accounts-member-choices = You mean
accounts-member-has-account = This member has an account; give the role to that account.
accounts-state = State
accounts-state-own = In use
accounts-state-one-time = One-time password not changed yet
accounts-state-ended = Ended
accounts-created = Made on
accounts-password-title = One-time password
accounts-password-about = This password is shown this once. Tell it to its owner in person or by telephone; it must be changed at the first sign-in.
accounts-password = One-time password
accounts-password-noted = I have noted it
accounts-reset = Reset the password
accounts-reset-about = Makes a new one-time password and signs the account out everywhere.
accounts-end = End the account
accounts-end-about = It is signed out at once and does not come back; what it did stays on record.
accounts-end-confirm = Yes, end this account
accounts-end-unconfirmed = Tick the box first.
accounts-last-security-administrator = This is the last security administrator. Give another account that role first.
notice-accounts-password-shown-once = Done. The one-time password is shown only once; if it was not noted, reset it.
notice-accounts-role-granted = The role was given.
notice-accounts-role-ended = The role was taken back.
notice-accounts-ended = The account was ended.
accounts-waiting = { $name } has not signed in with the one-time password yet
accounts-waiting-several = { $count } accounts have not signed in with their one-time passwords yet
accounts-all-states = All
accounts-rename = Change the name shown
notice-accounts-renamed = The name shown was changed. What was done before keeps the old one.
accounts-batch-title = Many accounts at once
accounts-batch-register = From the register
accounts-batch-register-about = Choose an organisation: its secretaries or members without an account, and those of everything below it, are listed, and their accounts are made together once you have checked them. Only names and organisations are shown here.
accounts-batch-organisation-hint = The name of the organisation; everything below it is included.
accounts-batch-propose = List who has no account
accounts-batch-file = From a spreadsheet
accounts-batch-file-about = Columns: person or office, account (may be empty), role, organisation, number of the member (may be empty). At most { $most } at a time. It is checked first and made once you agree.
accounts-batch-blank = Download an empty spreadsheet
accounts-batch-choose-file = Spreadsheet (.xlsx)
accounts-batch-check = Check the spreadsheet
accounts-batch-no-file = Choose a spreadsheet.
accounts-batch-too-many = The spreadsheet has { $rows } rows; at most { $most } accounts are made at a time. Divide it.
accounts-batch-report = What would be made
accounts-batch-makes = { $count ->
    [one] One account would be made.
   *[other] { $count } accounts would be made.
}
accounts-batch-skips = { $count ->
    [one] One has an account already and is left out.
   *[other] { $count } have accounts already and are left out.
}
accounts-batch-faults = { $count ->
    [one] one row is wrong
   *[other] { $count } rows are wrong
}
accounts-batch-left = { $count ->
    [one] One more is waiting: list again when this batch is made.
   *[other] { $count } more are waiting: list again when this batch is made.
}
accounts-batch-create = { $count ->
    [one] Make this account
   *[other] Make these { $count } accounts
}
accounts-batch-create-about = All are made or none. The one-time passwords are shown once, on the next page, and can be printed as slips. To change the names typed at sign-in, download the list, change it and bring it as a spreadsheet.
accounts-batch-mend = Mend the wrong rows in the spreadsheet and check it again; no account was made.
accounts-batch-table = Download as a spreadsheet
accounts-batch-outcome = Outcome
accounts-batch-row = row { $row }
accounts-batch-make = would be made
accounts-batch-fault = wrong
accounts-batch-has = Has the account { $account } already; further roles are given on its page.
accounts-batch-secretary-of = Secretary of { $name }
accounts-batch-name-unfit = A name has at most 60 characters and no control characters.
accounts-batch-role-unknown = There is no such role. Write its name, such as secretary, member or tally keeper.
accounts-batch-administrator = System administrators, security administrators and auditors are made one by one.
accounts-batch-organisation-which = Several organisations have this name; write the whole path, such as “county / town / branch”.
accounts-batch-member-unknown = There is no member of this number. Copy it from the exported register, or leave it empty.
accounts-batch-member-elsewhere = The member of this number is not in that organisation. Check both.
accounts-batch-member-which = Several members of that organisation have this name; write the number of the member.
accounts-batch-name-twice = Another row uses the same account. Choose another, or leave it empty.
accounts-batch-twice = Another row is the same person in the same role. Delete one.
notice-accounts-batch-shown-once = The accounts were made. One-time passwords are shown only once; reset those that were not noted on the pages of their accounts.
accounts-slips-title = One-time passwords
accounts-slips-about = { $count ->
    [one] One account was made. Its one-time password is shown on this page and this once: print or download it now and hand it to its owner. It cannot be seen again after you leave the page.
   *[other] { $count } accounts were made. Their one-time passwords are shown on this page and this once: print or download them now and hand each to its owner. They cannot be seen again after you leave the page.
}
accounts-slips-pdf = Download the slips (PDF)
accounts-slips-xlsx = Download as a spreadsheet (XLSX)
accounts-slips-done = Handed over; back to the accounts
accounts-slips-address = Address
accounts-slips-instruction = Sign in yourself and set your own password at once; then this slip is worthless: destroy it. Please do not photograph it or pass it on.
