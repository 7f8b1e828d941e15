"""Does a person have to approve this call first? Held, or let through once on the strength of an approval."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from audit.errors import AuditUnavailable, TooManyHeld
from audit.held import HeldCalls
from audit.heldcall import Held, State
from config.errors import phrase
from gateway.errors import Forbidden, GatewayError, Unavailable
from gateway.held.outgoing import Sealer, Whose
from gateway.http.exchange import Exchange
from gateway.privacy.rewrite import Outbound

T = TypeVar("T")


class Gate:
    """Keeps calls back until they are approved. Where that cannot be told, they are kept back as well."""

    def __init__(self, held: HeldCalls | None = None, sealer: Sealer | None = None) -> None:
        """Keep the parts. Without them, a call that wants an approval cannot have one."""
        self._held = held
        self._sealer = sealer

    async def look(self, exchange: Exchange, outbound: Outbound) -> None:
        """Return where no approval is wanted, or one is there, which is noted. Else hold the call.

        Raises `Forbidden`, which tells the caller what to do, and `Unavailable`.
        """
        policy, who, route = exchange.policy, exchange.who, exchange.route
        if policy is None or who is None or route is None or exchange.provider_name is None:
            raise AssertionError("only an admitted request is looked at")
        wanted = policy.approval
        found = {*exchange.labels, *outbound.labels}
        if wanted is None or not wanted.wants(found, exchange.purpose, who.team):
            return
        held, sealer = self._held, self._sealer
        if held is None or sealer is None:
            raise _unavailable()
        whose = Whose(who.key_id, exchange.provider_name, exchange.project, exchange.purpose)
        fingerprint = await asyncio.to_thread(sealer.fingerprint, outbound, whose)
        now = datetime.now(UTC)
        known = await _asked(lambda: held.seek(fingerprint, now))
        if known is None:
            call = Held(
                id=exchange.request_id,
                fingerprint=fingerprint,
                key_id=who.key_id,
                name=who.name,
                team=who.team,
                project=exchange.project if exchange.told_is_plain else None,
                purpose=exchange.purpose if exchange.told_is_plain else None,
                provider=exchange.provider_name,
                operation=route.name,
                model=exchange.model,
                policy=exchange.policy_name or "",
                labels=dict(outbound.labels),
                reviewers=wanted.reviewers or ((who.team,) if who.team else ()),
                at=now,
                expires=now + wanted.expires,
                patience=wanted.expires,
            )
            known = await _asked(lambda: held.hold(replace(call, sealed=sealer.seal(call.id, outbound))))
        if known.state is not State.APPROVED:
            raise _refusal(known)
        exchange.approval = known.id, fingerprint

    async def use(self, exchange: Exchange) -> None:
        """Use the approval that was noted, if one was: it lets one call through.

        Raises `Forbidden` where it was used meanwhile, `Unavailable`.
        """
        held = self._held
        if exchange.approval is None:
            return
        if held is None:
            raise _unavailable()
        (identity, fingerprint), request_id = exchange.approval, exchange.request_id
        now = datetime.now(UTC)
        if not await _asked(
            lambda: held.use(identity, fingerprint, at=now, request_id=request_id),
        ):
            raise Forbidden(
                phrase(
                    "The approval of this call was used or has ended. Send the call again to ask for another."
                ),
                code="approval_used",
            )


def _refusal(call: Held) -> GatewayError:
    if call.state is State.REFUSED:
        return Forbidden(
            phrase("A reviewer has refused this call (%(id)s): %(reason)s"),
            code="approval_refused",
            id=call.id,
            reason=call.reason or "",
        )
    return Forbidden(
        phrase(
            "This call waits for a person's approval, which the policy asks for (id %(id)s). Nothing was "
            "sent. Once it is approved, send the same call again, unchanged: the approval lets it through "
            "once. It waits until %(until)s."
        ),
        code="approval_required",
        id=call.id,
        until=call.expires.astimezone().isoformat(" ", "minutes"),
    )


async def _asked(question: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(question)
    except TooManyHeld:
        raise Forbidden(
            phrase("Too many of your calls wait for approval already. Nothing was sent."),
            code="approval_queue_full",
        ) from None
    except AuditUnavailable:
        raise _unavailable() from None


def _unavailable() -> Unavailable:
    return Unavailable(
        phrase(
            "Whether the call was approved could not be told, so nothing was sent. Try again in a moment."
        ),
        code="approval_unavailable",
    )
