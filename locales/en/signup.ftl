title = your sign-up
thanks = Thank you. Your details are saved; you can change or delete them at any time.

name = What name would you like to appear under?
    .hint = This is the name the coordinators will see; your first name is enough.

role = Role in the body
    .chair = Chair
    .vice-chair = Vice-chair
    .rapporteur = Rapporteur
    .vice-rapporteur = Deputy rapporteur
    .member = Member
    .staff = Commune staff
    .elected = Elected councillor

sex = Sex
    .hint = Optional; it helps to read the grouped results by sex.

area = Area
    .hint = Optional.

age = Age band
    .hint = Optional.
    .under-35 = Under 35
    .from-35 = 35 to 49
    .from-50 = 50 to 64
    .from-65 = 65 and over
