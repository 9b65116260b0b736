/* SPDX-License-Identifier: Apache-2.0 */
/* watch_folder.h -- new files of a folder are heard, each once.
 *
 * In      a folder: .csv .tsv .xlsx .ods .json .jsonl .ndjson as `analyse` reads them, .txt one message a file, .eml; or a maildir
 *         (it has cur, new and tmp): one message a file of `new`
 * Out     messages heard; a file that was heard moves to « lus » (of a maildir: to « cur », as read by cahier), one that cannot be
 *         read to « ecartes »
 * Value   A file moves when its messages must be on the server's disk; one that did not move is heard again, and adds nothing: its
 *         ids, or its bytes, are known. A file of a folder is looked at when it has not changed for a second; in a maildir
 *         files come whole.
 * Errors  as hearing.h; what cannot be read is said without its name, which may be somebody's subject
 * Memory  malloc: names of files that are heard and have not moved yet
 */
#ifndef CAHIER_WATCH_FOLDER_H
#define CAHIER_WATCH_FOLDER_H

#include "hearing.h"

typedef struct cahier_mailbox cahier_mailbox;

/* NULL: it cannot be opened. */
cahier_mailbox *cahier_mailbox_open(const char *path, cahier_hearing *hearing);
/* NULL is closed already. */
void cahier_mailbox_close(cahier_mailbox *folder);

/* DONE: a file was heard. NOTHING: there is none, or it is not yet time to look; of no folder (NULL), always. */
cahier_queue_answer cahier_mailbox_look(cahier_mailbox *folder);
/* Whether all that was there has moved. */
bool cahier_mailbox_is_done(const cahier_mailbox *folder);

#endif
