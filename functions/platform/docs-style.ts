/** The style of the page; it stands in the page itself, so that nothing else is loaded. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6470; --line: #d9dee4; --back: #fff; --tint: #f4f6f8; --key: #0b6e4f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --soft: #a3adb8; --line: #39424c; --back: #14181c; --tint: #1d2329; --key: #5fd3a6; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--back); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 3rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 2px solid var(--line); font-size: 1.3rem; }
h3 { margin: 2.25rem 0 0.25rem; font-size: 1rem; overflow-wrap: anywhere; }
h4 { margin: 1rem 0 0.25rem; font-size: 0.8rem; color: var(--soft); }
a { color: var(--key); }
a:focus-visible { outline: 2px solid var(--key); outline-offset: 2px; }
code { font: 0.9em/1.4 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.2em; padding: 0 0.4em; border: 1px solid currentColor; border-radius: 4px;
  color: var(--key); text-align: center; font-size: 0.8em; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
td { min-width: 5rem; }
nav ul { margin: 0; padding: 0; list-style: none; columns: 22rem; column-gap: 2rem; font-size: 0.875rem; }
nav li { break-inside: avoid; padding: 0.15rem 0; overflow-wrap: anywhere; }
nav b { display: block; margin-top: 0.5rem; }
p { margin: 0.5rem 0; }
`
