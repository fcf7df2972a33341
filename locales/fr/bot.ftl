# Ce que dit le bot. HTML tel que Telegram l'accepte. Les nombres choisissent leur forme par PLURAL.

# --- Boutons communs ---
back = Retour
skip = Passer
later = Plus tard
next = Suivant
previous = Précédent
page-before = Page précédente ({ $page } sur { $pages })
page-after = Page suivante ({ $page } sur { $pages })
to-question = Revenir à la question
and-more = , … (+{ $n })
more = En savoir plus
disagree = Je n'accepte pas
to-menu = Menu
keep = Garder ma réponse
submit = Envoyer mes réponses
confirm = Confirmer
done = Terminé ({ $n })
comma = ,{" "}
line = { $text }
stop-words = stop,arrêter,arrête,arrêtez

# --- La question ---
progress = Question { $n } sur { $total }
tick-any = Plusieurs réponses possibles, puis « Terminé ».
tick-at-most = Plusieurs réponses possibles ({ $max } au plus), puis « Terminé ».
type = Écrivez votre réponse dans un message.
type-or-speak = Écrivez votre réponse ou envoyez un message vocal (écouté par la coordination).
type-number = Écrivez le nombre en chiffres.
type-number-of = Écrivez le nombre en chiffres ({ $field }).
rank-next = { $n ->
    [0] Voici votre classement. Vous pouvez le changer ou le garder.
    [1] Choisissez la première priorité.
    [2] Choisissez la deuxième.
    [3] Choisissez la troisième.
   *[other] Choisissez la suivante.
    }
said-before = Votre réponse précédente : { $answer }
skipped = Sans réponse
voice-of = Message vocal ({ $seconds } s)
weekday = { $n ->
    [1] Lu
    [2] Ma
    [3] Me
    [4] Je
    [5] Ve
    [6] Sa
   *[7] Di
    }
stale = Ce bouton est ancien. Voici où vous en êtes.
pressed-instead = C'est le dernier bouton pressé qui compte.
unseen = Votre message est arrivé avant l'affichage de cette question et n'a pas été retenu. Vous pouvez répondre maintenant.
edited = Vous avez modifié un message déjà envoyé : cela ne change pas la réponse enregistrée. Pour la changer, le bouton « Retour ».
edited-taken = Votre réponse modifiée a été prise en compte.

# --- Corrections ---
refused-press = Choisissez l'un des boutons ci-dessous.
refused-words = Écrivez votre réponse avec des mots.
refused-long = Votre texte est trop long : { $length } caractères pour { $limit } au plus. Merci de le raccourcir.
refused-short = Texte trop court : { $limit } caractères au moins.
refused-number = { $n ->
    [1] Écrivez un nombre entier en chiffres, par exemple 12.
   *[other] Écrivez des nombres entiers en chiffres, par exemple 12 puis 8.
    }
refused-decimal = Écrivez le nombre en chiffres, par exemple 12,5.
refused-range = Le nombre doit aller de { $min } à { $max }.
refused-many = { $limit } réponses au plus. Retirez-en une avant d'en ajouter une autre.
refused-few = Choisissez-en au moins { $limit }, ou passez la question.
refused-few-needed = Choisissez-en au moins { $limit }.
refused-date = Ce jour n'a pas été compris. Choisissez-le dans le calendrier ci-dessous ou écrivez-le, par exemple 3 décembre.
refused-time = Cette heure n'a pas été comprise. Choisissez-la avec les boutons ou écrivez-la, par exemple 10 h 30.
refused-field = Ce nombre est celui d'une autre case. Écrivez celui qui est demandé maintenant.
which-day = { $n ->
    [1] Est-ce bien ce jour ?
   *[other] De quel jour s'agit-il ?
    }
this-day = { $n ->
    [1] Oui, { $day }
   *[other] { $day }
    }
other-day = 🗓 Un autre jour
which-answer = Plusieurs réponses ressemblent à ce que vous avez écrit. Laquelle ?
other-answer = Toutes les réponses
refused-link = Ce n'est pas un lien. Copiez le lien entier, à partir de https://, ou passez la question.
send-files = Envoyez les fichiers un par un ({ $max } au plus), puis « Terminé ».
refused-file = Envoyez un fichier : document, image, message vocal ou vidéo.
point-chosen = Point { $n } : réécrivez-le, envoyez un fichier qui l'accompagne, déplacez-le ou supprimez-le.
send-points = Écrivez un point par message, simplement, comme à une amie ou un ami ({ $max } au plus). Pour joindre une image, un PDF, un message vocal ou une vidéo à un point, envoyez-le juste après. Puis « Terminé ».
refused-point = Écrivez un point ou envoyez un fichier.
refused-points = { $limit } points au plus. Retirez-en un, ou faites plus court.
point-up = ⬆️ Monter
point-down = ⬇️ Descendre
point-out = 🗑 Retirer
point-leave = Ne rien changer
refused-large = Ce fichier est trop grand : { $limit } Mo au plus.
refused-files = { $limit } fichiers au plus. Retirez-en un avant d'en ajouter un autre.
file-size = { $unit ->
    [kb] { $n } Ko
   *[mb] { $n } Mo
    }
file-media = { $media ->
    [picture] image
    [voice] message vocal
    [video] vidéo
   *[document] document
    }
file-seconds = { $seconds } s
file-lost = 📎 { $file } : ce fichier n'est plus disponible. Prévenez la coordination, pour qu'elle l'envoie de nouveau.
type-hour = Choisissez l'heure ou écrivez-la, par exemple 10 h 30.
refused-past = Ce jour est passé. Choisissez un jour à venir.
refused-voice = Écrivez votre réponse : cette question n'accepte pas de message vocal.
refused-skip = Il faut une réponse à cette question pour continuer.
try-later = Votre message n'a pas pu être enregistré, rien n'a été gardé. Réessayez plus tard (code { $code }).

# --- Relecture ---
review = Relecture de vos réponses
review-line = { $n }. { $question }
    ➡️ <b>{ $answer }</b>
review-anonymous = Après l'envoi, personne, pas même la coordination, ne pourra savoir de qui viennent ces réponses ; elles ne pourront donc être ni modifiées ni effacées.
review-confidential = Vos réponses sont confidentielles. Vous pouvez encore tout changer avant l'envoi.
review-form = Vous pouvez encore tout changer avant de confirmer.
later-told = Vos réponses sont gardées. Vous pouvez reprendre où vous en étiez tant que le questionnaire est ouvert :
    /surveys
later-form = Ce que vous avez saisi est gardé. Pour continuer, appuyez de nouveau sur le même bouton.

# --- Questionnaires ---
surveys = { PLURAL($n) ->
    [one] { $n } questionnaire ouvert :
   *[other] { $n } questionnaires ouverts :
    }
surveys-none = Aucun questionnaire n'est ouvert. Les prochains apparaîtront ici.
survey-new = 📝 { $title }
survey-begun = ⏳ { $title } (reprendre)
survey-answered = ✅ { $title }
survey-closed = Ce questionnaire est fermé. Les réponses que vous n'avez pas envoyées ne sont pas comptées.
survey-closed-anonymous = Ce questionnaire est fermé. Vos réponses non envoyées ont été effacées et ne sont pas comptées.
survey-done-before = Vous avez déjà envoyé vos réponses à ce questionnaire. Merci.
opening = Bienvenue. Voici un court questionnaire sur <b>{ $title }</b> ({ PLURAL($questions) ->
    [one] { $questions } question
   *[other] { $questions } questions au plus
    }, environ { $minutes } min). La participation est facultative ; vous pouvez passer une question ou arrêter à tout moment.

    { $privacy }

    Acceptez-vous de participer ?
agree-and-begin = J'accepte et je commence
privacy-anonymous = Vos réponses sont anonymes : après l'envoi, ni votre nom ni votre identifiant n'y sont liés ; elles ne pourront donc être ni modifiées ni effacées.
privacy-withheld = Réponses confidentielles : les réponses de chaque personne ne sont remises à personne. La coordination ne voit que des résultats groupés, et les commentaires sans nom.
privacy-confidential = Vos réponses sont confidentielles : seule la coordination, désignée par { $controller }, les voit, sans votre nom ; seuls des résultats groupés sont diffusés.
about-anonymous = <b>{ $title }</b>

    Dernier jour pour répondre : { $day }.
    Avant l'envoi, vos réponses sont gardées à votre nom pour que vous puissiez reprendre plus tard ; celles qui ne sont pas envoyées sont effacées à la fermeture. À l'envoi, elles sont définitivement séparées de votre nom et l'heure n'est pas notée. Personne ne voit de réponse avant la fermeture, ni si moins de { $fewest } personnes ont répondu. Les nombres des groupes sont déplacés au hasard de { $most } personnes au plus. Tant que le questionnaire est ouvert, une marque sans votre nom empêche de répondre deux fois ; elle est effacée à la fermeture. Les sauvegardes ne contiennent aucune réponse d'un questionnaire ouvert.
about-withheld = <b>{ $title }</b>

    Dernier jour pour répondre : { $day }.
    Les réponses sont gardées 12 mois à votre nom, puis sans nom, ni texte, ni enregistrement. Les réponses de chaque personne ne sont remises à personne : après la fermeture, la coordination ne voit que les résultats groupés, et les commentaires sans nom. Aucun résultat de moins de { $fewest } réponses n'est publié, et les nombres des groupes sont déplacés au hasard de { $most } personnes au plus. Vous pouvez consulter vos réponses à tout moment :
    /mydata
about-confidential = <b>{ $title }</b>

    Dernier jour pour répondre : { $day }.
    Les réponses sont gardées 12 mois à votre nom, puis sans nom, ni texte, ni enregistrement. Après la fermeture, la coordination peut lire les réponses de chaque personne sans le nom, avec instance, qualité, sexe, milieu et âge. Aucun résultat de moins de { $fewest } réponses n'est publié, et les nombres des groupes sont déplacés au hasard de { $most } personnes au plus. Vous pouvez consulter vos réponses à tout moment :
    /mydata
thanks = C'est envoyé. { $thanks }

# --- Inscription ---
welcome = Bonjour. Voici le bot <b>Takafou</b>, pour les membres des instances de l'équité, de l'égalité des chances et de l'approche genre.

    Pour vous inscrire, ouvrez le lien d'invitation ou écrivez le code que vous a donné la coordination de votre instance. Rien n'est encore enregistré à votre sujet.
consent-waits = La suite se fait avec les boutons : lisez ce qui suit et cochez les deux cases pour accepter.
invited-to = Invitation à rejoindre l'instance de l'équité, de l'égalité des chances et de l'approche genre : <b>{ $body }</b>
invited-to-coordinate = Invitation à coordonner l'instance de l'équité, de l'égalité des chances et de l'approche genre : <b>{ $body }</b>
invited-all = Invitation à coordonner les instances de l'équité, de l'égalité des chances et de l'approche genre
notice-short = Avant de continuer (loi n° 09-08) : vos données sont traitées par { $controller } pour gérer les réunions, les questionnaires, les formations et le plan d'action de l'instance. La coordination de l'instance et celle de toutes les instances y ont accès. Votre nom et votre qualité sont nécessaires ; tout le reste est facultatif.

    Les messages passent par Telegram, dont les serveurs sont hors du Maroc. Vous avez un droit d'accès, de rectification et d'opposition ({ $contact }). Récépissé CNDP : { $receipt }. Données et durée de conservation : « En savoir plus ».
notice = <b>Protection des données personnelles</b>

    Vos données personnelles sont traitées par { $controller } pour gérer réunions et convocations, questionnaires, formations et le plan d'action de l'instance.

    Données : identifiant Telegram, nom choisi, instance, qualité, langue, réponses et messages vocaux ; sexe, milieu et tranche d'âge. Nom et qualité sont nécessaires à l'inscription ; tout le reste est facultatif, sans conséquence en cas de non-réponse.

    Destinataires : la coordination de l'instance et celle de toutes les instances. Les messages transitent par Telegram, dont les serveurs sont situés hors du Maroc.

    Conservation : profil jusqu'à votre demande d'effacement, au plus tard 30 jours après votre sortie de l'instance et 3 mois après la fin du mandat ; réponses confidentielles 12 mois à votre nom, puis sans nom, ni texte, ni enregistrement ; réponses aux convocations et présences jusqu'à la fin du mandat ; messages envoyés 90 jours.

    Conformément à la loi n° 09-08, vous disposez d'un droit d'accès, de rectification et d'opposition :
    /mydata
    /edit
    /stop
    /delete
    ou : { $contact }

    Récépissé de déclaration ou autorisation CNDP n° { $receipt }
receipt-pending = en cours
tick-processing = J'accepte le traitement de mes données
tick-telegram = J'accepte le passage par Telegram
agree-and-join = Continuer l'inscription
declined = C'est noté. Rien n'a été enregistré à votre sujet. Vous pouvez revenir à tout moment par le lien d'invitation.
to-invitation = Revenir à l'invitation
code-wrong = Ce code n'est pas valable. Vérifiez-le, ou demandez-en un nouveau à votre coordinatrice ou coordinateur.
code-used = Ce code a déjà servi. Demandez-en un nouveau à votre coordinatrice ou coordinateur.
code-expired = Ce code a expiré. Demandez-en un nouveau à votre coordinatrice ou coordinateur.
code-revoked = Ce code a été annulé. Demandez-en un nouveau à votre coordinatrice ou coordinateur.
code-wait = Trop d'essais. Attendez { PLURAL($minutes) ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
    }, puis réessayez.
not-ready = L'inscription n'est pas encore possible : le responsable du traitement des données n'est pas indiqué. Prévenez votre coordinatrice ou coordinateur.
appointed = Vous faites maintenant partie de la coordination ({ $body }). Ses outils sont dans le menu.
appoint-ask = Ce code vous donne la coordination ({ $body }) : gérer les réunions et les questionnaires, voir les noms des membres.

    Acceptez-vous ?
appoint-yes = Oui, j'accepte
member-already = Vous êtes déjà membre de l'instance ({ $body }). Pour en changer, effacez vos données (Menu, « Mes données »), puis ouvrez le lien de la nouvelle instance.

# --- Menu ---
menu = Bonjour { $name }
menu-body = Instance de l'équité, de l'égalité des chances et de l'approche genre : { $body }
menu-requested = Votre demande d'inscription à l'instance ({ $body }) est enregistrée.

    La coordination va la confirmer, et nous vous le dirons ici. Vous n'avez rien d'autre à faire.
menu-removed = Vous n'êtes actuellement dans aucune instance. Pour vous inscrire à nouveau, écrivez le code d'invitation.

    Vos données seront effacées le { $day } si vous ne rejoignez pas d'instance avant. Pour les effacer maintenant : /delete
menu-waiting = { $n ->
    [0] Aucun questionnaire n'attend votre réponse.
    [1] Un questionnaire attend votre réponse :
   *[other] { $n } questionnaires attendent votre réponse :
    }
go-surveys = Questionnaires
go-rounds = Gérer les questionnaires
go-bodies = Instances
go-resume = Recevoir à nouveau les messages
go-language = Langue
go-mydata = Mes données
go-help = Aide
go-privacy = Protection des données
go-edit = Modifier mes données
go-delete = Effacer mes données
choose-language = Choisissez la langue. Aucune réponse n'est perdue.
help = <b>Comment utiliser Takafou ?</b>

    Appuyez sur les boutons sous le message. À chaque question : « Retour » pour corriger la réponse précédente, « Passer » pour laisser la question, « Plus tard » pour arrêter sans rien perdre.

    /surveys Questionnaires
    /meetings Réunions et vos réponses
    /training Formation et résumés
    /glossary Glossaire
    Présence : scannez le code affiché par la coordination, ou écrivez-le ici.

    Modifier vos données
    /edit
    Ne plus recevoir de messages
    /stop
    Effacer vos données
    /delete

    Ce bot ne traite pas les plaintes. En cas de violence ou de danger, contactez directement les services compétents.

    Contact : { $contact }
help-coordinator = <b>Coordination</b> : dans le menu, « Gérer les réunions » pour convoquer, modifier, noter la présence et résumer, et « Gérer les questionnaires » pour ouvrir et voir les résultats.
    /audit Journal de la coordination
stop-ask = Voulez-vous ne plus recevoir de messages ? Vos réponses restent gardées, et vous pourrez reprendre quand vous voudrez.
stop-yes = Oui, arrêter les messages
stop-ask-answer = Vous avez écrit : { $words }
    Est-ce votre réponse à la question, ou voulez-vous ne plus recevoir de messages ?
stop-answer = C'est ma réponse
stop-rather = Je veux arrêter les messages
stopped = Vous ne recevrez plus de messages. Vos réponses restent gardées, et vous pouvez reprendre quand vous voulez.
erase-ask = <b>Effacer vos données</b>

    Sont effacés pour toujours : votre nom, votre qualité et le reste de votre profil, les réponses non envoyées, les réponses confidentielles, vos réponses aux convocations, vos présences, et vos messages à la coordination.

    Restent : les réponses anonymes, car personne ne peut savoir lesquelles sont les vôtres ; les réponses de plus de 12 mois, qui n'ont plus de nom ; des nombres de participantes et de participants, sans noms. Les messages de votre conversation Telegram restent jusqu'à ce que vous les effaciez.

    Vous ne pourrez pas revenir en arrière. Confirmez-vous ?
erase-last-coordinator = ⚠️ Personne d'autre ne coordonne toutes les instances. Après l'effacement, seule la personne qui fait fonctionner le bot pourra inviter à les coordonner. Mieux vaut d'abord inviter quelqu'un qui vous succède.
erase-yes = Oui, tout effacer
erase-no = Non, retour
erased = Vos données sont effacées. Merci de votre participation. Vous pouvez revenir à tout moment par un lien d'invitation.
not-said = non précisé
mydata = <b>Vos données enregistrées</b>

    Nom : { $name }
    Instance : { $body }
    Qualité : { $role }
    Sexe : { $sex }
    Milieu : { $area }
    Tranche d'âge : { $age }
    Accord donné le : { $consent }
    Questionnaires confidentiels envoyés : { $submitted }
    Questionnaires commencés : { $begun }
    Convocations à des réunions : { $meetings }

    Les fichiers joints contiennent tout ce que nous gardons.
mydata-text = Vos données, en texte à lire
mydata-file = Les mêmes données, pour un logiciel (JSON)
mydata-unsent = non envoyé

# --- Coordination ---
bodies = { $n ->
    [0] Aucune instance pour l'instant.
    [1] Une instance :
   *[other] { $n } instances :
    }
body-button = Instance : { $body } ({ $n })
body = <b>Instance : { $body }</b>
    Nombre de membres : { $n }
body-requests = { $n ->
    [0] Aucune demande d'inscription.
    [1] ⏳ Une demande d'inscription attend votre confirmation.
   *[other] ⏳ { $n } demandes d'inscription attendent votre confirmation.
    }
body-confirms = Chaque nouvelle inscription est confirmée par la coordination.
go-new-body = Ajouter une instance
go-appoint-all = Inviter à coordonner l'ensemble
go-invite = Lien pour inviter des membres
go-members = Membres
go-appoint = Inviter à coordonner
coordinators-only = Réservé à la coordination, dont vous ne faites pas partie actuellement.
go-links = Liens d'invitation
go-coordinators = Coordination
go-coordinators-all = Coordination de toutes
go-confirmation-on = Confirmer chaque inscription
go-confirmation-off = Inscrire sans confirmation
members = <b>Membres de l'instance : { $body }</b> ({ $n })
role-of-person = { $role ->
    [chair] { $sex ->
        [f] Présidente
        [m] Président
       *[other] { $label }
    }
    [vice-chair] { $sex ->
        [f] Vice-présidente
        [m] Vice-président
       *[other] { $label }
    }
    [rapporteur] { $sex ->
        [f] Rapporteure
        [m] Rapporteur
       *[other] { $label }
    }
    [vice-rapporteur] { $sex ->
        [f] Rapporteure adjointe
        [m] Rapporteur adjoint
       *[other] { $label }
    }
    [elected] { $sex ->
        [f] Élue
        [m] Élu
       *[other] { $label }
    }
   *[other] { $label }
    }
member-line = • { $name }, { $role }
member-line-waiting = ⏳ { $name }, { $role }
member-button = { $name } · { $role }
member-button-waiting = ⏳ { $name } · { $role }
member-card = <b>{ $name }</b>
    { $role }
    Instance : { $body }
    Langue des messages : { $language }
member-joined = Membre depuis le { $day }
member-waits = ⏳ Demande du { $day }, à confirmer.
member-unreachable = ⚠️ Les messages n'arrivent pas : le bot est bloqué sur son téléphone.
member-stopped = A demandé à ne plus recevoir de messages.
member-coordinates = Fait partie de la coordination : retirez d'abord la coordination, puis vous pourrez retirer de l'instance.
go-confirm-member = ✅ Confirmer l'inscription
go-refuse-member = Ne pas confirmer
go-remove-member = Retirer de l'instance
member-confirmed = L'inscription est confirmée.
member-removed = C'est fait. La personne va en être informée.
remove-member-ask = Retirer <b>{ $name }</b> de l'instance ?

    Les convocations et les questionnaires n'arriveront plus. Les réponses et présences passées restent comptées. Nous dirons le motif à la personne. Ses données seront effacées après { PLURAL($days) ->
        [one] { $days } jour
       *[other] { $days } jours
    } si elle ne s'inscrit pas à nouveau.

    Pour quel motif ?
refuse-member-ask = Ne pas confirmer l'inscription de <b>{ $name }</b> ?

    Nous le dirons à la personne. Ses données seront effacées après { PLURAL($days) ->
        [one] { $days } jour
       *[other] { $days } jours
    } si elle ne s'inscrit pas à nouveau.
removal-button = { $why ->
    [left] A quitté l'instance
    [stranger] N'en a jamais fait partie
    [twice] Inscription en double
   *[other] Oui, ne pas confirmer
    }
go-body-results = 📊 Résultats de mon instance
go-find-member = 🔎 Chercher un membre
go-archived = Instances archivées
go-rename = ✏️ Changer le nom
go-archive = Archiver l'instance
go-restore = Remettre l'instance dans la liste
body-renamed = Le nom est changé.
body-archived = L'instance est archivée.
body-is-archived = 🗄 Instance archivée : elle ne figure plus dans les listes, et ce qui s'y est passé reste conservé.
archive-ask = Archiver l'instance <b>{ $body }</b> ?

    Elle ne figurera plus dans les listes, et les liens d'invitation ne marcheront plus. Ce qui s'y est passé reste conservé, et vous pouvez la remettre dans la liste à tout moment.
archive-yes = Archiver l'instance
archive-not-empty = L'instance <b>{ $body }</b> ne peut pas encore être archivée : il y reste { PLURAL($n) ->
        [one] { $n ->
            [0] sa coordination
           *[other] une personne
        }
       *[other] { $n } personnes
    }.

    Déplacez ou retirez les membres, retirez la coordination, puis archivez l'instance.
bodies-archived = <b>Instances archivées</b> ({ $n })
members-found = Recherche de « { $words } » : { PLURAL($n) ->
        [one] { $n ->
            [0] personne ne porte ce nom.
           *[other] une personne
        }
       *[other] { $n } personnes
    }
members-alike = Personne ne s'appelle exactement « { $words } ». Noms qui se prononcent de même : { $n }
members-found-more = { PLURAL($n) ->
        [one] Une autre personne n'est pas affichée
       *[other] { $n } autres personnes ne sont pas affichées
    } : écrivez le nom en entier pour raccourcir la liste.
member-found = { $name } · { $body }
member-found-waiting = ⏳ { $name } · { $body }
member-gone = Cette personne ne fait plus partie d'une instance que vous coordonnez.
member-office = Bureau : { $office }
member-sex = Sexe : { $sex }
member-counts = ✅ Présences : { $attended } · 📗 Rattrapages : { $caught } · ✖️ Absences : { $missed }
go-correct-member = ✏️ Corriger les données
go-office = Fonction au bureau
member-correct = <b>{ $name }</b>

    Que faut-il corriger ? La personne sera informée de chaque changement.
go-correct-name = Le nom
go-correct-role = La qualité
go-move-member = Déplacer vers une autre instance
member-choose-role = Quelle est la qualité de <b>{ $name }</b> ?
member-choose-body = Vers quelle instance déplacer l'inscription de <b>{ $name }</b> ? { $n ->
        [0] Vous ne coordonnez pas d'autre instance.
       *[other] Les réponses et les présences restent telles quelles.
    }
member-move-ask = Déplacer l'inscription de <b>{ $name }</b> de l'instance { $from } vers l'instance { $to } ?

    Les réponses et les présences restent comptées dans l'ancienne instance. Dès maintenant arrivent les invitations et les questionnaires de la nouvelle, et une fonction au bureau de l'ancienne prend fin.
member-move-yes = Oui, déplacer
member-moved = L'inscription est déplacée.
member-corrected = La correction est enregistrée.
member-choose-office = Quelle est la fonction de <b>{ $name }</b> au bureau de l'instance ?

    Les membres du bureau voient la participation de leur instance et, après la fin d'un questionnaire, ses résultats.
go-no-office = Sans fonction au bureau
office-set = La fonction au bureau est enregistrée.
go-members-csv = ⬇️ Liste CSV
go-members-printed = 🖨 Liste à imprimer
members-ready = Liste des membres. Document nominatif, à usage interne.
printed-members = Membres de l'instance { $body }
printed-members-count = { PLURAL($n) ->
        [one] { $n ->
            [0] Aucune personne
           *[other] Une personne
        }
       *[other] { $n } personnes
    }, au { $day }
printed-attendance = Liste de présence : { $what }
member-column = { $column ->
    [name] Nom
    [role] Qualité
    [office] Bureau
    [sex] Sexe
    [language] Langue
   *[joined] Membre depuis
    }
letter-profile = La coordination a corrigé vos données dans la liste de l'instance :

    { $name }
    { $role }
    Instance : { $body }

    S'il y a une erreur, vous pouvez la corriger dans « Mes données ».
go-write = ✉️ Écrire à la coordination
go-write-about = ✉️ Une question sur cette réunion
go-write-member = ✉️ Écrire un message
go-send-to-coordinators = ✉️ L'envoyer à la coordination
go-conversations = ✉️ Messages
go-conversations-waiting = ✉️ Messages{ $n ->
        [0] { "" }
       *[other] { " " }({ $n })
    }
conversations = <b>Messages</b>
    { PLURAL($waiting) ->
        [one] { $waiting ->
            [0] Aucun message n'attend de réponse.
           *[other] Un message attend une réponse.
        }
       *[other] { $waiting } messages attendent une réponse.
    }
conversation-own = <b>✉️ Coordination de l'instance { $body }</b>
conversation-of = <b>✉️ { $name }</b>, instance { $body }
message-about = À propos de : { $what }
message-line = <b>{ $writer }</b> · { $at }
    { $words }
message-words = { $words }
message-mine = Vous
message-of = { $name }
message-of-coordinator = { $name }, coordination
message-of-coordination = La coordination
message-preview-coordinators = À : la coordination de l'instance { $name }

    { $words }
message-preview-member = À : { $name }

    { $words }
message-send = ✅ Envoyer
message-change = ✏️ Modifier le message
message-sent = Le message est envoyé.
message-sent-coordinators = Le message est envoyé. La réponse arrivera ici.
message-unreached = Le message est enregistré, mais n'atteint pas le téléphone de l'autre côté pour le moment. En cas d'urgence : { $contact }
message-too-many = Vous avez envoyé beaucoup de messages aujourd'hui. Vous pourrez écrire de nouveau demain.
message-closed = Cet échange est terminé.
message-is-closed = ⚪ Cet échange est terminé.
go-message-on = ✍️ Écrire un message
go-message-answer = ✍️ Répondre
go-message-close = Terminer l'échange
go-message-history = Tout l'échange
go-message-new = ✉️ Nouveau message
go-member = La fiche
message-close-ask = Terminer l'échange avec <b>{ $name }</b> ?

    La personne en sera informée, et pourra écrire un nouveau message.
message-close-ask-own = Terminer l'échange avec la coordination ?

    Vous n'y recevrez plus de réponse. Vous pouvez écrire un nouveau message à tout moment.
message-close-yes = Oui, terminer
letter-message = ✉️ Message de <b>{ $name }</b>, instance { $body }
letter-message-waits = ⏳ Ce message attend une réponse depuis deux jours :
letter-message-answered = ✅ La coordination a répondu : { $name }
letter-your-message = ↩️ Votre message : { $words }
letter-conversation-closed = La coordination a terminé cet échange. Vous pouvez écrire un nouveau message à tout moment.
go-announcements = 📣 Annonces
go-new-announcement = ➕ Nouvelle annonce
announcements = <b>Annonces</b> ({ $n })
announcement-words = { $words }
announcement-corrected = ✏️ <i>Texte corrigé</i>
announcement-taken-back = 🚫 Cette annonce a été retirée.
announcement-preview = L'annonce sera envoyée à { PLURAL($n) ->
        [one] { $n ->
            [0] personne
           *[other] une personne
        }
       *[other] { $n } personnes
    }.
announcement-preview-correction = L'annonce sera corrigée chez { PLURAL($n) ->
        [one] { $n ->
            [0] personne
           *[other] une personne
        }
       *[other] { $n } personnes
    }.
announcement-at = ⏰ Envoi prévu : { $at }
announcement-until = 📌 Reste dans le menu jusqu'au { $day }
announcement-urgent = ⚡ Envoyée même aux heures de repos
announcement-empty = L'annonce n'a pas encore de texte : écrivez-le en arabe ou en français.
announcement-past = L'heure d'envoi est passée : choisissez un jour et une heure à venir.
announcement-over = Le dernier jour de validité précède l'envoi.
announcement-nobody = Ce choix ne concerne personne : changez les destinataires.
announcement-send = ✅ Envoyer maintenant
announcement-schedule = ✅ Confirmer l'heure d'envoi
announcement-correct-yes = ✅ Corriger l'annonce envoyée
announcement-gone-out = L'annonce a été envoyée ou annulée entre-temps.
announcement-too-late = Cette annonce ne peut plus être corrigée.
announcement-too-long = Le texte est trop long pour être affiché sous l'image : rien n'a changé.
announcement-unchanged = Rien n'a changé.
announcement-corrected-done = L'annonce est corrigée.
announcement-state-sent = ✅ Envoyée le { $at } à { PLURAL($n) ->
        [one] { $n ->
            [0] personne
           *[other] une personne
        }
       *[other] { $n } personnes
    }
announcement-state-cancelled = 🚫 Annulée avant l'envoi, le { $at }
announcement-state-taken-back = 🚫 Retirée le { $at }
announcement-change = ✏️ Modifier
announcement-cancel = Annuler l'envoi
announcement-correct = ✏️ Corriger le texte
announcement-take-back = Retirer l'annonce
announcement-cancel-ask = Annuler l'envoi de l'annonce « { $what } » ?
announcement-take-back-ask = Retirer l'annonce « { $what } » ?

    Elle sera effacée chez { PLURAL($n) ->
        [one] { $n ->
            [0] personne
           *[other] une personne
        }
       *[other] { $n } personnes
    }, sans retour possible.
announcement-take-back-yes = Oui, retirer
coordinators = <b>Coordination : { $body }</b>
    { $n ->
        [0] Personne.
        [1] Une personne.
       *[other] { $n } personnes.
    }
    Pour retirer la coordination à une personne, appuyez sur son nom.
coordinators-of-all-too = La coordination de toutes les instances y a aussi accès.
withdraw-button = Retirer : { $name }
withdraw-last = Impossible : c'est la seule personne qui coordonne toutes les instances. Invitez d'abord quelqu'un qui lui succède.
withdraw-ask = Retirer la coordination ({ $body }) à <b>{ $name }</b> ?
    La personne reste membre de son instance. Nous le lui dirons.
withdraw-ask-oneself = Renoncez-vous à la coordination ({ $body }) ?
    Ses outils ne vous seront plus proposés. Vous restez membre de votre instance.
withdraw-yes = Oui, retirer la coordination
withdrawn = La coordination est retirée.
letter-joined = <b>Instance : { $body }</b>. { $n ->
    [0] Aucune nouvelle inscription.
    [1] Une nouvelle inscription :
   *[other] { $n } nouvelles inscriptions :
    }
letter-joined-more = { $n ->
    [0] et personne d'autre
    [1] et une autre personne
   *[other] et { $n } autres personnes
    }
letter-joined-confirm = ⏳ attend votre confirmation.
letter-confirmed = Votre inscription à l'instance ({ $body }) est confirmée. Bienvenue.
letter-removed = Vous ne faites plus partie de l'instance ({ $body }). Motif donné par la coordination : { $why ->
        [left] vous avez quitté l'instance
        [stranger] vous n'êtes pas membre de cette instance
       *[twice] vous y étiez en double
    }.

    Vos réponses et présences passées restent comptées. Vos données seront effacées le { $day } si vous ne rejoignez pas d'instance avant ; vous pouvez les effacer dès maintenant. Si c'est une erreur : { $contact }
letter-not-confirmed = La coordination n'a pas confirmé votre inscription à l'instance ({ $body }).

    Vos données seront effacées le { $day } si vous ne rejoignez pas d'instance avant ; vous pouvez les effacer dès maintenant. Si c'est une erreur : { $contact }
letter-withdrawn = La coordination ({ $body }) vous a été retirée. Vos données et votre inscription à l'instance ne changent pas.
go-record = Participation
go-record-all = Participation, toutes les instances (CSV)
go-record-csv = Tout le registre (CSV)
record = <b>Participation des membres de l'instance { $body }</b>
    Nombre de séances :
    ✅ suivies
    📗 manquées puis rattrapées
    ✖️ manquées

    Liste confidentielle, réservée à la coordination.
record-button = { $name } · ✅ { $attended } · 📗 { $caught } · ✖️ { $missed }
member-record = <b>{ $name }</b>
    ✅ séances suivies : { $attended }
    📗 manquées puis rattrapées : { $caught }
    ✖️ manquées : { $missed }
member-session = { $mark } { $day }
    { $what }
    { $status }
record-column = { $column ->
    [body] Instance
    [name] Nom
    [sex] Sexe
    [attended] Suivies
    [caught] Rattrapées
   *[missed] Manquées
    }
all-bodies = toutes les instances
link-ready = Le lien est prêt. Vous pouvez l'envoyer ou imprimer le code QR.
link-member = Invitation à rejoindre l'instance ({ $body })
    { $link }
    Code : <code>{ $code }</code>
    Valable jusqu'au { $day }.
link-coordinator = Invitation à coordonner ({ $body }), pour une seule personne, une seule fois
    { $link }
    Code : <code>{ $code }</code>
    Valable jusqu'au { $day }.
links = <b>Liens d'invitation : { $body }</b>
    { $n ->
        [0] Aucun lien valable actuellement.
        [1] Un lien valable.
       *[other] { $n } liens valables.
    }
link-line = { $purpose ->
        [member] Pour les membres
       *[other] Pour la coordination
    }. Créé : { $made } ({ $name }). Valable jusqu'au { $day }. { $n ->
        [0] Jamais utilisé.
        [1] Utilisé une fois.
       *[other] Utilisé { $n } fois.
    }
link-made-by-nobody = service technique
revoke-button = Annuler le lien { $n }
revoke-ask = Annuler ce lien ? Plus personne ne pourra s'inscrire avec lui. Les personnes déjà inscrites restent.
revoke-yes = Oui, annuler le lien
link-revoked = Ce lien est annulé.
rounds = { $n ->
    [0] Aucun questionnaire n'a encore été ouvert.
    [1] Un questionnaire :
   *[other] { $n } questionnaires :
    }
round-name = { $title } · { $which }
round-of-training = { $day } · { $subject }
round-open = 🟢 { $title }
round-closed = ⚪ { $title }
go-open = Ouvrir un questionnaire
round = <b>{ $title }</b>
    Ouvert jusqu'à la fin du { $day }.

    Personnes invitées : { $invited } · ont commencé : { $started } · ont répondu : { $submitted }
round-ended = <b>{ $title }</b>
    Fermé le { $day }.

    Personnes invitées : { $invited } · ont commencé : { $started } · ont répondu : { $submitted }
round-body = • { $body } : ont commencé { $started }, ont répondu { $submitted }, sur { $invited }
go-rows = Réponses de chaque personne, sans nom (CSV)
rows-ask = <b>{ $title }</b> : réponses de chaque personne, sans nom

    Chaque ligne contient toutes les réponses d'une personne, avec instance, qualité, sexe, milieu, âge et jour d'envoi. Qui connaît les membres peut reconnaître la personne d'une ligne. Les nombres n'y sont pas protégés comme dans les résultats et le rapport.

    Ne transmettez ce fichier à personne. Le téléchargement est inscrit au journal de la coordination.
go-export = Réponses ({ $language })
go-export-long = Réponses, une ligne par réponse (CSV)
go-voices = Réponses vocales
go-wishes = Volontaires
go-extend = Prolonger de 7 jours
go-close = Fermer le questionnaire
go-refresh = Actualiser
go-withhold-rows = Ne pas remettre les réponses de chaque personne
withhold-rows-ask = <b>{ $title }</b> : ne pas remettre les réponses de chaque personne

    Après la fermeture, personne ne pourra télécharger les réponses de chaque personne. Les résultats groupés, le rapport et les commentaires, écrits ou vocaux, restent disponibles sans nom. Les membres qui commenceront à répondre en seront informés.

    C'est définitif.
withhold-rows-yes = Oui, ne les remettre à personne
close-ask = Fermer le questionnaire « { $title } » ? Personne ne pourra plus y répondre, et il ne pourra pas être rouvert.
close-yes = Oui, fermer
close-no = Non, revenir
open-already = Ce questionnaire est déjà ouvert à une ou plusieurs de ces instances. Vous pouvez le prolonger, ou d'abord le fermer.
open-nobody = Aucune instance choisie : le questionnaire n'a pas été ouvert.
round-of-others = Ce questionnaire est ouvert à d'autres instances aussi : seule la participation de la vôtre figure ici.
rows-after-closing = Les réponses de chaque personne sont remises après la fermeture du questionnaire, s'il y en a au moins { $fewest }, pour que personne ne soit reconnaissable.
rows-withheld = Les réponses de chaque personne ne sont remises à personne : cela a été décidé avant la fermeture. Les résultats groupés, le rapport et les commentaires restent disponibles.
rows-anonymous = Questionnaire anonyme : ses résultats sont remis en chiffres et en graphiques seulement. Avec les réponses de chaque personne, on saurait qui a répondu quoi.
csv-ready = Réponses envoyées : { $n }
voices = Réponses vocales : { $n }
voice-caption = Question { $question } ({ $n } sur { $total })
wishes = <b>{ $title }</b>
    Volontaires, avec leur accord :
wish-line = • { $name } : { $item }

# --- Commandes de Telegram ---
command = { $command ->
    [menu] Menu
    [surveys] Questionnaires ouverts
    [meetings] Réunions
    [training] Formation et résumés
    [glossary] Glossaire
    [language] Changer de langue
    [mydata] Mes données
    [edit] Modifier mes données
    [stop] Arrêter les messages
    [delete] Effacer mes données
    [privacy] Protection des données
   *[help] Aide
    }

# --- Ce que le bot envoie de lui-même ---
letter-survey = Bonjour,
    Nous vous invitons à répondre à un questionnaire : { $title } ({ PLURAL($minutes) ->
        [one] environ une minute
       *[other] environ { $minutes } minutes
    }).
    Dernier jour pour répondre : { $day }. Merci beaucoup.
broadcast = 📤 Envoi en cours, « { $title } » : { $sent } sur { $total }
broadcast-done = 📬 Envoi terminé, « { $title } » : arrivé à { $sent } sur { $total }
broadcast-waiting = En attente : { $n }. { PLURAL($minutes) ->
    [one] Il reste moins d'une minute
   *[other] Il reste environ { $minutes } minutes
}.
broadcast-paused = En pause ; en attente : { $n }.
broadcast-quiet = En attente : { $n }. Rien n'est envoyé la nuit ; l'envoi reprendra à { $hour }.
broadcast-unreachable = Personnes injoignables (bot bloqué ou compte fermé) : { $n }
broadcast-stopped = Ont choisi de ne plus recevoir de messages : { $n }
broadcast-expired = Le message ne les concernait plus : { $n }
broadcast-cancelled = Envoi annulé : { $n }
broadcast-failed = Messages refusés par Telegram : { $n }
broadcast-hold = Mettre l'envoi en pause
broadcast-release = Reprendre l'envoi
broadcast-cancel = Annuler les envois restants
broadcast-cancel-ask = Annuler les messages pas encore envoyés ? Ceux qui sont arrivés ne peuvent plus être retirés.
broadcast-cancel-yes = Oui, annuler
broadcast-urgent = Envoyer malgré l'heure
broadcast-urgent-ask = Il est tard et le message peut réveiller quelqu'un. Est-ce urgent ?
broadcast-urgent-yes = Oui, envoyer maintenant
broadcast-missed = Voir les personnes injoignables
missed = { PLURAL($n) ->
    [0] Le message est arrivé à tout le monde.
   *[other] Le bot n'a pas pu joindre ces personnes ({ $n }). Merci de les appeler.
}
missed-body = <b>{ $body }</b>
missed-name = • { $name }

# --- Réunions ---
go-meetings = Réunions
go-past = Réunions passées
meetings = { $n ->
    [0] Aucune réunion prévue. Les convocations arriveront ici.
    [1] Une réunion prévue :
   *[other] { $n } réunions prévues :
    }
meetings-past = { $n ->
    [0] Aucune réunion passée.
    [1] Une réunion passée :
   *[other] { $n } réunions passées :
    }
meeting-title = { $kind } : { $subject }
meeting-hour = à { $hour }
meeting-hours = de { $from } à { $to }
meeting-when = { $day } { $hour }
meeting-when-days = du { $first } au { $last }, chaque jour { $hour }
meeting-details = Détails
meeting-begun = La réunion a commencé : la réponse ne peut plus être changée.
meeting-cancelled = Cette réunion est annulée.
notice-opening = Madame, Monsieur,

    Nous avons l'honneur de vous inviter à la réunion suivante :
    <b>{ $what }</b>
    📅 { $days ->
        [1] le { $when }
       *[other] { $when }
    }
notice-place = 📍 Lieu : { $place }
notice-agenda = 📋 Ordre du jour :
notice-programme = 🗓 Programme du jour { $n } :
notice-organiser = 🏛 Organisation : { $organiser }
notice-partners = 🤝 Partenaires : { $partners }
notice-map = 🗺 Sur la carte :
    { $link }
notice-more = … et { $n ->
    [1] un autre point
   *[other] { $n } autres points
    }{ $where ->
    [details] {""} : voir « Détails »
   *[calendar] {""} : dans le fichier de calendrier joint à la convocation
    }
notice-closing = Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées.
notice-cancelled = 🚫 <b>Cette réunion est annulée.</b>
notice-changed = 🔄 Convocation mise à jour.
rsvp = { $reply ->
    [yes] Je viens
    [no] Je ne peux pas venir
    [maybe] Je ne sais pas encore
   *[other] sans réponse
    }
rsvp-ask = Merci de nous dire si vous venez :
rsvp-said = Votre réponse : <b>{ $reply }</b> (vous pouvez la changer jusqu'au début de la réunion)
rsvp-over = Votre réponse : <b>{ $reply }</b>
rsvp-why = C'est noté : vous ne venez pas. Pour quelle raison ? (facultatif)
rsvp-noted = Réponse notée : { $reply }
reason = { $reason ->
    [work] Travail
    [family] Raison familiale
    [transport] Transport
    [notice] Convocation reçue trop tard
   *[other] Autre raison
    }
reason-none = Sans préciser
attended = { $status ->
    [present] présence
    [excused] absence excusée
    [absent] absence non excusée
   *[other] non notée
    }
attended-on = { $day } : <b>{ $status }</b>
letter-reminder = 🔔 { $days ->
    [0] Aujourd'hui
    [1] Demain
   *[other] Dans { $days } jours
    } : <b>{ $what }</b>
    📅 { $when }
    📍 { $place }
letter-eve = 🗓 { $in ->
    [0] Programme d'aujourd'hui
   *[other] Programme de demain
    }, jour { $n } sur { $total } : <b>{ $what }</b>
    { $day } à { $hour }
    📍 { $place }
letter-changed = 🔄 Votre convocation a changé : <b>{ $what }</b>
letter-moved = {""}

    La date a changé : merci de confirmer à nouveau votre présence.
letter-reply-kept = {""}

    Votre réponse reste : <b>{ $reply }</b>. Vous pouvez la changer ici.
letter-ask-again = 🔄 La date de cette réunion avait changé ; elle est de nouveau comme avant, { $when } : <b>{ $what }</b>.

    Merci de confirmer à nouveau votre présence.
letter-cancelled = 🚫 La réunion est annulée : <b>{ $what }</b> ({ $when }). Nous vous prions de nous en excuser.

    Le fichier joint la retire du calendrier de votre téléphone. Merci de votre compréhension.
letter-clock = 🕙 L'heure légale change. La réunion garde son heure : <b>{ $what }</b>, { $when }.

    Le calendrier de votre téléphone peut en montrer une autre. Le fichier joint la corrige.
changed = <b>{ $what }</b>
    Avant : { $old }
    Maintenant : { $new }
changed-too = <b>{ $what }</b> : voir les détails.
changed-nothing = —
go-files = 📎 Fichiers : { $n } ({ $size })
changed-files = Fichiers
changed-when = Date et heure
changed-title = Sujet
changed-place = Lieu
changed-map = Carte
changed-agenda = Ordre du jour
changed-programme = Programme du jour { $n }
changed-organiser = Organisation
changed-partners = Partenaires
check-in-done = ✅ Votre présence est notée : <b>{ $what }</b>, { $day }. Bienvenue.
check-in-wrong = Ce code n'est pas valable ou a expiré. Écrivez celui qui est affiché maintenant par la coordination.
check-in-stranger = Vous n'êtes pas sur la liste des personnes invitées à cette réunion. Adressez-vous à la coordination.

# --- Coordination des réunions ---
go-convened = Gérer les réunions
go-convene = Convoquer une réunion
convened = { $n ->
    [0] Aucune réunion n'a encore été annoncée.
    [1] Une réunion :
   *[other] { $n } réunions :
    }
preview = <b>Aperçu avant l'envoi.</b> Rien n'est encore envoyé. { $n ->
    [0] Il n'y a personne à inviter.
    [1] Une personne recevra la convocation, avec un fichier de calendrier.
   *[other] { $n } personnes recevront la convocation, avec un fichier de calendrier.
    }
preview-change = <b>Aperçu de la modification.</b> Rien n'est encore envoyé. Toutes les personnes invitées seront prévenues, et leur convocation sera mise à jour.
preview-asks-again = Le jour change : les réponses sont effacées, et chaque personne devra confirmer à nouveau.
preview-keeps-replies = Le jour reste le même : les réponses sont gardées.
preview-unchanged = Rien n'a changé.
preview-widened = { $n ->
    [0] Aucune nouvelle invitation ; les personnes déjà invitées le restent.
   *[other] Nouvelles invitations : { $n }. Les personnes déjà invitées le restent.
    }
preview-back = Revenir à la relecture
preview-correct = ✏️ Corriger
announce = 📣 Envoyer la convocation
announce-change = 📣 Envoyer la modification
meeting-ends-before = L'heure de fin précède l'heure de début.
meeting-past = Cette date est passée.
meeting-nobody = Il n'y a personne à inviter : votre choix ne compte aucun membre.
meeting-gone = Cette réunion n'existe pas, ou vous ne la coordonnez pas.
meeting-changed-meanwhile = Quelqu'un d'autre a modifié cette réunion entre-temps. Votre modification n'a été ni appliquée ni envoyée. Regardez la réunion telle qu'elle est maintenant, puis modifiez-la si besoin.
to-meeting = Gérer la réunion
caution-friday = { $day } : c'est l'heure de la prière du vendredi.
caution-holiday = { $day } : { $holiday }{ $estimated ->
    [0] {""}
   *[other] {" "}(date estimée, selon la lune)
    }.
caution-iftar = { $day } : l'heure est proche de l'iftar, pendant le ramadan (date estimée).
caution-hour = { $hour } : ce n'est pas une heure habituelle. Vérifiez qu'elle est juste.
caution-notice = { $given ->
    [0] La réunion est aujourd'hui
    [1] Il ne reste qu'un jour
   *[other] Il ne reste que { $given } jours
    } ; d'habitude, on prévient { $usual ->
    [1] un jour
   *[other] { $usual } jours
    } avant.
holiday = { $name ->
    [new-year] Nouvel An
    [manifesto] Manifeste de l'Indépendance
    [amazigh-new-year] Nouvel An amazigh
    [labour] Fête du Travail
    [throne] Fête du Trône
    [oued-eddahab] Allégeance Oued Eddahab
    [revolution] Révolution du Roi et du Peuple
    [youth] Fête de la Jeunesse
    [unity] Fête de l'Unité
    [green-march] Marche Verte
    [independence] Fête de l'Indépendance
    [fitr] Aïd al-Fitr
    [adha] Aïd al-Adha
    [hijri-new-year] 1er Moharram
    [mawlid] Aïd al-Mawlid
   *[other] jour férié
    }
go-change = Modifier
go-pending = ▫️ Voir qui n'a pas répondu
pending-replies = <b>{ $what }</b>

    { PLURAL($n) ->
        [one] { $n ->
            [0] Toutes les personnes invitées ont répondu.
           *[other] Une personne n'a pas répondu.
        }
       *[other] { $n } personnes n'ont pas répondu.
    }{ $unreached ->
        [0] {""}
       *[other] {" "}📵 À appeler, car le bot ne les joint pas : { $unreached }
    }
pending-body = <b>{ $body }</b>
pending-name = • { $name }
pending-name-unreached = • { $name } 📵
go-remind-pending = 🔔 Rappeler de répondre
pending-reminded = { $n ->
    [0] Aucun rappel à envoyer : un rappel est déjà parti dans les 12 dernières heures.
   *[other] Rappels prévus : { $n }
    }
cancelled-meeting = <b>{ $what }</b>
    📅 { $when }
cancelled-for = Motif : { $cause ->
    [postponed] report à une date ultérieure
    [quorum] trop peu de présences prévues
    [place] salle indisponible
   *[unforeseen] imprévu
    }
call-off-for = Annuler : { $cause ->
    [postponed] report à plus tard
    [quorum] trop peu de présences
    [place] salle indisponible
   *[unforeseen] imprévu
    }
caution-clash = { PLURAL($n) ->
    [one] Une personne invitée a une autre réunion en même temps : { $what }
   *[other] { $n } personnes invitées ont une autre réunion en même temps : { $what }
    }
go-call-off = Annuler la réunion
call-off-ask = Annuler cette réunion ? <b>{ $what }</b>
    Toutes les personnes invitées seront prévenues de l'annulation et de son motif.
call-off-yes = Annuler sans motif
count-replies = Personnes invitées : { $invited }
    ✅ viennent : { $yes } · ✖️ ne viennent pas : { $no }
    ❔ ne savent pas encore : { $maybe } · ▫️ sans réponse : { $none }
count-sex = Parmi celles et ceux qui viennent : femmes { $women }, hommes { $men }{ $unsaid ->
    [0] {""}
   *[other] , sans indication { $unsaid }
    }
count-body = • { $body } : ✅ { $yes } · ✖️ { $no } · ❔ { $maybe } · ▫️ { $none } (sur { $invited })
count-reason = • Ne viennent pas ({ $reason }) : { $n }
go-attendance = { $total ->
    [1] 📝 Présence
   *[other] 📝 Présence, jour { $n }
    }
attendance-not-yet = L'enregistrement des présences n'a pas commencé : affichez le code ou notez à la main.
attendance-open = 🟢 L'enregistrement des présences est ouvert.
attendance-closed = ⚪ L'enregistrement des présences est fermé.
more-bodies = • autres instances : { $n }, { $where ->
    [roster] voir la liste
   *[meeting] voir « Gérer la réunion »
    }
count-attendance = Présences : { $present } (femmes { $women }, hommes { $men }{ $unsaid ->
    [0] {""}
   *[other] , sans indication { $unsaid }
    })
    Absences excusées : { $excused } · non excusées : { $absent } · non notées : { $none }
count-present = • { $body } : { $present } sur { $invited }
go-check-in = 🔳 Afficher le code
go-roll = ✍️ Noter à la main
go-roster = Liste (CSV)
go-sheet = Feuille de présence
go-close-day = Fermer l'enregistrement
close-day-ask = Fermer l'enregistrement des présences du { $day } ? Les personnes non notées seront comptées absentes : absence excusée si elles avaient prévenu, non excusée sinon. Vous pourrez encore corriger à la main.
close-day-yes = Oui, fermer
roll-bodies = Choisissez l'instance :
go-convene-like = ➕ Réunion semblable
roll-rest = ✅ Noter présentes les autres personnes ({ $n })
roll = Appuyez sur un nom pour changer son état :
    ✅ présence · 🟡 absence excusée · ❌ absence non excusée · ⬜ non notée
    ✉️ a prévenu de son absence
roster-column = { $column ->
    [body] Instance
    [name] Nom
    [sex] Sexe
    [reply] Réponse
    [status] Présence
    [hour] Heure
    [read] Rattrapage
    [points] Points
   *[signature] Signature
    }
roster-ready = Présence, { $day }. Document nominatif, à usage interne.
sex = { $sex ->
    [f] Femme
   *[m] Homme
    }
board-check-in = <b>{ $what }</b>
    Pour noter votre présence : scannez l'image ou écrivez le code au bot.

    Code : <b><code>{ $code }</code></b>

    Le code change toutes les 3 minutes.

    { $counts }
board-closed = <b>{ $what }</b>
    ⚪ L'enregistrement des présences est fermé.

    { $counts }
to-attendance = Présence
audit = <b>Journal de la coordination</b> ({ $n })
audit-line = { $at } · { $name } : { $action }
audit-about = {" "}· { $about }
audit-gone = n'existe plus
audit-action = { $action ->
    [wrote-an-announcement] annonce écrite
    [corrected-an-announcement] annonce corrigée
    [cancelled-an-announcement] annonce annulée
    [took-an-announcement-back] annonce retirée
    [wrote-to-a-member] message écrit
    [read-messages] messages lus
    [closed-a-conversation] échange terminé
    [searched-members] recherche d'un membre
    [corrected-a-member] correction de données
    [moved-a-member] changement d'instance
    [confirmed-an-office] fonction au bureau enregistrée
    [took-members-away] liste des membres téléchargée
    [renamed-a-body] instance renommée
    [archived-a-body] instance archivée
    [restored-a-body] instance remise dans la liste
    [announced-a-meeting] réunion convoquée
    [changed-a-meeting] réunion modifiée
    [cancelled-a-meeting] réunion annulée
    [opened-check-in] enregistrement des présences ouvert
    [closed-attendance] enregistrement des présences fermé
    [marked-attendance] présence notée à la main
    [looked-at-a-record] participation consultée
    [took-a-record-away] participation téléchargée
    [looked-at-volunteers-of-a-survey] noms des volontaires consultés
    [shared-answers] résultats partagés
    [took-shared-results-back] résultats partagés retirés
    [took-a-form] formulaire ajouté aux questionnaires
    [took-a-form-out] formulaire retiré des questionnaires
    [put-a-form-back] formulaire remis parmi les questionnaires
    [looked-at-pending-replies] liste de qui n'a pas répondu consultée
    [reminded-of-a-meeting] rappel de répondre à une convocation
    [looked-at-attendance] liste de présence consultée
    [looked-at-members] noms des membres consultés
    [looked-at-readers] liste de rattrapage consultée
    [looked-at-whom-a-broadcast-missed] liste des personnes injoignables consultée
    [read-texts-of-answers] réponses écrites lues
    [reminded-of-a-survey] rappel d'un questionnaire
    [took-attendance-away] liste de présence téléchargée
    [opened-a-survey] questionnaire ouvert
    [extended-a-survey] questionnaire prolongé
    [closed-a-survey] questionnaire fermé
    [withheld-rows] réponses de chaque personne jamais remises
    [took-answers-away] réponses téléchargées
    [listened-to-voice-answers] réponses vocales écoutées
    [paused-a-broadcast] envoi mis en pause
    [resumed-a-broadcast] envoi repris
    [cancelled-a-broadcast] envoi annulé
    [sent-a-broadcast-in-quiet-hours] envoi urgent, malgré l'heure
    [invited] lien d'invitation à une instance
    [invited-a-coordinator] invitation à coordonner
    [appointed] entrée dans la coordination
    [withdrew-a-coordinator] a retiré une coordination
    [revoked-a-link] a annulé un lien d'invitation
    [turned-confirmation-on] a demandé à confirmer chaque inscription
    [turned-confirmation-off] permet l'inscription sans confirmation
    [confirmed-a-member] a confirmé une inscription
    [removed-a-member] a retiré une personne de l'instance
    [added-a-body] instance ajoutée
    [published-a-summary] résumé publié
    [corrected-a-summary] résumé corrigé
    [reminded-of-a-summary] rappel de lecture
    [took-readers-away] liste de rattrapage téléchargée
    [erased] données d'une personne effacées à sa demande
   *[other] { $action }
    }

# --- Résumés et rattrapage ---
go-training = Formation et résumés
go-summaries = 📚 Résumés
go-glossary = Glossaire
go-law = Cadre juridique
go-search = 🔎 Rechercher
training = <b>Formation et résumés</b>
    { $n ->
    [0] Aucun résumé pour l'instant.
    [1] Un résumé
   *[other] { $n } résumés
    }{ $missed ->
    [0] {""}
   *[other] , dont à rattraper (📕) : { $missed }
    }
words-unexpected = Vous avez écrit : { $words }
    Aucune question n'attend de réponse, et votre message n'a été transmis à personne. { $n ->
        [0] Vous pouvez chercher dans les résumés et le glossaire, ou revenir au menu.
       *[other] Voici ce que les résumés et le glossaire en disent :
    }
search-found = { $n ->
    [0] Rien sur { $words }. Essayez un autre mot.
   *[other] Résultats pour { $words } : { $n }
    }
point = <b>{ $title }</b>
    Point { $n } sur { $total }
summary-other-language = Ce résumé n'existe que dans cette langue : { $language }
summary-piece = ⬇️ { $file }
summary-end = Terminer
summary-begin = 📖 Commencer la lecture
summary-go-on = 📖 Reprendre la lecture
summary-open = 📖 Ouvrir le résumé
summary-again = Relire
summary-finished = 🎉 Lecture terminée : <b>{ $title }</b>. Merci.
check = ❓ Question { $n } sur { $total }

    <b>{ $ask }</b>
check-right = ✅ Bonne réponse.
    { $why }
check-wrong = ↩️ Ce n'est pas la bonne réponse.
    { $why }
check-again = Réessayer
check-point = Lire le point { $n }
letter-missed = Bonjour,
    Vous avez manqué : { $what }. Voici le résumé : <b>{ $title }</b> ({ $points ->
        [1] un point
       *[other] { $points } points
    }, environ { $minutes } min). Vous pouvez vous arrêter à tout moment et reprendre plus tard.
letter-record = Un résumé vous attend ({ $what }) : <b>{ $title }</b>. Vous pouvez le lire quand vous voulez.
letter-catch-up = { $n ->
    [0] Le résumé de ce que vous avez manqué vous attend : <b>{ $title }</b> ({ $points ->
        [1] un point
       *[other] { $points } points
    }, environ { $minutes } min).
   *[other] Vous en étiez au point { $n } sur { $points } de <b>{ $title }</b>. La lecture reprend où vous l'avez laissée.
    }
corrected-more = … et { $n ->
    [1] une autre correction
   *[other] { $n } autres corrections
    } : voir le résumé
letter-corrected = 🔄 Correction dans le résumé que vous avez lu : <b>{ $title }</b>
corrected-point = Point { $n }
glossary = <b>Glossaire</b>
    Les notions en arabe, français et anglais :
law = <b>Le cadre juridique des instances</b>
summaries = <b>{ $what }</b>
    Résumés : { $n }
go-summarise = ✍️ Écrire un résumé
go-draft = ✏️ Reprendre le brouillon
summary-too-early = Cette réunion ou ce jour n'a pas commencé, ou est annulé : pas de résumé pour l'instant.
summary-no-right = Aucune des réponses proposées à la question { $n } n'est la bonne.
summary-published = Un résumé dans cette langue est déjà publié. Vous pouvez le corriger depuis sa page.
summary-changed-meanwhile = Quelqu'un d'autre a corrigé ce résumé entre-temps. Reprenez la correction à partir du texte publié maintenant.
summary-uneven = Le nombre de points et de questions doit être le même dans toutes les langues : points { $points }, questions { $checks }.
summary-preview = <b>Aperçu du résumé.</b> Rien n'est encore publié.

    <b>{ $title }</b>
    Points : { $points } · questions : { $checks } · environ { $minutes } min
summary-proof = 👁 Tel que les membres le liront :
summary-read-proof = 👁 Lire comme les membres
summary-publish = 📣 Publier
following = <b>{ $title }</b>
    Points : { $points } · questions : { $checks } · environ { $minutes } min
following-there = Présences : { $present } · absences excusées : { $excused } · non excusées : { $absent }
following-missed = Absences ({ $all }) : lecture terminée { $finished } · en cours { $begun } · pas commencée { $not } · personnes injoignables { $unreachable }
following-line = • { $who } : { $finished } sur { $all }
following-lost = ⚠️ Point { $n } : { $file } n'est plus disponible chez Telegram. Corrigez le résumé et envoyez le fichier de nouveau.
following-check = ❓ Question { $n } : bonne réponse du premier coup { $right } sur { $all }
go-nudge = 🔔 Rappeler de finir la lecture
go-readers = Voir les noms
go-caught = Liste (CSV)
go-correct = Corriger ({ $language })
go-translate = Ajouter une langue
nudged = { $n ->
    [0] Aucun rappel à envoyer : toutes et tous ont fini, ou ont déjà reçu deux rappels.
   *[other] Rappels prévus : { $n }
    }
readers = <b>Personnes absentes</b> ({ $n }). Liste confidentielle, réservée à la coordination.
standing = { $standing ->
    [finished] lecture terminée
    [begun] lecture en cours
    [unreachable] injoignable
   *[not-begun] lecture pas commencée
    }
caught-ready = Document nominatif, à usage interne.

# --- Résultats ---
decimal = { $whole },{ $tenth }
percent = { $n } %
percent-in-text = { $n } %
everyone = Ensemble
answers-n = Réponses : { $n }
count-share = { $n } · { $share }
count-of = { $n } sur { $all }
mean-n = moyenne { $mean } · { $n }
median = médiane { $median } · moyenne { $mean }
group-n = { $group } ({ $n })
change = { $group } : { $change } ({ $n })
by = { $what ->
    [sex] par sexe
    [area] par milieu
    [age] par âge
    [role] par qualité
   *[body] par instance
    }
by-nothing = toutes les réponses
go-results = 📊 Résultats
go-overview = 📊 Résultats et participation
go-topics = Réponses, question par question
go-round = Gérer le questionnaire
go-hear = 🎧 Écouter les réponses vocales
go-said = Lire les réponses écrites
go-mask = Masquer le texte { $n }
go-unmask = Montrer le texte { $n }
go-remind = 🔔 Rappeler de répondre
results = { $n ->
    [0] Aucun questionnaire n'a encore été ouvert.
   *[other] <b>Résultats des questionnaires</b>
    }
overview = <b>{ $title }</b>
    Personnes invitées : { $invited } · ont commencé : { $started }
    Ont répondu : { $submitted }, soit { $rate }
overview-reached = Message reçu par : { $n }
turnout-by-body = Taux de réponse, par instance
results-after-closing = Les réponses à chaque question seront visibles après la fermeture, pour que personne ne puisse reconnaître celles de quelqu'un.
results-counting = ⏳ Les réponses sont en train d'être comptées. Appuyez sur « Actualiser » dans un instant.
results-too-few = Moins de { $fewest } réponses : elles ne sont pas montrées, pour protéger les personnes qui ont répondu.
topics = <b>{ $title }</b>
    Questions : { $n }
topics-line = { $first }. { $question }
topics-line-many = { $first } à { $last }. { $question }
go-differences = ⚖️ Femmes et hommes : principaux écarts
differences = <b>{ $title }</b>
    Où les réponses des femmes et des hommes diffèrent le plus
differences-how = Les nombres des groupes sont approchés : seuls figurent les écarts plus grands que cette approximation, le plus grand d'abord.
differences-line = { $measure ->
    [share] { $what } : femmes { $women }, hommes { $men }
    [mean] moyenne : femmes { $women }, hommes { $men }
    [mean-of] { $what }, moyenne : femmes { $women }, hommes { $men }
   *[points] { $what }, points par personne : femmes { $women }, hommes { $men }
    }
differences-none = Aucune question ne montre d'écart net entre les femmes et les hommes : les écarts constatés peuvent venir de l'approximation des nombres des groupes.
differences-hidden = Les résultats ne sont pas montrés par sexe ici : un groupe de moins de { $fewest } réponses n'est pas montré.
go-compare = ⇄ Comparer à un questionnaire précédent
compare-which = <b>{ $title }</b>
    À quel questionnaire précédent faut-il le comparer ?
compare = <b>{ $title }</b>
    comparé à : <b>{ $earlier }</b>
compare-answers = Réponses : { $then } → { $now } (précédemment → maintenant). Elles ne viennent pas forcément des mêmes personnes.
compare-bodies = ⚠️ Les deux n'étaient pas ouverts aux mêmes instances : cela peut suffire à expliquer les changements.
compare-line = { $measure ->
    [share] • { $what } : { $then } → { $now }
    [mean] • moyenne : { $then } → { $now }
    [mean-of] • { $what }, moyenne : { $then } → { $now }
    [points] • { $what }, points par personne : { $then } → { $now }
    [median] • médiane : { $then } → { $now }
   *[median-of] • { $what }, médiane : { $then } → { $now }
    }
compare-more = … et { $n ->
    [1] un autre choix, qui n'a pas changé davantage
   *[other] { $n } autres choix, qui n'ont pas changé davantage
    }
compare-once = Dans un seul des deux questionnaires : { $names }
compare-worded = La question était formulée autrement la fois précédente.
compare-not = { $why ->
    [new] Pas de comparaison : la question n'était pas posée la fois précédente.
    [gone] Pas de comparaison : la question n'est plus posée.
    [few-then] Pas de comparaison : moins de { $fewest } réponses la fois précédente.
    [few-now] Pas de comparaison : moins de { $fewest } réponses cette fois.
   *[otherwise] Pas de comparaison : la question était posée d'une autre manière (autres choix ou autre échelle).
    }
go-topic-list = ☰ Liste des questions
topic = Question { $n } sur { $total }
not-shown = Réponses de petits groupes, non montrées à part : environ { $n }. Un groupe de moins de { $fewest } réponses n'est pas montré.
in-points = en points : de { $top } pour un premier choix à 1 pour le dernier
hidden-groups = groupes non montrés : { $names }
hidden-bodies = instances non montrées : { $n }
cut-rows = autres choix non montrés, en fin de classement : { $n } (de { $from } à { $to })
change-n = { $change } · { $n }
perturbed = Les nombres des groupes sont approchés : déplacés au hasard de { $most } personnes au plus, pour protéger chacune et chacun
about = ≈ { $number }
fewer-than = < { $n }
in-places = dans le tableau : le rang de chaque choix
share-in-words = { $share ->
    [hardly] peu ou personne
    [some] une minorité
    [half] environ la moitié
    [most] la majorité
   *[nearly-all] presque l'ensemble
    }
place = rang { $n }
evenly = { $what } : { $even } si chaque instance pèse autant, { $raw } sur le total des réponses
ranked-apart = ⚠️ { $what } : au moins trois rangs d'écart entre le classement des femmes et celui des hommes
said = <b>{ $title }</b>
    Textes : { $n }. Si un texte nomme quelqu'un, masquez-le.
said-masked = (masqué)
survey-nudged = { $n ->
    [0] Aucun rappel à envoyer : toutes et tous ont répondu, ou viennent de recevoir un rappel, ou en ont déjà reçu deux.
   *[other] Rappels prévus : { $n }
    }
letter-answer = Bonjour,
    Un questionnaire vous attend : { $title } ({ PLURAL($minutes) ->
        [one] environ une minute
       *[other] environ { $minutes } minutes
    }). Si vous l'avez commencé, vous reprendrez là où vous en étiez.
    Dernier jour pour répondre : { $day }. Merci beaucoup.
go-workbook = ⬇️ Résultats en classeur Excel
workbook-ready = Résultats : une feuille par question avec son graphique, et les codes dans toutes les langues. Les petites cases sont vides.
go-paper = ⬇️ Rapport PDF
paper-ready = Rapport à imprimer et à remettre : méthode, participation, priorités, chaque question avec son graphique, textes et questionnaire. Merci de vérifier qu'aucun texte ne nomme quelqu'un avant de le partager.
paper-title = Résultats du questionnaire : { $title }
paper-bodies = { $n ->
    [one] Une instance
   *[other] { $n } instances
    }
paper-between = Du { $from } au { $to }
paper-one-day = Le { $day }
paper-contents = Sommaire
paper-part = { $part ->
    [method] Méthode et participation
    [priorities] Priorités
    [questions] Réponses, question par question
    [texts] Ce que les participantes et participants ont écrit
   *[annex] Annexe : le questionnaire
    }
paper-method = Le questionnaire a été proposé par un bot sur Telegram à toutes les personnes inscrites comme membres des instances concernées.
    { $answers ->
        [anonymous] Il est anonyme : rien ne relie les réponses aux personnes qui les ont données.
       *[confidential] Il est confidentiel : les réponses ne sont montrées que groupées.
    }
    Les réponses sont facultatives et chaque question peut être passée. Le nombre de réponses est donc indiqué pour chaque question, et les pourcentages sont calculés sur les personnes qui y ont répondu.
    Un groupe de moins de { $fewest } réponses n'est pas montré. Les nombres de l'ensemble sont exacts ; ceux des groupes sont déplacés au hasard de { $most } personnes au plus (des mots en dessous de { $words } réponses), et leur somme peut différer de l'ensemble.
    Ces résultats expriment l'avis des personnes qui ont répondu ; ils ne sont pas une estimation statistique de l'avis de l'ensemble des membres.
paper-ranks = Le premier choix vaut 3 points, le deuxième 2 et le troisième 1. Le classement suit le total des points.
paper-texts-cut = les { $n } premiers ici, tous dans le tableau
paper-by-item = Sur chaque ligne, pourcentages des personnes qui y ont répondu ; leur nombre est en bout de ligne.
paper-texts = Textes, tels qu'écrits : { $n }{ $voices ->
    [0] {""}
   *[other]  · réponses vocales, à écouter dans le bot : { $voices }
    }
evenly-points = { $what }, points par personne : { $even } si chaque instance pèse autant, { $raw } sur le total des réponses
go-share = 📣 Partager des résultats
go-share-this = 📣 Partager ce graphique
go-shared = 📊 Résultats : { $title }
shared = 📣 <b>{ $title }</b> : ce que vous avez dit.

    { $words }

    { $total ->
        [1] {""}
       *[other] Graphique { $n } sur { $total }
    }
share-to = <b>Aperçu.</b> Rien n'est encore envoyé. Les personnes qui ont répondu recevront ce message : { $n }
share-to-all = <b>Aperçu.</b> Rien n'est encore envoyé. Le questionnaire est anonyme, personne ne sait qui a répondu : toutes les personnes invitées recevront ce message ({ $n }).
share-now = 📣 Envoyer
go-shares = 🗂 Résultats déjà partagés
shares = { $n ->
    [0] <b>{ $title }</b> : plus rien n'est partagé.
   *[other] <b>{ $title }</b> : ce qui a été partagé.
}
share-sent = { $n }. { $day } : { $words }
go-share-back = Retirer { $n }
share-back-ask = Retirer ce qui a été partagé des résultats de <b>{ $title }</b> ?

    { $words }

    Cela ne sera plus affiché parmi les questionnaires, ni envoyé aux personnes qui ne l'ont pas encore reçu. Les messages déjà arrivés restent.
share-back = Oui, retirer
share-nothing = Il n'y a plus rien à partager des résultats de ce questionnaire.
sheet-overview = Participation
sheet-codes = Codes
sheet-column = { $column ->
    [sheet] Feuille
    [code] Code
    [body] Instance
    [invited] Personnes invitées
    [started] Ont commencé
    [submitted] Ont répondu
    [share] Part
    [opened] Ouverture
    [closed] Fermeture
    [answer] Réponse
    [question] Question
    [mean] Moyenne
    [median] Médiane
    [change] Écart
    [n] Réponses
    [points] Points
   *[number] Nombre
    }

# --- Formulaires venus d'ailleurs (XLSForm) ---
form-thanks = Merci. Les résultats groupés seront présentés à l'instance.
form-reading = 📄 Lecture du formulaire { $file }. La réponse arrive ici dans un instant.
form-ready = ✅ <b>{ $title }</b> : formulaire valable, { $n ->
    [1] une question
   *[other] { $n } questions
    }. Vous pouvez d'abord l'essayer ; les réponses de l'essai ne sont pas gardées.
form-wrong = ⛔ { $file } : rien n'a été importé. Erreurs : { $n }
form-no-form = ⛔ { $file } : { $why }
form-interrupted = ⛔ { $file } : le programme s'est arrêté pendant la lecture ; ce formulaire n'est pas relu de lui-même. Merci de le renvoyer, ou de prévenir qui fait tourner le bot si cela se répète.
form-lost = ⛔ { $file } : Telegram n'a pas transmis ce fichier. Merci de le renvoyer.
form-try = 👁 Essayer le questionnaire
form-take = ✅ Ajouter aux questionnaires
form-taken = ✅ <b>{ $title }</b> est maintenant parmi les questionnaires et s'ouvre comme les autres.
form-name-taken = ⛔ Le nom { $name } a été pris entre-temps par quelqu'un d'autre. Merci de renvoyer le formulaire.
go-forms = 📥 Formulaires ajoutés
forms = { $n ->
    [0] Aucun formulaire ajouté.
   *[other] <b>Formulaires ajoutés</b>
    Touchez un formulaire pour le retirer des questionnaires à ouvrir, ou l'y remettre. Ce qui a déjà été ouvert continue comme avant.
}
form-in = ✅ { $title }
form-out = ⬜ { $title }
form-tried = Essai terminé. Aucune réponse n'est gardée.
form-place = { $row ->
    [0] feuille { $sheet }
   *[other] feuille { $sheet }, ligne { $row }, colonne { $column }
    }
form-remark = { $place } : { $what ->
    [not-asked] { $about } ne se demande pas dans un chat
    [left-out] { $about } est laissé de côté : ce bot ne l'enregistre pas
    [group] un groupe n'est pas fermé, ou pas ouvert ({ $about })
    [backwards] { $about } est écrit à l'envers : dans un texte de droite à gauche, tapez d'abord le signe dollar, puis le nom entre accolades
    [piping] une réponse ne peut pas être répétée dans une question ({ $about })
    [no-label] il manque le texte de { $about } dans cette langue
    [untranslated] ce texte de { $about } n'est pas traduit : il se lira dans une autre langue
    [same-label] { $about } : ces deux réponses ne diffèrent que par l'orthographe ; écrites, on ne peut pas les distinguer
    [long-label] { $about } dépasse 40 caractères : un téléphone ne les montre pas sur un bouton
    [long-question] { $about } et son aide dépassent 600 caractères : un petit téléphone ne les montre pas
    [no-list] la liste { $about } n'existe pas dans la feuille choices
    [few-options] la liste { $about } n'a qu'une réponse
    [or-other] { $about } : ajoutez la réponse à la liste, et une question de texte en dessous
    [no-question] la question { $about } n'existe pas au-dessus
    [no-option] la réponse { $about } n'est pas dans la liste
    [logic] cette condition n'est pas comprise ({ $about })
    [constraint] cette limite n'est pas comprise ({ $about })
    [column] cette colonne change la question d'une façon qui n'existe pas ici ({ $about })
    [step] seuls des nombres entiers, de un en un, peuvent être choisis ({ $about })
    [note] la note au-dessus de { $about } a une autre condition que la question : mettez la même
    [renamed] { $about } : nom plus court ici
    [language-unknown] cette langue n'est pas parlée par le bot ({ $about })
    [language-missing] { $about } manque : ces membres liront une autre langue
    [no-language] aucun texte dans une langue du bot ; écrivez par exemple label::Arabic (ar)
    [many-questions] plus de { $about } questions
    [empty] aucune question
    [takafou] cette cellule ne se lit pas ({ $about })
   *[unsound] { $about }
    }
form-refused = { $why ->
    [too-large] Ce fichier dépasse { $limit } Mo, ou grandit trop une fois ouvert.
    [protected] Ce fichier est protégé par un mot de passe, ou d'un format d'avant 2007. Enregistrez-le en .xlsx sans mot de passe.
    [macros] Ce fichier contient des macros. Enregistrez-le en .xlsx, sans macros.
    [no-survey] Ce classeur n'a pas de feuille « survey » : ce n'est pas un XLSForm.
   *[broken] Ce fichier ne s'ouvre pas comme un classeur Excel (.xlsx).
    }
