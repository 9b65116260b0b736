/* SPDX-License-Identifier: Apache-2.0 */
/* TLS by OpenSSL over a socket that is already connected. The peer and its host name are always verified; there is no
 * option to look away. OpenSSL's own socket BIO writes by write(2), which may raise SIGPIPE: ours sends without. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "transport.h"

/* TLS 1.2 suites; those of 1.3 are all AEAD. */
#define SUITES "ECDHE+AESGCM:ECDHE+CHACHA20"

typedef struct session {
    SSL_CTX *context;
    BIO_METHOD *method;
    SSL *ssl;
} session;

static int bio_write(BIO *bio, const char *at, int len)
{
    const cahier_transport *transport = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t sent = send(transport->fd, at, (size_t)len, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
        BIO_set_retry_write(bio);
    }
    return (int)sent;
}

static int bio_read(BIO *bio, char *to, int room)
{
    const cahier_transport *transport = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t got = recv(transport->fd, to, (size_t)room, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        BIO_set_retry_read(bio);
    }
    return (int)got;
}

static long bio_control(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH; /* nothing is held back */
}

/* An encrypted key would have OpenSSL ask for its passphrase on the terminal of a service. */
static int no_passphrase(char *to, int room, int writing, void *argument)
{
    (void)to;
    (void)room;
    (void)writing;
    (void)argument;
    return -1;
}

static bool fail_openssl(cahier_transport *transport, cahier_trouble trouble)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    return cahier_transport_fail(transport, trouble, reason != NULL ? reason : "");
}

static bool is_client_refused(int reason)
{
    switch (reason) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE: /* what TLS 1.2 says of a missing certificate */
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        return true;
    default:
        return false;
    }
}

/* What SSL_get_error says, as what to wait for or as a trouble. `result` <= 0. */
static void judge(cahier_transport *transport, int result, cahier_want *want)
{
    const session *s = transport->tls;
    int number = errno;
    switch (SSL_get_error(s->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        *want = CAHIER_WANT_READ;
        return;
    case SSL_ERROR_WANT_WRITE:
        *want = CAHIER_WANT_WRITE;
        return;
    case SSL_ERROR_ZERO_RETURN:
        (void)cahier_transport_fail(transport, CAHIER_TROUBLE_CLOSED, "");
        return;
    case SSL_ERROR_SYSCALL:
        (void)cahier_transport_fail_errno(transport, CAHIER_TROUBLE_BROKEN, number);
        return;
    default:
        break;
    }
    int reason = ERR_GET_REASON(ERR_peek_error());
    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
        (void)cahier_transport_fail(
                transport, CAHIER_TROUBLE_CERTIFICATE, X509_verify_cert_error_string(SSL_get_verify_result(s->ssl)));
    } else if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        (void)cahier_transport_fail(transport, CAHIER_TROUBLE_CLOSED, "");
    } else {
        (void)fail_openssl(transport, is_client_refused(reason) ? CAHIER_TROUBLE_CLIENT : CAHIER_TROUBLE_TLS);
    }
}

static ptrdiff_t tls_read(cahier_transport *transport, char *to, size_t room, cahier_want *want)
{
    const session *s = transport->tls;
    ERR_clear_error();
    errno = 0;
    size_t got = 0;
    int result = SSL_read_ex(s->ssl, to, room, &got);
    if (result > 0) {
        return (ptrdiff_t)got;
    }
    judge(transport, result, want);
    return -1;
}

static ptrdiff_t tls_write(cahier_transport *transport, const char *at, size_t len, cahier_want *want)
{
    const session *s = transport->tls;
    ERR_clear_error();
    errno = 0;
    size_t sent = 0;
    int result = SSL_write_ex(s->ssl, at, len, &sent);
    if (result > 0) {
        return (ptrdiff_t)sent;
    }
    judge(transport, result, want);
    if (transport->trouble == CAHIER_TROUBLE_BROKEN) {
        /* a server that wants a client certificate says so after the handshake of TLS 1.3, then closes: its alert may
         * wait to be read while we fail to write */
        char byte;
        cahier_want later = CAHIER_WANT_NOTHING;
        (void)tls_read(transport, &byte, sizeof byte, &later);
    }
    return -1;
}

static void tls_close(cahier_transport *transport)
{
    session *s = transport->tls;
    if (s->ssl != NULL && SSL_is_init_finished(s->ssl) && transport->trouble == CAHIER_TROUBLE_NONE) {
        (void)SSL_shutdown(s->ssl); /* one alert sent; the answer is not awaited */
    }
    SSL_free(s->ssl);
    SSL_CTX_free(s->context);
    BIO_meth_free(s->method);
    OPENSSL_free(s);
    transport->tls = NULL;
    (void)close(transport->fd);
}

static bool make_context(cahier_transport *transport, const cahier_address *address)
{
    session *s = transport->tls;
    s->context = SSL_CTX_new(TLS_client_method());
    if (s->context == NULL || SSL_CTX_set_min_proto_version(s->context, TLS1_2_VERSION) != 1 ||
            SSL_CTX_set_cipher_list(s->context, SUITES) != 1) {
        return fail_openssl(transport, CAHIER_TROUBLE_TLS);
    }
    SSL_CTX_set_verify(s->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_default_passwd_cb(s->context, no_passphrase);
    (void)SSL_CTX_set_mode(s->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    int trusted = address->ca[0] != '\0' ? SSL_CTX_load_verify_file(s->context, address->ca)
                                         : SSL_CTX_set_default_verify_paths(s->context);
    bool shown = address->cert[0] == '\0' ||
                 (SSL_CTX_use_certificate_chain_file(s->context, address->cert) == 1 &&
                         SSL_CTX_use_PrivateKey_file(s->context, address->key, SSL_FILETYPE_PEM) == 1 &&
                         SSL_CTX_check_private_key(s->context) == 1);
    return (trusted == 1 && shown) || fail_openssl(transport, CAHIER_TROUBLE_FILES);
}

static bool make_session(cahier_transport *transport, const char *host)
{
    session *s = transport->tls;
    s->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "cahier");
    s->ssl = SSL_new(s->context);
    BIO *bio = NULL;
    if (s->method != NULL && BIO_meth_set_write(s->method, bio_write) == 1 &&
            BIO_meth_set_read(s->method, bio_read) == 1 && BIO_meth_set_ctrl(s->method, bio_control) == 1) {
        bio = BIO_new(s->method);
    }
    if (s->ssl == NULL || bio == NULL) {
        BIO_free(bio);
        return fail_openssl(transport, CAHIER_TROUBLE_TLS);
    }
    BIO_set_data(bio, transport);
    BIO_set_init(bio, 1);
    SSL_set_bio(s->ssl, bio, bio);
    /* a numeric address is compared with the certificate's addresses, and is never sent as a name (RFC 6066) */
    ASN1_OCTET_STRING *numeric = a2i_IPADDRESS(host);
    bool named = SSL_set1_host(s->ssl, host) == 1 && (numeric != NULL || SSL_set_tlsext_host_name(s->ssl, host) == 1);
    ASN1_OCTET_STRING_free(numeric);
    return named || fail_openssl(transport, CAHIER_TROUBLE_TLS);
}

static bool shake_hands(cahier_transport *transport, uint64_t deadline_ms)
{
    const session *s = transport->tls;
    for (;;) {
        ERR_clear_error();
        errno = 0;
        int result = SSL_connect(s->ssl);
        if (result == 1) {
            return true;
        }
        cahier_want want = CAHIER_WANT_NOTHING;
        judge(transport, result, &want);
        if (want == CAHIER_WANT_NOTHING || !cahier_transport_wait(transport, want, deadline_ms)) {
            return false;
        }
    }
}

bool cahier_transport_tls(cahier_transport *transport, const cahier_address *address, const cahier_endpoint *endpoint,
        uint64_t deadline_ms)
{
    transport->tls = OPENSSL_zalloc(sizeof(session));
    if (transport->tls == NULL) {
        return cahier_transport_fail(transport, CAHIER_TROUBLE_TLS, "memory");
    }
    transport->read = tls_read;
    transport->write = tls_write;
    transport->close = tls_close;
    ERR_clear_error();
    return make_context(transport, address) && make_session(transport, endpoint->host) &&
           shake_hands(transport, deadline_ms);
}
