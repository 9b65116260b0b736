/* SPDX-License-Identifier: Apache-2.0 */
/* mail.h -- an e-mail becomes the line that a platform would have pushed (inbox_lines.h).
 *
 * In      bytes of one message, RFC 5322 with MIME: headers in any charset, text in quoted-printable or base64
 * Out     {"id":Message-ID,"title":subject,"text":…,"date":…,"person":address of the sender}
 * Value   The text is that of the first plain part, else of the first HTML part (its tags are taken away by intake); attachments are
 *         not read. What is quoted (« > … »), and a signature behind « -- », are left out: they are not what the person says now.
 *         The sender's address is a key of the author: it goes no further than intake.
 * Errors  LIMIT: no text; NOMEM
 * Memory  in `arena`
 * Source  GMime, which mail readers use: charsets, broken headers and nested parts are its trade
 */
#ifndef CAHIER_MAIL_H
#define CAHIER_MAIL_H

#include "cahier.h"

cahier_status cahier_mail_read(cahier_arena *arena, cahier_text bytes, cahier_text *line);

#endif
