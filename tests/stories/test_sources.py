"""Who is told apart from whom, and who is not."""

import pytest

from stories.sources import source


@pytest.fixture
def named(rf, settings):
    """The source of a request from an address, with the trusted header set up or not."""

    def of(address: str, *, trusted: str = "", host: str = "testserver", **headers):
        settings.SOURCE_HEADER = trusted
        settings.ALLOWED_HOSTS = ["*"]
        return source(rf.post("/words/", REMOTE_ADDR=address, headers={**headers, "Host": host}))

    return of


def test_an_address_of_the_world_is_a_source(named):
    assert named("81.2.69.160") == "81.2.69.160"
    assert named("81.2.69.160") != named("81.2.69.161")


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.0.0.7", "172.17.0.1", "192.168.1.4", "fe80::1", "", "unix:"]
)
def test_a_proxy_on_this_machine_or_its_network_is_none(named, address):
    assert named(address) is None


def test_a_home_has_one_network_however_many_addresses_it_uses(named):
    assert named("2a00:1450:4009:815::200e") == named("2a00:1450:4009:815:1:2:3:4") != named("2a00:1450:4009:816::1")
    assert named("::ffff:81.2.69.160") == "81.2.69.160"


def test_a_header_that_nobody_named_is_not_believed(named):
    assert named("81.2.69.160", **{"X-Forwarded-For": "9.9.9.9", "X-Real-IP": "9.9.9.9"}) == "81.2.69.160"


def test_of_the_named_header_only_what_the_nearest_server_wrote_is_believed(named):
    header = {"X-Forwarded-For": "9.9.9.9, 8.8.4.4, 81.2.69.160"}
    assert named("127.0.0.1", trusted="X-Forwarded-For", **header) == "81.2.69.160"


@pytest.mark.parametrize("written", ["", "somebody", "1.2.3.4.5", "81.2.69.160:99999", "\u0661.1.1.1"])
def test_a_header_that_holds_no_address_names_nobody(named, written):
    assert named("127.0.0.1", trusted="X-Real-IP", **{"X-Real-IP": written}) is None


def test_behind_an_onion_address_nobody_is_told_apart(named):
    assert named("81.2.69.160", host="abcdefghijklmnop.onion") is None
    assert named("81.2.69.160", host="abcdefghijklmnop.onion:80") is None
    assert named("81.2.69.160", host="onion.example") == "81.2.69.160"
