title = training needs
thanks = Thank you. The grouped results will be shared with the body, and the answers will help to plan trainings.

mastery = level of mastery
    .n1 = None
    .n2 = Weak
    .n3 = Average
    .n4 = Good
    .n5 = Very good

C1 = Which topics do you need training on?
    .law = Legal frame and roles of the body
    .concepts = Concepts of gender and equality
    .diagnosis = Participatory diagnosis and data
    .opinion = Writing opinions and proposals
    .plan = Action plan and follow-up
    .budget = Gender-responsive budgeting
    .programme = Gender in the commune's programme
    .advocacy = Advocacy and communication
    .network = Networking and partnerships
    .meetings = Running meetings, writing minutes
    .violence = Violence against women (law 103-13)
    .access = Accessibility and disability
    .digital = Digital tools
    .information = Right to information (law 31-13)
    .other = Another topic
    .none = I need none

C1b = What is this other topic?
    .hint = Please give no names, health details or personal cases.

C2 = Rank your top topics (3 at most)

C3 = What is your current level on “{ $item }”?

C4 = Which format do you prefer?
    .in-person = In person
    .remote = Online
    .mixed = Mixed
    .phone = Short lessons on the phone

C5 = Which languages do you prefer for training and documents?
    .arabic = Arabic
    .darija = Darija
    .amazigh = Amazigh
    .french = French

C6 = Which times suit you?
    .morning = Weekday mornings
    .afternoon = Afternoons
    .evening = Evenings
    .saturday = Saturday
    .sunday = Sunday

C7 = Which length suits you best?
    .two-hours = 2 hours
    .half-day = Half a day
    .day = 1 day
    .two-days = 2 days

C8 = What may prevent you from taking part?
    .transport = Transport or distance
    .cost = Travel costs
    .care = Care of children or someone else
    .time = Lack of time, or work
    .reading = Reading or writing
    .internet = Weak Internet or no smartphone
    .language = Language
    .access = Accessibility

C8a = Would shared transport or a nearer place help you?
    .shared = Shared transport
    .nearer = A nearer place
    .both = Both

C8b = Would a children's space during the training help you?
    .other-time = Another time would be better

C8c = Do you prefer voice messages?

C8d = What is the best way to contact you?
    .sms = Text message (SMS)
    .call = Phone call
    .colleague = Through a colleague

C9 = Could you lead a session for other bodies?
    .maybe = Maybe

C10 = On what topic?
    .hint = Please give no names, health details or personal cases.
