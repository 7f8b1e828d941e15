"""A letter with everything in it, which each worker reads before it is said to be ready.

The first text that an engine sees is slow: models are loaded, patterns compiled, memory taken. All of it
is invented.
"""

LETTER = """\
Rimouski, le 12 mars 2026

Madame Marie-Ève Gagnon
1480, rue Saint-Jean-Baptiste Est, app. 4
Rimouski (Québec)  G5L 1Y7

Objet : votre demande d’accès — dossier DA-2026-00417

Madame,

Nous avons bien reçu votre lettre du 3 mars. M. Jean-François Bélanger, du Service des archives, vous
appellera au 418 555-0142 d’ici vendredi ; vous pouvez aussi lui écrire à jf.belanger@exemple.quebec.

Pour vérifier votre identité, nous avons noté votre numéro d’assurance maladie (GAGM 9258 2415),
votre date de naissance (le 24 août 1992) et votre NAS (046 454 286). Vos paiements reviennent
dans le compte 00012-006-1234567.

Please let Mrs. Gagnon’s brother, Étienne Gagnon-Roy, know that his file (SIN 130 692 544) is kept apart.

Veuillez agréer, Madame, l’expression de nos sentiments distingués.

Luc Ouellet
Responsable de la protection des renseignements personnels
"""
