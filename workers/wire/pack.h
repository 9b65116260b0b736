/* SPDX-License-Identifier: Apache-2.0 */
/* pack.h -- the shapes that payloads are made of, written; unpack.h reads them.
 *
 *   uint   LEB128: seven bits a byte, lowest first, the high bit says that another follows; 1 to 5 bytes
 *   int    uint of twice n, or of -2n - 1 when negative
 *   index  uint: 0 for CAHIER_NONE, else index + 1
 *   half   four bytes, lowest first
 *   word   eight bytes, lowest first
 *   text   uint length, bytes
 *   span   uint from a place that the reader knows to start, uint length
 */
#ifndef CAHIER_WIRE_PACK_H
#define CAHIER_WIRE_PACK_H

#include "out.h"

void cahier_pack_uint(cahier_out *out, uint32_t n);
void cahier_pack_int(cahier_out *out, int32_t n);
void cahier_pack_index(cahier_out *out, uint32_t index);
void cahier_pack_half(cahier_out *out, uint32_t n);
void cahier_pack_word(cahier_out *out, uint64_t n);
void cahier_pack_text(cahier_out *out, cahier_text text);
/* from <= start <= end */
void cahier_pack_span(cahier_out *out, uint32_t from, uint32_t start, uint32_t end);

#endif
