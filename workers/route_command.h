/* SPDX-License-Identifier: Apache-2.0 */
/* route_command.h -- « cahier route FICHIER… »: each message to the service that answers it, or to a person.
 *
 * Errors  exit code 0 done, 1 nothing to route or input refused, 2 usage, 130 interrupted (nothing is left behind)
 */
#ifndef CAHIER_ROUTE_COMMAND_H
#define CAHIER_ROUTE_COMMAND_H

int cahier_route_main(int argc, char **argv);

#endif
