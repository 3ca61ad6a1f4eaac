"""What the catalogue finds in records and pages, and what it leaves alone."""

import pytest

from probes.discovery.matching import match_evidence, match_page
from probes.discovery.model import Evidence, TraceSource
from probes.site.page import Page

TENANT = "selector1-cabinet-example._domainkey.agence.onmicrosoft.com"
PIXEL = '<script src="https://connect.facebook.net/fr_FR/fbevents.js"></script>'
LOADER = '<script src="https://www.googletagmanager.com/gtm.js"></script>'


def found(source: str, text: str, at: str = "") -> list[tuple[str, str]]:
    evidence = Evidence(source=TraceSource(source), place="", text=text, at=at)
    return [(hit.fingerprint.id, hit.identifier) for hit in match_evidence([evidence])]


def on_page(markup: str) -> set[tuple[str, str]]:
    hits = match_page(Page(markup.encode()), "")
    return {(hit.fingerprint.id, hit.identifier) for hit in hits}


@pytest.mark.parametrize(
    ("source", "text", "at", "expected"),
    [
        ("mx", "cabinet-example.mail.protection.outlook.com", "", ("mx_m365", "")),
        ("mx", "cabinet-example.a-v1.mx.microsoft", "", ("mx_m365_dnssec", "")),
        ("mx", "ALT1.ASPMX.L.GOOGLE.COM", "", ("mx_google", "")),
        ("mx", "mx1.mail.ovh.net", "", ("mx_ovh", "")),
        ("mx", "cluster1.eu.mailinblack.com", "", ("mx_mailinblack", "")),
        ("ns", "dns12.ovh.net", "", ("ns_ovh", "")),
        ("ns", "ns-12-a.gandi.net", "", ("ns_gandi", "")),
        ("ns", "ns8.wixdns.net", "", ("ns_wix", "")),
        ("ns", "ns-1.awsdns-12.co.uk", "", ("ns_aws", "")),
        ("spf", "include:mx.ovh.com", "", ("spf_ovh", "")),
        ("spf", "include:1234567.spf02.hubspotemail.net", "", ("spf_hubspot", "1234567")),
        ("dkim", TENANT, "selector1", ("dkim_m365", "agence")),
        ("dkim", "s1.domainkey.u1234567.wl012.sendgrid.net", "s1", ("dkim_sendgrid", "u1234567")),
        ("dkim", "v=DKIM1; k=rsa; p=MIGf", "google", ("dkim_google", "")),
        ("txt", "google-site-verification=abc", "", ("txt_google", "")),
        ("txt", "MS=ms12345678", "", ("txt_ms", "")),
        ("txt", "1|www.cabinet.example", "", ("txt_ovhredirect", "")),
        ("txt", "abc", "_github-challenge-agence", ("txt_github", "agence")),
        ("cname", "autodiscover.outlook.com", "autodiscover", ("cn_autodiscover_ms", "")),
        ("cname", "cabinet.github.io", "www", ("cn_github", "cabinet")),
        ("ptr", "cluster014.hosting.ovh.net", "", ("ptr_ovhcluster", "")),
        ("a", "185.230.63.107", "", ("a_wix", "")),
        ("header", "server: o2switch-PowerBoost-v3", "", ("h_o2switch", "")),
        ("header", "x-powered-by: PHP/7.4.33", "", ("h_php", "")),
        ("meta", "WordPress 6.8.3", "generator", ("g_wordpress_meta", "")),
        ("dmarc", "…@dmarc.brevo.com", "", ("dmarc_brevo", "")),
    ],
)
def test_a_record_that_tells_is_found(
    source: str, text: str, at: str, expected: tuple[str, str]
) -> None:
    assert expected in found(source, text, at)


@pytest.mark.parametrize(
    ("source", "text", "at"),
    [
        ("mx", "evil-mail.protection.outlook.com.example", ""),
        ("mx", "mx1.mail.ovh.net.agence.example", ""),
        ("ns", "dns12.evil-ovh.net", ""),
        ("ns", "notdomaincontrol.com", ""),
        ("spf", "include:mx.ovh.com.example", ""),
        ("dkim", TENANT, "autre"),
        ("txt", "pas-google-site-verification=abc", ""),
        ("txt", "google-site-verification=abc", "_dmarc"),
        ("cname", "autodiscover.outlook.com", "mail"),
        ("header", "x-powered-by: PHP/8.3", ""),
        ("meta", "WordPressimo 1.0", "generator"),
        ("meta", "WordPress 6.8.3", "description"),
    ],
)
def test_what_only_looks_like_it_is_left_alone(source: str, text: str, at: str) -> None:
    assert found(source, text, at) == []


def test_a_token_that_identifies_an_account_is_not_kept() -> None:
    evidence = Evidence(source=TraceSource.TXT, place="", text="google-site-verification=SECRET")
    (hit,) = match_evidence([evidence])
    assert hit.trace.text == "google-site-verification=…"
    page = '<script src="https://maps.googleapis.com/maps/api/js?key=AIza' + "x" * 35 + '">'
    (hit,) = match_page(Page(page.encode()), "")
    assert (hit.fingerprint.id, hit.trace.text) == ("t_gmaps", "maps.googleapis.com/maps/api/js")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (LOADER + "<script>x('GTM-ABC123')</script>", ("t_gtm", "GTM-ABC123")),
        (LOADER + "<script>gtag('config','AW-123456789')</script>", ("t_aw", "AW-123456789")),
        (PIXEL + "<script>fbq('init', '123456789012345')</script>", ("t_meta", "123456789012345")),
        ('<script>{"u":"https:\\/\\/client.crisp.chat\\/l.js"}</script>', ("r_crisp", "")),
        ("<div style='background:url(//static.wixstatic.com/a.png)'>", ("g_wix", "")),
        ('<a href="https://www.facebook.com/cabinet.exemple">', ("s_facebook", "cabinet.exemple")),
        ('<a href="https://cabinet.ilucca.net/login">', ("s_lucca", "cabinet")),
        ('<LINK HREF="/WP-Content/themes/Divi/style.css">', ("g_divi", "")),
    ],
)
def test_a_page_that_loads_or_links_is_found(markup: str, expected: tuple[str, str]) -> None:
    assert expected in on_page(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Voyez https://www.doctolib.fr/ ou (https://calendly.com/quelquun).</p>",
        "<p>GTM-ABC123, G-ABCDEF1234, UA-12345-1</p>",
        '<!-- <script src="https://static.hotjar.com/c/hotjar-1.js"></script> -->',
        '<script src="https://client.crisp.chat.agence.example/l.js"></script>',
        '<a href="https://faux-doctolib.fr/">',
        '<a href="https://www.facebook.com/sharer/sharer.php?u=x">Partager</a>',
        '<link href="/wp-contentieux/style.css">',
    ],
)
def test_a_page_that_only_speaks_of_it_is_left_alone(markup: str) -> None:
    assert on_page(markup) == set()
