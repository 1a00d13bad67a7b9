// SPDX-License-Identifier: Apache-2.0

/// A number over the builds of a pipeline as a small line, the oldest on the left.
struct Sparkline {
  private static let (width, height, margin) = (200.0, 40.0, 6.0)

  /// The id of its description, once on a page.
  let id: String
  /// What is drawn, for example `auc`.
  let name: String
  /// One build's number after the other.
  private let points: [(value: Double, isHere: Bool)]

  /// Draws a number of those models that have it, the oldest first.
  ///
  /// What was refuted means nothing, and is left out, but for the model of the page itself.
  init(
    _ name: String, id: String, of models: some Sequence<SiteModel>, on page: String,
    value: (SiteModel) -> Double?
  ) {
    (self.name, self.id) = (name, id)
    points = models.filter { $0.verdict != .refuted || $0.page == page }.compactMap { model in
      value(model).map { ($0, model.page == page) }
    }
  }

  /// The drawing; a dash when there are not two points to draw a line between.
  var html: HTML {
    guard points.count > 1, let low = points.map(\.value).min(),
      let high = points.map(\.value).max()
    else { return "–" }
    let places = points.enumerated().map { index, point in
      (
        x: Self.margin + Double(index) * (Self.width - 2 * Self.margin) / Double(points.count - 1),
        y: Self.y(point.value, low, high), isHere: point.isHere
      )
    }
    let line = places.map { "\(Self.round($0.x)),\(Self.round($0.y))" }.joined(separator: " ")
    let dots = places.filter(\.isHere).map { place in
      "<circle class=\"dot\" cx=\"\(Self.round(place.x))\" cy=\"\(Self.round(place.y))\" r=\"4\"/>"
        as HTML
    }
    return """
      <svg class="spark" viewBox="0 0 200 40" role="img" aria-labelledby="\(id)">\
      <title id="\(id)">\(words(low, high))</title>\
      <polyline class="plot" points="\(line)"/>\(dots)</svg>
      """
  }

  private func words(_ low: Double, _ high: Double) -> String {
    let range = low == high ? "always \(low.brief)" : "between \(low.brief) and \(high.brief)"
    return "\(name) over \(points.count) builds: \(range)"
  }

  private static func y(_ value: Double, _ low: Double, _ high: Double) -> Double {
    // Halves first, so that the span of the largest numbers does not overflow.
    let span = high / 2 - low / 2
    guard span > 0 else { return height / 2 }
    return height - margin - (value / 2 - low / 2) / span * (height - 2 * margin)
  }

  private static func round(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
