# Short cards on the legal frame: only what published sources confirm.
law-constitution-rights = Constitution, article 19
    .says = Men and women enjoy, equally, civil, political, economic, social, cultural and environmental rights and freedoms.
law-constitution-dialogue = Constitution, article 139
    .says = The councils of territorial collectivities set up participatory mechanisms of dialogue and consultation, so that citizens and associations can contribute to preparing and following development programmes. Its second paragraph is about petitions.
law-communes = Communes: organic law 113-14
    .says = Article 119: participatory mechanisms of dialogue and consultation. Article 120: a consultative body, with civil society, that studies local issues of equality, equal opportunity and the gender approach.
law-prefectures = Prefectures, provinces: law 112-14
    .says = Organic law, articles 110 and 111: one consultative body, with civil society, that studies issues of the prefecture or province of equality, equal opportunity and the gender approach.
law-regions = Regions: organic law 111-14
    .says = Article 117: three consultative bodies: equality, equal opportunity and gender approach; youth; economic actors.
law-rules = Internal rules of the council
    .says = The internal rules of the communal council fix how the body is composed and run; that is why bodies differ. The body advises: it studies, proposes and gives opinions.
law-data = Law 09-08, personal data
    .says = Everybody has the right to see their data, to have them corrected, and to object to their use. The authority is the CNDP.
law-manual = Manual of procedures (2017)
    .says = The manual on setting up, running and following the bodies of communes: 4 phases (preparation, creation and organisation, running, follow-up and evaluation), 7 procedures, and advice sheets.
