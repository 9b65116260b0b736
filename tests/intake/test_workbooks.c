/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks, made part by part as programs write them, and as nobody should. */
#include "cases.h"

#include <stdlib.h>
#include <zip.h>

#define PARTS_MOST 8u

typedef struct part {
    const char *name, *bytes;
} part;

typedef struct workbook_case {
    const char *name; /* a sentence */
    part parts[PARTS_MOST];
    const char *sheet; /* asked for, or NULL */
    const char *expected;
} workbook_case;

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define BOOK_OF(sheets)                                                                                                \
    {                                                                                                                  \
        "xl/workbook.xml", XML "<workbook xmlns:r=\"r\"><sheets>" sheets "</sheets></workbook>"                        \
    }
#define BOOK BOOK_OF("<sheet name=\"Avis\" sheetId=\"1\" r:id=\"rId1\"/>")
#define RELATIONS                                                                                                      \
    {                                                                                                                  \
        "xl/_rels/workbook.xml.rels",                                                                                  \
                XML "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"                      \
                    "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"                 \
    }
#define SHEET_OF(rows) XML "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define SHEET(rows)                                                                                                    \
    {                                                                                                                  \
        "xl/worksheets/sheet1.xml", SHEET_OF(rows)                                                                     \
    }
#define INLINE(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEADER "<row r=\"1\">" INLINE("id") INLINE("texte") "</row>"
#define STRINGS(items)                                                                                                 \
    {                                                                                                                  \
        "xl/sharedStrings.xml", XML "<sst>" items "</sst>"                                                             \
    }
#define STYLES                                                                                                         \
    {                                                                                                                  \
        "xl/styles.xml",                                                                                               \
                XML "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-40C]d\\ mmmm\\ yyyy\"/>"            \
                    "<numFmt numFmtId=\"165\" formatCode=\"0&quot; jours&quot;\"/></numFmts>"                          \
                    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"                  \
                    "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"9\"/></cellXfs>"  \
                    "</styleSheet>"                                                                                    \
    }
#define DATED "<row r=\"1\">" INLINE("id") INLINE("texte") INLINE("date") "</row>"
#define ODS_OF(tables)                                                                                                 \
    {                                                                                                                  \
        "content.xml", XML "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">"           \
                           "<office:body><office:spreadsheet>" tables                                                  \
                           "</office:spreadsheet></office:body></office:document-content>"                             \
    }
#define TABLE(rows) "<table:table table:name=\"Avis\">" rows "</table:table>"
#define CELL(text) "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define ODS_HEADER ROW(CELL("id") CELL("texte"))
#define MIME                                                                                                           \
    {                                                                                                                  \
        "mimetype", "application/vnd.oasis.opendocument.spreadsheet"                                                   \
    }

/* clang-format off */
static const workbook_case xlsx[] = {
    {"shared and inline strings",
        {BOOK, RELATIONS, STRINGS("<si><t>id</t></si><si><t>texte</t></si><si><t xml:space=\"preserve\"> Plus de bancs </t></si>"),
         SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
               "<row r=\"2\"><c r=\"A2\"><v>7</v></c><c r=\"B2\" t=\"s\"><v>2</v></c></row>"
               "<row r=\"3\"><c r=\"A3\"><v>8</v></c><c r=\"B3\" t=\"inlineStr\"><is><r><t>Moins </t></r><r><t>de bruit</t></r></is></c></row>")},
        NULL, "7: Plus de bancs\n8: Moins de bruit\n"},
    {"rich runs are one text, phonetic guides are none",
        {BOOK, RELATIONS, STRINGS("<si><r><t>Des </t></r><r><rPr><b/></rPr><t>arbres</t></r><rPh sb=\"0\" eb=\"1\"><t>dé-zarbr</t></rPh></si>"),
         SHEET(HEADER "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>")},
        NULL, "1: Des arbres\n"},
    {"cells that are passed over, rows that are empty",
        {BOOK, RELATIONS, SHEET("<row r=\"3\">" INLINE("id") INLINE("vide") INLINE("texte") "</row>"
               "<row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"C4\" t=\"inlineStr\"><is><t>Plus de bancs</t></is></c></row><row r=\"5\"/>"
               "<row r=\"6\"><c r=\"A6\" s=\"3\"/></row>"
               "<row r=\"900\"><c r=\"A900\"><v>2</v></c><c r=\"XFD900\" s=\"1\"/></row>")},
        NULL, "1: Plus de bancs\n- 900 empty_text\n"},
    {"a date is told by the format of its cell",
        {BOOK, RELATIONS, STYLES, SHEET(DATED
               "<row r=\"2\"><c><v>1</v></c>" INLINE("Plus de bancs") "<c s=\"1\"><v>45730</v></c></row>"
               "<row r=\"3\"><c><v>2</v></c>" INLINE("Moins de bruit") "<c s=\"2\"><v>45731.425</v></c></row>"
               "<row r=\"4\"><c><v>3</v></c>" INLINE("Des arbres") "<c t=\"d\"><v>2025-03-16T08:00:00</v></c></row>")},
        NULL, "1: Plus de bancs =20250314\n2: Moins de bruit =20250315\n3: Des arbres =20250316\n"},
    {"dates that count from 1904",
        {{"xl/workbook.xml", XML "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"A\" r:id=\"rId1\"/></sheets></workbook>"},
         RELATIONS, STYLES, SHEET(DATED "<row r=\"2\"><c><v>1</v></c>" INLINE("Plus de bancs") "<c s=\"1\"><v>44268</v></c></row>")},
        NULL, "1: Plus de bancs =20250314\n"},
    {"numbers, shares and truth as a spreadsheet shows them",
        {BOOK, RELATIONS, STYLES, SHEET(HEADER
               "<row r=\"2\"><c><v>1</v></c><c><v>0.30000000000000004</v></c></row>"
               "<row r=\"3\"><c><v>2</v></c><c s=\"4\"><v>0.55000000000000004</v></c></row>"
               "<row r=\"4\"><c><v>3</v></c><c t=\"b\"><v>1</v></c></row>"
               "<row r=\"5\"><c><v>4</v></c><c s=\"3\"><v>12</v></c></row>")},
        NULL, "1: 0.3\n2: 55 %\n3: VRAI\n4: 12\n"},
    {"the last value of a formula, nothing for an error",
        {BOOK, RELATIONS, SHEET(HEADER
               "<row r=\"2\"><c><v>1</v></c><c t=\"str\"><f>A1&amp;B1</f><v>Plus de bancs</v></c></row>"
               "<row r=\"3\"><c><v>2</v></c><c t=\"e\"><v>#REF!</v></c></row>")},
        NULL, "1: Plus de bancs\n- 3 empty_text\n"},
    {"what Excel writes for control characters",
        {BOOK, RELATIONS, SHEET(HEADER "<row r=\"2\"><c><v>1</v></c>" INLINE("Plus_x000D_&#10;de _x005F_x000D_ bancs") "</row>")},
        NULL, "1: Plus/de _x000D_ bancs\n"},
    {"prefixes are the writer's choice",
        {{"xl/workbook.xml", XML "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"A\" r:id=\"rId1\"/></x:sheets></x:workbook>"},
         RELATIONS, {"xl/worksheets/sheet1.xml", XML "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>texte</x:t></x:is></x:c></x:row>"
               "<x:row><x:c t=\"inlineStr\"><x:is><x:t>Plus de bancs</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"}},
        NULL, "1: Plus de bancs\n"},
    {"the sheet with most text is read, hidden ones are not",
        {BOOK_OF("<sheet name=\"Lisez-moi\" r:id=\"rId1\"/><sheet name=\"Avis\" r:id=\"rId2\"/><sheet name=\"Brouillon\" state=\"hidden\" r:id=\"rId3\"/>"),
         {"xl/_rels/workbook.xml.rels", XML "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
               "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Target=\"worksheets/sheet3.xml\"/></Relationships>"},
         SHEET("<row>" INLINE("Export du 3 mars") "</row>"),
         {"xl/worksheets/sheet2.xml", SHEET_OF(HEADER "<row r=\"2\"><c><v>1</v></c>" INLINE("Plus de bancs dans le parc") "</row>")},
         {"xl/worksheets/sheet3.xml", SHEET_OF(HEADER "<row r=\"2\"><c><v>9</v></c>" INLINE("Un brouillon bien plus long que tout ce qui est dans les autres feuilles") "</row>")}},
        NULL, "1: Plus de bancs dans le parc\n"},
    {"a sheet is asked for by name", {BOOK_OF("<sheet name=\"Avis\" r:id=\"rId1\"/><sheet name=\"2\" r:id=\"rId2\"/>"), RELATIONS,
         SHEET(HEADER "<row r=\"2\"><c><v>1</v></c>" INLINE("Plus de bancs") "</row>"),
         {"xl/worksheets/sheet2.xml", SHEET_OF(HEADER "<row r=\"2\"><c><v>2</v></c>" INLINE("Moins de bruit et plus de calme") "</row>")}},
        "Avis", "1: Plus de bancs\n"},
    {"a sheet is asked for by rank", {BOOK_OF("<sheet name=\"Avis\" r:id=\"rId1\"/><sheet name=\"Autre\" r:id=\"rId2\"/>"), RELATIONS,
         SHEET(HEADER "<row r=\"2\"><c><v>1</v></c>" INLINE("Plus de bancs et plus de calme") "</row>"),
         {"xl/worksheets/sheet2.xml", SHEET_OF(HEADER "<row r=\"2\"><c><v>2</v></c>" INLINE("Bruit") "</row>")}},
        "2", "2: Bruit\n"},
    {"a sheet that is not there is refused with the names of those that are", {BOOK, RELATIONS, SHEET(HEADER "<row r=\"2\"><c><v>1</v></c>" INLINE("Bancs") "</row>")},
        "Feuil9", "! Le classeur n'a pas de feuille « Feuil9 ». Feuilles trouvées : Avis."},
    {"a sheet without cells", {BOOK, RELATIONS, SHEET("")}, NULL, "! « a.xlsx » est vide"},
    {"a sheet whose part is missing", {BOOK, RELATIONS}, NULL, "! « a.xlsx » est vide"},
    {"a shared string that does not exist", {BOOK, RELATIONS, SHEET(HEADER "<row r=\"2\"><c><v>1</v></c><c t=\"s\"><v>99</v></c></row>")},
        NULL, "- 2 empty_text\n"},
    {"XML that is cut", {BOOK, RELATIONS, {"xl/worksheets/sheet1.xml", XML "<worksheet><sheetData><row>" INLINE("texte")}},
        NULL, "! « a.xlsx » est un classeur qui ne se lit pas"},
    {"entities are refused", {BOOK, RELATIONS, {"xl/worksheets/sheet1.xml", XML "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]>"
               "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&c;</t></is></c></row></sheetData></worksheet>"}},
        NULL, "! « a.xlsx » est un classeur qui ne se lit pas"},
    {"a filled column beyond the last", {BOOK, RELATIONS, SHEET("<row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>texte</t></is></c></row>")},
        NULL, "! « a.xlsx » a plus de 4096 colonnes"},
    {"a binary workbook", {{"[Content_Types].xml", XML "<Types/>"}, {"xl/workbook.bin", "\x83\x01"}},
        NULL, "! « a.xlsx » est un classeur qui ne se lit pas"},
    {"a text document", {{"[Content_Types].xml", XML "<Types/>"}, {"word/document.xml", XML "<w/>"}},
        NULL, "! « a.xlsx » est un document de traitement de texte"},
};

static const workbook_case ods[] = {
    {"texts, paragraphs and blanks",
        {MIME, ODS_OF(TABLE(ODS_HEADER
              ROW(CELL("1") CELL("Plus<text:s text:c=\"2\"/>de <text:span>bancs</text:span></text:p><text:p>et d'ombre<text:line-break/>là"))))},
        NULL, "1: Plus  de bancs/et d'ombre/là\n"},
    {"dates and numbers by their value, shares as shown",
        {MIME, ODS_OF(TABLE(ROW(CELL("id") CELL("texte") CELL("date"))
              ROW("<table:table-cell office:value-type=\"float\" office:value=\"12\"><text:p>12,00</text:p></table:table-cell>" CELL("Plus de bancs")
                  "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-03-14T10:12:00\"><text:p>14/03/25</text:p></table:table-cell>")
              ROW(CELL("13") "<table:table-cell office:value-type=\"percentage\" office:value=\"0.55\"><text:p>55 %</text:p></table:table-cell>")))},
        NULL, "12: Plus de bancs =20250314\n13: 55 %\n"},
    {"cells and rows told once for many",
        {MIME, ODS_OF(TABLE(ROW(CELL("id") "<table:table-cell table:number-columns-repeated=\"2\"/>" CELL("texte"))
              ROW(CELL("1") "<table:covered-table-cell table:number-columns-repeated=\"2\"/>" CELL("Plus de bancs"))
              "<table:table-row table:number-rows-repeated=\"2\">" CELL("2") "<table:table-cell table:number-columns-repeated=\"2\"/>" CELL("Moins de bruit") "</table:table-row>"
              "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"))},
        NULL, "1: Plus de bancs\n2: Moins de bruit\n- 4 repeated\n"},
    {"comments and tracked changes are no content",
        {MIME, ODS_OF("<table:tracked-changes><table:cell-content-change><table:previous><table:table-cell><text:p>avant</text:p></table:table-cell></table:previous></table:cell-content-change></table:tracked-changes>"
              TABLE(ODS_HEADER ROW(CELL("1") "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>à vérifier</text:p></office:annotation><text:p>Plus de bancs</text:p></table:table-cell>")))},
        NULL, "1: Plus de bancs\n"},
    {"the sheet with most text",
        {MIME, ODS_OF("<table:table table:name=\"Notes\">" ROW(CELL("Export")) "</table:table>" TABLE(ODS_HEADER ROW(CELL("1") CELL("Plus de bancs dans le parc"))))},
        NULL, "1: Plus de bancs dans le parc\n"},
    {"no sheet at all", {MIME, ODS_OF("")}, NULL, "! « a.ods » est vide"},
    {"an encrypted document", {MIME, {"content.xml", "\x8f\x1a\x55 not XML"}}, NULL, "! « a.ods » est un classeur qui ne se lit pas"},
    {"a drawing", {{"mimetype", "application/vnd.oasis.opendocument.text"}, ODS_OF(TABLE(ODS_HEADER))}, NULL, "! « a.ods » est un document de traitement de texte"},
};
/* clang-format on */

typedef struct archive {
    zip_source_t *source;
    zip_t *zip;
} archive;

static archive open_archive(void)
{
    zip_error_t error;
    archive a = {.source = zip_source_buffer_create(NULL, 0, 0, &error)};
    assert_non_null(a.source);
    zip_source_keep(a.source);
    a.zip = zip_open_from_source(a.source, ZIP_TRUNCATE, &error);
    assert_non_null(a.zip);
    return a;
}

static void add_part(archive *a, const char *name, const char *bytes, size_t len)
{
    zip_source_t *part_bytes = zip_source_buffer(a->zip, bytes, len, 0);
    zip_int64_t rank = zip_file_add(a->zip, name, part_bytes, ZIP_FL_ENC_UTF_8);
    assert_true(rank >= 0);
    if (strcmp(name, "mimetype") == 0) { /* OpenDocument: it can be read without unpacking */
        assert_int_equal(zip_set_file_compression(a->zip, (zip_uint64_t)rank, ZIP_CM_STORE, 0), 0);
    }
}

/* The archive's bytes, to be freed. */
static char *close_archive(archive *a, size_t *len)
{
    zip_stat_t facts;
    assert_int_equal(zip_close(a->zip), 0);
    assert_int_equal(zip_source_open(a->source), 0);
    assert_int_equal(zip_source_stat(a->source, &facts), 0);
    char *bytes = malloc(facts.size);
    assert_int_equal(zip_source_read(a->source, bytes, facts.size), facts.size);
    zip_source_free(a->source);
    *len = facts.size;
    return bytes;
}

static char *make(const workbook_case *c, size_t *len)
{
    archive a = open_archive();
    for (uint32_t i = 0; i < PARTS_MOST && c->parts[i].name != NULL; i++) {
        add_part(&a, c->parts[i].name, c->parts[i].bytes, strlen(c->parts[i].bytes));
    }
    return close_archive(&a, len);
}

static bool is_as_expected(intake_fixture *fixture, const workbook_case *c)
{
    const char *broken = intake_fixture_broken(fixture), *got = intake_fixture_describe(fixture);
    bool refusal = c->expected[0] == '!';
    bool same = refusal ? strncmp(got, c->expected, strlen(c->expected)) == 0 : strcmp(got, c->expected) == 0;
    if (!same || broken != NULL) {
        print_error("%s: %s\n--- expected\n%s--- got\n%s\n", c->name, broken == NULL ? "differs" : broken, c->expected,
                got);
    }
    return same && broken == NULL;
}

static void run(const workbook_case *cases, size_t count, const char *file)
{
    intake_fixture fixture;
    size_t failed = 0;
    intake_fixture_open(&fixture, (size_t)64 << 20);
    for (size_t i = 0; i < count; i++) {
        size_t len;
        char *bytes = make(&cases[i], &len);
        cahier_intake_options options = {.sheet = cases[i].sheet};
        intake_fixture_read(&fixture, &options, file, bytes, len);
        failed += !is_as_expected(&fixture, &cases[i]);
        free(bytes);
    }
    intake_fixture_close(&fixture);
    assert_int_equal(failed, 0);
}

static void reads_excel(void **state)
{
    (void)state;
    run(xlsx, sizeof xlsx / sizeof *xlsx, "a.xlsx");
}

static void reads_opendocument(void **state)
{
    (void)state;
    run(ods, sizeof ods / sizeof *ods, "a.ods");
}

/* Blanks pack a thousand times; a workbook that unpacks to more than it should is not read to its end. */
static void a_bomb_is_not_read(void **state)
{
    (void)state;
    static const char head[] = SHEET_OF(HEADER);
    size_t len = (size_t)80 << 20, packed;
    char *blanks = malloc(len);
    memset(blanks, ' ', len);
    memcpy(blanks, head, sizeof head - 1);
    archive a = open_archive();
    const part parts[] = {BOOK, RELATIONS};
    add_part(&a, parts[0].name, parts[0].bytes, strlen(parts[0].bytes));
    add_part(&a, parts[1].name, parts[1].bytes, strlen(parts[1].bytes));
    add_part(&a, "xl/worksheets/sheet1.xml", blanks, len);
    char *bytes = close_archive(&a, &packed);
    intake_fixture fixture;
    intake_fixture_open(&fixture, (size_t)64 << 20);
    intake_fixture_read(&fixture, &(cahier_intake_options){.sheet = NULL}, "a.xlsx", bytes, packed);
    assert_int_equal(fixture.status, CAHIER_ERROR_LIMIT);
    assert_non_null(strstr(fixture.error.sentence, "bien plus que sa taille"));
    intake_fixture_close(&fixture);
    free(bytes);
    free(blanks);
}

/* Every cut and every changed byte of an archive is an answer. */
static void damaged_archives_are_answers(void **state)
{
    (void)state;
    size_t len;
    char *bytes = make(&xlsx[0], &len), *copy = malloc(len);
    intake_fixture fixture;
    intake_fixture_open(&fixture, (size_t)8 << 20);
    for (size_t i = 0; i < len; i++) {
        memcpy(copy, bytes, len);
        copy[i] = (char)(copy[i] ^ (1 + (int)(i % 255)));
        intake_fixture_read(&fixture, &(cahier_intake_options){.sheet = NULL}, "a.xlsx", copy, len);
        assert_null(intake_fixture_broken(&fixture));
        if (i < 4) {
            continue; /* « PK » is a text */
        }
        intake_fixture_read(&fixture, &(cahier_intake_options){.sheet = NULL}, "a.xlsx", bytes, i);
        assert_int_not_equal(fixture.status, CAHIER_OK);
        assert_int_not_equal(fixture.error.sentence[0], '\0');
    }
    intake_fixture_close(&fixture);
    free(copy);
    free(bytes);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    size_t len;
    char *bytes = make(&xlsx[9], &len);
    intake_fixture fixture;
    intake_fixture_open(&fixture, (size_t)8 << 20);
    fixture.status = CAHIER_ERROR_NOMEM;
    for (int64_t n = 0; fixture.status != CAHIER_OK && n < 10000; n++) {
        fixture.scratch.fail_after = n;
        intake_fixture_read(&fixture, &(cahier_intake_options){.sheet = NULL}, "a.xlsx", bytes, len);
        assert_true(fixture.status == CAHIER_OK || fixture.error.sentence[0] != '\0');
    }
    assert_int_equal(fixture.status, CAHIER_OK);
    intake_fixture_close(&fixture);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(reads_excel),
            cmocka_unit_test(reads_opendocument),
            cmocka_unit_test(a_bomb_is_not_read),
            cmocka_unit_test(damaged_archives_are_answers),
            cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
