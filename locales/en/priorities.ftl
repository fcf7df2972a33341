title = priority local issues
thanks = Thank you. The answers will be grouped by commune, then for the prefecture, and the grouped results will be shared with the body.

D0 = Which level do your answers concern?
    .commune = The commune
    .prefecture = The whole prefecture

D0b = Which commune?
    .meknes = Meknès
    .machouar-stinia = Al Machouar-Stinia
    .boufakrane = Boufakrane
    .toulal = Toulal
    .moulay-driss = Moulay Driss Zerhoun
    .ouislane = Ouislane
    .ain-jemaa = Aïn Jemaa
    .ain-karma = Aïn Karma-Oued Rommane
    .ain-orma = Aïn Orma
    .ait-ouallal = Aït Ouallal
    .dar-oum-soltane = Dar Oum Soltane
    .dkhissa = Dkhissa
    .majjate = Majjate
    .mhaya = M'Haya
    .oued-jdida = Oued Jdida
    .sidi-slimane = Sidi Slimane Moul Al Kifane
    .charqaoua = Charqaoua
    .mrhassiyine = M'Rhassiyine
    .nzalat-bni-amar = N'Zalat Bni Amar
    .oualili = Oualili
    .sidi-abdallah = Sidi Abdallah Al Khayat

D1 = Which issues need action in your commune? (7 at most)
    .hint = If you answer for the prefecture, this means the issues of the prefecture.
    .lighting = Lighting and safety in public space
    .transport = Safe urban and rural transport
    .school = School transport, girls' dropout
    .boarding = Boarding houses for girls (Dar Taliba)
    .childcare = Nurseries and childcare
    .water = Access to drinking water
    .health = Reproductive and maternal health
    .violence = Violence against women, survivors' care
    .economy = Economic power, women's cooperatives
    .markets = Women's access to markets
    .literacy = Literacy
    .sport = Sport and culture for women and girls
    .participation = Women in local public affairs
    .access = Accessibility and disability
    .land = Land rights of Soulaliyate women
    .budget = Gender-responsive budget
    .data = Data by sex
    .toilets = Public toilets for women
    .minors = Marriage of under-age girls
    .elderly = Vulnerable older people
    .other = Another issue

D1b = What is this other issue?
    .hint = Please give no names, health details or personal cases.

D2 = Rank the issues by priority (3 at most)

D3 = How serious is “{ $item }”?
    .low = Slightly
    .medium = Moderately
    .high = Very
    .very-high = Extremely

D4 = Is “{ $item }” within the powers of the commune or the prefecture?
    .partly = Partly
    .no = No (State sector)

D5 = Who is most affected by “{ $item }”?
    .rural-women = Rural women
    .girls = Girls
    .heads = Women heads of household
    .disability = Women with disabilities
    .elderly = Older people
    .youth = Young people
    .men = Men
    .everyone = Everyone

D6 = Are there data or studies on the issue you ranked first?

D6b = What is the source?
    .hint = A report, a census or a study, for example. Please give no names, health details or personal cases.

D7 = What is the best form of action by the body on “{ $item }”?
    .opinion = Advisory opinion
    .project = Project proposal
    .meeting = Meeting or seminar
    .campaign = Awareness campaign
    .diagnosis = Further diagnosis

D8 = What is your concrete proposal on “{ $item }”?
    .hint = Please give no names, health details or personal cases.

D9 = Would you like to join the working group on “{ $item }”?
    .hint = If yes, only your name and this issue go to the coordinator.
    .yes = Yes (your name goes to the coordinator)
