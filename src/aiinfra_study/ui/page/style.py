"""The style sheet of the page: system fonts, one accent colour, light and dark, for screens of any width and paper."""

# Contrast (WCAG 2.2): text 4.5 to 1 or more on its ground, signs of charts 3 to 1; tests measure it in a browser.
CSS = """
:root{color-scheme:light dark;--ground:#fcfcfa;--raised:#f3f3ef;--ink:#1d2326;--dim:#566064;--rule:#d9dad4;
--accent:#0b6a7d;--soft:#d5e6e8}
@media screen and (prefers-color-scheme:dark){:root{--ground:#14181a;--raised:#1d2326;--ink:#e6e8e6;--dim:#a3acaf;
--rule:#353d41;--accent:#5cc0d3;--soft:#1f4049}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans","Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
header,nav,main,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3.5rem}
h1,h2,h3{line-height:1.25;text-wrap:balance;font-weight:650;letter-spacing:-.012em}
h1{font-size:2.1rem;margin:0 0 .25rem}
h2{font-size:1.45rem;margin:0 0 .75rem}
h3{font-size:1.1rem;margin:2.75rem 0 .5rem}
p{margin:0 0 .75rem}
section{padding-top:2rem;margin-top:3rem;border-top:1px solid var(--rule)}
section:first-child{border-top:0;margin-top:0;padding-top:1.5rem}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:3px}
.skip{position:absolute;left:-100rem;top:0;padding:.75rem 1.25rem;background:var(--ground)}
.skip:focus{left:0}
.dim,small{color:var(--dim)}
.lead{font-size:1.1rem;color:var(--dim)}
.note{font-size:.9375rem;color:var(--dim)}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--raised);
padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
.next{border-left:4px solid var(--accent);padding:.25rem 0 .25rem 1rem;margin:1.5rem 0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:.9rem 0;margin:1.5rem 0 0;
border:solid var(--rule);border-width:1px 0}
nav a{display:inline-block;padding:.3rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1.75rem 1.5rem;margin:0 0 1rem}
.tiles dt{font-size:.875rem;color:var(--dim)}
.tiles dd{margin:0;font-size:.875rem;color:var(--dim);line-height:1.45}
.tiles b{display:block;font-size:1.9rem;font-weight:600;line-height:1.3;color:var(--ink);letter-spacing:-.02em;
font-variant-numeric:tabular-nums}
figure{margin:.5rem 0 1.25rem}
figure>.note{margin:.9rem 0 0}
figcaption{margin-bottom:1.1rem}
.key{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;list-style:none;padding:0;margin:.9rem 0 0;font-size:.875rem;
color:var(--dim)}
.key svg{display:inline-block;width:28px;height:14px;margin:0 .4rem 0 0;vertical-align:-2px}
figure>svg{display:block;width:100%;overflow:visible;font-size:13px;fill:var(--ink)}
figure>.bars{padding-right:6.4rem}
figure>.dots{padding:0 3.4rem 0 3.2rem}
.dots text,.square text{paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}
figure>.axis{padding:0 .6rem 0 2.9rem}
figure>.square{max-width:28rem;padding:0 2.6rem 0 2.9rem}
.at{overflow:visible}
.d{fill:var(--dim);font-size:12px}
.e{text-anchor:end}.m{text-anchor:middle}
.g{stroke:var(--rule)}
.z{stroke:var(--dim)}
.a{fill:var(--accent)}
.s{fill:var(--soft)}
.w{stroke:var(--accent);stroke-width:2.5}
.o{fill:var(--ground);stroke:var(--accent);stroke-width:2}
.q{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 4}
.f{fill:none;stroke:var(--accent);stroke-width:1.5}
.wide{display:none}
@media (min-width:40rem){text.wide{display:inline}text.narrow{display:none}}
details{margin:.75rem 0 0}
summary{cursor:pointer;padding:.35rem 0}
figure summary{color:var(--dim);font-size:.875rem}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.45;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--dim);padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.4rem 1rem .4rem 0;border-bottom:1px solid var(--rule);font-weight:400}
thead th{color:var(--dim)}
thead th,td{white-space:nowrap}
tbody th{min-width:8rem}
.beliefs,.weak{padding:0;list-style:none;margin:0}
.beliefs li{padding:.85rem 0;border-bottom:1px solid var(--rule)}
.beliefs li:first-child{padding-top:.25rem}
.beliefs q{font-style:italic}
.beliefs p,.weak p{margin:0}
.weak li{padding:.6rem 0 .6rem 1rem;border-left:2px solid var(--rule);margin:.6rem 0}
footer{padding-top:2rem;padding-bottom:4rem;margin-top:3rem;font-size:.875rem;color:var(--dim)}
footer p{border-top:1px solid var(--rule);padding-top:1.25rem}
@media (max-width:30rem){header{padding-top:2rem}h1{font-size:1.75rem}
.tiles{grid-template-columns:1fr 1fr;gap:1.25rem 1rem}
.tiles b{font-size:1.6rem}}
@media print{:root{--ground:#fff;--raised:#fff}body{font-size:10.5pt}nav,.skip{display:none}header{padding-top:0}
figure,li,tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;
display:block}summary{list-style:none}.scroll{overflow:visible}
thead th,td{white-space:normal}table{font-size:8pt}*{print-color-adjust:exact;
-webkit-print-color-adjust:exact}}
"""
