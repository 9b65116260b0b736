/* SPDX-License-Identifier: Apache-2.0 */
/* status.h -- « cahier status »: the batches of a tenant, its queue, its workers; and what people ask of a batch.
 *
 * Out     a table (--watch: every second), or one object (--json); --check: the law of conservation (PROTOCOL.md);
 *         --revive: the tasks set aside are tried again; --fetch: the report folder of a batch
 * Errors  exit code 0 done, 1 the law is broken or no such batch or no report yet, 2 usage, 3 unreachable
 */
#ifndef CAHIER_STATUS_H
#define CAHIER_STATUS_H

int cahier_status_main(int argc, char **argv);

#endif
