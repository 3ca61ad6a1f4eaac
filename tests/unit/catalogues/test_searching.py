"""Each kind is found by what people call it, in both languages."""

from functools import cache

import pytest

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.searching import Search

FRENCH = {
    "domain_fr": "mon nom de domaine en .fr",
    "domain_gtld": "nom de domaine .com",
    "domain_eu": "nom de domaine .eu",
    "domain_cctld": "domaine belge .be",
    "dns_zone": "zone DNS",
    "hosting": "hébergement du site",
    "website_cms": "mon site Wordpress",
    "site_builder": "site fait avec Wix",
    "source_code": "dépôt GitHub",
    "email_m365": "boîte Outlook Microsoft 365",
    "email_gws": "Google Workspace",
    "email_other": "messagerie OVH",
    "email_filter": "antispam",
    "tls_cert": "certificat SSL",
    "crm": "HubSpot",
    "practice_software": "logiciel métier",
    "appointment": "Doctolib",
    "google_ads": "comment récupérer un compte Google Ads ?",
    "microsoft_ads": "publicité Bing",
    "meta_business": "page Facebook",
    "tiktok_ads": "TikTok",
    "linkedin": "LinkedIn",
    "ga4": "Google Analytics",
    "analytics_other": "Matomo",
    "gsc": "Search Console",
    "gtm": "Tag Manager",
    "gbp": "fiche Google du cabinet",
    "youtube": "chaîne YouTube",
    "social_page": "Pages Jaunes",
    "chat": "messagerie instantanée du site",
    "cloud_storage": "fichiers Dropbox",
    "backup": "sauvegardes",
    "telephony": "numéro de téléphone",
    "payment": "Stripe",
    "emailing": "Mailchimp",
    "consent": "bandeau de cookies",
    "api_key": "clé d’API Google Maps",
    "visual_identity": "logo",
    "it_admin": "administration des postes",
    "einvoicing": "facture électronique",
}
ENGLISH = {
    "domain_fr": ".fr domain name",
    "domain_gtld": ".com domain",
    "domain_eu": ".eu domain",
    "dns_zone": "DNS zone",
    "hosting": "web hosting",
    "website_cms": "WordPress site",
    "site_builder": "Wix",
    "source_code": "source code",
    "email_m365": "Microsoft 365 mailbox",
    "email_gws": "Google Workspace",
    "email_filter": "spam filter",
    "tls_cert": "SSL certificate",
    "crm": "CRM",
    "google_ads": "how do I get back a Google Ads account?",
    "microsoft_ads": "Bing ads",
    "meta_business": "Facebook page",
    "ga4": "Google Analytics",
    "gbp": "Google Business Profile",
    "telephony": "phone number",
    "payment": "card terminal",
    "emailing": "newsletter",
    "consent": "cookie banner",
    "api_key": "API key",
    "visual_identity": "logo",
    "einvoicing": "e-invoicing",
    "backup": "backups",
    "cloud_storage": "our files in Dropbox",
    "chat": "chat widget",
    "youtube": "YouTube channel",
    "social_page": "reviews",
    "appointment": "online booking",
    "it_admin": "computers and network",
    "practice_software": "practice software",
}


@cache
def search() -> Search:
    """Return the index of the catalogue of the product."""
    return Search(load_catalogue())


@pytest.mark.parametrize(("kind_id", "question"), FRENCH.items())
def test_a_question_in_french_finds_its_kind_first(kind_id: str, question: str) -> None:
    assert search().find(question, "fr")[0].id == kind_id


@pytest.mark.parametrize(("kind_id", "question"), ENGLISH.items())
def test_a_question_in_english_finds_its_kind_first(kind_id: str, question: str) -> None:
    assert search().find(question, "en")[0].id == kind_id


def test_every_kind_has_a_question_in_french() -> None:
    assert FRENCH.keys() == load_catalogue().kinds.keys()


@pytest.mark.parametrize(("word", "locale"), [("mail", "fr"), ("mail", "en"), ("email", "en")])
def test_a_whole_word_comes_before_the_brands_that_begin_with_it(word: str, locale: str) -> None:
    first = [kind.family for kind in search().find(word, locale)][:3]
    assert first == ["email"] * 3
