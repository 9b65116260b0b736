/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h -- the envelope that every blob has: 128 bytes, then a payload.
 *
 *   offset  bytes
 *        0      6  "cahier"
 *        6      1  kind: CAHIER_WIRE_*
 *        7      1  version of the payload's layout: CAHIER_WIRE_VERSION, or CAHIER_WIRE_ANALYSIS_VERSION
 *        8      4  n: documents of the payload; 0 for a batch
 *       12      4  length of the payload
 *       16      1  codec: 0, the payload is plain
 *       17      7  zero
 *       24     40  name: the chunk's, or the batch's; padded with zeros
 *       64     32  BLAKE2b (32 bytes, no key) of bytes 0..63, then of the payload
 *       96     32  zero
 *
 * Numbers are little-endian. What the payloads hold: chunk.h, analysis.h, batch.h; in which shapes: pack.h.
 *
 * Value   A changed byte anywhere is refused: the digest covers the header too.
 * Errors  LIMIT for anything that breaks the layout, UTF8 for ill-formed text; error->column is the byte of the blob, from 1
 * Memory  what is read is copied: a blob may be freed once it is read
 * Cost    linear in bytes; the digest is half of it: BLAKE2b does 650 MB/s here, libsodium's SHA-256 200, which would be
 *         a fifth of the analysis of a chunk
 * Why     128 bytes first, because SLOWLOG and crash reports of Redis show the first 128 characters of a value: no text
 *         of a citizen is among them.
 */
#ifndef CAHIER_WIRE_H
#define CAHIER_WIRE_H

#include "out.h"
#include "unpack.h"

#define CAHIER_WIRE_HEADER 128u
#define CAHIER_WIRE_VERSION 3u
#define CAHIER_WIRE_ANALYSIS_VERSION 4u /* its own: messages of a watch are kept for months in the layout of chunks */
#define CAHIER_WIRE_NAME_MOST 40u
#define CAHIER_WIRE_DOCUMENTS_MOST 10000u

typedef enum cahier_wire_kind {
    CAHIER_WIRE_CHUNK = 1,
    CAHIER_WIRE_ANALYSIS,
    CAHIER_WIRE_BATCH,
    CAHIER_WIRE_MEMORY, /* of a watcher: watch_memory.h */
    CAHIER_WIRE_THEMES
} cahier_wire_kind;

/* Payload bytes of a kind. A chunk is cut at 80 KB, but one answer of CAHIER_TEXT_MAX, whose marks are longer than what
 * they hide, must pass: what `analyse` reads alone, workers read too. */
#define CAHIER_WIRE_CHUNK_MOST (8u << 20)
#define CAHIER_WIRE_ANALYSIS_MOST (64u << 20)
#define CAHIER_WIRE_BATCH_MOST (256u << 20)

/* Begins a blob in `out`, a memory that holds nothing yet. */
void cahier_wire_begin(cahier_out *out);

typedef struct cahier_wire_title {
    cahier_wire_kind kind;
    cahier_text name; /* 1..CAHIER_WIRE_NAME_MOST bytes */
    uint32_t count;   /* n */
} cahier_wire_title;

/* Fills in the header of what was written since. LIMIT when the payload, n or the name is too large. */
cahier_status cahier_wire_end(cahier_out *out, const cahier_wire_title *title);

/* Checks header and digest; the payload, copied into `arena`, is under the cursor; name points into the copy. */
cahier_status cahier_wire_open(cahier_arena *arena, cahier_text blob, cahier_wire_kind kind, cahier_wire_title *title,
        cahier_cursor *payload, cahier_error *error);

/* What the cursor met, into `error`. LIMIT when bytes of the payload were left over. */
cahier_status cahier_wire_close(const cahier_cursor *payload, cahier_error *error);

#endif
