/* SPDX-License-Identifier: Apache-2.0 */
#include "french.h"

#include <stddef.h>

const char *const cahier_french_month[12] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
        "septembre", "octobre", "novembre", "décembre"};

const char *const cahier_french_vowels[] = {
        "a", "à", "â", "e", "é", "è", "ê", "ë", "h", "i", "î", "ï", "o", "ô", "œ", "u", "ù", "û", "y", NULL};

/* h aspiré, and the vowels that behave like it. Starts of words, long enough to leave out their mute cousins: «
 * hip-hop » but « l'hippodrome », « héros » but « l'héroïne ». */
const char *const cahier_french_aspirated[] = {"hach", "haie", "haine", "halle", "halte", "hamac", "hameau", "handicap",
        "handball", "hangar", "hanter", "harc", "hard", "haricot", "hasard", "hât", "hauss", "haut", "havre",
        "hérisson", "hernie", "héron", "héros", "hiérarch", "hip-hop", "hobby", "hockey", "homard", "honte", "hors",
        "hotte", "houle", "housse", "hublot", "huée", "huit", "hurl", "hutte", "onz", "oui", "yaourt", "yoga", NULL};

const char *const cahier_french_polarity[CAHIER_POLARITY_LABELS] = {"négatif", "neutre", "positif", "partagé"};
const char *const cahier_french_polarity_count[CAHIER_POLARITY_LABELS] = {
        "{0} {0|négatif|négatifs}", "{0} {0|neutre|neutres}", "{0} {0|positif|positifs}", "{0} {0|partagé|partagés}"};
const char *const cahier_french_stance[CAHIER_STANCES] = {
        "proposition", "plainte", "remerciement", "question", "constat"};
const char *const cahier_french_stance_count[CAHIER_STANCES] = {"{0} {0|proposition|propositions}",
        "{0} {0|plainte|plaintes}", "{0} {0|remerciement|remerciements}", "{0} {0|question|questions}",
        "{0} {0|constat|constats}"};

const char *const cahier_french_redaction[CAHIER_REDACTION_KINDS][2] = {
        [CAHIER_EMAIL] = {"adresse électronique", "adresses électroniques"},
        [CAHIER_PHONE] = {"téléphone", "téléphones"},
        [CAHIER_IBAN] = {"compte bancaire", "comptes bancaires"},
        [CAHIER_NIR] = {"numéro de sécurité sociale", "numéros de sécurité sociale"},
        [CAHIER_CARD] = {"carte bancaire", "cartes bancaires"},
        [CAHIER_PLATE] = {"plaque d’immatriculation", "plaques d’immatriculation"},
        [CAHIER_ADDRESS] = {"adresse", "adresses"},
        [CAHIER_POSTCODE] = {"code postal", "codes postaux"},
        [CAHIER_BIRTHDATE] = {"date de naissance", "dates de naissance"},
        [CAHIER_IP] = {"adresse IP", "adresses IP"},
        [CAHIER_URL] = {"adresse de page web", "adresses de pages web"},
        [CAHIER_HANDLE] = {"identifiant de réseau social", "identifiants de réseaux sociaux"},
        [CAHIER_REFERENCE] = {"numéro de dossier", "numéros de dossier"},
        [CAHIER_PERSON] = {"nom de personne", "noms de personnes"},
};

const char *const cahier_french_copy[2] = {
        [CAHIER_DUPLICATE_IDENTICAL] = "identique", [CAHIER_DUPLICATE_NEAR] = "proche"};

const char *const cahier_french_note[] = {"accents réparés", "balises HTML retirées",
        "apostrophe d'exportation retirée", "caractères invisibles retirés", "octets illisibles remplacés",
        "ligne au nombre de colonnes inattendu", "identifiant déjà pris, renommé", "texte très long, fin non analysée",
        "langue : peut-être pas du français", "sans réponse", "accents perdus avant la lecture",
        "mise à part : l'analyse s'arrête sur ce texte",
        "un masquage demandé ne correspond plus à ce texte : à revoir"};

const char *const cahier_french_theme_columns[] = {"code", "thème", "famille", "personnes", "part des personnes (%)",
        "contributions", "réponses", "réponses qui en parlent aussi", "avis négatifs", "avis neutres", "avis positifs",
        "avis partagés", "propositions", "plaintes", "remerciements", "questions", "constats", "cohésion",
        "couverture des extraits", "couverture d’extraits au hasard", "mots du thème", "sous-thèmes",
        "phrase la plus centrale", NULL};
const char *const cahier_french_origin_columns[] = {
        "identifiant", "fichier", "ligne", "personne", "date", "lieu", NULL};
const char *const cahier_french_contribution_columns[] = {"question", "titre", "texte", "thème", "code du thème",
        "sous-thème", "score du thème", "mots du thème", "autres thèmes", "avis", "note d’avis", "mots d’avis",
        "nature", "indice de nature", "groupe de copies", "copie de", "type de copie", "données masquées", "remarques",
        NULL};
const char *const cahier_french_place_columns[] = {"lieu", "personnes", "contributions", NULL};
const char *const cahier_french_duplicate_columns[] = {
        "groupe", "textes", "personnes", "campagne", "identifiant", "type de copie", "texte", NULL};
const char *const cahier_french_set_aside_columns[] = {"fichier", "ligne", "raison", NULL};
const char *const cahier_french_outcome[] = {"appliquée", "ne concerne pas les thèmes", "annulée",
        "le thème n'est pas retrouvé", "la contribution n'est pas dans ces fichiers", "ces thèmes n'en font déjà qu'un",
        "une autre décision la contredit", "une décision plus récente la remplace",
        "aucun texte du thème, ou tous, sont concernés", "la contribution n'est dans aucun groupe de copies",
        "le résumé ne cite plus l'autre phrase, ou cette phrase n'est pas dans le thème",
        "aucun masque n'est à cette place", "le texte n'est plus celui où le masquage a été demandé : à revoir",
        "le thème a changé depuis sa signature", "un texte masqué n'est gardé nulle part : il ne revient pas"};

const char *const cahier_french_method_columns[] = {"méthode et vérification", "valeur", "empreinte SHA-256", NULL};
const char *const cahier_french_sheets[6] = {"Thèmes", "Contributions", "Quartiers", "Doublons", "Écartées", "Méthode"};

const cahier_french cahier_fr = {
        .title = "Ce que disent les contributions : ",
        .kicker = "Rapport d'analyse de contributions",
        .heading = "Ce que disent les contributions",
        .skip = "Aller aux thèmes",
        .contents = "Sommaire",
        .page_footer = "Rapport produit par cahier {0}. Les mêmes fichiers donnent le même rapport, à l'octet près.",
        .nav_themes = "Thème par thème",
        .nav_where = "Où",
        .nav_when = "Quand",
        .nav_tree = "Du large au fin",
        .nav_copies = "Copies et campagnes",
        .nav_unclassified = "Non classées",
        .nav_set_aside = "Écartées",
        .nav_limits = "Ce que ce rapport ne voit pas",
        .nav_method = "Méthode",

        .lead_persons = "<strong>{0} {0|contribution|contributions}</strong> de {1} {1|personne|personnes}",
        .lead_contributions = "<strong>{0} {0|contribution|contributions}</strong>",
        .lead_answers = " Elles donnent {0} {0|réponse|réponses} à {1} {1|question|questions}.",
        .lead_unknown = " Les auteurs ne sont pas connus : chaque contribution compte pour une personne.",
        .lead_about = " {0|Elle parle|Elles parlent} surtout ",
        .lead_about_list = " Les sujets qui reviennent le plus : ",
        .lead_about_first = " ({0} {0|personne|personnes})",
        .lead_about_first_unknown = " ({0} {0|contribution|contributions})",
        .lead_about_next = " ({0})",
        .lead_about_last = " et ",
        .lead_none = " Aucun thème ne s'en dégage : trop peu de textes se ressemblent.",
        .of = "de ",
        .of_elided = "d'",
        .bars_heading = "Les thèmes, par nombre de personnes",
        .bars_heading_unknown = "Les thèmes, par nombre de contributions",
        .bars_note = "Sous chaque barre, les avis exprimés :",
        .bars_title = "{0} {0|personne|personnes}",
        .bars_desc = "Avis de {0} {0|texte|textes} : {1} {1|négatif|négatifs}, {2} {2|neutre|neutres}, {3} "
                     "{3|positif|positifs}, {4} "
                     "{4|partagé|partagés}.",
        .bars_rest = "Les {0} autres thèmes",
        .persons = "{0} {0|personne|personnes}",
        .table_sort = "Trier selon la colonne",
        .table_behind = "Les chiffres en tableau",
        .column_theme = "Thème",
        .column_persons = "Personnes",
        .column_contributions = "Contributions",
        .column_answers = "Réponses",
        .fact_classified = "{0|classée|classées} dans un thème",
        .fact_classified_of = "{0} sur {1}",
        .fact_set_aside = "{0|ligne écartée|lignes écartées}",
        .fact_set_aside_of = "sur {0} {0|ligne lue|lignes lues}",
        .fact_copies = "{0|copie d'un autre texte|copies d'un autre texte}",
        .fact_copies_of = "{0} {0|identique|identiques}, {1} {1|proche|proches}",

        .themes_heading = "Thème par thème",
        .themes_intro = "Chaque contribution est rangée dans son thème principal ; une personne compte une fois par "
                        "thème. Les phrases citées sont celles "
                        "des habitants, choisies pour représenter au mieux le thème.",
        .size_contributions = "{0} {0|contribution|contributions}",
        .size_answers = "{0} {0|contribution|contributions}, {1} {1|réponse|réponses}",
        .size_share = "{0} des personnes",
        .size_share_unknown = "{0} des contributions",
        .size_also = "{0} {0|autre texte|autres textes} en {0|parle|parlent} aussi",
        .voices = "En leurs mots",
        .voices_coverage =
                "Ces {0} phrases ressemblent à {1} à ce que les personnes de ce thème ont écrit ; {0} phrases "
                "tirées au hasard, à {2}.",
        .voices_coverage_one = "Cette phrase ressemble à {1} à ce que les personnes de ce thème ont écrit ; une phrase "
                               "tirée au hasard, à {2}.",
        .dissent = "à contre-courant",
        .quote_number = "n° {0}",
        .opinion_heading = "Avis exprimés",
        .opinion_title = "Avis exprimés dans {0} {0|texte|textes}",
        .stance_heading = "Nature des textes",
        .stance_title = "Nature de {0} {0|texte|textes}",
        .positions = "Positions cochées : {0} pour, {1} contre, {2} {2|neutre|neutres}.",
        .terms_heading = "Mots du thème",
        .terms_note = "100 : le mot le plus caractéristique",
        .places_heading = "Où en parle-t-on ?",
        .place_more = "Plus qu'ailleurs : ",
        .place_less = "Moins qu'ailleurs : ",
        .place_one = "{0} ({1} des personnes, entre {2} et {3} à 95 % de confiance)",
        .place_none = "À peu près autant partout : {0} des personnes en moyenne.",
        .why = "Pourquoi ce thème ?",
        .named_by_list = "Nom donné par la liste de thèmes. Mots reconnus : {0}.",
        .signed_by = "Thème relu et signé : {0}, {1}.",
        .named_by_person = "Thème nommé, réuni ou scindé par une personne : {0}, {1}.",
        .why_note = "Les mots du thème, là où des habitants les ont écrits.",
        .why_how = "Un texte entre dans ce thème quand la somme des parts de ses mots y est plus forte que dans tout "
                   "autre. La "
                   "commande <code>cahier explain</code> donne ce calcul, mot à mot, pour chaque contribution.",
        .verbatims = "{0|Le texte qui représente le mieux ce thème|Les {0} textes qui représentent le mieux ce thème}",
        .cut = "suite dans contributions.csv",
        .all_in_csv = "Tous les textes de ce thème sont dans contributions.csv, colonne « code du thème » : {0}.",
        .tool_search = "Chercher un mot dans les thèmes",
        .tool_sort = "Trier",
        .tool_sort_persons = "par nombre de personnes",
        .tool_sort_label = "par ordre alphabétique",
        .tool_sort_negative = "par part d'avis négatifs",
        .tool_found_none = "Aucun thème ne contient ce mot.",
        .tool_found_one = "1 thème contient ce mot.",
        .tool_found_many = "# thèmes contiennent ce mot.",

        .where_heading = "Où",
        .where_intro = "Nombre de personnes de chaque lieu qui parlent de chaque thème. Plus la case est foncée, plus "
                       "leur part "
                       "dans le lieu est grande. Une case vide compte moins de {0} personnes.",
        .where_caption = "Personnes par lieu et par thème",
        .where_rest = "Suite du tableau : ",
        .where_rest_places = "Suite du tableau, lieux {0} à {1} : ",
        .where_place = "Lieu",
        .where_total = "Ensemble",
        .where_small = "{0} {0|lieu de moins de {1} personnes n'est pas montré|lieux de moins de {1} personnes ne sont "
                       "pas montrés}.",
        .where_legend_low = "moins de 10 %",
        .where_legend_high = "40 % et plus",
        .when_heading = "Quand",
        .when_intro = "Nombre de textes par mois. Toutes les courbes ont la même échelle : les hauteurs se comparent.",
        .when_title = "{0}, de {1} à {2}",
        .when_desc = "{0} au premier mois, {1} au dernier, {2} au plus haut.",
        .when_table = "Les chiffres en tableau",
        .when_more = ", plus présent en {0} : {1} des textes du mois, contre {2} les autres mois.",
        .when_less = ", moins présent en {0} : {1} des textes du mois, contre {2} les autres mois.",
        .when_trends = "Ce qui a changé",
        .when_steady = "Aucun thème n'a changé de place de façon nette d'un mois à l'autre.",

        .tree_heading = "Du plus large au plus fin",
        .tree_intro = "Les thèmes proches sont réunis deux à deux : plus le trait qui les joint est à droite, plus ils "
                      "se ressemblent. Le pourcentage est la part des textes.",
        .tree_families = "Coupé plus haut, l'arbre donne {0} familles, en traits épais.",
        .tree_title = "Arbre des {0} thèmes",
        .tree_desc = "Les thèmes sont à droite, dans l'ordre de la liste ; les traits les réunissent vers la gauche. "
                     "Le tableau qui suit donne chaque réunion.",
        .tree_others = " et {0} {0|autre|autres}",
        .tree_table = "Réunions, de la plus proche à la plus lointaine",
        .tree_first = "réunit",
        .tree_second = "avec",
        .tree_distance = "distance (0 à 1)",
        .tree_size = "{0} {0|texte|textes}",
        .subs_heading = "À l'intérieur des thèmes",
        .subs_intro = "Les sous-thèmes que l'on retrouve quand un dixième des textes manque. Le nombre est celui des "
                      "textes.",
        .subs_none = "{0} {0|thème ne se divise|thèmes ne se divisent} pas assez nettement pour en avoir.",
        .copies_heading = "Copies et campagnes",
        .copies_none = "Aucun texte n'est la copie d'un autre.",
        .copies_intro =
                "{0} {0|texte reprend|textes reprennent} un texte déjà reçu : {1} à l'identique, {2} avec quelques "
                "mots changés. "
                "{0|Il compte|Ils comptent} comme les autres dans les thèmes, puisque des personnes {0|l'ont|les ont} "
                "{0|envoyé|envoyés} ; {0|il est montré|ils sont montrés} ici une seule fois.",
        .copies_campaigns = "{0} {0|groupe ressemble|groupes ressemblent} à une campagne (au moins cinq exemplaires, "
                            "envoyés par au moins trois personnes) : {1} textes de {2} personnes.",
        .copies_group = "{0} textes proches, {1} {1|personne|personnes}",
        .copies_group_identical = "{0} textes identiques, {1} {1|personne|personnes}",
        .copies_campaign = "campagne",
        .copies_rest = "{0} {0|autre groupe est|autres groupes sont} dans la feuille « Doublons » de report.xlsx.",
        .blocks_intro =
                "{0} {0|passage se retrouve|passages se retrouvent} mot pour mot, sur 25 mots ou plus, dans les "
                "textes d'au moins trois personnes qui écrivent aussi des phrases à elles. Ces textes ne sont "
                "pas des copies : {0|le passage est montré|les passages sont montrés} ici une seule fois.",
        .blocks_group = "passage de {0} textes, {1} {1|personne|personnes}",
        .blocks_rest = "{0} {0|autre passage est|autres passages sont} dans report.json, sous « blocks ».",
        .unclassified_heading = "Ce qui n'est pas classé",
        .unclassified_none = "Tous les textes ont un thème.",
        .unclassified_intro = "{0} {0|texte n'a|textes n'ont} pas de thème, soit {1} de l'ensemble : "
                              "{0|il ne ressemble assez à aucun autre|ils ne ressemblent assez à aucun autre}. "
                              "{0|Il reste à lire|Ils restent à lire} un par un.",
        .unclassified_no_answer = "{0} {0|texte ne dit rien|textes ne disent rien} (« RAS », « sans avis ») : "
                                  "{0|il est compté, mais laissé|ils sont comptés, mais laissés} hors des thèmes.",
        .unclassified_examples = "Exemples, dans l'ordre d'arrivée",
        .unclassified_nearest = "Thème le plus proche : {0}, à {1} ; il fallait {2}",
        .unclassified_unknown = "Aucun de ses mots n'est connu des thèmes",
        .aside_heading = "Ce qui a été écarté",
        .aside_none = "Rien n'a été écarté : toutes les lignes lues sont analysées.",
        .aside_intro = "{0} {0|ligne|lignes} sur {1} {0|n'a pas été analysée|n'ont pas été analysées}. Chacune est "
                       "dans set-aside.csv, avec son fichier, sa "
                       "ligne et la raison.",
        .aside_reason = "Raison",
        .aside_rows = "Lignes",
        .aside_list = "{0|La ligne écartée|Les lignes écartées}",
        .aside_list_caption = "Lignes écartées",
        .aside_file = "Fichier",
        .aside_line = "Ligne",
        .aside_rest = "Les {0} autres sont dans set-aside.csv.",

        .limits_heading = "Ce que ce rapport ne voit pas",
        .limit_irony = "L'ironie. « Bravo pour les trous ! » est lu comme un avis positif.",
        .limit_words = "Ce qui est dit avec des mots que personne d'autre n'emploie : deux textes qui ne partagent ni "
                       "mots ni mots voisins "
                       "ne sont pas rapprochés.",
        .limit_silent = "Ceux qui n'ont pas écrit. {0} {0|personne s'est exprimée|personnes se sont exprimées} ; ce ne "
                        "sont pas tous les "
                        "habitants, et rien ne dit qu'elles leur ressemblent.",
        .limit_few_cues = "{0} {0|avis|avis} sur {1} {0|repose|reposent} sur un seul mot : à lire avant d'en tirer une "
                          "conclusion.",
        .limit_coverage = "Les phrases citées ne résument pas tout : leur proximité moyenne avec les textes de leur "
                          "thème est de {0}, contre {1} "
                          "pour des phrases tirées au hasard.",
        .limit_unknown_authors = "{0} {0|contribution sans auteur connu compte|contributions sans auteur connu "
                                 "comptent chacune} pour une "
                                 "personne : une même personne a pu écrire plusieurs fois.",
        .limit_not_french = "{0} {0|texte n'est peut-être pas|textes ne sont peut-être pas} en français : "
                            "{0|son thème et son avis sont|leurs thèmes et leurs avis sont} peu sûrs.",
        .limit_unplaced = "{0} {0|texte n'a|textes n'ont} pas de lieu et {0|manque|manquent} aux comptes par lieu.",
        .limit_undated = "{0} {0|texte n'a|textes n'ont} pas de date et {0|manque|manquent} aux courbes.",
        .limit_redaction =
                "Les données personnelles sont masquées par des règles : il peut en rester. Relisez avant de publier.",
        .balance_heading = "Qui a écrit",
        .balance_intro = "Pour chaque groupe, combien de personnes ont écrit, et quelle part de leurs textes a trouvé "
                         "un thème. Les groupes de moins de {0} personnes ne sont pas montrés.",
        .balance_group = "Groupe",
        .balance_value = "Valeur",
        .balance_unknown = "non renseigné",
        .balance_classified = "Part classée",
        .balance_interval = "{0}, entre {1} et {2}",
        .balance_redacted = "Avec données masquées",

        .method_heading = "Méthode et vérification",
        .method_read = "{0} {0|ligne a été lue|lignes ont été lues} ; {1} {1|a été écartée|ont été écartées}, avec la "
                       "raison. Aucune n'est "
                       "perdue, aucune n'est comptée deux fois.",
        .method_redact = "Avant toute analyse, les données personnelles ont été remplacées par une marque : {0} "
                         "{0|passage masqué|passages masqués}.",
        .method_words = "Les textes sont découpés en phrases et en mots ; les mots sont ramenés à leur racine (« "
                        "pistes cyclables » "
                        "et « piste cyclable » n'en font qu'une) : {0} {0|mot ou expression est suivi|mots et "
                        "expressions sont suivis}.",
        .method_themes = "Les textes qui emploient les mêmes mots, ou des mots qui vont souvent ensemble, sont réunis "
                         ": {0} {0|thème|thèmes}. "
                         "Aucun modèle caché : chaque rangement s'explique par ses mots.",
        .method_labels = "Le nom d'un thème vient des mots qui y sont bien plus fréquents qu'ailleurs.",
        .guided_list =
                "La liste de la collectivité guide les thèmes : un texte qui contient clairement les mots d'un de "
                "ses thèmes aide à le former ; ce qui n'y entre pas forme de nouveaux thèmes. {0} {0|thème de la "
                "liste est présent|thèmes de la liste sont présents} sur {1}.",
        .guided_absent =
                "{0|Thème de la liste dont trop peu de textes parlent|Thèmes de la liste dont trop peu de textes "
                "parlent} : {1}.",
        .guided_names =
                "{0} {0|thème porte|thèmes portent} un nom de la liste fournie : la moitié au moins de ses textes "
                "en contiennent des mots, et il réunit la plupart des textes qui les contiennent.",
        .guided_decisions =
                "{0} {0|décision de personnes est appliquée|décisions de personnes sont appliquées} sur {1} ; "
                "une décision prévaut sur le calcul.",
        .guided_outside = "{0} {0|décision est|décisions sont} d'une sorte que cette version ne connaît pas : {0|elle "
                          "est gardée|elles sont gardées}, sans effet.",
        .guided_heard =
                "Là où des personnes ont lu autre chose que les règles, leur lecture compte : {0} {0|avis|avis}, "
                "{1} {1|nature de texte|natures de texte}.",
        .guided_apart =
                "{0} {0|texte tenu pour une copie compte|textes tenus pour des copies comptent} pour {0|lui|eux}-"
                "{0|même|mêmes}, par décision.",
        .guided_signed = "{0} {0|thème a été relu et signé|thèmes ont été relus et signés} sur {1}.",
        .guided_lost = "{0} {0|décision|décisions} sur {1} ne {0|s'applique|s'appliquent} plus :",
        .guided_lost_line = "Ligne {0} du journal ({1}, {2}) : {3}.",
        .guided_missing = "Ligne {0} du journal ({1}, {2}) : {3} {3|contribution nommée n'est|contributions nommées ne "
                          "sont} pas dans ces fichiers.",
        .continued =
                "Les thèmes partent de ceux d'un rapport précédent : {0} sur {1} {0|continue|continuent}, sous le même "
                "identifiant. {2} {2|texte était|textes étaient} déjà là ; {3} y gardent leur thème. Un texte entre "
                "deux "
                "thèmes garde le sien tant qu'un autre ne lui convient pas mieux de plus de {4}.",
        .continued_anew =
                "Les textes ont trop changé depuis le rapport précédent pour en garder le découpage : les thèmes sont "
                "refaits ; {0} sur {1} {0|continue|continuent} pourtant, par leurs textes, sous le même identifiant. "
                "{2} "
                "{2|texte était|textes étaient} déjà là ; {3} y gardent leur thème.",
        .continued_renamed = "« {0} » s'appelle maintenant « {1} » ({2} {2|texte commun|textes communs}).",
        .continued_merged = "« {0} » a rejoint « {1} » ({2} {2|texte commun|textes communs}).",
        .continued_gone = "« {0} » n'est plus un thème : ses textes sont ailleurs, ou partis.",
        .continued_split = "« {1} » s'est détaché de « {0} » ({2} {2|texte commun|textes communs}).",
        .continued_new = "« {0} » est un thème nouveau.",
        .method_quotes =
                "Les phrases citées sont celles qui, ensemble, représentent le mieux le thème ; la voix "
                "minoritaire est citée « à "
                "contre-courant ». Celles qui se lisent seules viennent d'abord ; celles où une donnée personnelle "
                "est masquée, ou qui insultent, ne sont pas citées.",
        .method_polarity = "Un avis est la somme de mots positifs et négatifs pris dans une liste publique, corrigée "
                           "par la négation (« pas "
                           "propre »), l'intensité (« très sale ») et le contraste (« mais »).",
        .method_learned = "{0} textes dont l'avis est clair ont appris au programme la valeur de {1} "
                          "{1|mot|mots} de ce lot, {1|pesé|pesés} comme ceux de la liste ; {2} {2|avis a|avis ont} "
                          "changé de signe, jamais un texte neutre. L'option --no-adapt s'en passe.",
        .learned_heading = "Mots appris de ce lot",
        .learned_word = "« {0} » {1} ({2} {2|texte|textes})",
        .method_stance = "Une proposition, une plainte, un remerciement ou une question se reconnaît à ses tournures : "
                         "« il faudrait », "
                         "« merci pour », « pourquoi ».",
        .method_copies =
                "Deux textes sont des copies quand ils ont les mêmes mots, et proches quand ils ont les mêmes à "
                "quelques mots et fautes de frappe près, sans qu'aucun des deux n'ajoute une phrase à lui.",
        .method_intervals = "« Plus qu'ailleurs » et « moins qu'ailleurs » ne sont dits que si l'écart dépasse ce que "
                            "le hasard produit (intervalle de Wilson à "
                            "95 %) ; un lieu de moins de {0} personnes n'est pas détaillé.",
        .method_stability =
                "En retirant un dixième des textes au hasard, les thèmes retrouvés s'accordent à {0} avec ceux-ci.",
        .method_same_bytes =
                "Le calcul n'utilise ni réseau ni tirage variable : refait ailleurs, il donne les mêmes octets.",
        .choice_heading = "Pourquoi ce nombre de thèmes ?",
        .choice_auto = "Le nombre de thèmes n'est pas fixé d'avance : il vient des liens entre les textes, et ils en "
                       "dessinent ici {0}.",
        .choice_wanted = "{0} {0|thème a été demandé|thèmes ont été demandés} (option --themes {0}).",
        .choice_short = "{0} {0|thème a été demandé|thèmes ont été demandés} (option --themes {0}) ; ces textes n'en "
                        "donnent que {1}.",
        .choice_intro = "La courbe montre ce que d'autres nombres auraient donné. C'est un recoupement : elle n'a "
                        "servi à rien choisir, et un accord élevé ne dit pas à lui seul que le nombre est bon.",
        .choice_best = "Les thèmes les plus nets seraient au nombre de {0} (netteté {1}).",
        .choice_same = "Aucun autre nombre ne donne des thèmes nettement plus distincts que {0}.",
        .choice_other = "Les thèmes les plus nets seraient au nombre de {0} (netteté {1}) ; avec {2}, elle est de {3}.",
        .choice_title = "Accord et netteté pour {0} à {1} thèmes",
        .choice_desc = "Deux courbes de 0 à 1. Le tableau qui suit donne leurs valeurs.",
        .choice_stability = "accord",
        .choice_stability_note = "accord : à quel point on retrouve les mêmes thèmes sans un dixième des textes "
                                 "(1 : exactement)",
        .choice_modularity = "netteté",
        .choice_modularity_note = "netteté : part des liens entre textes proches qui restent dans un même thème, "
                                  "au-delà du hasard",
        .choice_column = "nombre de thèmes",
        .choice_row = "{0}",
        .choice_row_chosen = "{0} (ce rapport)",
        .redacted_heading = "Données personnelles masquées",
        .redacted_none = "Aucune donnée personnelle n'a été trouvée.",
        .command = "Commande qui refait ce rapport, octet pour octet :",
        .inputs = "{0|Fichier lu|Fichiers lus} :",
        .input_line = "{0} : {1} {1|ligne|lignes}, {2}",
        .columns_found = "{0|Colonne reconnue|Colonnes reconnues} : ",
        .column_found = "{0} (« {1} »)",
        .check_heading = "Vérifier",
        .lexicons = "Listes de mots et versions",
        .lexicon_name = "Liste",
        .version = "Version",
        .fingerprint = "Empreinte SHA-256",
        .taxonomy = "Thèmes de la collectivité : ",
        .decisions = "Décisions des relecteurs : ",
        .previous = "Rapport précédent : ",
        .options = "Réglages : ",
        .versions = "Programmes : ",
        .run_note = "La durée du calcul, le temps de processeur et la mémoire employés changent d'une fois à l'autre : "
                    "ils sont dans run.json, seul fichier du "
                    "dossier qui diffère entre deux calculs.",
        .files_note = "Toutes les contributions sont dans contributions.csv et report.xlsx ; manifest.json tient les "
                      "empreintes pour un contrôle.",

        .cell_unclassified = "(non classée)",
        .cell_no_answer = "(sans réponse)",
        .cell_campaign = "oui",
        .cell_original = "premier reçu",
        .cell_cut = "… [la suite est dans contributions.csv]",
        .contributions_in_csv =
                "Les {0} contributions sont dans contributions.csv, à côté de ce classeur : il s'ouvre de même dans un "
                "tableur. Pour les avoir ici, relancez l'analyse avec --format xlsx.",

        .error_not_report =
                "le dossier « {0} » contient autre chose qu'un rapport : choisissez un autre dossier avec -o.",
        .error_busy = "un autre cahier écrit déjà dans « {0} » : attendez qu'il ait fini.",
        .error_create = "impossible de créer le dossier « {0} » : {1}.",
        .error_write = "impossible d'écrire « {0} » : {1}.",
        .error_replace = "impossible de mettre le rapport en place dans « {0} » : {1}.",
        .error_stopped = "interrompu : aucun rapport n'a été écrit dans « {0} ».",
};
