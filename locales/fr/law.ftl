# De courtes fiches sur le cadre juridique : seulement ce que des sources publiées confirment.
law-constitution-rights = Constitution, article 19
    .says = L'homme et la femme jouissent, à égalité, des droits et libertés à caractère civil, politique, économique, social, culturel et environnemental.
law-constitution-dialogue = Constitution, article 139
    .says = Les conseils des collectivités territoriales mettent en place des mécanismes participatifs de dialogue et de concertation, pour que les citoyennes, les citoyens et les associations contribuent à la préparation et au suivi des programmes de développement. Son deuxième alinéa porte sur les pétitions.
law-communes = Communes : loi organique 113-14
    .says = Article 119 : mécanismes participatifs de dialogue et de concertation. Article 120 : une instance consultative, en partenariat avec la société civile, chargée d'étudier les affaires locales relatives à la mise en œuvre des principes de l'équité, de l'égalité des chances et de l'approche genre.
law-prefectures = Préfectures, provinces : loi 112-14
    .says = Loi organique, articles 110 et 111 : une instance consultative, en partenariat avec la société civile, chargée d'étudier les affaires de la préfecture ou de la province relatives à la mise en œuvre des principes de l'équité, de l'égalité des chances et de l'approche genre.
law-regions = Régions : loi organique 111-14
    .says = Article 117, trois instances consultatives : équité, égalité des chances et approche genre ; jeunesse ; acteurs économiques.
law-rules = Règlement intérieur du conseil
    .says = Le règlement intérieur du conseil communal fixe la composition et le fonctionnement de l'instance ; c'est pourquoi les instances diffèrent. L'instance est consultative : elle étudie, propose et donne des avis.
law-data = Loi 09-08, données personnelles
    .says = Toute personne a le droit d'accéder à ses données, de les faire rectifier et de s'opposer à leur traitement. Autorité : la CNDP.
law-manual = Manuel des procédures (2017)
    .says = « Manuel des procédures de mise en place, de fonctionnement et de suivi des instances de l'équité, de l'égalité des chances et de l'approche genre des communes » : 4 phases (préparation, création et organisation, fonctionnement, suivi et évaluation), 7 procédures et des fiches conseil.
