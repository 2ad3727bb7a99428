"""Of several replicas one leads, and one that lost the lead learns it when it asks."""

from tests.storage.conftest import from_outside, ledger_at


async def test_of_two_replicas_one_leads_until_it_goes(postgres_ledger_url: str) -> None:
    ledger, other = ledger_at(postgres_ledger_url), ledger_at(postgres_ledger_url)
    await ledger.open()
    await other.open()
    assert [await ledger.lead(), await other.lead(), await ledger.lead()] == [True, False, True]
    await ledger.close()
    assert await other.lead()
    await other.close()


async def test_a_leader_that_lost_its_session_learns_it_when_it_asks(postgres_ledger_url: str) -> None:
    ledger, other = ledger_at(postgres_ledger_url), ledger_at(postgres_ledger_url)
    await ledger.open()
    await other.open()
    assert await ledger.lead()
    from_outside(
        postgres_ledger_url, "select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory'"
    )
    assert await other.lead()
    assert not await ledger.lead()
    assert not await ledger.lead()
    await other.close()
    assert await ledger.lead()
    await ledger.close()
