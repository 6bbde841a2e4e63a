import { Html } from './html.js'

const dark = `
  --background: #14171c; --surface: #1c2027; --text: #e8eaee; --muted: #a3abb8; --line: #323843; --accent: #6ea8fe;
  --critical: #ff8a80; --warning: #f0b84b; --info: #8ab4f8; --ok: #6fd08c; --code: #12151a;`
const light = `
  --background: #f6f7f9; --surface: #ffffff; --text: #1b1f26; --muted: #566070; --line: #dde1e7; --accent: #2462c2;
  --critical: #b3261e; --warning: #8a5a00; --info: #2462c2; --ok: #1a7439; --code: #f3f5f8;`

/** The style sheet of the report: light and dark, from 320 pixels to paper. */
export const styles = new Html(`
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); font: 16px/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2rem); }
header { padding-top: 2rem; }
footer { padding-top: 1rem; padding-bottom: 3rem; color: var(--muted); font-size: .875rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
a { color: var(--accent); }
.muted { color: var(--muted); }
.small { font-size: .875rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1.25rem; }
nav a { padding: .25rem 0; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
.tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); margin: 1.25rem 0 0; }
.tiles > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { color: var(--muted); font-size: .875rem; }
.tiles dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.3; }
.card, .tiles > div { background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; padding: .875rem 1rem; }
.verdict { display: inline-block; margin: .75rem 0 0; padding: .25rem .75rem; border-radius: 1rem; border: 1px solid currentColor;
  font-weight: 600; }
.critical { color: var(--critical); } .warning { color: var(--warning); } .info { color: var(--info); }
.ok { color: var(--ok); } .unknown { color: var(--muted); }
figure { margin: 0; min-width: 0; }
figure svg { width: 100%; height: auto; margin-top: .5rem; }
figcaption { color: var(--muted); font-size: .875rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0 0; padding: 0; list-style: none; font-size: .875rem; }
.legend li::before { content: ""; display: inline-block; width: .75rem; height: .75rem; margin-right: .375rem; border-radius: 2px;
  background: currentColor; vertical-align: -1px; }
.legend span { color: var(--text); }
.finding { margin-bottom: 1rem; border-left: 4px solid currentColor; }
.finding > * { color: var(--text); }
.finding > .badge { color: inherit; font-size: .8125rem; font-weight: 700; letter-spacing: .03em; text-transform: uppercase; }
.finding ul { list-style: none; margin: .5rem 0 0; padding: 0; }
.finding li { padding: .5rem 0; border-top: 1px solid var(--line); }
.object { font-weight: 600; }
.value { float: right; margin-left: 1rem; font-variant-numeric: tabular-nums; }
pre { margin: .375rem 0; padding: .5rem .75rem; background: var(--code); border: 1px solid var(--line); border-radius: .375rem;
  white-space: pre-wrap; overflow-wrap: anywhere; font: .8125rem/1.5 ui-monospace, monospace; }
code { font: .875em ui-monospace, monospace; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; background: var(--surface); border: 1px solid var(--line);
  border-radius: .5rem; }
th { text-align: left; font-weight: 600; color: var(--muted); font-size: .8125rem; vertical-align: bottom; }
th, td { padding: .5rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.wide { width: 45%; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  table, tbody, tr, td { display: block; width: 100%; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td, td.wide { display: flex; justify-content: space-between; gap: 1rem; width: 100%; padding: .1875rem .75rem; border: 0; text-align: right; }
  td:first-child { font-weight: 600; text-align: left; }
  td.number { white-space: normal; }
  td:not(:first-child)::before { content: attr(data-label); color: var(--muted); flex: none; font-weight: 400; text-align: left; }
  td.block { display: block; text-align: left; }
  h1 { font-size: 1.5rem; }
}
@media print {
  :root { color-scheme: light; ${light} --background: #ffffff; }
  body { font-size: 10pt; }
  main, header, footer { max-width: none; padding: 0; }
  nav { display: none; }
  .card, .tiles > div, tr, li, figure { break-inside: avoid; }
  .finding { break-inside: auto; }
  h2, h3 { break-after: avoid; }
  .grid { grid-template-columns: 1fr 1fr; }
  a { color: inherit; }
}
`)
