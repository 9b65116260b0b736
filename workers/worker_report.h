/* SPDX-License-Identifier: Apache-2.0 */
/* worker_report.h -- what the process of a corpus step does: reads the batch, writes its report, puts it into the queue.
 *
 * In      a corpus task, the word lists of its batch, an empty folder of our own
 * Out     how the task ended; it was told to the queue
 * Value   the report is that of `cahier analyse` on the same files, byte for byte, but run.json
 * Memory  the process's: it ends after this
 */
#ifndef CAHIER_WORKER_REPORT_H
#define CAHIER_WORKER_REPORT_H

#include "worker_corpus.h"

cahier_corpus_end cahier_worker_report(const cahier_corpus_setting *setting, const char *folder);

#endif
