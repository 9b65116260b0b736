/* SPDX-License-Identifier: Apache-2.0 */
/* versions.h -- the versions that results depend on: cahier, utf8proc, the stemmer.
 *
 * Why     libstemmer has no version call, and its French changes between releases: a fingerprint of what it does to forty words
 *         stands for it ("fr-5d1c0a7e").
 */
#ifndef CAHIER_VERSIONS_H
#define CAHIER_VERSIONS_H

#define CAHIER_VERSIONS 3u

typedef struct cahier_version {
    const char *name;
    char version[32];
} cahier_version;

void cahier_versions(cahier_version out[CAHIER_VERSIONS]);

#endif
