import { markup, trusted, type Content, type Markup } from './markup.ts';
import { THEME_CSS } from './theme.ts';

const STYLE = `${THEME_CSS}
header.top{padding:1.4rem 0 .2rem}.answer{font-size:1.15rem}figure{margin:1rem 0}figcaption{font-weight:600;font-size:.92rem;overflow-wrap:anywhere}figure svg{width:100%;height:auto;display:block}
.legend span{margin-right:1rem;font-size:.86rem}.legend i{display:inline-block;width:1.4rem;height:0;border-top:3px solid;vertical-align:middle;margin-right:.35rem}
.axis{stroke:var(--line);stroke-width:1}.tick{fill:var(--soft);font:20px system-ui,sans-serif}
@media (max-width:40rem){.tick{font-size:34px}}
@media print{details::details-content{content-visibility:visible;block-size:auto}}`;

/** What one judgement asks, and what it says. */
export interface Judgement {
  readonly title: string;
  readonly about: Content;
  readonly badge: Markup;
  /** The question's answer, in one sentence. */
  readonly answer: string;
  /** What else is to be known before anything is looked up: what decided beside it, what happens next. */
  readonly more: Content;
  readonly body: Content;
}

/** Answer first; self-contained, without script, and on paper unfolded. */
export function judgementPage({ title, about, badge, answer, more, body }: Judgement): string {
  return markup`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>${title}</title><style>${trusted(STYLE)}</style></head><body>
<header class="top"><div><p class="soft small">${about}</p>
<h1>${title}</h1><p class="answer">${badge} ${answer}</p>${more}</div></header>
<main>${body}</main></body></html>
`.html;
}
