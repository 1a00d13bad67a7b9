// SPDX-License-Identifier: Apache-2.0

import Findings

extension LineageDrawing {
  /// The drawing as a document of SVG 1.1 that needs nothing else; its colours follow the reader's
  /// light or dark setting, and every node has a title for screen readers.
  public var svg: String {
    let title = "What came from what: \(graph.nodes.count) things"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(size.width)" height="\(size.height)" \
      viewBox="0 0 \(size.width) \(size.height)" role="img" aria-label="\(title)">
      <title>\(title)</title>
      <style>\(Self.style)</style>

      """ + graph.edges.map(line).joined() + graph.nodes.map(box).joined() + "</svg>\n"
  }

  private static let style = """
    .box{fill:#fff;stroke:#556}.subject{stroke-width:3}.line{fill:none;stroke:#889}\
    text{font:13px sans-serif;fill:#112}.kind{font-size:11px;fill:#445}\
    @media (prefers-color-scheme:dark){.box{fill:#181c24;stroke:#9ab}.line{stroke:#789}\
    text{fill:#eef}.kind{fill:#bcd}}
    """

  private func line(_ edge: LineageGraph.Edge) -> String {
    guard let from = places[edge.from], let to = places[edge.to] else { return "" }
    let start = (x: from.x + Self.width, y: from.y + Self.height / 2)
    let end = (x: to.x, y: to.y + Self.height / 2)
    let bend = Self.columnGap / 2
    return """
      <path class="line" d="M\(start.x) \(start.y)C\(start.x + bend) \(start.y) \
      \(end.x - bend) \(end.y) \(end.x) \(end.y)"/>

      """
  }

  private func box(_ node: LineageGraph.Node) -> String {
    guard let place = places[node.id] else { return "" }
    let marked = graph.subjects.contains(node.id) ? " subject" : ""
    return """
      <g><title>\(Self.escaped(node.id.description))</title>\
      <rect class="box\(marked)" x="\(place.x)" y="\(place.y)" width="\(Self.width)" \
      height="\(Self.height)" rx="6"/>\
      <text class="kind" x="\(place.x + 10)" y="\(place.y + 20)">\(node.id.kind.rawValue) \
      \(Self.escaped(Self.short(node.id.shortName, 24)))</text>\
      <text x="\(place.x + 10)" y="\(place.y + 40)">\(Self.escaped(Self.short(node.label, 28)))</text>\
      </g>

      """
  }

  private static func short(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : "\(text.prefix(limit - 1))…"
  }

  /// Foreign text inside an element.
  private static func escaped(_ text: String) -> String {
    PrintableText.escape(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }
}
