/* SPDX-License-Identifier: Apache-2.0 */
/* interrupt.h -- somebody asks the program to stop: Ctrl-C, kill, systemd.
 *
 * Out     a flag that becomes 1 at SIGINT or SIGTERM; system calls under way end with EINTR
 * Why     a signal handler reaches nothing but a global: this is the program's only one
 */
#ifndef CAHIER_INTERRUPT_H
#define CAHIER_INTERRUPT_H

#include <signal.h>

const volatile sig_atomic_t *cahier_catch_interrupts(void);

#endif
