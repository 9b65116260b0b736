/* SPDX-License-Identifier: Apache-2.0 */
/* bring-up only: pipeline/cahier.c holds these. */
#include "cahier.h"

const char *cahier_redaction_name(cahier_redaction_kind kind)
{
    static const char *const names[] = {"email", "phone", "iban", "nir", "card", "plate", "address", "postcode", "birthdate", "ip",
            "url", "handle", "reference", "person"};
    return names[kind];
}

const char *cahier_polarity_name(cahier_polarity_label label)
{
    static const char *const names[] = {"negative", "neutral", "positive", "mixed"};
    return names[label];
}

const char *cahier_stance_name(cahier_stance_label label)
{
    static const char *const names[] = {"proposal", "complaint", "praise", "question", "statement"};
    return names[label];
}
