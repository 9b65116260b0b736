/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* localtime_r, tm_gmtoff */
#include "account.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "form.h"
#include "json_tree.h"
#include "out.h"
#include "queue_review.h"
#include "record.h"
#include "text.h"

#define SECRET_BYTES 32u

/* --- rights ----------------------------------------------------------------------------------------------------------- */

static const char *const right_keys[CAHIER_RIGHTS] = {"public", "reader", "agent", "administrator"};

const char *cahier_right_key(cahier_right right)
{
    return right_keys[right];
}

bool cahier_right_named(cahier_text key, cahier_right *right)
{
    for (int i = CAHIER_RIGHT_READER; i < CAHIER_RIGHTS; i++) {
        if (cahier_text_equal(key, cahier_string(right_keys[i]))) {
            *right = (cahier_right)i;
            return true;
        }
    }
    return false;
}

bool cahier_account_is_name(cahier_text name)
{
    bool edges = name.len > 0 && name.at[0] != ' ' && name.at[name.len - 1] != ' ';
    for (uint32_t i = 0; i < name.len; i++) {
        edges = edges && (unsigned char)name.at[i] >= ' ';
    }
    return edges && name.len <= CAHIER_NAME_MOST && cahier_form_is_text(name);
}

bool cahier_account_is_password(cahier_text password)
{
    uint32_t characters = 0;
    for (uint32_t i = 0; i < password.len; i++) {
        characters += ((unsigned char)password.at[i] & 0xC0u) != 0x80u;
    }
    return characters >= CAHIER_PASSWORD_LEAST && password.len <= CAHIER_PASSWORD_MOST;
}

void cahier_account_now(char out[32])
{
    cahier_account_moment((int64_t)time(NULL) * 1000, out);
}

void cahier_account_moment(int64_t ms, char out[32])
{
    struct tm local;
    time_t then = (time_t)(ms / 1000);
    (void)localtime_r(&then, &local);
    size_t len = strftime(out, 32, "%Y-%m-%dT%H:%M:%S", &local);
    long minutes = local.tm_gmtoff / 60, apart = minutes < 0 ? -minutes : minutes;
    (void)snprintf(out + len, 32 - len, "%c%02ld:%02ld", minutes < 0 ? '-' : '+', apart / 60 % 24, apart % 60);
}

/* --- records ---------------------------------------------------------------------------------------------------------- */

/* What Redis holds was written by us: a record that says no right gives none. */
static bool read_right(const cJSON *record, cahier_right *right)
{
    const char *role = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "role"));
    return role != NULL && cahier_right_named(cahier_string(role), right);
}

static bool read_account(cahier_arena *arena, const cahier_queue_record *record, cahier_account *out)
{
    cJSON *tree = cJSON_ParseWithLength(record->value.at, record->value.len);
    cahier_account account = {.name = record->name};
    bool known = read_right(tree, &account.right);
    if (known) {
        account.created = cahier_record_text(arena, tree, "created");
        account.disabled = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tree, "disabled"));
        account.password = cJSON_HasObjectItem(tree, "password");
        *out = account;
    }
    cJSON_Delete(tree);
    return known;
}

/* The tree, printed, in the arena. */
static cahier_queue_answer print(cahier_arena *arena, const cJSON *tree, cahier_text *out)
{
    char *printed = cJSON_PrintUnformatted(tree);
    size_t len = printed != NULL ? strlen(printed) : 0;
    char *to = CAHIER_NEW(arena, char, len + 1);
    if (printed == NULL || to == NULL) {
        cJSON_free(printed);
        return CAHIER_QUEUE_REFUSED;
    }
    memcpy(to, printed, len);
    cJSON_free(printed);
    *out = (cahier_text){to, (uint32_t)len};
    return CAHIER_QUEUE_DONE;
}

/* --- people ----------------------------------------------------------------------------------------------------------- */

static bool set_password(cJSON *record, cahier_text password)
{
    char hashed[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hashed, password.at, password.len, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
        return false; /* not enough memory */
    }
    cahier_record_set(record, "password", hashed);
    return true;
}

static bool change(cJSON *record, const cahier_joining *joining)
{
    char now[32];
    if (joining->add) {
        cahier_account_now(now);
        cahier_record_set(record, "created", now);
    }
    if (joining->right != CAHIER_RIGHT_PUBLIC) {
        cahier_record_set(record, "role", cahier_right_key(joining->right));
    }
    if (joining->suspend || joining->resume) {
        cJSON_DeleteItemFromObjectCaseSensitive(record, "disabled");
        (void)cahier_json_check(cJSON_AddBoolToObject(record, "disabled", joining->suspend));
    }
    if (joining->no_password) {
        cJSON_DeleteItemFromObjectCaseSensitive(record, "password");
    }
    return joining->password.len == 0 || set_password(record, joining->password);
}

cahier_queue_answer cahier_account_write(cahier_queue *queue, cahier_arena *arena, const cahier_joining *joining)
{
    cahier_text known = cahier_string("{}"), changed;
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    if (!joining->add) {
        answer = cahier_queue_read_record(queue, arena, CAHIER_RECORDS_PEOPLE, joining->name, &known);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cJSON *record = cahier_json_check(cJSON_ParseWithLength(known.at, known.len));
    answer = change(record, joining) ? print(arena, record, &changed) : CAHIER_QUEUE_REFUSED;
    cJSON_Delete(record);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_queue_person person = {joining->name, changed, joining->add, joining->kept != NULL ? joining->kept : ""};
    return cahier_queue_write_person(queue, &person);
}

static int by_name(const void *a, const void *b)
{
    return cahier_text_order(((const cahier_account *)a)->name, ((const cahier_account *)b)->name);
}

cahier_queue_answer cahier_account_list(cahier_queue *queue, cahier_arena *arena, cahier_account **out, uint32_t *count)
{
    cahier_queue_record *record;
    uint32_t records, known = 0;
    cahier_queue_answer answer = cahier_queue_list_records(queue, arena, CAHIER_RECORDS_PEOPLE, &record, &records);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_account *list = CAHIER_NEW(arena, cahier_account, records);
    if (list == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t i = 0; i < records; i++) {
        known += read_account(arena, &record[i], &list[known]);
    }
    if (known > 0) {
        qsort(list, known, sizeof *list, by_name);
    }
    *out = list;
    *count = known;
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_account_find(cahier_queue *queue, cahier_arena *arena, cahier_text name, cahier_account *out)
{
    cahier_queue_record record = {.name = name};
    cahier_queue_answer answer = cahier_queue_read_record(queue, arena, CAHIER_RECORDS_PEOPLE, name, &record.value);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    return read_account(arena, &record, out) && !out->disabled ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_NOTHING;
}

/* The hash of a password that nobody has: refusing a name that is not known takes as long. */
static const char nobody[crypto_pwhash_STRBYTES] =
        "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static bool is_right(cahier_text record, cahier_text password)
{
    cJSON *tree = cJSON_ParseWithLength(record.at, record.len);
    const char *kept = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "password"));
    bool right = crypto_pwhash_str_verify(kept != NULL ? kept : nobody, password.at, password.len) == 0;
    cJSON_Delete(tree);
    return right && kept != NULL;
}

cahier_queue_answer cahier_account_check(
        cahier_queue *queue, cahier_arena *arena, cahier_text name, cahier_text password, cahier_account *out)
{
    cahier_queue_record record = {.name = name};
    cahier_queue_answer answer = cahier_queue_read_record(queue, arena, CAHIER_RECORDS_PEOPLE, name, &record.value);
    if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
        return answer;
    }
    bool right = password.len <= CAHIER_PASSWORD_MOST && is_right(record.value, password);
    return right && read_account(arena, &record, out) && !out->disabled ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_NOTHING;
}

/* --- secrets ---------------------------------------------------------------------------------------------------------- */

static void make_secret(char out[CAHIER_SECRET_HEX])
{
    unsigned char chance[SECRET_BYTES];
    randombytes_buf(chance, sizeof chance);
    (void)sodium_bin2hex(out, CAHIER_SECRET_HEX, chance, sizeof chance);
}

void cahier_secret_digest(cahier_text secret, char out[CAHIER_SECRET_HEX])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(digest, (const unsigned char *)secret.at, secret.len);
    (void)sodium_bin2hex(out, CAHIER_SECRET_HEX, digest, sizeof digest);
}

void cahier_csrf_of(cahier_text secret, char out[CAHIER_SECRET_HEX])
{
    static const unsigned char what[] = "csrf";
    unsigned char key[crypto_generichash_KEYBYTES], hash[32];
    (void)crypto_generichash(key, sizeof key, (const unsigned char *)secret.at, secret.len, NULL, 0);
    (void)crypto_generichash(hash, sizeof hash, what, sizeof what - 1, key, sizeof key);
    (void)sodium_bin2hex(out, CAHIER_SECRET_HEX, hash, sizeof hash);
}

bool cahier_secret_equal(cahier_text a, cahier_text b)
{
    return a.len == b.len && a.len > 0 && sodium_memcmp(a.at, b.at, a.len) == 0;
}

/* --- sessions --------------------------------------------------------------------------------------------------------- */

static cahier_queue_session session_of(const char *digest)
{
    return (cahier_queue_session){digest, CAHIER_SESSION_IDLE_MS, CAHIER_SESSION_LIFE_MS};
}

cahier_queue_answer cahier_session_open(cahier_queue *queue, cahier_text name, char cookie[CAHIER_SECRET_HEX])
{
    char digest[CAHIER_SECRET_HEX];
    make_secret(cookie);
    cahier_secret_digest(cahier_string(cookie), digest);
    cahier_queue_session session = session_of(digest);
    return cahier_queue_open_session(queue, &session, name);
}

cahier_queue_answer cahier_session_see(
        cahier_queue *queue, cahier_arena *arena, cahier_text cookie, cahier_account *out)
{
    char digest[CAHIER_SECRET_HEX];
    cahier_queue_record person;
    cahier_secret_digest(cookie, digest);
    cahier_queue_session session = session_of(digest);
    cahier_queue_answer answer = cahier_queue_see_session(queue, arena, &session, &person);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    return read_account(arena, &person, out) ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_NOTHING;
}

cahier_queue_answer cahier_session_close(cahier_queue *queue, const char *digest)
{
    return cahier_queue_close_session(queue, digest);
}

/* --- tokens of machines ----------------------------------------------------------------------------------------------- */

static cahier_queue_answer write_machine(cahier_queue *queue, cahier_text id, const cJSON *record)
{
    char *printed = cJSON_PrintUnformatted(record);
    if (printed == NULL) {
        abort();
    }
    cahier_queue_answer answer = cahier_queue_write_record(queue, CAHIER_RECORDS_TOKENS, id, cahier_string(printed));
    cJSON_free(printed);
    return answer;
}

cahier_queue_answer cahier_machine_add(
        cahier_queue *queue, cahier_text name, cahier_right right, char token[CAHIER_SECRET_HEX])
{
    char digest[CAHIER_SECRET_HEX], now[32];
    cJSON *record = cahier_json_check(cJSON_CreateObject());
    make_secret(token);
    cahier_secret_digest(cahier_string(token), digest);
    cahier_account_now(now);
    cahier_json_text(record, "name", name);
    cahier_json_string(record, "role", cahier_right_key(right));
    cahier_json_string(record, "created", now);
    cahier_queue_answer answer = write_machine(queue, cahier_string(digest), record);
    cJSON_Delete(record);
    return answer;
}

static bool read_machine(cahier_arena *arena, const cahier_queue_record *record, cahier_machine *out)
{
    cJSON *tree = cJSON_ParseWithLength(record->value.at, record->value.len);
    cahier_machine machine = {.id = record->name};
    bool known = read_right(tree, &machine.right);
    if (known) {
        machine.name = cahier_record_text(arena, tree, "name");
        machine.created = cahier_record_text(arena, tree, "created");
        machine.seen = cahier_record_text(arena, tree, "seen");
        *out = machine;
    }
    cJSON_Delete(tree);
    return known;
}

/* The hour of the last use, when it is another than the one kept. */
static cahier_queue_answer note_use(
        cahier_queue *queue, const cahier_queue_record *record, const cahier_machine *machine)
{
    char now[32];
    cahier_account_now(now);
    if (machine->seen.len >= 13 && memcmp(machine->seen.at, now, 13) == 0) { /* "2025-04-12T10" */
        return CAHIER_QUEUE_DONE;
    }
    cJSON *tree = cahier_json_check(cJSON_ParseWithLength(record->value.at, record->value.len));
    cahier_record_set(tree, "seen", now);
    cahier_queue_answer answer = write_machine(queue, record->name, tree);
    cJSON_Delete(tree);
    return answer;
}

cahier_queue_answer cahier_machine_see(cahier_queue *queue, cahier_arena *arena, cahier_text token, cahier_machine *out)
{
    char *digest = CAHIER_NEW(arena, char, CAHIER_SECRET_HEX);
    if (digest == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    cahier_secret_digest(token, digest);
    cahier_queue_record record = {.name = cahier_string(digest)};
    cahier_queue_answer answer =
            cahier_queue_read_record(queue, arena, CAHIER_RECORDS_TOKENS, record.name, &record.value);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    return read_machine(arena, &record, out) ? note_use(queue, &record, out) : CAHIER_QUEUE_NOTHING;
}

static int by_date(const void *a, const void *b)
{
    const cahier_machine *one = a, *other = b;
    int order = cahier_text_order(one->created, other->created);
    return order != 0 ? order : cahier_text_order(one->id, other->id);
}

cahier_queue_answer cahier_machine_list(cahier_queue *queue, cahier_arena *arena, cahier_machine **out, uint32_t *count)
{
    cahier_queue_record *record;
    uint32_t records, known = 0;
    cahier_queue_answer answer = cahier_queue_list_records(queue, arena, CAHIER_RECORDS_TOKENS, &record, &records);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_machine *list = CAHIER_NEW(arena, cahier_machine, records);
    if (list == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t i = 0; i < records; i++) {
        known += read_machine(arena, &record[i], &list[known]);
    }
    if (known > 0) {
        qsort(list, known, sizeof *list, by_date);
    }
    *out = list;
    *count = known;
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_machine_remove(cahier_queue *queue, cahier_text id)
{
    return cahier_queue_drop_record(queue, CAHIER_RECORDS_TOKENS, id);
}
