// SPDX-License-Identifier: Apache-2.0

import Metrics

/// The first page: the pipelines, and all models, the newest first.
struct IndexPage {
  let title: String
  /// The models, the newest first.
  let models: [SiteModel]

  var content: HTML {
    """
    <h1>\(.name(title))</h1>
    <p class="lead">Every model that the ledger records: which commit and which data it was trained \
    on, and what of that could be proved.</p>
    \(list)

    """
  }

  private var list: HTML {
    guard !models.isEmpty else { return "<p>The ledger records no model yet.</p>" }
    return """
      \(tiles)\(HTML.section("pipelines", "Pipelines", pipelines))\
      \(HTML.section("models", "Models", "\(search)\(table)"))
      """
  }

  private var tiles: HTML {
    let counts: [(String, Int, String)] = [
      ("models", models.count, ""),
      ("verified", models.count { $0.verdict == .verified }, "good"),
      ("not verified", models.count { $0.verdict == .refuted }, "bad"),
      ("could not judge", models.count { $0.verdict == .unknown }, "doubt"),
    ]
    let items = counts.map { name, count, mood in
      "<li class=\"\(count == 0 ? "" : mood)\"><strong>\(count)</strong> \(name)</li>\n" as HTML
    }
    return "<ul class=\"tiles\">\n\(items)</ul>\n"
  }

  private var pipelines: HTML {
    var order: [String] = []
    let families = Dictionary(grouping: models, by: \.pipeline)
    for model in models where !order.contains(model.pipeline) { order.append(model.pipeline) }
    return HTMLTable(
      "Pipelines",
      [
        "Pipeline", .init("Models", .number), "Newest", .init("Verdict", .tight),
        "First metric", .init("Over the builds", .wide),
      ],
      order.enumerated().compactMap { index, name in
        families[name].flatMap { row(name, $0, id: "line-\(index)") }
      }
    ).html
  }

  private func row(_ pipeline: String, _ family: [SiteModel], id: String) -> [HTML]? {
    guard let newest = family.first else { return nil }
    let metric = newest.metrics.first
    let line = Sparkline(
      metric?.name ?? "", id: id, of: family.prefix(101).reversed(), on: newest.page
    ) { other in metric.flatMap { other.metric($0.name)?.value } }
    return [
      .name(pipeline), .text("\(family.count)"),
      "<a href=\"models/\(newest.page).html\">\(.time(newest.finishedOn))</a>",
      newest.verdict.badge, Self.words(metric), line.html,
    ]
  }

  private static func words(_ metric: Metric?) -> HTML {
    metric.map { "\(.name($0.name)) \(.number($0.literal))" } ?? "–"
  }

  /// Hidden until the script is there that makes it work.
  private var search: HTML {
    """
    <form role="search" hidden><label for="search">Find a model by its name, commit, pipeline, \
    dataset or digest</label>
    <input id="search" type="search" autocomplete="off" spellcheck="false">
    <p id="found" role="status" class="lead"></p></form>

    """
  }

  private var table: HTML {
    HTMLTable(
      "Models",
      [
        "Model", .init("Verdict", .tight), "Pipeline", .init("Built", .tight),
        .init("Commit", .tight), "Data", "Metric",
      ],
      models.map { model in
        HTMLTable.Row(
          words: Self.words(of: model),
          cells: [
            "<a href=\"models/\(model.page).html\">\(.name(model.name))</a>", model.verdict.badge,
            .name(model.pipeline), .time(model.finishedOn), .code(model.commit.shortened),
            .name(model.datasets.map(\.name).joined(separator: ", ")),
            Self.words(model.metrics.first),
          ])
      }
    ).html
  }

  /// What the search finds a model by, beyond what its row shows.
  private static func words(of model: SiteModel) -> String {
    ([model.file, model.payload, model.commit, model.tree, model.invocation]
      + [model.reference, model.signer].compactMap(\.self)
      + model.datasets.flatMap { [$0.digest, $0.path] }
      + model.dependencies.flatMap { [$0.digest, $0.path] })
      .joined(separator: " ")
  }
}
