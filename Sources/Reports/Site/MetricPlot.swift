// SPDX-License-Identifier: Apache-2.0

import Metrics

/// A metric over the models of a pipeline, the oldest on the left.
struct MetricPlot {
  private static let (width, height, margin) = (640.0, 150.0, 24.0)

  let name: String
  /// The models, the oldest first; those without the metric are left out.
  let models: [SiteModel]
  /// The page that it is drawn for, whose point stands out.
  let page: String

  private var values: [(page: String, value: Double)] {
    models.compactMap { model in
      guard let metric = model.metrics.first(where: { $0.name == name }), metric.value.isFinite
      else { return nil }
      return (model.page, metric.value)
    }
  }

  /// The plot; nothing when there are not two points to draw a line between.
  var figure: HTML {
    let values = values
    guard values.count > 1, let low = values.map(\.value).min(),
      let high = values.map(\.value).max()
    else { return .nothing }
    let points = values.enumerated().map { index, item in
      (
        x: Self.margin + Double(index) * (Self.width - 2 * Self.margin) / Double(values.count - 1),
        y: Self.y(item.value, low, high), isHere: item.page == page
      )
    }
    let line = points.map { "\(Self.round($0.x)),\(Self.round($0.y))" }.joined(separator: " ")
    let dots = points.map { point -> HTML in
      """
      <circle class="dot\(point.isHere ? " here" : "")" cx="\(Self.round(point.x))" \
      cy="\(Self.round(point.y))" r="\(point.isHere ? "5" : "3")"/>
      """
    }
    let caption = "\(name) over \(values.count) models, from \(low) to \(high)"
    return """
      <figure>
      <svg viewBox="0 0 640 150" role="img" aria-label="\(caption)">
      <path class="axis" d="M24 126 H616"/><polyline class="plot" points="\(line)"/>\(dots)
      </svg>
      <figcaption>\(caption)</figcaption>
      </figure>

      """
  }

  private static func y(_ value: Double, _ low: Double, _ high: Double) -> Double {
    // Halves first, so that the span of the largest numbers does not overflow.
    let span = high / 2 - low / 2
    guard span > 0 else { return height / 2 }
    return height - margin - (value / 2 - low / 2) / span * (height - 2 * margin)
  }

  private static func round(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
