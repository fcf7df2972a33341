title = the work of the body
thanks = Thank you. The grouped results will be shared with the body, without any names.

A1 = Was the body created by a council deliberation?
    .pending = In progress

A2 = Number of members? (women / men)
    .women = Women
    .men = Men

A3 = How many meetings did the body hold in the last 12 months?
    .zero = None
    .one-two = 1 or 2
    .three-four = 3 or 4
    .five-six = 5 or 6
    .seven-up = 7 or more

A4 = Does the body have its own internal rules?
    .adopted = Yes, adopted
    .draft = Only a draft

A5 = How well do you know the body's roles?
    .very-low = Very poorly
    .low = Poorly
    .medium = Fairly
    .good = Well
    .very-good = Very well

A6 = Is there an action plan or programme for this year?
    .running = Yes, being carried out
    .idle = Yes, not carried out
    .preparing = Being prepared

A7 = How many advisory opinions or proposals has the body given to the council this term?
    .zero = None
    .one = One
    .two-three = 2 or 3
    .four-up = 4 or more

A8 = Did the council take them into account?
    .all = All of them
    .some = Some of them
    .nothing = None of them
    .no-reply = We got no answer

A9 = What means does the body have?
    .room = A meeting room
    .staff = A secretariat or liaison officer
    .supplies = Office and printing supplies
    .transport = Transport
    .data = Access to data and documents
    .computer = A computer and Internet

A10 = Have you personally had training on the body's work?
    .recent = Yes, in the last year
    .earlier = Yes, before that

A11 = What are the main difficulties? (5 at most)
    .training = Lack of training
    .means = Lack of money or logistics
    .council = Poor communication with the council
    .ignored = Opinions not taken into account
    .absence = Members absent from meetings
    .data = Hard to get data
    .roles = Unclear roles
    .plan = No action plan
    .distance = Transport and distance
    .hours = Meeting times
    .family = Family duties and childcare
    .disputes = Internal disagreements
    .prejudice = Prejudice about gender
    .none = No difficulties

A11b = What is this other difficulty?
    .hint = Please give no names, health details or personal cases.

A12 = How are the body's relations with civil society associations?
    .regular = Regular and organised
    .occasional = Occasional
    .rare = Almost none

A13 = How does the body communicate with its members and the outside?
    .letter = Written notice
    .phone = Telephone
    .chat = Messaging group
    .email = E-mail
    .social = Social media page
    .site = The commune's website
    .meetings = Open meetings with the public
    .none = No regular communication

A14 = What does the body need most to play its roles? (3 at most)
    .training = Training
    .support = Technical support
    .means = Means and a budget
    .channel = A regular channel with the council
    .plan = An action plan
    .network = Networking with other bodies
    .visibility = Making the body known to the public

A14b = What is this other need?
    .hint = Please give no names, health details or personal cases.
