/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "page_assets.h"

#define HASH_BASE64 sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)

/* Should a citizen's <script> ever get through, the browser would not run it: only the script with this hash runs,
 * and nothing is loaded from anywhere. */
static void put_policy(cahier_out *out)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char base64[HASH_BASE64];
    crypto_hash_sha256(hash, (const unsigned char *)cahier_page_js, strlen(cahier_page_js));
    sodium_bin2base64(base64, sizeof base64, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    cahier_put(out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'sha256-");
    cahier_put(out, base64);
    cahier_put(out, "'; base-uri 'none'; form-action 'none'\">\n");
}

/* « budget.csv, annexe.csv » */
static void put_file_names(cahier_page *page)
{
    for (uint32_t i = 0; i < page->input->file_count; i++) {
        cahier_put(page->out, i > 0 ? ", " : "");
        cahier_put_html(page->out, page->input->files[i].name);
    }
}

static void put_head(cahier_page *page)
{
    cahier_out *out = page->out;
    cahier_put(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put_policy(out);
    cahier_put(out, "<meta name=\"generator\" content=\"cahier " CAHIER_VERSION "\">\n<title>");
    CAHIER_SAY(out, cahier_fr.title);
    put_file_names(page);
    cahier_put(out, "</title>\n<style>\n");
    cahier_put(out, cahier_page_css);
    cahier_put(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#themes\">");
    CAHIER_SAY(out, cahier_fr.skip);
    cahier_put(out, "</a>\n");
    cahier_chart_patterns(out);
    cahier_put(out, "<header>\n<p class=\"kicker\">");
    CAHIER_SAY(out, cahier_fr.kicker);
    cahier_put(out, " · <bdi>");
    put_file_names(page);
    cahier_put(out, "</bdi></p>\n<h1>");
    CAHIER_SAY(out, cahier_fr.heading);
    cahier_put(out, "</h1>\n</header>\n<main>\n");
}

static void put_link(cahier_page *page, const char *id, const char *name)
{
    cahier_put(page->out, "<li><a href=\"#");
    cahier_put(page->out, id);
    cahier_put(page->out, "\">");
    CAHIER_SAY(page->out, name);
    cahier_put(page->out, "</a></li>\n");
}

static void put_contents(cahier_page *page)
{
    const cahier_result *result = page->result;
    bool placed =
            result->place_count > 0 && result->places[0].persons >= CAHIER_PLACE_PERSONS && result->theme_count > 0;
    cahier_put(page->out, "<nav aria-label=\"");
    CAHIER_SAY(page->out, cahier_fr.contents);
    cahier_put(page->out, "\"><ol>\n");
    put_link(page, "themes", cahier_fr.nav_themes);
    if (placed) {
        put_link(page, "ou", cahier_fr.nav_where);
    }
    if (result->period_count >= CAHIER_PERIODS_MIN && result->theme_count > 0) {
        put_link(page, "quand", cahier_fr.nav_when);
    }
    if (cahier_page_has_tree(page)) {
        put_link(page, "sous-themes", cahier_fr.nav_tree);
    }
    put_link(page, "copies", cahier_fr.nav_copies);
    put_link(page, "non-classees", cahier_fr.nav_unclassified);
    put_link(page, "ecartees", cahier_fr.nav_set_aside);
    put_link(page, "limites", cahier_fr.nav_limits);
    put_link(page, "methode", cahier_fr.nav_method);
    cahier_put(page->out, "</ol></nav>\n\n");
}

/* Which texts the page will show whole, so that a quote can lead to one that comes later. */
static void mark_shown(cahier_page *page)
{
    for (uint32_t k = 0; k < page->result->theme_count; k++) {
        const cahier_theme *theme = &page->result->themes[k];
        for (uint32_t i = 0; i < theme->verbatim_count; i++) {
            page->shown[theme->verbatims[i]] = 1;
        }
        for (uint32_t i = 0; i < theme->summary_count; i++) {
            page->shown[theme->summary[i].document] = 1;
        }
    }
}

static void put_foot(cahier_page *page)
{
    cahier_put(page->out, "</main>\n<footer><p>");
    CAHIER_SAY(page->out, cahier_fr.page_footer, CAHIER_W(CAHIER_VERSION));
    cahier_put(page->out, "</p></footer>\n<script>");
    cahier_put(page->out, cahier_page_js);
    cahier_put(page->out, "</script>\n</body>\n</html>\n");
}

void cahier_write_page(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts)
{
    cahier_page page = {.out = out, .input = input, .result = input->result, .facts = facts};
    page.shown = cahier_report_alloc(NULL, input->result->corpus.count, 1);
    memset(page.shown, 0, input->result->corpus.count);
    mark_shown(&page);
    put_head(&page);
    cahier_page_overview(&page);
    put_contents(&page);
    cahier_page_themes(&page);
    cahier_page_where(&page);
    cahier_page_when(&page);
    cahier_page_tree(&page);
    cahier_page_copies(&page);
    cahier_page_unclassified(&page);
    cahier_page_set_aside(&page);
    cahier_page_limits(&page);
    cahier_page_method(&page);
    put_foot(&page);
    free(page.shown);
}
