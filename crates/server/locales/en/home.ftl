home-navigation = Start
home-title = Start
home-front-door-title = Excellence campaign platform
home-front-door-about = Appraisals, pledges and returns: entered once, used everywhere. Nobody can link a ballot to a person.
home-front-door-account = Sign in with an account
home-front-door-slip = I have an appraisal slip
home-welcome = Welcome, { $name }.
home-roles = Your roles:
home-first-steps = Where to begin
home-first-steps-about = There is no organisation yet. Found the topmost one here, or import the spreadsheets you have.
home-first-organisation = Found the first organisation
home-first-import = Import a spreadsheet
home-waiting = To do
home-waiting-count = { $total ->
    [one] One thing waits for you; the link leads straight to it.
   *[other] { $total } things wait for you; each link leads straight to it.
}
home-nothing-waits = Nothing waits for you now. What comes next will be listed here.
home-due = due { $day }
home-late = late
