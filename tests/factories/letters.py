"""What somebody fills in for each of the twelve letters, about the practice of the demo."""

from collections.abc import Mapping
from datetime import date

from reversibility.catalogues.letters import letters
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.dates import Locale

COMMON = {
    "signer_name": "Dr Claire Martin",
    "signer_capacity": "gérante",
    "contact_name": "Nadia Lopez",
    "contact_reached": "01 00 00 00 00",
}
FILLED: Mapping[str, Mapping[str, str]] = {
    "L1": {
        "fact": "la mise à jour prévue en septembre n’a pas été faite",
        "since_date": "2026-09-15",
        "last_delivery_date": "2026-07-02",
        "last_contact_date": "2026-09-01",
        "calendar": "10 décembre 2026 : mise à jour\n17 décembre 2026 : essai du formulaire",
    },
    "L2": {"slot_1": "mardi 8 décembre 2026 à 10 h", "slot_2": "jeudi 10 décembre 2026 à 14 h"},
    "L3": {"secure_way": "invitation par chaque plateforme"},
    "L4": {
        "lease": "no",
        "variant": "performance",
        "contract_documents": "Contrat signé du 1er avril 2023 (pièce n° 1)",
        "facts": "15 septembre 2026 : mise à jour prévue, non reçue (pièce n° 2)\n"
        "1er octobre 2026 : formulaire de contact arrêté (pièce n° 3)",
        "obligation": "article 4 : « le prestataire met le site à jour chaque trimestre »",
        "request": "mettre le site à jour et rétablir le formulaire",
        "result": "le formulaire envoie un courriel au cabinet",
        "termination_clause_ref": "article 12",
        "termination_clause": "le contrat est résolu quinze jours après une mise en demeure",
    },
    "L5": {
        "variant": "non_renewal",
        "clause": "article 9",
        "end_date": "2027-03-31",
        "required_form": "lettre recommandée, au siège",
        "handover_plan": "15 février 2027 : accès\n1er mars 2027 : copie du site",
    },
    "L6": {
        "lease": "no",
        "persistence": "le site n’est pas à jour, le formulaire n’envoie rien",
        "reasons": "Aucune mise à jour depuis le 2 juillet 2026 (pièce n° 2)\n"
        "Formulaire arrêté depuis le 1er octobre 2026 (pièce n° 3)",
        "refund_asked": "yes",
        "surviving": "articles 11 (confidentialité) et 14 (réversibilité)",
    },
    "L7": {
        "delivered": "Maquette acceptée le 2 juillet 2026 (pièce n° 4)",
        "undelivered": "Mise en ligne du site",
        "exhibits": "pièces n° 4 à 6",
        "iban": "FR76 0000 0000 0000 0000 0000 000",
        "alternative": "credit",
    },
    "L8": {
        "readers": "patients",
        "service": "notre site internet",
        "from_date": "2026-12-01",
        "until_date": "2026-12-15",
        "phone": "01 00 00 00 00",
        "email": "contact@cabinet-exemple.fr.example",
        "form_link": "www.cabinet-exemple.fr.example/contact",
        "booking": "par téléphone, de 9 h à 18 h",
        "data_at_risk": "no",
    },
    "L9": {
        "successor_name": "Atelier Nouveau SARL",
        "successor_address": "3 rue des Ateliers, 69000 Lyon",
        "scope": "Maintenance du site\nSuivi du nom de domaine",
        "granted": "Site ; Administrateur ; 31 mars 2028 ; oui\n"
        "Statistiques ; Éditeur ; 31 mars 2028 ; oui",
        "deputy_name": "Dr Claire Martin",
        "reporting": "chaque mois, par courriel",
        "data_location": "Union européenne",
        "exit_plan_date": "2027-03-31",
    },
    "L10": {
        "platform_name": "Bureau Exemple SAS",
        "platform_address": "formulaire d’assistance",
        "identifier": "cabinet-exemple.fr.example",
        "registry_identity": "SELARL Cabinet Exemple",
        "question": "code",
        "domain_kind": "fr",
        "unanswered": "1er et 15 octobre 2026",
        "proofs": "avis de situation Sirene, facture de 2024",
    },
    "L11": {
        "addressee": "debtor",
        "addressee_name": "Studio Exemple Web SARL",
        "addressee_address": "8 rue du Studio, 75011 Paris",
        "copy_to": "Maître Exemple, 1 place du Palais, 75004 Paris",
        "case_number": "2026J00123",
        "court": "tribunal des activités économiques de Paris",
        "judgment_date": "2026-11-12",
        "bodacc_date": "2026-11-20",
        "window": "trente jours",
    },
    "L12": {
        "role": "processor",
        "data": "base des rendez-vous\nformulaires du site",
        "format": "export SQL et fichiers d’origine",
        "secure_way": "coffre partagé du cabinet",
        "dpo": "dpo@cabinet-exemple.fr.example",
    },
}
"""By letter."""


def writing(kind: str, locale: Locale = "fr", *, on: date, **values: str) -> Writing:
    """Return a letter that says everything it must."""
    letter = letters().letters[kind]
    return Writing(
        kind=kind,
        locale=locale,
        channel=letter.channels[0],
        planned_on=on,
        days=0,
        values={**COMMON, **FILLED[kind], **values},
    )
