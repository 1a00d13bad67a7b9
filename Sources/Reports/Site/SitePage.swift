// SPDX-License-Identifier: Apache-2.0

/// The frame that all pages share.
struct SitePage {
  /// What every page of a site says of itself, by which a site is known.
  static let generator = "<meta name=\"generator\" content=\"modelgate audit report\">"

  /// What the browser's tab says.
  let title: String
  /// The way back to the index, from where the page lies; nil on the index itself.
  let home: String?
  /// The site's name and when it was made.
  let site: String
  let madeOn: String
  /// The page's own script, when it has one; pages can be read without.
  var script: String?
  let content: HTML

  /// The whole document.
  ///
  /// It loads nothing, and says so to the browser: no request leaves the page.
  var text: String {
    let document: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      \(HTML(stringLiteral: Self.generator))
      <title>\(title)</title>
      <style>\(HTML(stringLiteral: SiteStyle.sheet))</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">\(way)<p>Audit report of \(.time(madeOn))</p></header>
      <main id="main" tabindex="-1">
      \(content)</main>
      <footer><p>Made by modelgate on \(.time(madeOn, hasSeconds: true)), from the ledger and the \
      repository alone. Times are UTC.</p></footer>
      \(scriptElement)</body>
      </html>

      """
    return document.markup
  }

  private var way: HTML {
    guard let home else { return .nothing }
    return "<nav aria-label=\"Site\"><a class=\"site\" href=\"\(home)\">\(.name(site))</a></nav>"
  }

  private var scriptElement: HTML {
    script.map { "<script>\(HTML(stringLiteral: $0))</script>\n" } ?? .nothing
  }

  /// Style and script count by their digests, so nothing that was slipped in would.
  private var policy: String {
    let scripts = script.map { "; script-src 'sha256-\(SiteScript.digest($0))'" } ?? ""
    let style = "style-src 'sha256-\(SiteScript.digest(SiteStyle.sheet))'"
    return "default-src 'none'; \(style)\(scripts); base-uri 'none'; form-action 'none'"
  }
}
