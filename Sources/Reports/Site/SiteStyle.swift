// SPDX-License-Identifier: Apache-2.0

/// How the pages look: light and dark, on a phone, on paper.
enum SiteStyle {
  static let sheet = """

    :root { color-scheme: light dark; --paper: #fff; --ink: #1c2430; --dim: #5a6576;
      --line: #d9dee6; --panel: #f5f7fa; --accent: #1f5fbf; --good: #17703f; --good-bg: #e2f4ea;
      --bad: #a61b1b; --bad-bg: #fdeaea; --doubt: #7a5200; --doubt-bg: #fdf3dc; }
    @media (prefers-color-scheme: dark) { :root { --paper: #12161c; --ink: #e6eaf0;
      --dim: #9aa6b6; --line: #2c3542; --panel: #1a2029; --accent: #86b4ff; --good: #6fdc9d;
      --good-bg: #12301f; --bad: #ff9a9a; --bad-bg: #3a1616; --doubt: #f0c674;
      --doubt-bg: #33280f; } }
    * { box-sizing: border-box; }
    html { font: 100%/1.55 system-ui, sans-serif; background: var(--paper); color: var(--ink); }
    body { margin: 0 auto; max-width: 68rem; padding: 0 1.25rem 3rem; }
    a { color: var(--accent); }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    .skip { position: absolute; left: -100vw; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem 1rem; }
    .top { border-bottom: 1px solid var(--line); margin-bottom: 2rem; }
    .top p { margin: 1rem 0; }
    .site { font-weight: 650; text-decoration: none; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
    p { margin: .5rem 0 1rem; max-width: 46rem; }
    .lead { color: var(--dim); }
    code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
    pre { font: .8rem/1.5 ui-monospace, monospace; background: var(--panel); padding: 1rem;
      border-radius: .5rem; overflow-x: auto; }
    .badge { display: inline-block; padding: .15rem .65rem; border-radius: 1rem; font-weight: 650;
      font-size: .875rem; white-space: nowrap; border: 1px solid currentColor; }
    .good { color: var(--good); background: var(--good-bg); }
    .bad { color: var(--bad); background: var(--bad-bg); }
    .doubt { color: var(--doubt); background: var(--doubt-bg); }
    .plain { color: var(--dim); background: var(--panel); }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr));
      gap: .75rem 2rem; margin: 0; }
    .facts dt { color: var(--dim); font-size: .85rem; }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .925rem; }
    th, td { text-align: left; vertical-align: top; padding: .55rem 1rem .55rem 0;
      border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
    thead th { color: var(--dim); font-weight: 550; font-size: .85rem; white-space: nowrap; }
    tbody th { font-weight: 550; min-width: 7rem; }
    form { margin: 1rem 0; }
    label { display: block; color: var(--dim); font-size: .85rem; }
    input { font: inherit; width: 100%; max-width: 28rem; padding: .5rem .75rem; color: inherit;
      background: var(--panel); border: 1px solid var(--dim); border-radius: .5rem; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem;
      list-style: none; padding: 0; margin: 1.5rem 0; }
    .tiles li { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
      padding: .75rem 1rem; color: var(--dim); font-size: .875rem; }
    .tiles strong { display: block; font-size: 1.5rem; line-height: 1.2; color: var(--ink); }
    figure { margin: 0; overflow-x: auto; }
    figcaption { color: var(--dim); font-size: .85rem; }
    svg { max-width: 100%; height: auto; display: block; }
    svg.lineage { min-width: 44rem; }
    svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
    svg .small { font: 11px ui-monospace, monospace; fill: var(--dim); }
    svg .box { fill: var(--panel); stroke: var(--line); }
    svg .box.model { fill: var(--good-bg); stroke: var(--good); }
    svg .box.model.bad { fill: var(--bad-bg); stroke: var(--bad); }
    svg .box.model.doubt { fill: var(--doubt-bg); stroke: var(--doubt); }
    svg .edge { fill: none; stroke: var(--dim); stroke-width: 1.5; }
    svg .plot { fill: none; stroke: var(--accent); stroke-width: 2; }
    svg .dot { fill: var(--accent); }
    svg .dot.here { fill: var(--ink); }
    svg .axis { stroke: var(--line); }
    details summary { cursor: pointer; color: var(--accent); }
    footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--dim);
      font-size: .85rem; }
    @media (max-width: 40rem) { thead { display: none; } tr, th, td { display: block; }
      tr { border-bottom: 1px solid var(--line); padding: .6rem 0; }
      th, td { border: 0; padding: .1rem 0; }
      td::before { content: attr(data-label); display: block; color: var(--dim);
        font-size: .8rem; } }
    @media print { html { font-size: 10pt; } body { max-width: none; padding: 0; }
      .skip, form, details:not([open]) { display: none; } .scroll { overflow: visible; }
      section, tr, figure { break-inside: avoid; } h2 { break-after: avoid; }
      a { color: inherit; text-decoration: none; } }

    """
}
