# results
results-title = Results
results-open = Show results
results-none = No round is casting or sealed at present.
results-round = Round
results-period = Period
results-state = State
results-state-casting = Casting
results-state-sealing = Being sealed
results-state-sealed = Sealed
results-state-published = Published
results-state-finished = Finished
results-superiors = Where this stands
results-warnings = Please note
results-warning-about = { $name }: { $warning }
results-nothing-here = Nothing can be published here.
results-by-name = In the order of names, never ranked. Each figure leads to its computation.
results-pools = Groups published together
results-pools-about = Groups whose own figures would give individuals away are shown together only.
results-chart = Ballots by grade
results-chart-about = One bar for each object, with its ballots by grade
results-forms = Forms
results-issued = Issued
results-recovered = Returned
results-valid = Valid
results-blank = Blank
results-invalid = { $count } invalid
results-attendance = Attendance
results-named-apart = { $count } more give a named sheet and are not due here
results-forms-breach = Does not add up, please check
results-opinion-counts = Opinions received: { $received }, of which { $sealed } stay sealed because too few people can have written them.
results-opening-hash = Opening hash:
results-root = Root:
results-total-of = { $name }, total
results-no-overall = This form has no overall item; see its items.
results-column-name = Name
results-column-object = Judged
results-column-group = Judges
results-column-item = Item
results-column-base = Grades (N)
results-column-satisfied = Satisfied
results-column-basic = Basically satisfied or above
results-column-certainty = How far it carries
results-all-groups = All judges
results-sheet = Results
results-why = Why
results-everyone = All who were due took part
results-interval = 95% interval { $lower }%–{ $upper }%
results-nobody = Nobody graded it
results-withheld = Fewer than { $minimum } grades: not shown
results-pooled = Fewer than { $minimum }: shown within “{ $pool }”
results-pool-name = { $place }, pool { $number } ({ $groups } groups)
results-overall = Overall
results-gap-title = Self and others
results-gap-about = The own grade was given before the ballot. Only the judged, their own organisation and the office that runs the round see it beside the grades of others.
results-gap-own = Own grade
results-gap-others = Others against the own grade
results-gap = Of { $base } forms { $same } agree with the own grade, { $better } are better, { $worse } are worse
results-gap-not-shown = Others' grades are not shown by themselves, so nothing is compared
results-items = Items
results-by-group = By judges
results-feedback = Feedback sheet (PDF)
results-acknowledge = I have received the feedback sheet
results-acknowledged-by = { $name } acknowledged the feedback sheet on { $day }.
results-acknowledged-already = Somebody has acknowledged this feedback sheet already; it need not be acknowledged again.
results-acknowledge-not-own = A feedback sheet is acknowledged by the member judged; that of an organisation or its leading team by the organisation's own secretary. This one is not yours.
notice-results-acknowledged = The feedback sheet is acknowledged.
results-feedback-not-delivered = Feedback sheets are delivered when the results are published; publish them first.
results-feedback-sheets = Feedback sheets delivered
results-feedback-sheets-about = Publishing the results delivers the feedback sheets to the organisations and members judged, who acknowledge them.
results-feedback-search = Find whoever was judged
results-feedback-show = Show
results-feedback-show-all = All
results-feedback-missing = Not acknowledged yet
results-feedback-count = { $acknowledged } of { $total } feedback sheets acknowledged
results-feedback-none-found = No feedback sheet was found. Try another word, or show all.
results-feedback-organisation = Organisation
results-feedback-measure = Measure
results-feedback-delivered = Delivered
results-feedback-acknowledged = Acknowledged
results-bulletin = Bulletin (PDF)
results-bulletin-look = Look at the bulletin first (PDF)
results-summary = Summary (PDF)
results-dossier = All papers
results-dossier-about = The bulletin, the summary and { $sheets ->
    [one] one feedback sheet
   *[other] { $sheets } feedback sheets
} in one file, to print, hand out and keep.
results-dossier-make = Make all papers
results-dossier-anew = Make them anew
results-dossier-waiting = Making them begins in a moment.
results-dossier-progress = Making them: { $set } of { $all }.
results-dossier-may-leave = You may leave this page; the work goes on.
results-dossier-look-again = See whether they are ready
results-dossier-failed = Making them failed several times; the server's log says why. Ask the system administrator to look at the disk space, then make them again.
results-dossier-download = Download all papers (ZIP)
results-dossier-made = Made on { $made }. Answers given since then come in when they are made anew.
results-scope = “{ $instrument }”, objects judged: { $objects }, judge groups: { $groups }
results-said-by = { $count ->
    [1] { $words } ({ $places })
   *[other] { $words } ({ $count } units: { $places })
}
results-published-record = Published on { $day }: { $place }.
results-steps-title = How this was computed
results-steps-release = Whether it may be shown
results-steps-total = Total

results-ending-title = End casting
results-ending-about = Two tally keepers end casting together: one asks, the other confirms. The box is sealed at once; nobody can vote after that, and it cannot be undone.
results-ending-sealing = The box is being sealed; the results can be seen in a moment.
results-ending-paper = This round has { $count } batches of paper: after casting they are counted and keyed, and once all are accepted or recorded as missing the round is sealed by itself.
results-waits-title = Waiting to be sealed
results-waits-about = Casting is over. Once all paper is accepted or recorded as missing, the round is sealed by itself; then there are results.
results-waits-open = Waiting for paper
results-ending-asked-by = { $name } has asked to end casting; another tally keeper must confirm.
results-ending-own = You have asked to end casting. Another tally keeper must sign in and confirm.
results-ending-sure = I confirm that casting should end
results-ending-unsure = Please tick the box first.
results-ending-withdraw = Withdraw
results-ending-not-asked = You have not asked to end casting, or somebody has confirmed it already. Reload the page.
notice-results-ending-withdrawn = Withdrawn: casting goes on.
results-ending-ask = Ask to end casting
results-ending-confirm = Confirm and seal
results-ending-not-casting = This round is not casting.
results-unfit-judged = You are judged in this round and cannot keep its tally. Please leave it to another tally keeper.
results-unfit-office = You belong to the campaign office and cannot keep the tally. Please leave it to another tally keeper.
results-unfit-group-head = You head the working group and cannot keep its tally. Please leave it to another tally keeper.
results-unfit-head = You are secretary of an organisation judged in this round and cannot keep its tally. Please leave it to another tally keeper.
notice-results-ending-asked = You have asked to end casting. Another tally keeper must sign in and confirm.
notice-results-ending-confirmed = Casting has ended and the box is sealed.
notice-results-ending-waits = Casting is over. The round is sealed by itself once all paper is accepted.

results-readings-title = Read opinions
results-readings-about = Only two tally keepers see the words as written. The first removes what names the author and proposes, the second checks and releases.
results-readings-none = There are no opinions to read.
results-about = About
results-read = Read
results-opinion-unread = Unread
results-opinion-proposed = Waiting for the second reader
results-opinion-released = Released
results-opinion-withheld = Withheld
results-opinions-sealed = Opinions that stay sealed because too few people can have written them: { $number }
results-reading-title = Read an opinion
results-raw = As written
results-words = Words to be released
results-words-about = Remove names, posts and turns of phrase that give the author away; do not change the meaning.
results-propose = Propose to release
results-withhold = Propose to withhold
results-proposal = What the first reader proposes
results-proposal-withhold = To withhold this opinion.
results-reading-own = You read this opinion first; another tally keeper must check it.
results-release = Release
results-confirm-withhold = Agree to withhold
results-send-back = Send back to be read again
results-reading-done = This opinion has been dealt with.
notice-results-proposed = Proposed. Another tally keeper must check it.
notice-results-released = The opinion is released.
notice-results-opinion-withheld = The opinion is withheld.
notice-results-sent-back = Sent back to be read again.

results-opinions-title = Opinions
results-opinions-about = Opinions are in no order of arrival; two tally keepers have read their words.
results-opinions-none = No opinion can be shown.
results-opinions-sealed-below = Opinions that stay sealed because fewer than { $minimum } people can have written them: { $number }. They need no answer.
results-answer = Answer
results-unanswered = Not answered yet
results-answer-title = Answer
results-answer-edit = Change the answer
results-answer-changed = Somebody else answered this meanwhile, as below. Compare before you save: saving replaces it.
results-answer-about = Say shortly what was done, what will be done, and by when.
notice-results-answered = The answer is saved.

results-publish = Publish results
results-publish-about = Once published, secretaries and those judged see their own results. Please record where and when.
results-publish-place = Where (such as the notice board, a members' meeting)
results-publish-day = Day of publication
results-publish-future = The day of publication cannot lie in the future.
results-published-already = This round does not wait to be published.
notice-results-published = The results are published.
results-finish = Finish the round
results-finish-about = A round is finished when every released opinion is answered and every unit is appraised or says why not. Its signing key is then destroyed and nothing can be changed.
results-finish-not-yet = It cannot be finished yet; please deal with the above first.
results-not-published = Only a published round that is not finished yet can be finished.
results-finished-already = This round is finished; nothing can be changed.
results-coverage = Units appraised
results-unanswered-count = Opinions not answered
results-unread-count = Opinions not read by two
results-missing = Units neither appraised nor excused: { $number }
results-missing-about = They should say in their records why they were not appraised.
notice-results-finished = The round is finished.

# Please note
results-warning-unanimous = All { $forms } grades of this group are the same; please make sure that voting was secret.
results-warning-superior-present = Superiors were present during the appraisal ({ $person_times } person-times).
results-warning-same-day = Appraisal and summary on the same day ({ $day }).
results-warning-fewer-forms = Only { $issued } forms were issued to { $participants } participants.
results-warning-unattainable = The claimed { $claimed }% cannot be true: no count of { $of } forms gives it.
results-warning-copied-report = The same rate as the superior's ({ $rate }%) and { $overlap }% of the text.
results-warning-same-rate = Exactly the superior's rate ({ $rate }%).
results-warning-copied-text = { $overlap }% of the text stands in the superior's summary.
results-warning-few-participants = { $participants } participants are fewer than one third of { $staff }.
results-warning-base-missing = { $claimed }% is claimed without saying of how many.
results-warning-base-person-times = { $claimed }% is claimed of { $person_times } person-times, which are not persons.
results-participation = Took part, of all staff:
results-quality-title = Quality of the round
results-quality-about = What is measured and within which limits was declared before voting and fixed with the round; it was computed once, at sealing. The shares help to judge how far results can be relied on: no ballot was deleted, none was weighed differently, and none of the shares concerns one judge.
results-quality-kept = within the limit
results-quality-beyond = beyond the limit
results-quality-too-few = Too few to look at: not shown
results-quality-remark = Quality: { $name }, declared { $limit }, found: { $found }. { $means }
results-quality-column-name = Measured
results-quality-column-count = Count
results-quality-column-base = Of
results-quality-column-share = Share
results-quality-column-limit = Declared limit
results-quality-column-means = What it means
results-steps-forms = Forms and attendance

# Remarks on the statistics return
results-return-many-chiefs = { $chiefs } heads reported, more than { $organisations } organisations judged: were person-times counted?
results-return-many-forms = { $forms } opinion forms, more than { $participants } participants.
results-return-not-judged = Of { $members } members only { $judged } were judged.

# Steps
results-step-ballots-counted = Valid ballots { $valid }, blank { $blank }.
results-step-forms-reconciled = Issued { $issued }, returned { $recovered }: valid { $valid }, invalid { $invalid }, blank { $blank }.
results-step-base-counted = Of { $valid } valid ballots { $ungraded } leave this item ungraded; the base is { $base }.
results-step-mapping-applied = As declared: the best { $satisfied_labels } grades count as satisfied, the best { $basic_labels } as basically satisfied or above.
results-step-satisfaction-computed = Satisfied { $share } = { $percent }%.
results-step-basic-or-above-computed = Basically satisfied or above { $share } = { $percent }%.
results-step-own-grade-compared = Of { $base } forms that grade this item { $same } agree with the own grade, { $better } are better, { $worse } are worse.
results-step-share-computed = Share { $share } = { $percent }%.
results-step-interval-computed = The 95% interval of { $share } is { $lower }% to { $upper }% (rounded outwards).
results-step-everybody-took-part = All { $due } who were due took part; nothing is inferred.
results-step-due-computed = { $total } members, { $exempt } exempt, { $due } due.
results-step-attendance-computed = Attendance { $share } = { $percent }%.
results-step-coverage-computed = Units appraised { $share } = { $percent }%.
results-step-participation-computed = Participation { $share } = { $percent }%.
results-step-parts-added = { $parts } parts add up to { $sum }.
results-step-claim-tried = Of { $of } forms, { $least } to { $greatest } give { $claimed }%.
results-step-claim-unattainable = No count of { $of } forms gives { $claimed }%.
results-step-verdict-reached = Satisfied { $satisfied }, required { $satisfied_required }; basically satisfied or above { $basic }, required { $basic_required }.
results-step-verdict-withheld = Fewer than { $threshold } valid forms may be shown: no verdict.
results-step-verdict-undeclared = The round declares no verdict rule: no verdict.
results-step-block-released = Block { $block } ({ $node }): groups { $groups }, ballots { $ballots }, fewest grades on an item { $fewest_graded }; this reaches { $threshold } and may be shown.
results-step-group-pooled = { $group } has only { $fewest_graded } grades on some item (at least { $threshold } needed) and is shown within block { $block }.
results-step-group-hidden = { $group } has fewer than { $threshold } and nothing to be pooled with: not shown.
results-step-total-released = The total of { $node } adds up blocks ({ $blocks }) and may be shown.
results-step-total-withheld = The total of { $node } would take a pool apart and is not shown.
results-step-opinions-released = Opinions of { $source } are shown at { $node }: they can have come from { $ballots } ballots, at least { $threshold }.
results-step-opinions-sealed = { $opinions } opinions of { $source } stay sealed: fewer than { $threshold } ballots.
results-step-returns-added = Line { $line }: { $given } of { $units } units gave a count, together { $sum }.
results-step-relation-checked = Line { $lesser } ({ $lesser_count }) is not greater than line { $greater } ({ $greater_count }).
results-waiting-second-keeper = Another tally keeper asked to end casting of “{ $round }”: confirm it
results-waiting-ending = The days of “{ $round }” are over: ask to end casting
results-waiting-reading = One opinion of “{ $round }” waits to be read
results-waiting-readings = { $count } opinions of “{ $round }” wait to be read
results-waiting-answer = One opinion of “{ $round }” waits for your answer
results-waiting-answers = { $count } opinions of “{ $round }” wait for your answer
results-waiting-sheet = Acknowledge the feedback sheet of “{ $name }” in “{ $round }”
results-waiting-sheets = { $count } feedback sheets of “{ $round }” wait to be acknowledged by you
results-waiting-publication = “{ $round }” is sealed and its results are there: publish them
results-waiting-publications = { $count } rounds are sealed and their results are there: publish them
results-waiting-finish = The results of “{ $round }” are published: check what is left and finish
results-waiting-finishes = The results of { $count } rounds are published: check what is left and finish
results-search = Find by title or pinyin
results-none-found = No round was found. Try another word.
results-step-worth-weighed = Points earned { $share } = { $percent }%, weight { $weight }%.
results-step-composite-computed = Weighed and added up: { $share } = { $percent }%.

# Comparison within a sector
results-comparison-title = Comparison within a sector
results-comparison-about = For the office and the statistician only, not to be published, and no ranking: by name, on the common items all of them were asked. Where the intervals of two units overlap, no difference between them can be told.
results-comparison-sector = Sector
results-comparison-measure = Form
results-comparison-show = Compare
results-comparison-no-sector = No organisation whose sector is known was judged in this round, so there is nothing to compare.
results-comparison-nobody = No organisation of this sector was judged by this form. Choose another sector or form.
results-comparison-no-items = These organisations share no common item, so they cannot be compared.

# Appraisals over the years
results-years-title = Appraisals over the years
results-years-about = Every round that judged it, newest first. The figures are what was released when each was sealed: new rounds are added, nothing is changed or taken away. Where a publication or a conclusion was corrected, the earlier words stay.
results-years-none = No appraisal can be shown yet. Rounds stand here once they are published.
results-years-forms = Returned { $recovered }, valid { $valid }
results-years-opinions = Released { $released }, answered { $answered }
results-years-published = Publication
results-years-not-published = Not published yet
results-years-earlier = Earlier: { $words } (later corrected on { $day } by { $name })

# Order
results-order-title = Order (for the office only)
results-order-about = For the office that runs this round only. It is in no bulletin, summary, feedback sheet or return, is not published, and is not told to those judged.
results-order-rule = By the share satisfied on the overall item. Two are told apart only where their 95 % intervals do not overlap; whoever overlaps shares a place. Where all who were due took part, the interval decides all the same.
results-order-show = Put in order
results-order-nobody = Nobody can be put in order: no organisation of this sector was judged by this form, or none has an overall figure of its own. Choose another sector or form.
results-order-caption = Those that share a place stand by their rates; which comes first means nothing.
results-order-column = Place
results-order-place = { $first }
results-order-shared = { $first }–{ $last }, shared
results-order-remark = How far it carries
results-order-alone = Its interval overlaps with no other.
results-order-and-more = { $names } and others, { $count } in all
results-order-meeting = Cannot be told apart from { $names }: the intervals overlap.
results-order-joined = Does not overlap with { $names }, but shares the place, because somebody between cannot be told apart from either.
results-order-others = Without a place
results-order-reason = Why

# Linked rounds
results-linked-title = Results of the linked rounds
results-linked-about = Each level is counted from its own round alone. A level waits for the one below to be sealed but takes none of its figures: the committee’s result is built from the branches’ measure only. Nothing is added or averaged over levels.
results-linked-alone = This round is linked to no other. Which round it follows is chosen when a round is drawn up.
results-linked-level = Level
results-linked-level-of = Level { $number }
results-linked-this-level = this level
results-linked-direction = Direction
results-linked-judges = Judged by
results-linked-only = The result of { $subject } is built from the measure by { $judges } alone; no ballot of another level is in it.
results-linked-not-sealed = This level is not sealed yet. Its results come with the sealing.
results-linked-not-yours = The results of this level are not published yet, or are not within your reach.
results-linked-elsewhere = Another organisation runs this level, outside what you may see; its results are not published.
results-linked-void = This level was declared void and has no results.
results-step-quarter-added = The released figure of quarter { $quarter }, { $share } = { $percent }%, is added.
results-step-quarter-missing = Quarter { $quarter } has no released figure and no part in it.
results-step-year-pooled = The ballots of { $figures } quarterly figures added up: { $share } = { $percent }%.
results-step-mean-hours-computed = { $workers } ordinary workers with { $hours } hours together, { $mean } hours each; members are not among them.
results-step-hours-compared = Own { $hours } hours are { $percent }% of that mean; at least { $required }% is required.
results-step-waste-found = There was waste.
results-step-violation-found = There was a violation.
results-step-accident-found = There was an accident.

# Adjusted scores
results-adjusted-title = Adjusted scores (for reference only)
results-adjusted-about = Scores freed from how strict each ballot is; for reference only, never in place of the satisfaction rate, and no ranking. Grades count 0 to { $highest } points from worst to best. Ballots are strict or lenient and did not all grade the same objects, so each ballot’s strictness is taken off by the rule declared beforehand (many-facet Rasch model, version { $rule }).
results-adjusted-raw = Raw average
results-adjusted-score = Adjusted score
results-adjusted-counted = { $ballots } ballots were computed with. { $alike } of them give nothing but the best or nothing but the worst grades, tell no objects apart and by the declared rule take no part in the estimation; an object at an end of the scale is moved inwards by { $points } points to be located.
results-adjusted-left-out = { $count } more ballots grade only objects or items at an end of the scale and take no part either.
results-adjusted-few = Fewer than { $fewest } ballots grade it: not shown
results-adjusted-not-shown = Its raw result is not shown by itself: not computed
results-adjusted-hidden = Fewer than { $fewest } ballots: no adjusted score is shown.
results-adjusted-not-needed = Not needed: every ballot grades every object on every item, so that strictness weighs on all alike.
results-adjusted-separate = Cannot be adjusted: the objects fall into { $parts } parts, and fewer than { $minimum } ballots that tell objects apart grade two of them together.
results-adjusted-few-objects = Cannot be adjusted: of fewer than two objects every judge group is shown by itself.
results-adjusted-nothing-to-compare = Cannot be adjusted: no ballot tells objects apart.
results-adjusted-entangled = Cannot be adjusted: objects were graded on different items, so that objects and items cannot be told apart.
results-adjusted-not-converged = Cannot be adjusted: the grades are too one-sided to give finite scores.
results-adjusted-too-large = Cannot be adjusted: more ballots and objects than are computed with at sealing.
results-adjusted-line = { $name } { $adjusted } (raw { $raw })
results-adjusted-remark = { $about } { $scores }. { $counted }
