title = the training
thanks =
    Thank you. Your answers were sent without your name and can no longer be changed or deleted.
    The grouped results will be shared with the body.

agreement = how far you agree
    .n1 = Strongly disagree
    .n2 = Disagree
    .n3 = Neutral
    .n4 = Agree
    .n5 = Strongly agree

mastery = level of mastery
    .n1 = None
    .n2 = Weak
    .n3 = Average
    .n4 = Good
    .n5 = Very good
    .before = before the training
    .after = after the training

B1 = Which days did you attend?
    .both = Both days
    .day-one = Day 1 only
    .day-two = Day 2 only
    .absent = I did not attend

B2 = The topic met my needs in the body
    .hint = How far do you agree with this sentence, and with the next ones?
B3 = The stated objectives were reached
B4 = The content was explained clearly
B5 = Workshops and group work let us practise
B6 = Materials were easy to understand
B7 = Women and men had equal chances to speak
B8 = The organisation suited me (room, hours, access)

B9 = The length of the training was
    .short = Too short
    .right = Right
    .long = Too long

B10 = Your mastery { $item }: the constitutional and legal frame of the body
B11 = Your mastery { $item }: concepts (gender, equality, equal opportunity, empowerment, inclusion)
B12 = Your mastery { $item }: diagnosis of local issues
B13 = Your mastery { $item }: writing an advisory opinion or a proposal
B14 = Your mastery { $item }: the action plan (mission, vision, objectives, activities)
B15 = Your mastery { $item }: communication and networking with partners and bodies

B16 = In the next 3 months, will you apply what you learned?
    .surely = Yes, certainly
    .likely = Probably
    .unsure = Not sure

B17 = What will be your first step?
    .hint = Please give no names, health details or personal cases.

B18 = What may hinder it?
    .time = Lack of time
    .means = Lack of means
    .council = Lack of support from the council
    .training = Need for more training

B19 = What was most useful?
    .hint = Please give no names, health details or personal cases.

B20 = What should be improved?
    .hint = Please give no names, health details or personal cases.

B21 = What meetings, seminars or networking do you propose?
    .hint = Please give no names, health details or personal cases.

B22 = Would you recommend this training to a colleague?
    .n0 = Not at all
    .n10 = Certainly

B30 = Why were you absent?
    .no-invite = I received no invitation
    .hours = The time did not suit me
    .transport = Transport
    .family = Family duties
    .work = Work
    .health = Health

B31 = How would you like to catch up?
    .summary = A written summary
    .audio = An audio recording
    .video = A short video
    .session = A refresher session
    .colleague = A colleague explains it to me

P1 = Sex
P2 = Area
