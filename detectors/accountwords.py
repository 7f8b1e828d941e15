"""The words around the name of an account, as patterns on folded text."""

#: What an account is called, and what holds one.
ACCOUNT = (
    r"(?:comptes?|codes? (?:reseau|windows|d'utilisateur|d'usager|ad|ms|unix)|usagere?s?"
    r"|utilisat(?:eur|rice)s?|identifiants?|log-?[io]ns?|user ?name|pseudos?|pseudonymes?|handles?"
    r"|nicks?|alias|profile?s?|sessions?|accounts?|users?|membres?|members?|abonnee?s?|followers?|joueu(?:r|se)s?"
    r"|players?|gamertags?|avatars?|internautes?|streamers?|spammers?|trolls?|boite de|mailbox(?: of)?"
    r"|acces (?:de|a|pour)|droits de|permissions de|access (?:of|for)|licen[cs]e (?:de|pour|for)"
    r"|assignee? a|assigned to|attribuee? a|demandeu(?:r|se)|requester|approbat(?:eur|rice)|approvers?"
    r"|le mien|la mienne|mine|le sien|reviewers?|maintainers?|mainteneurs?|committers?"
    r"|contribut(?:eur|rice|or)s?"
    r"|(?:de|re)?banni[rets]?|(?:un)?ban(?:s|ned)?|mute[rds]?|avertis?|avertir|warn(?:ed)?|kick(?:ed|e|er)?"
    r"|expulse[rz]?|suspen(?:d(?:ed|re|u)?|s)|repond(?:re|u|s)? a|repl(?:ied|y|ying) to|mentionne[rz]?"
    r"|dm(?: de)?|mp de|ecris? a|messages? (?:prive )?de)"
)
#: Where one has an account.
PLACE = (
    r"(?:portail|portal|plate-?forme|platform|forum|moodle|omnivox|clicsequr|mozaik|workday|salesforce|outlook"
    r"|citrix|vpn|windows|zoom|teams|discord|facebook|instagram|insta|snap(?:chat)?|tik ?tok|twitch|steam"
    r"|xbox|github|gitlab|slack|reddit|telegram|whatsapp|messenger|linkedin|appli(?:cation)?|app)"
)
#: What is done to an account, or with one.
DONE = (
    r"(?:(?:de)?bloque[rz]?|(?:un)?block(?:ed)?|signale[rz]?|reported"
    r"|(?:des|re)?active[rz]?|(?:de)?verrouille[rz]?|unlock(?:ed)?|locked out|insulte|menace|harcele"
    r"|(?:mot de passe|mdp) (?:de|pour)|(?:password|pw) (?:of|for)"
    r"|ajoute[rz]?|add|retire[rz]?|remove|(?:des|re)?abonne[rz]|invite[rz]|suivre|follow"
    r"|utilise[rz]?|uses?|s'appelle|se nomme|connecte[rz]? (?:avec|comme|sous)"
    r"|connectee? (?:avec|comme|sous)|contacte[rz]?|ping(?:e|er)?"
    r"|granted to|revoked? (?:from|for)|denied to|usurpe[rz]?|doublon de|alt (?:de|of)"
    r"|(?:publie|poste|partage|envoye)e? par|(?:posted|sent) by)"
)
DOES = (
    r"(?:a (?:ecrit|insulte|menace|repondu|publie|demande|quitte|rejoint|partage|envoye|supprime|modifie"
    r"|signale|ajoute|edite|like|aime|commente|harcele|spamme"
    r"|ete (?:banni|suspendu|averti|bloque|signale|desactive|expulse|retire))"
    r"|se connecte(?:nt)?|s'est connectee?|est (?:banni|suspendu|verrouille|bloque|desactive|en ligne)"
    r"|n'arrive (?:plus|pas)|has been|was (?:banned|muted|warned|kicked|suspended|locked)"
    r"|is (?:banned|locked|online|offline)|wrote|posted|said|replied|joined|left|quit|keeps"
    r"|logged (?:in|on|out)|signed in)"
)
#: Strings without one of which no such words are in a text.
GATE = (
    r"portail|portal|form|moodle|omnivox|clicsequr|mozaik|workday|salesforce|outlook|citrix|vpn"
    r"|windows|zoom|teams|discord|facebook|insta|snap|tik|twitch|steam|xbox|git|slack|reddit|telegram"
    r"|whatsapp|messenger|linkedin|app|log-?on|\bas |\bcomme |je suis|i am|i'm|moi|chus|compte|code"
    r"|usager|utilis|identifiant|login|user|pseudo|handle|nick|alias|profil|session|account|membre"
    r"|member|abonne|follow|joueu|player|gamertag|avatar|internaute|streamer|spam|troll|boite de"
    r"|mailbox|acces|droits de|permissions|licen|assign|attribue|demandeu|request|approb|approver"
    r"|review|maint|committer|contribut|bann|\bban|mute|averti|warn|kick|expuls|suspen|bloque|block"
    r"|signal|reported|active|verrouil|lock|insult|menac|harcel|mot de passe|mdp|password|\bpw|ajout"
    r"|\badd\b|retir|remov|invite|suivr|\buses?\b|s'appel|se nomme|connect|repond|repl|mention|\bdm\b"
    r"|\bmp\b|\becris?\b|messag|contact|\bping|granted|revoke|denied|usurp|doublon|\balt\b|publi"
    r"|poste|partag|envoy|\bby\b|ecrit|quit|rejoi|supprim|modifi|edite|\blike\b|\baime|comment"
    r"|n'arrive|has been|online|offline|wrote|said|joined|\bleft\b|keeps|logged|signed|en ligne"
    r"|mine\b|mien|sien\b|[a-z] \([a-z]{4}|[a-z]{3}\.[a-z]{3}"
)
