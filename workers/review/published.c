/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "published.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "queue_review.h"

struct cahier_kept_page {
    atomic_uint holders; /* readers, and the table */
    char key[160];       /* tenant, batch, moment, revision */
    char tag[64];
    size_t len;
    char html[];
};

struct cahier_pages {
    pthread_mutex_t lock;
    cahier_kept_page *at[CAHIER_PAGES_MOST];
    uint64_t used[CAHIER_PAGES_MOST], turn;
};

cahier_pages *cahier_pages_open(void)
{
    cahier_pages *pages = calloc(1, sizeof *pages);
    if (pages != NULL) {
        (void)pthread_mutex_init(&pages->lock, NULL);
    }
    return pages;
}

void cahier_page_release(void *page)
{
    cahier_kept_page *kept = page;
    if (atomic_fetch_sub(&kept->holders, 1) == 1) {
        free(kept);
    }
}

void cahier_pages_close(cahier_pages *pages)
{
    if (pages == NULL) {
        return;
    }
    for (uint32_t i = 0; i < CAHIER_PAGES_MOST; i++) {
        if (pages->at[i] != NULL) {
            cahier_page_release(pages->at[i]);
        }
    }
    (void)pthread_mutex_destroy(&pages->lock);
    free(pages);
}

cahier_text cahier_page_html(const cahier_kept_page *page)
{
    return (cahier_text){page->html, (uint32_t)page->len};
}

const char *cahier_page_tag(const cahier_kept_page *page)
{
    return page->tag;
}

static cahier_kept_page *find(cahier_pages *pages, const char *key)
{
    cahier_kept_page *found = NULL;
    (void)pthread_mutex_lock(&pages->lock);
    for (uint32_t i = 0; i < CAHIER_PAGES_MOST && found == NULL; i++) {
        if (pages->at[i] != NULL && strcmp(pages->at[i]->key, key) == 0) {
            found = pages->at[i];
            pages->used[i] = ++pages->turn;
            (void)atomic_fetch_add(&found->holders, 1);
        }
    }
    (void)pthread_mutex_unlock(&pages->lock);
    return found;
}

static void keep(cahier_pages *pages, cahier_kept_page *page)
{
    uint32_t oldest = 0;
    (void)pthread_mutex_lock(&pages->lock);
    for (uint32_t i = 0; i < CAHIER_PAGES_MOST; i++) {
        oldest = pages->used[i] < pages->used[oldest] ? i : oldest;
    }
    if (pages->at[oldest] != NULL) {
        cahier_page_release(pages->at[oldest]);
    }
    pages->at[oldest] = page;
    pages->used[oldest] = ++pages->turn;
    (void)pthread_mutex_unlock(&pages->lock);
}

static cahier_kept_page *make(const cahier_queue_publication *publication, const char *key)
{
    cahier_kept_page *page = calloc(1, sizeof *page + publication->html.len + 1);
    if (page != NULL) {
        char digest[CAHIER_SECRET_HEX];
        atomic_init(&page->holders, 2); /* the table, and who asked */
        (void)snprintf(page->key, sizeof page->key, "%s", key);
        cahier_secret_digest(publication->html, digest);
        (void)snprintf(page->tag, sizeof page->tag, "\"%.32s\"", digest);
        page->len = publication->html.len;
        memcpy(page->html, publication->html.at, page->len);
    }
    return page;
}

static cahier_queue_answer load(
        const cahier_request *request, const char *batch, const char *key, cahier_kept_page **out)
{
    cahier_queue_publication publication;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_read_publication(request->queue, request->arena, batch, true, &publication);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        *out = make(&publication, key);
        answer = *out != NULL ? answer : CAHIER_QUEUE_REFUSED;
    }
    if (answer == CAHIER_QUEUE_DONE) {
        keep(request->site->pages, *out);
    }
    return answer;
}

cahier_queue_answer cahier_pages_take(
        const cahier_request *request, const char *batch, cahier_text link, cahier_kept_page **out)
{
    cahier_queue_publication now;
    cahier_queue_answer answer;
    char key[160];
    do {
        answer = cahier_queue_read_publication(request->queue, request->arena, batch, false, &now);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (now.link.len > 0 && !cahier_secret_equal(now.link, link)) {
        return CAHIER_QUEUE_NOTHING;
    }
    (void)snprintf(key, sizeof key, "%s %s %.*s %llu", request->town->tenant, batch, (int)now.when.len, now.when.at,
            (unsigned long long)now.revision);
    *out = find(request->site->pages, key);
    return *out != NULL ? CAHIER_QUEUE_DONE : load(request, batch, key, out);
}
