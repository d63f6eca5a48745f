/**
 * What all pages share: colours of both themes (text at least 4.5:1 on its ground), type, tables, badges. Text in TypeScript rather
 * than a file, because the comparison page is written inside a Lambda, whose bundle holds code alone.
 */
const LIGHT = `color-scheme:light;--ground:#f6f7f9;--card:#fff;--ink:#16202c;--soft:#556273;--line:#dde2e9;--faint:#eef1f5;
--accent:#1259c3;--good:#0f6b3c;--good-ground:#e2f4ea;--bad:#b3261e;--bad-ground:#fde9e7;--warn:#8a5300;--warn-ground:#fff1d6;
--actual:#16202c;--c1:#1259c3;--c2:#b8470b;--c3:#0f7a4a;--c4:#8037b0;--c5:#a81d58;--c6:#0b7285;--c7:#6f5a00;--c8:#4a4fa8;--band:rgba(18,89,195,.16)`;
const DARK = `color-scheme:dark;--ground:#0f141a;--card:#171e26;--ink:#e7ecf2;--soft:#a3b0bf;--line:#2d3844;--faint:#1f2832;
--accent:#7db2ff;--good:#7fdca6;--good-ground:#133524;--bad:#ff9d94;--bad-ground:#421916;--warn:#ffc766;--warn-ground:#3b2a0a;
--actual:#f3f6fa;--c1:#6aa8ff;--c2:#ff9a5c;--c3:#5fd497;--c4:#cf9bff;--c5:#ff8fbd;--c6:#5bd3e6;--c7:#dcc15f;--c8:#a9b0ff;--band:rgba(106,168,255,.2)`;

export const THEME_CSS = `
:root{${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root:not([data-paper]){${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth;scroll-padding-top:4rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:break-word}
main,header.top>div{max-width:72rem;margin:0 auto;padding:0 1rem}
h1{font-size:clamp(1.6rem,4.5vw,2.3rem);line-height:1.15;letter-spacing:-.02em;margin:.2rem 0 .5rem}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:0 0 .35rem}
h3{font-size:1.02rem;margin:1.4rem 0 .4rem}
p{margin:.35rem 0 .8rem;max-width:72ch}
.soft{color:var(--soft)}.small{font-size:.86rem}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.25rem;margin:1.1rem 0}
.table{margin:.6rem 0 1rem;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.86rem;padding:0 0 .4rem}
th,td{padding:.42rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--soft);font-weight:600;font-size:.78rem;vertical-align:bottom}
tbody th{font-weight:600}
.table td,.table th{overflow-wrap:anywhere}
@media (min-width:40.01rem){.table td{min-width:5.2rem}.table tbody th{min-width:7.2rem}.table td.n{min-width:0}}
.n{text-align:right}td.n{white-space:nowrap}
@media (min-width:40.01rem){.d{white-space:nowrap}}
.badge{display:inline-block;padding:.05rem .55rem;border-radius:999px;font-size:.8rem;font-weight:600;background:var(--faint);color:var(--soft)}
.badge.good{background:var(--good-ground);color:var(--good)}.badge.bad{background:var(--bad-ground);color:var(--bad)}.badge.live{background:var(--accent);color:var(--card)}
code{overflow-wrap:anywhere;font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
details{border-top:1px solid var(--line);padding:.55rem 0}
details>summary{cursor:pointer;font-weight:600}
summary .soft{font-weight:400}
details.within{border:0;padding:0}details.within>summary{font-weight:400}
.folds>details:last-child{border-bottom:1px solid var(--line)}
.folds+.folds{margin-top:-1px}
.commands{margin:.2rem 0 .8rem;padding-left:1.2rem}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0}dt{color:var(--soft)}dd{margin:0}
@media (max-width:40rem){
section{padding:1rem .9rem;border-radius:12px}
.table thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.table table,.table tbody,.table tr,.table caption{display:block}
.table tr{border:1px solid var(--line);border-radius:10px;margin:0 0 .6rem;padding:.3rem .7rem}
.table th,.table td{display:flow-root;border:0;padding:.18rem 0;text-align:right}
.table tbody th{text-align:left;font-size:.98rem}
.table td::before{content:attr(data-title);color:var(--soft);float:left;text-align:left;margin-right:1rem;max-width:55%}
dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .4rem}}
@media print{body{background:#fff;font-size:11pt}.table{overflow:visible}table{font-size:8.5pt}.table td,.table tbody th,.table td.n{min-width:0;white-space:normal;padding:.25rem .35rem}.d{white-space:normal}section{break-inside:auto;border:0;padding:.4rem 0;margin:.6rem 0}h2,h3,caption{break-after:avoid}tr,figure{break-inside:avoid}}
`;
