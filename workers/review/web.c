/* SPDX-License-Identifier: Apache-2.0 */
#include "web.h"

#include <string.h>

#include "out.h"
#include "page_assets.h"
#include "text.h"

extern const char cahier_review_css[]; /* of web/, by EmbedText.cmake */
extern const char cahier_review_js[];

static const cahier_web_file files[] = {{CAHIER_WEB_REPORT_CSS, "text/css; charset=utf-8", cahier_page_css},
        {CAHIER_WEB_CSS, "text/css; charset=utf-8", cahier_review_css},
        {CAHIER_WEB_JS, "text/javascript; charset=utf-8", cahier_review_js}};

const cahier_web_file *cahier_web_find(cahier_text name)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (cahier_text_equal(name, cahier_string(files[i].name))) {
            return &files[i];
        }
    }
    return NULL;
}
