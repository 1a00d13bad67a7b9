// SPDX-License-Identifier: Apache-2.0

/// What went into a model, drawn from left to right: code, data and software; the build; the model.
struct LineageDrawing {
  private static let (boxWidth, boxHeight, gap) = (232, 52, 16)
  private static let columns = [8, 328, 648]

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

  /// The drawing with its text, which says the same to those who can't see it.
  var figure: HTML {
    let inputs = inputs
    let step = Self.boxHeight + Self.gap
    let height = inputs.count * step + Self.gap
    let middle = height / 2 - Self.boxHeight / 2
    let boxes = inputs.enumerated().map { index, node in
      box(node, Self.columns[0], Self.gap + index * step)
    }
    let edges = inputs.indices.map { index in
      edge(from: 0, Self.gap + index * step, to: 1, middle)
    }
    let build = Node(title: "build: \(model.pipeline)", detail: model.invocation)
    let result = Node(
      title: model.name, detail: "sha256:\(model.file.withoutAlgorithm.shortened)",
      mood: " model \(model.verdict.mood)")
    return """
      <figure>
      <svg class="lineage" viewBox="0 0 888 \(height)" role="img" aria-labelledby="drawing">
      <title id="drawing">\(caption)</title>
      \(edges)\(edge(from: 1, middle, to: 2, middle))
      \(boxes)\(box(build, Self.columns[1], middle))\(box(result, Self.columns[2], middle))
      </svg>
      <figcaption>\(caption)</figcaption>
      </figure>

      """
  }

  private var caption: String {
    let inputs = inputs.map(\.title).joined(separator: ", ")
    return "\(inputs) went into the build \(model.invocation), which made \(model.name)."
  }

  private func box(_ node: Node, _ x: Int, _ y: Int) -> HTML {
    """
    <g><rect class="box\(node.mood)" x="\(x)" y="\(y)" width="\(Self.boxWidth)" \
    height="\(Self.boxHeight)" rx="8"/>\
    <text x="\(x + 12)" y="\(y + 22)">\(node.title.fitting(31))</text>\
    <text class="small" x="\(x + 12)" y="\(y + 40)">\(node.detail.fitting(32))</text></g>

    """
  }

  private func edge(from: Int, _ top: Int, to: Int, _ end: Int) -> HTML {
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
    count <= limit ? self : "\(prefix(limit / 2 - 1))…\(suffix(limit / 2 - 1))"
  }
}
