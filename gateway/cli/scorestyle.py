"""How the page of `paravent evaluate` looks."""

#: Colours: every text on every ground that it stands on has a contrast of at least 4.5.
COLOURS = {
    "ground": "#ffffff",
    "shade": "#f1f4f7",
    "text": "#1b1f24",
    "quiet": "#4b5563",
    "accent": "#0b4f8a",
    "mark": "#ffe08a",
    "line": "#8a94a0",
}
STYLE = (
    ":root{" + ";".join(f"--{name}:{value}" for name, value in COLOURS.items()) + "}"
    "body{margin:0 auto;max-width:84rem;padding:1.5rem;background:var(--ground);color:var(--text);"
    "font:1rem/1.5 system-ui,sans-serif}"
    "h1{line-height:1.2}h2{margin-top:2.5rem}"
    ".note{background:var(--shade);border-left:.25rem solid var(--accent);padding:.75rem 1rem}"
    "dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem;padding:0}"
    "dl div{background:var(--shade);padding:.75rem 1rem;border-radius:.25rem}"
    "dt{color:var(--quiet)}dd{margin:0;font-size:1.5rem}"
    ".scroll{overflow-x:auto;position:relative}.scroll:focus-visible{outline:.2rem solid var(--accent)}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "thead th{background:var(--shade)}.n{text-align:right;font-variant-numeric:tabular-nums;"
    "white-space:nowrap}"
    "tfoot th,tfoot td{font-weight:700}"
    "mark{background:var(--mark);color:var(--text);padding:0 .15rem}"
    ".context{overflow-wrap:anywhere;min-width:22rem}"
    "@media print{.scroll{overflow:visible}}"
)
PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="note">{warning}</p>
{body}
</main>
</body>
</html>
"""
