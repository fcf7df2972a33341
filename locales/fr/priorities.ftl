title = les enjeux locaux prioritaires
thanks = Merci à vous. Les réponses seront regroupées par commune puis pour la préfecture, et les résultats groupés seront présentés à l'instance.

D0 = À quel niveau vos réponses se rapportent-elles ?
    .commune = Une commune
    .prefecture = Toute la préfecture

D0b = De quelle commune s'agit-il ?
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

D1 = Quels enjeux appellent une action dans votre commune ? (7 au plus)
    .hint = Si vous répondez pour la préfecture, il s'agit des enjeux de la préfecture.
    .lighting = Éclairage et sécurité de l'espace public
    .transport = Transport urbain et rural sûr
    .school = École : transport, décrochage des filles
    .boarding = Dar Taliba et hébergement
    .childcare = Crèches et garde d'enfants
    .water = Eau potable
    .health = Santé reproductive et maternelle
    .violence = Violences faites aux femmes et soutien
    .economy = Autonomisation économique, coopératives
    .markets = Accès des femmes aux marchés
    .literacy = Alphabétisation
    .sport = Espaces sport et culture pour femmes
    .participation = Place des femmes dans la gestion locale
    .access = Accessibilité et handicap
    .land = Terres : droits des femmes soulaliyates
    .budget = Budgétisation sensible au genre
    .data = Données ventilées par sexe
    .toilets = Toilettes publiques pour femmes
    .minors = Mariage des mineures
    .elderly = Personnes âgées vulnérables
    .other = Autre enjeu

D1b = Quel est cet autre enjeu ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

D2 = Classez les enjeux par priorité (3 au plus)

D3 = Quelle est la gravité de l'enjeu « { $item } » ?
    .low = Faible
    .medium = Moyenne
    .high = Grande
    .very-high = Très grande

D4 = L'enjeu « { $item } » relève-t-il des compétences de la commune ou de la préfecture ?
    .partly = Partiellement
    .no = Non (secteur de l'État)

D5 = Qui est le plus touché par l'enjeu « { $item } » ?
    .rural-women = Femmes rurales
    .girls = Filles
    .heads = Cheffes de ménage
    .disability = Femmes en situation de handicap
    .elderly = Personnes âgées
    .youth = Jeunes
    .men = Hommes
    .everyone = Toutes et tous

D6 = Existe-t-il des données ou des études sur l'enjeu que vous avez classé n° 1 ?

D6b = Quelle est la source ?
    .hint = Un rapport, une statistique ou une étude, par exemple. Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

D7 = Quelle action de l'instance serait la plus adaptée pour « { $item } » ?
    .opinion = Avis consultatif
    .project = Proposition de projet
    .meeting = Rencontre ou séminaire
    .campaign = Campagne de sensibilisation
    .diagnosis = Diagnostic complémentaire

D8 = Que proposez-vous concrètement pour « { $item } » ?
    .hint = Merci de ne citer ni nom, ni donnée de santé, ni cas personnel.

D9 = Souhaitez-vous rejoindre le groupe de travail sur « { $item } » ?
    .hint = Si oui, seuls votre nom et cet enjeu sont transmis à la coordination.
    .yes = Oui (nom transmis à la coordination)
