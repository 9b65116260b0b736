/* SPDX-License-Identifier: Apache-2.0 */
/* The header of each platform's export, with rows written for this test. */
#include "cases.h"

typedef struct platform_case {
    const char *platform; /* shown name, NULL: none */
    const char *file, *bytes;
    const char *text, *title, *id, *date, *place, *person, *dropped, *groups;
    const char *expected;
} platform_case;

static const platform_case cases[] = {
        {"Decidim (propositions)", "decidim-2019.csv",
                "id;category/id;category/name/en;category/name/fr;scope/id;scope/name/en;scope/name/"
                "fr;title;body;votes;comments;"
                "created_at;url;component/id;meeting_urls\n"
                "11;3;;Cadre de vie;5;;Quartier Nord;Des bancs;'- Plus de bancs, partout;2;0;2019-01-17 10:38:20 +0100;"
                "https://x.fr/p/11;7;\n"
                "12;3;;Cadre de vie;6;;Quartier Sud;Du calme;Moins de bruit la nuit;2;0;2019-02-01 09:00:00 "
                "+0100;https://x.fr/p/12;7;\n",
                "body", "title", "id", "created_at", "scope/name/fr", "", "", "",
                "11: - Plus de bancs, partout {Des bancs} @Quartier Nord =20190117 %formula_quote\n"
                "12: Moins de bruit la nuit {Du calme} @Quartier Sud =20190201\n"},
        {"Decidim (propositions)", "decidim-0.27.csv",
                "id;category/id;category/name/fr;category/name/en;scope/id;scope/name/fr;participatory_space/id;"
                "participatory_space/url;component/id;title/en;title/fr;body/en;body/"
                "fr;address;latitude;longitude;state;reference;"
                "answer/fr;answered_at;supports;endorsements/total_count;endorsements/"
                "user_endorsements;comments;attachments;"
                "followers;published_at;url;meeting_urls;related_proposals;is_amend;original_proposal/"
                "title;original_proposal/url\n"
                "21;;;;;;1;https://x.fr/1;7;;Des bancs;;<p>Plus de bancs</p>;3 rue Haute;;;accepted;X-21;La ville "
                "étudie ce point;"
                "2023-02-01;4;2;\"Jeanne Dupont, Paul Martin\";0;0;3;2023-01-17 10:38:20 "
                "+0100;https://x.fr/p/21;;;false;;\n"
                "22;;;;;;1;https://x.fr/1;7;Benches;;More benches by the river;;;;;;X-22;;;4;2;Paul Martin;0;0;3;"
                "2023-01-18 10:38:20 +0100;https://x.fr/p/22;;;false;;\n",
                "body/fr", "title/fr", "id", "published_at", "", "", "endorsements/user_endorsements", "",
                "21: Plus de bancs {Des bancs} =20230117 %html\n22: More benches by the river {Benches} =20230118\n"},
        {"Decidim (propositions)", "decidim-0.30.csv",
                "id;author/id;author/name;author/url;taxonomies/id;taxonomies/name;participatory_space/"
                "id;participatory_space/url;"
                "component/id;title/fr;body/fr;body/machine_translations/"
                "en;address;latitude;longitude;state;reference;answer/fr;"
                "votes;likes/total_count;likes/user_likes;comments;published_at;url;withdrawn;created_at;updated_at\n"
                "31;8;Jeanne Dupont;https://x.fr/u/8;2;Voirie;1;https://x.fr/1;7;Des bancs;Plus de bancs;More "
                "benches;;;;;X-31;;"
                "4;1;Paul Martin;0;2025-01-17 10:38:20 +0100;https://x.fr/p/31;false;2025-01-16 10:38:20 "
                "+0100;2025-01-18\n",
                "body/fr", "title/fr", "id", "created_at", "", "author/id", "author/name|author/url|likes/user_likes",
                "", "31: Plus de bancs {Des bancs} =20250116 #1\n"},
        {"Decidim (commentaires)", "comments.csv",
                "id;created_at;body;locale;author/id;author/name;alignment;depth;user_group/id;user_group/name/"
                "fr;commentable_id;"
                "commentable_type;root_commentable_url\n"
                "41;2025-01-17 10:38:20 +0100;D'accord, mais où ?;fr;8;Jeanne "
                "Dupont;1;0;;;31;Decidim::Proposals::Proposal;"
                "https://x.fr/p/31\n"
                "42;2025-01-17 11:38:20 +0100;Plutôt contre;fr;9;Paul "
                "Martin;-1;0;;;31;Decidim::Proposals::Proposal;https://x.fr/p/31\n",
                "body", "", "id", "created_at", "", "author/id", "author/name|user_group/name/fr", "",
                "41: D'accord, mais où ? =20250117 #1\n42: Plutôt contre =20250117 #2\n"},
        {"Decidim (débats)", "debates.csv",
                "id;author/id;author/name;author/url;title/fr;description/fr;instructions/fr;start_time;end_time;"
                "information_updates/fr;taxonomies/id;taxonomies/name;participatory_space/id;component/"
                "id;reference;comments;url;"
                "comments_enabled;conclusions/fr;closed_at;created_at;endorsements_count\n"
                "51;8;Jeanne Dupont;https://x.fr/u/8;La place;\"<p>Que faire de la place du marché&nbsp;?</p>\";Soyez "
                "polis dans vos "
                "échanges avec les autres;;;;;;1;7;X-51;3;https://x.fr/d/51;true;;;2025-01-17 10:38:20 +0100;0\n",
                "description/fr", "title/fr", "id", "created_at", "", "author/id", "author/name|author/url", "",
                "51: Que faire de la place du marché\xC2\xA0? {La place} =20250117 #1 %html\n"},
        {"Decidim (budgets)", "projects.csv",
                "id;taxonomies/id;taxonomies/name;participatory_space/id;participatory_space/url;component/id;title/fr;"
                "description/fr;budget/id;budget/title/fr;budget/"
                "url;budget_amount;confirmed_votes;comments;created_at;url;address;"
                "updated_at;selected_at;reference;follows_count;latitude;longitude;related_proposals;related_proposal_"
                "titles\n"
                "61;2;Voirie;1;https://x.fr/1;7;Un préau;Construire un préau dans la cour de l'école;4;Budget "
                "2025;https://x.fr/b;"
                "30000;12;0;2025-01-17;https://x.fr/b/61;1 rue Basse;2025-02-01;;X-61;2;48.1;-1.6;21;Des bancs\n",
                "description/fr", "title/fr", "id", "created_at", "", "", "", "",
                "61: Construire un préau dans la cour de l'école {Un préau} =20250117\n"},
        {"Decidim (enquête)", "survey.csv",
                "ID de réponse;Répondu le;Hachage IP;Statut de l'utilisateur;1. Que manque-t-il à votre quartier ?;"
                "2. Êtes-vous satisfait de la propreté ?;email;name\n"
                "a1;2025-03-01 10:00:00;9f9f;Enregistré;Des bancs et des arbres le long du canal;Oui;j@x.fr;Jeanne\n"
                "a2;2025-03-02 10:00:00;8e8e;Non enregistré;Une aire de jeux pour les petits;Non;p@x.fr;Paul\n"
                "a3;2025-03-02 11:00:00;7d7d;Non enregistré;;Non;p@x.fr;Paul\n",
                "1. Que manque-t-il à votre quartier ?", "", "ID de réponse", "Répondu le", "", "",
                "Hachage IP|email|name", "",
                "a1: Des bancs et des arbres le long du canal ?1. Que manque-t-il à votre quartier ? =20250301 #1\n"
                "a2: Une aire de jeux pour les petits ?1. Que manque-t-il à votre quartier ? =20250302 #2\n- 4 "
                "empty_text\n"},
        {"Polis", "comments.csv",
                "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
                "1543327402123,Tue Nov 27 2018 14:03:22 GMT+0100 (CET),0,3,12,4,1,Plus de bancs, d'arbres, et d'eau\n"
                "1543327502123,Tue Nov 27 2018 14:05:02 GMT+0100 (CET),1,4,2,9,1,Moins de bruit\n"
                "la nuit, surtout\n"
                "1543327602123,Tue Nov 27 2018 14:06:42 GMT+0100 (CET),2,3,1,1,-1,\"Entre guillemets, oui\"\n",
                "comment-body", "", "comment-id", "datetime", "", "author-id", "", "",
                "0: Plus de bancs, d'arbres, et d'eau =20181127 #1 %ragged\n"
                "1: Moins de bruit/la nuit, surtout =20181127 #2 %ragged\n2: Entre guillemets, oui =20181127 #1\n"},
        {"Sensemaker", "sensemaker.csv",
                "comment-id,comment_text,agrees,disagrees,passes,author-id,topics\n"
                "c1,Plus de bancs au parc,3,1,0,u1,Parcs\nc2,Moins de bruit,3,1,0,u2,Bruit\n",
                "comment_text", "", "comment-id", "", "", "author-id", "", "",
                "c1: Plus de bancs au parc #1\nc2: Moins de bruit #2\n"},
        {"Sensemaker", "sensemaker-new.csv",
                "participant_id,survey_text,demo:age\nu1,Plus de bancs au parc,60+\nu1,Moins de "
                "bruit,60+\nu2,Rien,30-60\n",
                "survey_text", "", "", "", "", "participant_id", "", "demo:age",
                "1: Plus de bancs au parc #1 &60+\n2: Moins de bruit #1 &60+\n3: Rien #2 &30-60\n"},
        {NULL, "t3c.csv",
                "id,interview,comment,timestamp\n1,Jeanne,Plus de bancs au parc,00:12\n2,Paul,Moins de bruit,00:40\n",
                "comment", "", "id", "", "", "", "interview", "",
                "1: Plus de bancs au parc #1\n2: Moins de bruit #2\n"},
        {"Kouchou-AI", "kouchou.csv",
                "comment-id,comment-body,source,url\nk1,Plus de bancs au parc,web,https://x.fr/1\nk2,Moins de "
                "bruit,web,https://x.fr/2\n",
                "comment-body", "", "comment-id", "", "", "", "", "",
                "k1: Plus de bancs au parc\nk2: Moins de bruit\n"},
        {"ThemeFinder", "themefinder.csv", "response_id,response\n1,Plus de bancs au parc\n2,Moins de bruit\n",
                "response", "", "response_id", "", "", "", "", "", "1: Plus de bancs au parc\n2: Moins de bruit\n"},
        {"Cap Collectif (propositions)", "capco-old.csv",
                "\xEF\xBB\xBF"
                "contribution_type,proposal_id,proposal_reference,proposal_title,proposal_votes_totalCount,"
                "proposal_createdAt,proposal_publishedAt,proposal_author_id,proposal_author_username,proposal_author_"
                "email,"
                "proposal_author_userType_name,proposal_status_name,proposal_category_name,proposal_theme_title,"
                "proposal_formattedAddress,proposal_district_name,proposal_summary,proposal_description,proposal_"
                "officialResponse,"
                "proposal_votes_id,proposal_votes_author_id,proposal_comments_id,proposal_comments_body\n"
                "proposal,P1,\"\"\"1-1\"\"\",Des bancs,2,2019-03-01 10:00:00,2019-03-02 "
                "10:00:00,U1,jeanne,j@x.fr,Citoyen,,Voirie,,"
                "1 rue Haute,Nord,Bancs,<p>Plus de bancs</p>,La ville répond,,,,\n"
                "proposalVote,P1,\"\"\"1-1\"\"\",Des bancs,2,2019-03-01 10:00:00,2019-03-02 "
                "10:00:00,U1,jeanne,j@x.fr,Citoyen,,Voirie,,"
                "1 rue Haute,Nord,Bancs,<p>Plus de bancs</p>,La ville répond,V1,U2,,\n"
                "proposalComment,P1,\"\"\"1-1\"\"\",Des bancs,2,2019-03-01 10:00:00,2019-03-02 "
                "10:00:00,U1,jeanne,j@x.fr,Citoyen,,Voirie,,"
                "1 rue Haute,Nord,Bancs,<p>Plus de bancs</p>,La ville répond,,,C1,Bravo pour cette idée\n"
                "proposal,P2,\"\"\"1-2\"\"\",Du calme,0,2019-03-03 10:00:00,2019-03-04 "
                "10:00:00,U2,paul,p@x.fr,Citoyen,,Bruit,,"
                ",Sud,Calme,,,,,,\n",
                "proposal_description", "proposal_title", "proposal_id", "proposal_createdAt", "proposal_district_name",
                "proposal_author_id", "proposal_author_username|proposal_author_email", "proposal_author_userType_name",
                "P1: Plus de bancs {Des bancs} @Nord =20190301 #1 &Citoyen %html\nP2: Calme {Du calme} @Sud =20190303 "
                "#2 &Citoyen\n"
                "- 3 other_kind\n- 4 other_kind\n"},
        {"Cap Collectif (propositions)", "capco-new.csv",
                "export_proposal_id,export_proposal_published_at,export_proposal_reference,export_proposal_title,"
                "export_proposal_summary,export_proposal_description,export_proposal_author_id,export_proposal_"
                "category_name,"
                "export_proposal_district_name,export_proposal_link,Qui profitera de votre projet ?\n"
                "P1,2026-03-02 10:00:00,1-1,Des bancs,Bancs,Plus de bancs au parc,U1,Voirie,Nord,https://x.fr/1,Les "
                "personnes âgées du "
                "quartier\n"
                "P2,2026-03-03 10:00:00,1-2,Du calme,,Moins de bruit la nuit,U2,Bruit,Sud,https://x.fr/2,Tous ceux qui "
                "dorment mal\n",
                "export_proposal_description|Qui profitera de votre projet ?", "export_proposal_title",
                "export_proposal_id", "export_proposal_published_at", "export_proposal_district_name",
                "export_proposal_author_id", "", "",
                "P1/1: Plus de bancs au parc {Des bancs} @Nord =20260302 #1\n"
                "P1/2: Les personnes âgées du quartier {Des bancs} ?Qui profitera de votre projet ? @Nord =20260302 "
                "#1\n"
                "P2/1: Moins de bruit la nuit {Du calme} @Sud =20260303 #2\n"
                "P2/2: Tous ceux qui dorment mal {Du calme} ?Qui profitera de votre projet ? @Sud =20260303 #2\n"},
        {"Cap Collectif (consultation)", "capco-consultation.csv",
                "export_contribution_type,export_contribution_id,export_contribution_author_id,export_contribution_"
                "author_type_name,"
                "export_contribution_consultation_title,export_contribution_section_title,export_contribution_title,"
                "export_contribution_body_text,export_contribution_votes_count,export_contribution_arguments_body\n"
                "opinion,O1,U1,Citoyen,Code,Titre I,Des bancs,Plus de bancs au parc,3,\n"
                "argument,O1,U1,Citoyen,Code,Titre I,Des bancs,Plus de bancs au parc,3,<p>Bonne idée</p>\n"
                "opinion,O2,U2,Élu,Code,Titre I,Du calme,Moins de bruit la nuit,1,\n",
                "export_contribution_body_text", "export_contribution_title", "export_contribution_id", "", "",
                "export_contribution_author_id", "", "export_contribution_author_type_name",
                "O1: Plus de bancs au parc {Des bancs} #1 &Citoyen\nO2: Moins de bruit la nuit {Du calme} #2 &Élu\n- 3 "
                "other_kind\n"},
        {"Cap Collectif (débat)", "capco-debate.csv",
                "argument_createdAt,argument_publishedAt,argument_id,argument_author_id,argument_author_zipCode,"
                "argument_content,"
                "argument_type,argument_voteNumber,debate_url\n"
                "2021-05-01 10:00:00,2021-05-01 10:00:00,G1,U1,35000,Cela réduit le bruit en "
                "ville,FOR,3,https://x.fr/d\n"
                "2021-05-02 10:00:00,2021-05-02 10:00:00,G2,U2,29200,Cela coûte trop cher,AGAINST,1,https://x.fr/d\n",
                "argument_content", "", "argument_id", "argument_createdAt", "argument_author_zipCode",
                "argument_author_id", "", "",
                "G1: Cela réduit le bruit en ville @35000 =20210501 #1\nG2: Cela coûte trop cher @29200 =20210502 "
                "#2\n"},
        {"Cap Collectif (questionnaire)", "capco-questionnaire.csv",
                "id,published_at,author_id,account,\"Que faut-il au parc, selon vous ?\",Venez-vous à pied ?\n"
                "R1,2022-01-01 10:00:00,U1,jeanne,Des bancs et des arbres,Oui\nR2,2022-01-02 10:00:00,U2,paul,Une "
                "fontaine à eau,Non\n",
                "Que faut-il au parc, selon vous ?", "", "id", "published_at", "", "author_id", "account", "",
                "R1: Des bancs et des arbres ?Que faut-il au parc, selon vous ? =20220101 #1\n"
                "R2: Une fontaine à eau ?Que faut-il au parc, selon vous ? =20220102 #2\n"},
        {"Grand Débat", "granddebat.csv",
                "id,reference,title,createdAt,publishedAt,updatedAt,trashed,trashedStatus,authorId,authorType,"
                "authorZipCode,"
                "\"QUXVlc3Rpb246MTYw - Quel est aujourd'hui pour vous le problème le plus important ?\","
                "QUXVlc3Rpb246MTYx - Faut-il plus de transports ?\n"
                "\"A1\",\"2-1\",\"Les bus\",\"2019-01-22 10:00:00\",\"2019-01-22 10:00:00\",,false,,U1,Citoyen,35000,"
                "\"Le manque de bus, surtout le soir\",Oui|Je ne sais pas\n"
                "\"A2\",\"2-2\",\"L'eau\",\"2019-01-23 10:00:00\",\"2019-01-23 10:00:00\",,false,,U2,Élu,29200,"
                "\"La pollution des rivières\",Non\n"
                "\"A3\",\"2-3\",\"L'air\",\"2019-01-23 10:00:00\",\"2019-01-23 "
                "10:00:00\",,false,,U1,Citoyen,35000,,Oui\n",
                "QUXVlc3Rpb246MTYw - Quel est aujourd'hui pour vous le problème le plus important ?", "title", "id",
                "createdAt", "authorZipCode", "authorId", "", "authorType",
                "A1: Le manque de bus, surtout le soir {Les bus} ?QUXVlc3Rpb246MTYw - Quel est aujourd'hui pour vous "
                "le problème le plus "
                "important ? @35000 =20190122 #1 &Citoyen\n"
                "A2: La pollution des rivières {L'eau} ?QUXVlc3Rpb246MTYw - Quel est aujourd'hui pour vous le problème "
                "le plus "
                "important ? @29200 =20190123 #2 &Élu\n"
                "A3: L'air ?QUXVlc3Rpb246MTYw - Quel est aujourd'hui pour vous le problème le plus "
                "important ? @35000 =20190123 #1 &Citoyen\n"},
        {"Go Vocal", "govocal.csv",
                "ID,Titre,Description,Étiquettes,Latitude,Longitude,Adresse,Nom de l'auteur,E-mail de l'auteur,ID de "
                "l'auteur,"
                "Soumis le,Publié le,Commentaires,Nombre de « likes »,URL,Projet,Statut,Genre,Année de "
                "naissance,Localité\n"
                "G1,Des bancs,Plus de bancs au parc,Voirie,48.1,-1.6,1 rue Haute,Jeanne Dupont,j@x.fr,U1,03/04/2025 "
                "10:00:00,"
                "03/05/2025 10:00:00,2,4,https://x.fr/1,Budget,Accepté,Femme,1960,Rennes\n",
                "Description", "Titre", "ID", "Soumis le", "Localité", "ID de l'auteur",
                "Nom de l'auteur|E-mail de l'auteur", "Genre|Année de naissance",
                "G1: Plus de bancs au parc {Des bancs} @Rennes =20250304 #1 &Femme &1960\n"},
        {"Je donne mon avis", "jdma.csv",
                "Date,ID,Bouton,Satisfaction démarche,Facilité démarche,Langage démarche,Difficultés,Difficultés "
                "détails,"
                "Difficultés commentaire,Contact tenté,Contact réussi,Contact canal,Aide,Aide détails,Aide "
                "commentaire,Commentaire\n"
                "2023-01-02,1,b,Très bien,Facile,Clair,Non,,,,,,,,,Tout était simple et rapide merci\n"
                "2023-01-03,2,b,Mauvais,Difficile,Flou,Oui,Bug,La page reste blanche après envoi,,,,,,,Impossible de "
                "finir ma demande\n",
                "Difficultés commentaire|Commentaire", "", "ID", "Date", "", "", "", "",
                "1/2: Tout était simple et rapide merci ?Commentaire =20230102\n"
                "2/1: La page reste blanche après envoi ?Difficultés commentaire =20230103\n"
                "2/2: Impossible de finir ma demande ?Commentaire =20230103\n"},
        {"GarganText", "gargantext.tsv",
                "title\tsource\tpublication_year\tpublication_month\tpublication_day\tabstract\tauthors\n"
                "Des bancs\tMairie\t2024\t3\t2\tPlus de bancs au parc\tJ. Dupont\n",
                "abstract", "title", "", "publication_year", "", "", "authors", "",
                "1: Plus de bancs au parc {Des bancs} =20240101\n"},
        {"Google Forms", "formulaire.csv",
                "Horodateur,Adresse e-mail,Tranche d'âge,Dans quel quartier habitez-vous ?,Que pensez-vous du marché ?,"
                "Une suggestion ?\n"
                "14/03/2025 10:00:00,j@x.fr,60 ans et plus,Centre,Il est vivant et bien placé,Ouvrir le dimanche matin "
                "aussi\n"
                "15/03/2025 10:00:00,p@x.fr,18-30 ans,Gare,Trop cher pour les étudiants,\n",
                "Que pensez-vous du marché ?|Une suggestion ?", "", "", "Horodateur",
                "Dans quel quartier habitez-vous ?", "", "Adresse e-mail", "Tranche d'âge",
                "1/1: Il est vivant et bien placé ?Que pensez-vous du marché ? @Centre =20250314 #1 &60 ans et plus\n"
                "1/2: Ouvrir le dimanche matin aussi ?Une suggestion ? @Centre =20250314 #1 &60 ans et plus\n"
                "2/1: Trop cher pour les étudiants ?Que pensez-vous du marché ? @Gare =20250315 #2 &18-30 ans\n"},
        {NULL, "papier.csv",
                "N°;Nom;Prénom;Téléphone;Quartier;Objet;Observation\n"
                "1;Dupont;Jeanne;06 00 00 00 00;Centre;Les bancs;Il manque des bancs place du marché\n"
                "2;Dupont;Paul;;Gare;Le bruit;Les camions passent la nuit\n3;Dupont;Jeanne;;Centre;L'eau;Une fontaine "
                "au parc\n",
                "Observation", "Objet", "N°", "", "Quartier", "", "Nom|Prénom|Téléphone", "",
                "1: Il manque des bancs place du marché {Les bancs} @Centre #1\n2: Les camions passent la nuit {Le "
                "bruit} @Gare #2\n"
                "3: Une fontaine au parc {L'eau} @Centre #1\n"},
};

static size_t differs(const char *file, const char *what, const char *expected, const char *got)
{
    if (strcmp(expected, got) == 0) {
        return 0;
    }
    print_error("%s, %s\n--- expected\n%s\n--- got\n%s\n", file, what, expected, got);
    return 1;
}

static size_t check_platform(intake_fixture *f, const platform_case *c)
{
    cahier_intake_options options = {.delimiter = 0};
    intake_fixture_read(f, &options, c->file, c->bytes, strlen(c->bytes));
    if (f->status != CAHIER_OK) {
        return differs(c->file, "status", "", f->error.sentence);
    }
    const char *platform = f->intake.file[0].platform, *broken = intake_fixture_broken(f);
    return differs(c->file, "platform", c->platform == NULL ? "-" : c->platform, platform == NULL ? "-" : platform) +
           differs(c->file, "text", c->text, intake_fixture_columns(f, CAHIER_ROLE_TEXT)) +
           differs(c->file, "title", c->title, intake_fixture_columns(f, CAHIER_ROLE_TITLE)) +
           differs(c->file, "id", c->id, intake_fixture_columns(f, CAHIER_ROLE_ID)) +
           differs(c->file, "date", c->date, intake_fixture_columns(f, CAHIER_ROLE_DATE)) +
           differs(c->file, "place", c->place, intake_fixture_columns(f, CAHIER_ROLE_PLACE)) +
           differs(c->file, "person", c->person, intake_fixture_columns(f, CAHIER_ROLE_PERSON)) +
           differs(c->file, "dropped", c->dropped, intake_fixture_columns(f, CAHIER_ROLE_NAME)) +
           differs(c->file, "groups", c->groups, intake_fixture_columns(f, CAHIER_ROLE_GROUP)) +
           differs(c->file, "promise", "", broken == NULL ? "" : broken) +
           differs(c->file, "documents", c->expected, intake_fixture_describe(f));
}

static void test_platforms(void **state)
{
    (void)state;
    intake_fixture fixture;
    size_t failed = 0;
    intake_fixture_open(&fixture, (size_t)64 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        failed += check_platform(&fixture, &cases[i]);
    }
    intake_fixture_close(&fixture);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_platforms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
