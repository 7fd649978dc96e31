/** The style sheet of all pages of the sandbox, served as `/sandbox.css`. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #fff; --text: #1b1f27; --soft: #565e6c; --line: #d5d9e0; --edge: #7d8695;
  --accent: #3d3bb3; --on-accent: #fff; --quiet: #ecedf8;
  --good: #11643c; --good-ground: #e4f4eb; --bad: #a3202c; --bad-ground: #fcebec; --wait: #7a4b00; --wait-ground: #fdf1da;
  --band: #2a2740; --on-band: #f4f2ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12141a; --card: #1b1e26; --text: #eceef3; --soft: #a8b0be; --line: #333845; --edge: #7d8695;
    --accent: #aaa8ff; --on-accent: #15143b; --quiet: #2a2b45;
    --good: #7fd9a8; --good-ground: #14301f; --bad: #ff9aa2; --bad-ground: #3a1a1e; --wait: #f3c56b; --wait-ground: #362910;
    --band: #2a2740; --on-band: #f4f2ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
.banner { background: var(--band); color: var(--on-band); padding: .5rem 1rem; font-size: .875rem; }
.banner p { margin: 0 auto; max-width: 68rem; }
.banner strong { margin-inline-end: .5rem; text-transform: uppercase; letter-spacing: .06em; font-size: .8125rem; }
main { margin: 1rem auto; padding: 1.25rem; max-width: 30rem; }
main.narrow { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
main.wide { max-width: 70rem; padding-block: 0; }
@media (max-width: 31rem) { main.narrow { margin: 0; border-width: 0 0 1px; border-radius: 0; } }
@media (min-width: 40rem) { main { margin-block: 2.5rem; } main.narrow { padding: 2rem; } }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 0 0 .5rem; font-size: 1.125rem; line-height: 1.3; }
h3 { margin: 1.25rem 0 .5rem; font-size: 1rem; }
p { margin: 0 0 1rem; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
.hint { color: var(--soft); font-size: .875rem; }
.problem { color: var(--bad); font-weight: 600; font-size: .875rem; margin-block: .375rem 0; }
.code, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
code { font-size: .875em; }
form { margin: 0; }
.stack > * + * { margin-top: 1.25rem; }
label, legend { font-weight: 600; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: .375rem; }
label.field { display: block; margin-bottom: .375rem; }
.field + .hint { margin: 0 0 .375rem; }
input[type='text'], input[type='number'], select {
  width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--edge); border-radius: .5rem;
}
[aria-invalid='true'] { border-color: var(--bad); border-width: 2px; }
input[type='radio'], input[type='checkbox'] { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.choice { display: flex; align-items: center; gap: .75rem; min-height: 3rem; padding: .5rem .75rem; font-weight: 400; cursor: pointer; }
.choice small { display: block; color: var(--soft); font-size: .8125rem; }
.choices, .lone { border: 1px solid var(--line); border-radius: .5rem; overflow: clip; }
.choices > * + * { border-top: 1px solid var(--line); }
.choice:has(:checked) { background: var(--quiet); }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .5rem 1rem;
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
  color: var(--accent); background: transparent; border: 1px solid var(--accent); border-radius: .5rem;
}
button:hover, .button:hover { background: var(--quiet); }
.main { width: 100%; color: var(--on-accent); background: var(--accent); }
.main:hover { background: color-mix(in srgb, var(--accent) 88%, var(--text)); }
.row { display: flex; flex-wrap: wrap; gap: .5rem; }
.row > button { flex: 1 1 auto; }
.own { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px dashed var(--edge); }
.notice { margin-bottom: 1.25rem; padding: 1rem; border-radius: .5rem; border-inline-start: .25rem solid currentColor; }
.notice p { margin: 0; color: var(--text); }
.notice.good { color: var(--good); background: var(--good-ground); }
.notice.bad { color: var(--bad); background: var(--bad-ground); }
.notice.waiting { color: var(--wait); background: var(--wait-ground); }
dl { margin: 0 0 1.25rem; }
dl > div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .625rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.amount { font-size: 1.75rem; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; margin: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; margin-bottom: 1rem; }
.pin { display: block; font-size: 2rem; font-weight: 700; letter-spacing: .15em; line-height: 1.2; user-select: all; }
.messages { list-style: none; margin: 0; padding: 0; }
.messages p { margin: 0; }
.toolbar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: 1.25rem; }
.jumps { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0 0 1rem; padding: 0; }
.jumps a { display: inline-flex; align-items: center; min-height: 2.75rem; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .5rem .75rem .5rem 0; text-align: start; vertical-align: middle; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; font-size: .8125rem; }
tbody th { font-weight: 600; }
tbody tr:last-child > * { border-bottom: 0; }
td.wide-cell { min-width: 13rem; }
td.short { white-space: nowrap; }
.tag { display: inline-block; padding: .125rem .5rem; border-radius: 1rem; background: var(--quiet); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.grid { display: grid; gap: .75rem 1rem; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); align-items: end; }
.set { display: flex; gap: .5rem; min-width: 15rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) {
  .records thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .records, .records tbody, .records tr, .records th, .records td { display: block; }
  .records tr { padding: .75rem 0; border-bottom: 1px solid var(--line); }
  .records tr:last-child { border-bottom: 0; }
  .records th, .records td { padding: .125rem 0; border: 0; }
  .set { min-width: 0; }
}
@media (forced-colors: active) { .notice, .tag { border: 1px solid; } }
`;
