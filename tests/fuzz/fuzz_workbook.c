/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a part of a workbook: no crash, no row lost. The first byte chooses the part; the archive around it is
 * ours and packs nothing, so that what is tried is what the readers see. */
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "one_file.h"

typedef struct part {
    const char *name, *bytes;
} part;

static const part excel[] = {
        {"xl/workbook.xml", "<w xmlns:r='r'><sheet name='Avis' r:id='a'/><sheet name='Autre' r:id='b'/></w>"},
        {"xl/_rels/workbook.xml.rels",
                "<R><Relationship Id='a' Target='s.xml'/><Relationship Id='b' Target='/xl/t.xml'/></R>"},
        {"xl/styles.xml", "<s><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='9'/></cellXfs></s>"},
        {"xl/sharedStrings.xml", "<sst><si><t>texte</t></si><si><r><t>Plus de bancs</t></r></si></sst>"},
        {"xl/s.xml",
                "<d><row><c t='s'><v>0</v></c></row><row><c t='s'><v>1</v></c><c s='1'><v>45730</v></c></row></d>"},
        {"xl/t.xml", "<d/>"}};
static const part open_document[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<d/>"}};

static void add(zip_t *zip, const char *name, const void *bytes, size_t len)
{
    zip_int64_t rank = zip_file_add(zip, name, zip_source_buffer(zip, bytes, len, 0), ZIP_FL_ENC_UTF_8);
    if (rank < 0 || zip_set_file_compression(zip, (zip_uint64_t)rank, ZIP_CM_STORE, 0) != 0) {
        abort();
    }
}

/* To be freed. */
static char *make_archive(const part *parts, size_t count, size_t drawn, const uint8_t *bytes, size_t *len)
{
    zip_error_t error;
    zip_stat_t facts;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (size_t i = 0; i < count; i++) {
        bool ours = i != drawn;
        add(zip, parts[i].name, ours ? (const void *)parts[i].bytes : bytes, ours ? strlen(parts[i].bytes) : *len);
    }
    if (zip_close(zip) != 0 || zip_source_open(source) != 0 || zip_source_stat(source, &facts) != 0) {
        abort();
    }
    char *archive = malloc(facts.size);
    *len = facts.size;
    if (archive == NULL || zip_source_read(source, archive, facts.size) != (zip_int64_t)facts.size) {
        abort();
    }
    zip_source_free(source);
    return archive;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const size_t excel_parts = sizeof excel / sizeof *excel;
    if (len < 2 || len > (1u << 14)) {
        return 0;
    }
    size_t drawn = bytes[0] % (excel_parts + 1), size = len - 1;
    bool is_excel = drawn < excel_parts;
    char *archive = is_excel ? make_archive(excel, excel_parts, drawn, bytes + 1, &size)
                             : make_archive(open_document, 2, 1, bytes + 1, &size);
    cahier_intake_options options = {.sheet = (bytes[0] & 128) != 0 ? "2" : NULL};
    cahier_intake_bytes file = {is_excel ? "a.xlsx" : "a.ods", archive, size};
    read_one_file(&options, &file);
    free(archive);
    return 0;
}
