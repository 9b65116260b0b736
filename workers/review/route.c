/* SPDX-License-Identifier: Apache-2.0 */
#include "route.h"

#include <stdio.h>
#include <string.h>

#include "at.h"
#include "path_match.h"

/* In the order of the pages. */
const cahier_route cahier_routes[] = {
        /* signing in */
        {"GET", "/:tenant", CAHIER_RIGHT_PUBLIC, .answer = cahier_at_entry},
        {"POST", "/:tenant/connexion", CAHIER_RIGHT_PUBLIC, .answer = cahier_at_sign_in},
        {"POST", "/:tenant/deconnexion", CAHIER_RIGHT_PUBLIC, .answer = cahier_at_sign_out},
        {"POST", "/:tenant/mot-de-passe", CAHIER_RIGHT_READER, .answer = cahier_at_password},
        {"GET", "/:tenant/web/:file", CAHIER_RIGHT_PUBLIC, .alone = true, .answer = cahier_at_web},
        /* batches */
        {"GET", "/:tenant/lots", CAHIER_RIGHT_READER, .answer = cahier_at_lots},
        {"GET", "/:tenant/lots/nouveau", CAHIER_RIGHT_AGENT, .answer = cahier_at_new_lot},
        {"POST", "/:tenant/lots", CAHIER_RIGHT_AGENT, .files = true, .answer = cahier_at_send_files},
        {"GET", "/:tenant/envois/:upload", CAHIER_RIGHT_AGENT, .answer = cahier_at_upload},
        {"POST", "/:tenant/envois/:upload/colonnes", CAHIER_RIGHT_AGENT, .answer = cahier_at_columns},
        {"POST", "/:tenant/envois/:upload/analyser", CAHIER_RIGHT_AGENT, .answer = cahier_at_analyse},
        {"POST", "/:tenant/envois/:upload/deja", CAHIER_RIGHT_AGENT, .answer = cahier_at_settle},
        {"POST", "/:tenant/envois/:upload/abandonner", CAHIER_RIGHT_AGENT, .answer = cahier_at_abandon},
        {"GET", "/:tenant/lots/:batch", CAHIER_RIGHT_READER, .answer = cahier_at_lot},
        {"GET", "/:tenant/lots/:batch/evenements", CAHIER_RIGHT_READER, .answer = cahier_at_events},
        {"GET", "/:tenant/lots/:batch/exports/decisions.jsonl", CAHIER_RIGHT_READER, .answer = cahier_at_journal_file},
        {"POST", "/:tenant/lots/:batch/titre", CAHIER_RIGHT_AGENT, .answer = cahier_at_title},
        {"POST", "/:tenant/lots/:batch/relancer", CAHIER_RIGHT_AGENT, .answer = cahier_at_revive},
        {"POST", "/:tenant/lots/:batch/supprimer", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_remove_lot},
        /* an edition */
        {"GET", "/:tenant/lots/:batch/themes", CAHIER_RIGHT_READER, .answer = cahier_at_themes},
        {"GET", "/:tenant/lots/:batch/themes/:theme", CAHIER_RIGHT_READER, .answer = cahier_at_theme},
        {"GET", "/:tenant/lots/:batch/non-classees", CAHIER_RIGHT_READER, .answer = cahier_at_unclassified},
        {"GET", "/:tenant/lots/:batch/copies", CAHIER_RIGHT_READER, .answer = cahier_at_copies},
        {"GET", "/:tenant/lots/:batch/donnees-personnelles", CAHIER_RIGHT_READER, .answer = cahier_at_personal},
        {"GET", "/:tenant/lots/:batch/contributions/:contribution", CAHIER_RIGHT_READER,
                .answer = cahier_at_contribution},
        {"GET", "/:tenant/lots/:batch/contribution", CAHIER_RIGHT_READER, .answer = cahier_at_contribution}, /* ?id=. */
        {"GET", "/:tenant/lots/:batch/relecture", CAHIER_RIGHT_READER, .answer = cahier_at_reading},
        {"GET", "/:tenant/lots/:batch/propositions", CAHIER_RIGHT_READER, .answer = cahier_at_proposals},
        {"GET", "/:tenant/lots/:batch/apprendre", CAHIER_RIGHT_AGENT, .answer = cahier_at_refit},
        {"GET", "/:tenant/lots/:batch/journal", CAHIER_RIGHT_READER, .answer = cahier_at_journal},
        {"GET", "/:tenant/lots/:batch/methode", CAHIER_RIGHT_READER, .answer = cahier_at_method},
        {"POST", "/:tenant/lots/:batch/decisions", CAHIER_RIGHT_AGENT, .answer = cahier_at_decide},
        {"GET", "/:tenant/lots/:batch/exports/:file", CAHIER_RIGHT_READER, .answer = cahier_at_export},
        {"GET", "/:tenant/lots/:batch/publication", CAHIER_RIGHT_READER, .answer = cahier_at_publication},
        {"GET", "/:tenant/lots/:batch/apercu", CAHIER_RIGHT_READER, .answer = cahier_at_preview},
        {"POST", "/:tenant/lots/:batch/publication", CAHIER_RIGHT_AGENT, .answer = cahier_at_publish},
        /* what the council reads */
        {"GET", "/:tenant/publie/:batch", CAHIER_RIGHT_PUBLIC, .answer = cahier_at_published},
        /* the watch */
        {"GET", "/:tenant/veille", CAHIER_RIGHT_READER, .answer = cahier_at_watch},
        {"GET", "/:tenant/veille/series", CAHIER_RIGHT_READER, .answer = cahier_at_watch_curves},
        {"GET", "/:tenant/veille/alertes.csv", CAHIER_RIGHT_READER, .answer = cahier_at_alerts_csv},
        {"GET", "/:tenant/veille/alertes/:alert", CAHIER_RIGHT_READER, .answer = cahier_at_alert},
        {"POST", "/:tenant/veille/alertes/:alert", CAHIER_RIGHT_AGENT, .answer = cahier_at_say_alert},
        {"GET", "/:tenant/veille/messages", CAHIER_RIGHT_READER, .answer = cahier_at_desk},
        {"GET", "/:tenant/veille/messages.csv", CAHIER_RIGHT_READER, .answer = cahier_at_messages_csv},
        {"POST", "/:tenant/veille/messages/:message", CAHIER_RIGHT_AGENT, .answer = cahier_at_route_message},
        {"GET", "/:tenant/veille/reglages", CAHIER_RIGHT_AGENT, .answer = cahier_at_watch_settings},
        {"POST", "/:tenant/veille/reglages", CAHIER_RIGHT_AGENT, .answer = cahier_at_set_watch},
        /* administration */
        {"GET", "/:tenant/reglages", CAHIER_RIGHT_READER, .answer = cahier_at_settings},
        {"POST", "/:tenant/reglages/commune", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_set_town},
        {"POST", "/:tenant/reglages/personnes", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_add_person},
        {"POST", "/:tenant/reglages/personnes/modifier", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_change_person},
        {"POST", "/:tenant/reglages/jetons", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_add_token},
        {"POST", "/:tenant/reglages/jetons/retirer", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_remove_token},
        {"POST", "/:tenant/reglages/effacement", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_erase},
        {"POST", "/:tenant/reglages/envois", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_retry},
        {"POST", "/:tenant/reglages/secret", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_secret},
        {"POST", "/:tenant/reglages/flux", CAHIER_RIGHT_ADMINISTRATOR, .answer = cahier_at_feed_key},
        {"GET", "/:tenant/alertes.atom", CAHIER_RIGHT_PUBLIC, .answer = cahier_at_feed},
        /* machines: the same deeds, in JSON (docs/api.md) */
        {"GET", "/:tenant/api/v1/openapi.json", CAHIER_RIGHT_PUBLIC, .token = true, .alone = true,
                .answer = cahier_api_openapi},
        {"GET", "/:tenant/api/v1/lots", CAHIER_RIGHT_READER, .token = true, .answer = cahier_api_lots},
        {"POST", "/:tenant/api/v1/lots", CAHIER_RIGHT_AGENT, .token = true, .files = true,
                .answer = cahier_at_send_files},
        {"GET", "/:tenant/api/v1/envois/:upload", CAHIER_RIGHT_AGENT, .token = true, .answer = cahier_api_upload},
        {"POST", "/:tenant/api/v1/envois/:upload/colonnes", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_at_columns},
        {"POST", "/:tenant/api/v1/envois/:upload/analyser", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_at_analyse},
        {"POST", "/:tenant/api/v1/envois/:upload/deja", CAHIER_RIGHT_AGENT, .token = true, .answer = cahier_at_settle},
        {"POST", "/:tenant/api/v1/envois/:upload/abandonner", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_at_abandon},
        {"GET", "/:tenant/api/v1/lots/:batch", CAHIER_RIGHT_READER, .token = true, .answer = cahier_api_lot},
        {"POST", "/:tenant/api/v1/lots/:batch/titre", CAHIER_RIGHT_AGENT, .token = true, .answer = cahier_at_title},
        {"POST", "/:tenant/api/v1/lots/:batch/relancer", CAHIER_RIGHT_AGENT, .token = true, .answer = cahier_at_revive},
        {"POST", "/:tenant/api/v1/lots/:batch/supprimer", CAHIER_RIGHT_ADMINISTRATOR, .token = true,
                .answer = cahier_at_remove_lot},
        {"GET", "/:tenant/api/v1/lots/:batch/themes", CAHIER_RIGHT_READER, .token = true, .answer = cahier_api_themes},
        {"GET", "/:tenant/api/v1/lots/:batch/themes/:theme", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_theme},
        {"GET", "/:tenant/api/v1/lots/:batch/contributions", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_contributions},
        {"GET", "/:tenant/api/v1/lots/:batch/contributions/:contribution", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_contribution},
        {"GET", "/:tenant/api/v1/lots/:batch/decisions", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_decisions},
        {"POST", "/:tenant/api/v1/lots/:batch/decisions", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_api_decide},
        {"GET", "/:tenant/api/v1/lots/:batch/publication", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_publication},
        {"POST", "/:tenant/api/v1/lots/:batch/publication", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_at_publish},
        {"GET", "/:tenant/api/v1/lots/:batch/exports/decisions.jsonl", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_at_journal_file},
        {"GET", "/:tenant/api/v1/lots/:batch/exports/:file", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_at_export},
        {"POST", "/:tenant/api/v1/messages", CAHIER_RIGHT_AGENT, .token = true, .whole = true,
                .answer = cahier_api_messages},
        {"GET", "/:tenant/api/v1/veille/alertes", CAHIER_RIGHT_READER, .token = true, .answer = cahier_api_alerts},
        {"GET", "/:tenant/api/v1/veille/alertes/:alert", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_alert},
        {"POST", "/:tenant/api/v1/veille/alertes/:alert", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_at_say_alert},
        {"GET", "/:tenant/api/v1/veille/messages", CAHIER_RIGHT_READER, .token = true, .answer = cahier_api_desk},
        {"GET", "/:tenant/api/v1/veille/messages/:message", CAHIER_RIGHT_READER, .token = true,
                .answer = cahier_api_message},
        {"POST", "/:tenant/api/v1/veille/messages/:message", CAHIER_RIGHT_AGENT, .token = true,
                .answer = cahier_at_route_message},
        {"POST", "/:tenant/api/v1/effacement", CAHIER_RIGHT_ADMINISTRATOR, .token = true, .answer = cahier_at_erase},
};

const uint32_t cahier_route_count = sizeof cahier_routes / sizeof *cahier_routes;

cahier_routing cahier_route_find(const char *method, const cahier_text *part, uint32_t part_count,
        const cahier_route **route, cahier_text capture[CAHIER_CAPTURES])
{
    cahier_routing found = CAHIER_ROUTED_NOWHERE;
    for (uint32_t i = 0; i < cahier_route_count; i++) {
        if (!cahier_path_matches(cahier_routes[i].pattern, part, part_count, capture)) {
            continue;
        }
        if (strcmp(cahier_routes[i].method, method) == 0) {
            *route = &cahier_routes[i];
            return CAHIER_ROUTED;
        }
        found = CAHIER_ROUTED_OTHER_METHOD;
    }
    return found;
}

void cahier_routes_print(void)
{
    for (uint32_t i = 0; i < cahier_route_count; i++) {
        (void)printf("%s %s %s\n", cahier_routes[i].method, cahier_routes[i].pattern,
                cahier_right_key(cahier_routes[i].least));
    }
}
