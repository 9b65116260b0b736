/* SPDX-License-Identifier: Apache-2.0 */
/* outgoing.h -- the answer of an exchange as libmicrohttpd sends it: its bytes, lent, copied or streamed, and its headers.
 *
 * Out     a response, or NULL: not enough memory
 * Memory  what the exchange lent or streams is libmicrohttpd's to release from then on
 */
#ifndef CAHIER_REVIEW_OUTGOING_H
#define CAHIER_REVIEW_OUTGOING_H

#include <microhttpd.h>

#include "exchange.h"

struct MHD_Response *cahier_outgoing_make(cahier_exchange *exchange);

#endif
