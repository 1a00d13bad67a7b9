// SPDX-License-Identifier: Apache-2.0

/// What went into a model, drawn: code, data and software; the build; the model.
///
/// From left to right where there is room, from top to bottom on a phone; one of them is shown.
struct LineageDrawing {
  private static let (boxWidth, boxHeight, gap) = (240, 52, 16)
  private static let columns = [8, 324, 640]

  /// A box of the drawing.
  private struct Node {
    let title: String
    let detail: String
    var mood = ""
  }

  let model: SiteModel

  private var inputs: [Node] {
    [Node(title: "commit \(model.commit.shortened)", detail: model.reference ?? "no branch")]
      + model.datasets.map {
        Node(title: "data: \($0.name)", detail: "sha256:\($0.digest.withoutAlgorithm.shortened)")
      }
      + model.dependencies.map {
        Node(title: $0.path, detail: "sha256:\($0.digest.withoutAlgorithm.shortened)")
      }
  }

  private var build: Node { Node(title: "build: \(model.pipeline)", detail: model.invocation) }

  private var result: Node {
    Node(
      title: model.name, detail: "sha256:\(model.file.withoutAlgorithm.shortened)",
      mood: " model \(model.verdict.mood)")
  }

  /// The drawing with its text, which says the same to those who can't see it.
  var figure: HTML {
    let words = inputs.map { HTML.name($0.title).markup }.joined(separator: ", ")
    return """
      <figure>
      \(wide)\(tall)<figcaption>\(HTML(stringLiteral: words)) went into the build \
      \(.code(model.invocation)), which made \(.name(model.name)).</figcaption>
      </figure>

      """
  }

  private var caption: String { "What went into \(model.name), as the text below says" }

  private var wide: HTML {
    let (inputs, step) = (inputs, Self.boxHeight + Self.gap)
    let height = inputs.count * step + Self.gap
    let middle = (height - Self.boxHeight) / 2
    let tops = inputs.indices.map { Self.gap + $0 * step }
    let boxes = zip(inputs, tops).map { box($0, Self.columns[0], $1) }
    let edges = tops.map { bend(from: 0, $0, to: 1, middle) }
    return """
      <svg class="lineage-wide" viewBox="0 0 888 \(height)" role="img" aria-label="\(caption)">
      \(edges)\(bend(from: 1, middle, to: 2, middle))\
      \(boxes)\(box(build, Self.columns[1], middle))\(box(result, Self.columns[2], middle))</svg>

      """
  }

  private var tall: HTML {
    let (inputs, step) = (inputs, Self.boxHeight + 8)
    let tops = inputs.indices.map { 4 + $0 * step }
    let buildTop = 4 + inputs.count * step + Self.gap
    let resultTop = buildTop + step + Self.gap
    let (left, trunk) = (28, 12)
    let middle = Self.boxHeight / 2
    let stubs = tops.map {
      "<path class=\"edge\" d=\"M\(left) \($0 + middle) H\(trunk)\"/>\n" as HTML
    }
    let boxes = zip(inputs, tops).map { box($0, left, $1) }
    let center = left + Self.boxWidth / 2
    return """
      <svg class="lineage-tall" viewBox="0 0 280 \(resultTop + step)" role="img" \
      aria-label="\(caption)">
      \(stubs)<path class="edge" d="M\(trunk) \(4 + middle) V\(buildTop + middle) H\(left)"/>
      <path class="edge" d="M\(center) \(buildTop + Self.boxHeight) V\(resultTop)"/>
      \(boxes)\(box(build, left, buildTop))\(box(result, left, resultTop))</svg>

      """
  }

  /// A drawing of its own, so that a text too long for the box ends at its edge.
  private func box(_ node: Node, _ x: Int, _ y: Int) -> HTML {
    """
    <svg x="\(x)" y="\(y)" width="\(Self.boxWidth)" height="\(Self.boxHeight)">\
    <rect class="box\(node.mood)" x="1" y="1" width="\(Self.boxWidth - 2)" \
    height="\(Self.boxHeight - 2)" rx="8"/>\
    <text x="12" y="22">\(node.title.fitting(29))</text>\
    <text class="small" x="12" y="40">\(node.detail.fitting(32))</text></svg>

    """
  }

  private func bend(from: Int, _ top: Int, to: Int, _ end: Int) -> HTML {
    let (x1, y1) = (Self.columns[from] + Self.boxWidth, top + Self.boxHeight / 2)
    let (x2, y2) = (Self.columns[to], end + Self.boxHeight / 2)
    let bend = (x1 + x2) / 2
    return """
      <path class="edge" d="M\(x1) \(y1) C\(bend) \(y1) \(bend) \(y2) \(x2) \(y2)"/>

      """
  }
}

extension String {
  /// The text, or its two ends, in as many characters.
  fileprivate func fitting(_ limit: Int) -> String {
    count <= limit ? self : "\(prefix(limit / 2))…\(suffix(limit / 2 - 1))"
  }
}
