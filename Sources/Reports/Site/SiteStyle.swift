// SPDX-License-Identifier: Apache-2.0

/// How the pages look: light and dark, on a phone, on paper.
enum SiteStyle {
  static let sheet = colors + frame + parts + tables + drawings + phone + paper

  /// Every pair of text and ground has a contrast of at least 4.5 (WCAG AA).
  private static let colors = """

    :root { --paper: #fff; --ink: #1c2430; --dim: #556072; --line: #d9dee6; --panel: #f5f7fa;
      --accent: #1f5fbf; --good: #17703f; --good-bg: #e2f4ea; --bad: #a61b1b; --bad-bg: #fdeaea;
      --doubt: #7a5200; --doubt-bg: #fdf3dc; }
    @media screen { :root { color-scheme: light dark; } }
    @media screen and (prefers-color-scheme: dark) { :root { --paper: #12161c; --ink: #e6eaf0;
      --dim: #9aa6b6; --line: #2c3542; --panel: #1a2029; --accent: #86b4ff; --good: #6fdc9d;
      --good-bg: #12301f; --bad: #ff9a9a; --bad-bg: #3a1616; --doubt: #f0c674;
      --doubt-bg: #33280f; } }

    """

  private static let frame = """
    * { box-sizing: border-box; }
    html { font: 100%/1.55 system-ui, sans-serif; background: var(--paper); color: var(--ink);
      scroll-padding-top: 1rem; }
    body { margin: 0 auto; max-width: 72rem; padding: 0 1.25rem 3rem; }
    a { color: var(--accent); }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
    main:focus { outline: none; }
    .skip { position: absolute; left: 1rem; top: -6rem; }
    .skip:focus { top: .5rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
    .top { border-bottom: 1px solid var(--line); margin-bottom: 2rem; padding: .75rem 0;
      display: flex; flex-wrap: wrap; gap: 0 1.5rem; justify-content: space-between; }
    .top p, .top nav { margin: 0; }
    .top p { color: var(--dim); }
    .site { font-weight: 650; }
    h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; }
    h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
    p { margin: .5rem 0 1rem; max-width: 46rem; overflow-wrap: anywhere; }
    .lead { color: var(--dim); }
    .lead strong { color: var(--ink); }
    footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--dim);
      font-size: .875rem; }

    """

  private static let parts = """
    bdi, code { overflow-wrap: anywhere; }
    code { font: .875em/1.5 ui-monospace, monospace; }
    pre { font: .8125rem/1.5 ui-monospace, monospace; background: var(--panel); padding: 1rem;
      border-radius: .5rem; overflow-x: auto; }
    time { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .badge { display: inline-block; padding: .1rem .65rem; border-radius: 1rem; font-weight: 650;
      font-size: .875rem; white-space: nowrap; border: 1px solid currentColor; }
    .good { color: var(--good); background: var(--good-bg); }
    .bad { color: var(--bad); background: var(--bad-bg); }
    .doubt { color: var(--doubt); background: var(--doubt-bg); }
    .plain { color: var(--dim); background: var(--panel); }
    .verdict { border-left: .35rem solid; border-radius: .5rem; padding: .75rem 1.25rem;
      margin: 1.25rem 0 1.5rem; }
    .verdict p, .verdict li { color: var(--ink); margin: .25rem 0; max-width: none; }
    .verdict p .badge { margin-right: .5rem; }
    .verdict ul { margin: .5rem 0; padding-left: 1.25rem; }
    .facts { margin: 0; }
    .facts div { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 0 1rem;
      padding: .4rem 0; border-bottom: 1px solid var(--line); }
    .facts dt { color: var(--dim); }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    .contents ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none;
      padding: 0; margin: 1.5rem 0 0; }
    .contents a { display: inline-block; padding: .25rem 0; }
    form { margin: 1rem 0; }
    label { display: block; color: var(--dim); margin-bottom: .25rem; }
    input { font: inherit; width: 100%; max-width: 32rem; padding: .5rem .75rem; color: inherit;
      background: var(--panel); border: 1px solid var(--dim); border-radius: .5rem; }
    #found { min-height: 1.55em; margin: .25rem 0 0; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
      list-style: none; padding: 0; margin: 1.5rem 0; }
    .tiles li { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
    .tiles strong { display: block; font-size: 1.6rem; line-height: 1.2; }
    details { margin: 1rem 0; }
    summary { cursor: pointer; color: var(--accent); padding: .25rem 0; }

    """

  private static let tables = """
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
    th, td { text-align: left; vertical-align: top; padding: .55rem 1.25rem .55rem 0;
      border-bottom: 1px solid var(--line); min-width: 5.5rem; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--dim); font-weight: 550; font-size: .875rem; vertical-align: bottom; }
    tbody th { font-weight: 600; min-width: 9rem; }
    .words { overflow-wrap: anywhere; min-width: 9.5rem; }
    .tight { white-space: nowrap; }
    .tight bdi { white-space: normal; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    thead :is(th, .words) { overflow-wrap: normal; }
    .wide { min-width: 12rem; }
    tr[hidden] { display: none; }

    """

  private static let drawings = """
    figure { margin: 0; }
    figcaption { color: var(--dim); font-size: .875rem; max-width: 46rem; margin-top: .5rem; }
    svg { max-width: 100%; display: block; }
    .lineage-tall { display: none; }
    svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
    svg .small { font: 11px ui-monospace, monospace; fill: var(--dim); }
    .box { fill: var(--panel); stroke: var(--line); }
    .box.model { fill: var(--good-bg); stroke: var(--good); }
    .box.model.bad { fill: var(--bad-bg); stroke: var(--bad); }
    .box.model.doubt { fill: var(--doubt-bg); stroke: var(--doubt); }
    .edge { fill: none; stroke: var(--dim); stroke-width: 1.5; }
    .spark { width: 12.5rem; height: 2.5rem; }
    .plot { fill: none; stroke: var(--accent); stroke-width: 1.75; }
    .dot { fill: var(--ink); }
    .bar { width: 12.5rem; height: .75rem; margin-top: .35rem; }
    .bar rect { fill: var(--accent); }

    """

  /// Each row is a card: its name, then the cells in two columns.
  private static let phone = """
    @media screen and (max-width: 44rem) {
      body { padding: 0 1rem 2rem; }
      .facts div { grid-template-columns: minmax(0, 1fr); }
      table:not(.whole) { display: block; }
      table:not(.whole) thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
        clip-path: inset(50%); }
      table:not(.whole) tbody { display: block; }
      table:not(.whole) tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: .35rem 1rem;
        padding: .75rem 0; border-bottom: 1px solid var(--line); }
      table:not(.whole) tbody tr[hidden] { display: none; }
      table:not(.whole) tbody :is(th, td) { display: block; border: 0; padding: 0; min-width: 0;
        text-align: left; white-space: normal; }
      table:not(.whole) tbody :is(th, .wide) { grid-column: 1 / -1; }
      table:not(.whole) td::before { content: attr(data-label); display: block;
        color: var(--dim); font-size: .8125rem; }
      .lineage-wide { display: none; }
      .lineage-tall { display: block; width: 100%; max-width: 22rem; }
    }

    """

  private static let paper = """
    @page { size: A4; margin: 16mm 14mm 18mm;
      @bottom-left { content: "modelgate audit report"; font: 8pt sans-serif; }
      @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; } }
    @media print {
      html { font-size: 9.5pt; }
      body { max-width: none; padding: 0; }
      .skip, form, .contents, details:not([open]) { display: none; }
      .scroll { overflow: visible; }
      tr, figure, .verdict, .facts div, .tiles { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
      thead { display: table-header-group; }
      table { font-size: .875em; }
      th, td { padding-right: .6rem; min-width: 0; }
      .words { min-width: 5rem; }
      .wide, tbody th { min-width: 6rem; }
      .spark, .bar { width: 8rem; }
      .lineage-wide { max-height: 20cm; }
      a { color: inherit; text-decoration: none; }
    }

    """
}
