# Labels of the printed papers, English. Written beside the Simplified Chinese file, key for key.

papers-page = Page { $page } of { $pages }
papers-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
papers-period = { $from } to { $to }
papers-colon = { ": " }
papers-comma = { ", " }
papers-none = (none)

# A rate, its range, and what stands in its place
papers-interval = 95% interval { $low }%–{ $high }%
papers-everyone = everyone due took part: no interval
papers-pooled-into = fewer than { $minimum } valid ballots: counted in “{ $into }”
papers-withheld = fewer than { $minimum } valid ballots: not published
papers-total-withheld = a part of it is not published, so neither is the total

# F16 slips
papers-slips-heading = Anonymous appraisal slip
papers-slips-document = Anonymous appraisal slips
papers-slips-instruction = Scan with a phone, or open the address below and type the code. One code, one ballot, no name; once used it is spent. Please do not photograph it or pass it on.
papers-slips-valid = Valid: { $period }
papers-slips-code = Code

# F12, F13, F15 blank instruments
papers-form-organisation = Appraisal form: party organisation
papers-form-member = Appraisal form: party members
papers-form-satisfaction = Satisfaction form
papers-form-anonymous = This form carries no name. Please write no name or unit and make no mark on it; fold it when done and put it into the box yourself.
papers-form-how = Choose one box in each line and tick it.
papers-form-every-item = Every item needs a choice; an item left out counts as not graded.
papers-form-some-blank = Items you know nothing about may stay blank.
papers-form-round = Round
papers-form-period = Period
papers-form-issuer = Organised by
papers-form-object = Appraised
papers-form-item = Item
papers-form-overall = Overall
papers-form-opinion = Opinions and suggestions (optional)
papers-form-opinion-note = Please write nothing by which you could be recognised.

# F14 self-evaluation
papers-self-organisation = Self-evaluation of a party organisation
papers-self-member = Self-evaluation of a party member
papers-self-name = Name
papers-self-organisation-name = Organisation
papers-self-unit = Party organisation
papers-self-round = Round
papers-self-item = Item
papers-self-grades = Own grade
papers-self-deeds = What was done and achieved
papers-self-shortcomings = Shortcomings
papers-self-plan = What will be improved
papers-self-signature = Signature
papers-self-signed-on = Date
papers-self-note = Filled in before the appraisal begins, for those who judge to read.

# F22 result bulletin
papers-bulletin-heading = Results of the mass appraisal
papers-bulletin-about = Scope
papers-bulletin-period = Period
papers-bulletin-turnout = Forms issued { $issued }, recovered { $recovered }, valid { $valid }; recovered { $recovered-rate }, valid { $valid-rate }.
papers-bulletin-due = Due to take part { $due }, forms issued { $issued }.
papers-bulletin-results = Results
papers-bulletin-object = Appraised
papers-bulletin-valid = Valid ballots
papers-bulletin-rate = Satisfied
papers-bulletin-basic = Basically satisfied or better
papers-bulletin-total = All { $count } together
papers-bulletin-groups = Published together
papers-bulletin-group-of = { $count ->
    [one] 1 object together:
   *[other] { $count } objects together:
}
papers-bulletin-base = Rates are of the overall item, over the valid ballots that grade it, to one decimal, rounded half up.
papers-bulletin-minimum = Objects with fewer than { $minimum } valid ballots are not published by themselves.
papers-bulletin-remarks = Remarks
papers-bulletin-chart = Overall grades
papers-bulletin-chart-description = Ballots per grade of the overall item, by object
papers-bulletin-hash = Opening hash
papers-bulletin-hash-note = Objects, forms and rules of this round were fixed before slips were issued; the hash above is computed from them.
papers-bulletin-root = Root
papers-bulletin-root-note = Computed over all ballots in the order of their commitments. Judges compare it with their receipts: exchanging any ballot changes it.

# F23 feedback sheet
papers-feedback-heading = Feedback of appraisal results
papers-feedback-object = To
papers-feedback-unit = Party organisation
papers-feedback-round = Round
papers-feedback-items = Results by item
papers-feedback-chart-description = Ballots per grade, item by item
papers-feedback-item = Item
papers-feedback-own = Own grade
papers-feedback-not-given = not given
papers-feedback-opinions = Opinions and answers
papers-feedback-opinion = Opinion
papers-feedback-answer = Answer
papers-feedback-unanswered = to be answered
papers-feedback-no-opinions = There are no opinions to hand on from this round.
papers-feedback-sealed = { $count ->
    [one] One more opinion is not handed on, because so few took part that its writer might be recognised.
   *[other] { $count } more opinions are not handed on, because so few took part that their writers might be recognised.
}
papers-feedback-order = Opinions are shuffled; their order means nothing.
papers-feedback-receipt = Receipt
papers-feedback-receipt-text = I have received the results above.
papers-feedback-received-by = Received by
papers-feedback-received-on = Date
papers-feedback-delivered-by = Delivered by

# F21 round summary
papers-summary-heading = Summary of the mass appraisal
papers-summary-unit = Unit
papers-summary-basis = On the basis of
papers-summary-overview = 1. What took place
papers-summary-meetings = Appraisal meetings
papers-summary-meetings-count = { $count }
papers-summary-participants = People who took part
papers-summary-participants-count = { $count }
papers-summary-not-recorded = not recorded
papers-summary-forms = Forms
papers-summary-forms-counts = { $issued } issued, { $recovered } recovered, { $valid } valid
papers-summary-objects = Appraised
papers-summary-objects-count = { $count ->
    [one] 1 object
   *[other] { $count } objects
}
papers-summary-opinions = Opinions
papers-summary-opinions-counts = { $received } received, { $answered } answered
papers-summary-methods = 2. Methods
papers-summary-results = 3. Results
papers-summary-warnings = 4. To be noted
papers-summary-problems = 5. Problems found
papers-summary-next = 6. Next steps
papers-summary-object = Appraised
papers-summary-valid = Valid ballots
papers-summary-rate = Satisfied

# F19 statistics return
papers-return-heading = Statistics of the mass appraisal of the excellence campaign
papers-return-unit = Filed by
papers-return-date = Filed on
papers-return-line = Line
papers-return-item = Item
papers-return-number = Number
papers-return-measure = Unit
papers-return-reason = Reason if blank
papers-return-filled-by = Filled in by (signature)
papers-return-head = Head of the organisation (signature)
papers-return-seal = (seal)
papers-return-1a = Party branches (general branches) appraised
papers-return-1b = of these: graded “basically satisfied” or better
papers-return-1c = of these: graded “satisfied” or better
papers-return-1d = Party members in all
papers-return-1e = Members appraised
papers-return-1f = of these: graded “basically satisfied” or better
papers-return-1g = of these: graded “satisfied” or better
papers-return-2a = Appraisal meetings held, in all
papers-return-2b = People who took part, in all
papers-return-3 = Other methods used, and how many of each
papers-return-4a = Heads of organisations who reported on the campaign
papers-return-4b = Persons sent by the superior organisation to take part
papers-return-5 = Members in all who introduced what they did in the campaign
papers-return-6 = Practical deeds done for the people
papers-return-measure-organisations = organisations
papers-return-measure-people = people
papers-return-measure-meetings = meetings
papers-return-measure-person-times = person-times
papers-return-measure-deeds = deeds

# One-time passwords
papers-accounts-heading = One-time password
papers-accounts-document = One-time passwords
papers-accounts-account = Account
papers-accounts-password = Password
papers-accounts-address = Address
papers-accounts-instruction = Sign in yourself and set your own password at once; then this slip is worthless: destroy it. Please do not photograph it or pass it on.
