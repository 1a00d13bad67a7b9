// SPDX-License-Identifier: Apache-2.0

import Metrics

/// The metrics of a model beside those of the same pipeline's other builds.
struct MetricHistory {
  /// So many metrics are drawn; of the others the values are shown.
  static let drawn = 40
  /// So many have a column in the table of all builds.
  private static let columns = 12

  let model: SiteModel
  /// All models of the same pipeline, the oldest first.
  let siblings: [SiteModel]

  /// The last one before that was not refuted: what was means nothing.
  private var before: SiteModel? {
    siblings.prefix { $0.page != model.page }.last { $0.verdict != .refuted }
  }

  /// The table of values, each with its line, and the table that says the same in numbers.
  var html: HTML {
    """
    <p class="lead">As the training wrote them; signed with the rest, and not measured again. Builds \
    that are not verified are left out of lines and differences.</p>
    \(values)\(numbers)
    """
  }

  private var values: HTML {
    let rows = model.metrics.enumerated().map { index, metric -> [HTML] in
      let last = before?.metric(metric.name)
      return [
        .name(metric.name), .number(metric.literal), .number(last?.literal ?? "–"),
        .text(last.map { (metric.value - $0.value).briefDifference } ?? "–"),
        index < Self.drawn ? line(metric.name, id: "line-\(index)") : .nothing,
      ]
    }
    return HTMLTable(
      "Metrics",
      [
        "Metric", .init("Value", .number), .init("Build before", .number),
        .init("Difference", .number), .init("Over the builds", .wide),
      ], rows
    ).html
  }

  private func line(_ name: String, id: String) -> HTML {
    Sparkline(name, id: id, of: siblings, on: model.page) { $0.metric(name)?.value }.html
  }

  /// What the lines show, for those who want the numbers.
  private var numbers: HTML {
    guard siblings.count > 1 else { return .nothing }
    let names = model.metrics.prefix(Self.columns).map(\.name)
    var table = HTMLTable(
      "Metrics of all builds",
      [.init("Built", .tight), .init("Verdict", .tight)] + names.map { .init($0, .number) },
      siblings.reversed().map { other -> [HTML] in
        [other.link(from: model), other.verdict.badge]
          + names.map { .number(other.metric($0)?.literal ?? "–") }
      })
    table.scrolls = true
    return """
      <details><summary>Numbers of all builds</summary>
      \(table.html)</details>

      """
  }
}

extension SiteModel {
  /// When it was built, as the way to its page from another model's.
  func link(from model: SiteModel) -> HTML {
    page == model.page
      ? "<span aria-current=\"page\">\(.time(finishedOn)) (this one)</span>"
      : "<a href=\"\(page).html\">\(.time(finishedOn))</a>"
  }
}
