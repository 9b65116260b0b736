/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise.h"
#include "town.h"

static void label_rows(bench *b, stages *s, const town *t, const town_row *rows, uint32_t count, uint32_t wanted)
{
    bench_open(b, t, rows, count);
    b->options.themes = wanted;
    bench_stages(b, s);
    bench_label(b, s);
    assert_int_equal(b->scratch.used, 0);
}

/* Two themes: rows before `border`, and those from there on. */
static void label_group(bench *b, stages *s, const town *t, const town_row *rows, uint32_t count, uint32_t border)
{
    bench_open(b, t, rows, count);
    bench_space(b, s);
    s->found.count = 2;
    s->themes = CAHIER_NEW(&b->batch, cahier_theme, 2);
    for (uint32_t k = 0; k < 2; k++) {
        s->themes[k].documents = CAHIER_NEW(&b->batch, uint32_t, count);
        for (uint32_t d = k == 0 ? 0 : border; d < (k == 0 ? border : count); d++) {
            s->themes[k].documents[s->themes[k].document_count++] = d;
        }
    }
    bench_label(b, s);
}

static uint32_t words_of(cahier_text label)
{
    uint32_t words = 1;
    for (uint32_t i = 0; i < label.len; i++) {
        words += label.at[i] == ' ' || label.at[i] == '-';
    }
    return words;
}

static cahier_text head_of(cahier_text label)
{
    const char *comma = memchr(label.at, ',', label.len);
    return comma == NULL ? label : cahier_slice(label, 0, (uint32_t)(comma - label.at));
}

/* True when a document says these words so, one after the other, capitals aside. */
static bool is_written(const bench *b, cahier_text words)
{
    uint32_t len = words.len;
    for (uint32_t d = 0; d < b->corpus.count; d++) {
        cahier_text text = b->corpus.analysed[d]->text;
        for (uint32_t i = 0; i + len <= text.len; i++) {
            uint32_t same = 0;
            while (same < len && ((text.at[i + same] ^ words.at[same]) & ~0x20) == 0) { /* also É and é, à la UTF-8 */
                same++;
            }
            if (same == len) {
                return true;
            }
        }
    }
    return false;
}

/* « École, école » or « Bus, bus du soir » say one thing twice. */
static void check_terms_differ(cahier_text label)
{
    for (uint32_t i = 0; i < label.len; i++) {
        if (label.at[i] != ',') {
            continue;
        }
        cahier_text head = head_of(label), rest = cahier_slice(label, i + 2, label.len), next = head_of(rest);
        assert_true(head.len > 0 && next.len > 0);
        bool same = next.len >= head.len && memcmp(next.at + 1, head.at + 1, head.len - 1) == 0 &&
                    (next.at[0] | 0x20) == (head.at[0] | 0x20);
        if (same) {
            fail_msg("« %.*s » says one thing twice", (int)label.len, label.at);
        }
    }
}

static void check_label(const bench *b, const stages *s, uint32_t k)
{
    cahier_text label = s->themes[k].label;
    uint32_t first = 0;
    check_terms_differ(label);
    assert_true((cahier_char_class(cahier_utf8_next(label.at, &first)) & CAHIER_CHAR_UPPER) != 0);
    if (words_of(label) > 5 || words_of(label) < 2) {
        fail_msg("« %.*s » has %u words", (int)label.len, label.at, words_of(label));
    }
    for (uint32_t start = 0, end; start < label.len;
            start = end + 2) { /* each term as somebody wrote it, never a stem */
        for (end = start; end < label.len && label.at[end] != ','; end++) {
        }
        if (!is_written(b, cahier_slice(label, start, end))) {
            fail_msg("nobody writes « %.*s »", (int)(end - start), label.at + start);
        }
    }
    for (uint32_t other = 0; other < k; other++) {
        assert_false(cahier_text_equal(head_of(label), head_of(s->themes[other].label)));
        assert_string_not_equal(s->themes[k].id, s->themes[other].id);
    }
    assert_true(s->themes[k].id[0] == 't' && s->themes[k].id[1] == '-');
    assert_int_equal(strlen(s->themes[k].id), CAHIER_THEME_ID_LEN);
}

static void labels_are_words_that_people_write(void **state)
{
    for (uint32_t wanted = 2; wanted <= 8; wanted++) {
        bench b;
        stages s;
        label_rows(&b, &s, *state, town_rows, TOWN_ROWS, wanted);
        for (uint32_t k = 0; k < s.found.count; k++) {
            check_label(&b, &s, k);
        }
        bench_close(&b);
    }
}

/* Any forty of the sixty letters, in any order. */
static void labels_keep_their_promise_on_any_sample(void **state)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        uint32_t order[TOWN_ROWS];
        town_row rows[40];
        small_shuffle(order, TOWN_ROWS, seed);
        for (uint32_t i = 0; i < 40; i++) {
            rows[i] = town_rows[order[i]];
        }
        bench b;
        stages s;
        label_rows(&b, &s, *state, rows, 40, 2 + (uint32_t)seed % 4);
        for (uint32_t k = 0; k < s.found.count; k++) {
            check_label(&b, &s, k);
        }
        bench_close(&b);
    }
}

static bool label_has(cahier_text label, const char *term)
{
    size_t len = strlen(term);
    for (uint32_t i = 0; i + len <= label.len; i++) {
        bool begins = i == 0 || (i >= 2 && label.at[i - 2] == ','),
             ends = i + len == label.len || label.at[i + len] == ',';
        if (begins && ends && memcmp(label.at + i, term, len) == 0) {
            return true;
        }
    }
    return false;
}

enum {
    LETTERS_MOST = 16
};

/* The label of some letters beside those of the town. */
static cahier_text label_letters(bench *b, stages *s, const town *t, const char *const *text, uint32_t count)
{
    town_row rows[TOWN_ROWS + LETTERS_MOST];
    assert_true(count <= LETTERS_MOST);
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < count; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = text[i]};
    }
    label_group(b, s, t, rows, TOWN_ROWS + count, TOWN_ROWS);
    return s->themes[1].label;
}

/* Five letters about one more subject; what its label says and must not say. */
static const struct {
    const char *text[5], *says, *not_says;
} subjects[] = {
        {{"L'eau du robinet est trouble.", "L'eau a un goût de terre.", "Qui contrôle l'eau du robinet ?",
                 "On boit l'eau en bouteille, le robinet reste fermé.", "Le prix de l'eau monte."},
                "Eau", "L'eau"}, /* the article goes */
        {{"La bibliothèque est ouverte trop tard.", "Une bibliothèque ouverte le soir.",
                 "La bibliothèque ouverte le lundi, les livres en libre accès.", "La bibliothèque manque de livres.",
                 "Des livres neufs, une bibliothèque ouverte."},
                "Bibliothèque ouverte", "ouverte"}, /* an adjective does not stand alone */
        {{"Le compteur Linky est imposé.", "On nous impose Linky.", "Linky, personne n'en veut.",
                 "Les ondes de Linky inquiètent.", "Refuser le compteur Linky."},
                "Compteur Linky", "linky"}, /* a name keeps its capital, second too */
        {{"Planter des tilleuls place de la Mairie.", "On abat les tilleuls, quel gâchis.", "Les tilleuls ombragent.",
                 "Arroser les jeunes tilleuls.", "Sous les tilleuls, un banc."},
                "Tilleuls", "tilleul"}, /* the plural, as people write */
        {{"La cantine sert du surgelé.", "On jette la moitié, la cantine gaspille.",
                 "Une cantine bio, des menus locaux.", "Les menus de la cantine.",
                 "La cantine et ses menus : on les jette."},
                "Cantine", "jette"}, /* a verb after « on les » */
        {{"La garderie rembourse mal.", "Quand la garderie rembourse, c'est tard.", "La garderie ferme tôt.",
                 "Une garderie en maternelle.", "En maternelle, personne ne rembourse la garderie."},
                "Garderie", "rembourse"}, /* five texts do not tell that it is a verb, many others do */
        {{"Un square en gardant les arbres.", "Le square, en gardant les bancs.", "Le square est sale.",
                 "Fermer le square la nuit, en gardant une allée.", "Des jeux au square."},
                "Square", "gardant"}, /* « en hiver » is a noun, « en gardant » is none */
        {{"Des œuvres d'art investissent la rue.", "Que les œuvres d'art investissent nos murs.",
                 "Des oeuvres d'art investissent le lavoir.", "Les oeuvres d'art investissent tout.",
                 "Une œuvre d'art sans gardien."},
                "Œuvres d'art", "Œuvres d'art investissent"}, /* no sentence; one letter, whatever the keyboard */
        {{"Le conseiller du pole emploi ne répond pas.", "Mon conseiller au pole emploi.",
                 "Pole emploi : aucun conseiller.", "Au pôle emploi, un conseiller débordé.", "Pole emploi est loin."},
                "Pôle emploi", "Pole emploi"}, /* as most texts write it, though not these */
        {{"Une dose de proportionnelle.", "La proportionnelle aux sièges.",
                 "Vive la proportionnelle, la proportionelle des sièges.", "La proportionelle, et vite.",
                 "Oui à la proportionelle."},
                "Proportionnelle", "proportionelle"}, /* one thing, misspelt */
        {{"Les auto-entrepreneurs paient.", "Un auto-entrepreneur au marché couvert.", "Auto entreprise ou non.",
                 "Une auto entreprise au marché couvert.", "Mon auto entreprise."},
                "Auto-entrepreneurs", "auto entreprise"}, /* one thing, glued */
        {{"Aller à pied à la plage.", "La plage, à pied.", "À pied, jamais.", "La plage est belle à pied.",
                 "Venir à pied."},
                "Plage", "Pied"}, /* a piece of an expression */
        {{"La securite du quartier.", "Quelle securite ?", "Aucune securite ici.", "Des caméras, de la securite.",
                 "La securite et les caméras."},
                "Sécurité", "Securite"}, /* as the dictionary writes it, though nobody here */
        {{"La formation crpn.", "Un crpn bien loin.", "Du crpn, une formation.", "Le crpn répond.", "Crpn."}, "CRPN",
                "Crpn"}, /* nobody can say it */
        {{"Des jardins sur les murs.", "Les murs du lavoir.", "Un mur à peindre.", "Repeindre ces murs.",
                 "Le mur nord."},
                "Murs", "Mûrs"}, /* the dictionary knows the fruit */
        {{"Le règlement du lavoir.", "Qui lit ce règlement ?", "Un règlement, et des tapages en vigueur.",
                 "Ce qui est en vigueur.", "Encore en vigueur, les tapages ?"},
                "tapages", "vigueur"}, /* a word that « en » holds */
        {{"Les travaux suivront.", "Ces travaux suivront.", "Des travaux suivront donc.", "Suivront des devis.",
                 "Des devis suivront."},
                "Devis", "Suivront"}, /* no noun ends so */
        {{"Parles.", "Parles donc.", "Et parles encore.", "Parles du lavoir.", "Mon lavoir."}, "Lavoir",
                "Parles"}, /* what « parle » is */
        {{"Paye.", "Paye, pour la licence.", "Paye.", "Ma licence, paye.", "Paye : la licence."}, "Licence",
                "Paye"}, /* a verb at least as often */
        {{"Plus de respects.", "Faire respecter le lavoir.", "Respecter le lavoir.", "Respecter.", "Respecter tout."},
                "Respect", "Respects"}, /* a slip of the finger */
        {{"Le projet de la petite ceinture.", "La Petite Ceinture sans projet.", "Un projet, la petite ceinture.",
                 "Ouvrir la petite ceinture.", "Ma ceinture."},
                "Petite ceinture", "Ceinture"}, /* a stop word without which nearly nobody says it */
        {{"Tolérance zéro.", "La tolérance zéro au lavoir.", "Une tolérance zéro.", "Tolérance zero au lavoir.",
                 "De la tolérance."},
                "Tolérance zéro", "Tolérance"},
        {{"Sans abri.", "Les sans abri au lavoir.", "Un sans abri.", "Loger les sans abri.", "Des abris au lavoir."},
                "Sans abri", "Abri"}, /* the contrary else */
        {{"Travaux d'intérêt général.", "Des travaux d'intérêt général.", "Faire des travaux d'intérêt général.",
                 "L'intérêt général.", "Par des travaux d'intérêt général."},
                "Travaux d'intérêt général", "Travaux d'intérêt général général"}, /* it holds its word already */
        {{"Le centre Paris Anim' du quai.", "Aux centres Paris Anim'.", "Un centre Paris Anim' au lavoir.",
                 "Le centre Paris Anim' est loin.", "Mon lavoir."},
                "Centre Paris Anim'", "Centre Paris anim"}, /* a word that is cut says so */
        {{"La cantine et le self service.", "Un self service à la cantine.", "La cantine.", "Ma cantine.", "Cantine."},
                "self service", "self"}, /* two letters tell where no other says the one word alone */
        {{"La fontaine moussue.", "Une fontaine moussue.", "Moussue, la fontaine ?", "Fontaine, et moussue.",
                 "Lavoir."},
                "Fontaine", "Fontaine moussue"}, /* else two are chance */
};

static void labels_are_made_of_nouns(void **state)
{
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        bench b;
        stages s;
        cahier_text label = label_letters(&b, &s, *state, subjects[i].text, 5);
        if (!label_has(label, subjects[i].says) || label_has(label, subjects[i].not_says)) {
            fail_msg("« %.*s » where « %s » and not « %s » is due", (int)label.len, label.at,
                    subjects[i].says == NULL ? "…" : subjects[i].says, subjects[i].not_says);
        }
        bench_close(&b);
    }
}

/* Letters that say when or who at least as often as what; a theme that says nothing else is still called something. */
static const struct {
    const char *text[5], *says, *never[5];
} asides[] = {
        {{"Samedi et dimanche, une navette.", "Le soir, le samedi et le dimanche, des hameaux sans navette.",
                 "Ni samedi ni dimanche, aucun hameau desservi.", "Du soir au matin, le samedi, le dimanche.",
                 "Le samedi soir, les hameaux attendent."},
                NULL, {"samedi", "dimanche", "soir", "matin", "samedi soir"}},
        {{"Repas de septembre.", "En aout et en septembre, une école sans repas.", "Septembre : un repas pour l'école.",
                 "De septembre à août.", "Au mois d'août, en septembre."},
                "Repas", {"août", "aout", "septembre", "Septembre", "Août"}},
        {{"Samedi matin, une navette.", "Une navette le samedi matin au hameau.", "Un hameau le samedi matin.",
                 "Le samedi matin.", "Rien le samedi matin."},
                NULL, {"samedi matin", "Samedi matin", "samedi"}},
        {{"Un marché du samedi.", "Le marché du samedi, place de la Mairie.", "Le marché du samedi est petit.",
                 "On aime le marché du samedi.", "Au marché du samedi, des producteurs."},
                "Marché du samedi", {"samedi", "Samedi"}},
        {{"Mon fils attend son repas.", "Ma fille et mon fils, sans repas.", "Le repas de mon fils.",
                 "Pour ma fille, aucun repas froid.", "Mon fils, ma fille : froid, froid."},
                "Repas", {"fils", "fille", "Fils", "Fille"}},
        {{"Kevin soigne la réception.", "Bravo à Kevin pour la réception.", "Une réception froide sans Kevin.",
                 "La réception, c'est Kevin.", "Kevin, Kevin."},
                "Réception", {"Kevin"}},
        {{"Lundi soir.", "Le lundi soir.", "Un lundi soir.", "Des soirées, une soirée, un karaoké.",
                 "Une soirée, leur soirée, ce karaoké."},
                NULL, {"Lundi soir", "lundi soir"}}, /* of « soirée », which is no time of the day */
        {{"Un français achète du lin.", "Les Français filent le lin.", "Du lin des Français.", "Le lin, un français.",
                 "Français !"},
                "Lin", {"Français", "français"}},
        {{"Samedi !", "Samedi, dimanche.", "Le dimanche.", "Le samedi.", "Samedi, dimanche."}, "Samedi", {NULL}},
};

static void when_and_who_name_nothing_alone(void **state)
{
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++) {
        bench b;
        stages s;
        cahier_text label = label_letters(&b, &s, *state, asides[i].text, 5);
        if (asides[i].says != NULL && !label_has(label, asides[i].says)) {
            fail_msg("« %.*s » where « %s » is due", (int)label.len, label.at, asides[i].says);
        }
        for (uint32_t n = 0; n < 5 && asides[i].never[n] != NULL; n++) {
            if (label_has(label, asides[i].never[n])) {
                fail_msg("« %.*s » says when or who", (int)label.len, label.at);
            }
        }
        bench_close(&b);
    }
}

/* « Langue » of eight letters, « langue française » of three: what comes second too is named in full. */
static void what_a_good_part_says_in_full_is(void **state)
{
    static const char *const texts[] = {"Un atelier de langue française.", "L'atelier de langue française du soir.",
            "La langue française pour qui arrive.", "Une langue de plus.", "La langue, c'est la clé.", "Cette langue ?",
            "Mon atelier.", "Notre atelier.", "Atelier fermé.", "L'atelier rouvre.", "Aucun atelier.", "Quel atelier ?",
            "Atelier du jeudi.", "Atelier du mardi."};
    bench b;
    stages s;
    cahier_text label = label_letters(&b, &s, *state, texts, sizeof texts / sizeof *texts);
    if (!label_has(label, "langue française")) {
        fail_msg("« %.*s »", (int)label.len, label.at);
    }
    bench_close(&b);
}

/* Nobody says « service » alone here: of three kinds of it, each said by less than a third. */
static void a_word_never_said_alone_is_not_shown_alone(void **state)
{
    static const char *const texts[] = {"Un service militaire.", "Le service militaire pour tous.",
            "Service militaire !", "Vive le service militaire.", "Un service civique.", "Le service civique pour tous.",
            "Service civique !", "Vive le service civique.", "Un service national.", "Le service national pour tous.",
            "Service national !", "Vive le service national."};
    bench b;
    stages s;
    cahier_text label = label_letters(&b, &s, *state, texts, sizeof texts / sizeof *texts);
    if (!cahier_text_equal(head_of(label), small_text("Service militaire"))) {
        fail_msg("« %.*s »", (int)label.len, label.at);
    }
    bench_close(&b);
}

/* Of two nouns as frequent, the one that tells of a subject comes first, whatever the alphabet says. */
static void what_tells_of_the_subject_comes_first(void **state)
{
    town_row rows[TOWN_ROWS + 6];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t t = 0; t < 6; t++) {
        rows[TOWN_ROWS + t] = (town_row){.text = "Le domaine et la pollution."};
    }
    bench b;
    stages s;
    label_group(&b, &s, *state, rows, TOWN_ROWS + 6, TOWN_ROWS);
    assert_memory_equal(s.themes[1].label.at, "Pollution", 9);
    bench_close(&b);
}

/* What one person repeats in five letters names no theme of several. */
static void one_insistent_person_names_nothing(void **state)
{
    town_row rows[TOWN_ROWS + 8];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t t = 0; t < 8; t++) {
        rows[TOWN_ROWS + t] = (town_row){
                .text = t < 5 ? "Complot, je vous le dis." : "Le gymnase, je vous prie.", .person = t < 5 ? 3 : 0};
    }
    rows[TOWN_ROWS + 1].text = "Complot, complot, sachez-le.";
    rows[TOWN_ROWS + 2].text = "On cache un complot.";
    bench b;
    stages s;
    label_group(&b, &s, *state, rows, TOWN_ROWS + 8, TOWN_ROWS);
    assert_true(label_has(s.themes[1].label, "Gymnase"));
    assert_false(label_has(s.themes[1].label, "Complot"));
    bench_close(&b);
}

/* The strongest is 1000; all are of the theme more than of the others. */
static void terms_set_a_theme_apart(void **state)
{
    bench b;
    stages s;
    label_rows(&b, &s, *state, town_rows, TOWN_ROWS, TOWN_SUBJECTS);
    for (uint32_t k = 0; k < s.found.count; k++) {
        int32_t most = 0;
        assert_true(s.themes[k].term_count > 2 && s.themes[k].term_count <= CAHIER_THEME_TERMS);
        for (uint32_t i = 0; i < s.themes[k].term_count; i++) {
            cahier_term_weight w = s.themes[k].terms[i];
            assert_true(w.term < s.vocabulary.count);
            uint32_t inside = 0, outside = 0, in = s.themes[k].document_count, out = b.corpus.count - in;
            for (uint32_t d = 0; d < b.corpus.count && w.term < s.vocabulary.word_count; d++) {
                bool has = false;
                for (uint32_t z = s.counts.start[d]; z < s.counts.start[d + 1]; z++) {
                    has = has || s.counts.column[z] == w.term;
                }
                bool here = s.found.assignments[d].count > 0 && s.found.assignments[d].at[0].theme == k;
                inside += has && here;
                outside += has && !here;
            }
            assert_true(w.term >= s.vocabulary.word_count || inside * out > outside * in);
            most = w.weight_milli > most ? w.weight_milli : most;
            assert_in_range(w.weight_milli, 1, 1000);
        }
        assert_int_equal(most, 1000);
    }
    bench_close(&b);
}

static void phrases_are_terms_too(void **state)
{
    bench b;
    stages s;
    label_rows(&b, &s, *state, town_rows, TOWN_ROWS, TOWN_SUBJECTS);
    uint32_t path = town_term(&s.vocabulary, "pistes cyclables"), home = town_term(&s.vocabulary, "maison de santé");
    assert_true(path != CAHIER_NONE && home != CAHIER_NONE);
    assert_int_equal(s.vocabulary.at[path].words, 2);
    assert_true(cahier_text_equal(s.vocabulary.at[path].key, small_text("pist cyclabl")));
    assert_int_equal(s.vocabulary.at[home].words, 2);
    assert_int_equal(s.vocabulary.at[home].df, 5);
    assert_true(path >= s.vocabulary.word_count && s.vocabulary.count > s.vocabulary.word_count);
    bench_close(&b);
}

/* A review reads the whole corpus once, `analyse` the rows that it draws: phrases are the same for both. */
static void what_makes_a_phrase_is_asked_of_the_corpus(void **state)
{
    bench b;
    stages s;
    label_rows(&b, &s, *state, town_rows, TOWN_ROWS, TOWN_SUBJECTS);
    static const uint32_t count[] = {TOWN_ROWS, 999, 1000, 400000}, least[] = {2, 2, 3, 3};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        cahier_corpus corpus = b.corpus; /* of which only the first are read */
        corpus.count = count[i];
        for (uint32_t read = 10; read <= TOWN_ROWS; read += 10) {
            cahier_phrase_sights sights;
            const cahier_to_read in = {&corpus, &s.uses, NULL, read};
            assert_int_equal(cahier_phrases_look(&b.batch, &b.scratch, &in, &sights), CAHIER_OK);
            assert_int_equal(sights.least, least[i]);
        }
    }
    bench_close(&b);
}

static const struct {
    const char *text[6], *shown, *not_shown;
} capitals[] = {
        {{"Le compteur Linky tombe en panne.", "On m'impose Linky.", "Que fait Linky ?", NULL}, "Linky", "linky"},
        {{"La TVA est trop haute.", "Baisser la TVA.", "Ma TVA et la tva.", NULL}, "TVA", "tva"},
        {{"La csg augmente.", "Payer la csg.", "Une csg juste."}, "CSG", "csg"}, /* labels.tsv */
        {{"Que dit bruxelles ?", "Une loi de bruxelles.", "Contre bruxelles."}, "Bruxelles", "bruxelles"},
        {{"Que fait le SMIRTOM des bacs de tri ?", "Le smirtom ramasse mal les déchets.",
                 "On paie un SMIRTOM bien trop cher.", "Fermer le smirtom et ses poubelles.",
                 "Ce smirtom oublie les ordures."},
                "SMIRTOM", "smirtom"}, /* two of five */
        {{"Que fait le SMIRTOM des bacs de tri ?", "Le smirtom ramasse mal les déchets.",
                 "Fermer le smirtom et ses poubelles."},
                "smirtom", "SMIRTOM"}, /* one alone shouts */
        {{"On pagine les copies.", "Sans copies ni originaux.", "Des copies, trois copies.", "Que dit la COP ?",
                 "Une COP de plus.", "Sans COP."},
                "copies", "COPIES"}, /* one stem, two things */
        {{"Plus de BUS.", "Des BUS et encore.", "Les bus passent.", "Un bus la nuit.", "Ce bus."}, "bus", "BUS"},
        {{"Les bus passent trop peu.", "Bus gratuits.", "Bus le soir.", "Bus partout."}, "bus", "Bus"},
        {{"PLUS DE BUS LE SOIR.", "DES BUS GRATUITS.", "LE BUS PARTOUT.", "un bus"}, "bus", "BUS"},
        {{"- Bus gratuits", "- Bus le soir", "« Bus partout »", "• Bus le dimanche"}, "bus", "Bus"},
        {{"1. Bus gratuits", "2) Bus le soir", "Bonjour. Bus partout.", "a) Bus le dimanche"}, "bus", "Bus"},
};

static void names_keep_their_capitals(void **state)
{
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++) {
        town_row rows[TOWN_ROWS + 6];
        uint32_t count = TOWN_ROWS;
        memcpy(rows, town_rows, sizeof town_rows);
        for (uint32_t t = 0; t < 6 && capitals[i].text[t] != NULL; t++) {
            rows[count++] = (town_row){.text = capitals[i].text[t]};
        }
        bench b;
        stages s;
        label_rows(&b, &s, *state, rows, count, 5);
        if (town_term(&s.vocabulary, capitals[i].shown) == CAHIER_NONE ||
                town_term(&s.vocabulary, capitals[i].not_shown) != CAHIER_NONE) {
            fail_msg("case %u: « %s » expected", (unsigned)i, capitals[i].shown);
        }
        bench_close(&b);
    }
}

/* « Végétaliser » begins every letter of the subject: what is asked for is not what it is about. */
static void what_to_do_does_not_head(void **state)
{
    static const char *const texts[] = {"Végétaliser la cour de l'école.",
            "Végétaliser les cours des écoles et leurs préaux.", "Végétaliser la cour, l'école est une fournaise.",
            "Végétaliser l'école et sa cour.", "Végétaliser la cour des écoles."};
    town_row rows[TOWN_ROWS + 5];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < 5; i++) {
        rows[TOWN_ROWS + i] = (town_row){.text = texts[i]};
    }
    bench b;
    stages s;
    label_rows(&b, &s, *state, rows, TOWN_ROWS + 5, 5);
    uint32_t school = s.found.assignments[TOWN_ROWS].at[0].theme;
    assert_true(cahier_text_equal(head_of(s.themes[school].label), small_text("Cour")) ||
                cahier_text_equal(head_of(s.themes[school].label), small_text("École")) ||
                cahier_text_equal(head_of(s.themes[school].label), small_text("Cour de l'école")));
    bench_close(&b);
}

static void an_id_outlives_new_documents(void **state)
{
    bench b, grown;
    stages s, g;
    town_row rows[TOWN_ROWS + 1];
    memcpy(rows, town_rows, sizeof town_rows);
    rows[TOWN_ROWS] = (town_row){.text = "La piscine mérite un bassin de natation couvert."};
    label_rows(&b, &s, *state, town_rows, TOWN_ROWS, TOWN_SUBJECTS);
    label_rows(&grown, &g, *state, rows, TOWN_ROWS + 1, TOWN_SUBJECTS);
    uint32_t same = 0;
    for (uint32_t k = 0; k < s.found.count; k++) {
        for (uint32_t i = 0; i < g.found.count; i++) {
            bool one_head = cahier_text_equal(head_of(s.themes[k].label), head_of(g.themes[i].label));
            assert_int_equal(one_head, strcmp(s.themes[k].id, g.themes[i].id) == 0);
            same += one_head;
        }
    }
    assert_true(same >= 3);
    bench_close(&b);
    bench_close(&grown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(labels_are_words_that_people_write),
            cmocka_unit_test(labels_keep_their_promise_on_any_sample),
            cmocka_unit_test(labels_are_made_of_nouns),
            cmocka_unit_test(when_and_who_name_nothing_alone),
            cmocka_unit_test(what_a_good_part_says_in_full_is),
            cmocka_unit_test(a_word_never_said_alone_is_not_shown_alone),
            cmocka_unit_test(what_tells_of_the_subject_comes_first),
            cmocka_unit_test(one_insistent_person_names_nothing),
            cmocka_unit_test(terms_set_a_theme_apart),
            cmocka_unit_test(phrases_are_terms_too),
            cmocka_unit_test(what_makes_a_phrase_is_asked_of_the_corpus),
            cmocka_unit_test(names_keep_their_capitals),
            cmocka_unit_test(what_to_do_does_not_head),
            cmocka_unit_test(an_id_outlives_new_documents),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
