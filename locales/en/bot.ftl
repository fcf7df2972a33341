# What the bot says. HTML as Telegram takes it. Numbers choose their form by PLURAL.

# --- Common buttons ---
back = Back
skip = Skip
later = Later
next = Next
previous = Previous
page-before = Previous ({ $page } of { $pages })
page-after = More ({ $page } of { $pages })
to-question = Back to the question
and-more = , … (+{ $n })
more = More information
disagree = I do not agree
to-menu = Menu
keep = Keep my answer
submit = Send my answers
confirm = Confirm
done = Done ({ $n })
comma = ,{" "}
line = { $text }
stop-words = stop,unsubscribe

# --- The question ---
progress = Question { $n } of { $total }
tick-any = Tick all that apply, then press “Done”.
tick-at-most = Tick up to { $max }, then press “Done”.
type = Type your answer in a message.
type-or-speak = Please type your answer or send a voice message (the coordinator listens to it).
type-number = Type the number in figures.
type-number-of = Type the number in figures ({ $field }).
rank-next = { $n ->
    [0] This is your ranking. You can change it or keep it.
    [1] Pick the first.
    [2] Pick the second.
    [3] Pick the third.
   *[other] Pick the next.
    }
said-before = Your answer before: { $answer }
skipped = No answer
voice-of = Voice message ({ $seconds } s)
weekday = { $n ->
    [1] Mo
    [2] Tu
    [3] We
    [4] Th
    [5] Fr
    [6] Sa
   *[7] Su
    }
stale = That button is old. This is where you are.
pressed-instead = The last button that you pressed counts.
unseen = Your message came before this question was shown, so it was not taken. Please answer now.
edited = You changed an earlier message: this does not change the answer that was taken. To change it, press “Back”.
edited-taken = Your changed answer was taken.

# --- Corrections ---
refused-press = Please choose one of the buttons below.
refused-words = Please type your answer in words.
refused-long = That is too long: { $length } characters, { $limit } at most. Please send a shorter text.
refused-short = That is too short: at least { $limit } characters.
refused-number = { $n ->
    [1] Please type one whole number in figures, such as 12.
   *[other] Please type whole numbers in figures, such as 12, then 8.
    }
refused-decimal = Please write the number in digits, for example 12.5.
refused-range = The number must be from { $min } to { $max }.
refused-many = You can tick { $limit } at most. Untick one before you add another.
refused-few = Please tick at least { $limit }, or skip the question.
refused-few-needed = Please tick at least { $limit }.
refused-date = That day was not understood. Pick it in the month below or type it, such as 3 December.
refused-time = That hour was not understood. Pick it from the buttons or type it, such as 10:30.
refused-field = That number is for another field. Please type the one asked for now.
which-day = { $n ->
    [1] Is this the day?
   *[other] Which day is it?
    }
this-day = { $n ->
    [1] Yes, { $day }
   *[other] { $day }
    }
other-day = 🗓 Another day
which-answer = Several answers are close to what you typed. Which one is it?
other-answer = All answers
refused-link = That is not a link. Please copy the whole link, from https:// on, or skip the question.
send-files = Please send the files one by one ({ $max } at most), then press “Done”.
refused-file = Please send a file: a document, picture, voice message or video.
point-chosen = Point { $n }: please write it anew, send a file to go with it, move it or delete it.
send-points = Please write the points, one a message, as to a friend ({ $max } at most). A picture, PDF, voice message or video sent after a point goes with it. Then press “Done”.
refused-point = Please write a point or send a file.
refused-points = { $limit } points at most. Please take one out, or make the text shorter.
point-up = ⬆️ Earlier
point-down = ⬇️ Later
point-out = 🗑 Take out
point-leave = Change nothing
refused-large = This file is too large: { $limit } MB at most.
refused-files = { $limit } files at most. Please take one away before adding another.
file-size = { $unit ->
    [kb] { $n } KB
   *[mb] { $n } MB
    }
file-media = { $media ->
    [picture] picture
    [voice] voice message
    [video] video
   *[document] document
    }
file-seconds = { $seconds } s
file-lost = 📎 { $file }: this file is no longer available. Please tell your coordinator, so that it is sent again.
type-hour = Pick the hour or type it, such as 10:30.
refused-past = That day is past. Choose a later one.
refused-voice = Please type your answer: this question takes no voice message.
refused-skip = This question is needed to go on.
try-later = What you sent could not be saved, and nothing was kept. Please try again later (code { $code }).

# --- Review ---
review = Review of your answers
review-line = { $n }. { $question }
    ➡️ <b>{ $answer }</b>
review-anonymous = After sending, nobody, not even the coordinators, can tell whose answers these are; so they can be neither changed nor deleted.
review-confidential = Your answers are confidential. You can still change any of them before sending.
review-form = You can still change anything before you confirm.
later-told = Your answers are kept. You can go on from where you stopped until the survey closes:
    /surveys
later-form = What you entered is kept. You can go on by the same button.

# --- Surveys ---
surveys = { PLURAL($n) ->
    [one] { $n } open survey:
   *[other] { $n } open surveys:
    }
surveys-none = No survey is open. They will appear here.
survey-new = 📝 { $title }
survey-begun = ⏳ { $title } (go on)
survey-answered = ✅ { $title }
survey-closed = This survey is closed. What you did not send stays incomplete and is not counted.
survey-closed-anonymous = This survey is closed. Answers you had not sent were deleted and are not counted.
survey-done-before = You have already sent your answers to this survey. Thank you.
opening = Welcome. A short questionnaire on <b>{ $title }</b> ({ PLURAL($questions) ->
    [one] { $questions } question
   *[other] { $questions } questions at most
    }, about { $minutes } min). Taking part is voluntary; you may skip a question or stop at any time.

    { $privacy }

    Do you agree to take part?
agree-and-begin = I agree and begin
privacy-anonymous = Anonymous answers: once sent, neither your name nor an identifier is kept with them, so they cannot be changed or deleted.
privacy-withheld = Confidential answers: the answers of each person are given to nobody. Coordinators see grouped results only, and comments without names.
privacy-confidential = Confidential answers: only the coordinators named by { $controller } see them, without your name; only grouped results are shared.
about-anonymous = <b>{ $title }</b>

    Last day for answering: { $day }.
    Before sending, your answers are kept under your name so that you can go on later; what is not sent is deleted when the survey closes. On sending, they are separated from your name for good, and the time is not noted. Nobody sees any answer before the survey closes, or if fewer than { $fewest } people have answered. Numbers of groups are moved by chance by at most { $most } people. While the survey is open, a mark without your name prevents answering twice; it is deleted when the survey closes. Backups hold no answers of an open survey.
about-withheld = <b>{ $title }</b>

    Last day for answering: { $day }.
    Answers are kept for 12 months under your name, then without name, text or recording. The answers of each person are given to nobody: after closing, coordinators see grouped results only, and comments without names. No result of fewer than { $fewest } answers is published, and numbers of groups are moved by chance by at most { $most } people. You can see your answers at any time:
    /mydata
about-confidential = <b>{ $title }</b>

    Last day for answering: { $day }.
    Answers are kept for 12 months under your name, then without name, text or recording. After closing, coordinators can read the answers of each person without the name, with body, role, sex, area and age. No result of fewer than { $fewest } answers is published, and numbers of groups are moved by chance by at most { $most } people. You can see your answers at any time:
    /mydata
thanks = Sent. { $thanks }

# --- Joining ---
welcome = Hello. This is <b>Takafou</b>, a bot for the members of Morocco's bodies of equality, equal opportunity and gender approach.

    To join, open the invitation link or type the code you got from your coordinator. Nothing about you is stored yet.
consent-waits = Please go on with the buttons: read what follows and tick both boxes to agree.
invited-to = Invitation to join the body of equality, equal opportunity and gender approach: <b>{ $body }</b>
invited-to-coordinate = Invitation to coordinate the body of equality, equal opportunity and gender approach: <b>{ $body }</b>
invited-all = Invitation to coordinate the bodies of equality, equal opportunity and gender approach
notice-short = Before you go on (law 09-08): your data are processed by { $controller } to run meetings, surveys, training and the body's action plan. The coordinators of the body and those of all bodies see them. Name and role are needed, all else is optional.

    Messages pass through Telegram, whose servers are outside Morocco. You have the right of access, rectification and objection ({ $contact }). CNDP receipt: { $receipt }. Which data, and for how long: “More information”.
notice = <b>Protection of personal data</b>

    Your personal data are processed by { $controller } to run meetings and notices, surveys, training and the body's action plan.

    Data: Telegram id, the name you choose, body, role, language, answers and voice messages; sex, area and age band. Name and role are needed to sign up; all else is optional, and not answering has no consequence.

    Recipients: the coordinators of the body and those of all bodies. Messages pass through Telegram, whose servers are outside Morocco.

    Kept for: profile until you ask for its deletion, at the latest 30 days after you leave the body and 3 months after the end of the term; confidential answers 12 months under your name, then without name, text or recording; replies to notices and attendance until the end of the term; messages sent to you 90 days.

    Under law 09-08 you have the right of access, rectification and objection:
    /mydata
    /edit
    /stop
    /delete
    or: { $contact }

    CNDP declaration receipt or authorisation no. { $receipt }
receipt-pending = under way
tick-processing = I agree to the processing
tick-telegram = I agree to messages through Telegram
agree-and-join = Continue to sign up
declined = All right. Nothing about you was stored. You can come back at any time by the invitation link.
to-invitation = Back to the invitation
code-wrong = This code is not right. Please check it, or ask your coordinator for a new one.
code-used = This code has been used. Please ask your coordinator for a new one.
code-expired = This code has expired. Please ask your coordinator for a new one.
code-revoked = This code has been revoked. Ask your coordinator for a new one.
code-wait = Too many tries. Please wait { PLURAL($minutes) ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
    }, then try again.
not-ready = Joining is not possible yet: it has not been set who answers for the data. Please tell your coordinator.
appointed = You are a coordinator now ({ $body }). The tools are in the menu.
appoint-ask = This code makes you a coordinator ({ $body }): you run meetings and surveys, and see members' names.

    Do you accept?
appoint-yes = Yes, I accept
member-already = You are already a member of the body ({ $body }). To change it, delete your data (Menu, “My data”), then open the link of the new body.

# --- Menu ---
menu = Hello { $name }
menu-body = Body of equality, equal opportunity and gender approach: { $body }
menu-requested = Your request to join the body of { $body } has been received.

    A coordinator will confirm it, and we will tell you here. There is nothing else to do.
menu-removed = You are in no body at present. To join again, type the invitation code.

    Your data will be erased on { $day } unless you join a body before. To erase them now: /delete
menu-waiting = { $n ->
    [0] No survey is waiting for you.
    [1] One survey is waiting for you:
   *[other] { $n } surveys are waiting for you:
    }
go-surveys = Surveys
go-rounds = Manage surveys
go-bodies = Bodies
go-resume = Get messages again
go-language = Language
go-mydata = My data
go-help = Help
go-privacy = Privacy
go-edit = Change
go-delete = Delete my data
choose-language = Choose a language. No answer is lost.
help = <b>How to use Takafou</b>

    Press the buttons under the message. At each question: “Back” corrects the answer before, “Skip” leaves the question out, “Later” stops without losing anything.

    /surveys Surveys
    /meetings Meetings and your replies
    /training Training and summaries
    /glossary Glossary
    Attendance: scan the code of the coordinator, or type it here.

    Change your data
    /edit
    No more messages
    /stop
    Delete your data
    /delete

    This bot does not handle complaints. In case of violence or danger, please contact the competent services directly.

    Contact: { $contact }
help-coordinator = <b>Coordinators</b>: in the menu, “Manage meetings” to call and change them, take attendance and write summaries, and “Manage surveys” to open them and see results.
    /audit What coordinators did
stop-ask = Do you want to get no more messages? Your answers are kept, and you can start again whenever you like.
stop-yes = Yes, stop the messages
stop-ask-answer = You typed: { $words }
    Is this your answer to the question, or do you want to get no more messages?
stop-answer = It is my answer
stop-rather = I want to stop the messages
stopped = You will get no more messages. Your answers are kept, and you can start again whenever you like.
erase-ask = <b>Delete your data</b>

    Deleted for good: your name, role and the rest of your profile, answers not yet sent, confidential answers, your replies to notices, your attendance, and your messages to the coordinators.

    What stays: anonymous answers, because nobody can tell which are yours, answers older than 12 months that no longer bear a name, and counts of participants without names. The messages in your Telegram chat stay until you delete them.

    This cannot be undone. Are you sure?
erase-last-coordinator = ⚠️ Nobody else coordinates all bodies. Once your data are erased, only whoever runs the bot can invite somebody to do so. It is better to invite your successor first.
erase-yes = Yes, delete all
erase-no = No, go back
erased = Your data are deleted. Thank you for taking part. You can come back at any time by an invitation link.
not-said = not said
mydata = <b>What we hold about you</b>

    Name: { $name }
    Body: { $body }
    Role: { $role }
    Sex: { $sex }
    Area: { $area }
    Age band: { $age }
    Agreed on: { $consent }
    Confidential surveys sent: { $submitted }
    Surveys begun: { $begun }
    Meetings you were invited to: { $meetings }

    The files attached hold everything we keep.
mydata-text = Your data as a text to read
mydata-file = The same data for a program (JSON)
mydata-unsent = not sent

# --- Coordination ---
bodies = { $n ->
    [0] No body yet.
    [1] One body:
   *[other] { $n } bodies:
    }
body-button = Body of { $body } ({ $n })
body = <b>Body of { $body }</b>
    Members signed up: { $n }
body-requests = { $n ->
    [0] Nobody waits to be confirmed.
    [1] ⏳ One person waits to be confirmed.
   *[other] ⏳ { $n } people wait to be confirmed.
    }
body-confirms = A coordinator confirms every new member.
go-new-body = Add a body
go-appoint-all = Invite to coordinate all
go-invite = Invitation link for members
go-members = Members
go-appoint = Invite to coordinate
coordinators-only = For coordinators only. You are none at present.
go-links = Invitation links
go-coordinators = Coordinators
go-coordinators-all = Coordinators of all
go-confirmation-on = Confirm every new member
go-confirmation-off = Let people join unconfirmed
members = <b>Members of the body of { $body }</b> ({ $n })
role-of-person = { $role ->
   *[other] { $sex ->
       *[other] { $label }
    }
    }
member-line = • { $name }, { $role }
member-line-waiting = ⏳ { $name }, { $role }
member-button = { $name } · { $role }
member-button-waiting = ⏳ { $name } · { $role }
member-card = <b>{ $name }</b>
    { $role }
    Body of { $body }
    Language of messages: { $language }
member-joined = Member since { $day }
member-waits = ⏳ Asked to join on { $day }, to be confirmed.
member-unreachable = ⚠️ Messages do not arrive: the bot is blocked on their phone.
member-stopped = Has asked for no more messages.
member-coordinates = Is a coordinator: withdraw that first, then they can be removed from the body.
go-confirm-member = ✅ Confirm
go-refuse-member = Do not confirm
go-remove-member = Remove from the body
member-confirmed = Confirmed.
member-removed = Done. The person will be told.
remove-member-ask = Remove <b>{ $name }</b> from the body?

    Notices and surveys no longer reach them. What they answered and attended stays in the counts. We tell them the reason. Their data are erased after { $days ->
        [one] { $days } day
       *[other] { $days } days
    } unless they join again.

    What is the reason?
refuse-member-ask = Not confirm <b>{ $name }</b>?

    We tell them. Their data are erased after { $days ->
        [one] { $days } day
       *[other] { $days } days
    } unless they join again.
removal-button = { $why ->
    [left] Has left the body
    [stranger] Never belonged to it
    [twice] Is there twice
   *[other] Yes, do not confirm
    }
go-body-results = 📊 Results of my body
go-find-member = 🔎 Find a member
go-archived = Archived bodies
go-rename = ✏️ Change the name
go-archive = Archive the body
go-restore = Put the body back on the list
body-renamed = The name is changed.
body-archived = The body is archived.
body-is-archived = 🗄 Archived: it is on no list any more, and what happened in it is kept.
archive-ask = Archive the body <b>{ $body }</b>?

    It will be on no list, and its invitation links will not work. What happened in it is kept, and you can put it back at any time.
archive-yes = Archive the body
archive-not-empty = The body <b>{ $body }</b> cannot be archived yet: { PLURAL($n) ->
        [one] one person still belongs to it
       *[other] { $n ->
            [0] somebody still coordinates it
           *[other] { $n } people still belong to it
        }
    }.

    Move or remove the members, withdraw its coordination, then archive it.
bodies-archived = <b>Archived bodies</b> ({ $n })
members-found = Search for “{ $words }”: { PLURAL($n) ->
        [one] one person
       *[other] { $n ->
            [0] nobody has this name.
           *[other] { $n } people
        }
    }
members-alike = Nobody is called exactly “{ $words }”. Names that sound alike: { $n }
members-found-more = { PLURAL($n) ->
        [one] One more person is not shown
       *[other] { $n } more people are not shown
    }: write the whole name to shorten the list.
member-found = { $name } · { $body }
member-found-waiting = ⏳ { $name } · { $body }
member-gone = This person no longer belongs to a body that you coordinate.
member-office = Bureau: { $office }
member-sex = Sex: { $sex }
member-counts = ✅ Attended: { $attended } · 📗 Caught up: { $caught } · ✖️ Missed: { $missed }
go-correct-member = ✏️ Correct the details
go-office = Office in the bureau
member-correct = <b>{ $name }</b>

    What is to be corrected? The person is told of every change.
go-correct-name = The name
go-correct-role = The role
go-move-member = Move to another body
member-choose-role = What is the role of <b>{ $name }</b>?
member-choose-body = To which body is the registration of <b>{ $name }</b> moved? { $n ->
        [0] You coordinate no other body.
       *[other] Answers and attendance stay as they are.
    }
member-move-ask = Move the registration of <b>{ $name }</b> from the body { $from } to the body { $to }?

    Answers and attendance still count for the former body. From now on the invitations and surveys of the new one arrive, and an office in the bureau of the former one ends.
member-move-yes = Yes, move
member-moved = The registration is moved.
member-corrected = The correction is saved.
member-choose-office = Which office does <b>{ $name }</b> hold in the bureau of the body?

    Members of the bureau see the turnout of their body and, once a survey is closed, its results.
go-no-office = No office in the bureau
office-set = The office is saved.
go-members-csv = ⬇️ List as CSV
go-members-printed = 🖨 List to print
members-ready = List of members. It holds names and is for internal use.
printed-members = Members of the body { $body }
printed-members-count = { PLURAL($n) ->
        [one] One person
       *[other] { $n ->
            [0] Nobody
           *[other] { $n } people
        }
    }, on { $day }
printed-attendance = Attendance: { $what }
member-column = { $column ->
    [name] Name
    [role] Role
    [office] Bureau
    [sex] Sex
    [language] Language
   *[joined] Member since
    }
letter-profile = The coordinators have corrected your details in the list of the body:

    { $name }
    { $role }
    Body: { $body }

    If there is a mistake, you can correct it under “My data”.
go-write = ✉️ Write to the coordinators
go-write-about = ✉️ A question about this meeting
go-write-member = ✉️ Write a message
go-send-to-coordinators = ✉️ Send it to the coordinators
go-conversations = ✉️ Messages
go-conversations-waiting = ✉️ Messages{ $n ->
        [0] { "" }
       *[other] { " " }({ $n })
    }
conversations = <b>Messages</b>
    { PLURAL($waiting) ->
        [one] One message waits for an answer.
       *[other] { $waiting ->
            [0] No message waits for an answer.
           *[other] { $waiting } messages wait for an answer.
        }
    }
conversation-own = <b>✉️ The coordinators of the body { $body }</b>
conversation-of = <b>✉️ { $name }</b>, body { $body }
message-about = About: { $what }
message-line = <b>{ $writer }</b> · { $at }
    { $words }
message-words = { $words }
message-mine = You
message-of = { $name }
message-of-coordinator = { $name }, coordinator
message-of-coordination = A coordinator
message-preview-coordinators = To: the coordinators of the body { $name }

    { $words }
message-preview-member = To: { $name }

    { $words }
message-send = ✅ Send
message-change = ✏️ Change the message
message-sent = The message is sent.
message-sent-coordinators = The message is sent. The answer will arrive here.
message-unreached = The message is stored, but does not reach a phone on the other side at the moment. If it is urgent: { $contact }
message-too-many = You have sent many messages today. You can write again tomorrow.
message-closed = This conversation has ended.
message-is-closed = ⚪ This conversation has ended.
go-message-on = ✍️ Write a message
go-message-answer = ✍️ Answer
go-message-close = End the conversation
go-message-history = The whole conversation
go-message-new = ✉️ New message
go-member = The card
message-close-ask = End the conversation with <b>{ $name }</b>?

    The person is told, and can write a new message.
message-close-ask-own = End the conversation with the coordinators?

    You will get no other answer in it. You can write a new message at any time.
message-close-yes = Yes, end it
letter-message = ✉️ Message from <b>{ $name }</b>, body { $body }
letter-message-waits = ⏳ This message has waited for an answer for two days:
letter-message-answered = ✅ A coordinator has answered: { $name }
letter-your-message = ↩️ Your message: { $words }
letter-conversation-closed = The coordinators have ended this conversation. You can write a new message at any time.
go-announcements = 📣 Announcements
go-new-announcement = ➕ New announcement
announcements = <b>Announcements</b> ({ $n })
announcement-words = { $words }
announcement-corrected = ✏️ <i>Corrected</i>
announcement-taken-back = 🚫 This announcement was taken back.
announcement-preview = The announcement goes to { PLURAL($n) ->
        [one] one person
       *[other] { $n ->
            [0] nobody
           *[other] { $n } people
        }
    }.
announcement-preview-correction = The announcement is corrected for { PLURAL($n) ->
        [one] one person
       *[other] { $n ->
            [0] nobody
           *[other] { $n } people
        }
    }.
announcement-at = ⏰ To be sent: { $at }
announcement-until = 📌 Stays in the menu until { $day }
announcement-urgent = ⚡ Sent in quiet hours too
announcement-empty = The announcement has no text yet: write it in Arabic or in French.
announcement-past = The hour has passed: choose a later day and hour.
announcement-over = Its last day comes before it is sent.
announcement-nobody = This choice names nobody: change who gets it.
announcement-send = ✅ Send now
announcement-schedule = ✅ Confirm the hour
announcement-correct-yes = ✅ Correct what was sent
announcement-gone-out = The announcement was sent or cancelled meanwhile.
announcement-too-late = This announcement can no longer be corrected.
announcement-too-long = The text is too long to be shown under the picture: nothing has changed.
announcement-unchanged = Nothing has changed.
announcement-corrected-done = The announcement is corrected.
announcement-state-sent = ✅ Sent on { $at } to { PLURAL($n) ->
        [one] one person
       *[other] { $n ->
            [0] nobody
           *[other] { $n } people
        }
    }
announcement-state-cancelled = 🚫 Cancelled before it was sent, on { $at }
announcement-state-taken-back = 🚫 Taken back on { $at }
announcement-change = ✏️ Change
announcement-cancel = Cancel sending
announcement-correct = ✏️ Correct the text
announcement-take-back = Take it back
announcement-cancel-ask = Cancel sending the announcement “{ $what }”?
announcement-take-back-ask = Take back the announcement “{ $what }”?

    It is deleted for { PLURAL($n) ->
        [one] one person
       *[other] { $n ->
            [0] nobody
           *[other] { $n } people
        }
    }, and cannot be brought back.
announcement-take-back-yes = Yes, take it back
coordinators = <b>Coordinators: { $body }</b>
    { $n ->
        [0] Nobody.
        [1] One person.
       *[other] { $n } people.
    }
    To withdraw one, press the name.
coordinators-of-all-too = The coordinators of all bodies have access too.
withdraw-button = Withdraw: { $name }
withdraw-last = Not possible: nobody else coordinates all bodies. Invite a successor first.
withdraw-ask = Withdraw <b>{ $name }</b> as coordinator ({ $body })?
    They stay a member of their body. We tell them.
withdraw-ask-oneself = Do you give up coordinating ({ $body })?
    Its tools will no longer be offered to you. You stay a member of your body.
withdraw-yes = Yes, withdraw
withdrawn = Withdrawn.
letter-joined = <b>Body of { $body }</b>: { $n ->
    [0] nobody new.
    [1] one person is new:
   *[other] { $n } people are new:
    }
letter-joined-more = { $n ->
    [0] and nobody else
    [1] and one more
   *[other] and { $n } more
    }
letter-joined-confirm = ⏳ waits for you to confirm.
letter-confirmed = You are a member of the body of { $body } now. Welcome.
letter-removed = You no longer belong to the body of { $body }. The coordinator's reason: { $why ->
        [left] you have left the body
        [stranger] you are not a member of this body
       *[twice] you were there twice
    }.

    What you answered and attended stays in the counts. Your data will be erased on { $day } unless you join a body before; you can erase them now. If this is a mistake: { $contact }
letter-not-confirmed = A coordinator did not confirm you as a member of the body of { $body }.

    Your data will be erased on { $day } unless you join a body before; you can erase them now. If this is a mistake: { $contact }
letter-withdrawn = You no longer coordinate ({ $body }). Your data and your place in your body stay as they are.
go-record = Participation
go-record-all = Participation, all bodies (CSV)
go-record-csv = The whole record (CSV)
record = <b>Participation of the members of the body of { $body }</b>
    Number of sessions:
    ✅ attended
    📗 missed and caught up
    ✖️ missed

    Confidential list, for coordination only.
record-button = { $name } · ✅ { $attended } · 📗 { $caught } · ✖️ { $missed }
member-record = <b>{ $name }</b>
    ✅ sessions attended: { $attended }
    📗 missed and caught up: { $caught }
    ✖️ missed: { $missed }
member-session = { $mark } { $day }
    { $what }
    { $status }
record-column = { $column ->
    [body] Body
    [name] Name
    [sex] Sex
    [attended] Attended
    [caught] Caught up
   *[missed] Missed
    }
all-bodies = all bodies
link-ready = The link is ready. Send it, or print the QR code.
link-member = Invitation to join the body of { $body }
    { $link }
    Code: <code>{ $code }</code>
    Valid until { $day }.
link-coordinator = Invitation to coordinate ({ $body }), for one person, once
    { $link }
    Code: <code>{ $code }</code>
    Valid until { $day }.
links = <b>Invitation links: { $body }</b>
    { $n ->
        [0] No link works at present.
        [1] One link works.
       *[other] { $n } links work.
    }
link-line = { $purpose ->
        [member] For members
       *[other] For coordinators
    }. Made: { $made } ({ $name }). Valid until { $day }. { $n ->
        [0] Never used.
        [1] Used once.
       *[other] Used { $n } times.
    }
link-made-by-nobody = technical staff
revoke-button = Revoke link { $n }
revoke-ask = Revoke this link? Nobody will join with it any more. Those who have joined stay.
revoke-yes = Yes, revoke it
link-revoked = This link is revoked.
rounds = { $n ->
    [0] No survey has been opened yet.
    [1] One survey:
   *[other] { $n } surveys:
    }
round-name = { $title } · { $which }
round-of-training = { $day } · { $subject }
round-open = 🟢 { $title }
round-closed = ⚪ { $title }
go-open = Open a survey
round = <b>{ $title }</b>
    Open until the end of { $day }.

    Invited: { $invited } · begun: { $started } · sent: { $submitted }
round-ended = <b>{ $title }</b>
    Closed on { $day }.

    Invited: { $invited } · begun: { $started } · sent: { $submitted }
round-body = • { $body }: { $started } begun, { $submitted } sent of { $invited }
go-rows = Answers of each person, without names (CSV)
rows-ask = <b>{ $title }</b>: answers of each person, without names

    Each row holds all answers of one person, with body, role, sex, area, age and day. Whoever knows the members may recognise whose row it is. Numbers are not protected here, as they are in the results and the report.

    Please give this file to nobody. The download is noted in the audit log.
go-export = Answers ({ $language })
go-export-long = Answers, one row an answer (CSV)
go-voices = Voice answers
go-wishes = Volunteers
go-extend = Extend by 7 days
go-close = Close
go-refresh = Refresh
go-withhold-rows = Do not give out the answers of each person
withhold-rows-ask = <b>{ $title }</b>: do not give out the answers of each person

    After closing, nobody will be able to download the answers of each person. Grouped results, the report and the comments, written or spoken, stay available without names. Whoever begins to answer from now on is told so.

    There is no way back.
withhold-rows-yes = Yes, give them to nobody
close-ask = Close the survey <b>{ $title }</b>? Nobody will be able to answer any more, and it cannot be opened again.
close-yes = Yes, close
close-no = No, go back
open-already = This survey is already open to one or more of these bodies. You can extend it, or close it first.
open-nobody = No body was chosen: the survey was not opened.
round-of-others = This survey is open to other bodies too: only the turnout of yours is shown here.
rows-after-closing = The answers of each person are given out after the survey closes, if there are at least { $fewest }, so that nobody can be recognised.
rows-withheld = The answers of each person are given to nobody: this was decided before the survey closed. Grouped results, the report and the comments are available as usual.
rows-anonymous = An anonymous survey: its results are given out as figures and charts only. With the answers of each person, one could tell who said what.
csv-ready = Responses sent: { $n }
voices = Voice answers: { $n }
voice-caption = Question { $question } ({ $n } of { $total })
wishes = <b>{ $title }</b>
    Volunteers, with their agreement:
wish-line = • { $name }: { $item }

# --- Telegram's commands ---
command = { $command ->
    [menu] Menu
    [surveys] Open surveys
    [meetings] Meetings
    [training] Training and summaries
    [glossary] Glossary
    [language] Change language
    [mydata] My data
    [edit] Change my data
    [stop] No more messages
    [delete] Delete my data
    [privacy] Data protection
   *[help] Help
    }

# --- What the bot sends on its own ---
letter-survey = Hello,
    you are invited to answer a survey on { $title } ({ PLURAL($minutes) ->
        [one] about a minute
       *[other] about { $minutes } minutes
    }).
    Last day for answering: { $day }. Thank you very much.
broadcast = 📤 Sending the notice “{ $title }”: { $sent } of { $total }
broadcast-done = 📬 Sent, “{ $title }”: { $sent } of { $total } arrived
broadcast-waiting = Waiting: { $n }, { PLURAL($minutes) ->
    [one] less than a minute left
   *[other] about { $minutes } minutes left
}.
broadcast-paused = Paused; waiting: { $n }.
broadcast-quiet = Waiting: { $n }. Nothing is sent at night; it goes on at { $hour }.
broadcast-unreachable = Unreachable (blocked the bot, or account closed): { $n }
broadcast-stopped = Chose to get no messages: { $n }
broadcast-expired = No longer concerned: { $n }
broadcast-cancelled = Cancelled: { $n }
broadcast-failed = Refused by Telegram: { $n }
broadcast-hold = Pause
broadcast-release = Go on sending
broadcast-cancel = Cancel the rest
broadcast-cancel-ask = Cancel what has not been sent yet? What has arrived cannot be taken back.
broadcast-cancel-yes = Yes, cancel
broadcast-urgent = Send now all the same
broadcast-urgent-ask = It is late, and the message may wake somebody. Is it urgent?
broadcast-urgent-yes = Yes, send now
broadcast-missed = Who was not reached
missed = { PLURAL($n) ->
    [0] The message reached everybody.
   *[other] The bot could not reach these people ({ $n }). Please call them.
}
missed-body = <b>{ $body }</b>
missed-name = • { $name }

# --- Meetings ---
go-meetings = Meetings
go-past = Past meetings
meetings = { $n ->
    [0] No meeting is planned. Notices will come here.
    [1] One meeting is planned:
   *[other] { $n } meetings are planned:
    }
meetings-past = { $n ->
    [0] No past meeting.
    [1] One past meeting:
   *[other] { $n } past meetings:
    }
meeting-title = { $kind }: { $subject }
meeting-hour = at { $hour }
meeting-hours = from { $from } to { $to }
meeting-when = { $day } { $hour }
meeting-when-days = from { $first } to { $last }, each day { $hour }
meeting-details = Details
meeting-begun = The meeting has begun: the reply can no longer be changed.
meeting-cancelled = This meeting is cancelled.
notice-opening = Dear members,

    We have the honour of inviting you to:
    <b>{ $what }</b>
    📅 { $days ->
        [1] on { $when }
       *[other] { $when }
    }
notice-place = 📍 Place: { $place }
notice-agenda = 📋 Agenda:
notice-programme = 🗓 Programme of day { $n }:
notice-organiser = 🏛 Organised by: { $organiser }
notice-partners = 🤝 Partners: { $partners }
notice-map = 🗺 On the map:
    { $link }
notice-more = … and { $n ->
    [1] one more point
   *[other] { $n } more points
    }{ $where ->
    [details] {""}: see “Details”
   *[calendar] {""}: in the calendar file that came with the notice
    }
notice-closing = With our respectful regards.
notice-cancelled = 🚫 <b>This meeting is cancelled.</b>
notice-changed = 🔄 Updated notice.
rsvp = { $reply ->
    [yes] I will come
    [no] I cannot come
    [maybe] I do not know yet
   *[other] no reply
    }
rsvp-ask = Please confirm that you come, or send your apologies:
rsvp-said = Your reply: <b>{ $reply }</b> (you can change it until the meeting begins)
rsvp-over = Your reply: <b>{ $reply }</b>
rsvp-why = Your apology is noted. For what reason? (optional)
rsvp-noted = Reply noted: { $reply }
reason = { $reason ->
    [work] Work
    [family] Family reason
    [transport] Transport
    [notice] Short notice
   *[other] Another reason
    }
reason-none = Rather not say
attended = { $status ->
    [present] present
    [excused] absent, excused
    [absent] absent, not excused
   *[other] not marked
    }
attended-on = { $day }: <b>{ $status }</b>
letter-reminder = 🔔 { $days ->
    [0] Today
    [1] Tomorrow
   *[other] In { $days } days
    }: <b>{ $what }</b>
    📅 { $when }
    📍 { $place }
letter-eve = 🗓 { $in ->
    [0] Today's programme
   *[other] Tomorrow's programme
    }, day { $n } of { $total }: <b>{ $what }</b>
    { $day } at { $hour }
    📍 { $place }
letter-changed = 🔄 A meeting you are invited to has changed: <b>{ $what }</b>
letter-moved = {""}

    The date has moved: please confirm again that you come.
letter-reply-kept = {""}

    Your reply stays: <b>{ $reply }</b>. You can change it here.
letter-ask-again = 🔄 The date of this meeting had moved and is again as it was, { $when }: <b>{ $what }</b>.

    Please confirm again that you come.
letter-cancelled = 🚫 We are sorry, this meeting is cancelled: <b>{ $what }</b> ({ $when }).

    The attached file takes it out of your phone's calendar. Thank you for your understanding.
letter-clock = 🕙 The clocks change. The meeting keeps its hour: <b>{ $what }</b>, { $when }.

    Your phone's calendar may show another hour. The attached file corrects it.
changed = <b>{ $what }</b>
    Was: { $old }
    Now: { $new }
changed-too = <b>{ $what }</b>: see the details.
changed-nothing = —
go-files = 📎 Files: { $n } ({ $size })
changed-files = Files
changed-when = Date and hour
changed-title = Subject
changed-place = Place
changed-map = Map
changed-agenda = Agenda
changed-programme = Programme of day { $n }
changed-organiser = Organised by
changed-partners = Partners
check-in-done = ✅ You are marked present: <b>{ $what }</b>, { $day }. Welcome.
check-in-wrong = This code is not valid or has expired. Please type the one that the coordinator shows now.
check-in-stranger = You are not on the list of those invited to this meeting. Please speak to the coordinator.

# --- Coordinating meetings ---
go-convened = Manage meetings
go-convene = Call a meeting
convened = { $n ->
    [0] No meeting has been announced yet.
    [1] One meeting:
   *[other] { $n } meetings:
    }
preview = <b>Preview.</b> Nothing has been sent yet. { $n ->
    [0] There is nobody to invite.
    [1] It will go to one person, with a calendar file.
   *[other] It will go to { $n } people, with a calendar file.
    }
preview-change = <b>Preview of the change.</b> Nothing has been sent yet. Everyone invited will be told, and their notice updated.
preview-asks-again = Another day: replies are deleted, and everyone is asked again.
preview-keeps-replies = The same day: replies are kept.
preview-unchanged = Nothing has changed.
preview-widened = { $n ->
    [0] Nobody new is invited; those invited before stay invited.
   *[other] Newly invited: { $n }. Those invited before stay invited.
    }
preview-back = Back to the review
preview-correct = ✏️ Correct
announce = 📣 Send the notice
announce-change = 📣 Send the change
meeting-ends-before = It ends before it begins.
meeting-past = That date is past.
meeting-nobody = This notice concerns nobody: there are no members in what you chose.
meeting-gone = This meeting does not exist, or you do not coordinate it.
meeting-changed-meanwhile = Somebody else has changed this meeting in the meantime. Your change was neither applied nor sent. Please look at the meeting as it is now, and change it if need be.
to-meeting = Manage the meeting
caution-friday = { $day }: this is the time of Friday prayer.
caution-holiday = { $day }: { $holiday }{ $estimated ->
    [0] {""}
   *[other] {" "}(estimated, the moon decides)
    }.
caution-iftar = { $day }: this is close to iftar in Ramadan (estimated date).
caution-hour = { $hour }: that is an unusual hour. Please make sure that it is right.
caution-notice = { $given ->
    [0] The meeting is today
    [1] Only one day is left
   *[other] Only { $given } days are left
    }; the usual notice is { $usual ->
    [1] one day
   *[other] { $usual } days
    }.
holiday = { $name ->
    [new-year] New Year's Day
    [manifesto] Independence Manifesto Day
    [amazigh-new-year] Amazigh New Year
    [labour] Labour Day
    [throne] Throne Day
    [oued-eddahab] Oued Ed-Dahab Day
    [revolution] Revolution of the King and the People
    [youth] Youth Day
    [unity] Unity Day
    [green-march] Green March
    [independence] Independence Day
    [fitr] Eid al-Fitr
    [adha] Eid al-Adha
    [hijri-new-year] Hijri New Year
    [mawlid] Mawlid
   *[other] public holiday
    }
go-change = Change
go-pending = ▫️ See who has not replied
pending-replies = <b>{ $what }</b>

    { $n ->
        [0] Everyone has replied.
        [1] One person has not replied.
       *[other] { $n } people have not replied.
    }{ $unreached ->
        [0] {""}
       *[other] {" "}📵 To be called, because the bot does not reach them: { $unreached }
    }
pending-body = <b>{ $body }</b>
pending-name = • { $name }
pending-name-unreached = • { $name } 📵
go-remind-pending = 🔔 Remind them to reply
pending-reminded = { $n ->
    [0] No reminder now: one was sent within the last 12 hours.
   *[other] Reminder to: { $n }
    }
cancelled-meeting = <b>{ $what }</b>
    📅 { $when }
cancelled-for = Reason: { $cause ->
    [postponed] it is put off to a later date
    [quorum] too few people would come
    [place] the room is not available
   *[unforeseen] something unforeseen
    }
call-off-for = Cancel: { $cause ->
    [postponed] put off to a later date
    [quorum] too few people
    [place] no room
   *[unforeseen] something unforeseen
    }
caution-clash = { PLURAL($n) ->
    [one] One person invited has another meeting at the same time: { $what }
   *[other] { $n } people invited have another meeting at the same time: { $what }
    }
go-call-off = Cancel the meeting
call-off-ask = Cancel this meeting? <b>{ $what }</b>
    Everyone invited will be told, with the reason.
call-off-yes = Cancel without a reason
count-replies = Invited: { $invited }
    ✅ coming: { $yes } · ✖️ apologies: { $no }
    ❔ undecided: { $maybe } · ▫️ no reply: { $none }
count-sex = Of those coming: women { $women }, men { $men }{ $unsaid ->
    [0] {""}
   *[other] , not said { $unsaid }
    }
count-body = • { $body }: ✅ { $yes } · ✖️ { $no } · ❔ { $maybe } · ▫️ { $none } (of { $invited })
count-reason = • Reason for apology, { $reason }: { $n }
go-attendance = { $total ->
    [1] 📝 Attendance
   *[other] 📝 Attendance, day { $n }
    }
attendance-not-yet = Attendance is not open yet: show the code, or mark by hand.
attendance-open = 🟢 Attendance is open.
attendance-closed = ⚪ Attendance is closed.
more-bodies = • more bodies: { $n }, { $where ->
    [roster] see the list
   *[meeting] see “Manage the meeting”
    }
count-attendance = Present: { $present } (women { $women }, men { $men }{ $unsaid ->
    [0] {""}
   *[other] , not said { $unsaid }
    })
    Absent, excused: { $excused } · not excused: { $absent } · not marked: { $none }
count-present = • { $body }: { $present } of { $invited }
go-check-in = 🔳 Show the code
go-roll = ✍️ Mark by hand
go-roster = List (CSV)
go-sheet = Attendance sheet
go-close-day = Close attendance
close-day-ask = Close attendance for { $day }? Whoever is not marked becomes absent: excused if they sent apologies, otherwise not. You can still correct it by hand.
close-day-yes = Yes, close
roll-bodies = Please choose the body:
go-convene-like = ➕ A meeting like this
roll-rest = ✅ All others are present ({ $n })
roll = Pressing a name changes its mark:
    ✅ present · 🟡 excused · ❌ absent, not excused · ⬜ not marked
    ✉️ sent apologies
roster-column = { $column ->
    [body] Body
    [name] Name
    [sex] Sex
    [reply] Reply
    [status] Attendance
    [hour] Hour
    [read] Catch-up
    [points] Points
   *[signature] Signature
    }
roster-ready = Attendance, { $day }. Names people: for internal use.
sex = { $sex ->
    [f] Woman
   *[m] Man
    }
board-check-in = <b>{ $what }</b>
    To be marked present, scan the picture or type the code to the bot.

    Code: <b><code>{ $code }</code></b>

    The code changes every 3 minutes.

    { $counts }
board-closed = <b>{ $what }</b>
    ⚪ Attendance is closed.

    { $counts }
to-attendance = Attendance
audit = <b>What coordinators did</b> ({ $n })
audit-line = { $at } · { $name }: { $action }
audit-about = {" "}· { $about }
audit-gone = no longer there
audit-action = { $action ->
    [wrote-an-announcement] wrote an announcement
    [corrected-an-announcement] corrected an announcement
    [cancelled-an-announcement] cancelled an announcement
    [took-an-announcement-back] took an announcement back
    [wrote-to-a-member] wrote a message
    [read-messages] read messages
    [closed-a-conversation] ended a conversation
    [searched-members] searched a member
    [corrected-a-member] corrected a member
    [moved-a-member] moved a member
    [confirmed-an-office] saved an office
    [took-members-away] downloaded the list of members
    [renamed-a-body] renamed a body
    [archived-a-body] archived a body
    [restored-a-body] put a body back
    [announced-a-meeting] announced a meeting
    [changed-a-meeting] changed a meeting
    [cancelled-a-meeting] cancelled a meeting
    [opened-check-in] opened check-in
    [closed-attendance] closed attendance
    [marked-attendance] marked attendance by hand
    [looked-at-a-record] looked at a record
    [took-a-record-away] took a record away
    [looked-at-volunteers-of-a-survey] names of volunteers looked at
    [shared-answers] results shared
    [took-shared-results-back] shared results taken back
    [took-a-form] form added to the surveys
    [took-a-form-out] form taken out of the surveys
    [put-a-form-back] form put back among the surveys
    [looked-at-pending-replies] list of who has not replied looked at
    [reminded-of-a-meeting] reminded people to reply to a meeting
    [looked-at-attendance] attendance list looked at
    [looked-at-members] names of members looked at
    [looked-at-readers] list of readers looked at
    [looked-at-whom-a-broadcast-missed] people not reached looked at
    [read-texts-of-answers] read texts of answers
    [reminded-of-a-survey] reminded of a survey
    [took-attendance-away] took the attendance list
    [opened-a-survey] opened a survey
    [extended-a-survey] extended a survey
    [closed-a-survey] closed a survey
    [withheld-rows] decided that the answers of each person are given to nobody
    [took-answers-away] took answers away
    [listened-to-voice-answers] listened to voice answers
    [paused-a-broadcast] paused a broadcast
    [resumed-a-broadcast] resumed a broadcast
    [cancelled-a-broadcast] cancelled a broadcast
    [sent-a-broadcast-in-quiet-hours] sent a broadcast in quiet hours
    [invited] made an invitation link
    [invited-a-coordinator] invited a coordinator
    [appointed] became a coordinator
    [withdrew-a-coordinator] withdrew a coordinator
    [revoked-a-link] revoked an invitation link
    [turned-confirmation-on] wants every new member confirmed
    [turned-confirmation-off] lets people join unconfirmed
    [confirmed-a-member] confirmed a member
    [removed-a-member] removed a member from the body
    [added-a-body] added a body
    [published-a-summary] published a summary
    [corrected-a-summary] corrected a summary
    [reminded-of-a-summary] reminded of a summary
    [took-readers-away] took the catch-up list
    [erased] somebody erased their data
   *[other] { $action }
    }

# --- Summaries and catching up ---
go-training = Training and summaries
go-summaries = 📚 Summaries
go-glossary = Glossary
go-law = Legal frame
go-search = 🔎 Search
training = <b>Training and summaries</b>
    { $n ->
    [0] No summary yet.
    [1] One summary
   *[other] { $n } summaries
    }{ $missed ->
    [0] {""}
   *[other] , missed by you (📕): { $missed }
    }
words-unexpected = You typed: { $words }
    No question waits for an answer, and your message was passed on to nobody. { $n ->
        [0] You can search the summaries and the glossary, or go to the menu.
       *[other] This is what the summaries and the glossary have about it:
    }
search-found = { $n ->
    [0] Nothing on { $words }. Try another word.
   *[other] Found for { $words }: { $n }
    }
point = <b>{ $title }</b>
    Point { $n } of { $total }
summary-other-language = This summary is in this language only: { $language }
summary-piece = ⬇️ { $file }
summary-end = Finish
summary-begin = 📖 Begin reading
summary-go-on = 📖 Go on reading
summary-open = 📖 Open the summary
summary-again = Read again
summary-finished = 🎉 You have read <b>{ $title }</b>. Thank you.
check = ❓ Question { $n } of { $total }

    <b>{ $ask }</b>
check-right = ✅ That is right.
    { $why }
check-wrong = ↩️ That is not it.
    { $why }
check-again = Try again
check-point = Read point { $n }
letter-missed = Hello,
    You missed: { $what }. The summary: <b>{ $title }</b> ({ $points ->
        [1] one point
       *[other] { $points } points
    }, about { $minutes } min). You can stop at any time and go on later.
letter-record = Summary, { $what }: <b>{ $title }</b>. To read whenever you like.
letter-catch-up = { $n ->
    [0] The summary of what you missed is waiting: <b>{ $title }</b> ({ $points } points, about { $minutes } min).
   *[other] You stopped at point { $n } of { $points } in <b>{ $title }</b>. Reading goes on where you stopped.
    }
corrected-more = … and { $n ->
    [1] one more correction
   *[other] { $n } more corrections
    }: see the summary
letter-corrected = 🔄 A correction in the summary you have read: <b>{ $title }</b>
corrected-point = Point { $n }
glossary = <b>Glossary</b>
    The terms in Arabic, French and English:
law = <b>The legal frame of the bodies</b>
summaries = <b>{ $what }</b>
    Summaries: { $n }
go-summarise = ✍️ Write a summary
go-draft = ✏️ Go on with the draft
summary-too-early = This meeting or day has not begun, or is cancelled: no summary for now.
summary-no-right = Question { $n } has no right answer among those on offer.
summary-published = A summary in this language is published already. You can correct it from its page.
summary-changed-meanwhile = Somebody else has corrected this summary in the meantime. Please correct it again from the text as published now.
summary-uneven = There must be as many points and questions in every language: points { $points }, questions { $checks }.
summary-preview = <b>Preview of the summary.</b> Nothing is published yet.

    <b>{ $title }</b>
    Points: { $points } · questions: { $checks } · about { $minutes } min
summary-proof = 👁 As members will read it:
summary-read-proof = 👁 Read it as members will
summary-publish = 📣 Publish
following = <b>{ $title }</b>
    Points: { $points } · questions: { $checks } · about { $minutes } min
following-there = Present: { $present } · excused: { $excused } · not excused: { $absent }
following-missed = Absent ({ $all }): caught up { $finished } · half-way { $begun } · not begun { $not } · unreachable { $unreachable }
following-line = • { $who }: { $finished } of { $all }
following-lost = ⚠️ Point { $n }: Telegram no longer has { $file }. Correct the summary and send the file again.
following-check = ❓ Question { $n }: right the first time { $right } of { $all }
go-nudge = 🔔 Remind those who have not finished
go-readers = Names
go-caught = List (CSV)
go-correct = Correct ({ $language })
go-translate = Add a language
nudged = { $n ->
    [0] Nobody: all have finished, or been reminded twice.
   *[other] To be reminded: { $n }
    }
readers = <b>Absent</b> ({ $n }). Confidential, for coordinators only.
standing = { $standing ->
    [finished] caught up
    [begun] half-way
    [unreachable] unreachable
   *[not-begun] not begun
    }
caught-ready = Names people: for internal use.

# --- Results ---
decimal = { $whole }.{ $tenth }
percent = { $n }%
percent-in-text = { $n }%
everyone = Everyone
answers-n = Answers: { $n }
count-share = { $n } · { $share }
count-of = { $n } of { $all }
mean-n = mean { $mean } · { $n }
median = median { $median } · mean { $mean }
group-n = { $group } ({ $n })
change = { $group }: { $change } ({ $n })
by = { $what ->
    [sex] by sex
    [area] by area
    [age] by age
    [role] by role
   *[body] by body
    }
by-nothing = everyone
go-results = 📊 Results
go-overview = 📊 Results and turnout
go-topics = Answers, question by question
go-round = Manage the survey
go-hear = 🎧 Listen to the voice answers
go-said = Read the texts
go-mask = Mask text { $n }
go-unmask = Show text { $n }
go-remind = 🔔 Remind those who have not answered
results = { $n ->
    [0] No survey has been opened yet.
   *[other] <b>Results of surveys</b>
    }
overview = <b>{ $title }</b>
    Invited: { $invited } · have begun: { $started }
    Have answered: { $submitted }, that is { $rate }
overview-reached = Notice received by: { $n }
turnout-by-body = Share of answers, by body
results-after-closing = The answers to each question can be read once the survey has closed, so that nobody can recognise anyone's answers.
results-counting = ⏳ The answers are being counted. Press “Refresh” in a moment.
results-too-few = Fewer than { $fewest } answers: they are not shown, to protect those who gave them.
topics = <b>{ $title }</b>
    Questions: { $n }
topics-line = { $first }. { $question }
topics-line-many = { $first } to { $last }. { $question }
go-differences = ⚖️ Where women and men differ most
differences = <b>{ $title }</b>
    Where the answers of women and men differ most
differences-how = Numbers of groups are approximate: only differences larger than this can explain are listed, the largest first.
differences-line = { $measure ->
    [share] { $what }: women { $women }, men { $men }
    [mean] mean: women { $women }, men { $men }
    [mean-of] { $what }, mean: women { $women }, men { $men }
   *[points] { $what }, points per person: women { $women }, men { $men }
    }
differences-none = No question shows a clear difference between women and men: the differences there are may come from the numbers of groups being approximate.
differences-hidden = Results are not shown by sex here: a group of fewer than { $fewest } answers is not shown.
go-compare = ⇄ Compare with an earlier survey
compare-which = <b>{ $title }</b>
    Which earlier survey should it be compared with?
compare = <b>{ $title }</b>
    compared with: <b>{ $earlier }</b>
compare-answers = Answers: { $then } → { $now } (then → now). They need not come from the same people.
compare-bodies = ⚠️ The two were not open to the same bodies, which may explain changes by itself.
compare-line = { $measure ->
    [share] • { $what }: { $then } → { $now }
    [mean] • mean: { $then } → { $now }
    [mean-of] • { $what }, mean: { $then } → { $now }
    [points] • { $what }, points per person: { $then } → { $now }
    [median] • median: { $then } → { $now }
   *[median-of] • { $what }, median: { $then } → { $now }
    }
compare-more = … and { $n ->
    [1] one other choice
   *[other] { $n } other choices
    } that changed no more than these
compare-once = In one of the two questionnaires only: { $names }
compare-worded = The question was worded differently then.
compare-not = { $why ->
    [new] Not compared: it was not asked then.
    [gone] Not compared: it is no longer asked.
    [few-then] Not compared: fewer than { $fewest } answers then.
    [few-now] Not compared: fewer than { $fewest } answers now.
   *[otherwise] Not compared: it was asked in another way then (other choices or another scale).
    }
go-topic-list = ☰ List of questions
topic = Question { $n } of { $total }
not-shown = Answers of small groups, not shown apart: about { $n }. A group of fewer than { $fewest } answers is not shown.
in-points = in points: from { $top } for a first choice to 1 for the last
hidden-groups = groups not shown: { $names }
hidden-bodies = bodies not shown: { $n }
cut-rows = more choices at the end of the order, not shown: { $n } (from { $from } to { $to })
change-n = { $change } · { $n }
perturbed = Numbers of groups are approximate: moved by chance by at most { $most } people, to protect everybody
about = ≈ { $number }
fewer-than = < { $n }
in-places = in the table: the place of each choice
share-in-words = { $share ->
    [hardly] few or none
    [some] a minority
    [half] about half
    [most] most
   *[nearly-all] nearly all
    }
place = place { $n }
evenly = { $what }: { $even } if each body weighs the same, { $raw } of all answers
ranked-apart = ⚠️ { $what }: three places or more between women and men
said = <b>{ $title }</b>
    Texts: { $n }. If a text names somebody, please mask it.
said-masked = (masked)
survey-nudged = { $n ->
    [0] Nobody now: everyone has answered, has just been reminded, or has had two reminders.
   *[other] Reminder to: { $n }
    }
letter-answer = Hello,
    a survey is waiting for you: { $title } ({ PLURAL($minutes) ->
        [one] about a minute
       *[other] about { $minutes } minutes
    }). You can go on where you stopped.
    Last day for answering: { $day }. Thank you very much.
go-workbook = ⬇️ Results as an Excel workbook
workbook-ready = Results: a sheet for each question with its chart, and the codes in every language. Small cells are empty.
go-paper = ⬇️ PDF report
paper-ready = A report to print and hand over: method, turnout, priorities, every question with its chart, what was written, and the questionnaire. Please check that no text names anybody before you share it.
paper-title = Results of the survey: { $title }
paper-bodies = { $n ->
    [one] One body
   *[other] { $n } bodies
    }
paper-between = From { $from } to { $to }
paper-one-day = On { $day }
paper-contents = Contents
paper-part = { $part ->
    [method] Method and turnout
    [priorities] Priorities
    [questions] Answers, question by question
    [texts] What participants wrote
   *[annex] Annex: the questionnaire
    }
paper-method = The survey was put by a bot on Telegram to all registered members of the bodies concerned.
    { $answers ->
        [anonymous] It is anonymous: nothing links the answers to those who gave them.
       *[confidential] It is confidential: answers are shown grouped only.
    }
    Answers are voluntary and every question may be skipped. The number of answers is therefore given with every question, and shares are of those who answered it.
    A group of fewer than { $fewest } answers is not shown. The numbers of all are exact; those of groups are moved by chance by at most { $most } people (words below { $words } answers), and need not add up to all.
    These results are what those who answered think; they are no statistical estimate of what everybody thinks.
paper-ranks = The first choice gets 3 points, the second 2 and the third 1.
paper-texts-cut = the first { $n } here, all of them in the table
paper-by-item = Shares of those who answered for the line; their number stands at its end.
paper-texts = Texts, as written: { $n }{ $voices ->
    [0] {""}
   *[other]  · voice answers, to be heard in the bot: { $voices }
    }
evenly-points = { $what }, points per person: { $even } if every body weighs the same, { $raw } over all answers
go-share = 📣 You said, we did
go-share-this = 📣 Share this chart
go-shared = 📊 Results: { $title }
shared = 📣 <b>{ $title }</b>: what you said.

    { $words }

    { $total ->
        [1] {""}
       *[other] Chart { $n } of { $total }
    }
share-to = <b>Preview.</b> Nothing has been sent yet. It will reach those who answered: { $n }
share-to-all = <b>Preview.</b> Nothing has been sent yet. The survey is anonymous and nobody knows who answered: it will reach all who were invited ({ $n }).
share-now = 📣 Send
go-shares = 🗂 What was shared
shares = { $n ->
    [0] <b>{ $title }</b>: nothing is shared any more.
   *[other] <b>{ $title }</b>: what was shared.
}
share-sent = { $n }. { $day }: { $words }
go-share-back = Take back { $n }
share-back-ask = Take back what was shared of the results of <b>{ $title }</b>?

    { $words }

    It will no longer be found among the surveys, and whoever has not received it yet will not. Messages that have arrived stay.
share-back = Yes, take it back
share-nothing = There is nothing left to share of the results of this survey.
sheet-overview = Turnout
sheet-codes = Codes
sheet-column = { $column ->
    [sheet] Sheet
    [code] Code
    [body] Body
    [invited] Invited
    [started] Have begun
    [submitted] Have answered
    [share] Share
    [opened] Opened
    [closed] Closed
    [answer] Answer
    [question] Question
    [mean] Mean
    [median] Median
    [change] Change
    [n] Answers
    [points] Points
   *[number] Number
    }

# --- Forms from elsewhere (XLSForm) ---
form-thanks = Thank you. The grouped results will be presented to the body.
form-reading = 📄 Reading the form { $file }. The answer comes here in a moment.
form-ready = ✅ <b>{ $title }</b>: a valid form of { $n ->
    [1] one question
   *[other] { $n } questions
    }. You can try it first; nothing from the trial is kept.
form-wrong = ⛔ { $file }: nothing was imported. Mistakes: { $n }
form-no-form = ⛔ { $file }: { $why }
form-interrupted = ⛔ { $file }: the program ended while it was reading this form, which is not read again by itself. Please send it again, or tell who runs the bot if this happens again.
form-lost = ⛔ { $file }: Telegram does not give this file. Please send it again.
form-try = 👁 Try the survey
form-take = ✅ Add it to the surveys
form-taken = ✅ <b>{ $title }</b> is among the surveys now and is opened like any other.
form-name-taken = ⛔ The name { $name } has been taken by somebody else meanwhile. Please send the form again.
go-forms = 📥 Forms added
forms = { $n ->
    [0] No form has been added.
   *[other] <b>Forms added</b>
    Press a form to take it out of the surveys that can be opened, or to put it back. What was opened from it goes on.
}
form-in = ✅ { $title }
form-out = ⬜ { $title }
form-tried = The trial is over. No answer has been kept.
form-place = { $row ->
    [0] sheet { $sheet }
   *[other] sheet { $sheet }, row { $row }, column { $column }
    }
form-remark = { $place }: { $what ->
    [not-asked] { $about } is not asked in a chat
    [left-out] { $about } is left out: this bot does not record it
    [group] a group is not closed, or not opened ({ $about })
    [backwards] { $about } is written backwards: in right-to-left text type the dollar sign first, then the name in braces
    [piping] an answer cannot be repeated within a question ({ $about })
    [no-label] the text of { $about } is missing in this language
    [untranslated] this text of { $about } is not translated: it is read in another language
    [same-label] { $about }: these two answers differ in spelling only; typed, they cannot be told apart
    [long-label] { $about } has more than 40 characters: a phone does not show them on a button
    [long-question] { $about } and its hint have more than 600 characters: a small phone does not show them
    [no-list] there is no list { $about } in the sheet choices
    [few-options] the list { $about } has one option only
    [or-other] { $about }: add the option to the list, and a question of type text below
    [no-question] there is no question { $about } above
    [no-option] the option { $about } is not in the list
    [logic] this condition is not understood ({ $about })
    [constraint] this limit is not understood ({ $about })
    [column] this column changes the question in a way that there is not here ({ $about })
    [step] only whole numbers, one by one, can be chosen ({ $about })
    [note] the note above { $about } has another condition than the question: give it the same
    [renamed] { $about }: a shorter name here
    [language-unknown] the bot does not speak this language ({ $about })
    [language-missing] { $about } is missing: these members will read another language
    [no-language] no text in a language of the bot; write label::Arabic (ar), for example
    [many-questions] more than { $about } questions
    [empty] no question
    [takafou] this cell cannot be read ({ $about })
   *[unsound] { $about }
    }
form-refused = { $why ->
    [too-large] This file is larger than { $limit } MB, or grows too much when it is opened.
    [protected] This file is protected by a password, or of a format before 2007. Save it as .xlsx without a password.
    [macros] This file holds macros. Save it as .xlsx, without macros.
    [no-survey] This workbook has no sheet “survey”: it is no XLSForm.
   *[broken] This file does not open as an Excel workbook (.xlsx).
    }
