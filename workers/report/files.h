/* SPDX-License-Identifier: Apache-2.0 */
/* files.h -- one function a file of the report; report.c calls them in this order.
 *
 * In      the input, the facts counted from it
 * Errors  a cahier_out latches its own; the workbook and the JSON documents return false
 */
#ifndef CAHIER_REPORT_FILES_H
#define CAHIER_REPORT_FILES_H

#include "facts.h"
#include "out.h"

void cahier_write_contributions_jsonl(cahier_out *out, const cahier_report_input *input);
/* One line of it. */
void cahier_write_contribution_json(cahier_out *out, const cahier_report_input *input, uint32_t document);

/* `;`, BOM, CRLF. A column holds either numbers that we write (1204, -0,42: plain numbers, which a spreadsheet reads
 * as such) or texts; a text never starts a formula, even one that looks like a number: '-5. */
void cahier_write_contributions_csv(cahier_out *out, const cahier_report_input *input);
void cahier_write_themes_csv(cahier_out *out, const cahier_report_input *input);
void cahier_write_set_aside_csv(cahier_out *out, const cahier_report_input *input);

void cahier_write_report_json(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts);
void cahier_write_manifest_json(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts);
void cahier_write_run_json(cahier_out *out, const cahier_report_run *run);

/* libxlsxwriter writes files by path. in_csv: contributions.csv is written too; then the sheet Contributions of a very
 * large batch only says so. False with errno, or 0 when stopped. */
bool cahier_write_workbook(const char *path, const cahier_report_input *input, const cahier_facts *facts, bool in_csv);

void cahier_write_page(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts);

#endif
