"""A mail server for the tests: real SMTP with TLS, by a library that is not ours.

smtp.py starttls|tls CERT KEY
The first line it writes is its port, then a JSON object for each mail it took. A line it reads says what becomes of the next DATA: `later` and `never` refuse
it for now and for good, `cut` takes it and ends the connection before saying so, `stall` takes it and says nothing; `heard` is about none. Each is answered by an empty line,
so whoever reads it has read all that came before.
"""

import asyncio
import email
import json
import logging
import ssl
import sys
import threading
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult

# It warns of its own ways at every sign-in.
logging.disable(logging.WARNING)

fates = []


def taken(envelope):
    mail = email.message_from_bytes(envelope.content, policy=default)
    part = lambda kind: mail.get_body((kind,)).get_content()
    told = {"from": str(mail["from"]), "to": envelope.rcpt_tos, "subject": str(mail["subject"]), "id": str(mail["message-id"])}
    faults = [str(fault) for piece in mail.walk() for fault in piece.defects]
    faults += [f"{piece.get_content_type()} in base64" for piece in mail.walk() if piece.is_multipart() and piece["content-transfer-encoding"]]
    print(json.dumps(told | {"date": mail["date"] is not None, "faults": faults, "plain": part("plain"), "html": part("html")}), flush=True)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        fate = fates.pop(0) if fates else "take"
        if fate == "later":
            return "451 4.3.0 Come back later"
        if fate == "never":
            return "550 5.1.1 No such mailbox"
        taken(envelope)
        if fate == "cut":
            server.transport.abort()
        return "250 2.0.0 Taken"


def heard(fate):
    if fate != "heard":
        fates.append(fate)
    print(flush=True)


def known(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"itakumori", b"p@ss"))


async def main():
    mode, cert, key = sys.argv[1:]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    starts = mode == "starttls"

    def protocol():
        return SMTP(
            Handler(),
            hostname="localhost",
            tls_context=context if starts else None,
            require_starttls=starts,
            auth_required=True,
            # Within TLS from the beginning the library does not know that it is.
            auth_require_tls=starts,
            authenticator=known,
            enable_SMTPUTF8=True,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=None if starts else context)
    print(server.sockets[0].getsockname()[1], flush=True)

    def listen():
        for line in sys.stdin:
            loop.call_soon_threadsafe(heard, line.strip())
        loop.call_soon_threadsafe(server.close)

    threading.Thread(target=listen, daemon=True).start()
    try:
        await server.serve_forever()
    except asyncio.CancelledError:
        pass


asyncio.run(main())
